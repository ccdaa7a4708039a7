/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bonds and their members, out of the link messages. */
#include "source/live/shared.h"

#include <arpa/inet.h>
#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <string.h>

static struct text word_of(struct live *l, const char *const *names, size_t n,
			   const struct nlattr *a)
{
	struct num v = attr_num(a);

	return v.known ? live_word(l, names, n, (uint32_t)v.v) : (struct text){ NULL };
}

static struct text targets(struct live *l, const struct nlattr *v4, const struct nlattr *v6)
{
	const struct nlattr *lists[] = { v4, v6 };
	struct text all = { NULL };
	const struct nlattr *a;
	int left;

	for (size_t i = 0; i < countof(lists); i++) {
		if (!lists[i])
			continue;
		nla_for_each_nested(a, lists[i], left) {
			struct ip ip = attr_ip(a);
			if (!ip_known(ip) || ip_is_unspecified(ip))
				continue;
			all = snapshot_textf(l->s, "%s%s%s", all.s ? all.s : "", all.s ? "," : "",
					     ip_text(ip).s);
		}
	}
	return all;
}

static void lacp(struct live *l, struct bond *bond, struct nlattr *const *tb)
{
	static const char *const rates[] = { "slow", "fast" };
	static const char *const selects[] = { "stable", "bandwidth", "count", "actor_port_prio" };
	struct nlattr *info[IFLA_BOND_AD_INFO_MAX + 1];
	struct num sends = attr_num(tb[IFLA_BOND_AD_LACP_ACTIVE]);

	bond->lacp_rate = word_of(l, rates, countof(rates), tb[IFLA_BOND_AD_LACP_RATE]);
	bond->ad_select = word_of(l, selects, countof(selects), tb[IFLA_BOND_AD_SELECT]);
	bond->lacp_active = sends.known ? tri(sends.v != 0) : TRI_UNKNOWN;
	if (!live_nested(tb[IFLA_BOND_AD_INFO], info, IFLA_BOND_AD_INFO_MAX))
		return;
	bond->aggregator = attr_num(info[IFLA_BOND_AD_INFO_AGGREGATOR]);
	bond->ports = attr_num(info[IFLA_BOND_AD_INFO_NUM_PORTS]);
	bond->partner_mac = attr_mac(info[IFLA_BOND_AD_INFO_PARTNER_MAC]);
}

static void plain_options(struct live *l, struct bond *bond, struct nlattr *const *tb)
{
	static const char *const hashes[] = {
		"layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac",
	};
	static const char *const fail_over[] = { "none", "active", "follow" };

	bond->miimon = attr_num(tb[IFLA_BOND_MIIMON]);
	bond->arp_interval = attr_num(tb[IFLA_BOND_ARP_INTERVAL]);
	bond->arp_targets = targets(l, tb[IFLA_BOND_ARP_IP_TARGET], tb[IFLA_BOND_NS_IP6_TARGET]);
	if (bond->arp_interval.known && !bond->arp_targets.s)
		bond->arp_targets = snapshot_cstr(l->s, ""); /* no list is sent of none */
	bond->updelay = attr_num(tb[IFLA_BOND_UPDELAY]);
	bond->downdelay = attr_num(tb[IFLA_BOND_DOWNDELAY]);
	bond->min_links = attr_num(tb[IFLA_BOND_MIN_LINKS]);
	bond->hash_policy = word_of(l, hashes, countof(hashes), tb[IFLA_BOND_XMIT_HASH_POLICY]);
	bond->fail_over_mac =
		word_of(l, fail_over, countof(fail_over), tb[IFLA_BOND_FAIL_OVER_MAC]);
}

