/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables as sorted row numbers.  Each prefix knows the next shorter one around
 * it, so that a lookup is one binary search and a short walk, whatever the
 * number of prefix lengths; the addresses stay in the snapshot.
 */
#include "path/fib.h"

#include <stdlib.h>
#include <string.h>

/* From the text of route_table as it is written, and the family, to a table's place. */
struct table_map {
	struct table_slot {
		const char *text;
		int family;
		uint32_t table; /* from 1; 0: free */
	} *slots;
	size_t nslots, used;
	const struct snapshot *rows; /* whose routes are being read */
	unsigned host;
};

static struct table_slot *map_slot(const struct table_map *m, const char *text, int family)
{
	size_t i = ((uintptr_t)text >> 3) * 2654435761U + (size_t)family;

	for (;; i++) {
		struct table_slot *slot = &m->slots[i & (m->nslots - 1)];
		if (!slot->table || (slot->text == text && slot->family == family))
			return slot;
	}
}

static void map_grow(struct table_map *m)
{
	struct table_map old = *m;

	m->nslots = old.nslots ? old.nslots * 2 : 64;
	m->slots = xcalloc(m->nslots, sizeof(*m->slots));
	for (size_t i = 0; i < old.nslots; i++)
		if (old.slots[i].table)
			*map_slot(m, old.slots[i].text, old.slots[i].family) = old.slots[i];
	free(old.slots);
}

/* The three known tables may be written by name or by number. */
static uint32_t named_table(struct path_index *ix, const struct table_map *m, const char *name,
			    int family)
{
	bool special = same(name, "main") || same(name, "local") || same(name, "default");

	for (uint32_t i = 0; special && i < ix->ntables; i++)
		if (same(ix->tables[i].name, name) && ix->tables[i].family == family)
			return i + 1;
	ix->tables = arena_grow(ix->arena, ix->tables, ix->ntables, sizeof(*ix->tables));
	ix->tables[ix->ntables++] = (struct path_table){
		.name = name, .family = family, .rows = m->rows, .host = m->host,
	};
	return (uint32_t)ix->ntables;
}

static uint32_t table_of(struct path_index *ix, struct table_map *m, const char *text, int family)
{
	struct table_slot *slot;

	if (m->used * 2 >= m->nslots)
		map_grow(m);
	slot = map_slot(m, text, family);
	if (!slot->table) {
		*slot = (struct table_slot){ text, family,
					     named_table(ix, m, table_name(text), family) };
		m->used++;
	}
	return slot->table;
}

static struct cell route_cell(const struct table_map *m, size_t row, size_t column)
{
	return snapshot_cell(m->rows, TABLE_route, m->host, row, column);
}

/* Old kernels list their `no such route` entry as a route of the highest metric. */
static bool stands_for_nothing(const struct table_map *m, size_t row, int family)
{
	struct num metric;

	if (family != IP_V6)
		return false;
	metric = route_cell(m, row, COLUMN(route, metric)).num;
	return metric.known && (metric.v == -1 || metric.v >= UINT32_MAX);
}

/* The table of a row, and its destination; NULL where it is no route of a lookup. */
static struct path_table *row_table(struct path_index *ix, struct table_map *m, size_t row,
				    struct prefix *ret_dst)
{
	uint32_t table;

	*ret_dst = route_cell(m, row, COLUMN(route, dst)).prefix;
	if (!prefix_known(*ret_dst) || !index_wants(ix, *ret_dst) ||
	    stands_for_nothing(m, row, ret_dst->ip.family))
		return NULL;
	table = table_of(ix, m, route_cell(m, row, COLUMN(route, route_table)).text.s,
			 ret_dst->ip.family);
	return &ix->tables[table - 1];
}

static bool is_host_route(const struct table_map *m, const struct path_table *t, size_t row)
{
	return t->family == IP_V4 && !same(t->name, "local") &&
	       same(route_cell(m, row, COLUMN(route, scope)).text.s, "host");
}

/* Until they are sorted, `parent` holds the first bits of the destination. */
static void fill_tables(struct path_index *ix, struct table_map *m)
{
	size_t rows = snapshot_rows(m->rows, TABLE_route, m->host), before = ix->ntables;
	struct prefix dst;

	for (size_t row = 0; row < rows && row < NO_ENTRY; row++) {
		struct path_table *t = row_table(ix, m, row, &dst);
		if (t)
			t->n++;
	}
	for (size_t i = before; i < ix->ntables; i++) {
		ix->tables[i].v = xcalloc(ix->tables[i].n + 1, sizeof(struct path_entry));
		ix->tables[i].n = 0;
	}
	for (size_t row = 0; row < rows && row < NO_ENTRY; row++) {
		struct path_table *t = row_table(ix, m, row, &dst);
		if (!t)
			continue;
		t->v[t->n++] = (struct path_entry){ (uint32_t)row, first_bits(dst.ip) };
		t->defaults += dst.len == 0;
		ix->host_routes = ix->host_routes || is_host_route(m, t, row);
	}
}

