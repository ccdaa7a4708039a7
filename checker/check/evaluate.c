/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/worker.h"

/* Of these hosts as if there were no others. */
static int ask(struct worker *w, size_t j, unsigned first, unsigned end, struct err *err)
{
	const struct job *job = &w->plan->jobs[j];
	int status;

	db_look_at(w->db, first, end);
	answer_start(w->plan, job, w->queries[j], end - first);
	do
		status = answer_step(&w->answers[j], w->plan, job, w->queries[j], &w->names,
				     w->arena, err);
	while (status > 0);
	db_look_at(w->db, 0, w->names.n);
	return status;
}

/*
 * Built-in rules look at all hosts at hand in one go: what they say of one does
 * not depend on the others (proof/prove.h).  Any other sees a host at a time.
 */
static int ask_all(struct worker *w, size_t j, struct err *err)
{
	unsigned n = w->names.n, step = w->plan->jobs[j].alone ? 1 : n;

	for (unsigned host = 0; host < n; host += step)
		if (ask(w, j, host, host + step, err) < 0)
			return -1;
	return 0;
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

enum { QUOTE_MOST = 512 };

/* The line of the input that it comes from; a longer one proves nothing at a glance. */
static const char *quote(struct worker *w, const struct job *job, const struct result *r)
{
	struct place place = result_origin(job, r->values, w->arena);
	struct str line = str_trim(snapshot_line(w->snapshot, place.file, place.line));

	return line.n && line.n <= QUOTE_MOST ? arena_str(w->arena, line) : NULL;
}

/* The facts are there now: what a finding offers is worked out at once. */
static int offer_fixes(struct worker *w, size_t j, struct err *err)
{
	const struct job *job = &w->plan->jobs[j];
	struct answer *answer = &w->answers[j];
	bool started = false;

	for (struct result *r = answer->results; r < answer->results + answer->n; r++) {
		if (r->verdict != VERDICT_NON_COMPLIANT)
			continue;
		if (!w->fixes[j])
			w->fixes[j] = fixes_new(w->plan, job, w->db);
		if (!started)
			fixes_start(w->fixes[j], w->names.n);
		started = true;
		if (fixes_offer(w->fixes[j], r, w->arena, err) < 0)
			return -1;
		r->quote = quote(w, job, r);
	}
	return 0;
}

void worker_forget(struct worker *w, size_t j)
{
	query_free(w->queries[j]);
	fixes_free(w->fixes[j]);
	w->queries[j] = NULL;
	w->fixes[j] = NULL;
}

static void fail(struct worker *w, size_t j, const struct err *err)
{
	w->failed[j] = arena_strdup(w->arena, err->text);
	w->answers[j].n = 0;
}

void worker_ask(struct worker *w, size_t j)
{
	struct answer *answer = &w->answers[j];
	struct err err;

	if (w->plan->jobs[j].broken)
		return;
	w->ran[j] = true;
	if (has_nothing(w, j))
		return;
	if (prepare(w, j, &err) < 0 || ask_all(w, j, &err) < 0) {
		fail(w, j, &err);
		return;
	}
	answer_sort(answer);
	weigh(w, j);
	answer_merge(answer);
	if (offer_fixes(w, j, &err) < 0)
		fail(w, j, &err);
	/* The next query then takes its memory, which is warm. */
	if (!w->many)
		worker_forget(w, j);
}
