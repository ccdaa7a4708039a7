/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "check/run.h"
#include "rule/driving.h"

static int compare_hosts(const void *a, const void *b, void *names)
{
	const char *const *name = names;

	return strcmp(name[*(const unsigned *)a], name[*(const unsigned *)b]);
}

static int compare_name(const void *key, const void *element, void *names)
{
	const char *const *name = names;

	return strcmp(key, name[*(const unsigned *)element]);
}

bool run_host(const struct run *run, const char *name, unsigned *ret_host)
{
	size_t low = 0, high = run->nhosts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_name(name, &run->by_name[middle], (void *)run->names);
		if (order == 0) {
			*ret_host = run->by_name[middle];
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static void begin(struct run *run)
{
	for (struct job *job = run->jobs; job < run->jobs + run->njobs; job++) {
		job->failed = NULL;
		job->ran = false;
		job->results = NULL;
		job->nresults = 0;
	}
}

static void take_names(struct run *run, const struct snapshot *s, const char *const *names,
		       unsigned n)
{
	run->snapshot = s;
	run->names = names;
	run->nhosts = n;
	run->by_name = arena_array(run->arena, n + 1, sizeof(*run->by_name));
	for (unsigned i = 0; i < n; i++)
		run->by_name[i] = i;
	qsort_r(run->by_name, n, sizeof(*run->by_name), compare_hosts, (void *)names);
}

void run_name(struct run *run, const char *const *names, unsigned n)
{
	begin(run);
	take_names(run, NULL, names, n);
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

	run->platforms = 0;
	run->filled = 0;
	run->platform = arena_array(run->arena, run->nhosts + 1, sizeof(*run->platform));
	for (unsigned host = 0; host < run->nhosts; host++) {
		run->platform[host] = platform_of(run, host);
		run->platforms |= (unsigned)run->platform[host];
		run->filled |= driving_filled(run->snapshot, host);
	}
	run->filled |= policy && policy->nroles ? DRIVING_POLICY_ROLE : 0;
	run->filled |= policy && policy->nexpects ? DRIVING_POLICY_EXPECT : 0;
}

static int open_db(struct run *run, const struct snapshot *s, struct err *err)
{
	run->db = db_new(s, run->options->policy, err);
	for (size_t i = 0; run->db && i < run->pack->nviews; i++)
		db_view_know(run->db, &run->pack->views[i], false);
	return run->db ? 0 : -1;
}

int run_use(struct run *run, const struct snapshot *s, struct err *err)
{
	unsigned n = snapshot_hosts(s);
	const char **names;

	if (run->db)
		db_use(run->db, s);
	else if (open_db(run, s, err) < 0)
		return -1;
	arena_free(run->arena);
	run->arena = arena_new();
	begin(run);
	names = arena_array(run->arena, n + 1, sizeof(*names));
	for (unsigned host = 0; host < n; host++)
		names[host] = snapshot_host_name(s, host);
	take_names(run, s, names, n);
	look_at_hosts(run);
	db_know_filled(run->db, run->filled);
	return 0;
}

void run_done(struct run *run)
{
	for (size_t i = 0; i < run->njobs; i++)
		query_free(run->jobs[i].query);
	db_free(run->db);
	arena_free(run->arena);
}
