/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which routes and rules the outputs of `ip` leave out. */
#include "base/keyset.h"
#include "parse/ip/ip.h"

enum { CONNECTED_MOST = 65536 };

static const char *const families[] = { "IPv4", "IPv6" };

/* Has the host addresses that such routes would be for? */
static bool matters(const struct snapshot *s, unsigned host, bool v6)
{
	for_each_row (address, a, s, host)
		if (a->address.family == (v6 ? IP_V6 : IP_V4) && !ip_is_loopback(a->address) &&
		    !ip_is_link_local(a->address))
			return true;
	return false;
}

/* Tables that were saved, be they empty or not, and those that a route is in. */
static void known_tables(const struct snapshot *s, unsigned host, const struct ip_saved *saved,
			 struct keyset *names, uint64_t seed)
{
	static const char *const always[] = { "main", "local", "default" };

	for (size_t i = 0; i < countof(always); i++)
		(void)keyset_add(names, seed, str_of(always[i]));
	for (size_t i = 0; i < saved->tables.n; i++)
		(void)keyset_add(names, seed, str_of(saved->tables.v[i]));
	for_each_row (route, r, s, host)
		if (r->route_table.s)
			(void)keyset_add(names, seed, str_of(r->route_table.s));
}

/* `ip route` shows main alone; that is all where no other table is looked up. */
static const char *missing_table(struct snapshot *s, unsigned host, const struct ip_saved *saved,
				 bool v6)
{
	struct keyset names = { .count = 0 };
	uint64_t seed = keyset_seed();
	const char *missing = NULL;

	if (!saved->rules[v6])
		return "only the routes of table main were saved";
	known_tables(s, host, saved, &names, seed);
	for_each_row (routing_rule, rule, s, host) {
		const char *t = rule->route_table.s;
		if (!t || !num_is(rule->family, v6 ? IP_V6 : IP_V4) ||
		    !keyset_add(&names, seed, str_of(t)))
			continue;
		missing = snapshot_textf(s, "the routes of table %.64s were not saved", t).s;
		break;
	}
	keyset_clear(&names);
	return missing;
}

static const char *missing_routes(struct snapshot *s, unsigned host, const struct ip_saved *saved,
				  bool v6)
{
	if (saved->every_table[v6])
		return NULL;
	if (saved->routes[v6])
		return missing_table(s, host, saved, v6);
	if (!saved->routes[!v6] || !matters(s, host, v6))
		return NULL;
	return snapshot_textf(s, "%s routes were not saved", families[v6]).s;
}

void ip_cover_routes(struct snapshot *s, unsigned host, const struct ip_saved *saved)
{
	const char *why;

	for (int v6 = 1; v6 >= 0; v6--) {
		const char *missing = missing_routes(s, host, saved, v6);
		if (missing &&
		    snapshot_coverage(s, host, TABLE_route, &why) == COVERAGE_READ)
			snapshot_cover(s, host, TABLE_route, COVERAGE_PARTIAL, missing);
		if (saved->rules[!v6] && !saved->rules[v6] && matters(s, host, v6) &&
		    snapshot_coverage(s, host, TABLE_routing_rule, &why) == COVERAGE_READ)
			snapshot_cover(
				s, host, TABLE_routing_rule, COVERAGE_PARTIAL,
				snapshot_textf(s, "%s rules were not saved", families[v6]).s);
	}
}

void ip_cover_hops(struct snapshot *s, unsigned host)
{
	static const char why[] = "a nexthop object that was not saved";
	struct keyset known = { .count = 0 };
	uint64_t seed = keyset_seed();

	for_each_row (nexthop, n, s, host)
		(void)keyset_add(&known, seed, str_of(n->nexthops.s));
	for_each_row (route, r, s, host) {
		struct str group = str_of(r->nexthops.s);
		if (!group.n || !keyset_add(&known, seed, group))
			continue;
		snapshot_note(s, host, r->row.origin, group, why);
		snapshot_cover(s, host, TABLE_nexthop, COVERAGE_PARTIAL, why);
		snapshot_cover(s, host, TABLE_route, COVERAGE_PARTIAL, why);
	}
	keyset_clear(&known);
}

static bool is_connected(const struct route *r)
{
	return r->dst.ip.family == IP_V4 && r->dst.len < 32 && prefix_has(r->dst, r->prefsrc) &&
	       r->interface.s && !ip_known(r->gateway) && same(r->protocol.s, "kernel") &&
	       same(r->type.s, "unicast");
}

/*
 * The kernel takes a connected route away when the port goes down (net/ipv4/fib_frontend.c,
 * fib_disable_ip), so its port is up; without carrier the route stays, marked since Linux 4.1.
 */
void ip_add_connected(struct snapshot *s, unsigned host)
{
	static const char why[] = "known from connected routes alone";
	bool devices = snapshot_rows(s, TABLE_interface, host) == 0;
	struct keyset names = { .count = 0 };
	uint64_t seed = keyset_seed();
	unsigned found = 0;

	for_each_row (route, r, s, host) {
		if (!is_connected(r) || found++ == CONNECTED_MOST)
			continue;
		struct str flags = str_of(r->flags.s);
		struct address a = {
			.row.origin = r->row.origin,
			.interface = r->interface,
			.address = r->prefsrc,
			.prefixlen = num(r->dst.len),
			.scope = snapshot_cstr(s, "global"),
		};
		add_address(s, host, &a);
		if (!devices || !keyset_add(&names, seed, str_of(r->interface.s)))
			continue;
		add_interface(s, host,
			      &(struct interface){
				      .row.origin = a.row.origin,
				      .name = r->interface,
				      .admin = TRI_YES,
				      .carrier = str_has(flags, "linkdown") ? TRI_NO : TRI_UNKNOWN,
			      });
	}
	keyset_clear(&names);
	if (found)
		snapshot_cover(s, host, TABLE_address, COVERAGE_PARTIAL, why);
	if (found && devices)
		snapshot_cover(s, host, TABLE_interface, COVERAGE_PARTIAL, why);
}
