/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/driving.h"

#include <strings.h>

#include "base/arena.h"
#include "model/snapshot.h"
#include "rule/aggregate.h"

enum { DEPTH_MOST = 32 };

/* A common table expression and what it needs; the latest of a name counts. */
struct scope {
	struct str name;
	struct rule_driving needs;
};

struct walk {
	struct arena *arena;
	driving_view *view;
	const struct sql_token *tokens;
	size_t n;
	struct scope *scopes;
	size_t nscopes;
	unsigned depth;
};

static const struct rule_driving nothing;

static struct rule_driving walk_text(struct arena *a, struct str query, driving_view *view,
				     unsigned depth);
static struct rule_driving walk_query(struct walk *w, size_t *at);

/* A set within another one says more; of too many sets the last are forgotten, which is no harm. */
static void add_set(struct rule_driving *d, uint64_t set)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < d->n; i++)
		if ((d->any[i] & ~set) == 0)
			return;
	for (unsigned i = 0; i < d->n; i++)
		if ((set & ~d->any[i]) != 0)
			d->any[kept++] = d->any[i];
	d->n = kept;
	if (d->n < RULE_DRIVING_MOST)
		d->any[d->n++] = set;
}

static void need_both(struct rule_driving *d, const struct rule_driving *other)
{
	d->views |= other->views;
	d->withs |= other->withs;
	for (unsigned i = 0; i < other->n; i++)
		add_set(d, other->any[i]);
}

static struct rule_driving need_either(const struct rule_driving *a, const struct rule_driving *b)
{
	struct rule_driving d = { .views = a->views & b->views,
				  .withs = a->withs & b->withs };

	for (unsigned i = 0; i < a->n; i++)
		for (unsigned j = 0; j < b->n; j++)
			add_set(&d, a->any[i] | b->any[j]);
	return d;
}

static bool is(const struct walk *w, size_t i, const char *word)
{
	return i < w->n && (w->tokens[i].type == SQL_WORD || w->tokens[i].type == SQL_MARK) &&
	       str_eq_nocase(w->tokens[i].text, word);
}

static bool is_any(const struct walk *w, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (is(w, i, *words))
			return true;
	return false;
}

/* Over a parenthesis and all in it, or over one token. */
static size_t over(const struct walk *w, size_t i)
{
	unsigned depth = 0;

	do {
		depth += is(w, i, "(");
		depth -= is(w, i, ")") && depth;
		i++;
	} while (depth && i < w->n);
	return i;
}

static struct rule_driving table_of(const struct walk *w, struct str name)
{
	struct rule_driving d = { .n = 1 };
	enum table_id id;
	const char *view;
	unsigned number;

	for (size_t i = w->nscopes; i > 0; i--)
		if (w->scopes[i - 1].name.n == name.n &&
		    strncasecmp(w->scopes[i - 1].name.p, name.p, name.n) == 0)
			return w->scopes[i - 1].needs;
	if (schema_find(name, &id))
		d.any[0] = (uint64_t)1 << id;
	else if (str_eq_nocase(name, "policy_role"))
		d.any[0] = DRIVING_POLICY_ROLE;
	else if (str_eq_nocase(name, "policy_expect"))
		d.any[0] = DRIVING_POLICY_EXPECT;
	else if ((view = w->view(name, &number))) {
		d = walk_text(w->arena, str_of(view), w->view, w->depth);
		d.views |= (uint64_t)1 << number;
		d.withs = 0;
	} else
		return nothing;
	return d;
}

/* Behind CASE … END or a parenthesis, or over one token. */
static size_t over_case(const struct walk *w, size_t i)
{
	if (!is(w, i, "case"))
		return over(w, i);
	for (i++; i < w->n && !is(w, i, "end");)
		i = over_case(w, i);
	return i + 1;
}

/* The place of a word between `from` and `to`, outside of parentheses and CASE; `to`: none. */
static size_t find_word(const struct walk *w, size_t from, size_t to, const char *word)
{
	while (from < to && !is(w, from, word))
		from = over_case(w, from);
	return from < to ? from : to;
}

/* x.kind = 'vlan', x.kind IN ('vlan', …): no other table has a kind of these. */
static struct rule_driving kinds(const struct walk *w, size_t from, size_t to)
{
	static const struct {
		const char *kind;
		uint64_t bit;
	} known[] = {
		{ "'vmknic'", DRIVING_VMKERNEL }, { "'vswif'", DRIVING_VMKERNEL },
		{ "'vlan'", DRIVING_STACKED },    { "'macvlan'", DRIVING_STACKED },
		{ "'macvtap'", DRIVING_STACKED }, { "'ipvlan'", DRIVING_STACKED },
		{ "'ipvtap'", DRIVING_STACKED },  { "'vxlan'", DRIVING_STACKED },
	};
	struct rule_driving d = { .n = 1 };

