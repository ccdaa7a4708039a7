/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/gather.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "rule/sql.h"

/* The words of the queries of all jobs that look across hosts, and of the views that do. */
struct wanted {
	struct arena *arena;
	const struct run *run;
	struct words words, relations;
	bool star, lookup;
	unsigned depth;
};

static bool have(const struct words *words, struct str word)
{
	for (size_t i = 0; i < words->n; i++)
		if (str_eq_nocase(word, words->v[i]))
			return true;
	return false;
}

static void add(struct wanted *w, struct words *words, struct str word)
{
	if (!have(words, word))
		words_add(words, arena_str(w->arena, word), w->arena);
}

static const struct view_facts *view_named(const struct run *run, struct str name)
{
	for (size_t i = 0; i < run->pack->nviews; i++)
		if (str_eq_nocase(name, run->pack->views[i].name))
			return &run->pack->views[i];
	return NULL;
}

static void look_at(struct wanted *w, const char *query);

/* A name behind FROM, JOIN, IN, a comma or a parenthesis. */
static void take_relation(struct wanted *w, struct str name)
{
	const struct view_facts *view = view_named(w->run, name);
	enum table_id id;
	unsigned number;

	if (view && view->across) {
		if (w->depth++ < 8)
			look_at(w, db_view_text(name, &number));
		w->depth--;
	} else if (view || schema_find(name, &id) || str_eq_nocase(name, "policy_expect")) {
		add(w, &w->relations, name);
	}
}

static void look_at(struct wanted *w, const char *query)
{
	static const char *const before[] = { "from", "join", "in", ",", "(" };
	struct sql sql = { .rest = str_of(query) };
	struct sql_token token, last = { .type = SQL_MARK };

	for (; sql_next(&sql, &token); last = token) {
		if (token.type == SQL_MARK && str_eq(token.text, "*"))
			w->star = w->star || str_eq(last.text, ".") ||
				  str_eq_nocase(last.text, "select") || str_eq(last.text, ",");
		if (token.type != SQL_WORD)
			continue;
		add(w, &w->words, token.text);
		w->lookup = w->lookup || str_eq_nocase(token.text, "path");
		for (size_t i = 0; i < countof(before); i++)
			if (str_eq_nocase(last.text, before[i]))
				take_relation(w, token.text);
	}
}

static struct wanted look_at_all(struct arena *a, const struct run *run)
{
	struct wanted w = { .arena = a, .run = run };

	for (size_t i = 0; i < run->njobs; i++)
		if (run->jobs[i].across && !run->jobs[i].broken)
			look_at(&w, run->jobs[i].rule->query);
	return w;
}

bool gather_cannot(const struct run *run)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	return look_at_all(a, run).lookup;
}

static int plan_one(const struct wanted *w, struct db *db, const char *name,
		    struct gathered *ret, struct err *err)
{
	CLEANUP(query_freep) struct query *q = NULL;
	enum table_id id;
	int offset;
	const char *sql = arena_printf(w->arena, "SELECT *%s FROM %s",
				       schema_find(str_of(name), &id) ? ", origin" : "", name);

	if (db_prepare(db, sql, &q, &offset, err) < 0)
		return -1;
	*ret = (struct gathered){ .name = name, .select = "SELECT host", .columns = "host TEXT",
				  .ncolumns = 1 };
	for (size_t i = 0; i < query_columns(q); i++) {
		const char *column = query_column_name(q, i), *type = query_column_type(q, i);
		if (same(column, "host") || !(w->star || have(&w->words, str_of(column))))
			continue;
		ret->select = arena_printf(w->arena, "%s,%s", ret->select, column);
		ret->columns = arena_printf(w->arena, "%s,\"%s\" %s", ret->columns, column,
					    type ? type : "");
		ret->ncolumns++;
	}
	ret->select = arena_printf(w->arena, "%s FROM %s", ret->select, name);
	return 0;
}

