/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/keyset.h"
#include "parse/ip_json.h"
#include "parse/json_leaves.h"

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	bool detailed;	/* -d was given: what a device is, is known */
	bool addressed; /* there are addresses */
};

static struct text text_at(const struct reader *r, const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) ? snapshot_text(r->s, v) : (struct text){ NULL };
}

static struct num number_at(const struct span *o, const char *path)
{
	int64_t n;

	return span_number(o, path, &n) ? num(n) : (struct num){ .known = false };
}

static struct mac mac_at(const struct span *o, const char *path)
{
	struct mac mac = { .len = 0 };
	struct str v;

	if (span_text(o, path, &v))
		mac_parse_any(v, &mac);
	return mac;
}

static struct ip ip_at(const struct span *o, const char *path)
{
	struct ip ip = { .family = IP_NONE };
	struct str v;

	if (span_text(o, path, &v))
		ip_parse(v, &ip);
	return ip;
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

static struct text joined(const struct reader *r, const struct span *o, const char *name)
{
	struct span list = span_below(o, name);
	struct text all = { NULL };
	struct str one;

	for (size_t at = 0; span_next_text(&list, &at, &one);)
		all = snapshot_textf(r->s, "%s%s%.*s", all.s ? all.s : "", all.s ? "," : "",
				     STR_ARGS(str_upto(one, 64)));
	return all;
}

static struct text lower_case(const struct reader *r, const struct span *o, const char *path)
{
	char word[32] = "";
	struct str v;

	if (!span_text(o, path, &v))
		return (struct text){ NULL };
	for (size_t i = 0; i < v.n && i + 1 < sizeof(word); i++)
		word[i] = v.p[i] >= 'A' && v.p[i] <= 'Z' ? (char)(v.p[i] + 32) : v.p[i];
	return snapshot_cstr(r->s, word);
}

/* Without -d a bond looks like any Ethernet device: its kind is not known then. */
static struct text kind_of(const struct reader *r, const struct span *o)
{
	struct text kind = text_at(r, o, "linkinfo.info_kind");
	struct str type;