void live_bond_data(struct live *l, struct live_link *link, const struct nlattr *data)
{
	static const char *const modes[] = {
		"balance-rr", "active-backup", "balance-xor", "broadcast",
		"802.3ad",    "balance-tlb",   "balance-alb",
	};
	struct nlattr *tb[IFLA_BOND_MAX + 1];
	struct num mode;

	link->is_bond = true;
	link->bond.name = link->row.name;
	link->bond.driver = snapshot_cstr(l->s, "bond");
	if (!live_nested(data, tb, IFLA_BOND_MAX))
		return;
	mode = attr_num(tb[IFLA_BOND_MODE]);
	if (mode.known) {
		link->bond.mode = live_word(l, modes, countof(modes), (uint32_t)mode.v);
		link->bond_mode = mode;
	}
	link->active = attr_index(tb[IFLA_BOND_ACTIVE_SLAVE]);
	link->primary = attr_index(tb[IFLA_BOND_PRIMARY]);
	plain_options(l, &link->bond, tb);
	if (num_is(mode, BOND_MODE_8023AD))
		lacp(l, &link->bond, tb);
}

/* IFLA_BOND_SLAVE_MII_STATUS: 0 up, 1 going down (still in use), 2 down, 3 going back. */
void live_bond_port(struct live *l, struct live_link *link, const struct nlattr *data)
{
	struct nlattr *tb[IFLA_BOND_SLAVE_MAX + 1];
	struct num mii;

	(void)l;
	link->is_port = true;
	if (!live_nested(data, tb, IFLA_BOND_SLAVE_MAX))
		return;
	mii = attr_num(tb[IFLA_BOND_SLAVE_MII_STATUS]);
	link->port.link =
		mii.known ? tri(mii.v == BOND_LINK_UP || mii.v == BOND_LINK_FAIL) : TRI_UNKNOWN;
	link->port.failures = attr_num(tb[IFLA_BOND_SLAVE_LINK_FAILURE_COUNT]);
	link->port.permanent_mac = attr_mac(tb[IFLA_BOND_SLAVE_PERM_HWADDR]);
	link->port.aggregator = attr_num(tb[IFLA_BOND_SLAVE_AD_AGGREGATOR_ID]);
	link->port.actor_state = attr_num(tb[IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE]);
	link->port.partner_state = attr_num(tb[IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE]);
	if (!mac_known(link->row.permanent_mac))
		link->row.permanent_mac = link->port.permanent_mac;
}

static const char *role_of(const struct live_link *bond, const struct live_link *port)
{
	if (!bond->bond_mode.known)
		return NULL;
	switch (bond->bond_mode.v) {
	case BOND_MODE_ACTIVEBACKUP:
		return port->index == bond->active ? "active" : "standby";
	case BOND_MODE_8023AD:
		if (!bond->bond.aggregator.known || !port->port.aggregator.known)
			return NULL;
		return bond->bond.aggregator.v == port->port.aggregator.v ? "active" : "standby";
	default:
		if (port->port.link == TRI_UNKNOWN)
			return NULL;
		return port->port.link == TRI_YES ? "active" : "unused";
	}
}

void live_finish_bonds(struct live *l)
{
	for (size_t i = 0; i < l->links.n; i++) {
		struct live_link *bond = &l->links.v[i];
		if (bond->is_bond && bond->bond_mode.known) {
			bond->bond.active_member = live_link_name(l, bond->active);
			bond->bond.primary_member = live_link_name(l, bond->primary);
			bond->bond.has_active = TRI_NO;
		}
	}
	for (size_t i = 0; i < l->links.n; i++) {
		struct live_link *port = &l->links.v[i];
		struct live_link *bond = live_link_at(l, port->master);
		if (!port->is_port || !bond || !bond->is_bond || !bond->bond_mode.known)
			continue;
		port->port.role = snapshot_cstr(l->s, role_of(bond, port));
		if (same(port->port.role.s, "active") && port->port.link == TRI_YES)
			bond->bond.has_active = TRI_YES;
		else if (!port->port.role.s && bond->bond.has_active == TRI_NO)
			bond->bond.has_active = TRI_UNKNOWN;
	}
}
