/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report over the store: a host is read from its record each time it is wanted. */
#include <stdlib.h>
#include <string.h>

#include "check/store.h"

struct report_reader {
	struct report report;
	struct store *store;
	unsigned *places; /* host by place, in the order of names */
	bool failed;
	struct err fault;
};

/* Jobs lie in two records; outcomes stand in the order of ids. */
static int read_outcomes(const struct store *s, const struct kept_host *kept, struct reader *own,
			 enum report_depth depth, struct arena *a, struct report_host *host,
			 struct err *err)
{
	const struct plan *p = s->plan;
	struct outcome *all = arena_array(a, p->njobs + 1, sizeof(*all));
	struct outcome *outcomes = arena_array(a, p->njobs + 1, sizeof(*outcomes));
	struct reader across;

	if (store_read(s, kept->across, a, &across, err) < 0)
		return -1;
	for (size_t j = 0; j < p->njobs; j++)
		all[j] = record_read_outcome(p->jobs[j].rule->across ? &across : own, s, j,
					     kept->name, depth, a);
	for (size_t j = 0; j < p->njobs; j++)
		if (s->failures[j].why)
			all[j] = (struct outcome){ .rule = p->jobs[j].rule,
						   .state = OUTCOME_BROKEN,
						   .reason = s->failures[j].why };
	for (size_t i = 0; i < p->njobs; i++)
		outcomes[i] = all[p->by_id[i]];
	host->outcomes = outcomes;
	host->noutcomes = p->njobs;
	return 0;
}

static const struct report_host *read_host(void *store, size_t place, enum report_depth depth,
					   struct arena *a)
{
	struct report_reader *t = store;
	const struct kept_host *kept = &t->store->hosts[t->places[place]];
	struct report_host *host = arena_alloc(a, sizeof(*host));
	struct reader r;

	host->name = kept->name;
	if (store_read(t->store, kept->record, a, &r, &t->fault) < 0) {
		t->failed = true;
		return host;
	}
	record_read_head(&r, a, host);
	if (depth != REPORT_HEADS &&
	    read_outcomes(t->store, kept, &r, depth, a, host, &t->fault) < 0)
		t->failed = true;
	return host;
}

static int by_name(const void *a, const void *b, void *store)
{
	const struct store *s = store;

	return strcmp(s->hosts[*(const unsigned *)a].name, s->hosts[*(const unsigned *)b].name);
}

static void sort_hosts(struct report_reader *t)
{
	struct store *s = t->store;
	unsigned *by_input = arena_array(s->arena, s->nhosts + 1, sizeof(*by_input));

	t->places = arena_array(s->arena, s->nhosts + 1, sizeof(*t->places));
	for (size_t i = 0; i < s->nhosts; i++)
		t->places[i] = (unsigned)i;
	qsort_r(t->places, s->nhosts, sizeof(*t->places), by_name, s);
	for (size_t i = 0; i < s->nhosts; i++)
		by_input[t->places[i]] = (unsigned)i;
	t->report.by_input = by_input;
}

static void add_up(struct summary *all, const struct summary *one)
{
	all->hosts++;
	all->compliant += one->compliant;
	all->non_compliant += one->non_compliant;
	all->waived += one->waived;
	all->not_evaluated += one->not_evaluated;
	all->not_applicable += one->not_applicable;
	all->broken += one->broken;
	all->errors += one->errors;
	all->warnings += one->warnings;
	all->infos += one->infos;
}

/* Again from what is shown: a job broke on some host, and is broken on this one too. */
static struct summary recount(struct report_reader *t, size_t place)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct report_host *host = read_host(t, place, REPORT_VERDICTS, a);
	struct summary s = { .hosts = 0 };

	for (const struct outcome *o = host->outcomes; o < host->outcomes + host->noutcomes; o++) {
		for (size_t i = 0; i < o->nfindings; i++)
			summary_add(&s, o->findings[i].verdict, o->findings[i].severity);
		if (!o->nfindings)
			summary_add_state(&s, o->state);
	}
	return s;
}

static void sum_up(struct report_reader *t)
{
	struct store *s = t->store;
	struct summary *summaries = arena_array(s->arena, s->nhosts + 1, sizeof(*summaries));
	bool failed = false;

	for (size_t j = 0; j < s->plan->njobs; j++)
		failed = failed || s->failures[j].why;
	for (size_t place = 0; place < s->nhosts; place++) {
		summaries[place] = failed ? recount(t, place) : s->hosts[t->places[place]].summary;
		add_up(&t->report.summary, &summaries[place]);
	}
	t->report.summaries = summaries;
}

struct report *report_of(struct store *s)
{
	struct report_reader *t = arena_alloc(s->arena, sizeof(*t));

	t->store = s;
	sort_hosts(t);
	sum_up(t);
	t->report.nhosts = s->nhosts;
	t->report.host = read_host;
	t->report.store = t;
	for (size_t j = 0; j < s->plan->njobs; j++)
		s->ran[j] = (s->ran[j] || !s->nhosts) && !s->failures[j].why &&
			    !s->plan->jobs[j].broken;
	t->report.notices = waive_notices(s->plan, s->waived, s->ran, s->arena);
	return &t->report;
}

int check_fault(const struct report *r, struct err *err)
{
	const struct report_reader *t = r->store;

	if (!t->failed)
		return 0;
	*err = t->fault;
	return -1;
}

void check_free(struct report *r)
{
	if (r)
		store_free(((struct report_reader *)r->store)->store);
}

void check_freep(struct report **r)
{
	check_free(*r);
}
