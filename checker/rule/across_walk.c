/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/across_walk.h"

#include <strings.h>

bool token_is(const struct across_walk *w, size_t i, const char *word)
{
	return i < w->n && (w->tokens[i].type == SQL_WORD || w->tokens[i].type == SQL_MARK) &&
	       str_eq_nocase(w->tokens[i].text, word);
}

bool token_is_any(const struct across_walk *w, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (token_is(w, i, *words))
			return true;
	return false;
}

size_t token_over(const struct across_walk *w, size_t i)
{
	unsigned depth = 0;

	do {
		depth += token_is(w, i, "(") || token_is(w, i, "case");
		depth -= (token_is(w, i, ")") || token_is(w, i, "end")) && depth;
		i++;
	} while (depth && i < w->n);
	return i;
}

static unsigned root(const struct across_walk *w, unsigned number)
{
	while (w->tied[number] != number)
		number = w->tied[number];
	return number;
}

bool token_is_query(const struct across_walk *w, size_t i)
{
	static const char *const starts[] = { "select", "with", "values", NULL };

	return token_is(w, i, "(") && token_is_any(w, i + 1, starts);
}

bool token_is_name(const struct across_walk *w, size_t i)
{
	static const char *const keywords[] = {
		"as",	  "on",	       "using",	  "join",   "left",  "inner",  "cross", "outer",
		"right",  "full",      "natural", "where",  "group", "having", "order", "limit",
		"window", "intersect", "union",	  "except", "end",   NULL
	};

	return i < w->n && w->tokens[i].type == SQL_WORD && !token_is_any(w, i, keywords);
}

const struct across_source *walk_find(const struct across_source *inner, struct str name)
{
	for (const struct across_source *query = inner; query; query = query->outer)
		for (const struct across_source *s = query; s; s = s->next)
			if (s->name.n == name.n && strncasecmp(s->name.p, name.p, name.n) == 0)
				return s;
	return NULL;
}

/* A bare `host` is that of the only one here that has any. */
static const struct across_source *only_source(const struct across_source *sources)
{
	const struct across_source *only = NULL;

	for (const struct across_source *s = sources; s; s = s->next) {
		if (s->hosted && only)
			return NULL;
		only = s->hosted ? s : only;
	}
	return only;
}

const struct across_source *walk_read_host(const struct across_walk *w, size_t i,
					   const struct across_source *sources, size_t *ret_end)
{
	const struct across_source *s = NULL;

	*ret_end = i;
	if (token_is(w, i, "host") && !token_is(w, i + 1, ".") && !token_is(w, i + 1, "(")) {
		s = only_source(sources);
		*ret_end = i + 1;
	} else if (token_is_name(w, i) && token_is(w, i + 1, ".") && token_is(w, i + 2, "host")) {
		s = walk_find(sources, w->tokens[i].text);
		*ret_end = i + 3;
	}
	return s && s->hosted ? s : NULL;
}

/* Does an expression end here? */
static bool is_end(const struct across_walk *w, size_t i, size_t end)
{
	static const char *const ends[] = {
		"and", ")", ",", "join", "left", "inner", "cross", NULL
	};

	return i >= end || token_is_any(w, i, ends);
}

void walk_tie(struct across_walk *w, size_t at, size_t end, const struct across_source *sources,
	      const struct across_source *only)
{
	bool begins = true, between = false;

	for (size_t i = at; i < end; i = token_over(w, i))
		if (token_is(w, i, "or"))
			return;
	for (size_t i = at; i < end;) {
		size_t middle, last;
		const struct across_source *a =
			begins ? walk_read_host(w, i, sources, &middle) : NULL;
		const struct across_source *b =
			a && (token_is(w, middle, "=") || token_is(w, middle, "=="))
				? walk_read_host(w, middle + 1, sources, &last)
				: NULL;
		if (b && is_end(w, last, end) && (!only || a == only || b == only)) {
			w->tied[root(w, a->number)] = root(w, b->number);
			i = last;
		}
		between = between || token_is(w, i, "between");
		begins = token_is(w, i, "and") && !between;
		between = between && !token_is(w, i, "and");
		i = token_over(w, i);
	}
}

bool walk_is_one(const struct across_walk *w, const struct across_source *sources,
		 const struct across_source *outer)
{
	unsigned one = ACROSS_SOURCES_MOST;

	for (const struct across_source *query = outer; query && one == ACROSS_SOURCES_MOST;
	     query = query->outer)
		for (const struct across_source *s = query; s; s = s->next)
			one = s->hosted ? root(w, s->number) : one;
	for (const struct across_source *s = sources; s; s = s->next) {
		if (!s->hosted)
			continue;
		if (one == ACROSS_SOURCES_MOST)
			one = root(w, s->number);
		if (root(w, s->number) != one)
			return false;
	}
	return true;
}

bool walk_have_host(const struct across_source *sources)
{
	for (const struct across_source *s = sources; s; s = s->next)
		if (s->hosted)
			return true;
	return false;
}

bool walk_around_has_host(const struct across_source *outer)
{
	for (; outer; outer = outer->outer)
		if (walk_have_host(outer))
			return true;
	return false;
}
