/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables that a statement makes for itself by WITH, as tables that are
 * kept.  SQLite looks at each row of such a table again for every row that
 * asks for it; a kept one is worked out once and has indexes, so that a
 * statement costs what its rows cost, not their square.
 */
#ifndef DB_WITH_H
#define DB_WITH_H

#include "base/arena.h"

struct with_table {
	const char *name; /* where it is found instead: name__number, counted from `number` on */
	const char *sql;  /* its SELECT */
	const char *whole; /* the same, behind the WITH as it was written */
	unsigned place;    /* among all tables of the WITH */
};

struct with {
	const char *sql; /* the statement without them */
	struct with_table *tables;
	size_t n;
};

/*
 * Takes a statement apart.  A table stays in its WITH where that is no loss, or
 * where it reads itself.  `is_fact` says which names stand for something where
 * no WITH makes them.  False: nothing to take out, or not understood.
 */
bool with_split(struct arena *a, const char *sql, unsigned number,
		bool (*is_fact)(const void *ctx, struct str name), const void *ctx,
		struct with *ret_with);

#endif
