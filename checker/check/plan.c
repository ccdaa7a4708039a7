/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "check/study.h"
#include "rule/about.h"

/* Of a built-in rule it is known; only what is beside a rule of anyone's own has to be asked. */
static void take_quiet(struct plan *p, struct job *job)
{
	const struct rule_facts *facts = job->rule->facts;

	if (!facts) {
		job->quiet = rule_quiet(p->arena, p->pack, job->rule, &job->nquiet);
		return;
	}
	job->nquiet = facts->nquiet;
	job->quiet = arena_array(p->arena, job->nquiet + 1, sizeof(*job->quiet));
	if (job->nquiet)
		memcpy(job->quiet, facts->quiet, job->nquiet * sizeof(*job->quiet));
}

static void add_job(struct plan *p, const struct rule *r, const char *broken)
{
	p->jobs = arena_grow(p->arena, p->jobs, p->njobs, sizeof(*p->jobs));
	p->jobs[p->njobs] = (struct job){
		.rule = r,
		.facts = broken ? NULL : r->facts,
		.broken = broken,
		.alone = r->across || !r->facts,
	};
	take_quiet(p, &p->jobs[p->njobs++]);
}

/* A rule that could not be loaded is broken whatever was selected. */
static void add_faults(struct plan *p)
{
	for (size_t i = 0; i < p->options->nfaults; i++) {
		const struct rule_fault *fault = &p->options->faults[i];
		struct rule *r = arena_alloc(p->arena, sizeof(*r));
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
		add_job(p, r, fault->text);
	}
}

int plan_find(const struct plan *p, const char *rule)
{
	const struct rule *r = rule_find(p->pack, rule);

	for (size_t i = 0; r && i < p->njobs; i++)
		if (p->jobs[i].rule == r)
			return (int)i;
	return NO_JOB;
}

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct order {
	struct plan *plan;
	enum mark *marks;
	int *speakers;      /* of all jobs, by their places before they are sorted */
	size_t *sorted, n;  /* places before, in the new order */
};

static void mark_broken(struct plan *p, struct job *job, const char *why)
{
	if (!job->broken)
		job->broken = arena_strdup(p->arena, why);
	job->facts = NULL;
}

static void visit(struct order *o, size_t place)
{
	struct plan *p = o->plan;
	struct job *job = &p->jobs[place];
	const struct rule *r = job->rule;
	struct err err;

	o->marks[place] = MARK_OPEN;
	job->speakers = arena_array(p->arena, job->nquiet + 1, sizeof(*job->speakers));
	for (size_t i = 0; i < job->nquiet; i++) {
		int speaker = job->speakers[i] = plan_find(p, job->quiet[i].rule);
		if (speaker != NO_JOB && o->marks[speaker] == MARK_NEW) {
			visit(o, (size_t)speaker);
		} else if (speaker != NO_JOB && o->marks[speaker] == MARK_OPEN) {
			err_set(&err, "%s:%u: quiet beside %s, which is quiet beside it", r->file,
				r->line, job->quiet[i].rule);
			mark_broken(p, job, err.text);
			job->speakers[i] = NO_JOB;
		} else if (speaker == NO_JOB && !rule_find(p->pack, job->quiet[i].rule)) {
			err_set(&err, "%s:%u: quiet beside '%s', which is no rule", r->file,
				r->line, job->quiet[i].rule);
			mark_broken(p, job, err.text);
		}
	}
	o->marks[place] = MARK_DONE;
	o->sorted[o->n++] = place;
}

