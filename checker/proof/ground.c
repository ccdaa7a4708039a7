/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/ground.h"

#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "check/study.h"
#include "proof/knowledge.h"
#include "source/native.h"

/* A statement of a changed rule may never end. */
enum { STEPS_MOST = 2000 * 1000 };

struct fixture_case {
	struct expect expect;
	unsigned first, end; /* its hosts in the snapshot */
	const char **names;  /* of them in the file */
};

/* Fixtures that share a policy. */
struct field {
	struct check_options options;
	struct snapshot *snapshot;
	struct plan *plan;
	struct worker worker;
	size_t job;
	struct fixture_case *cases;
	size_t ncases;
	uint64_t *hashes; /* by view: of its rows; 0: not known yet */
	bool asked; /* others than the job, of the views as they are */
};

/* A verdict of the rule as it is on a fixture without something. */
struct verdict_was {
	unsigned host;
	const char *subject;
	enum verdict verdict;
	bool silenced;
};

struct ground {
	struct arena *arena;
	struct field *without; /* each fixture without each thing; NULL: there is none */
	struct verdict_was *was;
	size_t nwas;
	struct rule_pack pack;
	const struct rule *rule;
	struct field **fields;
	size_t nfields;
};

static struct field *add_field(struct ground *g, const struct policy *policy)
{
	struct field *f = arena_alloc(g->arena, sizeof(*f));

	*f = (struct field){ .options = { .policy = policy }, .snapshot = snapshot_new() };
	g->fields = arena_grow(g->arena, g->fields, g->nfields, sizeof(struct field *));
	g->fields[g->nfields++] = f;
	return f;
}

static struct field *field_for(struct ground *g, const struct policy *policy)
{
	for (size_t i = 0; i < g->nfields && !policy && !g->rule->across; i++)
		if (!g->fields[i]->options.policy)
			return g->fields[i];
	return add_field(g, policy);
}

struct gaps {
	const struct snapshot *facts;
	struct snapshot *to;
	struct arena *arena;
	size_t n;
};

static int add_gap(void *ctx, const struct facts_gap *gap, struct err *err)
{
	struct gaps *gaps = ctx;

	(void)err;
	if (facts_is_partial(gap))
		return 0;
	facts_add_without(gaps->to, gaps->facts, arena_printf(gaps->arena, "%zu ", gaps->n++), gap);
	return 0;
}

static int add_gaps(struct ground *g, const struct snapshot *facts, struct err *err)
{
	struct gaps gaps = { .facts = facts, .arena = g->arena };

	if (!g->without) {
		g->without = arena_alloc(g->arena, sizeof(*g->without));
		g->without->snapshot = snapshot_new();
	}
	gaps.to = g->without->snapshot;
	gaps.n = snapshot_hosts(gaps.to);
	return knowledge_gaps(facts, add_gap, &gaps, err);
}

static int add_case(struct ground *g, const char *file, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *facts = snapshot_new();
	struct fixture_case c = { .first = 0 };
	const char *prefix = "";
	struct parts parts;
	struct field *f;

	if (parts_read(g->arena, file, &parts, err) < 0 ||
	    expect_read(g->arena, &parts, &c.expect, err) < 0 ||
	    native_load_text(facts, file, parts.snapshot, err) < 0)
		return -1;
	f = field_for(g, parts.parsed);
	if (!parts.parsed && !g->rule->across)
		prefix = arena_printf(g->arena, "%zu ", f->ncases);
	c.first = snapshot_hosts(f->snapshot);
	c.end = c.first + snapshot_hosts(facts);
	c.names = arena_array(g->arena, c.end - c.first + 1, sizeof(*c.names));
	for (unsigned host = 0; host < c.end - c.first; host++)
		c.names[host] = arena_strdup(g->arena, snapshot_host_name(facts, host));
	facts_add(f->snapshot, facts, prefix);
	f->cases = arena_grow(g->arena, f->cases, f->ncases, sizeof(*f->cases));
	f->cases[f->ncases++] = c;
	return f->options.policy || g->rule->across ? 0 : add_gaps(g, facts, err);
}

/* A rule of which nobody looks at the fixes: to fill them in costs more than the verdicts. */
static const struct rule *without_fixes(struct arena *a, const struct rule *rule)
{
	struct rule *copy = arena_alloc(a, sizeof(*copy));

	*copy = *rule;
	copy->nfixes = copy->nverify = 0;
	return copy;
}

static const struct rule_pack *pack_of(struct ground *g, const struct field *f)
{
	struct rule_pack *pack = arena_alloc(g->arena, sizeof(*pack));
	const struct rule **rules = arena_array(g->arena, g->pack.n, sizeof(*rules));

	*pack = g->pack;
	pack->rules = rules;
	for (size_t i = 0; i < pack->n; i++)
		rules[i] = g->pack.rules[i] == g->rule && f != g->without
				   ? g->rule
				   : without_fixes(g->arena, g->pack.rules[i]);
	return pack;
}

