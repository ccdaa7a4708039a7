/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/worker.h"

/* Why a job broke on the hosts first to end - 1. */
static void fail(struct worker *w, size_t j, unsigned first, unsigned end, const char *why)
{
	if (!w->failed[j])
		w->failed[j] = arena_array(w->arena, w->names.n, sizeof(**w->failed));
	for (unsigned host = first; host < end; host++)
		w->failed[j][host] = arena_strdup(w->arena, why);
}

/* Of these hosts as if there were no others. */
static int ask(struct worker *w, size_t j, unsigned first, unsigned end, struct err *err)
{
	const struct job *job = &w->plan->jobs[j];
	size_t before = w->answers[j].n;
	int status;

	db_look_at(w->db, first, end);
	status = answer_start(w->plan, job, w->queries[j], end - first, err);
	while (status >= 0 && (status = answer_step(&w->answers[j], w->plan, job, w->queries[j],
						    &w->names, w->arena, err)) > 0)
		;
	db_look_at(w->db, 0, w->names.n);
	if (status < 0)
		w->answers[j].n = before;
	return status;
}

/* Rows of a host that may not be judged go, the others are weighed. */
static void weigh(struct worker *w, size_t j)
{
	struct answer *answer = &w->answers[j];
	struct standing standing = { .barred = false };
	size_t kept = 0;

	for (size_t i = 0; i < answer->n; i++) {
		struct result *r = &answer->results[i];
		if (i == 0 || r->host != answer->results[i - 1].host)
			standing = coverage_standing(w, j, r->host);
		if (standing.barred)
			continue;
		result_weigh(r, &standing);
		answer->results[kept++] = *r;
	}
	answer->n = kept;
}

/* Preparing a query costs eight times as much as running it. */
static bool has_nothing(struct worker *w, size_t j)
{
	const struct job *job = &w->plan->jobs[j];

	return !(job->rule->platforms & w->platforms) || !db_has_rows(w->db, &job->facts->about);
}

static int prepare(struct worker *w, size_t j, struct err *err)
{
	const struct rule *r = w->plan->jobs[j].rule;
	int offset;

	if (w->queries[j] || db_prepare(w->db, r->query, &w->queries[j], &offset, err) == 0)
		return 0;
	return err_wrap(err, "%s:%u", r->file, r->query_line);
}

/*
 * Built-in rules look at all hosts at hand in one go, and what they say of one
 * does not depend on the others (check/prove.h).  A rule that breaks is asked
 * again of each host alone, so that it is broken only where it is.
 */
void worker_ask(struct worker *w, size_t j)
{
	const struct job *job = &w->plan->jobs[j];
	struct err err;

	if (job->broken)
		return;
	w->ran[j] = true;
	if (has_nothing(w, j))
		return;
	if (prepare(w, j, &err) < 0) {
		fail(w, j, 0, w->names.n, err.text);
		w->ran[j] = false;
		return;
	}
	if (job->alone || ask(w, j, 0, w->names.n, &err) < 0)
		for (unsigned host = 0; host < w->names.n; host++)
			if (ask(w, j, host, host + 1, &err) < 0)
				fail(w, j, host, host + 1, err.text);
	answer_sort(&w->answers[j]);
	weigh(w, j);
	answer_merge(&w->answers[j]);
}
