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
int db_table_end(struct db_table *t, struct err *err); /* before the first statement */
void db_table_free(struct db_table *t);

/* Turns to another snapshot; statements stay prepared, but none may be running. */
void db_use(struct db *db, const struct snapshot *s);
void db_free(struct db *db);
void db_freep(struct db **db);

/* What can be read beside the schema's tables: views, policy tables, path(). False past the end. */
struct db_view {
	const char *name;
	struct str doc; /* one line */
};
bool db_view_at(size_t i, struct db_view *ret_view);

/* The SELECT of a view and its number; NULL where there is none of that name. */
const char *db_view_text(struct str name, unsigned *ret_number);

/* Is the view of that number worked out, and without a row? False where it cannot be. */
bool db_view_empty(struct db *db, unsigned number);

/* Tables that a statement reads, also through views and functions: bit t is enum table_id t. */
typedef uint64_t table_set;

struct arena;
struct view_facts;

/*
 * Works out a view's columns and tables; -1 where there is none of that name.
 * Tables of its WITH are numbered from *number on.
 */
int db_view_study(struct db *db, struct arena *a, const char *name, unsigned *number,
		  struct view_facts *ret_facts, struct err *err);

/* Takes a SELECT apart, which is known to be sound; -1 where the parts are not. */
struct select_facts;
int db_select_study(struct db *db, struct arena *a, const char *sql, unsigned *number,
		    struct select_facts *ret_facts);

/*
 * Tables of this snapshot that may have a row, as rule/driving.h counts them;
 * all, where nobody says.  What was studied is not worked out where it can have no row.
 */
void db_know_filled(struct db *db, uint64_t filled);

/*
 * Takes the same from an earlier study, before the first statement: the view is
 * prepared when it is first read, and never where it is `empty`, which holds
 * for this snapshot.  The facts must outlive the db.
 */
void db_view_know(struct db *db, const struct view_facts *facts, bool empty);

/*
 * Prepares one statement; -1 with words, and the offset of the fault in `sql`
 * (-1: none) for the caller's line count.
 */
int db_prepare(struct db *db, const char *sql, struct query **ret_query, int *ret_offset,
	       struct err *err);

/* The same; `known` is the statement taken apart, which must outlive the query. */
int db_prepare_known(struct db *db, const char *sql, const struct select_facts *known,
		     struct query **ret_query, int *ret_offset, struct err *err);
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
int query_start(struct query *q, unsigned milliseconds, struct err *err);

/* 1: a row; 0: no more; -1: error, "stopped after 2 s" among them. */
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
