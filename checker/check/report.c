/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "check/fingerprint.h"
#include "check/run.h"

static struct finding make_finding(struct run *run, const struct job *job, const struct result *r)
{
	struct finding f = {
		.host = snapshot_host_name(run->snapshot, r->host),
		.subject = r->subject,
		.verdict = r->verdict,
		.severity = r->severity,
		.reason = r->reason,
	};

	result_words(run, job, r, &f);
	fingerprint(job->rule->id, f.host, f.subject, f.fingerprint);
	return f;
}

/* The results of one host, [first, end), as findings; those that others speak for are left out. */
static void take_findings(struct run *run, const struct job *job, size_t first, size_t end,
			  struct outcome *o)
{
	struct finding *findings = arena_array(run->arena, end - first, sizeof(*findings));

	for (size_t i = first; i < end; i++) {
		const struct result *r = &job->results[i];
		if (r->silenced_by)
			o->reason = arena_printf(run->arena, "said by %s", r->silenced_by);
		else
			findings[o->nfindings++] = make_finding(run, job, r);
	}
	o->findings = findings;
	o->state = o->nfindings ? OUTCOME_EVALUATED : OUTCOME_NOT_APPLICABLE;
	if (o->nfindings)
		o->reason = NULL;
}

/* Why there is no result: the first that is true. */
static void explain(struct run *run, const struct job *job, struct outcome *o)
{
	const char *why;

	o->state = OUTCOME_NOT_APPLICABLE;
	if (job->broken) {
		o->state = OUTCOME_BROKEN;
		o->reason = job->broken;
		return;
	}
	if (!run_applies(run, job, o->host, &o->reason))
		return;
	why = run_missing(run, job, o->host, COVERAGE_ABSENT);
	if (why)
		o->state = OUTCOME_NOT_EVALUATED;
	o->reason = why ? why : run_nothing(run, job, o->host);
}

/* *next is the first result of the job that is of this host or a later one. */
static struct outcome make_outcome(struct run *run, const struct job *job, unsigned host,
				   size_t *next)
{
	struct outcome o = { .rule = job->rule, .host = host };
	size_t first = *next;

	while (*next < job->nresults && job->results[*next].host == host)
		++*next;
	if (*next > first)
		take_findings(run, job, first, *next, &o);
	else
		explain(run, job, &o);
	return o;
}

static void count(struct summary *s, const struct finding *f)
{
	switch (f->verdict) {
	case VERDICT_COMPLIANT: s->compliant++; return;
	case VERDICT_WAIVED: s->waived++; return;
	case VERDICT_NOT_EVALUATED: s->not_evaluated++; return;
	case VERDICT_NON_COMPLIANT: break;
	}
	s->non_compliant++;
	s->errors += f->severity == SEVERITY_ERROR;
	s->warnings += f->severity == SEVERITY_WARNING;
	s->infos += f->severity == SEVERITY_INFO;
}

static void sum_up(struct report *r)
{
	struct summary *s = &r->summary;

	s->hosts = snapshot_hosts(r->snapshot);
	for (size_t i = 0; i < r->noutcomes; i++) {
		const struct outcome *o = &r->outcomes[i];
		s->not_applicable += o->state == OUTCOME_NOT_APPLICABLE;
		s->not_evaluated += o->state == OUTCOME_NOT_EVALUATED;
		s->broken += o->state == OUTCOME_BROKEN;
		for (size_t j = 0; j < o->nfindings; j++)
			count(s, &o->findings[j]);
	}
}

static int compare_jobs(const void *a, const void *b)
{
	return strcmp(((const struct job *)a)->rule->id, ((const struct job *)b)->rule->id);
}

struct report *run_report(struct run *run)
{
	struct report *r = arena_alloc(run->arena, sizeof(*r));
	unsigned hosts = snapshot_hosts(run->snapshot);
	struct outcome *outcomes =
		arena_array(run->arena, run->njobs * hosts + 1, sizeof(*outcomes));
	size_t *rank = arena_array(run->arena, hosts + 1, sizeof(*rank));

	if (run->njobs)
		qsort(run->jobs, run->njobs, sizeof(*run->jobs), compare_jobs);
	for (unsigned i = 0; i < hosts; i++)
		rank[run->by_name[i]] = i;
	for (size_t j = 0; j < run->njobs; j++) {
		size_t next = 0;
		for (unsigned host = 0; host < hosts; host++)
			outcomes[rank[host] * run->njobs + j] =
				make_outcome(run, &run->jobs[j], host, &next);
	}
	*r = (struct report){
		.snapshot = run->snapshot,
		.outcomes = outcomes,
		.noutcomes = run->njobs * hosts,
		.notices = run->notices,
	};
	sum_up(r);
	return r;
}
