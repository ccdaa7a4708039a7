/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Links: one message each, put together when all of them are known. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"

static struct text alternative_names(struct live *l, const struct nlattr *list)
{
	struct text all = { NULL };
	const struct nlattr *a;
	int left;

	if (!list)
		return all;
	nla_for_each_nested(a, list, left) {
		if (nla_type(a) != IFLA_ALT_IFNAME)
			continue;
		struct text name = attr_text(l, a);
		all = all.s ? snapshot_textf(l->s, "%s,%s", all.s, name.s) : name;
	}
	return all;
}

static struct text kind_of(struct live *l, const struct ifinfomsg *info,
			   struct nlattr *const *link_info)
{
	if (link_info[IFLA_INFO_KIND])
		return attr_text(l, link_info[IFLA_INFO_KIND]);
	switch (info->ifi_type) {
	case ARPHRD_LOOPBACK: return snapshot_cstr(l->s, "loopback");
	case ARPHRD_ETHER:
	case ARPHRD_INFINIBAND: return snapshot_cstr(l->s, "physical");
	default: return (struct text){ NULL };
	}
}

static void vlan_data(struct live *l, struct interface *row, const struct nlattr *data)
{
	struct nlattr *tb[IFLA_VLAN_MAX + 1];
	struct num protocol;

	if (!live_nested(data, tb, IFLA_VLAN_MAX))
		return;
	row->vlan_id = attr_num(tb[IFLA_VLAN_ID]);
	protocol = attr_be_num(tb[IFLA_VLAN_PROTOCOL]);
	if (num_is(protocol, ETH_P_8021Q))
		row->vlan_protocol = snapshot_cstr(l->s, "802.1Q");
	else if (num_is(protocol, ETH_P_8021AD))
		row->vlan_protocol = snapshot_cstr(l->s, "802.1ad");
	else if (protocol.known)
		row->vlan_protocol = snapshot_textf(l->s, "0x%04x", (unsigned)protocol.v);
}

static void vrf_data(struct live *l, struct interface *row, const struct nlattr *data)
{
	struct nlattr *tb[IFLA_VRF_MAX + 1];

	if (live_nested(data, tb, IFLA_VRF_MAX) && attr_num(tb[IFLA_VRF_TABLE]).known)
		row->vrf_table =
			live_name(l, NAMES_TABLE, (uint32_t)attr_num(tb[IFLA_VRF_TABLE]).v);
}

static void macvlan_data(struct live *l, struct interface *row, const struct nlattr *data)
{
	static const char *const modes[] = {
		[MACVLAN_MODE_PRIVATE] = "private", [MACVLAN_MODE_VEPA] = "vepa",
		[MACVLAN_MODE_BRIDGE] = "bridge",   [MACVLAN_MODE_PASSTHRU] = "passthru",
		[MACVLAN_MODE_SOURCE] = "source",
	};
	struct nlattr *tb[IFLA_MACVLAN_MAX + 1];

	if (live_nested(data, tb, IFLA_MACVLAN_MAX) && attr_num(tb[IFLA_MACVLAN_MODE]).known)
		row->mode = live_word(l, modes, countof(modes),
				      (uint32_t)attr_num(tb[IFLA_MACVLAN_MODE]).v);
}

static void ipvlan_data(struct live *l, struct interface *row, const struct nlattr *data)
{
	static const char *const modes[] = { "l2", "l3", "l3s" };
	struct nlattr *tb[IFLA_IPVLAN_MAX + 1];

	if (live_nested(data, tb, IFLA_IPVLAN_MAX) && attr_num(tb[IFLA_IPVLAN_MODE]).known)
		row->mode = live_word(l, modes, countof(modes),
				      (uint32_t)attr_num(tb[IFLA_IPVLAN_MODE]).v);
}

static void bridge_data(struct interface *row, const struct nlattr *data)
{
	struct nlattr *tb[IFLA_BR_MAX + 1];
	struct num filters;

	if (!live_nested(data, tb, IFLA_BR_MAX))
		return;
	filters = attr_num(tb[IFLA_BR_VLAN_FILTERING]);
	if (filters.known)
		row->vlan_filtering = tri(filters.v != 0);
}