static int start_field(struct ground *g, struct field *f, struct err *err)
{
	if (plan_new(pack_of(g, f), &f->options, &f->plan, err) < 0)
		return -1;
	f->job = (size_t)plan_find(f->plan, g->rule->id);
	snapshot_seal(f->snapshot);
	if (g->rule->across)
		return 0;
	worker_init(&f->worker, f->plan);
	f->worker.many = true;
	if (worker_take(&f->worker, f->snapshot, err) < 0)
		return -1;
	f->asked = true;
	f->hashes = arena_array(g->arena, db_view_count(), sizeof(*f->hashes));
	db_limit_steps(f->worker.db, STEPS_MOST);
	return 0;
}

/* Answers of what is tried live until it is judged: thousands of them are too many to keep. */
static struct arena *begin_trial(struct field *f)
{
	struct arena *kept = f->worker.arena;

	f->worker.arena = arena_new();
	return kept;
}

/* What stays quiet has left its message with those that speak. */
static void end_trial(struct field *f, struct arena *kept)
{
	for (size_t j = 0; j < f->plan->njobs; j++) {
		struct answer *answer = &f->worker.answers[j];
		if (j == f->job)
			*answer = (struct answer){ .n = 0 };
		for (size_t i = 0; i < answer->n; i++)
			answer->results[i].nfolded = 0;
	}
	arena_free(f->worker.arena);
	f->worker.arena = kept;
}

/* What the job says now, as it is in a report. */
static void ask(struct field *f, size_t job)
{
	struct worker *w = &f->worker;

	w->failed[job] = NULL;
	w->answers[job] = (struct answer){ .n = 0 };
	worker_ask(w, job);
}

static void finish(struct field *f, size_t job)
{
	struct worker *w = &f->worker;

	quiet_apply(w, job);
	for (unsigned host = 0; host < w->names.n && f->options.policy; host++)
		waive_apply(w->plan, &w->plan->jobs[job], answer_of(&w->answers[job], host),
			    w->names.v[host], w->arena, w->waived);
}

static void find_result(struct field *f, struct fixture_case *c, const struct result *r,
			const char *host)
{
	const struct job *job = &f->plan->jobs[f->job];
	bool words = c->expect.given[EXPECT_MESSAGE] || c->expect.given[EXPECT_MESSAGE_OK];
	const struct finding finding = {
		.host = host,
		.subject = same(r->subject, f->worker.names.v[r->host]) ? host : r->subject,
		.message = words ? result_message(job, r->verdict, r->values, c->expect.arena) : "",
		.verdict = r->verdict,
		.severity = r->severity,
		.fixes = r->fixes,
		.nfixes = r->nfixes,
		.verify = r->verify,
		.nverify = r->nverify,
	};

	expect_finding(&c->expect, &finding, c->end - c->first == 1);
}

static void find_nothing(struct field *f, struct fixture_case *c, unsigned host,
			 const struct answer *answer)
{
	const struct worker *w = &f->worker;
	struct standing standing = coverage_standing(w, f->job, host);
	const char *reason = standing.barred ? standing.reason
					     : coverage_nothing(w, f->job, host);

	if (answer->n)
		reason = arena_printf(c->expect.arena, "said by %s",
				      w->plan->jobs[answer->results[0].silenced_by - 1].rule->id);
	expect_no_result(&c->expect, c->names[host - c->first], reason);
}

static int judge(struct field *f, struct fixture_case *c, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct worker *w = &f->worker;

	expect_again(&c->expect, a);
	for (unsigned host = c->first; host < c->end; host++) {
		const struct answer answer = answer_of(&w->answers[f->job], host);
		size_t told = 0;
		for (size_t i = 0; i < answer.n; i++) {
			if (answer.results[i].silenced_by)
				continue;
			find_result(f, c, &answer.results[i], c->names[host - c->first]);
			told++;
		}
		if (!told)
			find_nothing(f, c, host, &answer);
	}
	return expect_compare(&c->expect, a, err);
}

static int judge_all(struct field *f, struct err *err)
{
	if (f->worker.failed[f->job])
		return err_set(err, "%s", f->worker.failed[f->job]);
	for (size_t i = 0; i < f->ncases; i++)
		if (judge(f, &f->cases[i], err) < 0)
			return -1;
	return 0;
}

static int judge_report(struct fixture_case *c, const struct rule *rule,
			const struct report *report,
			struct arena *a, struct err *err)
{
	CLEANUP(report_done) struct report_walk walk = { .report = report };

