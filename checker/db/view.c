/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The views of db/views/: what they are called, what is known of them. */
#include <string.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/rule.h"
#include "db/views.inc"

size_t view_count(void)
{
	return countof(views);
}

struct kept view_at(size_t i)
{
	return (struct kept){ .name = views[i].name, .sql = (const char *)views[i].text };
}

/* A view's first line is a comment: what it holds. */
bool db_view_at(size_t i, struct db_view *ret_view)
{
	static const struct {
		const char *name, *doc;
	} others[] = {
		{ "policy_role", "the policy's roles: a row for each subnet or name pattern" },
		{ "policy_expect", "storage addresses that the policy expects each host to reach" },
		{ "path",
		  "path(host, dst, src, interface, port): the route lookup, a row for each answer" },
	};
	struct str text, line;

	if (i >= countof(views) + countof(others))
		return false;
	if (i >= countof(views)) {
		i -= countof(views);
		*ret_view = (struct db_view){ others[i].name, str_of(others[i].doc) };
		return true;
	}
	text = str_of((const char *)views[i].text);
	str_line(&text, &line);
	*ret_view = (struct db_view){ views[i].name, str_trim(str_from(line, strlen("--"))) };
	return true;
}

const char *db_view_text(struct str name)
{
	for (size_t i = 0; i < countof(views); i++)
		if (str_eq_nocase(name, views[i].name))
			return (const char *)views[i].text;
	return NULL;
}

static struct kept *find_view(struct db *db, const char *name)
{
	for (size_t i = 0; i < countof(views); i++)
		if (same(db->kept[i].name, name))
			return &db->kept[i];
	return NULL;
}

int db_view_study(struct db *db, struct arena *a, const char *name, struct view_facts *ret_facts,
		  struct err *err)
{
	struct kept *k = find_view(db, name);
	char *error = NULL;
	sqlite3_str *text;
	char *columns;

	if (!k)
		return err_set(err, "no view %s", name);
	if (kept_prepare(k, &error) != SQLITE_OK) {
		err_set(err, "%s", error ? error : name);
		sqlite3_free(error);
		return -1;
	}
	text = sqlite3_str_new(NULL);
	kept_append_columns(text, k);
	columns = sqlite3_str_finish(text);
	*ret_facts = (struct view_facts){
		.name = k->name,
		.columns = arena_strdup(a, columns ? columns : ""),
		.ncolumns = k->ncolumns,
		.reads = k->tables,
	};
	sqlite3_free(columns);
	return 0;
}

void db_view_know(struct db *db, const struct view_facts *facts, bool empty)
{
	struct kept *k = find_view(db, facts->name);

	if (!k || k->statement.stmt)
		return;
	k->columns = facts->columns;
	k->ncolumns = facts->ncolumns;
	k->tables = facts->reads;
	k->empty = empty;
}
