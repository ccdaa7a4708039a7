/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/check.h"

#include "check/crew.h"
#include "check/store.h"
#include "check/study.h"

static struct store *new_store(const struct rule_pack *pack, const struct check_options *options,
			       struct err *err)
{
	struct plan *plan;

	return plan_new(pack, options, &plan, err) < 0 ? NULL : store_new(plan);
}

static int finish(struct store *store, int status, struct report **ret_report, struct err *err)
{
	if (status == 0 && store_end(store, err) == 0) {
		*ret_report = report_of(store);
		return 0;
	}
	store_free(store);
	return -1;
}

int check_run(struct snapshot *s, const struct rule_pack *pack,
	      const struct check_options *options, struct report **ret_report, struct err *err)
{
	struct store *store = new_store(pack, options, err);
	struct worker worker;
	int status;

	if (!store)
		return -1;
	if (snapshot_hosts(s) > 1)
		store_expect_many(store);
	worker_init(&worker, store->plan);
	status = store_take(store, &worker, s, 0, 0, err);
	store_end_worker(store, &worker);
	worker_done(&worker);
	return finish(store, status, ret_report, err);
}

int check_inputs(const struct check_inputs *inputs, unsigned jobs, const struct rule_pack *pack,
		 const struct check_options *options, struct report **ret_report,
		 struct err *err)
{
	struct store *store = new_store(pack, options, err);

	if (!store)
		return -1;
	return finish(store, crew_work(store, inputs, jobs, err), ret_report, err);
}

static int study_pairs(struct arena *a, const struct rule_pack *pack, struct rule_facts *facts,
		       size_t r, struct err *err)
{
	struct quiet *quiet = rule_quiet(a, pack, pack->rules[r], &facts[r].nquiet);

	for (struct quiet *q = quiet; q < quiet + facts[r].nquiet; q++)
		for (size_t i = 0; i < pack->n; i++)
			if (pack->rules[i] == rule_find(pack, q->rule) &&
			    study_quiet(a, pack->rules[r], &facts[r], q, &facts[i], err) < 0)
				return -1;
	facts[r].quiet = quiet;
	return 0;
}

static int study_pack(struct arena *a, struct db *db, const struct rule_pack *pack,
		      struct check_study *study, struct err *err)
{
	struct rule_facts *facts = arena_array(a, pack->n + 1, sizeof(*facts));

	if (study_views(a, db, &study->views, &study->nviews, err) < 0)
		return -1;
	for (size_t i = 0; i < pack->n; i++)
		if (study_rule(a, db, pack->rules[i], &facts[i], err) < 0)
			return -1;
	for (size_t i = 0; i < pack->n; i++)
		if (study_pairs(a, pack, facts, i, err) < 0)
			return -1;
	study->facts = facts;
	return 0;
}

int check_study(struct arena *a, const struct rule_pack *pack, struct check_study *ret_study,
		struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *none = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;

	*ret_study = (struct check_study){ .nviews = 0 };
	snapshot_seal(none);
	db = db_new(none, NULL, err);
	return db ? study_pack(a, db, pack, ret_study, err) : -1;
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