int gather_plan(struct arena *a, const struct run *run, struct gather *ret_gather, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *none = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	struct wanted w = look_at_all(a, run);

	*ret_gather = (struct gather){ .n = 0 };
	if (!w.relations.n)
		return 0;
	snapshot_seal(none);
	db = db_new(none, run->options->policy, err);
	if (!db)
		return -1;
	for (size_t i = 0; i < run->pack->nviews; i++)
		db_view_know(db, &run->pack->views[i], true);
	ret_gather->v = arena_array(a, w.relations.n, sizeof(*ret_gather->v));
	for (size_t i = 0; i < w.relations.n; i++)
		if (plan_one(&w, db, w.relations.v[i], &ret_gather->v[ret_gather->n++], err) < 0)
			return -1;
	return 0;
}

/* Each row bears the number of its table, from 1. */
static int write_rows(struct bytes *b, struct run *run, struct query *q, size_t table,
		      size_t ncolumns, struct err *err)
{
	int more = query_start(q, 0, err);

	while (more >= 0 && (more = query_step(q, err)) > 0) {
		unsigned host;
		if (query_type(q, 0) != VALUE_TEXT || !run_host(run, query_text(q, 0), &host))
			continue;
		bytes_number(&b[host], table + 1);
		for (size_t i = 1; i < ncolumns; i++) {
			struct fact f = run_value(run, q, i);
			bytes_fact(&b[host], &f);
		}
	}
	return more;
}

int gather_write(struct bytes *b, const struct gather *g, struct run *run, struct query **queries,
		 struct err *err)
{
	for (size_t i = 0; i < g->n; i++) {
		int offset;
		if (!queries[i] && db_prepare(run->db, g->v[i].select, &queries[i], &offset, err) < 0)
			return -1;
		if (write_rows(b, run, queries[i], i, g->v[i].ncolumns, err) < 0)
			return -1;
	}
	for (unsigned host = 0; host < run->nhosts; host++)
		bytes_number(&b[host], 0);
	return 0;
}

struct gathering {
	const struct gather *plan;
	struct db *db;
	struct db_table **tables;
	struct fact *values;
};

void gathering_free(struct gathering *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->plan->n; i++)
		db_table_free(all->tables[i]);
	db_free(all->db);
	free(all->tables);
	free(all->values);
	free(all);
}

struct gathering *gathering_new(const struct gather *g, const struct policy *policy,
				struct err *err)
{
	struct gathering *all = xcalloc(1, sizeof(*all));
	size_t most = 1;

	all->plan = g;
	all->tables = xcalloc(g->n, sizeof(*all->tables));
	all->db = db_new_gathered(policy, err);
	for (size_t i = 0; i < g->n && all->db; i++) {
		const struct gathered *one = &g->v[i];
		all->tables[i] = db_table_new(all->db, one->name, one->columns, one->ncolumns, err);
		most = one->ncolumns > most ? one->ncolumns : most;
		if (!all->tables[i])
			break;
	}
	all->values = xcalloc(most, sizeof(*all->values));
	if (all->db && (!g->n || all->tables[g->n - 1]))
		return all;
	gathering_free(all);
	return NULL;
}

int gathering_add(struct gathering *all, struct reader *r, const char *host, struct err *err)
{
	for (uint64_t table; (table = read_number(r));) {
		all->values[0] = (struct fact){ .type = FACT_TEXT, .text = host };
		for (size_t c = 1; c < all->plan->v[table - 1].ncolumns; c++)
			all->values[c] = read_fact(r);
		if (db_table_add(all->tables[table - 1], all->values, err) < 0)
			return -1;
	}
	return 0;
}

struct db *gathering_end(struct gathering *all, struct err *err)
{
	for (size_t i = 0; i < all->plan->n; i++)
		if (db_table_end(all->tables[i], err) < 0)
			return NULL;
	return all->db;
}
