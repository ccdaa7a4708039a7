/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The views of db/views/: what they are called, what is known of them. */
#include <string.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/rule.h"
#include "rule/about.h"
#include "db/views.inc"

_Static_assert(countof(views) + 2 <= ABOUT_VIEWS_MOST, "struct about holds a bit for each");

size_t db_view_count(void)
{
	return countof(views);
}

struct kept view_at(size_t i)
{
	return (struct kept){ .name = views[i].name, .sql = (const char *)views[i].text };
}

/* What can be read beside tables and views: tables of the policy, in the order of their numbers, and path(). */
static const struct {
	const char *name, *doc;
} others[] = {
	{ "policy_role", "the policy's roles: a row for each subnet or name pattern" },
	{ "policy_expect", "storage addresses that the policy expects each host to reach" },
	{ "path", "path(host, dst, src, interface, port): the route lookup, a row for each answer" },
};

/* A view begins with comments: what it holds, then `-- about: ...`. */
bool db_view_at(size_t i, struct db_view *ret_view)
{
	struct str text, doc, about;

	if (i >= countof(views) + countof(others))
		return false;
	if (i >= countof(views)) {
		i -= countof(views);
		*ret_view = (struct db_view){ .name = others[i].name, .doc = str_of(others[i].doc) };
		return true;
	}
	text = str_of((const char *)views[i].text);
	*ret_view = (struct db_view){ .name = views[i].name, .select = text.p };
	str_line(&text, &doc);
	ret_view->doc = str_trim(str_from(doc, strlen("--")));
	while (str_line(&text, &about) && str_starts(about, "--"))
		if (str_starts(about, "-- about:"))
			ret_view->about = str_trim(str_from(about, strlen("-- about:")));
	return true;
}

bool db_view_number(struct str name, unsigned *ret_number)
{
	struct db_view view;

	for (unsigned i = 0; db_view_at(i, &view) && !same(view.name, "path"); i++) {
		if (!str_eq_nocase(name, view.name))
			continue;
		*ret_number = i;
		return true;
	}
	return false;
}

static struct kept *find_kept(struct db *db, const char *name)
{
	for (size_t i = 0; i < db->nkept; i++)
		if (same(db->kept[i].name, name))
			return &db->kept[i];
	return NULL;
}

static void tell_facts(const struct kept *k, struct arena *a, struct view_facts *ret_facts)
{
	sqlite3_str *text = sqlite3_str_new(NULL);
	char *columns;

	kept_append_columns(text, k);
	columns = sqlite3_str_finish(text);
	*ret_facts = (struct view_facts){
		.name = k->name,
		.columns = arena_strdup(a, columns ? columns : ""),
		.ncolumns = k->ncolumns,
		.reads = k->tables,
	};
	sqlite3_free(columns);
}

int db_view_facts(struct db *db, struct arena *a, const char *name, struct view_facts *ret_facts,
		  struct err *err)
{
	struct kept *k = find_kept(db, name);
	char *error = NULL;

	if (!k || !k->sql)
		return err_set(err, "no view %s", name);
	if (kept_prepare(k, &error) != SQLITE_OK) {
		err_set(err, "%s", error ? error : name);
		sqlite3_free(error);
		return -1;
	}
	tell_facts(k, a, ret_facts);
	return 0;
}

static void take_facts(struct kept *k, const struct view_facts *facts)
{
	static const char host[] = "\"host\"";

	k->facts = facts;
	k->columns = facts->columns;
	k->ncolumns = facts->ncolumns;
	k->by_host = strncmp(facts->columns, host, strlen(host)) == 0;
	k->tables = facts->reads;
}

void db_take_views(struct db *db, const struct view_facts *views_facts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct kept *k = find_kept(db, views_facts[i].name);
		if (k && !k->stmt)
			take_facts(k, &views_facts[i]);
	}
}

void db_view_omit(struct db *db, unsigned number)
{
	kept_forget(&db->kept[number]);
	db->kept[number].empty = true;
}

void db_view_forget(struct db *db, unsigned number)
{
	kept_forget(&db->kept[number]);
}

int db_view_replace(struct db *db, unsigned number, const char *select, struct err *err)
{
	struct kept *k = &db->kept[number];
	char *error = NULL;
	int rc = kept_replace(k, select ? select : view_at(number).sql, &error);

	kept_forget(k);
	if (rc == SQLITE_OK)
		return 0;
	err_set(err, "%s", error ? error : k->name);
	sqlite3_free(error);
	sqlite3_finalize(k->stmt);
	k->stmt = NULL;
	k->sql = view_at(number).sql;
	return -1;
}

static bool has_table(const struct db *db, table_set tables)
{
	for (unsigned h = db->first_host; h < db->end_host; h++)
		for (enum table_id t = 0; t < TABLE_COUNT; t++)
			if (tables >> t & 1 && snapshot_rows(db->snapshot, t, h))
				return true;
	return false;
}

static bool has_column(const struct db *db, const struct about_column *c)
{
	enum table_id t = (enum table_id)c->table;

	for (unsigned h = db->first_host; h < db->end_host; h++)
		for (size_t i = 0, n = snapshot_rows(db->snapshot, t, h); i < n; i++) {
			struct cell cell = snapshot_cell(db->snapshot, t, h, i, c->column);
			if (about_counts(c, &cell))
				return true;
		}
	return false;
}

/* What cannot be worked out is left to the statement that reads it, which tells why. */
static bool has_view(struct db *db, unsigned number)
{
	struct kept *k = &db->kept[number];
	unsigned host;

	if (kept_fill(k) != SQLITE_OK || !k->by_host)
		return !k->full || k->nrows;
	for (size_t i = 0; i < k->nrows; i++)
		if (db_host(db, k->cells[i * k->ncolumns].text, &host))
			return true;
	return false;
}

bool about_has_rows(struct db *db, const struct about *about)
{
	if (!db->snapshot || (!about->tables && about_no_view(about) && !about->ncolumns) ||
	    has_table(db, about->tables))
		return true;
	for (unsigned i = 0; i < about->ncolumns; i++)
		if (has_column(db, &about->columns[i]))
			return true;
	for (unsigned v = 0; v < db->nkept; v++)
		if (about_has_view(about, v) && has_view(db, v))
			return true;
	return false;
}

bool db_has_rows(struct db *db, const struct about *about)
{
	enum { MILLISECONDS = 2000 };

	guard_start(db, MILLISECONDS, guard_now() + (int64_t)MILLISECONDS * 1000000);
	return about_has_rows(db, about);
}
