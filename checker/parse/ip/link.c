/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of links. */
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

static struct mac mac_at(const struct span *o, const char *path)
{
	struct mac mac = { .len = 0 };
	struct str v;

	if (span_text(o, path, &v))
		mac_parse_any(v, &mac);
	return mac;
}

static bool has_flag(const struct span *o, const char *flag)
{
	struct span flags = span_below(o, "flags");
	struct str one;

	for (size_t at = 0; span_next_text(&flags, &at, &one);)
		if (str_eq(one, flag))
			return true;
	return false;
}

static struct text lower_case(const struct ip_rows *r, const struct span *o, const char *path)
{
	char word[32] = "";
	struct str v;

	if (!span_text(o, path, &v))
		return (struct text){ NULL };
	for (size_t i = 0; i < v.n && i + 1 < sizeof(word); i++)
		word[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] + 32) : v.p[i];
	return snapshot_cstr(r->s, word);
}

/* bond0.101@bond0: everybody names VLANs so, and nothing else. The id may be another one. */
static bool is_vlan_name(const struct span *o)
{
	struct str name, lower, number;
	uint64_t id;

	if (!span_text(o, "ifname", &name) || !span_text(o, "link", &lower) ||
	    !str_same(str_upto(name, lower.n), lower))
		return false;
	number = str_from(name, lower.n);
	return number.n && number.p[0] == '.' && str_to_u64(str_from(number, 1), &id) && id <= 4094;
}

/* -br addr shows no flags; but the kernel's own name for it. */
static bool is_loopback(const struct ip_rows *r, const struct span *o)
{
	struct str v;

	if (has_flag(o, "LOOPBACK"))
		return true;
	return r->form == IP_FORM_BRIEF && !span_has(o, "flags") && span_text(o, "ifname", &v) &&
	       str_eq(v, "lo");
}

/*
 * Without -d what a device is remains unknown, except that a bond has the flag MASTER, and a VLAN
 * the name of its parent.  A VRF has that flag too, and with it NOARP.
 */
static struct text kind_of(const struct ip_rows *r, const struct span *o)
{
	struct text kind = ip_text_at(r, o, "linkinfo.info_kind");
	struct str type = { NULL, 0 };

	if (kind.s)
		return kind;
	if (r->form == IP_FORM_FULL && !span_text(o, "link_type", &type))
		return kind;
	if (is_loopback(r, o))
		return snapshot_cstr(r->s, "loopback");
	if (r->detailed && !span_has(o, "torn") && (str_eq(type, "ether") || str_eq(type, "infiniband")))
		return snapshot_cstr(r->s, "physical");
	if (has_flag(o, "MASTER") && !has_flag(o, "NOARP"))
		return snapshot_cstr(r->s, "bond");
	if (!r->detailed && is_vlan_name(o))
		return snapshot_cstr(r->s, "vlan");
	return (struct text){ NULL };
}

static void take_kind(const struct ip_rows *r, const struct span *o, struct interface *row)
{
	struct span data = span_below(o, "linkinfo");
	struct num vni, filters;

	data = span_below(&data, "info_data");
	row->kind = kind_of(r, o);
	if (same(row->kind.s, "vlan")) {
		row->vlan_id = ip_number_at(&data, "id");
		row->vlan_protocol = ip_text_at(r, &data, "protocol");
	}
	if (same(row->kind.s, "vrf"))
		row->vrf_table = ip_text_at(r, &data, "table");
	if (same(row->kind.s, "vrf") && ip_number_at(&data, "table").known)
		row->vrf_table =
			snapshot_textf(r->s, "%lld", (long long)ip_number_at(&data, "table").v);
	if (same(row->kind.s, "macvlan") || same(row->kind.s, "macvtap") ||
	    same(row->kind.s, "ipvlan") || same(row->kind.s, "ipvtap"))
		row->mode = ip_text_at(r, &data, "mode");
	vni = ip_number_at(&data, "id");
	if (same(row->kind.s, "vxlan") && vni.known)
		row->mode = snapshot_textf(r->s, "vni %lld", (long long)vni.v);
	filters = ip_number_at(&data, "vlan_filtering");
	if (same(row->kind.s, "bridge") && filters.known)
		row->vlan_filtering = tri(filters.v != 0);
}

