/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Routes that the kernel makes of addresses, for inputs that do not show them:
 * own addresses where table local is not there, connected subnets where the
 * routes were not read, or read in part (a host that is only planned).
 */
#include "path/index.h"

const char derived_protocol[] = "derived";

struct shown {
	bool local[2];   /* table local has routes of this family */
	bool *connected; /* per address, IPv4 first: the route to its subnet is there */
};

static struct prefix subnet_of(const struct path_address *a)
{
	return prefix_of(a->peer, a->len);
}

/* Marks the addresses whose subnet this route leads to, by their own device. */
static void mark_connected(const struct path_index *ix, const struct route *r, struct shown *shown)
{
	const struct path_link *l = index_link(ix, r->interface.s);
	int slot = family_slot(r->dst.ip.family);
	size_t base = slot ? ix->naddresses[0] : 0;

	for (size_t i = 0; l && i < l->count[slot]; i++)
		if (prefix_equal(subnet_of(&ix->addresses[slot][l->first[slot] + i]), r->dst))
			shown->connected[base + l->first[slot] + i] = true;
}

/* With every route read, only table local is looked for: that ends at its first row. */
static void look_around(const struct path_index *ix, bool all_read, struct shown *shown)
{
	size_t rows = snapshot_rows(ix->s, TABLE_route, ix->host);

	for (size_t i = 0; i < rows; i++) {
		struct cell table =
			snapshot_cell(ix->s, TABLE_route, ix->host, i, COLUMN(route, route_table));
		struct cell dst =
			snapshot_cell(ix->s, TABLE_route, ix->host, i, COLUMN(route, dst));
		if (same(table_name(table.text.s), "local"))
			shown->local[family_slot(dst.prefix.ip.family)] = true;
		if (all_read)
			continue;
		struct route r = { 0 };
		get_route(ix->s, ix->host, i, &r);
		mark_connected(ix, &r, shown);
	}
}

static void copy_routes(struct path_index *ix)
{
	struct snapshot *to = ix->derived;

	for_each_row(route, r, ix->s, ix->host) {
		struct route copy = *r;
		copy.row.origin.file = snapshot_cstr(to, r->row.origin.file.s);
		copy.route_table = snapshot_cstr(to, r->route_table.s);
		copy.type = snapshot_cstr(to, r->type.s);
		copy.protocol = snapshot_cstr(to, r->protocol.s);
		copy.scope = snapshot_cstr(to, r->scope.s);
		copy.interface = snapshot_cstr(to, r->interface.s);
		copy.flags = snapshot_cstr(to, r->flags.s);
		copy.nexthops = snapshot_cstr(to, r->nexthops.s);
		copy.pref = snapshot_cstr(to, r->pref.s);
		add_route(to, 0, &copy);
	}
}

static struct route base_route(struct path_index *ix, const struct path_address *a)
{
	struct origin at = snapshot_origin(ix->s, TABLE_address, ix->host, a->row);

	return (struct route){
		.row.origin = snapshot_at(ix->derived, at.file.s, at.line),
		.interface = snapshot_cstr(ix->derived, ix->links[a->link].name),
		.protocol = snapshot_cstr(ix->derived, derived_protocol),
	};
}

/* The source to a secondary address is its primary (net/ipv4/fib_frontend.c, fib_add_ifaddr). */
static struct ip primary_of(const struct path_index *ix, const struct path_address *a)
{
	const struct path_link *l = &ix->links[a->link];

	for (size_t i = 0; i < l->count[0]; i++) {
		const struct path_address *b = &ix->addresses[0][l->first[0] + i];
		if (b->len == a->len && prefix_equal(subnet_of(a), subnet_of(b)))
			return b->ip;
	}
	return a->ip;
}

static void add_local(struct path_index *ix, const struct path_address *a)
{
	const struct path_link *l = &ix->links[a->link];
	struct route r = base_route(ix, a);
	bool four = a->ip.family == IP_V4;

	/* Loopback: the whole subnet is local. */
	r.dst = prefix_of(a->ip, four && l->loopback ? a->len : ip_bits(a->ip));
	r.route_table = snapshot_cstr(ix->derived, l->vrf ? l->vrf->vrf_table : "local");
	r.type = snapshot_cstr(ix->derived, "local");
	r.scope = snapshot_cstr(ix->derived, four ? "host" : "global");
	r.metric = num(0);
	if (four)
		r.prefsrc = primary_of(ix, a);
	add_route(ix->derived, 0, &r);
}

static void add_connected(struct path_index *ix, const struct path_address *a)
{
	const struct path_link *l = &ix->links[a->link];
	struct route r = base_route(ix, a);
	bool four = a->ip.family == IP_V4;

	r.dst = subnet_of(a);
	if (l->down || l->loopback || a->flags & ADDRESS_NO_ROUTE || !prefix_known(r.dst) ||
	    (four && (a->flags & ADDRESS_SECONDARY || (a->len == 32 && ip_equal(a->ip, a->peer)))))
		return;
	r.route_table = snapshot_cstr(ix->derived, l->vrf ? l->vrf->vrf_table : "main");
	r.type = snapshot_cstr(ix->derived, "unicast");
	r.scope = snapshot_cstr(ix->derived, four ? "link" : "global");
	r.metric = num(four ? 0 : 256);
	if (four)
		r.prefsrc = a->ip;
	add_route(ix->derived, 0, &r);
}

/*
 * A VRF has its own addresses in its own table, which may be there already: then all routes go into
 * one list.
 */
static bool has_vrf_address(const struct path_index *ix)
{
	for (size_t i = 0; i < ix->nlinks; i++)
		if (ix->links[i].vrf && (ix->links[i].count[0] || ix->links[i].count[1]))
			return true;
	return false;
}

static void add_derived(struct path_index *ix, const struct shown *shown, bool connected)
{
	for (int slot = 0; slot < 2; slot++)
		for (size_t i = 0; i < ix->naddresses[slot]; i++) {
			const struct path_address *a = &ix->addresses[slot][i];
			if (!shown->local[slot])
				add_local(ix, a);
			if (connected && !shown->connected[i + (slot ? ix->naddresses[0] : 0)])
				add_connected(ix, a);
		}
}

void derive_routes(struct path_index *ix)
{
	const char *why;
	bool all_read = snapshot_coverage(ix->s, ix->host, TABLE_route, &why) == COVERAGE_READ;
	struct shown shown = { .connected = arena_array(
				       ix->arena, ix->naddresses[0] + ix->naddresses[1] + 1, 1) };
	struct host host = { 0 };

	ix->partial = !all_read;
	look_around(ix, all_read, &shown);
	ix->local_unread = !shown.local[1];
	if (all_read && (shown.local[0] || !ix->naddresses[0]) &&
	    (shown.local[1] || !ix->naddresses[1]))
		return;
	ix->derived = snapshot_new();
	ix->replaced = !all_read || has_vrf_address(ix);
	host.name = snapshot_cstr(ix->derived, "derived");
	snapshot_add_host(ix->derived, &host);
	if (ix->replaced)
		copy_routes(ix);
	add_derived(ix, &shown, !all_read);
}
