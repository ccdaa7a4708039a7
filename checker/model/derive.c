/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/derive.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"

/* What makes two gateway rows one; texts are interned, so their keys are their identity. */
struct gateway_key {
	uint64_t table, gateway, interface, flags, nexthops;
};

struct gateway_rows {
	bool taken;
	size_t first, n; /* in the table gateway; no row where no hop has a gateway */
};

struct gateway_set {
	struct gateway_key *keys;
	struct gateway_rows *rows; /* of the key in the same place */
	size_t room, count;
	size_t *uses; /* by row: how many routes */
	struct group_hop *hops; /* rows of nexthop, by group; made for the first route that has one */
	size_t nhops;
};

struct group_hop {
	uint64_t group;
	size_t row;
};

static uint64_t hash_key(const struct gateway_key *k)
{
	uint64_t h = k->table * 0x9e3779b97f4a7c15U;

	h = (h ^ k->gateway ^ k->nexthops << 40) * 0x9e3779b97f4a7c15U;
	h = (h ^ k->interface ^ k->flags << 32) * 0x9e3779b97f4a7c15U;
	return h ^ h >> 29;
}

/* In place: it is asked for each of a million routes. */
static inline bool same_key(const struct gateway_key *a, const struct gateway_key *b)
{
	return ((a->table ^ b->table) | (a->gateway ^ b->gateway) | (a->interface ^ b->interface) |
		(a->flags ^ b->flags) | (a->nexthops ^ b->nexthops)) == 0;
}

static size_t find_slot(const struct gateway_set *set, const struct gateway_key *k)
{
	size_t i = hash_key(k) & (set->room - 1);

	while (set->rows[i].taken && !same_key(&set->keys[i], k))
		i = (i + 1) & (set->room - 1);
	return i;
}

static void grow_set(struct gateway_set *set)
{
	struct gateway_set old = *set;

	set->room = old.room ? old.room * 2 : 64;
	set->keys = xcalloc(set->room, sizeof(*set->keys));
	set->rows = xcalloc(set->room, sizeof(*set->rows));
	for (size_t i = 0; i < old.room; i++) {
		if (!old.rows[i].taken)
			continue;
		size_t to = find_slot(set, &old.keys[i]);
		set->keys[to] = old.keys[i];
		set->rows[to] = old.rows[i];
	}
	free(old.keys);
	free(old.rows);
}

static bool has_flag(const char *flags, const char *flag)
{
	struct str rest = str_of(flags), piece;

	while (str_split(&rest, ',', &piece))
		if (str_eq(piece, flag))
			return true;
	return false;
}

static void add_hop(struct snapshot *s, unsigned host, const struct route *r, struct ip gateway,
		    struct text interface, const char *flags)
{
	struct gateway g = {
		.row.origin = r->row.origin,
		.route_table = r->route_table,
		.gateway = gateway,
		.interface = interface,
		.onlink = tri(has_flag(flags, "onlink")),
		.example = r->dst,
	};

	if (ip_known(gateway))
		add_gateway(s, host, &g);
}