/* What carries the device; a number for one of another namespace. A veth's peer carries nothing. */
static void take_lower(const struct ip_rows *r, const struct span *o, struct interface *row)
{
	struct num index = ip_number_at(o, "link_index"), nsid = ip_number_at(o, "link_netnsid");

	row->link_netns = ip_text_at(r, o, "link_netns");
	if (nsid.known)
		row->link_netns = snapshot_textf(r->s, "nsid %lld", (long long)nsid.v);
	if (same(row->kind.s, "veth") || same(row->kind.s, "netkit"))
		return;
	row->lower = ip_text_at(r, o, "link");
	if (!row->lower.s && same(row->kind.s, "vxlan"))
		row->lower = ip_text_at(r, o, "linkinfo.info_data.link");
	if (!row->lower.s && index.known && index.v > 0 &&
	    !(row->ifindex.known && row->ifindex.v == index.v && !row->link_netns.s))
		row->lower = snapshot_textf(r->s, "if%lld", (long long)index.v);
	if (same(row->lower.s, row->name.s) && row->name.s)
		row->lower = (struct text){ NULL };
}

/* A number, or the name that iproute2 has for it; it knows that of 0. */
static struct num group_of(const struct span *o)
{
	struct str v;
	int64_t n;

	if (!span_text(o, "group", &v))
		return (struct num){ .known = false };
	if (str_eq(v, "default"))
		return num(0);
	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

/* An address that was made unreadable on purpose, xx:xx:…; a tunnel has another one there. */
static struct mac hardware_address(struct ip_rows *r, const struct span *o)
{
	struct mac mac = mac_at(o, "address");
	struct str v, type;

	if (!mac_known(mac) && span_text(o, "address", &v) && span_text(o, "link_type", &type) &&
	    str_eq(type, "ether"))
		snapshot_note(r->s, r->host, ip_origin(r), v, "no hardware address");
	return mac;
}

static struct text master_kind(const struct ip_rows *r, const struct span *o)
{
	struct text kind = ip_text_at(r, o, "linkinfo.info_slave_kind");

	return !kind.s && has_flag(o, "SLAVE") ? snapshot_cstr(r->s, "bond") : kind;
}

/* What `ip -o addr` shows of a device: its index and its name. */
static bool is_bare(const struct span *o)
{
	return !span_has(o, "mtu") && !span_has(o, "flags");
}

/*
 * The kernel calls down what is so administratively, and what has no carrier: either way nothing
 * passes.  All other states are those of a device that is up.
 */
static void take_brief_state(const struct ip_rows *r, const struct span *o, struct interface *row)
{
	const char *state;

	row->operstate = lower_case(r, o, "operstate");
	state = row->operstate.s;
	if (same(state, "up") || same(state, "unknown"))
		row->carrier = TRI_YES;
	else if (same(state, "down") || same(state, "lowerlayerdown"))
		row->carrier = TRI_NO;
	if (row->carrier == TRI_YES || same(state, "lowerlayerdown") || same(state, "dormant"))
		row->admin = TRI_YES;
}

static void take_state(const struct ip_rows *r, const struct span *o, struct interface *row)
{
	bool up = has_flag(o, "UP");

	if (r->form == IP_FORM_BRIEF && !span_has(o, "flags")) {
		take_brief_state(r, o, row);
		return;
	}
	if (is_bare(o))
		return;
	row->admin = tri(up);
	row->carrier = up ? tri(!has_flag(o, "NO-CARRIER")) : TRI_UNKNOWN;
	row->operstate = lower_case(r, o, "operstate");
	if (r->detailed || span_has(o, "proto_down"))
		row->proto_down = tri(span_has(o, "proto_down"));
}

static void take_link(struct ip_rows *r, const struct span *o, struct interface *row)
{
	row->row.origin = ip_origin(r);
	row->name = ip_text_at(r, o, "ifname");
	row->ifindex = ip_number_at(o, "ifindex");
	row->mac = hardware_address(r, o);
	row->permanent_mac = mac_at(o, "permaddr");
	row->altnames = ip_joined(r, o, "altnames");
	row->alias = ip_text_at(r, o, "ifalias");
	row->mtu = ip_number_at(o, "mtu");
	row->min_mtu = ip_number_at(o, "min_mtu");
	row->max_mtu = ip_number_at(o, "max_mtu");
	row->ifgroup = group_of(o);
	row->bus = ip_text_at(r, o, "parentdev");
	row->master = ip_text_at(r, o, "master");
	if (row->master.s || has_flag(o, "SLAVE"))
		row->master_kind = master_kind(r, o);
	if (same(row->master_kind.s, "bond") && !mac_known(row->permanent_mac))
		row->permanent_mac = mac_at(o, "linkinfo.info_slave_data.perm_hwaddr");
	take_state(r, o, row);
	if (same(row->master_kind.s, "vrf"))
		row->stack = row->master;
	take_kind(r, o, row);
	take_lower(r, o, row);
	if (same(row->kind.s, "vrf"))
		row->stack = row->name;
}

static struct text targets_of(const struct ip_rows *r, const struct span *data)
{
	struct text v4 = ip_joined(r, data, "arp_ip_target"),
		    v6 = ip_joined(r, data, "ns_ip6_target");

