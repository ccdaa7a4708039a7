/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report over the store: a host is made of its record each time it is wanted. */
#include <stdlib.h>
#include <string.h>

#include "check/fingerprint.h"
#include "check/store.h"

struct teller {
	struct report report;
	struct store *store;
	struct run run;   /* knows one host at a time, by name */
	unsigned *places; /* host by place, in the order of names */
	size_t *by_id;    /* jobs, in the order of their rules' ids */
	bool failed;
	struct err fault;
};

static struct finding make_finding(struct run *run, const struct job *job, const struct result *r,
				   bool words)
{
	struct finding f = {
		.host = run->names[r->host],
		.subject = r->subject,
		.verdict = r->verdict,
		.severity = r->severity,
		.reason = r->reason,
	};

	if (words) {
		result_words(run, job, r, &f);
		fingerprint(job->rule->id, f.host, f.subject, f.fingerprint);
	}
	return f;
}

/* Results as findings; those that others speak for are left out. */
static struct outcome make_outcome(struct run *run, const struct job *job, bool words)
{
	struct outcome o = { .rule = job->rule, .state = job->silence.state,
			     .reason = job->silence.reason };
	struct finding *findings;

	if (!job->nresults)
		return o;
	findings = arena_array(run->arena, job->nresults, sizeof(*findings));
	for (size_t i = 0; i < job->nresults; i++) {
		const struct result *r = &job->results[i];
		if (r->silenced_by)
			o.reason = arena_printf(run->arena, "said by %s", r->silenced_by);
		else
			findings[o.nfindings++] = make_finding(run, job, r, words);
	}
	o.findings = findings;
	o.state = o.nfindings ? OUTCOME_EVALUATED : OUTCOME_NOT_APPLICABLE;
	if (o.nfindings)
		o.reason = NULL;
	return o;
}

static void count(struct summary *s, const struct result *r)
{
	switch (r->verdict) {
	case VERDICT_COMPLIANT: s->compliant++; return;
	case VERDICT_WAIVED: s->waived++; return;
	case VERDICT_NOT_EVALUATED: s->not_evaluated++; return;
	case VERDICT_NON_COMPLIANT: break;
	}
	s->non_compliant++;
	s->errors += r->severity == SEVERITY_ERROR;
	s->warnings += r->severity == SEVERITY_WARNING;
	s->infos += r->severity == SEVERITY_INFO;
}

