/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/trial.h"

#include <stdlib.h>

#include "check/worker.h"
#include "proof/parts.h"

struct trial {
	struct arena *arena;
	struct rule_pack pack;
	struct check_options options;
	const struct rule *rule;
	struct plan *plan;
	struct worker worker;
	size_t job;
};

struct trial *trial_new(const struct rule_pack *pack, const struct rule *rule,
			const struct policy *policy, struct err *err)
{
	struct arena *a = arena_new();
	struct trial *t = arena_alloc(a, sizeof(*t));

	*t = (struct trial){
		.arena = a,
		.pack = parts_rules(a, pack, rule),
		.options = { .policy = policy },
		.rule = rule,
	};
	if (plan_new(&t->pack, &t->options, &t->plan, err) < 0) {
		arena_free(a);
		return NULL;
	}
	worker_init(&t->worker, t->plan);
	t->worker.many = true;
	t->job = (size_t)plan_find(t->plan, rule->id);
	return t;
}

void trial_free(struct trial *t)
{
	if (!t)
		return;
	worker_done(&t->worker);
	plan_free(t->plan);
	arena_free(t->arena);
}

void trial_freep(struct trial **t)
{
	trial_free(*t);
}

static void add_row(struct verdicts *v, struct verdict_row row)
{
	row.subject = arena_strdup(v->arena, row.subject);
	v->rows = arena_grow(v->arena, v->rows, v->n, sizeof(*v->rows));
	v->rows[v->n++] = row;
}

static int take_hosts(struct trial *t, struct verdicts *v, struct err *err)
{
	struct worker *w = &t->worker;

	for (unsigned host = 0; host < w->names.n; host++) {
		const struct standing standing = coverage_standing(w, t->job, host);
		struct verdict_host *h = &v->hosts[host];
		h->state = standing.state;
		h->reason = arena_strdup(v->arena, standing.barred
							   ? standing.reason
							   : coverage_nothing(w, t->job, host));
		if (standing.state == OUTCOME_BROKEN)
			return err_set(err, "%s", standing.reason);
		if (answer_of(&w->answers[t->job], host).n && coverage_excludes(w, t->job, host))
			return err_set(err, "%s: a row where 'when' is false", t->rule->file);
	}
	return 0;
}

static int ask_worker(struct trial *t, struct snapshot *s, struct verdicts *v, struct err *err)
{
	const struct answer *answer;

	if (worker_take(&t->worker, s, err) < 0 || take_hosts(t, v, err) < 0)
		return -1;
	answer = &t->worker.answers[t->job];
	for (size_t i = 0; i < answer->n; i++) {
		const struct result *r = &answer->results[i];
		add_row(v, (struct verdict_row){ r->host, r->subject, r->verdict,
						 r->silenced_by != 0 });
	}
	return 0;
}

static int take_outcome(struct verdicts *v, unsigned host, const struct outcome *o,
			struct err *err)
{
	v->hosts[host] = (struct verdict_host){
		.state = o->state,
		.reason = o->reason ? arena_strdup(v->arena, o->reason) : NULL,
	};
	if (o->state == OUTCOME_BROKEN)
		return err_set(err, "%s", o->reason);
	for (size_t i = 0; i < o->nfindings; i++)
		add_row(v, (struct verdict_row){ host, o->findings[i].subject,
						 o->findings[i].verdict, false });
	return 0;
}

/* A rule across hosts is asked once all hosts were seen. */
static int ask_across(struct trial *t, struct snapshot *s, struct verdicts *v, struct err *err)
{
	CLEANUP(check_freep) struct report *report = NULL;
	CLEANUP(report_done) struct report_walk walk = { .by_input = true };
	unsigned host = 0;

	if (check_run(s, &t->pack, &t->options, &report, err) < 0)
		return -1;
	for (walk.report = report; report_next(&walk); host++)
		for (size_t i = 0; i < walk.host->noutcomes; i++)
			if (walk.host->outcomes[i].rule == t->rule &&
			    take_outcome(v, host, &walk.host->outcomes[i], err) < 0)
				return -1;
	return 0;
}

int trial_run(struct trial *t, struct snapshot *s, struct arena *a, struct verdicts *ret_verdicts,
	      struct err *err)
{
	*ret_verdicts = (struct verdicts){
		.arena = a,
		.hosts = arena_array(a, snapshot_hosts(s) + 1, sizeof(*ret_verdicts->hosts)),
	};
	return (t->rule->across ? ask_across : ask_worker)(t, s, ret_verdicts, err);
}
