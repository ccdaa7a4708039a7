/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Routes, rules and neighbours of `ip -j`, and what a text is. */
#include "parse/ip_json.h"

#include <stdio.h>
#include <string.h>

#include "parse/json_leaves.h"

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	int family; /* of what came before, and so of what does not say */
	unsigned groups;
};

enum ip_json_kind ip_json_kind(struct str text)
{
	enum ip_json_kind kind = IP_JSON_NONE;
	struct leaves l;
	struct span o;
	struct err err;

	if (event_syntax_of(text) != EVENT_JSON)
		return IP_JSON_NONE;
	leaves_open(&l, "", text);
	while (kind == IP_JSON_NONE && leaves_next(&l, &o, &err) == 1) {
		if (span_has(&o, "ifname") && span_has(&o, "mtu"))
			kind = span_has(&o, "addr_info") ? IP_JSON_ADDRESS : IP_JSON_LINK;
		else if (span_has(&o, "priority") && span_has(&o, "src"))
			kind = IP_JSON_RULE;
		else if (span_has(&o, "dst") && (span_has(&o, "state") || span_has(&o, "lladdr")))
			kind = IP_JSON_NEIGHBOUR;
		else if (span_has(&o, "dst") && (span_has(&o, "dev") || span_has(&o, "flags")))
			kind = IP_JSON_ROUTE;
		else if (o.from < o.to)
			break;
	}
	leaves_close(&l);
	return kind;
}

static struct text text_at(const struct reader *r, const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) ? snapshot_text(r->s, v) : (struct text){ NULL };
}

static struct text text_or(const struct reader *r, const struct span *o, const char *path,
			   const char *otherwise)
{
	struct text v = text_at(r, o, path);

	return v.s ? v : snapshot_cstr(r->s, otherwise);
}

/* A number, or a text that is one: 0x10 too. */
static struct num number_at(const struct span *o, const char *path)
{
	struct str v;
	uint64_t u;
	int64_t n;

	if (span_number(o, path, &n))
		return num(n);
	if (!span_text(o, path, &v))
		return (struct num){ .known = false };
	if (str_starts(v, "0x") && str_to_hex(v, &u) && u <= INT64_MAX)
		return num((int64_t)u);
	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

static struct ip ip_at(const struct span *o, const char *path)
{
	struct ip ip = { .family = IP_NONE };
	struct str v;

	if (span_text(o, path, &v))
		ip_parse(v, &ip);
	return ip;
}

static struct ip gateway_of(const struct span *o)
{
	struct ip gateway = ip_at(o, "gateway");

	return ip_known(gateway) ? gateway : ip_at(o, "via.host");
}

static bool has_colon(const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) && str_find(v, ':') < v.n;
}

static bool has_dot(const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) && str_find(v, '.') < v.n;
}

/* `default` says no family: neither does its device.  A gateway, a source or `pref` does. */
static int family_of(const struct reader *r, const struct span *o)
{
	if (has_colon(o, "dst") || has_colon(o, "gateway") || has_colon(o, "prefsrc") ||
	    span_has(o, "pref"))
		return IP_V6;
	if (has_dot(o, "dst") || has_dot(o, "gateway") || has_dot(o, "prefsrc") ||
	    span_has(o, "via"))
		return IP_V4;
	return r->family;
}

static struct text joined(const struct reader *r, const struct span *o, const char *name)
{
	struct span list = span_below(o, name);
	struct text all = { NULL };
	struct str one;

	for (size_t at = 0; span_next_text(&list, &at, &one);)
		all = snapshot_textf(r->s, "%s%s%.*s", all.s ? all.s : "", all.s ? "," : "",
				     STR_ARGS(str_upto(one, 64)));
	return all.s ? all : snapshot_cstr(r->s, "");
}

static bool take_prefix(const struct span *o, const char *path, int family,
			struct prefix *ret_prefix)
{
	unsigned char zero[16] = { 0 };
	struct str v;

	if (!span_text(o, path, &v))
		return false;
	if (!str_eq(v, "default") && !str_eq(v, "all"))
		return prefix_parse(v, ret_prefix);
	*ret_prefix = prefix_of(ip_from_bytes(family, zero), 0);
	return true;
}

static struct text add_hops(struct reader *r, const struct span *list)
{
	struct text group = snapshot_textf(r->s, "multipath %u", ++r->groups);
	struct span o;

	for (size_t at = 0; span_next(list, &at, &o);) {
		struct nexthop n = {
			.row.origin = snapshot_at(r->s, r->file, r->line),
			.nexthops = group,
			.gateway = gateway_of(&o),
			.interface = text_at(r, &o, "dev"),
			.weight = number_at(&o, "weight"),
			.flags = joined(r, &o, "flags"),
			.blackhole = TRI_NO,
		};
		add_nexthop(r->s, r->host, &n);
	}
	return group;
}