	if (!v4.s && !v6.s && span_has(data, "arp_interval"))
		return snapshot_cstr(r->s, "");
	return v4.s && v6.s ? snapshot_textf(r->s, "%s,%s", v4.s, v6.s) : v4.s ? v4 : v6;
}

static void add_bond_row(const struct ip_rows *r, const struct span *o,
			 const struct interface *i)
{
	struct span data = span_below(o, "linkinfo");
	struct bond row = { .row.origin = i->row.origin, .name = i->name, .driver = i->kind };
	struct str sends;

	data = span_below(&data, "info_data");
	row.mode = ip_text_at(r, &data, "mode");
	row.active_member = ip_text_at(r, &data, "active_slave");
	row.primary_member = ip_text_at(r, &data, "primary");
	row.miimon = ip_number_at(&data, "miimon");
	row.arp_interval = ip_number_at(&data, "arp_interval");
	row.arp_targets = targets_of(r, &data);
	row.updelay = ip_number_at(&data, "updelay");
	row.downdelay = ip_number_at(&data, "downdelay");
	row.min_links = ip_number_at(&data, "min_links");
	row.hash_policy = ip_text_at(r, &data, "xmit_hash_policy");
	row.fail_over_mac = ip_text_at(r, &data, "fail_over_mac");
	if (same(row.mode.s, "802.3ad")) {
		row.lacp_rate = ip_text_at(r, &data, "ad_lacp_rate");
		row.ad_select = ip_text_at(r, &data, "ad_select");
		if (span_text(&data, "ad_lacp_active", &sends))
			row.lacp_active = tri(str_eq(sends, "on"));
		row.aggregator = ip_number_at(&data, "ad_info.aggregator");
		row.ports = ip_number_at(&data, "ad_info.num_ports");
		row.partner_mac = mac_at(&data, "ad_info.partner_mac");
	}
	add_bond(r->s, r->host, &row);
}

static void add_port_row(const struct ip_rows *r, const struct span *o,
			 const struct interface *i)
{
	struct span data = span_below(o, "linkinfo");
	struct uplink row = {
		.row.origin = i->row.origin,
		.team = i->master,
		.team_kind = i->master_kind,
		.interface = i->name,
	};
	struct str v;

	data = span_below(&data, "info_slave_data");
	if (same(i->master_kind.s, "bridge")) {
		row.link = i->carrier;
		row.role = ip_text_at(r, &data, "state");
	} else if (same(i->master_kind.s, "bond")) {
		if (span_text(&data, "state", &v))
			row.role = snapshot_cstr(r->s,
						 str_eq_nocase(v, "ACTIVE") ? "active" : "standby");
		if (span_text(&data, "mii_status", &v))
			row.link = tri(str_eq_nocase(v, "UP") || str_eq_nocase(v, "GOING_DOWN"));
		row.failures = ip_number_at(&data, "link_failure_count");
		row.permanent_mac = mac_at(&data, "perm_hwaddr");
		row.aggregator = ip_number_at(&data, "ad_aggregator_id");
		row.actor_state = ip_number_at(&data, "ad_actor_oper_port_state");
		row.partner_state = ip_number_at(&data, "ad_partner_oper_port_state");
	}
	add_uplink(r->s, r->host, &row);
}

/* -4 and -6 would leave it out; or nothing was asked about addresses. */
static bool is_without_addresses(const struct ip_rows *r, const struct span *o)
{
	struct span list = span_below(o, "addr_info");

	return r->form == IP_FORM_BRIEF && list.from == list.to;
}

static bool has_ports(const char *kind)
{
	return same(kind, "bond") || same(kind, "bridge") || same(kind, "team");
}

static void add_device(struct ip_rows *r, const struct span *o, const struct interface *row)
{
	r->fresh++;
	r->plain += !r->detailed;
	add_interface(r->s, r->host, row);
	if (same(row->kind.s, "bond") || same(row->kind.s, "team"))
		add_bond_row(r, o, row);
	if (row->master.s && has_ports(row->master_kind.s))
		add_port_row(r, o, row);
}

void ip_add_link(struct ip_rows *r, const struct span *o)
{
	struct interface row = { .admin = TRI_UNKNOWN };
	struct str name;

	if (!span_text(o, "ifname", &name))
		return;
	r->detailed = span_has(o, "promiscuity") || span_has(o, "linkinfo");
	r->bare += r->form == IP_FORM_FULL && is_bare(o);
	r->linked += span_has(o, "link_type") || is_without_addresses(r, o);
	r->loopback |= is_loopback(r, o);
	if (keyset_add(&r->names, r->seed, name)) {
		take_link(r, o, &row);
		add_device(r, o, &row);
	}
	ip_add_addresses(r, o, snapshot_text(r->s, name));
}

/*
 * A member's role says whether a bond carries anything. Where not all devices are told, members may
 * be missing.
 */
static void finish_bonds(const struct ip_rows *r)
{
	struct keyset in_use = { .count = 0 };

	for_each_row (uplink, u, r->s, r->host)
		if (u->team.s && same(u->role.s, "active") && u->link == TRI_YES)
			(void)keyset_add(&in_use, r->seed, str_of(u->team.s));
	for_each_row (bond, b, r->s, r->host) {
		bool active = !keyset_add(&in_use, r->seed, str_of(b->name.s));
		if (b->has_active != TRI_UNKNOWN || !b->mode.s || (!active && !r->loopback))
			continue;
		b->has_active = tri(active);
		put_bond(r->s, r->host, b->row.index, b);
	}
	keyset_clear(&in_use);
}

static bool add_pair(const struct ip_rows *r, struct keyset *pairs, const char *a, const char *b)
{
	char pair[160];
	int n = snprintf(pair, sizeof(pair), "%s@%s", a, b);

	return n > 0 && (size_t)n < sizeof(pair) && keyset_add(pairs, r->seed, str_of(pair));
}

/* v0@v1 and v1@v0 are the two ends of a veth, whatever else was told: neither carries the other. */
static void part_peers(const struct ip_rows *r)
{
	struct keyset pairs = { .count = 0 };

	for_each_row (interface, i, r->s, r->host)
		if (i->name.s && i->lower.s)
			(void)add_pair(r, &pairs, i->name.s, i->lower.s);
	for_each_row (interface, i, r->s, r->host)
		if (i->name.s && i->lower.s && !add_pair(r, &pairs, i->lower.s, i->name.s)) {
			i->lower = (struct text){ NULL };
			put_interface(r->s, r->host, i->row.index, i);
		}
	keyset_clear(&pairs);
}

static bool has_family(const struct ip_rows *r, int family)
{
	for_each_row (address, a, r->s, r->host)
		if (a->address.family == family)
			return true;
	return false;
}

/* The family that -4 or -6 left out and that nothing else tells; IP_NONE: none. */
static int missing_family(const struct ip_rows *r)
{
	int family = r->said.family;

	if (!family && !r->linked && !r->bare && !r->addresses[0] != !r->addresses[1])
		family = r->addresses[0] ? IP_V4 : IP_V6;
	if (!family)
		return IP_NONE;
	family = family == IP_V4 ? IP_V6 : IP_V4;
	return has_family(r, family) ? IP_NONE : family;
}

static const char *why_not_all(const struct ip_rows *r)
{
	if (r->form == IP_FORM_BRIEF)
		return "saved with -br: shows neither what a device is nor its MTU";
	if (r->form == IP_FORM_NET_TOOLS)
		return "ifconfig shows neither what a device is nor what carries it";
	if (r->bare)
		return "told by addresses alone";
	if (!r->linked)
		return "saved with -4 or -6: devices without an address are missing";
	return r->loopback ? NULL : "without a loopback device: others may be missing too";
}

/* Members that the flags tell are better than none. */
static void cover_members(const struct ip_rows *r, enum table_id t, const char *why)
{
	bool none = r->plain && !snapshot_rows(r->s, t, r->host);

	snapshot_cover(r->s, r->host, t,
		       none  ? COVERAGE_ABSENT
		       : why ? COVERAGE_PARTIAL
			     : COVERAGE_READ,
		       why);
}

static void cover_links(const struct ip_rows *r, const char *broken)
{
	static const char no_detail[] = "saved without -d: does not show what a device is";
	const char *why = broken ? broken : why_not_all(r);

	if (r->plain && !broken && !r->bare && r->form == IP_FORM_FULL)
		why = no_detail;
	snapshot_cover(r->s, r->host, TABLE_interface, why ? COVERAGE_PARTIAL : COVERAGE_READ, why);
	cover_members(r, TABLE_bond, why);
	cover_members(r, TABLE_uplink, why);
}

/* Whose member it is, nothing says; where there is one bond alone, its. */
static void adopt_members(const struct ip_rows *r)
{
	struct text bond = { NULL };
	unsigned bonds = 0;

	for_each_row (interface, i, r->s, r->host)
		if (same(i->kind.s, "bond") && bonds++ == 0)
			bond = i->name;
	if (bonds != 1 || !bond.s)
		return;
	for_each_row (interface, i, r->s, r->host) {
		if (i->master.s || !same(i->master_kind.s, "bond"))
			continue;
		i->master = bond;
		put_interface(r->s, r->host, i->row.index, i);
		add_uplink(r->s, r->host,
			   &(struct uplink){ .row.origin = i->row.origin,
					     .team = bond,
					     .team_kind = i->master_kind,
					     .interface = i->name });
	}
}

void ip_finish_links(struct ip_rows *r, const char *broken)
{
	int missing = missing_family(r);
	const char *why = broken			? broken
			  : missing == IP_V4		? "only IPv6 addresses were saved"
			  : missing == IP_V6		? "only IPv4 addresses were saved"
			  : r->bare || r->loopback	? NULL
							: why_not_all(r);

	if (!broken && r->form == IP_FORM_NET_TOOLS)
		why = "ifconfig shows one IPv4 address of each label";
	if (r->form != IP_FORM_FULL)
		adopt_members(r);
	finish_bonds(r);
	part_peers(r);
	if (r->fresh || broken)
		cover_links(r, broken);
	if (r->what == IP_OUTPUT_ADDRESS || r->addresses[0] || r->addresses[1])
		snapshot_cover(r->s, r->host, TABLE_address,
			       why ? COVERAGE_PARTIAL : COVERAGE_READ, why);
}
