/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/lint.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "rule/bare_column.h"
#include "rule/sql.h"

struct tokens {
	struct sql_token *v;
	size_t n;
};

static void read_tokens(struct arena *a, struct str query, struct tokens *ret_tokens)
{
	struct sql sql = { .rest = query };
	struct sql_token token;

	*ret_tokens = (struct tokens){ .n = 0 };
	while (sql_next(&sql, &token)) {
		ret_tokens->v = arena_grow(a, ret_tokens->v, ret_tokens->n, sizeof(token));
		ret_tokens->v[ret_tokens->n++] = token;
	}
}

/* The word at a place, which may be past the end. */
static bool has(const struct tokens *t, size_t i, const char *word)
{
	return i < t->n && str_eq_nocase(t->v[i].text, word) &&
	       (t->v[i].type == SQL_WORD || t->v[i].type == SQL_MARK);
}

static int lint_token(const struct tokens *t, size_t i, enum lint_use use, struct err *err)
{
	const struct sql_token *token = &t->v[i], *bare;

	if (token->type == SQL_DOUBLE)
		return err_set(err, "%s: a text stands in single quotes, a name in none",
			       text_shown(token->text).s);
	if (token->type == SQL_PARAMETER && use == LINT_QUERY)
		return err_set(err, "%s: a rule has no parameters but param('name')",
			       text_shown(token->text).s);
	if (has(t, i + 1, "null") &&
	    (has(t, i, "=") || has(t, i, "==") || has(t, i, "<>") || has(t, i, "!=")))
		return err_set(err, "%.*s NULL is never true; write IS NULL or IS NOT NULL",
			       STR_ARGS(token->text));
	if (has(t, i, "not") && has(t, i + 1, "in") && has(t, i + 2, "(") &&
	    has(t, i + 3, "select"))
		return err_set(err, "NOT IN (SELECT …) is never true where the list holds a NULL; "
				    "write NOT EXISTS");
	if (!has(t, i, "select"))
		return 0;
	bare = bare_column(t->v, t->n, i);
	if (!bare)
		return 0;
	return err_set(
		err,
		"column '%s' stands beside an aggregate and is not in GROUP BY: any row's value",
		text_shown(bare->text).s);
}

int lint_sql(struct str query, enum lint_use use, unsigned *ret_line, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct tokens t;

	read_tokens(a, query, &t);
	for (size_t i = 0; i < t.n; i++) {
		if (lint_token(&t, i, use, err) < 0) {
			*ret_line = t.v[i].line;
			return -1;
		}
	}
	return 0;
}
