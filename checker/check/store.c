/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/store.h"

#include <stdlib.h>
#include <string.h>

struct store *store_new(struct plan *plan)
{
	const struct policy *policy = plan->options->policy;
	struct store *s = xcalloc(1, sizeof(*s));

	s->plan = plan;
	s->spill = (struct spill)SPILL_EMPTY;
	s->arena = arena_new();
	s->ran = arena_array(s->arena, plan->njobs + 1, sizeof(*s->ran));
	s->failures = arena_array(s->arena, plan->njobs + 1, sizeof(*s->failures));
	s->waived = arena_array(s->arena, policy ? policy->nwaivers + 1 : 1, sizeof(*s->waived));
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

void store_free(struct store *s)
{
	if (!s)
		return;
	spill_done(&s->spill);
	free(s->hosts);
	arena_free(s->arena);
	plan_free((struct plan *)s->plan);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

void store_expect_many(struct store *s)
{
	s->many = true;
	s->gather = gather_plan(s->arena, s->plan);
}

void store_note_failure(struct store *s, struct failure *f, size_t input, size_t number,
			const char *why)
{
	if (f->why && (f->input < input || (f->input == input && f->number <= number)))
		return;
	*f = (struct failure){ arena_strdup(s->arena, why), input, number };
}

static void note_failures(struct store *s, const struct worker *w, size_t input, size_t number,
			  const char *not_gathered)
{
	pthread_mutex_lock(&s->lock);
	for (size_t j = 0; j < s->plan->njobs; j++)
		if (w->failed[j])
			store_note_failure(s, &s->failures[j], input, number, w->failed[j]);
	if (not_gathered)
		store_note_failure(s, &s->not_gathered, input, number, not_gathered);
	pthread_mutex_unlock(&s->lock);
}

int store_read(const struct store *s, struct spilled where, struct arena *a,
	       struct reader *ret_reader, struct err *err)
{
	unsigned char *bytes = arena_alloc(a, where.n + 1);

	ret_reader->at = bytes;
	return spill_read(&s->spill, where, bytes, err);
}

/* What is written of one host, until it is kept. */
struct draft {
	struct bytes record, across, facts;
};

static int keep(struct store *s, struct kept_host *host, const struct draft *d, struct err *err)
{
	int status = spill_add(&s->spill, d->record.p, d->record.n, &host->record, err);

	if (status == 0)
		status = spill_add(&s->spill, d->across.p, d->across.n, &host->across, err);
	if (status == 0)
		status = spill_add(&s->spill, d->facts.p, d->facts.n, &host->facts, err);
	if (status < 0)
		return -1;
	if (s->nhosts == s->room) {
		s->room = s->room ? 2 * s->room : 16;
		s->hosts = xrealloc(s->hosts, s->room, sizeof(*s->hosts));
	}
	host->name = arena_strdup(s->arena, host->name);
	s->hosts[s->nhosts++] = *host;
	return 0;
}

static void write_draft(struct store *s, struct worker *w, unsigned host, struct draft *d,
			struct summary *summary)
{
	record_write_head(&d->record, w->snapshot, host);
	record_write_jobs(&d->record, w, host, false, summary);
	if (s->many)
		across_note(&d->across, w, host);
	else
		record_write_jobs(&d->across, w, host, true, summary);
}

static int keep_hosts(struct store *s, struct worker *w, struct draft *drafts, size_t input,
		      size_t number, struct err *err)
{
	int status = 0;

	for (unsigned host = 0; host < w->names.n && status == 0; host++) {
		struct kept_host kept = { .input = input, .number = number + host,
					  .name = w->names.v[host] };
		write_draft(s, w, host, &drafts[host], &kept.summary);
		pthread_mutex_lock(&s->lock);
		status = keep(s, &kept, &drafts[host], err);
		pthread_mutex_unlock(&s->lock);
	}
	return status;
}

static int gather_facts(struct store *s, struct worker *w, struct draft *drafts, struct err *err)
{
	struct bytes *rows = arena_array(w->arena, w->names.n + 1, sizeof(*rows));
	int status = gather_write(rows, &s->gather, w, err);

	for (unsigned host = 0; host < w->names.n; host++)
		drafts[host].facts = rows[host];
	return status;
}

int store_take(struct store *s, struct worker *w, struct snapshot *snapshot, size_t input,
	       size_t number, struct err *err)
{
	struct draft *drafts;
	struct err why;
	bool gathered;
	int status;

	w->many = s->many;
	if (worker_take(w, snapshot, err) < 0)
		return -1;
	drafts = arena_array(w->arena, w->names.n + 1, sizeof(*drafts));
	gathered = !s->many || gather_facts(s, w, drafts, &why) == 0;
	note_failures(s, w, input, number, gathered ? NULL : why.text);
	status = keep_hosts(s, w, drafts, input, number, err);
	for (unsigned host = 0; host < w->names.n; host++) {
		free(drafts[host].record.p);
		free(drafts[host].across.p);
		free(drafts[host].facts.p);
	}
	return status;
}

void store_end_worker(struct store *s, struct worker *w)
{
	const struct policy *policy = s->plan->options->policy;

	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; policy && i < policy->nwaivers; i++)
		s->waived[i] += w->waived[i];
	for (size_t j = 0; j < s->plan->njobs; j++)
		s->ran[j] = s->ran[j] || w->ran[j];
	pthread_mutex_unlock(&s->lock);
}

static int by_input(const void *a, const void *b)
{
	const struct kept_host *x = a, *y = b;

	if (x->input != y->input)
		return x->input < y->input ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

int store_end(struct store *s, struct err *err)
{
	if (s->nhosts)
		qsort(s->hosts, s->nhosts, sizeof(*s->hosts), by_input);
	return s->many && s->nhosts ? across_ask(s, err) : 0;
}