/* Puts jobs that speak before those that are quiet beside them; speakers move with them. */
static void sort_jobs(struct plan *p)
{
	struct order o = {
		.plan = p,
		.marks = arena_array(p->arena, p->njobs + 1, sizeof(*o.marks)),
		.sorted = arena_array(p->arena, p->njobs + 1, sizeof(*o.sorted)),
	};
	struct job *jobs = arena_array(p->arena, p->njobs + 1, sizeof(*jobs));
	int *moved = arena_array(p->arena, p->njobs + 1, sizeof(*moved));

	for (size_t i = 0; i < p->njobs; i++)
		if (o.marks[i] == MARK_NEW)
			visit(&o, i);
	for (size_t i = 0; i < p->njobs; i++) {
		jobs[i] = p->jobs[o.sorted[i]];
		moved[o.sorted[i]] = (int)i;
	}
	for (size_t i = 0; i < p->njobs; i++)
		for (size_t q = 0; q < jobs[i].nquiet; q++)
			if (jobs[i].speakers[q] != NO_JOB)
				jobs[i].speakers[q] = moved[jobs[i].speakers[q]];
	p->jobs = jobs;
}

static int by_id(const void *a, const void *b, void *jobs)
{
	const struct job *job = jobs;

	return strcmp(job[*(const size_t *)a].rule->id, job[*(const size_t *)b].rule->id);
}

static void sort_ids(struct plan *p)
{
	p->by_id = arena_array(p->arena, p->njobs + 1, sizeof(*p->by_id));
	for (size_t j = 0; j < p->njobs; j++)
		p->by_id[j] = j;
	qsort_r(p->by_id, p->njobs, sizeof(*p->by_id), by_id, p->jobs);
}

/* What SQLite says of rules that are not built in, and of pairs of columns that no build has seen. */
static void study_job(struct plan *p, struct db *db, struct job *job)
{
	struct rule_facts *facts = arena_alloc(p->arena, sizeof(*facts));
	struct err err;

	if (study_rule(p->arena, db, job->rule, facts, &err) < 0)
		mark_broken(p, job, err.text);
	else
		job->facts = facts;
}

static void check_quiet(struct plan *p, struct job *job)
{
	struct err err;

	for (size_t i = 0; i < job->nquiet; i++) {
		const struct job *speaker =
			job->speakers[i] == NO_JOB ? NULL : &p->jobs[job->speakers[i]];
		if (speaker && speaker->facts && job->facts &&
		    (!job->rule->facts || !speaker->rule->facts) &&
		    study_quiet(p->arena, job->rule, job->facts, &job->quiet[i], speaker->facts,
				&err) < 0)
			mark_broken(p, job, err.text);
	}
}

static int study_jobs(struct plan *p, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *none = NULL;
	CLEANUP(db_freep) struct db *db = NULL;

	for (struct job *job = p->jobs; job < p->jobs + p->njobs; job++) {
		if (job->facts || job->broken)
			continue;
		if (!db) {
			none = snapshot_new();
			snapshot_seal(none);
			db = db_new(none, p->options->policy, err);
			if (!db)
				return -1;
			db_take_views(db, p->pack->views, p->pack->nviews);
		}
		study_job(p, db, job);
	}
	for (struct job *job = p->jobs; job < p->jobs + p->njobs; job++)
		check_quiet(p, job);
	return 0;
}

static const char *platform_names(struct arena *a, unsigned platforms)
{
	static const struct {
		enum platform platform;
		const char *name;
	} names[] = {
		{ PLATFORM_LINUX, "linux" },
		{ PLATFORM_ESXI, "esxi" },
		{ PLATFORM_ESX, "esx" },
		{ PLATFORM_OVIRT, "ovirt" },
	};
	const char *list = NULL;

	for (size_t i = 0; i < countof(names); i++)
		if (platforms & (unsigned)names[i].platform)
			list = arena_list(a, list, ", ", names[i].name);
	return list;
}

static void find_places(struct job *job)
{
	static const char *const names[] = { "host", "subject", "ok", "severity", "reason",
					     "origin" };

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		job->place[i] = -1;
	for (size_t c = job->facts->ncolumns; c-- > 0;) {
		const char *name = job->facts->columns[c];
		/* Most have none of these first letters: the whole name is rarely compared. */
		for (size_t i = 0; i < COLUMN_COUNT; i++)
			if ((*name | ' ') == *names[i] && strcasecmp(name, names[i]) == 0)
				job->place[i] = (int)c;
	}
}

