/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/across.h"

#include <strings.h>

#include "base/arena.h"
#include "model/schema.h"
#include "rule/across_walk.h"

enum { DEPTH_MOST = 32, INSIDE = INT32_MAX /* an expression */ };

/* What a query gives: rows with a host, in which column. */
struct answer {
	bool hosted, found; /* found: and says which */
	bool loose;	    /* of any hosts, not only of the query's around */
	size_t column;	    /* of `host` */
};

/* One SELECT: where its clauses begin, in tokens, and what is in its FROM. */
struct select {
	size_t list, from, where, group, late, end;
	bool limited;
	const struct across_source *sources;
	const struct across_source *outer;
};

static bool walk_query(struct across_walk *w, size_t *at, const struct across_source *outer,
		       size_t names, struct answer *ret);
static bool walk_text(struct arena *a, struct str query, driving_view *view, unsigned depth,
		      struct answer *ret);

/* Rows of several hosts that do not say of which. */
static bool cannot_tell(const struct answer *a)
{
	return a->hosted && a->loose && !a->found;
}

static bool named_table(struct across_walk *w, struct str name, bool *ret_hosted)
{
	struct answer answer;
	enum table_id id;
	const char *view;
	unsigned number;

	for (size_t i = w->ncommons; i > 0; i--) {
		const struct across_common *c = &w->commons[i - 1];
		if (c->name.n == name.n && strncasecmp(c->name.p, name.p, name.n) == 0) {
			*ret_hosted = c->hosted;
			return true;
		}
	}
	*ret_hosted = !str_eq_nocase(name, "policy_role");
	if (!*ret_hosted || schema_find(name, &id) || str_eq_nocase(name, "policy_expect"))
		return true;
	view = w->view(name, &number);
	if (!view || !walk_text(w->arena, str_of(view), w->view, w->depth, &answer) ||
	    cannot_tell(&answer))
		return false;
	*ret_hosted = answer.hosted;
	return true;
}

/* path(x.host, …) is of that host; json_each() of none. */
static bool table_function(const struct across_walk *w, size_t i,
			   const struct across_source *sources)
{
	size_t end;

	if (token_is(w, i, "json_each") || token_is(w, i, "json_tree"))
		return true;
	return token_is(w, i, "path") && walk_read_host(w, i + 2, sources, &end) &&
	       token_is(w, end, ",");
}

/* One item of a FROM; *ret_source, in front of the others, is complete but for
 * ties. */
static bool walk_item(struct across_walk *w, size_t *at, struct select *select)
{
	struct across_source *s = arena_alloc(w->arena, sizeof(*s));
	struct answer answer;
	size_t i = *at;

	if (w->nsources == ACROSS_SOURCES_MOST)
		return false;
	if (token_is_query(w, i)) {
		size_t inner = i + 1;
		w->walked[i] = true;
		if (!walk_query(w, &inner, select->outer, 0, &answer) || cannot_tell(&answer))
			return false;
		s->hosted = answer.hosted && answer.loose;
		i = token_over(w, i);
	} else if (token_is_name(w, i) && token_is(w, i + 1, "(")) {
		if (!table_function(w, i, select->sources ? select->sources : select->outer))
			return false;
		s->name = w->tokens[i].text;
		i = token_over(w, i + 1);
	} else {
		if (!token_is_name(w, i) || token_is(w, i + 1, ".") ||
		    !named_table(w, w->tokens[i].text, &s->hosted))
			return false;
		s->name = w->tokens[i++].text;
	}
	i += token_is(w, i, "as");
	if (token_is_name(w, i))
		s->name = w->tokens[i++].text;
	s->number = w->nsources;
	w->tied[w->nsources] = w->nsources;
	w->nsources++;
	s->next = select->sources;
	s->outer = select->outer;
	select->sources = s;
	*at = i;
	return true;
}

/* FROM to its end. */
static bool walk_from(struct across_walk *w, struct select *select)
{
	static const char *const unlike[] = { "right", "full", "natural", "using", NULL };
	static const char *const joins[] = { "left", "outer", "inner", "cross", "join", ",", NULL };
	size_t i = select->from + 1;

	while (i < select->where) {
		bool left = false;
		for (; token_is_any(w, i, joins); i++)
			left = left || token_is(w, i, "left");
		if (token_is_any(w, i, unlike) || !walk_item(w, &i, select))
			return false;
		if (token_is(w, i, "on")) {
			size_t on = ++i;
			while (i < select->where && !token_is_any(w, i, joins))
				i = token_over(w, i);
			walk_tie(w, on, i, select->sources, left ? select->sources : NULL);
		}
		if (i < select->where && !token_is_any(w, i, joins))
			return false;
	}
	return true;
}

