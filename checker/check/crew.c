/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "model/intern.h"
#include "source/source.h"

enum { THREADS_MOST = 256, WAITING_MOST = 16 };

/*
 * So many hosts, or so many bytes of them, are evaluated together: to ask a rule
 * costs as much for one host as for some.
 */
enum { TOGETHER_MOST = 32, TOGETHER_BYTES = 4 << 20, INPUTS_TOGETHER = 16 };

/* Hosts that were read and named, and are to be evaluated. */
struct parcel {
	struct snapshot *snapshot;
	size_t input, number;
};

struct crew {
	struct store *store;
	const struct check_inputs *inputs;
	unsigned jobs;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct parcel waiting[WAITING_MOST];
	size_t first, nwaiting;
	struct parcel alone; /* the first parcel, until there is a second one */
	size_t taken;        /* parcels so far */
	size_t next, turn;   /* inputs to be read; whose hosts are named */
	unsigned reading;
	struct arena *arena;
	struct intern names; /* of all hosts so far */
	pthread_t threads[THREADS_MOST];
	unsigned nthreads;
	bool failed;
	struct err err;
};

struct hand {
	struct crew *crew;
	struct worker worker;
	bool ready;
};

/* What one input gives, or some that follow each other. */
struct reading {
	struct source_sink sink;
	struct hand *hand;
	struct snapshot *open; /* or NULL */
	size_t input, end, number;
};

static void *work(void *crew);

/* With the lock held. */
static void fail(struct crew *c, const struct err *err)
{
	if (!c->failed)
		c->err = *err;
	c->failed = true;
	pthread_cond_broadcast(&c->changed);
}

static void evaluate(struct hand *h, struct parcel p)
{
	struct crew *c = h->crew;
	struct err err;
	int status = 0;

	if (!h->ready)
		worker_init(&h->worker, c->store);
	h->ready = true;
	status = worker_take(&h->worker, p.snapshot, p.input, p.number, &err);
	snapshot_free(p.snapshot);
	if (status == 0)
		return;
	pthread_mutex_lock(&c->lock);
	fail(c, &err);
	pthread_mutex_unlock(&c->lock);
}

/* With the lock held, which is open meanwhile. */
static void evaluate_next(struct hand *h)
{
	struct crew *c = h->crew;
	struct parcel p = c->waiting[c->first];

	c->first = (c->first + 1) % WAITING_MOST;
	c->nwaiting--;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
	evaluate(h, p);
	pthread_mutex_lock(&c->lock);
}

/* With the lock held: something useful, or waiting until something has changed. */
static void help(struct hand *h)
{
	if (h->crew->nwaiting)
		evaluate_next(h);
	else
		pthread_cond_wait(&h->crew->changed, &h->crew->lock);
}

/* With the lock held.  What cannot be had is done by those who are there. */
static void call_more(struct crew *c)
{
	while (c->nthreads + 1 < c->jobs && c->nthreads < THREADS_MOST &&
	       pthread_create(&c->threads[c->nthreads], NULL, work, c) == 0)
		c->nthreads++;
}

static void push(struct hand *h, struct parcel p)
{
	struct crew *c = h->crew;

	while (c->nwaiting == WAITING_MOST)
		help(h);
	c->waiting[(c->first + c->nwaiting++) % WAITING_MOST] = p;
	pthread_cond_broadcast(&c->changed);
}

static bool is_taken(void *crew, const char *name)
{
	return intern_find(&((struct crew *)crew)->names, str_of(name));
}

static void name_hosts(struct crew *c, struct snapshot *s)
{
	snapshot_rename_hosts(s, is_taken, c);
	for (unsigned host = 0; host < snapshot_hosts(s); host++)
		intern_text(&c->names, str_of(snapshot_host_name(s, host)));
}

/* Rules across hosts can be asked of a parcel that is the only one. */
static void deliver(struct hand *h, struct parcel p)
{
	struct crew *c = h->crew;

	if (!c->taken++) {
		c->alone = p;
		return;
	}
	if (c->alone.snapshot) {
		struct parcel first = c->alone;
		struct err err;
		c->alone.snapshot = NULL;
		if (store_gather(c->store, &err) < 0)
			fail(c, &err);
		call_more(c);
		push(h, first);
	}
	push(h, p);
}

