/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

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
	       is_among(&w->hosts, snapshot_host_name(run->snapshot, r->host));
}

static const char *reason_of(struct run *run, const struct policy_waiver *w)
{
	const char *ticket = w->ticket ? arena_printf(run->arena, " (%s)", w->ticket) : "";
	const char *expires = w->expires ? arena_printf(run->arena, ", until %s", w->expires) : "";

	return arena_printf(run->arena, "%s%s%s", w->reason, ticket, expires);
}

static void notice(struct run *run, unsigned line, const char *text)
{
	const char *words =
		arena_printf(run->arena, "%s:%u: %s", run->options->policy->file, line, text);
	const char **v = arena_grow(run->arena, (void *)run->notices.v, run->notices.n, sizeof(*v));

	v[run->notices.n++] = words;
	run->notices.v = v;
}

static void apply(struct run *run, const struct policy_waiver *w, struct job *job, const char *day)
{
	bool expired = w->expires && strcmp(w->expires, day) < 0;
	size_t n = 0;

	for (size_t i = 0; i < job->nresults; i++) {
		struct result *r = &job->results[i];
		if (!covers(run, w, r))
			continue;
		n++;
		if (expired)
			continue;
		r->verdict = VERDICT_WAIVED;
		r->reason = reason_of(run, w);
	}
	if (expired)
		notice(run, w->line,
		       arena_printf(run->arena,
				    "the waiver of %s expired on %s; it would waive %zu", w->rule,
				    w->expires, n));
	else if (!n)
		notice(run, w->line,
		       arena_printf(run->arena, "the waiver of %s matches nothing", w->rule));
}

void run_waive(struct run *run)
{
	const struct policy *policy = run->options->policy;
	const char *day;

	if (!policy)
		return;
	day = today(run);
	for (size_t i = 0; i < policy->nwaivers; i++) {
		const struct policy_waiver *w = &policy->waivers[i];
		struct job *job = run_find(run, w->rule);
		if (job && job->ran)
			apply(run, w, job, day);
		else if (!rule_find(run->pack, w->rule))
			notice(run, w->line,
			       arena_printf(run->arena, "the waiver names `%s', which is no rule",
					    w->rule));
	}
	for (size_t i = 0; i < policy->nseverities; i++)
		if (!rule_find(run->pack, policy->severities[i].rule))
			notice(run, policy->severities[i].line,
			       arena_printf(run->arena, "a severity names `%s', which is no rule",
					    policy->severities[i].rule));
}
