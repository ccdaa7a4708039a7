/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables that are worked out once and kept: the views of db/views/, which
 * several rules share, and the policy's roles and expectations.  A view's
 * SELECT runs when the first statement reads the view, never before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/rule.h"

/* Columns are bits of a mask. */
enum { KEPT_LIMIT = 256 << 20, KEPT_LIMIT_OF_ALL = 512 << 20, COLUMNS_MOST = 60 };

/* Declares what the SELECT says of itself, types included: comparisons depend on them. */
void kept_append_columns(sqlite3_str *text, const struct kept *k)
{
	if (k->columns)
		sqlite3_str_appendall(text, k->columns);
	for (size_t c = 0; c < k->ncolumns && !k->columns; c++) {
		const char *type = sqlite3_column_decltype(k->stmt, (int)c);
		sqlite3_str_appendf(text, "%s\"%w\"%s%s", c ? "," : "",
				    sqlite3_column_name(k->stmt, (int)c), type ? " " : "",
				    type ? type : "");
	}
}

int kept_prepare(struct kept *k, char **error)
{
	struct reads before;
	int rc;

	if (k->stmt)
		return SQLITE_OK;
	if (k->preparing) {
		*error = sqlite3_mprintf("view %s reads itself", k->name);
		return SQLITE_ERROR;
	}
	k->preparing = true;
	before = guard_reads(k->db, (struct reads){ .all = 0 });
	rc = sqlite3_prepare_v3(k->db->sql, k->sql, -1, SQLITE_PREPARE_PERSISTENT, &k->stmt, NULL);
	k->tables = guard_reads(k->db, before).all;
	k->preparing = false;
	if (rc == SQLITE_OK) {
		k->ncolumns = (size_t)sqlite3_column_count(k->stmt);
		k->by_host = same(sqlite3_column_name(k->stmt, 0), "host");
	}
	if (k->ncolumns > COLUMNS_MOST)
		rc = SQLITE_TOOBIG;
	if (rc != SQLITE_OK)
		*error = sqlite3_mprintf("view %s: %s", k->name, sqlite3_errmsg(k->db->sql));
	return rc;
}

void kept_add(struct kept *k, size_t column, struct value v)
{
	size_t last = column ? k->nrows - 1 : k->nrows++;

	if (column == 0 && (last & (last - 1)) == 0)
		k->cells =
			xrealloc(k->cells, (last ? last * 2 : 1) * k->ncolumns, sizeof(*k->cells));
	if (v.type == VALUE_TEXT)
		v.text = arena_strdup(k->arena, v.text);
	if (v.type != VALUE_TEXT && v.type != VALUE_NULL)
		k->only_text &= ~INDEX_COLUMN(column);
	if (v.type != VALUE_NUMBER && v.type != VALUE_NULL)
		k->only_numbers &= ~INDEX_COLUMN(column);
	k->cells[last * k->ncolumns + column] = v;
}

struct value kept_value(sqlite3_value *v)
{
	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL: return (struct value){ .type = VALUE_NULL };
	case SQLITE_INTEGER:
		return (struct value){ .type = VALUE_NUMBER, .number = sqlite3_value_int64(v) };
	case SQLITE_FLOAT:
		return (struct value){ .type = VALUE_REAL, .real = sqlite3_value_double(v) };
	}
	return (struct value){ .type = VALUE_TEXT, .text = (const char *)sqlite3_value_text(v) };
}

int kept_replace(struct kept *k, const char *sql, char **error)
{
	size_t ncolumns = k->ncolumns;
	int rc;

	sqlite3_finalize(k->stmt);
	k->stmt = NULL;
	k->sql = sql;
	rc = kept_prepare(k, error);
	if (rc == SQLITE_OK && k->ncolumns != ncolumns) {
		*error = sqlite3_mprintf("view %s: other columns", k->name);
		rc = SQLITE_ERROR;
	}
	k->ncolumns = ncolumns;
	return rc;
}

/* The first trouble is the cause of all others. */
static void tell_trouble(const struct kept *k, const char *what)
{
	char *trouble = k->db->trouble;

	if (!*trouble)
		snprintf(trouble, sizeof(k->db->trouble), "view %s: %s", k->name, what);
}

