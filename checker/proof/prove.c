/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/prove.h"

#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "proof/facts.h"
#include "db/db.h"
#include "policy/policy.h"
#include "source/native.h"

/* What is proven: what the rule says, or a view. */
struct claim {
	const char *kind, *name;
	const char *names; /* as they are written; NULL: it does not say what it is about */
	struct about about;
	bool across;
	struct query *query;
	size_t host; /* its column */
	struct words alone; /* its rows */
};

struct prover {
	struct arena *arena; /* as long as the prover */
	struct policy policy;
	struct snapshot *nothing; /* what the queries are prepared on */
	struct db *db;
	struct claim *claims;
	size_t nclaims;
};

/* A copy of a host is meant where the host is. */
static void widen_policy(struct arena *a, struct policy *policy)
{
	struct policy_expect *expects =
		arena_array(a, policy->nexpects + 1, sizeof(*policy->expects));

	for (size_t i = 0; i < policy->nexpects; i++) {
		const struct words hosts = policy->expects[i].hosts;
		expects[i] = policy->expects[i];
		expects[i].hosts = (struct words){ NULL, 0 };
		for (size_t h = 0; h < hosts.n; h++) {
			words_add(&expects[i].hosts, hosts.v[h], a);
			words_add(&expects[i].hosts,
				  arena_printf(a, "%s%s", FACTS_COPY, hosts.v[h]), a);
		}
	}
	policy->expects = expects;
}

static int prepare(struct prover *p, struct claim *c, const char *sql, struct err *err)
{
	struct err why;
	int offset;

	if (db_prepare(p->db, sql, &c->query, &offset, &why) < 0)
		return err_set(err, "%s %s: %s", c->kind, c->name, why.text);
	for (size_t i = query_columns(c->query); i > 0; i--)
		if (same(query_column_name(c->query, i - 1), "host"))
			c->host = i - 1;
	return 0;
}

static struct claim *add_claim(struct prover *p, const char *kind, const char *name)
{
	struct claim *c;

	p->claims = arena_grow(p->arena, p->claims, p->nclaims, sizeof(*p->claims));
	c = &p->claims[p->nclaims++];
	*c = (struct claim){ .kind = kind, .name = name };
	return c;
}

static int claim_rule(struct prover *p, const struct rule *rule, struct err *err)
{
	struct claim *c = add_claim(p, "rule", rule->id);
	struct err why;

	c->across = rule->across;
	if (rule->about.n)
		c->names = about_words(p->arena, &rule->about);
	if (about_resolve(&rule->about, db_view_number, &c->about, &why) < 0)
		return err_set(err, "%s:%u: about: %s", rule->file, rule->line, why.text);
	return prepare(p, c, rule->query, err);
}

static int claim_views(struct prover *p, struct err *err)
{
	struct db_view view;
	struct err why;

	for (size_t i = 0; i < db_view_count() && db_view_at(i, &view); i++) {
		struct claim *c = add_claim(p, "view", view.name);
		if (view.about.n)
			c->names = arena_printf(p->arena, "no %.*s", STR_ARGS(view.about));
		if (about_resolve_list(view.about, db_view_number, &c->about, &why) < 0)
			return err_set(err, "view %s: about: %s", view.name, why.text);
		if (prepare(p, c, view.select, err) < 0)
			return -1;
	}
	return 0;
}

struct prover *prover_new(const struct rule *rule, const struct policy *policy, struct err *err)
{
	struct prover *p = xcalloc(1, sizeof(*p));

	p->arena = arena_new();
	p->nothing = snapshot_new();
	snapshot_seal(p->nothing);
	if (policy)
		p->policy = *policy;
	widen_policy(p->arena, &p->policy);
	p->db = db_new(p->nothing, policy ? &p->policy : NULL, err);
	if (!p->db || claim_rule(p, rule, err) < 0 || claim_views(p, err) < 0) {
		prover_free(p);
		return NULL;
	}
	return p;
}

void prover_free(struct prover *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->nclaims; i++)
		query_free(p->claims[i].query);
	db_free(p->db);
	snapshot_free(p->nothing);
	arena_free(p->arena);
	free(p);
}

void prover_freep(struct prover **p)
{
	prover_free(*p);
}

/* As if it were the original's. */
static const char *renamed(struct arena *a, const char *text)
{
	struct str rest = str_of(text);
	const char *plain = "", *at;

	while ((at = strstr(rest.p, FACTS_COPY))) {
		plain = arena_printf(a, "%s%.*s", plain, (int)(at - rest.p), rest.p);
		rest = str_from(rest, (size_t)(at - rest.p) + strlen(FACTS_COPY));
	}
	return arena_printf(a, "%s%s", plain, rest.p);
}