/* Clauses in their order; one that is not there is where the next one is. */
static void find_clauses(const struct across_walk *w, size_t at, struct select *ret)
{
	static const char *const ends[] = { "union", "intersect", "except", ")", ";", NULL };
	static const char *const late[] = { "having", "window", "order", "limit", NULL };
	size_t from = 0, where = 0, group = 0, last = 0, i = at + 1;

	*ret = (struct select){ .limited = false };
	i += token_is(w, i, "distinct") || token_is(w, i, "all");
	ret->list = i;
	for (; i < w->n && !token_is_any(w, i, ends); i = token_over(w, i)) {
		from = from || !token_is(w, i, "from") ? from : i;
		where = where || !token_is(w, i, "where") ? where : i;
		group = group || !token_is(w, i, "group") ? group : i;
		last = last || !token_is_any(w, i, late) ? last : i;
		ret->limited = ret->limited || token_is(w, i, "limit");
	}
	ret->end = i;
	ret->late = last ? last : i;
	ret->group = group ? group : ret->late;
	ret->where = where ? where : ret->group;
	ret->from = from ? from : ret->where;
}

/* Functions of one row. Any other is taken for an aggregate. */
static bool is_plain_call(const struct across_walk *w, size_t i)
{
	static const char *const plain[] = {
		"abs", "cast", "ceil", "ceiling", "char", "coalesce", "date", "datetime", "floor",
		"format", "glob", "has_word", "hex", "holds", "ifnull", "iif", "in_subnet", "instr", "ip",
		"ip_family", "ip_is_link_local", "json", "json_array", "json_array_length",
		"json_extract", "json_object", "json_quote", "json_type", "json_valid", "julianday",
		"length", "like", "likelihood", "likely", "lower", "ltrim", "mod", "nth_address",
		"nullif", "overlaps", "param", "path", "json_each", "json_tree", "prefix_len",
		"printf", "quote", "regexp", "replace", "round", "rtrim", "sign", "strftime",
		"subnet", "substr", "substring", "time", "trim", "typeof", "unicode", "unixepoch",
		"unlikely", "upper", "version_at_least",
		/* words of SQL that a parenthesis may follow */
		"in", "values", "as", "on", "and", "or", "not", "when", "then", "else", "exists",
		"over", "filter", "by", "from", "join", "where", "having", "is", "between",
		"select", "distinct", "case", "materialized", NULL
	};
	size_t behind = token_over(w, i + 1);

	if (token_is_any(w, i, plain) || token_is(w, behind, "over"))
		return true;
	if (token_is(w, behind, "filter"))
		return token_is(w, token_over(w, behind + 1), "over");
	if (!token_is(w, i, "min") && !token_is(w, i, "max"))
		return false;
	for (size_t j = i + 2; j + 1 < behind; j = token_over(w, j))
		if (token_is(w, j, ","))
			return true;
	return false;
}

/* Is `host` one of the items of the list? */
static bool lists_host(const struct across_walk *w, size_t at, size_t end,
		       const struct across_source *sources)
{
	bool begins = true;

	for (size_t i = at; i < end; i = token_over(w, i)) {
		size_t last;
		if (begins && walk_read_host(w, i, sources, &last) &&
		    (last >= end || token_is(w, last, ",")))
			return true;
		begins = token_is(w, i, ",");
	}
	return false;
}

/* (PARTITION BY …, host, … ORDER BY …) at its parenthesis. */
static bool window_is_one(const struct across_walk *w, size_t i,
			  const struct across_source *sources)
{
	static const char *const ends[] = { "order", "rows", "range", "groups", NULL };
	size_t end = token_over(w, i) - 1, at = i + 3, stop = at;

	if (!token_is(w, i, "(") || !token_is(w, i + 1, "partition") || !token_is(w, i + 2, "by"))
		return false;
	while (stop < end && !token_is_any(w, stop, ends))
		stop = token_over(w, stop);
	return lists_host(w, at, stop, sources);
}

