/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outputs that were parsed each for itself, written to one host. */
#include <stdlib.h>

#include "base/keyset.h"
#include "model/merge_store.h"

/*
 * A table that one fragment has rows of is copied.  Where several have them the rows are compared,
 * but not more than these: of larger ones the best fragment's are taken, and of the others what no
 * whole list leaves out.
 */
enum { COMPARED_MOST = 20000 };

struct part {
	const struct merge_fragment *f;
	unsigned number; /* from 1 */
	size_t rows;
	bool whole;
};

static enum coverage_state state_of(const struct merge_fragment *f, enum table_id t,
				    const char **ret_why)
{
	enum coverage_state state = snapshot_coverage(f->from, f->host, t, ret_why);

	if (state == COVERAGE_READ && f->filter) {
		*ret_why = f->filter;
		return COVERAGE_PARTIAL;
	}
	return state;
}

static bool is_whole(const struct merge_fragment *f, enum table_id t)
{
	const char *why;

	return f->whole >> t & 1 && state_of(f, t, &why) == COVERAGE_READ;
}

/* Whole lists first, so that they decide what is there; IPv4; the better rank; then as they came. */
static int compare_parts(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->whole != y->whole)
		return x->whole ? -1 : 1;
	if (x->f->families && y->f->families && x->f->families != y->f->families)
		return x->f->families < y->f->families ? -1 : 1;
	if (x->f->rank != y->f->rank)
		return x->f->rank > y->f->rank ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

/* IPv4 (1) or IPv6 (2); 0: the row is of none. */
static unsigned family_of(enum table_id t, const union any_row *row)
{
	int family = IP_NONE;

	switch ((int)t) {
	case TABLE_address: family = row->address.address.family; break;
	case TABLE_neighbour: family = row->neighbour.address.family; break;
	case TABLE_route: family = row->route.dst.ip.family; break;
	case TABLE_routing_rule:
	case TABLE_sysctl:
		family = num_is(row->routing_rule.family, 4)   ? IP_V4
			 : num_is(row->routing_rule.family, 6) ? IP_V6
							       : IP_NONE;
		break;
	}
	return family == IP_V4 ? 1 : family == IP_V6 ? 2 : 0;
}

/* Would this list have the row, if there were such a thing? */
static bool lists(const struct part *p, enum table_id t, const union any_row *row)
{
	unsigned family = family_of(t, row);

	if (!p->whole || (p->f->families && !(p->f->families & family)))
		return false;
	/* `ip nexthop` knows objects; a route has next hops of its own beside. */
	if (t == TABLE_nexthop)
		return str_starts(str_of(row->nexthop.nexthops.s), "nhid ");
	return t != TABLE_route || !p->f->list || same(p->f->list, row->route.route_table.s);
}

static void move_origin(const struct merge_fragment *f, union any_row *row)
{
	if (!f->file.s)
		return;
	row->row.origin.file = f->file;
	row->row.origin.line += f->line - 1;
}

static bool next_row(const struct part *p, enum table_id t, union any_row *row)
{
	if (!snapshot_next(p->f->from, t, p->f->host, &row->row))
		return false;
	move_origin(p->f, row);
	return true;
}

static bool left_out(const struct part *parts, size_t before, enum table_id t,
		     const union any_row *row)
{
	for (size_t i = 0; i < before && parts[i].whole; i++)
		if (lists(&parts[i], t, row))
			return true;
	return false;
}

/* Lists of next hops that a route of the host has; those of routes that were left out go too. */
static void known_hops(const struct snapshot *s, unsigned host, struct keyset *names, uint64_t seed)
{
	for_each_row (route, r, s, host)
		if (r->nexthops.s)
			(void)keyset_add(names, seed, str_of(r->nexthops.s));
}

static void drop_lost_hops(struct snapshot *s, unsigned host)
{
	struct keyset names = { .count = 0 };
	uint64_t seed = keyset_seed();
	size_t kept = 0;

	known_hops(s, host, &names, seed);
	for_each_row (nexthop, n, s, host) {
		if (str_starts(str_of(n->nexthops.s), "multipath ") &&
		    !keyset_has(&names, seed, str_of(n->nexthops.s)))
			continue;
		put_nexthop(s, host, kept++, n);
	}
	snapshot_truncate(s, TABLE_nexthop, host, kept);
	keyset_clear(&names);
}