	expect_again(&c->expect, a);
	while (report_next(&walk))
		for (size_t i = 0; i < walk.host->noutcomes; i++) {
			const struct outcome *o = &walk.host->outcomes[i];
			if (!same(o->rule->id, rule->id))
				continue;
			if (o->state == OUTCOME_BROKEN)
				return err_set(err, "%s", o->reason);
			for (size_t k = 0; k < o->nfindings; k++)
				expect_finding(&c->expect, &o->findings[k], report->nhosts == 1);
			if (o->state != OUTCOME_EVALUATED)
				expect_no_result(&c->expect, walk.host->name, o->reason);
		}
	return expect_compare(&c->expect, a, err);
}

/* A rule across hosts is asked once all hosts were seen. */
static int try_across(struct ground *g, struct field *f, const struct rule *rule, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(check_freep) struct report *report = NULL;
	const struct rule **rules = arena_array(a, g->pack.n, sizeof(*rules));
	struct rule_pack pack = g->pack;

	for (size_t i = 0; i < pack.n; i++)
		rules[i] = g->pack.rules[i] == g->rule ? rule : g->pack.rules[i];
	pack.rules = rules;
	if (check_run(f->snapshot, &pack, &f->options, &report, err) < 0)
		return -1;
	return judge_report(&f->cases[0], rule, report, a, err);
}

static void take_quiet(struct arena *a, struct field *f, struct job *job)
{
	const struct rule_facts *facts = job->facts;

	job->nquiet = facts->nquiet;
	job->quiet = arena_array(a, job->nquiet + 1, sizeof(*job->quiet));
	job->speakers = arena_array(a, job->nquiet + 1, sizeof(*job->speakers));
	for (size_t i = 0; i < job->nquiet; i++) {
		job->quiet[i] = facts->quiet[i];
		job->speakers[i] = plan_find(f->plan, facts->quiet[i].rule);
	}
}

static struct verdict_was was_of(const struct result *r)
{
	return (struct verdict_was){ r->host, r->subject, r->verdict, r->silenced_by != 0 };
}

static void note_without(struct ground *g)
{
	const struct answer *answer = &g->without->worker.answers[g->without->job];

	g->was = arena_array(g->arena, answer->n + 1, sizeof(*g->was));
	for (size_t i = 0; i < answer->n; i++) {
		g->was[i] = was_of(&answer->results[i]);
		g->was[i].subject = arena_strdup(g->arena, g->was[i].subject);
	}
	g->nwas = answer->n;
}

static bool same_without(const struct ground *g)
{
	const struct worker *w = &g->without->worker;
	const struct answer *answer = &w->answers[g->without->job];

	if (w->failed[g->without->job] || answer->n != g->nwas)
		return false;
	for (size_t i = 0; i < answer->n; i++) {
		struct verdict_was is = was_of(&answer->results[i]), *was = &g->was[i];
		if (is.host != was->host || !same(is.subject, was->subject) ||
		    is.verdict != was->verdict || is.silenced != was->silenced)
			return false;
	}
	return true;
}

/* The rule in the place of the ground's own; gives what to put back. */
static struct job put(struct field *f, const struct rule *rule)
{
	struct job *job = &f->plan->jobs[f->job];
	const struct job own = *job;

	worker_forget(&f->worker, f->job);
	job->rule = rule;
	job->facts = rule->facts;
	if (rule->facts->quiet != own.facts->quiet)
		take_quiet(f->worker.arena, f, job);
	ask(f, f->job);
	finish(f, f->job);
	return own;
}

static void put_back(struct field *f, struct job own)
{
	worker_forget(&f->worker, f->job);
	f->plan->jobs[f->job] = own;
}

static bool notices_without(struct ground *g, const struct rule *rule)
{
	struct arena *kept;
	struct job own;
	bool notices;

	if (!g->without)
		return false;
	kept = begin_trial(g->without);
	own = put(g->without, without_fixes(g->without->worker.arena, rule));
	notices = !same_without(g);
	put_back(g->without, own);
	end_trial(g->without, kept);
	return notices;
}

static int try_field(struct ground *g, struct field *f, const struct rule *rule, struct err *err)
{
	struct arena *kept;
	struct job own;
	int result;

	if (g->rule->across)
		return f->ncases ? try_across(g, f, rule, err) : 0;
	kept = begin_trial(f);
	own = put(f, rule);
	result = judge_all(f, err);
	put_back(f, own);
	end_trial(f, kept);
	return result;
}

enum fate ground_try_rule(struct ground *g, const struct rule *rule)
{
	struct err err;

	for (size_t i = 0; i < g->nfields; i++)
		if (try_field(g, g->fields[i], rule, &err) < 0)
			return FATE_KILLED;
	return notices_without(g, rule) ? FATE_KILLED : FATE_SURVIVES;
}

