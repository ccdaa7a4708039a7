/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "check/crew.h"
#include "rule/across.h"
#include "rule/driving.h"
#include "source/source.h"

static int finish(struct store *store, int status, struct report **ret_report, struct err *err)
{
	if (status == 0 && store_end(store, err) == 0)
		return report_of(store, ret_report, err);
	store_free(store);
	return -1;
}

int check_run(struct snapshot *s, const struct rule_pack *pack,
	      const struct check_options *options, struct report **ret_report, struct err *err)
{
	struct store *store = store_new(pack, options);
	struct worker worker;
	int status;

	worker_init(&worker, store);
	status = worker_take(&worker, s, 0, 0, err);
	worker_done(&worker);
	return finish(store, status, ret_report, err);
}

/* All hosts in one snapshot. */
static int run_whole(const struct check_inputs *inputs, const struct rule_pack *pack,
		     const struct check_options *options, struct report **ret_report,
		     struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *all = snapshot_new();
	struct source_single whole = source_single(all);

	for (size_t i = 0; i < inputs->n; i++)
		inputs->read(inputs->ctx, i, &whole.sink);
	return check_run(all, pack, options, ret_report, err);
}

static bool needs_whole(const struct rule_pack *pack, const struct check_options *options)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct run run = { .pack = pack, .options = options, .kept = a };

	run_plan(&run);
	return gather_cannot(&run);
}

int check_inputs(const struct check_inputs *inputs, unsigned jobs, const struct rule_pack *pack,
		 const struct check_options *options, struct report **ret_report,
		 struct err *err)
{
	struct store *store;

	if (needs_whole(pack, options))
		return run_whole(inputs, pack, options, ret_report, err);
	store = store_new(pack, options);
	return finish(store, crew_work(store, inputs, jobs, err), ret_report, err);
}

static int study_views(struct arena *a, struct db *db, unsigned number, struct study *study,
		       struct err *err)
{
	struct db_view view;

	for (size_t i = 0; db_view_at(i, &view); i++) {
		struct view_facts facts;
		unsigned place;
		const char *text = db_view_text(str_of(view.name), &place);
		if (!text)
			continue;
		if (db_view_study(db, a, view.name, &number, &facts, err) < 0)
			return -1;
		facts.across = across_hosts(str_of(text), db_view_text);
		study->views = arena_grow(a, study->views, study->nviews, sizeof(facts));
		study->views[study->nviews++] = facts;
	}
	return 0;
}

static int study_rules(struct arena *a, struct run *run, struct study *study, struct err *err)
{
	unsigned number = 0;

	for (size_t i = 0; i < run->njobs; i++)
		run_evaluate(run, &run->jobs[i]);
	study->tables = arena_array(a, run->pack->n + 1, sizeof(*study->tables));
	for (size_t i = 0; i < run->pack->n; i++) {
		const struct job *job = run_find(run, run->pack->rules[i]->id);
		if (job->broken || job->failed)
			return err_set(err, "%s", job->broken ? job->broken : job->failed);
		study->tables[i] = (struct rule_tables){
			.reads = job->tables,
			.needs = job->needs,
			.driving = driving_tables(str_of(job->rule->query), db_view_text),
			.across = across_hosts(str_of(job->rule->query), db_view_text),
		};
		if (db_select_study(run->db, a, job->rule->query, &number,
				    &study->tables[i].select) < 0)
			return err_set(err, "%s:%u: cannot be taken apart", job->rule->file,
				       job->rule->query_line);
	}
	return study_views(a, run->db, number, study, err);
}

int check_study(struct arena *a, const struct rule_pack *pack, struct study *ret_study,
		struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	const struct check_options options = { .policy = NULL };
	struct run run = { .kept = a, .pack = pack, .options = &options };
	int status;

	*ret_study = (struct study){ .nviews = 0 };
	snapshot_seal(s);
	run_plan(&run);
	status = run_use(&run, s, err);
	if (status == 0)
		status = study_rules(a, &run, ret_study, err);
	run_done(&run);
	return status;
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
