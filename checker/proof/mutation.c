/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/mutation.h"

#include <string.h>

#include "base/options.h"
#include "check/study.h"
#include "db/db.h"
#include "proof/ground.h"
#include "proof/mutant.h"
#include "rule/about.h"
#include "rule/sql.h"

struct view_mutants {
	const char *name;
	struct mutants mutants;
	enum fate *fates;    /* FATE_SURVIVES until a rule's fixtures notice */
	bool *beneath;       /* by number: it reads that view; itself among them */
};

struct run {
	struct arena *arena;
	const struct rule_pack *pack;
	const struct mutation_options *options;
	struct mutation *result;
	struct view_mutants *views;
	size_t nviews;
	struct db *db; /* of no host, to study rules on */
	size_t counter;
	/* Of the rule at hand. */
	const struct rule *rule;
	struct ground *ground;
};

static bool in_share(struct run *r)
{
	return r->counter++ % r->options->of == r->options->share;
}

static void count(struct run *r, enum fate fate, const char *name)
{
	r->result->killed += fate == FATE_KILLED;
	r->result->refused += fate == FATE_REFUSED;
	if (fate == FATE_SURVIVES)
		words_add(&r->result->survivors, name, r->arena);
}

/* Marks the views that stand in a statement by name. */
static void mark_named(const struct run *r, const char *text, bool *views)
{
	struct sql sql = { .rest = str_of(text) };
	struct sql_token token;

	while (sql_next(&sql, &token))
		for (size_t v = 0; v < r->nviews; v++)
			views[v] = views[v] || (token.type == SQL_WORD &&
						str_eq_nocase(token.text, r->views[v].name));
}

/* Marks also what those that are marked read; true where one is new. */
static bool mark_beneath(const struct run *r, bool *views)
{
	bool grown = false;

	for (size_t v = 0; v < r->nviews; v++)
		for (size_t u = 0; u < r->nviews && views[v]; u++) {
			grown = grown || (r->views[v].beneath[u] && !views[u]);
			views[u] = views[u] || r->views[v].beneath[u];
		}
	return grown;
}

static void read_views(struct run *r)
{
	struct db_view view;
	bool grown = true;

	r->nviews = db_view_count();
	r->views = arena_array(r->arena, r->nviews, sizeof(*r->views));
	for (size_t v = 0; v < r->nviews && db_view_at(v, &view); v++)
		r->views[v].name = view.name;
	for (size_t v = 0; v < r->nviews && db_view_at(v, &view); v++) {
		struct view_mutants *m = &r->views[v];
		m->mutants = mutants_of(r->arena, view.select);
		m->fates = arena_array(r->arena, m->mutants.n + 1, sizeof(*m->fates));
		m->beneath = arena_array(r->arena, r->nviews, sizeof(*m->beneath));
		mark_named(r, view.select, m->beneath);
		m->beneath[v] = true;
	}
	while (grown) {
		grown = false;
		for (size_t v = 0; v < r->nviews; v++)
			grown = mark_beneath(r, r->views[v].beneath) || grown;
	}
}

static const char *name_of(struct run *r, const char *name)
{
	return arena_printf(r->arena, "rule %s: %s", r->rule->id, name);
}

/* Changed texts are known to be no other than they were, but for what the fixtures tell. */
static void try_rule(struct run *r, const char *what, const struct rule *changed)
{
	const char *name = name_of(r, what);

	if (in_share(r))
		count(r, ground_try_rule(r->ground, changed), name);
	else
		words_add(&r->result->skipped, name, r->arena);
}

static void try_query(struct run *r, const struct mutant *m)
{
	CLEANUP(query_freep) struct query *q = NULL;
	struct rule changed = *r->rule;
	struct err err;
	int offset;

	changed.query = m->sql;
	if (db_prepare(r->db, m->sql, &q, &offset, &err) < 0)
		r->result->refused++;
	else
		try_rule(r, m->name, &changed);
}

