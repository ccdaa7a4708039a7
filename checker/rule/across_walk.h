/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the files of rule/across.h: the tokens of a query, and what is tied
 * to what by equality of `host`.
 */
#ifndef RULE_ACROSS_WALK_H
#define RULE_ACROSS_WALK_H

#include "rule/driving.h"
#include "rule/sql.h"

enum { ACROSS_SOURCES_MOST = 400 };

/* Something in a FROM; ties are between the numbers of those that have a host.
 */
struct across_source {
	struct str name;
	bool hosted;
	unsigned number;
	const struct across_source *next, *outer; /* outer: the sources of the query around */
};

/* A common table expression; the latest of a name counts. */
struct across_common {
	struct str name;
	bool hosted;
};

struct across_walk {
	struct arena *arena;
	driving_view *view;
	const struct sql_token *tokens;
	size_t n;
	struct across_common *commons;
	size_t ncommons;
	bool *walked; /* by token: a query that is an item of a FROM */
	unsigned depth;
	unsigned tied[ACROSS_SOURCES_MOST]; /* to which number; itself: to none */
	unsigned nsources;
};

/* The word or mark at a place, which may be past the end. */
bool token_is(const struct across_walk *w, size_t i, const char *word);
bool token_is_any(const struct across_walk *w, size_t i, const char *const *words);

/* Over a parenthesis or a CASE and all in it, or over one token. */
size_t token_over(const struct across_walk *w, size_t i);

bool token_is_query(const struct across_walk *w, size_t i); /* "(SELECT" and its like */
bool token_is_name(const struct across_walk *w, size_t i);  /* no keyword of a FROM */

/* The one that a name means, in this query or in one around it. */
const struct across_source *walk_find(const struct across_source *inner, struct str name);

/* `x.host` or `host` at a token, of something that has a host; *ret_end is
 * behind it. */
const struct across_source *walk_read_host(const struct across_walk *w, size_t i,
					   const struct across_source *sources, size_t *ret_end);

/*
 * Ties what `a.host = b.host` in a condition ties: where it stands alone or
 * between ANDs.  With `only`, the right side of a LEFT JOIN, it must be of
 * that.
 */
void walk_tie(struct across_walk *w, size_t at, size_t end, const struct across_source *sources,
	      const struct across_source *only);

/* All that has a host here is one host's, that of the query around where there
 * is one. */
bool walk_is_one(const struct across_walk *w, const struct across_source *sources,
		 const struct across_source *outer);

bool walk_have_host(const struct across_source *sources);
bool walk_around_has_host(const struct across_source *outer);

#endif