static void vxlan_data(struct live *l, struct live_link *link, const struct nlattr *data)
{
	struct nlattr *tb[IFLA_VXLAN_MAX + 1];

	if (!live_nested(data, tb, IFLA_VXLAN_MAX))
		return;
	if (attr_num(tb[IFLA_VXLAN_ID]).known)
		link->row.mode =
			snapshot_textf(l->s, "vni %u", (unsigned)attr_num(tb[IFLA_VXLAN_ID]).v);
	if (!link->lower)
		link->lower = attr_index(tb[IFLA_VXLAN_LINK]);
}

static void kind_data(struct live *l, struct live_link *link, const struct nlattr *data)
{
	const char *kind = link->row.kind.s;

	if (same(kind, "vlan"))
		vlan_data(l, &link->row, data);
	else if (same(kind, "vrf"))
		vrf_data(l, &link->row, data);
	else if (same(kind, "macvlan") || same(kind, "macvtap"))
		macvlan_data(l, &link->row, data);
	else if (same(kind, "ipvlan") || same(kind, "ipvtap"))
		ipvlan_data(l, &link->row, data);
	else if (same(kind, "bridge"))
		bridge_data(&link->row, data);
	else if (same(kind, "vxlan"))
		vxlan_data(l, link, data);
	else if (same(kind, "bond"))
		live_bond_data(l, link, data);
}

static void bridge_port(struct live *l, struct live_link *link, const struct nlattr *data)
{
	static const char *const states[] = { "disabled", "listening", "learning", "forwarding",
					      "blocking" };
	struct nlattr *tb[IFLA_BRPORT_MAX + 1];
	struct num state;

	link->is_port = true;
	link->port.link = link->row.carrier;
	if (!live_nested(data, tb, IFLA_BRPORT_MAX))
		return;
	state = attr_num(tb[IFLA_BRPORT_STATE]);
	if (state.known)
		link->port.role = live_word(l, states, countof(states), (uint32_t)state.v);
}

static void port_data(struct live *l, struct live_link *link, struct nlattr *const *link_info)
{
	const struct nlattr *data = link_info[IFLA_INFO_SLAVE_DATA];

	link->row.master_kind = attr_text(l, link_info[IFLA_INFO_SLAVE_KIND]);
	if (same(link->row.master_kind.s, "bond"))
		live_bond_port(l, link, data);
	else if (same(link->row.master_kind.s, "bridge"))
		bridge_port(l, link, data);
	else if (same(link->row.master_kind.s, "team"))
		link->is_port = true;
}

static struct text operstate(struct live *l, const struct nlattr *a)
{
	static const char *const states[] = {
		"unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up",
	};
	struct num state = attr_num(a);

	return state.known ? live_word(l, states, countof(states), (uint32_t)state.v)
			   : (struct text){ NULL };
}

/*
 * The carrier of a device that is down says nothing: many drivers leave the
 * last one standing.  A veth's IFLA_LINK is its peer, which carries nothing.
 */
static void fill(struct live *l, struct live_link *link, const struct ifinfomsg *info,
		 struct nlattr *const *tb)
{
	struct interface *row = &link->row;
	struct num carrier = attr_num(tb[IFLA_CARRIER]), held = attr_num(tb[IFLA_PROTO_DOWN]);
	bool up = info->ifi_flags & IFF_UP;