static void try_platforms(struct run *r)
{
	static const struct {
		enum platform platform;
		const char *name;
	} all[] = {
		{ PLATFORM_LINUX, "linux" },
		{ PLATFORM_ESXI, "esxi" },
		{ PLATFORM_ESX, "esx" },
		{ PLATFORM_OVIRT, "ovirt" },
	};

	for (size_t i = 0; i < countof(all); i++) {
		struct rule changed = *r->rule;
		changed.platforms &= ~(unsigned)all[i].platform;
		if (changed.platforms && changed.platforms != r->rule->platforms &&
		    r->rule->platforms != PLATFORM_ALL)
			try_rule(r, arena_printf(r->arena, "platforms: %s", all[i].name),
				 &changed);
	}
}

static struct words without(struct arena *a, const struct words *words, size_t place)
{
	struct words left = { NULL, 0 };

	for (size_t i = 0; i < words->n; i++)
		if (i != place)
			words_add(&left, words->v[i], a);
	return left;
}

static void try_optional(struct run *r)
{
	for (size_t i = 0; i < r->rule->optional.n; i++) {
		struct rule changed = *r->rule;
		struct rule_facts facts;
		struct err err;
		changed.optional = without(r->arena, &r->rule->optional, i);
		if (study_rule(r->arena, r->db, &changed, &facts, &err) < 0)
			continue;
		facts.quiet = r->rule->facts->quiet;
		facts.nquiet = r->rule->facts->nquiet;
		changed.facts = &facts;
		try_rule(r, arena_printf(r->arena, "optional: %s", r->rule->optional.v[i]),
			 &changed);
	}
}

/* A rule that is about one thing says nothing else without it. */
static void try_about(struct run *r)
{
	for (size_t i = 0; i < r->rule->about.n && r->rule->about.n > 1; i++) {
		struct rule changed = *r->rule;
		struct rule_facts facts = *r->rule->facts;
		struct err err;
		changed.about = without(r->arena, &r->rule->about, i);
		if (about_resolve(&changed.about, db_view_number, &facts.about, &err) < 0)
			continue;
		changed.facts = &facts;
		try_rule(r, arena_printf(r->arena, "about: %s", r->rule->about.v[i]), &changed);
	}
}

static void try_quiet_without(struct run *r, size_t place, size_t pair, const char *what)
{
	const struct rule_facts *own = r->rule->facts;
	struct quiet *quiet = arena_array(r->arena, own->nquiet + 1, sizeof(*quiet));
	struct rule changed = *r->rule;
	struct rule_facts facts = *own;

	facts.nquiet = 0;
	for (size_t i = 0; i < own->nquiet; i++) {
		struct quiet *q = &quiet[facts.nquiet];
		*q = own->quiet[i];
		if (i == place && pair < q->npairs) {
			q->npairs = 0;
			q->pairs = arena_array(r->arena, own->quiet[i].npairs, sizeof(*q->pairs));
			for (size_t p = 0; p < own->quiet[i].npairs; p++)
				if (p != pair)
					q->pairs[q->npairs++] = own->quiet[i].pairs[p];
		}
		facts.nquiet += i != place || pair < own->quiet[i].npairs;
	}
	facts.quiet = quiet;
	changed.facts = &facts;
	try_rule(r, what, &changed);
}

/* A pair alone in its list is the rule; columns that two rules share were not chosen by anyone. */
static void try_quiet(struct run *r)
{
	const struct rule_facts *facts = r->rule->facts;

	for (size_t i = 0; i < facts->nquiet; i++) {
		const struct quiet *q = &facts->quiet[i];
		try_quiet_without(r, i, SIZE_MAX, arena_printf(r->arena, "quiet: %s", q->rule));
		for (size_t p = 0; p < q->npairs && q->npairs > 1 && !q->shared; p++)
			try_quiet_without(r, i, p,
					  arena_printf(r->arena, "quiet: %s, %s", q->rule,
						       q->pairs[p].mine));
	}
}

