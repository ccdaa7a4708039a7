/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "db/state.h"
#include "db/with.h"
#include "model/rule.h"
#include "rule/driving.h"

static bool is_fact(const void *ctx, struct str name)
{
	const struct db *db = ctx;
	enum table_id id;

	for (size_t i = 0; i < db->nkept; i++)
		if (str_eq_nocase(name, db->kept[i].name))
			return true;
	return schema_find(name, &id) || str_eq_nocase(name, "path");
}

static int prepare_known(struct db *db, const struct select_facts *known, struct statement *s)
{
	int rc = SQLITE_OK;

	s->of_with = xcalloc(known->nwith ? known->nwith : 1, sizeof(struct kept *));
	for (size_t i = 0; i < known->nwith && rc == SQLITE_OK; i++) {
		rc = kept_make(db, &known->with[i], s->of_with, &s->of_with[i]);
		s->nof_with++;
	}
	return rc == SQLITE_OK ? sqlite3_prepare_v2(db->sql, known->sql, -1, &s->stmt, NULL) : rc;
}

static bool split(const struct db *db, struct arena *a, const char *sql, unsigned number,
		  struct with *ret_with, struct select_facts *ret_facts)
{
	struct view_facts *with;

	if (!with_split(a, sql, number, is_fact, db, ret_with))
		return false;
	with = arena_array(a, ret_with->n, sizeof(*with));
	for (size_t i = 0; i < ret_with->n; i++) {
		with[i].name = ret_with->tables[i].name;
		with[i].select.sql = ret_with->tables[i].sql;
	}
	*ret_facts = (struct select_facts){ ret_with->sql, with, ret_with->n };
	return true;
}

/* What does not do in parts is prepared as it stands: SQLite then says what is wrong, and where. */
int statement_prepare(struct db *db, const char *sql, const struct select_facts *known,
		      struct statement *ret_statement, const char **ret_rest)
{
	CLEANUP(arena_freep) struct arena *a = NULL;
	struct statement s = { .stmt = NULL };
	struct select_facts facts = { .sql = NULL };
	struct with with;

	if (db->gathered) {
		/* such tables are kept in memory; SQLite's own may go to disk */
	} else if (known) {
		facts = *known;
	} else {
		s.arena = a = arena_new();
		if (split(db, a, sql, WITH_OWN + db->with_number, &with, &facts))
			db->with_number += (unsigned)with.n;
	}
	if (facts.sql) {
		if (prepare_known(db, &facts, &s) == SQLITE_OK) {
			a = NULL;
			*ret_statement = s;
			if (ret_rest)
				*ret_rest = "";
			return SQLITE_OK;
		}
		s.arena = NULL;
		statement_done(&s);
	}
	return sqlite3_prepare_v2(db->sql, sql, -1, &ret_statement->stmt, ret_rest);
}

void statement_done(struct statement *s)
{
	sqlite3_finalize(s->stmt);
	for (size_t i = 0; i < s->nof_with; i++)
		statement_done(&s->of_with[i]->statement);
	for (size_t i = s->nof_with; i-- > 0;)
		kept_drop(s->of_with[i]);
	free(s->of_with);
	arena_free(s->arena);
	*s = (struct statement){ .stmt = NULL };
}

/* `name`, or "t__7 AS t" and "t__7" as "t", which they stand for. */
static const char *without(struct arena *a, const char *name, const char *table)
{
	size_t n = strlen(table), own = (size_t)(strstr(table, "__") - table);
	const char *at;

	for (const char *end; (end = strstr(table + own + 2, "__"));)
		own = (size_t)(end - table);
	while ((at = strstr(name, table))) {
		const char *rest = at + n, *alias = arena_printf(a, " AS %.*s", (int)own, table);
		if (strncmp(rest, alias, strlen(alias)) == 0)
			rest += strlen(alias);
		name = arena_printf(a, "%.*s%.*s%s", (int)(at - name), name, (int)own, table, rest);
	}
	return name;
}

const char *statement_name(const struct statement *s, const char *name)
{
	for (size_t i = 0; s->arena && i < s->nof_with; i++)
		name = without(s->arena, name, s->of_with[i]->name);
	return name;
}

/* From places among all tables of the WITH to places among those that are kept. */
static uint64_t kept_places(const struct with *with, uint64_t places)
{
	uint64_t kept = 0;

	for (size_t i = 0; i < with->n; i++)
		if (places >> with->tables[i].place & 1)
			kept |= (uint64_t)1 << i;
	return kept;
}

int db_select_study(struct db *db, struct arena *a, const char *sql, unsigned *number,
		    struct select_facts *ret_facts)
{
	struct statement s = { .stmt = NULL };
	struct view_facts *facts;
	struct with with;

	*ret_facts = (struct select_facts){ .sql = NULL };
	if (!split(db, a, sql, *number, &with, ret_facts))
		return 0;
	if (prepare_known(db, ret_facts, &s) != SQLITE_OK) {
		statement_done(&s);
		return -1;
	}
	*number += (unsigned)with.n;
	facts = arena_array(a, with.n, sizeof(*facts));
	for (size_t i = 0; i < with.n; i++) {
		kept_study(s.of_with[i], a, &facts[i]);
		facts[i].name = with.tables[i].name;
		facts[i].select.sql = with.tables[i].sql;
		facts[i].driving = driving_tables(str_of(with.tables[i].whole), db_view_text);
		facts[i].driving.withs = kept_places(&with, facts[i].driving.withs);
	}
	statement_done(&s);
	ret_facts->with = facts;
	return 0;
}
