/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * every(x) and some(x): AND and OR over the rows of a group in SQL's three
 * values.  min() and max() will not do: they pass over NULL, so an object of
 * which half is unknown would come out compliant.  Of no rows at all, every()
 * is 1 and some() is 0.
 */
#include <sqlite3.h>

#include "db/state.h"

struct seen {
	bool yes, no, unknown;
};

static void see(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct seen *seen = sqlite3_aggregate_context(ctx, sizeof(*seen));

	(void)argc;
	if (!seen)
		return;
	if (sqlite3_value_type(argv[0]) == SQLITE_NULL)
		seen->unknown = true;
	else if (sqlite3_value_double(argv[0]) != 0)
		seen->yes = true;
	else
		seen->no = true;
}

static void finish_every(sqlite3_context *ctx)
{
	const struct seen *seen = sqlite3_aggregate_context(ctx, 0);

	if (!seen || seen->no || !seen->unknown)
		sqlite3_result_int(ctx, !seen || !seen->no);
}

static void finish_some(sqlite3_context *ctx)
{
	const struct seen *seen = sqlite3_aggregate_context(ctx, 0);

	if (!seen || seen->yes || !seen->unknown)
		sqlite3_result_int(ctx, seen && seen->yes);
}

int aggregate_register(struct db *db)
{
	enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };
	int rc = sqlite3_create_function(db->sql, "every", 1, FLAGS, db, NULL, see, finish_every);

	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(db->sql, "some", 1, FLAGS, db, NULL, see, finish_some);
	return rc;
}
