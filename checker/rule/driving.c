/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/driving.h"

#include <strings.h>

#include "base/arena.h"
#include "model/schema.h"
#include "rule/aggregate.h"

enum { DEPTH_MOST = 32 };

/* A common table expression and what it needs; the latest of a name counts. */
struct scope {
	struct str name;
	uint64_t needs;
};

struct walk {
	struct arena *arena;
	const struct sql_token *tokens;
	size_t n;
	struct scope *scopes;
	size_t nscopes;
	unsigned depth;
};

static uint64_t walk_query(struct walk *w, size_t *at);

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

static uint64_t table_of(const struct walk *w, struct str name)
{
	enum table_id id;

	for (size_t i = w->nscopes; i > 0; i--)
		if (w->scopes[i - 1].name.n == name.n &&
		    strncasecmp(w->scopes[i - 1].name.p, name.p, name.n) == 0)
			return w->scopes[i - 1].needs;
	return schema_find(name, &id) ? (uint64_t)1 << id : 0;
}

static uint64_t walk_item(struct walk *w, size_t *at)
{
	size_t i = *at;
	uint64_t needs = 0;

	if (is(w, i, "(")) {
		*at = over(w, i);
		i++;
		return is(w, i, "select") || is(w, i, "with") ? walk_query(w, &i) : 0;
	}
	if (i < w->n && w->tokens[i].type == SQL_WORD && !is(w, i + 1, "(") && !is(w, i + 1, "."))
		needs = table_of(w, w->tokens[i].text);
	*at = i + 1;
	return needs;
}

/* From behind FROM to its end: inner joins add up, the right side of a LEFT JOIN adds nothing. */
static uint64_t walk_from(struct walk *w, size_t *at)
{
	static const char *const ends[] = { "where",  "group", "having", "window",
					    "order",  "limit", "union",	 "intersect",
					    "except", ")",     NULL };
	static const char *const unlike[] = { "right", "full", NULL };
	bool left = false, unsure = false;
	uint64_t needs = walk_item(w, at);

	while (*at < w->n && !is_any(w, *at, ends)) {
		bool joins = is(w, *at, ",") || is(w, *at, "join");
		left = left || is(w, *at, "left");
		unsure = unsure || is_any(w, *at, unlike);
		*at = over(w, *at);
		if (!joins)
			continue;
		uint64_t item = walk_item(w, at);
		needs |= left ? 0 : item;
		left = false;
	}
	return unsure ? 0 : needs;
}

/* One SELECT, to the operator or parenthesis behind it.  An aggregate over no rows is a row. */
static uint64_t walk_select(struct walk *w, size_t *at)
{
	static const char *const ends[] = { "union", "intersect", "except", ")", NULL };
	bool whole = aggregate_is_whole(w->tokens, w->n, *at);
	uint64_t needs = 0;

	while (*at < w->n && !is_any(w, *at, ends)) {
		bool from = is(w, *at, "from");
		*at = over(w, *at);
		if (from)
			needs = walk_from(w, at);
	}
	return whole ? 0 : needs;
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
		*at = over(w, *at);
		w->scopes = arena_grow(w->arena, w->scopes, w->nscopes, sizeof(scope));
		w->scopes[w->nscopes++] = scope;
	}
}

/* Of several SELECTs each may give the rows. */
static uint64_t walk_query(struct walk *w, size_t *at)
{
	static const char *const starts[] = { "select", "values", NULL };
	size_t scopes = w->nscopes;
	uint64_t needs = UINT64_MAX;

	if (w->depth == DEPTH_MOST)
		return 0;
	w->depth++;
	if (is(w, *at, "with")) {
		++*at;
		walk_with(w, at);
	}
	while (*at < w->n && !is(w, *at, ")")) {
		if (is_any(w, *at, starts))
			needs &= walk_select(w, at);
		else
			++*at;
	}
	w->depth--;
	w->nscopes = scopes;
	return needs == UINT64_MAX ? 0 : needs;
}

uint64_t driving_tables(struct str query)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct walk w = { .arena = a };
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