	for (size_t i = from; i < to; i++) {
		uint64_t bit = 0;
		for (size_t k = 0; k < countof(known); k++)
			if (str_eq(w->tokens[i].text, known[k].kind))
				bit = known[k].bit;
		if (!bit && !is(w, i, "(") && !is(w, i, ")") && !is(w, i, ","))
			return nothing;
		d.any[0] |= bit;
	}
	return d.any[0] ? d : nothing;
}

static struct rule_driving walk_condition(struct walk *w, size_t from, size_t to);

static struct rule_driving walk_term(struct walk *w, size_t from, size_t to)
{
	static const struct rule_driving services = { { DRIVING_SERVICES }, 1, 0, 0 };
	size_t at = from + 2;

	if (is(w, from, "exists") && over(w, from + 1) == to)
		return walk_query(w, &at);
	if (is(w, from, "(") && over(w, from) == to && !is(w, from + 1, "select"))
		return walk_condition(w, from + 1, to - 1);
	if (is(w, from, "has_word") && is(w, from + 3, ".") && is(w, from + 4, "services") &&
	    over(w, from + 1) == to)
		return services;
	if (is(w, from + 1, ".") && is(w, from + 2, "kind") &&
	    (is(w, from + 3, "=") || is(w, from + 3, "in")))
		return kinds(w, from + 4, to);
	return nothing;
}

/* What has to be there for a condition to hold: all of its AND, any of its OR. */
static struct rule_driving walk_condition(struct walk *w, size_t from, size_t to)
{
	struct rule_driving needs = nothing, one;
	size_t either = find_word(w, from, to, "or"), end;

	if (w->depth == DEPTH_MOST || find_word(w, from, to, "between") < to)
		return nothing;
	w->depth++;
	if (either < to) {
		needs = walk_condition(w, from, either);
		one = walk_condition(w, either + 1, to);
		needs = need_either(&needs, &one);
	} else {
		for (; from < to; from = end + 1) {
			end = find_word(w, from, to, "and");
			one = walk_term(w, from, end);
			need_both(&needs, &one);
		}
	}
	w->depth--;
	return needs;
}

static struct rule_driving walk_item(struct walk *w, size_t *at)
{
	struct rule_driving needs = nothing;
	size_t i = *at;

	if (is(w, i, "(")) {
		*at = over(w, i);
		i++;
		return is(w, i, "select") || is(w, i, "with") ? walk_query(w, &i) : nothing;
	}
	if (i < w->n && w->tokens[i].type == SQL_WORD && !is(w, i + 1, "(") && !is(w, i + 1, "."))
		needs = table_of(w, w->tokens[i].text);
	*at = i + 1;
	return needs;
}

/* From behind FROM to its end: inner joins add up, the right side of a LEFT JOIN adds nothing. */
static struct rule_driving walk_from(struct walk *w, size_t *at)
{
	static const char *const ends[] = { "where",  "group", "having", "window",
					    "order",  "limit", "union",	 "intersect",
					    "except", ")",     NULL };
	static const char *const unlike[] = { "right", "full", NULL };
	struct rule_driving needs = walk_item(w, at);
	bool left = false, unsure = false;

	while (*at < w->n && !is_any(w, *at, ends)) {
		bool joins = is(w, *at, ",") || is(w, *at, "join");
		left = left || is(w, *at, "left");
		unsure = unsure || is_any(w, *at, unlike);
		*at = over(w, *at);
		if (!joins)
			continue;
		struct rule_driving item = walk_item(w, at);
		if (!left)
			need_both(&needs, &item);
		left = false;
	}
	return unsure ? nothing : needs;
}

/* One SELECT, to the operator or parenthesis behind it.  An aggregate over no rows is a row. */
static struct rule_driving walk_select(struct walk *w, size_t *at)
{
	static const char *const ends[] = { "union", "intersect", "except", ")", NULL };
	static const char *const behind[] = { "group", "having",    "window", "order", "limit",
					      "union", "intersect", "except", ")",     NULL };
	bool whole = aggregate_is_whole(w->tokens, w->n, *at);
	struct rule_driving needs = nothing, more;