static int run_view(struct kept *k)
{
	size_t size = 0;
	char *error = NULL;
	int rc = kept_prepare(k, &error);

	if (rc != SQLITE_OK) {
		if (!k->db->trouble[0])
			snprintf(k->db->trouble, sizeof(k->db->trouble), "%s",
				 error ? error : sqlite3_errstr(rc));
		sqlite3_free(error);
		return rc;
	}
	while ((rc = sqlite3_step(k->stmt)) == SQLITE_ROW) {
		for (size_t c = 0; c < k->ncolumns; c++)
			kept_add(k, c, kept_value(sqlite3_column_value(k->stmt, (int)c)));
		size = arena_used(k->arena) + k->nrows * k->ncolumns * sizeof(*k->cells);
		if (size > KEPT_LIMIT || k->db->kept_size + size > KEPT_LIMIT_OF_ALL) {
			rc = SQLITE_TOOBIG;
			break;
		}
	}
	if (rc != SQLITE_DONE)
		tell_trouble(k, rc == SQLITE_TOOBIG ? "too large to be kept"
						    : sqlite3_errmsg(k->db->sql));
	else
		k->db->kept_size += k->size = size;
	sqlite3_reset(k->stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void kept_forget(struct kept *k)
{
	index_set_clear(&k->indexes);
	k->lengths = NULL;
	arena_free(k->arena);
	free(k->cells);
	k->arena = NULL;
	k->cells = NULL;
	k->nrows = 0;
	k->db->kept_size -= k->size;
	k->size = 0;
	k->full = false;
}

/* A view that has nothing to be about costs nothing. */
static bool is_empty(const struct kept *k)
{
	return k->empty || (k->facts && !about_has_rows(k->db, &k->facts->about));
}

/* It is worked out of all hosts of the snapshot, whichever a statement sees. */
static int fill(struct kept *k)
{
	struct db *db = k->db;
	unsigned first = db->first_host, end = db->end_host;
	int rc;

	if (db->snapshot)
		db_look_at(db, 0, snapshot_hosts(db->snapshot));
	rc = is_empty(k) ? SQLITE_OK : k->sql ? run_view(k) : k->fill(k);
	db_look_at(db, first, end);
	return rc;
}

int kept_fill(struct kept *k)
{
	int rc;

	if (k->full)
		return SQLITE_OK;
	if (k->running)
		return SQLITE_ERROR;
	k->running = true;
	k->arena = arena_new();
	k->only_text = k->only_numbers = UINT64_MAX;
	rc = fill(k);
	k->running = false;
	k->full = rc == SQLITE_OK;
	if (!k->full)
		kept_forget(k);
	return rc;
}

static const struct kept policy_tables[] = {
	{
		.name = "policy_role",
		.columns = "role TEXT,subnet TEXT,interface_pattern TEXT,"
			   "portgroup_pattern TEXT,network_pattern TEXT",
		.ncolumns = 5,
		.fill = policy_fill_roles,
	},
	{
		.name = "policy_expect",
		.columns = "host TEXT,kind TEXT,address TEXT,port INTEGER",
		.ncolumns = 4,
		.by_host = true,
		.fill = policy_fill_expects,
	},
};

/* Views, then the tables of the policy; what is gathered from hosts is made elsewhere. */
int kept_register(struct db *db)
{
	int rc = SQLITE_OK;

	db->nkept = db_view_count() + countof(policy_tables);
	db->kept = xcalloc(db->nkept, sizeof(*db->kept));
	for (size_t i = 0; i < db->nkept && rc == SQLITE_OK; i++) {
		struct kept *k = &db->kept[i];
		*k = i < db_view_count() ? view_at(i) : policy_tables[i - db_view_count()];
		k->db = db;
		if (!db->gathered || k->fill == policy_fill_roles)
			rc = sqlite3_create_module_v2(db->sql, k->name, &kept_module, k, NULL);
	}
	return rc;
}

void kept_clear(struct db *db)
{
	for (size_t i = 0; i < db->nkept; i++) {
		kept_forget(&db->kept[i]);
		db->kept[i].empty = false;
	}
}

void kept_free(struct db *db)
{
	for (size_t i = 0; i < db->nkept; i++)
		sqlite3_finalize(db->kept[i].stmt);
	free(db->kept);
}