	if (kind.s || !span_text(o, "link_type", &type))
		return kind;
	if (str_eq(type, "loopback"))
		return snapshot_cstr(r->s, "loopback");
	if (r->detailed && (str_eq(type, "ether") || str_eq(type, "infiniband")))
		return snapshot_cstr(r->s, "physical");
	return (struct text){ NULL };
}

static void take_kind(const struct reader *r, const struct span *o, struct interface *row)
{
	struct span data = span_below(o, "linkinfo");
	struct num vni, filters;

	data = span_below(&data, "info_data");
	row->kind = kind_of(r, o);
	row->vlan_id =
		same(row->kind.s, "vlan") ? number_at(&data, "id") : (struct num){ .known = false };
	row->vlan_protocol = text_at(r, &data, "protocol");
	if (!same(row->kind.s, "vlan"))
		row->vlan_protocol = (struct text){ NULL };
	if (same(row->kind.s, "vrf"))
		row->vrf_table = text_at(r, &data, "table");
	if (same(row->kind.s, "vrf") && number_at(&data, "table").known)
		row->vrf_table =
			snapshot_textf(r->s, "%lld", (long long)number_at(&data, "table").v);
	if (same(row->kind.s, "macvlan") || same(row->kind.s, "macvtap") ||
	    same(row->kind.s, "ipvlan") || same(row->kind.s, "ipvtap"))
		row->mode = text_at(r, &data, "mode");
	vni = number_at(&data, "id");
	if (same(row->kind.s, "vxlan") && vni.known)
		row->mode = snapshot_textf(r->s, "vni %lld", (long long)vni.v);
	filters = number_at(&data, "vlan_filtering");
	if (same(row->kind.s, "bridge") && filters.known)
		row->vlan_filtering = tri(filters.v != 0);
}

/* What carries the device; a number for one of another namespace. A veth's peer carries nothing. */
static void take_lower(const struct reader *r, const struct span *o, struct interface *row)
{
	struct num index = number_at(o, "link_index"), nsid = number_at(o, "link_netnsid");

	if (nsid.known)
		row->link_netns = snapshot_textf(r->s, "nsid %lld", (long long)nsid.v);
	if (same(row->kind.s, "veth"))
		return;
	row->lower = text_at(r, o, "link");
	if (!row->lower.s && same(row->kind.s, "vxlan"))
		row->lower = text_at(r, o, "linkinfo.info_data.link");
	if (!row->lower.s && index.known && index.v > 0 &&
	    !(row->ifindex.known && row->ifindex.v == index.v))
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

static void take_link(const struct reader *r, const struct span *o, struct interface *row)
{
	bool up = has_flag(o, "UP");

	row->row.origin = snapshot_at(r->s, r->file, r->line);
	row->name = text_at(r, o, "ifname");
	row->ifindex = number_at(o, "ifindex");
	row->mac = mac_at(o, "address");
	row->permanent_mac = mac_at(o, "permaddr");
	row->altnames = joined(r, o, "altnames");
	row->alias = text_at(r, o, "ifalias");
	row->mtu = number_at(o, "mtu");
	row->min_mtu = number_at(o, "min_mtu");
	row->max_mtu = number_at(o, "max_mtu");
	row->admin = tri(up);
	row->carrier = up ? tri(!has_flag(o, "NO-CARRIER")) : TRI_UNKNOWN;
	row->operstate = lower_case(r, o, "operstate");
	row->ifgroup = group_of(o);
	row->bus = text_at(r, o, "parentdev");
	if (r->detailed || span_has(o, "proto_down"))
		row->proto_down = tri(span_has(o, "proto_down"));
	row->master = text_at(r, o, "master");
	row->master_kind = text_at(r, o, "linkinfo.info_slave_kind");
	if (same(row->master_kind.s, "vrf"))
		row->stack = row->master;
	take_kind(r, o, row);
	take_lower(r, o, row);
	if (same(row->kind.s, "vrf"))
		row->stack = row->name;
}

static void add_bond_row(const struct reader *r, const struct span *o, const struct interface *i)
{
	struct span data = span_below(o, "linkinfo");
	struct bond row = { .row.origin = i->row.origin, .name = i->name, .driver = i->kind };
	struct str sends;

	data = span_below(&data, "info_data");
	row.mode = text_at(r, &data, "mode");
	row.active_member = text_at(r, &data, "active_slave");
	row.primary_member = text_at(r, &data, "primary");
	row.miimon = number_at(&data, "miimon");
	row.arp_interval = number_at(&data, "arp_interval");
	row.arp_targets = joined(r, &data, "arp_ip_target");
	row.updelay = number_at(&data, "updelay");
	row.downdelay = number_at(&data, "downdelay");
	row.min_links = number_at(&data, "min_links");
	row.hash_policy = text_at(r, &data, "xmit_hash_policy");
	row.fail_over_mac = text_at(r, &data, "fail_over_mac");
	if (same(row.mode.s, "802.3ad")) {
		row.lacp_rate = text_at(r, &data, "ad_lacp_rate");
		row.ad_select = text_at(r, &data, "ad_select");
		if (span_text(&data, "ad_lacp_active", &sends))
			row.lacp_active = tri(str_eq(sends, "on"));
		row.aggregator = number_at(&data, "ad_info.aggregator");
		row.partner_mac = mac_at(&data, "ad_info.partner_mac");
	}
	add_bond(r->s, r->host, &row);
}

static void add_port_row(const struct reader *r, const struct span *o, const struct interface *i)
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
		row.role = text_at(r, &data, "state");
	} else if (same(i->master_kind.s, "bond")) {
		if (span_text(&data, "state", &v))
			row.role = snapshot_cstr(r->s,
						 str_eq_nocase(v, "ACTIVE") ? "active" : "standby");
		if (span_text(&data, "mii_status", &v))
			row.link = tri(str_eq_nocase(v, "UP") || str_eq_nocase(v, "GOING_DOWN"));
		row.failures = number_at(&data, "link_failure_count");
		row.permanent_mac = mac_at(&data, "perm_hwaddr");
		row.aggregator = number_at(&data, "ad_aggregator_id");
		row.actor_state = number_at(&data, "ad_actor_oper_port_state");
		row.partner_state = number_at(&data, "ad_partner_oper_port_state");
	}
	add_uplink(r->s, r->host, &row);
}

/* Flags of an address in the order in which iproute2 prints them. */
static struct text address_flags(const struct reader *r, const struct span *a)
{
	static const char *const flags[] = {
		"secondary", "temporary",  "dynamic",	     "deprecated", "tentative",
		"dadfailed", "optimistic", "noprefixroute",  "mngtmpaddr", "nodad",
		"home",	     "autojoin",   "stable-privacy",
	};
	char list[160] = "";
	size_t n = 0;

	for (size_t i = 0; i < countof(flags); i++)
		if (span_has(a, flags[i]))
			n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? "," : "",
					      flags[i]);
	return snapshot_cstr(r->s, list);
}

static const char *method_of(const struct address *a, const struct span *o)
{
	bool v6 = a->address.family == IP_V6;

	if (ip_is_loopback(a->address))
		return "loopback";
	if (v6 && ip_is_link_local(a->address))
		return "link-local";
	if (v6 && (span_has(o, "temporary") || span_has(o, "mngtmpaddr") ||
		   span_has(o, "stable-privacy")))
		return "slaac";
	if (span_has(o, "dynamic"))
		return v6 && !num_is(a->prefixlen, 128) ? "slaac" : "dhcp";
	return !v6 && ip_is_link_local(a->address) ? "link-local" : NULL;
}

