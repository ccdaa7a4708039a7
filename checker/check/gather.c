/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/gather.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "check/record.h"

/* The name in "address TEXT". */
static struct str name_of(const char *declared)
{
	return str_upto(str_of(declared), strcspn(declared, " "));
}

static bool has_word(const struct words *words, const char *word)
{
	for (size_t i = 0; i < words->n; i++)
		if (same(words->v[i], word))
			return true;
	return false;
}

/* Rules may want other columns of one relation: it is gathered once. */
static struct rule_relation *find(struct rule_relation *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(v[i].name, name) == 0)
			return &v[i];
	return NULL;
}

static struct gathered gathered_of(struct arena *a, const struct rule_relation *r, const char *key)
{
	struct gathered g = { .name = r->name, .ncolumns = r->columns.n };

	for (size_t i = 0; i < r->columns.n; i++) {
		struct str name = name_of(r->columns.v[i]);
		g.select = arena_list(a, g.select, ",", arena_str(a, name));
		g.columns = arena_list(a, g.columns, ",", r->columns.v[i]);
		if (key && str_eq_nocase(name, key))
			g.key = key;
	}
	g.select = arena_printf(a, "SELECT %s FROM %s", g.select, r->name);
	return g;
}

struct gather gather_plan(struct arena *a, const struct plan *p)
{
	struct rule_relation *all = NULL, *to;
	const char **keys = NULL;
	struct gather g = { .n = 0 };
	size_t n = 0;

	for (const struct job *job = p->jobs; job < p->jobs + p->njobs; job++)
		for (size_t i = 0; job->facts && i < job->facts->nrelations; i++) {
			const struct rule_relation *from = &job->facts->relations[i];
			to = find(all, n, from->name);
			if (!to) {
				all = arena_grow(a, all, n, sizeof(*all));
				keys = arena_grow(a, keys, n, sizeof(*keys));
				to = &all[n++];
				to->name = from->name;
			}
			for (size_t c = 0; c < from->columns.n; c++) {
				const char *column = from->columns.v[c];
				if (!has_word(&to->columns, column))
					words_add(&to->columns, column, a);
				if (str_eq_nocase(name_of(column), job->rule->across))
					keys[to - all] = job->rule->across;
			}
		}
	g.v = arena_array(a, n + 1, sizeof(*g.v));
	for (; g.n < n; g.n++)
		g.v[g.n] = gathered_of(a, &all[g.n], keys[g.n]);
	return g;
}

/* Each row bears the number of its table, from 1. */
static int write_rows(struct bytes *b, struct worker *w, struct query *q, size_t table,
		      size_t ncolumns, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	int more;

	query_start(q, 0);
	while ((more = query_step(q, err)) > 0) {
		unsigned host;
		if (query_type(q, 0) != VALUE_TEXT || !names_find(&w->names, query_text(q, 0), &host))
			continue;
		bytes_number(&b[host], table + 1);
		for (size_t i = 1; i < ncolumns; i++) {
			struct fact f = result_value(q, i, a);
			record_write_fact(&b[host], &f);
		}
	}
	return more;
}

int gather_write(struct bytes *b, const struct gather *g, struct worker *w, struct err *err)
{
	if (!w->gathers)
		w->gathers = xcalloc(g->n + 1, sizeof(struct query *));
	w->ngathers = g->n;
	for (size_t i = 0; i < g->n; i++) {
		int offset;
		if (!w->gathers[i] &&
		    db_prepare(w->db, g->v[i].select, &w->gathers[i], &offset, err) < 0)
			return -1;
		if (write_rows(b, w, w->gathers[i], i, g->v[i].ncolumns, err) < 0)
			return -1;
	}
	for (unsigned host = 0; host < w->names.n; host++)
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
			all->values[c] = record_read_fact(r);
		if (db_table_add(all->tables[table - 1], all->values, err) < 0)
			return -1;
	}
	return 0;
}

struct db *gathering_end(struct gathering *all, struct err *err)
{
	for (size_t i = 0; i < all->plan->n; i++)
		if (db_table_end(all->tables[i], all->plan->v[i].key, err) < 0)
			return NULL;
	return all->db;
}
