/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "check/run.h"
#include "rule/across.h"

static void add_job(struct run *run, const struct rule *r, const char *broken)
{
	struct job job = { .rule = r, .broken = broken };

	if (!broken)
		job.across = r->tables.reads ? r->tables.across
					     : across_hosts(str_of(r->query), db_view_text);

	run->jobs = arena_grow(run->kept, run->jobs, run->njobs, sizeof(*run->jobs));
	run->jobs[run->njobs++] = job;
}

/* A rule that could not be loaded is broken whatever was selected, unless it is ignored by name. */
static void add_faults(struct run *run)
{
	for (size_t i = 0; i < run->options->nfaults; i++) {
		const struct rule_fault *fault = &run->options->faults[i];
		struct rule *r = arena_alloc(run->kept, sizeof(*r));
		*r = (struct rule){
			.id = fault->id,
			.file = "",
			.title = fault->id,
			.severity = SEVERITY_ERROR,
			.platforms = PLATFORM_ALL,
			.why = "",
			.query = "",
			.message = "",
			.message_ok = "",
		};
		add_job(run, r, fault->text);
	}
}

struct job *run_find(const struct run *run, const char *rule)
{
	const struct rule *r = rule_find(run->pack, rule);

	for (size_t i = 0; r && i < run->njobs; i++)
		if (run->jobs[i].rule == r)
			return &run->jobs[i];
	return NULL;
}

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct order {
	struct run *run;
	enum mark *marks;
	struct job *sorted;
	size_t n;
};

static void visit(struct order *o, struct job *job)
{
	const struct rule *r = job->rule;
	size_t place = (size_t)(job - o->run->jobs);

	o->marks[place] = MARK_OPEN;
	for (size_t i = 0; i < r->nquiet; i++) {
		struct job *speaker = run_find(o->run, r->quiet[i].rule);
		size_t theirs = speaker ? (size_t)(speaker - o->run->jobs) : 0;
		if (!speaker) {
			if (!rule_find(o->run->pack, r->quiet[i].rule))
				job->broken = arena_printf(
					o->run->kept, "%s:%u: quiet beside `%s', which is no rule",
					r->file, r->line, r->quiet[i].rule);
		} else if (o->marks[theirs] == MARK_OPEN) {
			job->broken = arena_printf(
				o->run->kept, "%s:%u: quiet beside %s, which is quiet beside it",
				r->file, r->line, r->quiet[i].rule);
		} else if (o->marks[theirs] == MARK_NEW) {
			visit(o, speaker);
		}
	}
	o->marks[place] = MARK_DONE;
	o->sorted[o->n++] = *job;
}

void run_plan(struct run *run)
{
	struct order o = { .run = run };

	for (size_t i = 0; i < run->pack->n; i++)
		if (run_selects(run->options, run->pack->rules[i]))
			add_job(run, run->pack->rules[i], NULL);
	add_faults(run);
	o.marks = arena_array(run->kept, run->njobs + 1, sizeof(*o.marks));
	o.sorted = arena_array(run->kept, run->njobs + 1, sizeof(*o.sorted));
	for (size_t i = 0; i < run->njobs; i++)
		if (o.marks[i] == MARK_NEW)
			visit(&o, &run->jobs[i]);
	run->jobs = o.sorted;
}
