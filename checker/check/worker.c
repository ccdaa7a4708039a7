/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/worker.h"

#include <stdlib.h>

void worker_init(struct worker *w, const struct plan *p)
{
	const struct policy *policy = p->options->policy;

	*w = (struct worker){ .plan = p };
	w->queries = xcalloc(p->njobs + 1, sizeof(struct query *));
	w->whens = xcalloc(p->njobs + 1, sizeof(struct query *));
	w->fixes = xcalloc(p->njobs + 1, sizeof(struct fixes *));
	w->ran = xcalloc(p->njobs + 1, sizeof(*w->ran));
	w->waived = xcalloc(policy ? policy->nwaivers + 1 : 1, sizeof(*w->waived));
}

void worker_done(struct worker *w)
{
	for (size_t j = 0; w->queries && j < w->plan->njobs; j++)
		worker_forget(w, j);
	for (size_t j = 0; w->whens && j < w->plan->njobs; j++)
		query_free(w->whens[j]);
	for (size_t i = 0; i < w->ngathers; i++)
		query_free(w->gathers[i]);
	free(w->gathers);
	free(w->queries);
	free(w->whens);
	free(w->fixes);
	free(w->ran);
	free(w->waived);
	db_free(w->db);
	arena_free(w->arena);
}

static enum platform platform_of(const struct snapshot *s, unsigned host)
{
	enum platform platform;
	struct host row;

	if (get_host(s, host, 0, &row) && row.platform.s && platform_parse(row.platform.s, &platform))
		return platform;
	return PLATFORM_ALL;
}

static void look_at_hosts(struct worker *w)
{
	struct arena *a = w->arena = arena_new();
	unsigned n = snapshot_hosts(w->snapshot);
	const char **names = arena_array(a, n + 1, sizeof(*names));

	w->platform = arena_array(a, n + 1, sizeof(*w->platform));
	w->platforms = 0;
	for (unsigned host = 0; host < n; host++) {
		names[host] = snapshot_host_name(w->snapshot, host);
		w->platform[host] = platform_of(w->snapshot, host);
		w->platforms |= (unsigned)w->platform[host];
	}
	w->names = names_of(a, names, n);
	w->answers = arena_array(a, w->plan->njobs + 1, sizeof(*w->answers));
	w->failed = arena_array(a, w->plan->njobs + 1, sizeof(*w->failed));
	coverage_read(w);
}

static int turn_to(struct worker *w, struct snapshot *s, struct err *err)
{
	const struct rule_pack *pack = w->plan->pack;

	snapshot_seal(s);
	w->snapshot = s;
	if (w->db) {
		db_use(w->db, s);
	} else {
		w->db = db_new(s, w->plan->options->policy, err);
		if (!w->db)
			return -1;
		db_take_views(w->db, pack->views, pack->nviews);
	}
	arena_free(w->arena);
	look_at_hosts(w);
	return 0;
}

/* A host after the other, since a waiver may be for some of them. */
static void waive(struct worker *w, size_t j)
{
	for (unsigned host = 0; host < w->names.n; host++)
		waive_apply(w->plan, &w->plan->jobs[j], answer_of(&w->answers[j], host),
			    w->names.v[host], w->arena, w->waived);
}

int worker_take(struct worker *w, struct snapshot *s, struct err *err)
{
	if (turn_to(w, s, err) < 0)
		return -1;
	for (size_t j = 0; j < w->plan->njobs; j++)
		worker_ask(w, j);
	/* Those that speak stand first: what stays quiet itself silences nobody. */
	for (size_t j = 0; j < w->plan->njobs; j++)
		quiet_apply(w, j);
	for (size_t j = 0; j < w->plan->njobs; j++)
		if (!w->many || !w->plan->jobs[j].rule->across)
			waive(w, j);
	return 0;
}