/* What is open, to be evaluated. */
static void close_open(struct reading *r)
{
	struct crew *c = r->hand->crew;
	struct parcel p = { r->open, r->input, r->number };

	r->open = NULL;
	if (!p.snapshot || !snapshot_hosts(p.snapshot)) {
		snapshot_free(p.snapshot);
		return;
	}
	pthread_mutex_lock(&c->lock);
	while (c->turn != r->input)
		help(r->hand);
	name_hosts(c, p.snapshot);
	r->number += snapshot_hosts(p.snapshot);
	deliver(r->hand, p);
	pthread_mutex_unlock(&c->lock);
}

static struct snapshot *open_snapshot(struct source_sink *sink)
{
	struct reading *r = (struct reading *)sink;

	if (!r->open)
		r->open = snapshot_new();
	return r->open;
}

static void take(struct source_sink *sink, struct snapshot *s)
{
	struct reading *r = (struct reading *)sink;

	if (snapshot_hosts(s) >= TOGETHER_MOST || snapshot_bytes(s) >= TOGETHER_BYTES)
		close_open(r);
}

/* As many for any number of threads. */
static size_t inputs_together(const struct check_inputs *inputs)
{
	size_t n = inputs->n / 64;

	return n < 1 ? 1 : n > INPUTS_TOGETHER ? INPUTS_TOGETHER : n;
}

/* With the lock held, which is open meanwhile. */
static void read_next(struct hand *h)
{
	struct crew *c = h->crew;
	size_t end = c->next + inputs_together(c->inputs);
	struct reading r = {
		.sink = { .open = open_snapshot, .take = take },
		.hand = h,
		.input = c->next,
		.end = end < c->inputs->n ? end : c->inputs->n,
	};

	c->next = r.end;
	c->reading++;
	if (c->next < c->inputs->n)
		call_more(c);
	pthread_mutex_unlock(&c->lock);
	for (size_t i = r.input; i < r.end; i++)
		c->inputs->read(c->inputs->ctx, i, &r.sink);
	close_open(&r);
	pthread_mutex_lock(&c->lock);
	while (c->turn != r.input)
		help(h);
	c->turn = r.end;
	c->reading--;
	pthread_cond_broadcast(&c->changed);
}

static void run(struct hand *h)
{
	struct crew *c = h->crew;

	pthread_mutex_lock(&c->lock);
	while (!c->failed) {
		if (c->nwaiting)
			evaluate_next(h);
		else if (c->next < c->inputs->n)
			read_next(h);
		else if (c->reading)
			pthread_cond_wait(&c->changed, &c->lock);
		else
			break;
	}
	pthread_mutex_unlock(&c->lock);
}

static void *work(void *crew)
{
	struct hand h = { .crew = crew };

	run(&h);
	if (h.ready)
		worker_done(&h.worker);
	return NULL;
}

static void drop_all(struct crew *c)
{
	for (; c->nwaiting; c->nwaiting--) {
		snapshot_free(c->waiting[c->first].snapshot);
		c->first = (c->first + 1) % WAITING_MOST;
	}
	snapshot_free(c->alone.snapshot);
	intern_done(&c->names);
	arena_free(c->arena);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->changed);
}

int crew_work(struct store *s, const struct check_inputs *inputs, unsigned jobs, struct err *err)
{
	struct crew c = { .store = s, .inputs = inputs, .jobs = jobs, .arena = arena_new() };
	struct hand h = { .crew = &c };

	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.changed, NULL);
	intern_init(&c.names, c.arena);
	run(&h);
	for (unsigned i = 0; i < c.nthreads; i++)
		pthread_join(c.threads[i], NULL);
	if (c.alone.snapshot && !c.failed) {
		struct parcel p = c.alone;
		c.alone.snapshot = NULL;
		evaluate(&h, p);
	}
	if (h.ready)
		worker_done(&h.worker);
	drop_all(&c);
	*err = c.err;
	return c.failed ? -1 : 0;
}
