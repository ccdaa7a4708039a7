/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct store *store_new(const struct rule_pack *pack, const struct check_options *options)
{
	struct store *s = xcalloc(1, sizeof(*s));
	struct run run = { .pack = pack, .options = options };

	s->pack = pack;
	s->options = options;
	s->spill = (struct spill)SPILL_EMPTY;
	s->arena = arena_new();
	pthread_mutex_init(&s->lock, NULL);
	run.kept = s->arena;
	run_plan(&run);
	s->njobs = run.njobs;
	s->columns = arena_array(s->arena, s->njobs + 1, sizeof(*s->columns));
	s->failures = arena_array(s->arena, s->njobs + 1, sizeof(*s->failures));
	s->asked = arena_array(s->arena, s->njobs + 1, sizeof(*s->asked));
	return s;
}

void store_free(struct store *s)
{
	if (!s)
		return;
	spill_done(&s->spill);
	free(s->hosts);
	free(s->pieces);
	arena_free(s->arena);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int store_gather(struct store *s, struct err *err)
{
	struct run run = { .pack = s->pack, .options = s->options, .kept = s->arena };

	run_plan(&run);
	s->gathers = true;
	return gather_plan(s->arena, &run, &s->gather, err);
}

void worker_init(struct worker *w, struct store *s)
{
	*w = (struct worker){ .store = s };
	w->run = (struct run){ .pack = s->pack, .options = s->options, .kept = arena_new() };
	run_plan(&w->run);
	w->queries = xcalloc(s->gather.n + 1, sizeof(struct query *));
}

void worker_done(struct worker *w)
{
	for (size_t i = 0; i < w->store->gather.n; i++)
		query_free(w->queries[i]);
	free(w->queries);
	free(w->record.p);
	for (unsigned i = 0; i < w->nrows; i++)
		free(w->rows[i].p);
	free(w->rows);
	run_done(&w->run);
	arena_free(w->run.kept);
}

/* Texts of another thread's arena do not outlive it. */
static void take_columns(struct store *s, const struct run *run)
{
	for (size_t j = 0; j < run->njobs; j++) {
		const struct job *job = &run->jobs[j];
		struct job_columns *c = &s->columns[j];
		if (c->v || !job->columns)
			continue;
		c->v = arena_array(s->arena, job->ncolumns, sizeof(*c->v));
		c->n = job->ncolumns;
		memcpy(c->place, job->place, sizeof(c->place));
		for (size_t i = 0; i < c->n; i++)
			c->v[i] = arena_strdup(s->arena, job->columns[i]);
	}
}

static void note_failure(struct store *s, struct job_failure *f, size_t input, size_t number,
			 const char *why)
{
	if (f->why && (f->input < input || (f->input == input && f->number <= number)))
		return;
	*f = (struct job_failure){ arena_strdup(s->arena, why), input, number };
}

static int keep_host(struct worker *w, const struct kept_host *host, struct bytes *rows,
		     struct err *err)
{
	struct store *s = w->store;
	struct kept_host kept = *host;

	if (spill_add(&s->spill, w->record.p, w->record.n, &kept.record, err) < 0 ||
	    (rows && spill_add(&s->spill, rows->p, rows->n, &kept.gathered, err) < 0))
		return -1;
	if (s->nhosts == s->room) {
		s->room = s->room ? 2 * s->room : 16;
		s->hosts = xrealloc(s->hosts, s->room, sizeof(*s->hosts));
	}
	kept.name = arena_strdup(s->arena, host->name);
	s->hosts[s->nhosts++] = kept;
	return 0;
}

static struct bytes *rows_of(struct worker *w, unsigned hosts)
{
	if (hosts > w->nrows) {
		w->rows = xrealloc(w->rows, hosts, sizeof(*w->rows));
		memset(w->rows + w->nrows, 0, (hosts - w->nrows) * sizeof(*w->rows));
		w->nrows = hosts;
	}
	for (unsigned i = 0; i < hosts; i++)
		w->rows[i].n = 0;
	return w->rows;
}

static void keep_jobs(struct worker *w, size_t input, size_t number)
{
	struct store *s = w->store;

	take_columns(s, &w->run);
	for (size_t j = 0; j < s->njobs; j++) {
		const struct job *job = &w->run.jobs[j];
		const char *why = job->broken ? job->broken : job->failed;
		if (why)
			note_failure(s, &s->failures[j], input, number, why);
	}
}

int worker_take(struct worker *w, struct snapshot *snapshot, size_t input, size_t number,
		struct err *err)
{
	struct store *s = w->store;
	struct run *run = &w->run;
	struct bytes *rows = NULL;
	struct err why;
	int status = 0;

	snapshot_seal(snapshot);
	if (run_use(run, snapshot, err) < 0)
		return -1;
	for (struct job *job = run->jobs; job < run->jobs + run->njobs; job++) {
		if (job->across && s->gathers)
			run_know(run, job);
		else
			run_evaluate(run, job);
	}
	if (s->gathers)
		rows = rows_of(w, run->nhosts);
	if (rows && gather_write(rows, &s->gather, run, w->queries, &why) < 0) {
		pthread_mutex_lock(&s->lock);
		note_failure(s, &s->not_gathered, input, number, why.text);
		pthread_mutex_unlock(&s->lock);
	}
	for (unsigned host = 0; host < run->nhosts && status == 0; host++) {
		struct kept_host kept = { input, number + host, run->names[host], { 0 }, { 0 } };
		w->record.n = 0;
		record_put(&w->record, run, host);
		pthread_mutex_lock(&s->lock);
		if (host == 0)
			keep_jobs(w, input, number);
		status = keep_host(w, &kept, rows ? &rows[host] : NULL, err);
		pthread_mutex_unlock(&s->lock);
	}
	return status;
}

static int by_input(const void *a, const void *b)
{
	const struct kept_host *x = a, *y = b;

	if (x->input != y->input)
		return x->input < y->input ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* What one job said of the rules across hosts, on its way to the store. */
struct asking {
	struct store *store;
	unsigned job;
	struct bytes bytes;
};

enum { PENDING_MOST = 4096 };

/* Rows of one host that stand together become one piece. */
static int store_pending(struct asking *q, struct run *run, struct job *job, struct err *err)
{
	struct store *s = q->store;

	for (size_t i = 0; i < job->nresults;) {
		struct piece p = { .host = job->results[i].host, .job = q->job,
				   .order = s->npieces };
		q->bytes.n = 0;
		for (; i < job->nresults && job->results[i].host == p.host; i++, p.n++)
			record_put_result(&q->bytes, job, &job->results[i]);
		if (spill_add(&s->spill, q->bytes.p, q->bytes.n, &p.where, err) < 0)
			return -1;
		if (s->npieces == s->piece_room) {
			s->piece_room = s->piece_room ? 2 * s->piece_room : 64;
			s->pieces = xrealloc(s->pieces, s->piece_room, sizeof(p));
		}
		s->pieces[s->npieces++] = p;
	}
	job->results = NULL;
	job->nresults = 0;
	arena_free(run->arena);
	run->arena = arena_new();
	return 0;
}

static int hand_on(void *ctx, struct run *run, struct job *job, struct err *err)
{
	return job->nresults < PENDING_MOST ? 0 : store_pending(ctx, run, job, err);
}

static int by_host(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->host != y->host)
		return x->host < y->host ? -1 : 1;
	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static int gather_all(struct store *s, struct gathering *all, struct err *err)
{
	struct bytes b = { NULL, 0, 0 };
	int status = 0;

	for (size_t i = 0; i < s->nhosts && status == 0; i++) {
		struct spilled where = s->hosts[i].gathered;
		struct reader r;
		if (!where.n)
			continue;
		if (where.n > b.room) {
			b.room = 2 * where.n;
			b.p = xrealloc(b.p, b.room, 1);
		}
		r.at = b.p;
		status = spill_read(&s->spill, where, b.p, err);
		if (status == 0)
			status = gathering_add(all, &r, s->hosts[i].name, err);
	}
	free(b.p);
	return status;
}

/* A rule that breaks is broken on every host; -1 only where nothing can be kept. */
static int ask_one(struct store *s, struct run *run, unsigned j, struct err *err)
{
	struct job *job = &run->jobs[j];
	struct asking q = { .store = s, .job = j };
	int status;

	run->hand_on = hand_on;
	run->ctx = &q;
	run_evaluate(run, job);
	status = store_pending(&q, run, job, err);
	free(q.bytes.p);
	s->asked[j] = true;
	if (!job->ran)
		note_failure(s, &s->failures[j], 0, 0, job->broken ? job->broken : job->failed);
	take_columns(s, run);
	return status;
}

static int ask_jobs(struct store *s, struct run *run, struct err *err)
{
	const char **names = arena_array(run->kept, s->nhosts + 1, sizeof(*names));

	for (size_t i = 0; i < s->nhosts; i++)
		names[i] = s->hosts[i].name;
	run->arena = run->kept;
	run_name(run, names, (unsigned)s->nhosts);
	run->arena = arena_new();
	for (unsigned j = 0; j < run->njobs; j++)
		if (run->jobs[j].across && !s->failures[j].why && ask_one(s, run, j, err) < 0)
			return -1;
	return 0;
}

/* No rule across hosts has been asked of all of them. */
static void fail_all(struct store *s, const struct run *run, const char *why)
{
	for (size_t j = 0; j < run->njobs; j++)
		if (run->jobs[j].across)
			note_failure(s, &s->failures[j], 0, 0, why);
}

static int ask_across(struct store *s, struct err *err)
{
	struct run run = { .pack = s->pack, .options = s->options, .kept = arena_new() };
	struct gathering *all = NULL;
	struct err why;
	int status = 0;

	run_plan(&run);
	if (!s->not_gathered.why) {
		all = gathering_new(&s->gather, s->options->policy, &why);
		if (all && gather_all(s, all, &why) == 0)
			run.db = gathering_end(all, &why);
	}
	if (run.db)
		status = ask_jobs(s, &run, err);
	else
		fail_all(s, &run, s->not_gathered.why ? s->not_gathered.why : why.text);
	for (size_t j = 0; j < run.njobs; j++)
		query_free(run.jobs[j].query);
	gathering_free(all);
	arena_free(run.arena);
	arena_free(run.kept);
	return status;
}

int store_end(struct store *s, struct err *err)
{
	if (s->nhosts)
		qsort(s->hosts, s->nhosts, sizeof(*s->hosts), by_input);
	if (s->gathers && s->nhosts && ask_across(s, err) < 0)
		return -1;
	if (s->npieces)
		qsort(s->pieces, s->npieces, sizeof(*s->pieces), by_host);
	return 0;
}
