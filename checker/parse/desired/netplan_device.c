/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "parse/desired/netplan.h"
#include "parse/linux/linux.h"

/* Keys of a definition; those that no table shows are among them. */
static const char known_keys[] =
	" renderer match set-name wakeonlan emit-lldp receive-checksum-offload"
	" transmit-checksum-offload tcp-segmentation-offload tcp6-segmentation-offload"
	" generic-segmentation-offload generic-receive-offload large-receive-offload"
	" openvswitch dhcp4 dhcp6 ipv6-mtu ipv6-privacy link-local ignore-carrier critical"
	" dhcp-identifier dhcp4-overrides dhcp6-overrides accept-ra addresses"
	" ipv6-address-generation ipv6-address-token gateway4 gateway6 nameservers"
	" macaddress mtu optional optional-addresses activation-mode routes routing-policy"
	" neigh-suppress auth link virtual-function-count embedded-switch-mode"
	" delay-virtual-functions-rebind infiniband-mode apn auto-config device-id"
	" network-id number password pin sim-id sim-operator-id username access-points"
	" wakeonwlan regulatory-domain interfaces parameters mode local remote ttl key"
	" keys mark port peers id mac-learning ageing aging limit type-of-service"
	" flow-label do-not-fragment short-circuit notifications checksums extensions"
	" port-range networkmanager table peer ra-overrides use-domains hairpin"
	" port-mac-learning arp-proxy neigh-proxy set-link-mtu ";

static struct text name_of(const struct netplan *np, const struct node *n, struct str id)
{
	const struct netplan_device *d = netplan_find(np, id);

	if (!d)
		snapshot_note(np->plan.s, np->plan.host, plan_at(&np->plan, n), id,
			      "no device of this ID is defined");
	return d ? d->name : plan_text(&np->plan, id);
}

static const struct field bond_fields[] = {
	{ "mode", COLUMN(bond, mode) },
	{ "primary", COLUMN(bond, primary_member) },
	{ "mii-monitor-interval", COLUMN(bond, miimon) },
	{ "arp-interval", COLUMN(bond, arp_interval) },
	{ "up-delay", COLUMN(bond, updelay) },
	{ "down-delay", COLUMN(bond, downdelay) },
	{ "min-links", COLUMN(bond, min_links) },
	{ "transmit-hash-policy", COLUMN(bond, hash_policy) },
	{ "lacp-rate", COLUMN(bond, lacp_rate) },
	{ "ad-select", COLUMN(bond, ad_select) },
	{ "fail-over-mac-policy", COLUMN(bond, fail_over_mac) },
};

static struct text targets_of(const struct plan *p, const struct node *parameters)
{
	struct arena *a = snapshot_arena(p->s);
	const char *list = "";

	for (const struct node *n = node_first(parameters, "arp-ip-targets"); n; n = n->next)
		if (n->text.n && strlen(list) < 1024)
			list = arena_printf(a, "%s%s%.*s", list, *list ? "," : "",
					    STR_ARGS(n->text));
	return snapshot_cstr(p->s, list);
}

/* networkd leaves to the kernel what is not written; NetworkManager has its own mind. */
static void fill_kernel_defaults(struct plan *p, struct bond *b)
{
	fill_text(&b->mode, snapshot_cstr(p->s, "balance-rr"));
	fill_num(&b->miimon, num(0));
	fill_num(&b->arp_interval, num(0));
	fill_num(&b->updelay, num(0));
	fill_num(&b->downdelay, num(0));
	fill_num(&b->min_links, num(0));
	fill_text(&b->fail_over_mac, snapshot_cstr(p->s, "none"));
	if (same(b->mode.s, "802.3ad")) {
		fill_text(&b->lacp_rate, snapshot_cstr(p->s, "slow"));
		fill_text(&b->ad_select, snapshot_cstr(p->s, "stable"));
	}
	if (same(b->mode.s, "802.3ad") || same(b->mode.s, "balance-xor"))
		fill_text(&b->hash_policy, snapshot_cstr(p->s, "layer2"));
}

static void read_bond(struct netplan *np, const struct netplan_device *d)
{
	struct plan *p = &np->plan;
	const struct node *parameters = node_at(d->n, "parameters");
	struct bond row = {
		.row.origin = plan_at(p, d->n),
		.name = d->name,
		.driver = snapshot_cstr(p->s, "bond"),
		.arp_targets = targets_of(p, parameters),
	};

	plan_fields(p, parameters, TABLE_bond, bond_fields, countof(bond_fields), &row.row);
	if (row.primary_member.s)
		row.primary_member =
			name_of(np, node_at(parameters, "primary"), str_of(row.primary_member.s));
	if (!d->by_network_manager)
		fill_kernel_defaults(p, &row);
	add_bond(p->s, p->host, &row);
}

static enum tri admin_of(const struct node *n)
{
	struct str mode = node_text(n, "activation-mode");

	return str_eq(mode, "off") ? TRI_NO : mode.p ? TRI_UNKNOWN : TRI_YES;
}

