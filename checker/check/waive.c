/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/options.h"
#include "check/run.h"

/* Days and dates compare as text. */
static const char *today(struct run *run)
{
	time_t now = run->options->now ? (time_t)run->options->now : time(NULL);
	struct tm tm;
	char text[16];

	if (!gmtime_r(&now, &tm) || !strftime(text, sizeof(text), "%Y-%m-%d", &tm))
		return "9999-12-31";
	return arena_strdup(run->arena, text);
}

static bool is_among(const struct words *globs, const char *text)
{
	for (size_t i = 0; i < globs->n; i++)
		if (fnmatch(globs->v[i], text, 0) == 0)
			return true;
	return globs->n == 0;
}

static bool covers(const struct run *run, const struct policy_waiver *w, const struct result *r)
{
	return r->verdict == VERDICT_NON_COMPLIANT && !r->silenced_by &&
	       is_among(&w->subjects, r->subject) &&
	       is_among(&w->hosts, run->names[r->host]);
}

static const char *reason_of(struct run *run, const struct policy_waiver *w)
{
	const char *ticket = w->ticket ? arena_printf(run->arena, " (%s)", w->ticket) : "";
	const char *expires = w->expires ? arena_printf(run->arena, ", until %s", w->expires) : "";

	return arena_printf(run->arena, "%s%s%s", w->reason, ticket, expires);
}

static bool is_expired(const struct policy_waiver *w, const char *day)
{
	return w->expires && strcmp(w->expires, day) < 0;
}

static size_t apply(struct run *run, const struct policy_waiver *w, struct job *job,
		    const char *day)
{
	size_t n = 0;

	for (size_t i = 0; i < job->nresults; i++) {
		struct result *r = &job->results[i];
		if (!covers(run, w, r))
			continue;
		n++;
		if (is_expired(w, day))
			continue;
		r->verdict = VERDICT_WAIVED;
		r->reason = reason_of(run, w);
	}
	return n;
}

void run_waive(struct run *run, size_t *counts)
{
	const struct policy *policy = run->options->policy;
	const char *day = policy && policy->nwaivers ? today(run) : NULL;

	for (size_t i = 0; policy && i < policy->nwaivers; i++) {
		const struct policy_waiver *w = &policy->waivers[i];
		struct job *job = run_find(run, w->rule);
		size_t n = job && job->ran ? apply(run, w, job, day) : 0;
		if (counts)
			counts[i] += n;
	}
}

static void notice(struct run *run, struct words *notices, unsigned line, const char *text)
{
	words_add(notices,
		  arena_printf(run->arena, "%s:%u: %s", run->options->policy->file, line, text),
		  run->arena);
}

static void notice_waiver(struct run *run, struct words *notices, const struct policy_waiver *w,
			  size_t n, const char *day)
{
	const struct job *job = run_find(run, w->rule);

	if (!job && !rule_find(run->pack, w->rule))
		notice(run, notices, w->line,
		       arena_printf(run->arena, "the waiver names `%s', which is no rule",
				    w->rule));
	if (!job || !job->ever_ran)
		return;
	if (is_expired(w, day))
		notice(run, notices, w->line,
		       arena_printf(run->arena,
				    "the waiver of %s expired on %s; it would waive %zu", w->rule,
				    w->expires, n));
	else if (!n)
		notice(run, notices, w->line,
		       arena_printf(run->arena, "the waiver of %s matches nothing", w->rule));
}

struct words run_notices(struct run *run, const size_t *counts)
{
	const struct policy *policy = run->options->policy;
	struct words notices = { NULL, 0 };

	for (size_t i = 0; policy && i < policy->nwaivers; i++)
		notice_waiver(run, &notices, &policy->waivers[i], counts[i], today(run));
	for (size_t i = 0; policy && i < policy->nseverities; i++)
		if (!rule_find(run->pack, policy->severities[i].rule))
			notice(run, &notices, policy->severities[i].line,
			       arena_printf(run->arena, "a severity names `%s', which is no rule",
					    policy->severities[i].rule));
	return notices;
}