static void count_job(struct summary *s, const struct job *job)
{
	enum outcome_state state = job->nresults ? OUTCOME_NOT_APPLICABLE : job->silence.state;
	size_t n = 0;

	for (size_t i = 0; i < job->nresults; i++) {
		if (job->results[i].silenced_by)
			continue;
		count(s, &job->results[i]);
		n++;
	}
	s->not_applicable += !n && state == OUTCOME_NOT_APPLICABLE;
	s->not_evaluated += !n && state == OUTCOME_NOT_EVALUATED;
	s->broken += !n && state == OUTCOME_BROKEN;
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

static size_t first_piece(const struct store *s, unsigned host)
{
	size_t low = 0, high = s->npieces;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->pieces[middle].host < host)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int read_bytes(struct teller *t, struct spilled where, struct reader *ret_reader)
{
	unsigned char *bytes = arena_alloc(t->run.arena, where.n + 1);

	ret_reader->at = bytes;
	return spill_read(&t->store->spill, where, bytes, &t->fault);
}

/* What run_applies and doubt() would do where the facts are at hand. */
static void add_across(struct run *run, struct job *job, struct result r)
{
	if (job->silence.barred)
		return;
	if (job->silence.partial && r.verdict == VERDICT_COMPLIANT) {
		r.verdict = VERDICT_NOT_EVALUATED;
		r.reason = job->silence.partial;
	}
	if (r.verdict == VERDICT_NOT_EVALUATED && !r.reason)
		r.reason = run_undecided(run, job, r.host);
	job->results = arena_grow(run->arena, job->results, job->nresults, sizeof(r));
	job->results[job->nresults++] = r;
}

static int read_across(struct teller *t, unsigned host)
{
	const struct store *s = t->store;
	struct run *run = &t->run;

	for (size_t i = first_piece(s, host); i < s->npieces && s->pieces[i].host == host; i++) {
		const struct piece *p = &s->pieces[i];
		struct job *job = &run->jobs[p->job];
		struct reader r;
		if (read_bytes(t, p->where, &r) < 0)
			return -1;
		for (size_t n = 0; n < p->n; n++)
			add_across(run, job,
				   record_get_result(&r, run->arena, job, run->names[0]));
	}
	for (size_t j = 0; j < s->njobs; j++) {
		if (!s->asked[j])
			continue;
		run->jobs[j].ran = true;
		job_sort(&run->jobs[j]);
		job_merge(&run->jobs[j]);
	}
	return 0;
}

static void look_at_failures(struct teller *t)
{
	for (size_t j = 0; j < t->run.njobs; j++) {
		struct job *job = &t->run.jobs[j];
		const char *why = t->store->failures[j].why;
		if (why) {
			job->ran = false;
			job->nresults = 0;
			job->silence = (struct silence){ .state = OUTCOME_BROKEN, .reason = why };
		}
		job->ever_ran |= job->ran;
	}
}

/* Reads the host's record, all of it or its head. */
static int read_host(struct teller *t, unsigned host, bool all, struct report_host *ret_host)
{
	struct kept_host *kept = &t->store->hosts[host];
	struct reader r;

	*ret_host = (struct report_host){ .name = kept->name };
	run_name(&t->run, &kept->name, 1);
	if (read_bytes(t, kept->record, &r) < 0)
		return -1;
	record_get(&r, &t->run, all, ret_host);
	return all ? read_across(t, host) : 0;
}

/* The jobs of the run as they are on the host at a place, quiet and waived. */
static int turn_to(struct teller *t, size_t place, size_t *waived, struct report_host *ret_host)
{
	if (read_host(t, t->places[place], true, ret_host) < 0)
		return -1;
	look_at_failures(t);
	for (size_t j = 0; j < t->run.njobs; j++)
		run_quiet(&t->run, &t->run.jobs[j]);
	run_waive(&t->run, waived);
	return 0;
}

static const struct report_host *tell(void *store, size_t place, enum report_depth depth,
				      struct arena *a)
{
	struct teller *t = store;
	struct report_host *host = arena_alloc(a, sizeof(*host));
	bool wanted = depth != REPORT_HEADS;
	struct outcome *outcomes;

	t->run.arena = a;
	if ((wanted ? turn_to(t, place, NULL, host)
		    : read_host(t, t->places[place], false, host)) < 0)
		t->failed = true;
	if (t->failed || !wanted)
		return host;
	outcomes = arena_array(a, t->run.njobs + 1, sizeof(*outcomes));
	for (size_t j = 0; j < t->run.njobs; j++)
		outcomes[host->noutcomes++] = make_outcome(
			&t->run, &t->run.jobs[t->by_id[j]], depth == REPORT_ALL);
	host->outcomes = outcomes;
	return host;
}

static int by_name(const void *a, const void *b, void *store)
{
	const struct store *s = store;

	return strcmp(s->hosts[*(const unsigned *)a].name, s->hosts[*(const unsigned *)b].name);
}

static int by_id(const void *a, const void *b, void *jobs)
{
	const struct job *job = jobs;

	return strcmp(job[*(const size_t *)a].rule->id, job[*(const size_t *)b].rule->id);
}

static void sort_all(struct teller *t)
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
	t->by_id = arena_array(s->arena, s->njobs + 1, sizeof(*t->by_id));
	for (size_t j = 0; j < s->njobs; j++)
		t->by_id[j] = j;
	qsort_r(t->by_id, s->njobs, sizeof(*t->by_id), by_id, t->run.jobs);
}

/* Counts before anything is shown: the summary, and which waiver meets nothing. */
static int sum_up(struct teller *t, struct err *err)
{
	const struct policy *policy = t->run.options->policy;
	size_t hosts = t->store->nhosts;
	struct summary *summaries = arena_array(t->store->arena, hosts + 1, sizeof(*summaries));
	size_t *waived = arena_array(t->store->arena, policy ? policy->nwaivers + 1 : 1,
				     sizeof(*waived));

	for (size_t place = 0; place < hosts; place++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct report_host host;
		t->run.arena = a;
		if (turn_to(t, place, waived, &host) < 0) {
			*err = t->fault;
			return -1;
		}
		for (size_t j = 0; j < t->run.njobs; j++)
			count_job(&summaries[place], &t->run.jobs[j]);
		add_up(&t->report.summary, &summaries[place]);
	}
	t->report.summaries = summaries;
	t->run.arena = t->store->arena;
	t->report.notices = run_notices(&t->run, waived);
	return 0;
}

int report_of(struct store *s, struct report **ret_report, struct err *err)
{
	struct teller *t = arena_alloc(s->arena, sizeof(*t));

	t->store = s;
	t->run = (struct run){ .pack = s->pack, .options = s->options, .kept = s->arena };
	run_plan(&t->run);
	for (size_t j = 0; j < s->njobs; j++) {
		struct job *job = &t->run.jobs[j];
		job->columns = s->columns[j].v;
		job->ncolumns = s->columns[j].n;
		memcpy(job->place, s->columns[j].place, sizeof(job->place));
		job->ever_ran = !s->nhosts && !job->broken;
	}
	sort_all(t);
	t->report.nhosts = s->nhosts;
	t->report.host = tell;
	t->report.store = t;
	*ret_report = &t->report;
	if (sum_up(t, err) == 0)
		return 0;
	store_free(s);
	return -1;
}

int check_fault(const struct report *r, struct err *err)
{
	const struct teller *t = r->store;

	if (!t->failed)
		return 0;
	*err = t->fault;
	return -1;
}

void check_free(struct report *r)
{
	if (r)
		store_free(((struct teller *)r->store)->store);
}

void check_freep(struct report **r)
{
	check_free(*r);
}