static uint64_t hash_text(uint64_t h, const char *text)
{
	for (const char *c = text ? text : "\001"; *c; c++)
		h = (h ^ (unsigned char)*c) * 0x100000001b3u;
	return (h ^ '|') * 0x100000001b3u;
}

/* Of all rows of a view; 0 where it breaks. */
static uint64_t hash_rows(struct field *f, unsigned view)
{
	CLEANUP(query_freep) struct query *q = NULL;
	CLEANUP(arena_freep) struct arena *a = arena_new();
	uint64_t h = 0xcbf29ce484222325u;
	struct db_view v;
	struct err err;
	int offset, more;

	db_view_at(view, &v);
	if (db_prepare(f->worker.db, arena_printf(a, "SELECT * FROM %s", v.name), &q, &offset,
		       &err) < 0)
		return 0;
	query_start(q, 0);
	while ((more = query_step(q, &err)) > 0)
		for (size_t c = 0; c < query_columns(q); c++)
			h = hash_text(h, query_text(q, c));
	return more < 0 ? 0 : h;
}

static void forget(struct field *f, const bool *above)
{
	for (unsigned v = 0; v < db_view_count(); v++)
		if (above[v])
			db_view_forget(f->worker.db, v);
}

static void ask_all(struct field *f)
{
	for (size_t j = 0; j < f->plan->njobs; j++)
		ask(f, j);
	for (size_t j = 0; j < f->plan->njobs; j++)
		finish(f, j);
}

/* Where the view has the rows that it had, nothing else can be otherwise. */
static enum fate try_view(struct ground *g, struct field *f, unsigned view, const bool *above,
			  const char *select)
{
	enum fate fate = FATE_SURVIVES;
	uint64_t hash;
	struct err err;

	if (!f->hashes[view])
		f->hashes[view] = hash_rows(f, view);
	if (db_view_replace(f->worker.db, view, select, &err) < 0) {
		fate = FATE_REFUSED;
	} else if ((hash = hash_rows(f, view)) == 0) {
		fate = FATE_KILLED;
	} else if (hash != f->hashes[view]) {
		struct arena *kept = begin_trial(f);
		forget(f, above);
		ask_all(f);
		if (f == g->without ? !same_without(g) : judge_all(f, &err) < 0)
			fate = FATE_KILLED;
		forget(f, above);
		for (size_t j = 0; j < f->plan->njobs; j++)
			f->worker.answers[j].n = 0;
		end_trial(f, kept);
	}
	db_view_replace(f->worker.db, view, NULL, &err);
	return fate;
}

enum fate ground_try_view(struct ground *g, unsigned view, const bool *above, const char *select)
{
	enum fate fate = FATE_SURVIVES;

	for (size_t i = 0; i < g->nfields && fate == FATE_SURVIVES && !g->rule->across; i++)
		fate = try_view(g, g->fields[i], view, above, select);
	return fate == FATE_SURVIVES && g->without ? try_view(g, g->without, view, above, select)
						   : fate;
}

/* A fixture that is not as it expects notices nothing; test_rules tells of it. */
static void leave_out_wrong(struct ground *g, struct field *f)
{
	struct err err;
	size_t kept = 0;

	if (g->rule->across && try_across(g, f, g->rule, &err) < 0)
		f->ncases = 0;
	for (size_t i = 0; i < f->ncases; i++)
		if (g->rule->across || judge(f, &f->cases[i], &err) == 0)
			f->cases[kept++] = f->cases[i];
	f->ncases = kept;
}

struct ground *ground_new(const struct rule_pack *pack, const struct rule *rule, const char *dir,
			  struct err *err)
{
	struct arena *a = arena_new();
	struct ground *g = arena_alloc(a, sizeof(*g));
	const struct words files = parts_files(a, dir);
	int result = 0;

	*g = (struct ground){ .arena = a, .pack = parts_rules(a, pack, rule), .rule = rule };
	for (size_t i = 0; i < files.n && result == 0; i++)
		result = add_case(g, files.v[i], err);
	if (result == 0 && g->without) {
		result = start_field(g, g->without, err);
		note_without(g);
	}
	for (size_t i = 0; i < g->nfields && result == 0; i++) {
		result = start_field(g, g->fields[i], err);
		if (result == 0)
			leave_out_wrong(g, g->fields[i]);
	}
	if (result == 0)
		return g;
	ground_free(g);
	return NULL;
}

static void free_field(struct field *f)
{
	if (f->asked)
		worker_done(&f->worker);
	plan_free(f->plan);
	snapshot_free(f->snapshot);
}

void ground_free(struct ground *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->nfields; i++)
		free_field(g->fields[i]);
	if (g->without)
		free_field(g->without);
	arena_free(g->arena);
}

void ground_freep(struct ground **g)
{
	ground_free(*g);
}