static const char *read_row(struct arena *a, const struct query *q)
{
	const char *row = "";

	for (size_t c = 0; c < query_columns(q); c++) {
		const char *text = query_text(q, c);
		row = arena_printf(a, "%s%s%s: %s", row, c ? ", " : "", query_column_name(q, c),
				   text ? text : "-");
	}
	return row;
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct words *words)
{
	if (words->n)
		qsort((void *)words->v, words->n, sizeof(*words->v), compare_words);
}

/* Rows of the copies go apart, where the caller wants them. */
static int read_rows(struct arena *a, const struct claim *c, struct words *ret_rows,
		     struct words *ret_copies, struct err *err)
{
	struct err why;
	int more;

	*ret_rows = *ret_copies = (struct words){ NULL, 0 };
	query_start(c->query, 0);
	while ((more = query_step(c->query, &why)) > 0) {
		const char *host = query_text(c->query, c->host);
		bool copied = host && str_starts(str_of(host), FACTS_COPY);
		const char *row = read_row(a, c->query);
		words_add(copied ? ret_copies : ret_rows, copied ? renamed(a, row) : row, a);
	}
	if (more < 0)
		return err_set(err, "%s %s: %s", c->kind, c->name, why.text);
	sort(ret_rows);
	sort(ret_copies);
	return 0;
}

/* The first of one list that is not in the other, both in order; NULL where there is none. */
static const char *first_beside(const struct words *list, const struct words *other)
{
	size_t j = 0;

	for (size_t i = 0; i < list->n; i++) {
		while (j < other->n && strcmp(other->v[j], list->v[i]) < 0)
			j++;
		if (j == other->n || !same(other->v[j++], list->v[i]))
			return list->v[i];
	}
	return NULL;
}

static int compare(const struct claim *c, const struct words *rows, const char *whose,
		   const char *file, struct err *err)
{
	const char *lost = first_beside(&c->alone, rows), *gained = first_beside(rows, &c->alone);

	if (!lost && !gained)
		return 0;
	return err_set(err, "%s: %s %s looks across hosts: with a copy beside each host, %s %s %s",
		       file, c->kind, c->name, whose, gained ? "has" : "lacks",
		       gained ? gained : lost);
}

static int prove_alone(struct prover *p, struct arena *a, const char *file,
		       const struct snapshot *facts, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *once = facts_make(facts, NULL, false);
	CLEANUP(snapshot_freep) struct snapshot *twice = facts_make(facts, NULL, true);
	struct words rows, copies;
	int result = 0;

	db_use(p->db, once);
	for (size_t i = 0; i < p->nclaims && result == 0; i++)
		result = read_rows(a, &p->claims[i], &p->claims[i].alone, &copies, err);
	db_use(p->db, twice);
	for (size_t i = 0; i < p->nclaims && result == 0; i++) {
		const struct claim *c = &p->claims[i];
		if (c->across)
			continue;
		result = read_rows(a, c, &rows, &copies, err);
		if (result == 0)
			result = compare(c, &rows, "it", file, err);
		if (result == 0)
			result = compare(c, &copies, "the copy", file, err);
	}
	db_use(p->db, p->nothing);
	return result;
}

static int prove_about(struct prover *p, struct arena *a, const char *file,
		       const struct snapshot *facts, const struct claim *c, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *s = facts_make(facts, &c->about, false);
	struct words rows, copies;
	int result;

	db_use(p->db, s);
	for (unsigned v = 0; v < ABOUT_VIEWS_MOST; v++)
		if (about_has_view(&c->about, v))
			db_view_omit(p->db, v);
	result = read_rows(a, c, &rows, &copies, err);
	db_use(p->db, p->nothing);
	if (result < 0 || !rows.n)
		return result;
	return err_set(err, "%s: %s %s is about more than it says: where there is %s, it has %s",
		       file, c->kind, c->name, c->names, rows.v[0]);
}

int prover_run(struct prover *p, const char *file, struct str text, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *facts = snapshot_new();
	int result = native_load_text(facts, file, text, err);

	if (result == 0)
		result = prove_alone(p, a, file, facts, err);
	for (size_t i = 0; i < p->nclaims && result == 0; i++)
		if (p->claims[i].names)
			result = prove_about(p, a, file, facts, &p->claims[i], err);
	return result;
}