/* iproute2 leaves out what is usual: type, table, protocol, scope. */
static void add_route_row(struct reader *r, const struct span *o)
{
	struct span hops = span_below(o, "nexthops"), metrics = span_below(o, "metrics"), first;
	struct route row = {
		.row.origin = snapshot_at(r->s, r->file, r->line),
		.route_table = text_or(r, o, "table", "main"),
		.metric = num(num_or(number_at(o, "metric"), 0)),
		.type = text_or(r, o, "type", "unicast"),
		.protocol = text_or(r, o, "protocol", "boot"),
		.scope = text_or(r, o, "scope", "global"),
		.tos = num(num_or(number_at(o, "tos"), 0)),
		.gateway = gateway_of(o),
		.interface = text_at(r, o, "dev"),
		.prefsrc = ip_at(o, "prefsrc"),
		.flags = joined(r, o, "flags"),
		.pref = text_at(r, o, "pref"),
	};
	size_t at = 0;

	r->family = family_of(r, o);
	if (!take_prefix(o, "dst", r->family, &row.dst)) {
		snapshot_note(r->s, r->host, row.row.origin, STR("dst"),
			      "a route without a destination");
		return;
	}
	(void)take_prefix(o, "from", r->family, &row.src);
	if (span_next(&metrics, &at, &first))
		row.mtu = number_at(&first, "mtu");
	if (hops.from < hops.to) {
		row.nexthops = add_hops(r, &hops);
		row.gateway = (struct ip){ .family = IP_NONE };
		row.interface = (struct text){ NULL };
	}
	add_route(r->s, r->host, &row);
}

static struct num protocol_number(const struct span *o)
{
	static const struct {
		const char *name;
		int number;
	} known[] = {
		{ "tcp", 6 }, { "udp", 17 }, { "icmp", 1 }, { "ipv6-icmp", 58 }, { "sctp", 132 }
	};
	struct str v;

	if (span_text(o, "ipproto", &v))
		for (size_t i = 0; i < countof(known); i++)
			if (str_eq(v, known[i].name))
				return num(known[i].number);
	return number_at(o, "ipproto");
}

static void take_range(const struct span *o, const char *one, const char *from, const char *to,
		       struct num *ret_from, struct num *ret_to)
{
	struct num n = number_at(o, one);

	*ret_from = n.known ? n : number_at(o, from);
	*ret_to = n.known ? n : number_at(o, to);
}

static void take_selector(const struct span *o, const char *name, const char *length,
			  struct prefix *ret_prefix)
{
	struct num len = number_at(o, length);
	struct ip ip = ip_at(o, name);

	if (ip_known(ip))
		*ret_prefix =
			prefix_of(ip, len.known && len.v >= 0 ? (unsigned)len.v : ip_bits(ip));
}

static void take_action(const struct reader *r, const struct span *o, struct routing_rule *row)
{
	struct text action = text_at(r, o, "action");

	row->goto_priority = number_at(o, "goto");
	row->l3mdev = tri(span_has(o, "l3mdev"));
	if (action.s)
		row->rule_action =
			same(action.s, "to_tbl") ? snapshot_cstr(r->s, "lookup") : action;
	else if (span_has(o, "nop"))
		row->rule_action = snapshot_cstr(r->s, "nop");
	else
		row->rule_action =
			snapshot_cstr(r->s, row->goto_priority.known ? "goto" : "lookup");
	if (same(row->rule_action.s, "lookup") && row->l3mdev == TRI_NO)
		row->route_table = text_at(r, o, "table");
}

static void add_rule_row(struct reader *r, const struct span *o)
{
	bool iif = span_has(o, "iif_detached"), oif = span_has(o, "oif_detached");
	struct routing_rule row = {
		.row.origin = snapshot_at(r->s, r->file, r->line),
		.priority = number_at(o, "priority"),
		.invert = tri(span_has(o, "not")),
		.iif = text_at(r, o, "iif"),
		.oif = text_at(r, o, "oif"),
		.detached = snapshot_cstr(r->s, iif && oif ? "both"
						: iif	   ? "iif"
						: oif	   ? "oif"
							   : NULL),
		.fwmark = number_at(o, "fwmark"),
		.fwmask = number_at(o, "fwmask"),
		.tos = number_at(o, "tos"),
		.dscp = number_at(o, "dscp"),
		.ipproto = protocol_number(o),
		.uid_start = number_at(o, "uid_start"),
		.uid_end = number_at(o, "uid_end"),
		.tun_id = number_at(o, "tun_id"),
		.suppress_prefixlen = number_at(o, "suppress_prefixlen"),
		.suppress_ifgroup = number_at(o, "suppress_ifgroup"),
		.protocol = text_at(r, o, "protocol"),
	};

	if (has_colon(o, "src") || has_colon(o, "dst"))
		r->family = IP_V6;
	row.family = num(r->family);
	if (row.fwmark.known && !row.fwmask.known)
		row.fwmask = num(UINT32_MAX);
	take_selector(o, "src", "srclen", &row.src);
	take_selector(o, "dst", "dstlen", &row.dst);
	take_range(o, "sport", "sport_start", "sport_end", &row.sport_start, &row.sport_end);
	take_range(o, "dport", "dport_start", "dport_end", &row.dport_start, &row.dport_end);
	take_action(r, o, &row);
	add_routing_rule(r->s, r->host, &row);
}