static const struct field interface_fields[] = {
	{ "macaddress", COLUMN(interface, mac) },
	{ "match.macaddress", COLUMN(interface, permanent_mac) },
	{ "mtu", COLUMN(interface, mtu) },
	{ "table", COLUMN(interface, vrf_table) },
};

static void read_kind(struct netplan *np, const struct netplan_device *d, struct interface *row)
{
	struct plan *p = &np->plan;
	struct str id = node_text(d->n, "id"), link = node_text(d->n, "link");

	row->kind = d->kind ? snapshot_cstr(p->s, d->kind) : plan_text(p, node_text(d->n, "mode"));
	if (same(row->name.s, "lo"))
		row->kind = snapshot_cstr(p->s, "loopback");
	else if (node_at(d->n, "openvswitch") && !same(d->kind, "physical"))
		row->kind = snapshot_cstr(p->s, "openvswitch");
	plan_fields(p, d->n, TABLE_interface, interface_fields, countof(interface_fields),
		    &row->row);
	/* `link` of an Ethernet device is the physical function of a virtual one. */
	if (link.n && !same(d->kind, "physical"))
		row->lower = name_of(np, node_at(d->n, "link"), link);
	if (same(d->kind, "vlan")) {
		row->vlan_id = num_of(id);
		row->vlan_protocol = snapshot_cstr(p->s, "802.1Q");
	}
	if (same(row->kind.s, "vxlan") && id.p)
		row->mode = snapshot_textf(p->s, "vni %.*s", STR_ARGS(id));
	if (same(d->kind, "vrf"))
		row->stack = row->name;
}

static void read_interface(struct netplan *np, const struct netplan_device *d)
{
	struct plan *p = &np->plan;
	struct interface row = linux_interface(p->s, p->host, d->name, plan_at(p, d->n));

	row.row.origin = plan_at(p, d->n);
	row.admin = admin_of(d->n);
	row.manager = snapshot_cstr(p->s, "netplan");
	read_kind(np, d, &row);
	put_interface(p->s, p->host, row.row.index, &row);
	for (const struct node *n = node_first(d->n, "interfaces"); n; n = n->next)
		if (n->text.n && row.kind.s)
			plan_member(p, name_of(np, n, n->text), d->name, row.kind.s, n);
}

/* "10.0.0.1/24", or that as the one key of a mapping with a label and a lifetime. */
static void read_address(struct netplan *np, const struct netplan_device *d, const struct node *n)
{
	struct plan *p = &np->plan;
	const struct node *more = n->type == EVENT_MAP ? n->first : NULL;
	struct address a = {
		.row.origin = plan_at(p, n),
		.interface = d->name,
		.method = snapshot_cstr(p->s, "static"),
		.label = plan_text(p, node_text(more, "label")),
	};
	uint8_t len;

	if (!ip_parse_with_len(more ? more->key : n->text, &a.address, &len)) {
		plan_unread(p, n, PLAN_ADDRESSES, "no address with a prefix length");
		return;
	}
	a.prefixlen = num(len);
	if (str_eq(node_text(more, "lifetime"), "0"))
		a.flags = snapshot_cstr(p->s, "deprecated");
	plan_address(p, &a);
}

/* networkd is given those with further words behind all others. */
static void read_addresses(struct netplan *np, const struct netplan_device *d)
{
	for (const struct node *n = node_first(d->n, "addresses"); n; n = n->next)
		if (n->type != EVENT_MAP)
			read_address(np, d, n);
	for (const struct node *n = node_first(d->n, "addresses"); n; n = n->next)
		if (n->type == EVENT_MAP)
			read_address(np, d, n);
	if (node_is(d->n, "dhcp4", true))
		plan_doubt_of(&np->plan, PLAN_ADDRESSES, d->name, "asks DHCP for an IPv4 address");
	if (node_is(d->n, "dhcp6", true))
		plan_doubt_of(&np->plan, PLAN_ADDRESSES, d->name, "asks DHCP for an IPv6 address");
}

static bool has_link_local(const struct netplan_device *d)
{
	const struct node *list = node_at(d->n, "link-local");
	bool found = !list;

	for (const struct node *n = node_first(d->n, "link-local"); n; n = n->next)
		found |= str_eq(n->text, "ipv6");
	return found && !d->port && admin_of(d->n) == TRI_YES && !same(d->name.s, "lo");
}

bool netplan_hears_routers(const struct netplan_device *d)
{
	return has_link_local(d) && !node_is(d->n, "accept-ra", false);
}

void netplan_device(struct netplan *np, struct netplan_device *d)
{
	plan_keys(&np->plan, d->n, known_keys, "there are keys that netplan does not have here");
	read_interface(np, d);
	if (same(d->kind, "bond") && !node_at(d->n, "openvswitch"))
		read_bond(np, d);
	read_addresses(np, d);
	if (has_link_local(d) && !same(d->kind, "vrf"))
		plan_link_local(&np->plan, d->name, d->n);
}