	row->ifindex = num(info->ifi_index);
	row->mac = attr_mac(tb[IFLA_ADDRESS]);
	row->permanent_mac = attr_mac(tb[IFLA_PERM_ADDRESS]);
	row->altnames = alternative_names(l, tb[IFLA_PROP_LIST]);
	row->alias = attr_text(l, tb[IFLA_IFALIAS]);
	row->mtu = attr_num(tb[IFLA_MTU]);
	row->min_mtu = attr_num(tb[IFLA_MIN_MTU]);
	row->max_mtu = attr_num(tb[IFLA_MAX_MTU]);
	row->admin = tri(up);
	row->carrier = up && carrier.known ? tri(carrier.v != 0) : TRI_UNKNOWN;
	row->operstate = operstate(l, tb[IFLA_OPERSTATE]);
	row->ifgroup = attr_num(tb[IFLA_GROUP]);
	row->proto_down = held.known ? tri(held.v != 0) : TRI_UNKNOWN;
	row->bus = attr_text(l, tb[IFLA_PARENT_DEV_NAME]);
	if (tb[IFLA_LINK_NETNSID]) {
		link->nsid = (int32_t)attr_num(tb[IFLA_LINK_NETNSID]).v;
		row->link_netns = snapshot_textf(l->s, "nsid %d", link->nsid);
	}
	link->flags = info->ifi_flags;
	link->master = attr_index(tb[IFLA_MASTER]);
	link->lower = attr_index(tb[IFLA_LINK]);
	if (link->lower == link->index && !row->link_netns.s)
		link->lower = 0;
}

static struct live_link *new_link(struct live_links *links)
{
	if (links->n == links->room) {
		links->room = links->room ? links->room * 2 : 16;
		links->v = xrealloc(links->v, links->room, sizeof(*links->v));
	}
	return memset(&links->v[links->n++], 0, sizeof(*links->v));
}

static void on_link(struct live *l, const struct nlmsghdr *h)
{
	struct nlattr *tb[IFLA_MAX + 1], *link_info[IFLA_INFO_MAX + 1];
	const struct ifinfomsg *info = NLMSG_DATA(h);
	struct live_link *link;

	if (h->nlmsg_type != RTM_NEWLINK || !live_attrs(h, sizeof(*info), tb, IFLA_MAX) ||
	    !tb[IFLA_IFNAME])
		return;
	link = new_link(&l->links);
	link->index = info->ifi_index;
	link->row.name = attr_text(l, tb[IFLA_IFNAME]);
	live_nested(tb[IFLA_LINKINFO], link_info, IFLA_INFO_MAX);
	link->row.kind = kind_of(l, info, link_info);
	fill(l, link, info, tb);
	kind_data(l, link, link_info[IFLA_INFO_DATA]);
	if (link->master)
		port_data(l, link, link_info);
	live_link_sysctls(l, link->row.name, tb[IFLA_AF_SPEC]);
}

static int compare_index(const void *a, const void *b, void *links)
{
	const struct live_link *v = links;
	int i = v[*(const size_t *)a].index, j = v[*(const size_t *)b].index;

	return (i > j) - (i < j);
}

static void sort_links(struct live_links *links)
{
	links->by_index = xrealloc(links->by_index, links->n + 1, sizeof(*links->by_index));
	for (size_t i = 0; i < links->n; i++)
		links->by_index[i] = i;
	qsort_r(links->by_index, links->n, sizeof(*links->by_index), compare_index, links->v);
}

static void forget(struct live *l)
{
	l->links.n = 0;
}

static const struct live_request all_links = {
	.type = RTM_GETLINK,
	.header = sizeof(struct ifinfomsg),
	.ext_mask = RTEXT_FILTER_SKIP_STATS,
	.restart = forget,
};

int live_read_links(struct live *l, struct err *err)
{
	int failed = live_dump(l, &all_links, on_link);

	sort_links(&l->links);
	live_cover(l, TABLE_interface, "links", failed);
	if (failed && l->links.n == 0)
		return err_set(err, "cannot read the links of this host: %s", strerror(-failed));
	return 0;
}

void live_forget_links(struct live *l)
{
	free(l->links.v);
	free(l->links.by_index);
	l->links = (struct live_links){ .v = NULL };
}

struct sought {
	const struct live_links *links;
	int index;
};

static int compare_sought(const void *key, const void *place)
{
	const struct sought *sought = key;
	int index = sought->links->v[*(const size_t *)place].index;

	return (sought->index > index) - (sought->index < index);
}