/* Without looking at what the rows before say. */
static void copy(struct snapshot *s, unsigned host, enum table_id t, const struct part *parts,
		 size_t n)
{
	for (size_t i = 0; i < n; i++) {
		union any_row row = { .row.next = 0 };
		while (next_row(&parts[i], t, &row))
			if (!left_out(parts, i, t, &row))
				snapshot_add(s, t, host, &row.row);
	}
}

static void merge_parts(struct merge *m, unsigned host, enum table_id t, const struct part *parts,
			size_t n)
{
	const struct row *merged;

	for (size_t i = 0; i < n; i++) {
		union any_row row = { .row.next = 0 };
		while (next_row(&parts[i], t, &row))
			(void)merge_put_of(m, t, parts[i].f->rank, &row.row, parts[i].number,
					   !left_out(parts, i, t, &row));
	}
	for (size_t i = 0; (merged = merge_get(m, t, i)); i++)
		snapshot_add(m->s, t, host, merged);
}

static void write_table(struct merge *m, unsigned host, enum table_id t, struct part *parts,
			const struct merge_fragment *v, size_t n)
{
	size_t np = 0, rows = 0;

	for (size_t i = 0; i < n; i++) {
		struct part p = { &v[i], (unsigned)i + 1, snapshot_rows(v[i].from, t, v[i].host),
				  is_whole(&v[i], t) };
		rows += p.rows;
		if (p.rows || p.whole)
			parts[np++] = p;
	}
	if (!rows)
		return;
	qsort(parts, np, sizeof(*parts), compare_parts);
	if (np == 1 || rows > COMPARED_MOST)
		copy(m->s, host, t, parts, np);
	else
		merge_parts(m, host, t, parts, np);
}

static const char *family_words(struct snapshot *s, enum table_id t, unsigned families)
{
	static const char *const what[TABLE_COUNT] = { [TABLE_address] = "addresses",
						       [TABLE_route] = "routes",
						       [TABLE_routing_rule] = "rules",
						       [TABLE_neighbour] = "neighbours" };

	return snapshot_textf(s, "only IPv%d %s were saved", families == 1 ? 4 : 6,
			      what[t] ? what[t] : "lines")
		.s;
}

/* The best that was said of a table; lists of one family each are a whole one together. */
static void write_coverage(struct snapshot *s, unsigned host, enum table_id t,
			   const struct merge_fragment *v, size_t n)
{
	enum coverage_state best = COVERAGE_ABSENT, state;
	const char *why = NULL, *other;
	unsigned families = 0, rank = 0;
	const struct merge_fragment *told = NULL;

	for (size_t i = 0; i < n; i++) {
		state = state_of(&v[i], t, &other);
		if (state == COVERAGE_READ)
			families |= v[i].families ? v[i].families : 3;
		if (state > best || (state == best && other && (!why || v[i].rank > rank))) {
			best = state;
			why = other;
			rank = v[i].rank;
			told = &v[i];
		}
	}
	if (told && told->file.s && !snapshot_rows(s, t, host))
		snapshot_told(s, host, t, told->file.s);
	if (best == COVERAGE_READ && families != 3)
		snapshot_cover(s, host, t, COVERAGE_PARTIAL, family_words(s, t, families));
	else if (best != COVERAGE_ABSENT || why)
		snapshot_cover(s, host, t, best, why);
}

static void write_notes(struct snapshot *s, unsigned host, const struct merge_fragment *f)
{
	union any_row row = { .row.next = 0 };

	while (snapshot_next(f->from, TABLE_note, f->host, &row.row)) {
		move_origin(f, &row);
		add_note(s, host, &row.note);
	}
}

void merge_fragments(struct snapshot *s, unsigned host, const struct merge_fragment *v, size_t n)
{
	struct merge *m = merge_new(s, NULL, 0);
	struct part *parts = arena_array(merge_arena(m), n + 1, sizeof(*parts));

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		if (t == TABLE_host || t == TABLE_note || t == TABLE_coverage ||
		    schema_table(t)->derived)
			continue;
		write_table(m, host, t, parts, v, n);
		write_coverage(s, host, t, v, n);
	}
	drop_lost_hops(s, host);
	for (size_t i = 0; i < n; i++)
		write_notes(s, host, &v[i]);
	merge_write_notes(m, host);
	merge_free(m);
}
