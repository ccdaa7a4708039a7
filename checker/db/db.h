/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQL over a const snapshot.  Every table of model/tables.def is a virtual
 * table with the columns `host` and, hidden, `origin` ("file:line" or NULL)
 * besides its own; functions ip(), in_subnet(), subnet(), overlaps(),
 * regexp(), param(); the table function path(); the shared views of db/views/.
 *
 * One db serves one snapshot on one thread.  Statements may only SELECT: the
 * authorizer denies all else, no file can be reached.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/err.h"
#include "model/rule.h"
#include "model/snapshot.h"

struct policy;
struct db;
struct query;

/* policy may be NULL; both must outlive the db. NULL with the reason where SQL cannot be had. */
struct db *db_new(const struct snapshot *s, const struct policy *policy, struct err *err);

/*
 * Rows of more hosts than a snapshot holds, in tables that lie on disk where
 * they are large: what is gathered there with db_table_add().  Its own are only
 * the views that look across hosts and the policy's roles.
 */
struct db *db_new_gathered(const struct policy *policy, struct err *err);

/* A table of that name with these columns ("host TEXT,mtu INTEGER"), n of them; then its rows. */
struct db_table;
struct fact;
struct db_table *db_table_new(struct db *db, const char *name, const char *columns, size_t n,
			      struct err *err);
int db_table_add(struct db_table *t, const struct fact *values, struct err *err);

/* Before the first statement: rows are found by host, and by the key, a column or NULL. */
int db_table_end(struct db_table *t, const char *key, struct err *err);
void db_table_free(struct db_table *t);
bool db_gathered_lost(const struct db *db); /* there was no room for them on disk */

/* Turns to another snapshot; statements stay prepared, but none may be running. */
void db_use(struct db *db, const struct snapshot *s);
void db_free(struct db *db);
void db_freep(struct db **db);

/* From now on statements see the hosts first to end - 1 of the snapshot; db_use() shows all. */
void db_look_at(struct db *db, unsigned first, unsigned end);

/*
 * What can be read beside the schema's tables: views, the policy's tables, then
 * path(). False past the end.  The place is the number of a view or a table of
 * the policy in struct about.
 */
struct db_view {
	const char *name;
	struct str doc;     /* one line */
	const char *select; /* NULL where it is none */
	struct str about; /* of a view: names with commas between; without a row in any of these it has none */
};
bool db_view_at(size_t i, struct db_view *ret_view);
size_t db_view_count(void); /* those that have a SELECT, which come first */

/* The number of a view or of a table of the policy; false where there is none of that name. */
bool db_view_number(struct str name, unsigned *ret_number);

/* A view's columns and tables, which preparing it tells; -1 where there is none of that name. */
struct arena;
int db_view_facts(struct db *db, struct arena *a, const char *name, struct view_facts *ret_facts,
		  struct err *err);

/*
 * Takes the same from earlier, before the first statement: then a view is
 * prepared when it is first read.  The facts must outlive the db.
 */
void db_take_views(struct db *db, const struct view_facts *views, size_t n);

/* Takes the view, or the table of the policy, of that number as empty, until the next db_use(). */
void db_view_omit(struct db *db, unsigned number);

/*
 * Takes the view of that number to be another SELECT, with the same columns (NULL: its own again),
 * and forgets its rows; -1 where SQLite refuses it, and then it is its own.  Those that stand on it
 * keep theirs until they are told to forget them.
 */
int db_view_replace(struct db *db, unsigned number, const char *select, struct err *err);
void db_view_forget(struct db *db, unsigned number);

/*
 * From now on a statement, with the views that it fills, is stopped after about so many steps of
 * SQLite's machine; 0: by its time alone.  The same snapshot stops it at the same step.
 */
void db_limit_steps(struct db *db, uint64_t steps);

/* Does one of these have a row on the hosts that statements see?  True where nothing is named. */
bool db_has_rows(struct db *db, const struct about *about);

/* From now on the tables and views that statements name are noted, and their columns; NULL: no more. */
struct db_reads {
	struct arena *arena;
	struct rule_relation *v;
	size_t n;
};
void db_note_reads(struct db *db, struct db_reads *notes);

/*
 * Prepares one statement; -1 with words, and the offset of the fault in `sql`
 * (-1: none) for the caller's line count.
 */
int db_prepare(struct db *db, const char *sql, struct query **ret_query, int *ret_offset,
	       struct err *err);

/*
 * The same of a statement whose parameters, :name, stand for these columns; another one is a
 * fault.  query_bind() says what they are, by column, before query_start() or query_restart().
 */
int db_prepare_over(struct db *db, const char *sql, const char *const *columns, size_t n,
		    struct query **ret_query, int *ret_offset, struct err *err);
void query_bind(struct query *q, const struct fact *values);

void query_free(struct query *q);
void query_freep(struct query **q);
table_set query_tables(const struct query *q);
table_set query_own_tables(const struct query *q); /* without what only views of it read */

/* The table of that name, or the tables behind a view; false where it is neither. */
bool db_relation_tables(struct db *db, const char *name, table_set *ret_tables);
size_t query_columns(const struct query *q);
const char *query_column_name(const struct query *q, size_t column);
const char *query_column_type(const struct query *q, size_t column); /* as declared, or NULL */

/* Runs from the start, within a budget of this thread's processor time; 0 is a minute. */
void query_start(struct query *q, unsigned milliseconds);

/* From the start once more, within what is left of the budget. */
void query_restart(struct query *q);

/* Adds to the budget of a query that runs. */
void query_extend(struct query *q, unsigned microseconds);

/* 1: a row; 0: no more; -1: error, "stopped after 2000 ms" among them. */
int query_step(struct query *q, struct err *err);

/*
 * What all statements of the db have cost since the last call: steps of SQLite's machine, in the
 * SELECTs of the views that they filled too, and rows that their tables looked at.  There is no
 * clock in it: the same snapshot gives the same number.
 */
uint64_t db_steps(struct db *db);

enum value_type { VALUE_NULL, VALUE_NUMBER, VALUE_REAL, VALUE_TEXT };
enum value_type query_type(const struct query *q, size_t column);
int64_t query_number(const struct query *q, size_t column);
double query_real(const struct query *q, size_t column);
const char *query_text(const struct query *q, size_t column); /* until the next step; or NULL */

#endif