static void add_address_row(const struct reader *r, const struct span *o, const struct interface *i)
{
	struct address a = {
		.row.origin = i->row.origin,
		.interface = i->name,
		.address = ip_at(o, "local"),
		.prefixlen = number_at(o, "prefixlen"),
		.peer = ip_at(o, "address"),
		.scope = text_at(r, o, "scope"),
		.flags = address_flags(r, o),
		.label = text_at(r, o, "label"),
		.metric = number_at(o, "metric"),
	};

	if (!ip_known(a.address))
		return;
	if (a.address.family == IP_V4)
		a.secondary = tri(span_has(o, "secondary"));
	a.method = snapshot_cstr(r->s, method_of(&a, o));
	add_address(r->s, r->host, &a);
}

static void add_addresses(struct reader *r, const struct span *o, const struct interface *i)
{
	struct span list = span_below(o, "addr_info"), one;

	for (size_t at = 0; span_next(&list, &at, &one);) {
		add_address_row(r, &one, i);
		r->addressed = true;
	}
}

/* Names known before, of another file. */
static void known_names(const struct reader *r, struct keyset *ret_names, uint64_t seed)
{
	for_each_row (interface, i, r->s, r->host)
		if (i->name.s)
			(void)keyset_add(ret_names, seed, str_of(i->name.s));
}

static void add_object(struct reader *r, const struct span *o, bool is_new, bool with_addresses)
{
	struct interface row = { .admin = TRI_UNKNOWN };

	r->detailed = span_has(o, "promiscuity") || span_has(o, "linkinfo");
	take_link(r, o, &row);
	if (is_new) {
		add_interface(r->s, r->host, &row);
		if (same(row.kind.s, "bond") || same(row.kind.s, "team"))
			add_bond_row(r, o, &row);
		if (row.master.s &&
		    (same(row.master_kind.s, "bond") || same(row.master_kind.s, "bridge") ||
		     same(row.master_kind.s, "team")))
			add_port_row(r, o, &row);
	}
	if (with_addresses)
		add_addresses(r, o, &row);
}

/* A member's role says whether a bond carries anything. */
static void finish_bonds(struct snapshot *s, unsigned host)
{
	for_each_row (bond, b, s, host) {
		if (b->has_active != TRI_UNKNOWN || !b->mode.s)
			continue;
		b->has_active = TRI_NO;
		for_each_row (uplink, u, s, host)
			if (u->team.s == b->name.s && same(u->role.s, "active") &&
			    u->link == TRI_YES)
				b->has_active = TRI_YES;
		put_bond(s, host, b->row.index, b);
	}
}

static void cover(const struct reader *r, bool detailed, bool with_addresses, const char *broken)
{
	static const char no_detail[] = "saved without -d: what a device is, is not told";
	enum coverage_state whole = broken ? COVERAGE_PARTIAL : COVERAGE_READ;

	snapshot_cover(r->s, r->host, TABLE_interface, detailed ? whole : COVERAGE_PARTIAL,
		       broken	  ? broken
		       : detailed ? NULL
				  : no_detail);
	snapshot_cover(r->s, r->host, TABLE_bond, detailed ? whole : COVERAGE_ABSENT,
		       broken	  ? broken
		       : detailed ? NULL
				  : no_detail);
	snapshot_cover(r->s, r->host, TABLE_uplink, detailed ? whole : COVERAGE_ABSENT,
		       broken	  ? broken
		       : detailed ? NULL
				  : no_detail);
	if (with_addresses)
		snapshot_cover(r->s, r->host, TABLE_address, whole, broken);
}

void parse_ip_json_link(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	bool with_addresses = snapshot_rows(s, TABLE_address, host) == 0, detailed = true;
	size_t before = snapshot_rows(s, TABLE_interface, host);
	struct keyset names = { .count = 0 };
	uint64_t seed = keyset_seed();
	struct leaves l;
	struct span o;
	struct err err;
	int more;

	known_names(&r, &names, seed);
	leaves_open(&l, file, text);
	while ((more = leaves_next(&l, &o, &err)) == 1) {
		struct str name;
		r.line = l.line;
		if (!span_text(&o, "ifname", &name))
			continue; /* {}: what a filter left out */
		add_object(&r, &o, keyset_add(&names, seed, name), with_addresses);
		detailed &= r.detailed;
	}
	leaves_close(&l);
	keyset_clear(&names);
	if (more < 0)
		snapshot_note(s, host, snapshot_at(s, file, r.line + !r.line), str_of(err.text),
			      "not all could be read");
	finish_bonds(s, host);
	if (before == 0 || r.addressed)
		cover(&r, detailed, r.addressed || ip_json_kind(text) == IP_JSON_ADDRESS,
		      more < 0 ? err.text : NULL);
}