const struct live_link *live_link(const struct live *l, int index)
{
	const struct sought sought = { &l->links, index };
	const struct live_links *links = &l->links;
	size_t at = lower_bound(&sought, links->by_index, links->n, sizeof(*links->by_index),
				compare_sought);
	const struct live_link *link = at < links->n ? &links->v[links->by_index[at]] : NULL;

	return link && link->index == index ? link : NULL;
}

struct live_link *live_link_at(struct live *l, int index)
{
	const struct live_link *link = live_link(l, index);

	return link ? &l->links.v[link - l->links.v] : NULL;
}

struct text live_link_name(struct live *l, int index)
{
	const struct live_link *link = live_link(l, index);

	if (link)
		return link->row.name;
	return index ? snapshot_textf(l->s, "if%d", index) : (struct text){ NULL };
}

/* Takes each link found again, unchanged, off the count. */
static void on_second_link(struct live *l, const struct nlmsghdr *h)
{
	const struct ifinfomsg *info = NLMSG_DATA(h);
	struct nlattr *tb[IFLA_MAX + 1];
	const struct live_link *link;

	if (h->nlmsg_type != RTM_NEWLINK || !live_attrs(h, sizeof(*info), tb, IFLA_MAX) ||
	    !tb[IFLA_IFNAME])
		return;
	link = live_link(l, info->ifi_index);
	if (!link || link->flags != info->ifi_flags ||
	    link->master != attr_index(tb[IFLA_MASTER]) ||
	    link->row.mtu.v != attr_num(tb[IFLA_MTU]).v ||
	    !same(link->row.name.s, attr_text(l, tb[IFLA_IFNAME]).s))
		l->unlike++;
	l->again++;
}

static void recount(struct live *l)
{
	l->again = l->unlike = 0;
}

bool live_links_changed(struct live *l)
{
	struct live_request request = all_links;
	int failed;

	if (!live_heard(l))
		return false;
	request.restart = recount;
	failed = live_dump(l, &request, on_second_link);
	return failed || l->unlike || l->again != l->links.n;
}

static bool is_peer(const struct live_link *link)
{
	return same(link->row.kind.s, "veth") || same(link->row.kind.s, "netkit");
}

/* An index of another namespace is never looked up in this one. */
static struct text lower_name(struct live *l, const struct live_link *link)
{
	if (!link->lower || is_peer(link))
		return (struct text){ NULL };
	if (link->row.link_netns.s)
		return snapshot_textf(l->s, "if%d", link->lower);
	return live_link_name(l, link->lower);
}

static struct text stack_of(const struct live_link *link, const struct live_link *master)
{
	if (same(link->row.kind.s, "vrf"))
		return link->row.name;
	return master && same(master->row.kind.s, "vrf") ? master->row.name : (struct text){ NULL };
}

static void add_port(struct live *l, struct live_link *link)
{
	link->port.team = link->row.master;
	link->port.team_kind = link->row.master_kind;
	link->port.interface = link->row.name;
	add_uplink(l->s, l->host, &link->port);
}

void live_add_links(struct live *l)
{
	live_finish_bonds(l);
	for (size_t i = 0; i < l->links.n; i++) {
		struct live_link *link = &l->links.v[i];
		const struct live_link *master = live_link(l, link->master);
		link->row.master = live_link_name(l, link->master);
		if (master && !link->row.master_kind.s)
			link->row.master_kind = master->row.kind;
		link->row.lower = lower_name(l, link);
		link->row.stack = stack_of(link, master);
		add_interface(l->s, l->host, &link->row);
		if (link->is_port)
			add_port(l, link);
		if (link->is_bond)
			add_bond(l->s, l->host, &link->bond);
	}
	snapshot_cover(l->s, l->host, TABLE_uplink, l->teams_why ? COVERAGE_PARTIAL : COVERAGE_READ,
		       l->teams_why);
	snapshot_cover(l->s, l->host, TABLE_bond, l->teams_why ? COVERAGE_PARTIAL : COVERAGE_READ,
		       l->teams_why);
}
