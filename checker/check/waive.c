/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fnmatch.h>
#include <string.h>

#include "base/options.h"
#include "check/baseline.h"
#include "check/worker.h"

static bool is_among(const struct words *globs, const char *text)
{
	for (size_t i = 0; i < globs->n; i++)
		if (fnmatch(globs->v[i], text, 0) == 0)
			return true;
	return globs->n == 0;
}

static bool covers(const struct policy_waiver *w, const struct result *r, const char *host)
{
	return r->verdict == VERDICT_NON_COMPLIANT && is_among(&w->subjects, r->subject) &&
	       is_among(&w->hosts, host);
}

static const char *reason_of(struct arena *a, const struct policy_waiver *w)
{
	const char *ticket = w->ticket ? arena_printf(a, " (%s)", w->ticket) : "";
	const char *expires = w->expires ? arena_printf(a, ", until %s", w->expires) : "";

	return arena_printf(a, "%s%s%s", w->reason, ticket, expires);
}

static bool is_expired(const struct policy_waiver *w, const char *day)
{
	return w->expires && strcmp(w->expires, day) < 0;
}

/* How many it meets; an expired one waives none of them. */
static size_t apply(const struct plan *p, const struct policy_waiver *w, struct answer answer,
		    const char *host, struct arena *a)
{
	size_t met = 0;

	for (size_t i = 0; i < answer.n; i++) {
		struct result *r = &answer.results[i];
		if (!covers(w, r, host))
			continue;
		met += !r->silenced_by;
		if (is_expired(w, p->today))
			continue;
		r->verdict = VERDICT_WAIVED;
		r->reason = reason_of(a, w);
	}
	return met;
}

static void apply_baseline(const struct baseline *b, const char *rule, struct answer answer,
			   const char *host, struct arena *a)
{
	for (struct result *r = answer.results; r < answer.results + answer.n; r++) {
		if (r->verdict != VERDICT_NON_COMPLIANT || !baseline_holds(b, host, rule, r->subject))
			continue;
		r->verdict = VERDICT_WAIVED;
		r->reason = arena_printf(a, "known: the baseline %s holds it", b->file);
	}
}

void waive_apply(const struct plan *p, const struct job *job, struct answer answer,
		 const char *host, struct arena *a, size_t *counts)
{
	const struct policy *policy = p->options->policy;

	for (size_t i = 0; policy && answer.n && i < policy->nwaivers; i++)
		if (rule_find(p->pack, policy->waivers[i].rule) == job->rule)
			counts[i] += apply(p, &policy->waivers[i], answer, host, a);
	if (p->options->baseline && answer.n)
		apply_baseline(p->options->baseline, job->rule->id, answer, host, a);
}

static void notice(const struct plan *p, struct words *notices, unsigned line, const char *text,
		   struct arena *a)
{
	words_add(notices, arena_printf(a, "%s:%u: %s", p->options->policy->file, line, text), a);
}

static void notice_waiver(const struct plan *p, struct words *notices,
			  const struct policy_waiver *w, size_t met, const bool *ran,
			  struct arena *a)
{
	int job = plan_find(p, w->rule);
	const char *text = NULL;

	if (job == NO_JOB && !rule_find(p->pack, w->rule))
		text = arena_printf(a, "the waiver names '%s', which is no rule", w->rule);
	else if (job == NO_JOB || !ran[job])
		return;
	else if (is_expired(w, p->today))
		text = arena_printf(a, "the waiver of %s expired on %s; it would waive %zu", w->rule,
				    w->expires, met);
	else if (!met)
		text = arena_printf(a, "the waiver of %s matches nothing", w->rule);
	if (text)
		notice(p, notices, w->line, text, a);
}

struct words waive_notices(const struct plan *p, const size_t *counts, const bool *ran,
			   struct arena *a)
{
	const struct policy *policy = p->options->policy;
	struct words notices = { NULL, 0 };

	for (size_t i = 0; policy && i < policy->nwaivers; i++)
		notice_waiver(p, &notices, &policy->waivers[i], counts[i], ran, a);
	for (size_t i = 0; policy && i < policy->nseverities; i++)
		if (!rule_find(p->pack, policy->severities[i].rule))
			notice(p, &notices, policy->severities[i].line,
			       arena_printf(a, "a severity names '%s', which is no rule",
					    policy->severities[i].rule),
			       a);
	return notices;
}