/* What has no meaning for the engine, and does not serve the words alone. */
static bool is_evidence(const struct job *job, size_t column)
{
	const char *name = job->facts->columns[column];

	if (name[0] == '_')
		return false;
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (job->place[i] == (int)column)
			return false;
	return true;
}

static void find_evidence(struct plan *p, struct job *job)
{
	job->evidence = arena_array(p->arena, job->facts->ncolumns, sizeof(*job->evidence));
	for (size_t i = 0; i < job->facts->ncolumns; i++)
		job->evidence[i] = is_evidence(job, i);
}

/* Views are about tables, or about views that come down to some. */
static table_set tables_behind(const struct plan *p, const struct about *about, bool *seen)
{
	table_set tables = about->tables;

	for (unsigned i = 0; i < about->ncolumns; i++)
		tables |= (table_set)1 << about->columns[i].table;
	for (unsigned v = 0; v < p->pack->nviews; v++) {
		if (!about_has_view(about, v) || seen[v])
			continue;
		seen[v] = true;
		tables |= tables_behind(p, &p->pack->views[v].about, seen);
	}
	return tables;
}

static table_set tables_read(const struct plan *p, const struct about *about)
{
	table_set tables = about->tables;

	for (unsigned i = 0; i < about->ncolumns; i++)
		tables |= (table_set)1 << about->columns[i].table;
	for (unsigned v = 0; v < p->pack->nviews; v++)
		if (about_has_view(about, v))
			tables |= p->pack->views[v].reads;
	return study_inputs(tables);
}

static void finish_job(struct plan *p, struct job *job)
{
	const struct rule *r = job->rule;

	if (!job->facts)
		return;
	find_places(job);
	find_evidence(p, job);
	job->behind = study_inputs(tables_behind(
		p, &job->facts->about, arena_array(p->arena, p->pack->nviews + 1, sizeof(bool))));
	job->looked_into = job->behind | tables_read(p, &job->facts->about);
	job->nothing = r->unless ? r->unless : r->about.n ? about_words(p->arena, &r->about) : NULL;
	if (r->platforms != PLATFORM_ALL)
		job->elsewhere = arena_printf(p->arena, "for %s only",
					      platform_names(p->arena, r->platforms));
}

size_t job_column(const struct job *job, const char *name)
{
	return study_column(job->facts, name);
}

/* Days and dates compare as text. */
static const char *day_of(const struct plan *p)
{
	time_t now = p->options->now ? (time_t)p->options->now : time(NULL);
	struct tm tm;
	char text[16];

	if (!gmtime_r(&now, &tm) || !strftime(text, sizeof(text), "%Y-%m-%d", &tm))
		return "9999-12-31";
	return arena_strdup(p->arena, text);
}

int plan_new(const struct rule_pack *pack, const struct check_options *options,
	     struct plan **ret_plan, struct err *err)
{
	struct arena *a = arena_new();
	struct plan *p = arena_alloc(a, sizeof(*p));

	*p = (struct plan){ .arena = a, .pack = pack, .options = options };
	for (size_t i = 0; i < pack->n; i++)
		if (plan_selects(options, pack->rules[i]))
			add_job(p, pack->rules[i], NULL);
	add_faults(p);
	sort_jobs(p);
	sort_ids(p);
	if (study_jobs(p, err) < 0) {
		plan_free(p);
		return -1;
	}
	for (size_t i = 0; i < p->njobs; i++)
		finish_job(p, &p->jobs[i]);
	p->today = day_of(p);
	*ret_plan = p;
	return 0;
}

void plan_free(struct plan *p)
{
	if (p)
		arena_free(p->arena);
}