/* OVER (…), or OVER name with WINDOW name AS (…). */
static bool over_is_one(const struct across_walk *w, size_t i, const struct select *select)
{
	if (token_is(w, i + 1, "("))
		return window_is_one(w, i + 1, select->sources);
	for (size_t j = select->late; j + 2 < select->end; j = token_over(w, j))
		if (token_is_name(w, j) && str_same(w->tokens[j].text, w->tokens[i + 1].text) &&
		    token_is(w, j + 1, "as"))
			return window_is_one(w, j + 2, select->sources);
	return false;
}

/* An aggregate of an inner query that looks at outer columns alone is the outer
 * one's. */
static bool looks_inside(const struct across_walk *w, size_t i, const struct across_source *sources)
{
	size_t end = token_over(w, i + 1) - 1;

	for (size_t j = i + 2; j < end; j++) {
		if (token_is(w, j, "*"))
			return true;
		if (!token_is_name(w, j) || token_is(w, j - 1, ".") || token_is(w, j + 1, "("))
			continue;
		if (!token_is(w, j + 1, "."))
			return true;
		for (const struct across_source *s = sources; s; s = s->next)
			if (str_same(s->name, w->tokens[j].text))
				return true;
	}
	return false;
}

/*
 * Nested queries must be tied to this one.  Where this one is not tied to
 * another, its windows stay within a host; *ret_aggregate: it has one.
 */
static bool walk_expressions(struct across_walk *w, const struct select *select, bool loose,
			     bool *ret_aggregate)
{
	const struct across_source *sources = select->sources ? select->sources : select->outer;

	*ret_aggregate = false;
	for (size_t i = select->list; i < select->end; i++) {
		struct answer answer;
		size_t inner = i + 1;
		if (token_is_query(w, i)) {
			if (!w->walked[i] && !walk_query(w, &inner, sources, INSIDE, &answer))
				return false;
			i = token_over(w, i) - 1;
			continue;
		}
		if ((token_is(w, i, "over") && loose && !over_is_one(w, i, select)) ||
		    (token_is(w, i, "in") && !token_is(w, i + 1, "(")))
			return false;
		if (w->tokens[i].type != SQL_WORD || !token_is(w, i + 1, "(") ||
		    is_plain_call(w, i))
			continue;
		*ret_aggregate = true;
		if (!loose && walk_have_host(sources) && !looks_inside(w, i, select->sources))
			return false;
	}
	return true;
}

static size_t comma_or(const struct across_walk *w, size_t i, size_t end)
{
	while (i < end && !token_is(w, i, ","))
		i = token_over(w, i);
	return i;
}

/* `*` or `x.*` */
static bool star_has_host(const struct across_walk *w, size_t i,
			  const struct across_source *sources)
{
	const struct across_source *s = sources;

	if (!token_is(w, i, "*")) {
		s = walk_find(sources, w->tokens[i].text);
		return s && s->hosted;
	}
	while (s && s->hosted)
		s = s->next;
	return !s;
}

/* Which column is the host; of further SELECTs the same one must be. */
static bool find_column(const struct across_walk *w, const struct select *select, size_t names,
			bool first, struct answer *ret)
{
	size_t column = 0;

	for (size_t i = select->list; i < select->from; column++) {
		size_t end = comma_or(w, i, select->from), last;
		bool is_host = walk_read_host(w, i, select->sources, &last) &&
			       (last == end || (token_is(w, last, "as") && last + 2 == end));
		bool named = names ? token_is(w, names + 1 + 2 * column, "host")
				   : token_is(w, end - 1, "host");
		if (token_is(w, end - 1, "*")) {
			ret->column = SIZE_MAX;
			return first && !names && star_has_host(w, i, select->sources);
		}
		if (first ? named : column == ret->column) {
			ret->column = column;
			return is_host;
		}
		i = end + 1;
	}
	return false;
}

