/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/desired/nmstate.h"
#include "parse/linux/linux.h"

/* What `type` is for the kernel; others have the same name there. */
static const char *const kinds[][2] = {
	{ "ethernet", "physical" },	  { "infiniband", "physical" },
	{ "linux-bridge", "bridge" },	  { "ovs-interface", "openvswitch" },
	{ "mac-vlan", "macvlan" },	  { "mac-vtap", "macvtap" },
	{ "ovs-bridge", "openvswitch" },  { "unknown", NULL },
};

static struct text kind_of(const struct plan *p, struct str type)
{
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_eq(type, kinds[i][0]))
			return snapshot_cstr(p->s, kinds[i][1]);
	return plan_text(p, type);
}

/* Keys that say nothing of the tables, beside those that are read. */
static const char known_keys[] =
	" name profile-name description type state identifier mac-address pci-address"
	" permanent-mac-address mtu min-mtu max-mtu wait-ip ipv4 ipv6 mptcp controller"
	" accept-all-mac-addresses copy-mac-from ovs-db ieee-802.1x 802.1x lldp ethtool"
	" dispatch driver alt-names ethernet link-aggregation bridge vlan vxlan vrf veth"
	" mac-vlan mac-vtap ipvlan infiniband macsec hsr ip-tunnel libreswan team patch"
	" dpdk xfrm vti wireguard ";

static void read_members(struct plan *p, struct text master, const char *kind,
			 const struct node *map)
{
	static const char *const lists[] = { "port", "ports", "slaves", "ports-config" };

	for (size_t i = 0; i < countof(lists); i++)
		for (const struct node *n = node_first(map, lists[i]); n; n = n->next) {
			struct text name =
				plan_text(p, n->type == EVENT_MAP ? node_text(n, "name") : n->text);
			const struct node *bond = node_at(n, "link-aggregation");
			if (bond)
				read_members(p, master, kind, bond);
			else if (name.s && *name.s && !same(name.s, master.s))
				plan_member(p, name, master, kind, n);
		}
}

/* The kernel's words for options that may be given by number. */
static struct text word_of(const struct plan *p, struct text number, const char *const *words)
{
	struct num n = num_of(str_of(number.s));

	for (int64_t i = 0; n.known && words[i]; i++)
		if (i == n.v)
			return snapshot_cstr(p->s, words[i]);
	return number;
}

static const struct field bond_fields[] = {
	{ "mode", COLUMN(bond, mode) },
	{ "options.primary", COLUMN(bond, primary_member) },
	{ "options.miimon", COLUMN(bond, miimon) },
	{ "options.arp_interval", COLUMN(bond, arp_interval) },
	{ "options.arp_ip_target", COLUMN(bond, arp_targets) },
	{ "options.updelay", COLUMN(bond, updelay) },
	{ "options.downdelay", COLUMN(bond, downdelay) },
	{ "options.min_links", COLUMN(bond, min_links) },
	{ "options.xmit_hash_policy", COLUMN(bond, hash_policy) },
	{ "options.lacp_rate", COLUMN(bond, lacp_rate) },
	{ "options.lacp_active", COLUMN(bond, lacp_active) },
	{ "options.ad_select", COLUMN(bond, ad_select) },
	{ "options.fail_over_mac", COLUMN(bond, fail_over_mac) },
};

static void read_bond(struct plan *p, struct text name, const struct node *n, const char *driver)
{
	static const char *const modes[] = { "balance-rr", "active-backup", "balance-xor",
					     "broadcast",  "802.3ad",	    "balance-tlb",
					     "balance-alb", NULL };
	static const char *const hashes[] = { "layer2",	  "layer3+4", "layer2+3",    "encap2+3",
					      "encap3+4", "vlan+srcmac", NULL };
	static const char *const rates[] = { "slow", "fast", NULL };
	static const char *const selects[] = { "stable", "bandwidth", "count", NULL };
	static const char *const macs[] = { "none", "active", "follow", NULL };
	struct bond row = {
		.row.origin = plan_at(p, n),
		.name = name,
		.driver = snapshot_cstr(p->s, driver),
		.mode = plan_text(p, node_text(n, "runner.name")),
	};

	plan_fields(p, n, TABLE_bond, bond_fields, countof(bond_fields), &row.row);
	row.mode = word_of(p, row.mode, modes);
	row.hash_policy = word_of(p, row.hash_policy, hashes);
	row.lacp_rate = word_of(p, row.lacp_rate, rates);
	row.ad_select = word_of(p, row.ad_select, selects);
	row.fail_over_mac = word_of(p, row.fail_over_mac, macs);
	add_bond(p->s, p->host, &row);
	read_members(p, name, driver, n);
}

