/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "db/state.h"
#include "db/with.h"

static bool is_fact(const void *ctx, struct str name)
{
	const struct db *db = ctx;
	enum table_id id;

	for (size_t i = 0; i < db->nkept; i++)
		if (str_eq_nocase(name, db->kept[i].name))
			return true;
	return schema_find(name, &id) || str_eq_nocase(name, "path");
}

static int prepare_split(struct db *db, const struct with *with, struct statement *s)
{
	int rc = SQLITE_OK;

	s->of_with = xcalloc(with->n, sizeof(struct kept *));
	for (size_t i = 0; i < with->n && rc == SQLITE_OK; i++) {
		rc = kept_make(db, with->tables[i].name, with->tables[i].sql, &s->of_with[i]);
		s->nof_with++;
	}
	return rc == SQLITE_OK ? sqlite3_prepare_v2(db->sql, with->sql, -1, &s->stmt, NULL) : rc;
}

/* What does not do in parts is prepared as it stands: SQLite then says what is wrong, and where. */
int statement_prepare(struct db *db, const char *sql, struct statement *ret_statement,
		      const char **ret_rest)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct statement s = { .stmt = NULL };
	struct with with;

	if (with_split(a, sql, db->with_number, is_fact, db, &with)) {
		db->with_number += (unsigned)with.n;
		if (prepare_split(db, &with, &s) == SQLITE_OK) {
			*ret_statement = s;
			if (ret_rest)
				*ret_rest = "";
			return SQLITE_OK;
		}
		statement_done(&s);
	}
	return sqlite3_prepare_v2(db->sql, sql, -1, &ret_statement->stmt, ret_rest);
}

void statement_done(struct statement *s)
{
	sqlite3_finalize(s->stmt);
	for (size_t i = 0; i < s->nof_with; i++)
		statement_done(&s->of_with[i]->statement);
	for (size_t i = s->nof_with; i-- > 0;)
		kept_drop(s->of_with[i]);
	free(s->of_with);
	*s = (struct statement){ .stmt = NULL };
}