static void try_whens(struct run *r, const char *key, const struct fix *fixes, size_t n,
		      const struct fix **place, const struct rule *changed)
{
	for (size_t i = 0; i < n; i++) {
		struct fix *list = arena_array(r->arena, n, sizeof(*list));
		if (!fixes[i].when)
			continue;
		memcpy(list, fixes, n * sizeof(*list));
		list[i].when = NULL;
		*place = list;
		try_rule(r, arena_printf(r->arena, "%s, when: %s", key,
					 mutant_shown(r->arena, fixes[i].when)),
			 changed);
	}
}

static void try_fixes(struct run *r)
{
	struct rule fix = *r->rule, verify = *r->rule;

	try_whens(r, "fix", fix.fixes, fix.nfixes, &fix.fixes, &fix);
	try_whens(r, "verify", verify.verify, verify.nverify, &verify.verify, &verify);
}

static void try_view(struct run *r, unsigned v)
{
	struct view_mutants *view = &r->views[v];
	bool *above = arena_array(r->arena, r->nviews, sizeof(*above));

	for (size_t u = 0; u < r->nviews; u++)
		above[u] = u != v && r->views[u].beneath[v];
	for (size_t m = 0; m < view->mutants.n; m++)
		if (view->fates[m] == FATE_SURVIVES &&
		    (m + v) % r->options->of == r->options->share)
			view->fates[m] = ground_try_view(r->ground, v, above,
							 view->mutants.v[m].sql);
}

static bool *read_by(const struct run *r)
{
	const struct rule *rule = r->rule;
	bool *views = arena_array(r->arena, r->nviews, sizeof(*views));

	mark_named(r, rule->query, views);
	for (size_t i = 0; i < rule->nfixes; i++)
		if (rule->fixes[i].each)
			mark_named(r, rule->fixes[i].each, views);
	mark_beneath(r, views);
	return views;
}

static int try_all(struct run *r, const struct rule *rule, const char *dir, struct err *err)
{
	CLEANUP(ground_freep) struct ground *ground = ground_new(r->pack, rule, dir, err);
	struct mutants queries;
	const bool *views;

	if (!ground)
		return -1;
	r->rule = rule;
	r->ground = ground;
	queries = mutants_of(r->arena, rule->query);
	for (size_t m = 0; m < queries.n; m++)
		try_query(r, &queries.v[m]);
	try_platforms(r);
	try_optional(r);
	try_about(r);
	try_quiet(r);
	try_fixes(r);
	views = read_by(r);
	for (unsigned v = 0; v < r->nviews; v++)
		if (views[v])
			try_view(r, v);
	return 0;
}

static void count_views(struct run *r)
{
	for (size_t v = 0; v < r->nviews; v++)
		for (size_t m = 0; m < r->views[v].mutants.n; m++) {
			const char *name = arena_printf(r->arena, "view %s: %s", r->views[v].name,
							r->views[v].mutants.v[m].name);
			if ((m + v) % r->options->of == r->options->share)
				count(r, r->views[v].fates[m], name);
			else
				words_add(&r->result->skipped, name, r->arena);
		}
}

int mutation_run(struct arena *a, const struct rule_pack *pack, const char *dir,
		 const struct mutation_options *options, struct mutation *ret_mutation,
		 struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *none = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	struct run r = { .arena = a, .pack = pack, .options = options, .result = ret_mutation };

	*ret_mutation = (struct mutation){ .killed = 0 };
	snapshot_seal(none);
	db = r.db = db_new(none, NULL, err);
	if (!db)
		return -1;
	read_views(&r);
	for (size_t i = 0; i < pack->n; i++)
		if (try_all(&r, pack->rules[i],
			    arena_printf(a, "%s/%s", dir, pack->rules[i]->id), err) < 0)
			return -1;
	count_views(&r);
	return 0;
}
