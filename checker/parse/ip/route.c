/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of routes and their next hops. */
#include "parse/ip/rows.h"

static struct text text_or(const struct ip_rows *r, const struct span *o, const char *path,
			   const char *otherwise)
{
	struct text v = ip_text_at(r, o, path);

	return v.s ? v : snapshot_cstr(r->s, otherwise);
}

/* What iproute2 leaves out because it is usual; net-tools leave it out, be it what it may. */
static struct text text_usual(const struct ip_rows *r, const struct span *o, const char *path,
			      const char *usual)
{
	return r->form == IP_FORM_FULL ? text_or(r, o, path, usual) : ip_text_at(r, o, path);
}

static struct ip gateway_of(const struct span *o)
{
	struct ip gateway = ip_address_at(o, "gateway");

	return ip_known(gateway) ? gateway : ip_address_at(o, "via.host");
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
static int family_of(const struct ip_rows *r, const struct span *o)
{
	if (has_colon(o, "dst") || has_colon(o, "gateway") || has_colon(o, "prefsrc") ||
	    span_has(o, "pref"))
		return IP_V6;
	if (has_dot(o, "dst") || has_dot(o, "gateway") || has_dot(o, "prefsrc") ||
	    span_has(o, "via"))
		return IP_V4;
	return r->family;
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

/* No flags are known to be none. */
static struct text flags_at(const struct ip_rows *r, const struct span *o)
{
	struct text flags = ip_joined(r, o, "flags");

	return flags.s ? flags : snapshot_cstr(r->s, "");
}

/* A route whose time is over may be listed still; lookups pass it over. */
static struct text route_flags_at(const struct ip_rows *r, const struct span *o)
{
	struct text flags = flags_at(r, o);
	struct str expires;

	if (!span_text(o, "expires", &expires) || !str_starts(expires, "-"))
		return flags;
	return snapshot_textf(r->s, "%s%sexpired", flags.s, *flags.s ? "," : "");
}

static bool is_digit(char c, char most)
{
	return c >= '0' && c <= most;
}

/* Names that rt_dsfield has for numbers: CS6, AF41, EF. */
static struct num class_number(struct str v)
{
	if (v.n == 3 && str_starts(v, "CS") && is_digit(v.p[2], '7'))
		return num((v.p[2] - '0') * 32);
	if (v.n == 4 && str_starts(v, "AF") && is_digit(v.p[2], '4') && is_digit(v.p[3], '3'))
		return num((v.p[2] - '0') * 32 + (v.p[3] - '0') * 8);
	return str_eq(v, "EF") ? num(0xb8) : (struct num){ .known = false };
}

struct num ip_tos_at(struct ip_rows *r, const struct span *o, const char *path)
{
	struct num tos = ip_number_at(o, path);
	struct str v;

	if (tos.known || !span_text(o, path, &v))
		return tos;
	tos = class_number(v);
	if (!tos.known)
		ip_unread(r, v, "the number of this type of service is not known");
	return tos;
}

static void add_hop(struct ip_rows *r, const struct span *o, struct text group)
{
	struct nexthop n = {
		.row.origin = ip_origin(r),
		.nexthops = group,
		.gateway = gateway_of(o),
		.interface = ip_text_at(r, o, "dev"),
		.weight = num(num_or(ip_number_at(o, "weight"), 1)),
		.flags = flags_at(r, o),
		.blackhole = TRI_NO,
	};

	add_nexthop(r->s, r->host, &n);
}

static void add_hops(struct ip_rows *r, const struct span *list, struct text group)
{
	struct span o;

	for (size_t at = 0; span_next(list, &at, &o);)
		add_hop(r, &o, group);
}

/*
 * A route that names a nexthop object also shows what that expands to: as good as the object, where
 * that was not saved.
 */
static struct text object_of(struct ip_rows *r, const struct span *o, const struct span *hops,
			     int64_t id, bool blackhole)
{
	struct text group = snapshot_textf(r->s, "nhid %lld", (long long)id);

	if (!keyset_add(&r->names, r->seed, str_of(group.s)))
		return group;
	if (hops->from < hops->to)
		add_hops(r, hops, group);
	else if (blackhole) /* it shows the device lo */
		add_nexthop(r->s, r->host,
			    &(struct nexthop){ .row.origin = ip_origin(r),
					       .nexthops = group,
					       .weight = num(1),
					       .flags = flags_at(r, o),
					       .blackhole = TRI_YES });
	else if (span_has(o, "dev"))
		add_hop(r, o, group);
	return group;
}

static void take_hops(struct ip_rows *r, const struct span *o, struct route *row)
{
	struct span hops = span_below(o, "nexthops");
	struct num id = ip_number_at(o, "nhid");

	if (id.known) {
		row->nexthops = object_of(r, o, &hops, id.v, same(row->type.s, "blackhole"));
	} else if (hops.from < hops.to) {
		row->nexthops = snapshot_textf(r->s, "multipath %u", ++r->groups);
		add_hops(r, &hops, row->nexthops);
	} else {
		row->gateway = gateway_of(o);
		row->interface = ip_text_at(r, o, "dev");
	}
}

/* Old texts print 4294967295 as -1. */
static struct num metric_at(const struct ip_rows *r, const struct span *o)
{
	struct num n = ip_number_at(o, "metric");
	int64_t metric = num_or(n, 0);

	if (!n.known && r->form != IP_FORM_FULL)
		return n;
	return num(metric < 0 ? metric + UINT32_MAX + 1 : metric);
}

static bool is_unreadable(const struct span *o, const char *path, bool read)
{
	return !read && span_has(o, path);
}

/* A list of prefixes has no port and no router in it. */
static bool leads_nowhere(const struct span *o)
{
	static const char *const ways[] = { "dev", "gateway", "via", "nhid", "nexthops" };
	struct str type;

	if (span_text(o, "type", &type) && !str_eq(type, "unicast"))
		return false;
	for (size_t i = 0; i < countof(ways); i++)
		if (span_has(o, ways[i]))
			return false;
	return true;
}

/* Without the value that cannot be read it would be another route: on the link, or a better one. */
static const char *unreadable(const struct span *o)
{
	if (span_has(o, "cut"))
		return "a route that is cut off";
	if (leads_nowhere(o))
		return "a route without a port or a gateway";
	if (is_unreadable(o, "gateway", ip_known(ip_address_at(o, "gateway"))) ||
	    is_unreadable(o, "via.host", ip_known(ip_address_at(o, "via.host"))))
		return "a route whose gateway cannot be read";
	if (is_unreadable(o, "prefsrc", ip_known(ip_address_at(o, "prefsrc"))))
		return "a route whose source cannot be read";
	return is_unreadable(o, "metric", ip_number_at(o, "metric").known)
		       ? "a route whose metric cannot be read"
		       : NULL;
}

/* iproute2 leaves out what is usual: type, table, protocol, scope. */
void ip_add_route(struct ip_rows *r, const struct span *o)
{
	const char *table = r->said.table ? r->said.table : "main";
	struct span metrics = span_below(o, "metrics"), first;
	struct route row = { .row.origin = ip_origin(r) };
	const char *why = unreadable(o);
	struct str dst = STR("");
	size_t at = 0;

	r->family = family_of(r, o);
	if (span_has(o, "cache"))
		return;
	if (!take_prefix(o, "dst", r->family, &row.dst))
		why = "a route without a destination";
	if (why) {
		(void)span_text(o, "dst", &dst);
		ip_unread(r, dst, why);
		return;
	}
	(void)take_prefix(o, "from", r->family, &row.src);
	row.route_table = text_or(r, o, "table", table);
	row.metric = metric_at(r, o);
	row.type = text_or(r, o, "type", "unicast");
	row.protocol = text_usual(r, o, "protocol", "boot");
	row.scope = text_usual(r, o, "scope", "global");
	/* An encapsulation has a tos too, and it comes first. */
	if (!span_has(o, "encap") && r->form == IP_FORM_FULL)
		row.tos = span_has(o, "tos") ? ip_tos_at(r, o, "tos") : num(0);
	row.prefsrc = ip_address_at(o, "prefsrc");
	if (r->form == IP_FORM_FULL)
		row.flags = route_flags_at(r, o);
	row.pref = ip_text_at(r, o, "pref");
	if (span_next(&metrics, &at, &first))
		row.mtu = ip_number_at(&first, "mtu");
	take_hops(r, o, &row);
	add_route(r->s, r->host, &row);
}

/* Groups that are there already, of another output. */
void ip_begin_routes(struct ip_rows *r)
{
	r->groups = r->said.groups;
	for_each_row (nexthop, n, r->s, r->host) {
		struct str group = str_of(n->nexthops.s);
		bool is_new = group.p && keyset_add(&r->names, r->seed, group);
		r->groups += is_new && str_starts(group, "multipath ");
	}
}
