/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cells of the snapshot as SQL's values, and back. */
#ifndef DB_CELL_H
#define DB_CELL_H

#include <sqlite3.h>

#include "model/snapshot.h"

/* The declared type of a column: what else stands in a comparison takes its affinity. */
const char *cell_sql_type(enum cell_type type);

/*
 * The cell of ret->type that equals the value; false: none does.  Text equals an
 * address only in the form that is printed, as SQL compares text.
 */
bool cell_of_number(sqlite3_value *v, struct cell *ret);
bool cell_of_text(const struct snapshot *s, struct str text, struct cell *ret);

/* Of a known cell; texts are one pointer each in a snapshot. */
uint64_t cell_hash(const struct cell *c);

/* What is not known gives NULL. */
void cell_result(sqlite3_context *ctx, const struct cell *cell);
void origin_result(sqlite3_context *ctx, struct origin origin);

#endif
