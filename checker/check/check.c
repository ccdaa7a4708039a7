/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "check/run.h"

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

int check_run(struct arena *a, const struct snapshot *s, const struct rule_pack *pack,
	      const struct check_options *options, struct report **ret_report, struct err *err)
{
	CLEANUP(db_freep) struct db *db = db_new(s, options->policy, err);
	struct run run = { .arena = a, .snapshot = s, .pack = pack, .options = options, .db = db };

	if (!db)
		return -1;
	sort_hosts(&run);
	run_plan(&run);
	for (size_t i = 0; i < run.njobs; i++) {
		run_evaluate(&run, &run.jobs[i]);
		run_quiet(&run, &run.jobs[i]);
	}
	run_waive(&run);
	*ret_report = run_report(&run);
	return 0;
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