static const struct field interface_fields[] = {
	{ "mac-address", COLUMN(interface, mac) },
	{ "permanent-mac-address", COLUMN(interface, permanent_mac) },
	{ "mtu", COLUMN(interface, mtu) },
	{ "min-mtu", COLUMN(interface, min_mtu) },
	{ "max-mtu", COLUMN(interface, max_mtu) },
	{ "driver", COLUMN(interface, driver) },
	{ "profile-name", COLUMN(interface, connection) },
	{ "vlan.id", COLUMN(interface, vlan_id) },
	{ "vlan.base-iface", COLUMN(interface, lower) },
	{ "vxlan.base-iface", COLUMN(interface, lower) },
	{ "mac-vlan.base-iface", COLUMN(interface, lower) },
	{ "mac-vtap.base-iface", COLUMN(interface, lower) },
	{ "ipvlan.base-iface", COLUMN(interface, lower) },
	{ "macsec.base-iface", COLUMN(interface, lower) },
	{ "mac-vlan.mode", COLUMN(interface, mode) },
	{ "mac-vtap.mode", COLUMN(interface, mode) },
	{ "ipvlan.mode", COLUMN(interface, mode) },
	{ "vrf.route-table-id", COLUMN(interface, vrf_table) },
};
/* What a desired state asks of the hardware is not yet so. */
static const struct field ethernet_fields[] = {
	{ "ethernet.speed", COLUMN(interface, speed) },
	{ "ethernet.duplex", COLUMN(interface, duplex) },
};

static void read_kind(struct nmstate *m, struct interface *row, const struct node *n)
{
	struct plan *p = &m->plan;
	struct str vni = node_text(n, "vxlan.id"), protocol = node_text(n, "vlan.protocol");

	plan_fields(p, n, TABLE_interface, interface_fields, countof(interface_fields), &row->row);
	if (m->current)
		plan_fields(p, n, TABLE_interface, ethernet_fields, countof(ethernet_fields),
			    &row->row);
	if (same(row->kind.s, "vlan") && protocol.p)
		row->vlan_protocol = snapshot_cstr(
			p->s, str_eq_nocase(protocol, "802.1ad") ? "802.1ad" : "802.1Q");
	if (vni.p)
		row->mode = snapshot_textf(p->s, "vni %.*s", STR_ARGS(vni));
	if (same(row->kind.s, "vrf"))
		row->stack = row->name;
	for (const struct node *port = node_first(n, "bridge.port"); port; port = port->next)
		if (same(row->kind.s, "bridge") && node_first(port, "vlan"))
			row->vlan_filtering = TRI_YES;
}

static void read_ports(struct nmstate *m, const struct interface *row, const struct node *n)
{
	struct plan *p = &m->plan;

	if (same(row->kind.s, "bond") && node_at(n, "link-aggregation"))
		read_bond(p, row->name, node_at(n, "link-aggregation"), "bond");
	if (same(row->kind.s, "team") && node_at(n, "team"))
		read_bond(p, row->name, node_at(n, "team"), "team");
	if (same(row->kind.s, "bridge") || same(row->kind.s, "openvswitch"))
		read_members(p, row->name, row->kind.s, node_at(n, "bridge"));
	if (same(row->kind.s, "vrf"))
		read_members(p, row->name, "vrf", node_at(n, "vrf"));
}

/* Leases and announced prefixes have an end. */
static const char *method_of(const struct node *family, const struct node *address, struct ip ip)
{
	struct str lifetime = node_text(address, "valid-life-time");
	bool ends = lifetime.p && !str_eq(lifetime, "forever");

	if (ip.family == IP_V6 && ip_is_link_local(ip))
		return "link-local";
	if (!node_is(family, "dhcp", true) && !node_is(family, "autoconf", true))
		return "static";
	if (!ends)
		return NULL;
	return ip.family == IP_V4		      ? "dhcp"
	       : node_is(family, "autoconf", true) ? NULL
						      : "dhcp";
}

