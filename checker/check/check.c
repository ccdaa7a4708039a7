/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "check/run.h"
#include "rule/driving.h"

static int compare_hosts(const void *a, const void *b, void *snapshot)
{
	return strcmp(snapshot_host_name(snapshot, *(const unsigned *)a),
		      snapshot_host_name(snapshot, *(const unsigned *)b));
}

static void sort_hosts(struct run *run)
{
	unsigned n = snapshot_hosts(run->snapshot);

	run->by_name = arena_array(run->arena, n + 1, sizeof(*run->by_name));
	for (unsigned i = 0; i < n; i++)
		run->by_name[i] = i;
	qsort_r(run->by_name, n, sizeof(*run->by_name), compare_hosts, (void *)run->snapshot);
}

static enum platform platform_of(const struct run *run, unsigned host)
{
	enum platform platform;
	struct host row;

	if (get_host(run->snapshot, host, 0, &row) && row.platform.s &&
	    platform_parse(row.platform.s, &platform))
		return platform;
	return PLATFORM_ALL;
}

static void look_at_hosts(struct run *run)
{
	const struct policy *policy = run->options->policy;
	unsigned hosts = snapshot_hosts(run->snapshot);

	run->platform = arena_array(run->arena, hosts + 1, sizeof(*run->platform));
	for (unsigned host = 0; host < hosts; host++) {
		run->platform[host] = platform_of(run, host);
		run->platforms |= (unsigned)run->platform[host];
		run->filled |= driving_filled(run->snapshot, host);
	}
	run->filled |= policy && policy->nroles ? DRIVING_POLICY_ROLE : 0;
	run->filled |= policy && policy->nexpects ? DRIVING_POLICY_EXPECT : 0;
}

int check_run(struct arena *a, const struct snapshot *s, const struct rule_pack *pack,
	      const struct check_options *options, struct report **ret_report, struct err *err)
{
	CLEANUP(db_freep) struct db *db = db_new(s, options->policy, err);
	struct run run = { .arena = a, .snapshot = s, .pack = pack, .options = options, .db = db };

	if (!db)
		return -1;
	sort_hosts(&run);
	look_at_hosts(&run);
	for (size_t i = 0; i < pack->nviews; i++)
		db_view_know(db, &pack->views[i],
			     !driving_may_run(&pack->views[i].driving, run.filled));
	db_know_filled(db, run.filled);
	run_plan(&run);
	for (size_t i = 0; i < run.njobs; i++) {
		run_evaluate(&run, &run.jobs[i]);
		run_quiet(&run, &run.jobs[i]);
	}
	run_waive(&run);
	*ret_report = run_report(&run);
	return 0;
}

static int study_views(struct arena *a, struct db *db, unsigned number, struct study *study,
		       struct err *err)
{
	struct db_view view;

	for (size_t i = 0; db_view_at(i, &view); i++) {
		struct view_facts facts;
		unsigned place;
		if (!db_view_text(str_of(view.name), &place))
			continue;
		if (db_view_study(db, a, view.name, &number, &facts, err) < 0)
			return -1;
		study->views = arena_grow(a, study->views, study->nviews, sizeof(facts));
		study->views[study->nviews++] = facts;
	}
	return 0;
}

int check_study(struct arena *a, const struct rule_pack *pack, struct study *ret_study,
		struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	const struct check_options options = { .policy = NULL };
	struct run run = { .arena = a, .snapshot = s, .pack = pack, .options = &options };
	unsigned number = 0;

	*ret_study = (struct study){ .nviews = 0 };
	ret_study->tables = arena_array(a, pack->n + 1, sizeof(*ret_study->tables));
	snapshot_seal(s);
	run.db = db = db_new(s, NULL, err);
	if (!db)
		return -1;
	run_plan(&run);
	for (size_t i = 0; i < run.njobs; i++)
		run_evaluate(&run, &run.jobs[i]);
	for (size_t i = 0; i < pack->n; i++) {
		const struct job *job = run_find(&run, pack->rules[i]->id);
		if (job->broken)
			return err_set(err, "%s", job->broken);
		ret_study->tables[i] = (struct rule_tables){
			.reads = job->tables,
			.needs = job->needs,
			.driving = driving_tables(str_of(job->rule->query), db_view_text),
		};
		if (db_select_study(db, a, job->rule->query, &number,
				    &ret_study->tables[i].select) < 0)
			return err_set(err, "%s:%u: cannot be taken apart", job->rule->file,
				       job->rule->query_line);
	}
	return study_views(a, db, number, ret_study, err);
}

int check_status(const struct report *r, bool fail_never, enum severity fail_on, bool strict)
{
	const struct summary *s = &r->summary;
	size_t failing = s->errors;

	if (s->broken || !(s->compliant || s->non_compliant || s->waived) ||
	    (strict && s->not_evaluated))
		return 2;
	failing += fail_on <= SEVERITY_WARNING ? s->warnings : 0;
	failing += fail_on <= SEVERITY_INFO ? s->infos : 0;
	return failing && !fail_never ? 1 : 0;
}