/* One SELECT; `names`: the token before the column list of a WITH, 0 or INSIDE. */
static bool walk_select(struct across_walk *w, size_t *at, const struct across_source *outer,
			size_t names, bool first, struct answer *ret)
{
	struct select select;
	bool aggregate, hosted, loose, found;

	find_clauses(w, *at, &select);
	select.outer = outer;
	*at = select.end;
	if (select.from < select.where && !walk_from(w, &select))
		return false;
	walk_tie(w, select.where + 1, select.group, select.sources, NULL);
	hosted = walk_have_host(select.sources);
	loose = hosted && !walk_around_has_host(outer);
	if (!walk_is_one(w, select.sources, outer) || (loose && names == INSIDE) ||
	    !walk_expressions(w, &select, loose, &aggregate))
		return false;
	if (loose && select.limited)
		return false;
	if (loose && (aggregate || token_is(w, select.group, "group")) &&
	    !(token_is(w, select.group, "group") &&
	      lists_host(w, select.group + 2, select.late, select.sources)))
		return false;
	if (!first && hosted != ret->hosted)
		return names == INSIDE;
	found = hosted && find_column(w, &select, names == INSIDE ? 0 : names, first, ret);
	ret->found = (first || ret->found) && found;
	ret->loose = ret->loose || loose;
	ret->hosted = hosted;
	return true;
}

/* WITH name [(columns)] AS [NOT MATERIALIZED] (query), … */
static bool walk_with(struct across_walk *w, size_t *at)
{
	*at += token_is(w, *at, "recursive");
	for (;;) {
		struct across_common common = { .name = w->tokens[*at].text, .hosted = true };
		struct answer answer;
		size_t names, inner;
		if (!token_is_name(w, *at))
			return false;
		names = token_is(w, ++*at, "(") ? *at : 0;
		*at = names ? token_over(w, *at) : *at;
		while (*at < w->n && !token_is(w, *at, "("))
			++*at;
		inner = *at + 1;
		*at = token_over(w, *at);
		/* one that reads itself has a host, or is refused below */
		w->commons = arena_grow(w->arena, w->commons, w->ncommons, sizeof(common));
		w->commons[w->ncommons++] = common;
		size_t place = w->ncommons - 1;
		if (!walk_query(w, &inner, NULL, names, &answer) || cannot_tell(&answer))
			return false;
		w->commons[place].hosted = answer.hosted;
		if (!token_is(w, *at, ","))
			return true;
		++*at;
	}
}

static bool walk_query(struct across_walk *w, size_t *at, const struct across_source *outer,
		       size_t names, struct answer *ret)
{
	static const char *const between[] = { "union", "intersect", "except", "all", NULL };
	size_t commons = w->ncommons;
	bool known = w->depth < DEPTH_MOST;

	*ret = (struct answer){ .column = 0 };
	w->depth++;
	if (known && token_is(w, *at, "with")) {
		++*at;
		known = walk_with(w, at);
	}
	for (bool first = true; known && *at < w->n && !token_is(w, *at, ")"); first = false) {
		if (token_is(w, *at, "values")) {
			known = !ret->hosted;
			while (*at < w->n && !token_is(w, *at, ")") &&
			       !token_is_any(w, *at, between))
				*at = token_over(w, *at);
		} else {
			known = token_is(w, *at, "select") &&
				walk_select(w, at, outer, names, first, ret);
		}
		while (token_is_any(w, *at, between))
			++*at;
	}
	w->depth--;
	w->ncommons = commons;
	return known;
}

/* Names in quotes are taken for nothing. */
static bool read_tokens(struct across_walk *w, struct str query)
{
	struct sql sql = { .rest = query };
	struct sql_token token, *tokens = NULL;

	while (sql_next(&sql, &token)) {
		if (token.type == SQL_DOUBLE || token.text.p[0] == '[' || token.text.p[0] == '`')
			return false;
		if (str_eq(token.text, ";"))
			break;
		tokens = arena_grow(w->arena, tokens, w->n, sizeof(token));
		tokens[w->n++] = token;
	}
	w->tokens = tokens;
	return w->n;
}

static bool walk_text(struct arena *a, struct str query, driving_view *view, unsigned depth,
		      struct answer *ret)
{
	struct across_walk *w = arena_alloc(a, sizeof(*w));
	size_t at = 0;

	w->arena = a;
	w->view = view;
	w->depth = depth;
	if (!read_tokens(w, query))
		return false;
	w->walked = arena_array(a, w->n, sizeof(*w->walked));
	return walk_query(w, &at, NULL, 0, ret) && at >= w->n;
}

bool across_hosts(struct str query, driving_view *view)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct answer answer;

	return !walk_text(a, query, view, 0, &answer) || !answer.hosted || !answer.found;
}