static void add_neighbour_row(struct reader *r, const struct span *o)
{
	struct span states = span_below(o, "state");
	struct neighbour row = {
		.row.origin = snapshot_at(r->s, r->file, r->line),
		.address = ip_at(o, "dst"),
		.interface = text_at(r, o, "dev"),
	};
	struct str v;
	size_t at = 0;

	if (span_text(o, "lladdr", &v))
		mac_parse_any(v, &row.mac);
	if (span_next_text(&states, &at, &v))
		row.state = snapshot_text(r->s, v);
	if (row.address.family == IP_V6)
		row.router = tri(span_has(o, "router"));
	if (ip_known(row.address))
		add_neighbour(r->s, r->host, &row);
}

typedef void add_fn(struct reader *r, const struct span *o);

/* NULL: read to the end; else why not. The words live as long as the snapshot. */
static const char *read_list(struct snapshot *s, unsigned host, const char *file, struct str text,
			     add_fn *add)
{
	const char *slash = strrchr(file, '/');
	bool v6 = strstr(slash ? slash : file, "-6");
	struct reader r = { s, host, file, 0, v6 ? IP_V6 : IP_V4, 0 };
	struct leaves l;
	struct span o;
	struct err err;
	int more;

	for_each_row (route, other, s, host)
		if (other->nexthops.s && str_starts(str_of(other->nexthops.s), "multipath "))
			r.groups++;
	leaves_open(&l, file, text);
	while ((more = leaves_next(&l, &o, &err)) == 1) {
		r.line = l.line;
		if (o.from < o.to) /* {}: what a filter left out */
			add(&r, &o);
	}
	leaves_close(&l);
	if (more == 0)
		return NULL;
	snapshot_note(s, host, snapshot_at(s, file, r.line ? r.line : 1), str_of(err.text),
		      "not all could be read");
	return arena_strdup(snapshot_arena(s), err.text);
}

void parse_ip_json_route(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	const char *broken = read_list(s, host, file, text, add_route_row);

	snapshot_cover(s, host, TABLE_route, broken ? COVERAGE_PARTIAL : COVERAGE_READ, broken);
	snapshot_cover(s, host, TABLE_nexthop, broken ? COVERAGE_PARTIAL : COVERAGE_READ, broken);
}

void parse_ip_json_rule(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	const char *broken = read_list(s, host, file, text, add_rule_row);

	snapshot_cover(s, host, TABLE_routing_rule, broken ? COVERAGE_PARTIAL : COVERAGE_READ,
		       broken);
}

void parse_ip_json_neighbour(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	const char *broken = read_list(s, host, file, text, add_neighbour_row);

	snapshot_cover(s, host, TABLE_neighbour, broken ? COVERAGE_PARTIAL : COVERAGE_READ, broken);
}

static bool has_route_of(const struct snapshot *s, unsigned host, const char *table)
{
	for_each_row (route, r, s, host)
		if (same(r->route_table.s, table))
			return true;
	return false;
}

/* `ip route` without `table all` shows main alone; it does where no other table is looked up. */
void ip_json_cover_routes(struct snapshot *s, unsigned host)
{
	const char *why;

	if (snapshot_coverage(s, host, TABLE_route, &why) != COVERAGE_READ ||
	    has_route_of(s, host, "local"))
		return;
	if (snapshot_coverage(s, host, TABLE_routing_rule, &why) != COVERAGE_READ) {
		snapshot_cover(s, host, TABLE_route, COVERAGE_PARTIAL,
			       "only the routes of table main were saved");
		return;
	}
	for_each_row (routing_rule, rule, s, host) {
		const char *t = rule->route_table.s;
		if (!t || same(t, "main") || same(t, "local") || same(t, "default") ||
		    has_route_of(s, host, t))
			continue;
		snapshot_cover(s, host, TABLE_route, COVERAGE_PARTIAL,
			       snapshot_textf(s, "the routes of table %.64s were not saved", t).s);
		return;
	}
}
