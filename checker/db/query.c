/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/report.h"

enum { MILLISECONDS = 60000 };

struct query {
	struct db *db;
	sqlite3_stmt *stmt;
	table_set tables, itself;
	unsigned milliseconds;
	int64_t deadline;
	bool done;
	size_t *bound; /* by parameter, from 0: the column that it stands for */
};

static int explain(struct db *db, int rc, struct err *err)
{
	if (db->denied[0])
		return err_set(err, "%s", db->denied);
	if (db->stopped)
		return err_set(err, "stopped after %u ms", db->milliseconds);
	if (db->trouble[0])
		return err_set(err, "%s", db->trouble);
	if (rc == SQLITE_NOMEM)
		return err_set(err, "stopped: it needs more than 256 MiB of memory");
	return err_set(err, "%s", sqlite3_errmsg(db->sql));
}

static void begin(struct db *db, unsigned milliseconds, int64_t deadline)
{
	db->denied[0] = '\0';
	db->trouble[0] = '\0';
	guard_start(db, milliseconds, deadline);
}

/* Only blanks and comments may follow. */
static int refuse_more(struct db *db, const char *rest, struct err *err)
{
	sqlite3_stmt *more = NULL;
	int rc = sqlite3_prepare_v2(db->sql, rest, -1, &more, NULL);

	sqlite3_finalize(more);
	return rc == SQLITE_OK && !more ? 0 : err_set(err, "more than one statement");
}

static int look_at(struct db *db, const struct query *q, const char *rest, struct err *err)
{
	if (!q->stmt)
		return err_set(err, "no statement");
	if (!sqlite3_stmt_readonly(q->stmt) || !sqlite3_column_count(q->stmt))
		return err_set(err, "a statement may only SELECT");
	return refuse_more(db, rest, err);
}

/* The columns that the parameters stand for. */
static int find_bound(struct query *q, const char *const *columns, size_t n, struct err *err)
{
	int count = sqlite3_bind_parameter_count(q->stmt);

	if (count && !columns)
		return err_set(err, "a statement cannot have parameters (?, :name)");
	q->bound = count ? xcalloc((size_t)count, sizeof(*q->bound)) : NULL;
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_bind_parameter_name(q->stmt, i + 1);
		size_t c = 0;
		if (!name || *name != ':')
			return err_set(err, "a parameter is written :name");
		while (c < n && strcasecmp(columns[c], name + 1) != 0)
			c++;
		if (c == n)
			return err_set(err, "'%s' is no column of the query", name);
		q->bound[i] = c;
	}
	return 0;
}

int db_prepare(struct db *db, const char *sql, struct query **ret_query, int *ret_offset,
	       struct err *err)
{
	return db_prepare_over(db, sql, NULL, 0, ret_query, ret_offset, err);
}

int db_prepare_over(struct db *db, const char *sql, const char *const *columns, size_t n,
		    struct query **ret_query, int *ret_offset, struct err *err)
{
	struct query *q = xcalloc(1, sizeof(*q));
	const char *rest;
	int rc;

	*ret_offset = -1;
	q->db = db;
	guard_reads(db, (struct reads){ .notes = db->notes });
	begin(db, MILLISECONDS, guard_now() + (int64_t)MILLISECONDS * 1000000);
	rc = sqlite3_prepare_v3(db->sql, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, &rest);
	if (rc != SQLITE_OK) {
		*ret_offset = sqlite3_error_offset(db->sql);
		explain(db, rc, err);
		query_free(q);
		return -1;
	}
	q->tables = db->reads.all;
	q->itself = db->reads.itself;
	if (look_at(db, q, rest, err) < 0 || find_bound(q, columns, n, err) < 0) {
		query_free(q);
		return -1;
	}
	*ret_query = q;
	return 0;
}

