/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The views of db/views/: what they are called, what is known of them. */
#include <string.h>

#include "base/arena.h"
#include "db/state.h"
#include "model/rule.h"
#include "rule/driving.h"
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

const char *db_view_text(struct str name, unsigned *ret_number)
{
	for (unsigned i = 0; i < countof(views); i++) {
		if (!str_eq_nocase(name, views[i].name))
			continue;
		*ret_number = i;
		return (const char *)views[i].text;
	}
	return NULL;
}

bool db_view_number(struct str name, unsigned *ret_number)
{
	struct db_view view;

	/* path() is a function, and the last */
	for (unsigned i = 0; db_view_at(i + 1, &view); i++) {
		db_view_at(i, &view);
		if (!str_eq_nocase(name, view.name))
			continue;
		*ret_number = i;
		return true;
	}
	return false;
}

/* The second line of a view names what it is about. */
struct str db_view_about(unsigned number)
{
	static const char key[] = "-- about:";
	struct str text, line = { NULL, 0 };

	if (number >= countof(views))
		return line;
	text = str_of((const char *)views[number].text);
	for (unsigned n = 0; n < 2; n++)
		str_line(&text, &line);
	return str_starts(line, key) ? str_trim(str_from(line, strlen(key))) : str_upto(line, 0);
}

void db_view_omit(struct db *db, unsigned number)
{
	kept_forget(&db->kept[number]);
	db->kept[number].empty = true;
}

bool db_view_empty(struct db *db, unsigned number)
{
	enum { MILLISECONDS = 2000 };
	struct kept *k = &db->kept[number];

	guard_start(db, MILLISECONDS, guard_now() + (int64_t)MILLISECONDS * 1000000);
	return kept_fill(k) == SQLITE_OK && !k->nrows;
}

static struct kept *find_view(struct db *db, const char *name)
{
	for (size_t i = 0; i < countof(views); i++)
		if (same(db->kept[i].name, name))
			return &db->kept[i];
	return NULL;
}

int db_view_study(struct db *db, struct arena *a, const char *name, unsigned *number,
		  struct view_facts *ret_facts, struct err *err)
{
	struct kept *k = find_view(db, name);
	char *error = NULL;

	if (!k)
		return err_set(err, "no view %s", name);
	if (kept_prepare(k, &error) != SQLITE_OK) {
		err_set(err, "%s", error ? error : name);
		sqlite3_free(error);
		return -1;
	}
	kept_study(k, a, ret_facts);
	ret_facts->driving = driving_tables(str_of(k->sql), db_view_text);
	if (db_select_study(db, a, k->sql, number, &ret_facts->select) < 0)
		return err_set(err, "view %s cannot be taken apart", name);
	return 0;
}

void db_view_know(struct db *db, const struct view_facts *facts, bool empty)
{
	struct kept *k = find_view(db, facts->name);

	if (!k || k->statement.stmt)
		return;
	kept_know(k, facts);
	k->empty = empty;
}
