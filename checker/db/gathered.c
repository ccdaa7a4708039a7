/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of SQLite's own, filled by us: the authorizer, which denies all but
 * SELECT, looks away meanwhile.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/report.h"

struct db_table {
	struct db *db;
	char *name;
	sqlite3_stmt *insert;
	size_t ncolumns;
};

static int fail(struct db *db, struct err *err)
{
	return err_set(err, "SQLite: facts of many hosts: %s", sqlite3_errmsg(db->sql));
}

/* Nobody asks for this file again: no journal, and no end of the transaction. */
int gathered_begin(struct db *db)
{
	static const char sql[] = "PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF;"
				  "PRAGMA cache_size = -4000; BEGIN";
	int rc;

	/* a value of each column, at most */
	sqlite3_limit(db->sql, SQLITE_LIMIT_VARIABLE_NUMBER,
		      sqlite3_limit(db->sql, SQLITE_LIMIT_COLUMN, -1));
	db->declaring = true;
	rc = sqlite3_exec(db->sql, sql, NULL, NULL, NULL);
	db->declaring = false;
	return rc;
}

/* SQLite rolls back what it has no room for, and the tables are gone. */
bool db_gathered_lost(const struct db *db)
{
	return sqlite3_get_autocommit(db->sql);
}

/* Takes the text over. */
static int execute(struct db *db, char *sql, struct err *err)
{
	int rc;

	db->declaring = true;
	rc = sql ? sqlite3_exec(db->sql, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
	db->declaring = false;
	sqlite3_free(sql);
	return rc == SQLITE_OK ? 0 : fail(db, err);
}

static char *insert_text(const char *name, size_t ncolumns)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	sqlite3_str_appendf(text, "INSERT INTO \"%w\" VALUES(", name);
	for (size_t i = 0; i < ncolumns; i++)
		sqlite3_str_appendall(text, i ? ",?" : "?");
	sqlite3_str_appendall(text, ")");
	return sqlite3_str_finish(text);
}

struct db_table *db_table_new(struct db *db, const char *name, const char *columns, size_t n,
			      struct err *err)
{
	struct db_table *t = xcalloc(1, sizeof(*t));
	char *insert = insert_text(name, n);
	int rc = SQLITE_NOMEM;

	t->db = db;
	t->name = strdup(name);
	t->ncolumns = n;
	if (insert && execute(db, sqlite3_mprintf("CREATE TABLE \"%w\"(%s)", name, columns), err) == 0) {
		db->declaring = true;
		rc = sqlite3_prepare_v3(db->sql, insert, -1, SQLITE_PREPARE_PERSISTENT, &t->insert,
					NULL);
		db->declaring = false;
		if (rc != SQLITE_OK)
			fail(db, err);
	}
	sqlite3_free(insert);
	if (rc == SQLITE_OK)
		return t;
	db_table_free(t);
	return NULL;
}

int db_table_add(struct db_table *t, const struct fact *values, struct err *err)
{
	int rc;

	sqlite3_reset(t->insert);
	for (size_t i = 0; i < t->ncolumns; i++) {
		int place = (int)i + 1;
		switch (values[i].type) {
		case FACT_NULL:
			sqlite3_bind_null(t->insert, place);
			break;
		case FACT_NUMBER:
			sqlite3_bind_int64(t->insert, place, values[i].number);
			break;
		case FACT_TEXT:
			sqlite3_bind_text(t->insert, place, values[i].text, -1, SQLITE_STATIC);
			break;
		}
	}
	/* prepared once more by SQLite, since there are more tables now */
	t->db->declaring = true;
	rc = sqlite3_step(t->insert);
	sqlite3_reset(t->insert);
	t->db->declaring = false;
	return rc == SQLITE_DONE ? 0 : fail(t->db, err);
}

static int make_index(struct db_table *t, const char *column, struct err *err)
{
	return execute(t->db,
		       sqlite3_mprintf("CREATE INDEX \"%w by %w\" ON \"%w\"(%s)", t->name, column,
				       t->name, column),
		       err);
}

int db_table_end(struct db_table *t, const char *key, struct err *err)
{
	return make_index(t, "host", err) < 0 || (key && make_index(t, key, err) < 0) ? -1 : 0;
}

void db_table_free(struct db_table *t)
{
	if (!t)
		return;
	sqlite3_finalize(t->insert);
	free(t->name);
	free(t);
}