bool db_relation_tables(struct db *db, const char *name, table_set *ret_tables)
{
	CLEANUP(query_freep) struct query *q = NULL;
	enum table_id id;
	char sql[128];
	struct err err;
	int offset;

	if (schema_find(str_of(name), &id)) {
		*ret_tables = (table_set)1 << id;
		return true;
	}
	if (strlen(name) > 64 ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789") != strlen(name))
		return false;
	snprintf(sql, sizeof(sql), "SELECT * FROM %s", name);
	if (db_prepare(db, sql, &q, &offset, &err) < 0)
		return false;
	*ret_tables = query_tables(q);
	return true;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	sqlite3_finalize(q->stmt);
	free(q->bound);
	free(q);
}

void query_freep(struct query **q)
{
	query_free(*q);
}

table_set query_tables(const struct query *q)
{
	return q->tables;
}

table_set query_own_tables(const struct query *q)
{
	return q->itself;
}

size_t query_columns(const struct query *q)
{
	return (size_t)sqlite3_column_count(q->stmt);
}

const char *query_column_name(const struct query *q, size_t column)
{
	return sqlite3_column_name(q->stmt, (int)column);
}

const char *query_column_type(const struct query *q, size_t column)
{
	return sqlite3_column_decltype(q->stmt, (int)column);
}

void query_start(struct query *q, unsigned milliseconds)
{
	q->milliseconds = milliseconds ? milliseconds : MILLISECONDS;
	q->deadline = guard_now() + (int64_t)q->milliseconds * 1000000;
	query_restart(q);
}

void query_restart(struct query *q)
{
	q->done = false;
	q->db->steps_done = 0;
	sqlite3_reset(q->stmt);
}

/* The values outlive the run. A statement that gave a row takes no values until it is reset. */
void query_bind(struct query *q, const struct fact *values)
{
	sqlite3_reset(q->stmt);
	for (int i = 0; i < sqlite3_bind_parameter_count(q->stmt); i++) {
		const struct fact *f = &values[q->bound[i]];
		switch (f->type) {
		case FACT_NULL: sqlite3_bind_null(q->stmt, i + 1); break;
		case FACT_NUMBER: sqlite3_bind_int64(q->stmt, i + 1, f->number); break;
		case FACT_TEXT:
			sqlite3_bind_text(q->stmt, i + 1, f->text, -1, SQLITE_STATIC);
			break;
		}
	}
}

void query_extend(struct query *q, unsigned microseconds)
{
	q->deadline += (int64_t)microseconds * 1000;
}

int query_step(struct query *q, struct err *err)
{
	int rc;

	if (q->done)
		return 0;
	begin(q->db, q->milliseconds, q->deadline);
	rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		explain(q->db, rc, err);
	q->done = true;
	/* Cursors and temporary tables go now, not when the statement runs again. */
	sqlite3_reset(q->stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

uint64_t db_steps(struct db *db)
{
	uint64_t steps = db->looked_at;

	db->looked_at = 0;
	for (sqlite3_stmt *s = sqlite3_next_stmt(db->sql, NULL); s;
	     s = sqlite3_next_stmt(db->sql, s))
		steps += (unsigned)sqlite3_stmt_status(s, SQLITE_STMTSTATUS_VM_STEP, 1);
	return steps;
}

enum value_type query_type(const struct query *q, size_t column)
{
	switch (sqlite3_column_type(q->stmt, (int)column)) {
	case SQLITE_INTEGER: return VALUE_NUMBER;
	case SQLITE_FLOAT: return VALUE_REAL;
	case SQLITE_NULL: return VALUE_NULL;
	}
	return VALUE_TEXT;
}

int64_t query_number(const struct query *q, size_t column)
{
	return sqlite3_column_int64(q->stmt, (int)column);
}

double query_real(const struct query *q, size_t column)
{
	return sqlite3_column_double(q->stmt, (int)column);
}

const char *query_text(const struct query *q, size_t column)
{
	return (const char *)sqlite3_column_text(q->stmt, (int)column);
}