static void read_address(struct nmstate *m, struct text interface, const struct node *family,
			 const struct node *n, int version)
{
	struct plan *p = &m->plan;
	struct address a = { .row.origin = plan_at(p, n), .interface = interface };

	a.prefixlen = num_of(node_text(n, "prefix-length"));
	if (!ip_parse(node_text(n, "ip"), &a.address) || a.address.family != version ||
	    !a.prefixlen.known || a.prefixlen.v < 0 || a.prefixlen.v > ip_bits(a.address)) {
		plan_unread(p, n, PLAN_ADDRESSES, "no address with a prefix-length");
		return;
	}
	a.method = snapshot_cstr(p->s, method_of(family, n, a.address));
	plan_address(p, &a);
}

/* What is asked of a DHCP server or of routers is known only to a host that has the answer. */
static void read_family(struct nmstate *m, struct text interface, const struct node *n, int version)
{
	const struct node *family = node_at(n, version == IP_V4 ? "ipv4" : "ipv6");

	if (!family || node_is(family, "enabled", false))
		return;
	for (const struct node *a = node_first(family, "address"); a; a = a->next)
		read_address(m, interface, family, a, version);
	if (m->current)
		return;
	if (node_is(family, "dhcp", true))
		plan_doubt_of(&m->plan, PLAN_ADDRESSES, interface, "asks DHCP for addresses");
	if (node_is(family, "autoconf", true))
		plan_doubt_of(&m->plan, PLAN_ADDRESSES, interface,
			      "takes addresses and routes that IPv6 routers announce");
	if (version == IP_V6)
		plan_link_local(&m->plan, interface, family);
}

static enum tri admin_of(struct str state)
{
	if (str_eq(state, "up") || str_eq(state, "down"))
		return tri(str_eq(state, "up"));
	return TRI_UNKNOWN;
}

/* A bridge of Open vSwitch is no device: its internal port of the same name is one. */
static void read_interface(struct nmstate *m, const struct node *n)
{
	struct plan *p = &m->plan;
	struct str name = node_text(n, "name"), type = node_text(n, "type");
	struct interface row = { .row.origin = plan_at(p, n), .name = plan_text(p, name) };

	if (!name.n) {
		plan_unread(p, n, PLAN_ALL, "an interface without a name");
		return;
	}
	plan_keys(p, n, known_keys, "there are keys that no interface has in nmstate");
	if (str_eq(node_text(n, "state"), "absent"))
		return;
	row.kind = kind_of(p, type);
	if (!str_eq(type, "ovs-bridge") && !node_at(n, "patch")) {
		row.row.index = linux_interface(p->s, p->host, row.name, row.row.origin).row.index;
		get_interface(p->s, p->host, row.row.index, &row);
		row.row.origin = plan_at(p, n);
		row.kind = str_eq(name, "lo") ? snapshot_cstr(p->s, "loopback") : kind_of(p, type);
		row.admin = admin_of(node_text(n, "state"));
		row.manager = snapshot_cstr(p->s, "NetworkManager");
		read_kind(m, &row, n);
		put_interface(p->s, p->host, row.row.index, &row);
	}
	read_ports(m, &row, n);
	read_family(m, row.name, n, IP_V4);
	read_family(m, row.name, n, IP_V6);
	if (!m->current && str_eq(node_text(n, "identifier"), "mac-address"))
		plan_doubt_of(p, PLAN_LINKS, row.name,
			      "is the name of a profile: its device is told by the MAC");
}

/* `controller` says on the port what its master says of it. */
static void read_controller(struct nmstate *m, const struct node *n)
{
	struct plan *p = &m->plan;
	struct text name = plan_text(p, node_text(n, "name"));
	struct text controller = plan_text(p, node_text(n, "controller"));
	struct interface master;

	if (!name.s || !controller.s || !*controller.s || str_eq(node_text(n, "state"), "absent"))
		return;
	if (!plan_interface(p, controller, &master))
		plan_member(p, name, controller, NULL, n);
	else
		plan_member(p, name, controller, master.kind.s, n);
}

void nmstate_interfaces(struct nmstate *m, const struct node *state)
{
	for (const struct node *n = node_first(state, "interfaces"); n; n = n->next)
		read_interface(m, n);
	for (const struct node *n = node_first(state, "interfaces"); n; n = n->next)
		read_controller(m, n);
}