	while (*at < w->n && !is_any(w, *at, ends)) {
		bool from = is(w, *at, "from"), where = is(w, *at, "where");
		size_t start = *at + 1;
		*at = over(w, *at);
		if (from)
			needs = walk_from(w, at);
		if (!where)
			continue;
		while (*at < w->n && !is_any(w, *at, behind))
			*at = over(w, *at);
		more = walk_condition(w, start, *at);
		need_both(&needs, &more);
	}
	return whole ? nothing : needs;
}

/* WITH name [(columns)] AS [NOT MATERIALIZED] (query), … */
static void walk_with(struct walk *w, size_t *at)
{
	while (*at < w->n && !is(w, *at, "select") && !is(w, *at, "values")) {
		struct scope scope = { .name = w->tokens[*at].text };
		bool named = w->tokens[*at].type == SQL_WORD && !is(w, *at, "recursive");
		++*at;
		if (!named)
			continue;
		while (*at < w->n && !is(w, *at, "as"))
			*at = over(w, *at);
		while (*at < w->n && !is(w, *at, "("))
			++*at;
		size_t body = *at + 1;
		scope.needs = walk_query(w, &body);
		if (w->depth == 1 && w->nscopes < 64)
			scope.needs.withs |= (uint64_t)1 << w->nscopes;
		*at = over(w, *at);
		w->scopes = arena_grow(w->arena, w->scopes, w->nscopes, sizeof(scope));
		w->scopes[w->nscopes++] = scope;
	}
}

/* Of several SELECTs each may give the rows. */
static struct rule_driving walk_query(struct walk *w, size_t *at)
{
	static const char *const starts[] = { "select", "values", NULL };
	struct rule_driving needs = nothing;
	size_t scopes = w->nscopes;
	bool first = true;

	if (w->depth == DEPTH_MOST)
		return nothing;
	w->depth++;
	if (is(w, *at, "with")) {
		++*at;
		walk_with(w, at);
	}
	while (*at < w->n && !is(w, *at, ")")) {
		if (!is_any(w, *at, starts)) {
			++*at;
			continue;
		}
		struct rule_driving one = walk_select(w, at);
		needs = first ? one : need_either(&needs, &one);
		first = false;
	}
	w->depth--;
	w->nscopes = scopes;
	return needs;
}

static struct rule_driving walk_text(struct arena *a, struct str query, driving_view *view,
				     unsigned depth)
{
	struct walk w = { .arena = a, .view = view, .depth = depth };
	struct sql sql = { .rest = query };
	struct sql_token token, *tokens = NULL;
	size_t at = 0;

	while (sql_next(&sql, &token)) {
		tokens = arena_grow(a, tokens, w.n, sizeof(token));
		tokens[w.n++] = token;
	}
	w.tokens = tokens;
	return walk_query(&w, &at);
}

struct rule_driving driving_tables(struct str query, driving_view *view)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	return walk_text(a, query, view, 0);
}

/* The place of a column; it is there. */
static size_t column_of(const struct table *t, const char *name)
{
	size_t c = 0;

	while (!same(t->columns[c].name, name))
		c++;
	return c;
}

static uint64_t filled_kind(const char *kind)
{
	static const char *const stacked[] = { "vlan",   "macvlan", "macvtap",
					       "ipvlan", "ipvtap",  "vxlan" };

	if (same(kind, "vmknic") || same(kind, "vswif"))
		return DRIVING_VMKERNEL;
	for (size_t i = 0; i < countof(stacked); i++)
		if (same(kind, stacked[i]))
			return DRIVING_STACKED;
	return 0;
}

uint64_t driving_filled(const struct snapshot *s, unsigned host)
{
	const struct table *t = schema_table(TABLE_interface);
	size_t kind = column_of(t, "kind"), services = column_of(t, "services");
	uint64_t filled = 0;

	for (enum table_id id = 0; id < TABLE_COUNT; id++)
		if (snapshot_rows(s, id, host))
			filled |= (uint64_t)1 << id;
	for (size_t i = 0; i < snapshot_rows(s, TABLE_interface, host); i++) {
		const char *words =
			snapshot_cell(s, TABLE_interface, host, i, services).text.s;
		filled |= filled_kind(snapshot_cell(s, TABLE_interface, host, i, kind).text.s);
		filled |= words && *words ? DRIVING_SERVICES : 0;
	}
	return filled;
}

bool driving_may_run(const struct rule_driving *d, uint64_t filled)
{
	for (unsigned i = 0; i < d->n; i++)
		if (!(d->any[i] & filled))
			return false;
	return true;
}