static int by_first_bits(const void *a, const void *b)
{
	const struct path_entry *x = a, *y = b;

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_num(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* What the kernel tries first stands first. */
static int by_all(const void *a, const void *b, void *table)
{
	const struct path_table *t = table;
	const struct path_entry *x = a, *y = b;
	struct route p = { 0 }, q = { 0 };
	int c;

	get_route(t->rows, t->host, x->row, &p);
	get_route(t->rows, t->host, y->row, &q);
	if ((c = ip_compare(p.dst.ip, q.dst.ip)) || (c = q.dst.len - p.dst.len))
		return c;
	if ((c = q.src.len - p.src.len) || (c = prefix_compare(p.src, q.src)))
		return c;
	if (p.dst.ip.family == IP_V4 && (c = compare_num(num_or(q.tos, 0), num_or(p.tos, 0))))
		return c;
	if ((c = compare_num(route_metric(&p), route_metric(&q))))
		return c;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void sort_table(struct path_table *t)
{
	qsort(t->v, t->n, sizeof(*t->v), by_first_bits);
	for (uint32_t i = 0, j; i < t->n; i = j) {
		for (j = i + 1; j < t->n && t->v[j].parent == t->v[i].parent; j++)
			;
		if (j - i > 1)
			qsort_r(t->v + i, j - i, sizeof(*t->v), by_all, t);
	}
}

/*
 * Large tables: 256 KiB spare a lookup most of its search. Before the parents take the first bits'
 * place.
 */
static void make_directory(struct path_table *t)
{
	enum { PLACES = 1 << DIRECTORY_BITS, WORTH_IT = 1 << 14 };

	if (t->n < WORTH_IT)
		return;
	t->directory = xcalloc(PLACES + 1, sizeof(*t->directory));
	for (uint32_t i = 0, place = 0; place <= PLACES; place++) {
		while (i < t->n && t->v[i].parent >> (32 - DIRECTORY_BITS) < place)
			i++;
		t->directory[place] = i;
	}
}

/* The prefixes around the place that is looked at, the longest last. */
struct around {
	uint32_t v[130];
	unsigned n;
};

/*
 * Entries of one address, longest prefix first: the shortest finds its parent outside, the others
 * inside.
 */
static void link_address(struct path_table *t, struct around *stack, uint32_t from, uint32_t to)
{
	struct ip ip = fib_prefix(t, from).ip;

	while (stack->n && !prefix_has(fib_prefix(t, stack->v[stack->n - 1]), ip))
		stack->n--;
	for (uint32_t end = to, start; end > from; end = start) {
		uint8_t len = fib_prefix(t, end - 1).len;
		for (start = end; start > from && fib_prefix(t, start - 1).len == len; start--)
			t->v[start - 1].parent = stack->n ? stack->v[stack->n - 1] : NO_ENTRY;
		stack->v[stack->n++] = start;
	}
}

static void link_parents(struct path_table *t)
{
	struct around stack = { .n = 0 };

	for (uint32_t i = 0, j; i < t->n; i = j) {
		struct ip ip = fib_prefix(t, i).ip;
		for (j = i + 1; j < t->n && ip_equal(fib_prefix(t, j).ip, ip); j++)
			;
		link_address(t, &stack, i, j);
	}
}

static int by_table(const void *a, const void *b)
{
	const struct path_table *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : x->family - y->family;
}

static const char *nexthop_group(const struct path_index *ix, uint32_t row)
{
	return snapshot_cell(ix->s, TABLE_nexthop, ix->host, row, COLUMN(nexthop, nexthops)).text.s;
}

static int by_group(const void *a, const void *b, void *ix_)
{
	const struct path_index *ix = ix_;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int c = strcmp(nexthop_group(ix, x), nexthop_group(ix, y));

	if (c)
		return c;
	return x < y ? -1 : x > y;
}

void index_nexthops(struct path_index *ix)
{
	size_t n = snapshot_rows(ix->s, TABLE_nexthop, ix->host);

	if (!n)
		return;
	ix->nexthops = xcalloc(n, sizeof(*ix->nexthops));
	for (size_t i = 0; i < n; i++)
		if (nexthop_group(ix, (uint32_t)i))
			ix->nexthops[ix->nnexthops++] = (uint32_t)i;
	qsort_r(ix->nexthops, ix->nnexthops, sizeof(*ix->nexthops), by_group, ix);
}

void index_tables(struct path_index *ix)
{
	struct table_map known = { .rows = ix->s, .host = ix->host },
			 derived = { .rows = ix->derived };

	if (!ix->replaced)
		fill_tables(ix, &known);
	if (ix->derived)
		fill_tables(ix, &derived);
	free(known.slots);
	free(derived.slots);
	for (size_t i = 0; i < ix->ntables; i++) {
		sort_table(&ix->tables[i]);
		make_directory(&ix->tables[i]);
		link_parents(&ix->tables[i]);
	}
	if (ix->ntables)
		qsort(ix->tables, ix->ntables, sizeof(*ix->tables), by_table);
}

const struct path_table *index_table(const struct path_index *ix, const char *name, int family)
{
	struct path_table key = { .name = table_name(name), .family = family };

	if (!ix->ntables)
		return NULL;
	return bsearch(&key, ix->tables, ix->ntables, sizeof(*ix->tables), by_table);
}