static int compare_hops(const void *a, const void *b)
{
	const struct group_hop *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* Routes with a list of next hops each can be as many as the routes: no list is searched twice. */
static void index_hops(const struct snapshot *s, unsigned host, struct gateway_set *set)
{
	set->nhops = snapshot_rows(s, TABLE_nexthop, host);
	set->hops = xcalloc(set->nhops + 1, sizeof(*set->hops));
	for (size_t i = 0; i < set->nhops; i++)
		set->hops[i] = (struct group_hop){
			snapshot_key(s, TABLE_nexthop, host, i, COLUMN(nexthop, nexthops)), i
		};
	qsort(set->hops, set->nhops, sizeof(*set->hops), compare_hops);
}

static void add_group(struct snapshot *s, unsigned host, struct gateway_set *set,
		      const struct route *r, uint64_t group)
{
	struct group_hop first = { group, 0 };
	struct nexthop n;

	if (!set->hops)
		index_hops(s, host, set);
	for (size_t i = lower_bound(&first, set->hops, set->nhops, sizeof(first), compare_hops);
	     i < set->nhops && set->hops[i].group == group; i++)
		if (get_nexthop(s, host, set->hops[i].row, &n))
			add_hop(s, host, r, n.gateway, n.interface, n.flags.s);
}

/* One row for a plain route; one for each next hop of a group. */
static size_t add_hops(struct snapshot *s, unsigned host, struct gateway_set *set,
		       const struct route *r, uint64_t group)
{
	size_t before = snapshot_rows(s, TABLE_gateway, host);

	if (group)
		add_group(s, host, set, r, group);
	else
		add_hop(s, host, r, r->gateway, r->interface, r->flags.s);
	return snapshot_rows(s, TABLE_gateway, host) - before;
}

/* Keys of so many routes are read at a time, column by column. */
enum { BLOCK = 512 };

struct key_block {
	uint64_t table[BLOCK], gateway[BLOCK], interface[BLOCK], flags[BLOCK], nexthops[BLOCK];
};

static void read_block(const struct snapshot *s, unsigned host, size_t first, size_t n,
		       struct key_block *b)
{
	snapshot_keys(s, TABLE_route, host, first, n, COLUMN(route, route_table), b->table);
	snapshot_keys(s, TABLE_route, host, first, n, COLUMN(route, gateway), b->gateway);
	snapshot_keys(s, TABLE_route, host, first, n, COLUMN(route, interface), b->interface);
	snapshot_keys(s, TABLE_route, host, first, n, COLUMN(route, flags), b->flags);
	snapshot_keys(s, TABLE_route, host, first, n, COLUMN(route, nexthops), b->nexthops);
}

static void count_uses(struct snapshot *s, unsigned host, const struct gateway_set *set)
{
	size_t rows = snapshot_rows(s, TABLE_gateway, host);

	for (size_t i = 0; i < rows; i++) {
		struct gateway g;
		if (!get_gateway(s, host, i, &g))
			break;
		g.routes = num((int64_t)set->uses[i]);
		put_gateway(s, host, i, &g);
	}
}

static struct gateway_rows add_key(struct snapshot *s, unsigned host, struct gateway_set *set,
				   const struct gateway_key *k, size_t i)
{
	struct gateway_rows rows = { .taken = true,
				     .first = snapshot_rows(s, TABLE_gateway, host) };
	struct route r;
	size_t slot;

	if ((set->count + 1) * 2 > set->room)
		grow_set(set);
	get_route(s, host, i, &r);
	rows.n = add_hops(s, host, set, &r, k->nexthops);
	set->uses = xrealloc(set->uses, rows.first + rows.n + 1, sizeof(*set->uses));
	memset(set->uses + rows.first, 0, rows.n * sizeof(*set->uses));
	slot = find_slot(set, k);
	set->keys[slot] = *k;
	set->rows[slot] = rows;
	set->count++;
	return rows;
}

static struct gateway_rows rows_of(struct snapshot *s, unsigned host, struct gateway_set *set,
				   const struct gateway_key *k, size_t i)
{
	size_t slot = set->room ? find_slot(set, k) : 0;

	return set->room && set->rows[slot].taken ? set->rows[slot] : add_key(s, host, set, k, i);
}

/* Runs of routes with one gateway cost a comparison each. */
static void derive_gateways(struct snapshot *s, unsigned host)
{
	size_t routes = snapshot_rows(s, TABLE_route, host);
	struct gateway_rows rows = { .n = 0 };
	struct gateway_set set = { .room = 0 };
	struct gateway_key last = { .table = UINT64_MAX };
	struct key_block b;

	for (size_t i = 0; i < routes; i++) {
		size_t at = i % BLOCK;
		if (at == 0)
			read_block(s, host, i, routes - i < BLOCK ? routes - i : BLOCK, &b);
		struct gateway_key k = { b.table[at], b.gateway[at], b.interface[at], b.flags[at],
					 b.nexthops[at] };
		if (!k.gateway && !k.nexthops)
			continue;
		if (!same_key(&k, &last)) {
			rows = rows_of(s, host, &set, &k, i);
			last = k;
		}
		for (size_t h = 0; h < rows.n; h++)
			set.uses[rows.first + h]++;
	}
	count_uses(s, host, &set);
	free(set.keys);
	free(set.rows);
	free(set.uses);
	free(set.hops);
}

/* Subnets of the host's addresses, sorted. */
struct subnets {
	struct prefix *v;
	size_t n;
};

static int compare_subnets(const void *a, const void *b)
{
	return prefix_compare(*(const struct prefix *)a, *(const struct prefix *)b);
}

static bool subnets_have(const struct subnets *list, struct prefix p)
{
	return list->n && bsearch(&p, list->v, list->n, sizeof(p), compare_subnets);
}

static struct subnets subnets_of(struct snapshot *s, unsigned host)
{
	struct subnets list = { .n = 0 };

	for_each_row(address, a, s, host) {
		struct ip ip = ip_known(a->peer) ? a->peer : a->address;
		struct prefix p = a->prefixlen.known && a->prefixlen.v >= 0 && a->prefixlen.v <= 128
			? prefix_of(ip, (unsigned)a->prefixlen.v) : (struct prefix){ .len = 0 };
		if (!prefix_known(p) || p.len == ip_bits(p.ip))
			continue;
		list.v = arena_grow(snapshot_arena(s), list.v, list.n, sizeof(*list.v));
		list.v[list.n++] = p;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof(*list.v), compare_subnets);
	return list;
}

/*
 * One bit for each hash that the key of a subnet may have: most routes of a
 * large table are told apart by one look.  An IPv6 key tells the length alone.
 */
struct marks {
	uint64_t bits[1024];
};

static size_t mark_of(uint64_t key)
{
	if ((key & 0xff) != IP_V4)
		key &= 0xffff;
	return (size_t)(key * 0x9e3779b97f4a7c15U >> 48);
}

static void mark_subnets(const struct subnets *list, struct marks *marks)
{
	memset(marks, 0, sizeof(*marks));
	for (size_t i = 0; i < list->n; i++) {
		struct cell cell = { .type = CELL_prefix, .prefix = list->v[i] };
		uint64_t key;
		if (!snapshot_key_of(&cell, &key))
			key = IP_V6 | (uint64_t)cell.prefix.len << 8;
		marks->bits[mark_of(key) / 64] |= (uint64_t)1 << mark_of(key) % 64;
	}
}

/* May it be a default route, or one to a subnet? */
static bool is_marked(const struct marks *marks, uint64_t key)
{
	size_t mark = mark_of(key);

	return !(key & 0xff00) || (marks->bits[mark / 64] >> mark % 64 & 1);
}

static void add_if_subnet(struct snapshot *s, unsigned host, const struct subnets *list, size_t i)
{
	struct route r;

	get_route(s, host, i, &r);
	if (!prefix_known(r.dst) || (r.dst.len && !subnets_have(list, r.dst)))
		return;
	add_subnet_route(s, host,
			 &(struct subnet_route){
				 .row.origin = r.row.origin,
				 .route_table = r.route_table,
				 .dst = r.dst,
				 .family = num(r.dst.ip.family),
				 .is_default = tri(r.dst.len == 0),
				 .tos = r.tos,
				 .metric = r.metric,
				 .type = r.type,
				 .protocol = r.protocol,
				 .scope = r.scope,
				 .gateway = r.gateway,
				 .interface = r.interface,
				 .prefsrc = r.prefsrc,
				 .flags = r.flags,
				 .nexthops = r.nexthops,
				 .pref = r.pref,
				 .mtu = r.mtu,
				 .position = num((int64_t)i),
			 });
}

static void derive_subnet_routes(struct snapshot *s, unsigned host)
{
	size_t routes = snapshot_rows(s, TABLE_route, host);
	struct subnets list = subnets_of(s, host);
	uint64_t keys[BLOCK];
	struct marks marks;

	mark_subnets(&list, &marks);
	for (size_t i = 0; i < routes; i++) {
		if (i % BLOCK == 0)
			snapshot_keys(s, TABLE_route, host, i,
				      routes - i < BLOCK ? routes - i : BLOCK, COLUMN(route, dst),
				      keys);
		if (is_marked(&marks, keys[i % BLOCK]))
			add_if_subnet(s, host, &list, i);
	}
}

void derive_tables(struct snapshot *s, unsigned host)
{
	const char *why;
	enum coverage_state state = snapshot_coverage(s, host, TABLE_route, &why);

	derive_gateways(s, host);
	derive_subnet_routes(s, host);
	snapshot_cover(s, host, TABLE_gateway, state, why);
	snapshot_cover(s, host, TABLE_subnet_route, state, why);
}

static struct cell route_cell(const struct snapshot *s, unsigned host, size_t index, size_t column)
{
	struct prefix dst = snapshot_cell(s, TABLE_route, host, index, COLUMN(route, dst)).prefix;

	if (column == COLUMN(route, position))
		return (struct cell){ .type = CELL_num, .num = num((int64_t)index) };
	if (column == COLUMN(route, family))
		return (struct cell){ .type = CELL_num,
				      .num = { prefix_known(dst), dst.ip.family } };
	return (struct cell){ .type = CELL_tri,
			      .tri = prefix_known(dst) ? tri(dst.len == 0) : TRI_UNKNOWN };
}

static struct cell address_cell(const struct snapshot *s, unsigned host, size_t index,
				size_t column)
{
	struct address a;

	get_address(s, host, index, &a);
	if (column == COLUMN(address, family))
		return (struct cell){ .type = CELL_num,
				      .num = { ip_known(a.address), a.address.family } };
	return (struct cell){
		.type = CELL_prefix,
		.prefix = a.prefixlen.known ? prefix_of(a.address, (unsigned)a.prefixlen.v)
					    : (struct prefix){ .len = 0 },
	};
}

struct cell derive_cell(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
			size_t column)
{
	if (t == TABLE_route)
		return route_cell(s, host, index, column);
	return address_cell(s, host, index, column);
}
