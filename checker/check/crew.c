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

/* Hosts that were read and named, and wait for somebody who evaluates them. */
struct batch {
	struct snapshot *snapshot;
	size_t input, number;
};

struct crew {
	struct store *store;
	const struct check_inputs *inputs;
	unsigned jobs;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct batch waiting[WAITING_MOST];
	size_t first, nwaiting;
	struct batch held;   /* the first batch, until there is a second one */
	size_t taken;        /* batches so far */
	size_t next, turn;   /* the input to be read next; the one whose hosts are named next */
	unsigned reading;
	struct arena *arena;
	struct intern names; /* of all hosts so far */
	pthread_t threads[THREADS_MOST];
	unsigned nthreads;
	bool failed;
	struct err err;
};

struct worker_thread {
	struct crew *crew;
	struct worker worker;
	bool ready;
};

/* What one input gives, or some that follow each other. */
struct reading {
	struct source_sink sink;
	struct worker_thread *thread;
	struct snapshot *open; /* or NULL */
	size_t input, end, number;
};

static void *work(void *crew);

/* The caller holds the lock. */
static void fail(struct crew *c, const struct err *err)
{
	if (!c->failed)
		c->err = *err;
	c->failed = true;
	pthread_cond_broadcast(&c->changed);
}

static void evaluate(struct worker_thread *t, struct batch b)
{
	struct crew *c = t->crew;
	struct err err;
	int status = 0;

	if (!t->ready)
		worker_init(&t->worker, c->store->plan);
	t->ready = true;
	status = store_take(c->store, &t->worker, b.snapshot, b.input, b.number, &err);
	if (c->inputs->done)
		*c->inputs->done += snapshot_hosts(b.snapshot);
	snapshot_free(b.snapshot);
	if (status == 0)
		return;
	pthread_mutex_lock(&c->lock);
	fail(c, &err);
	pthread_mutex_unlock(&c->lock);
}

/* The caller holds the lock; it is released while the batch is evaluated. */
static void evaluate_next(struct worker_thread *t)
{
	struct crew *c = t->crew;
	struct batch b = c->waiting[c->first];

	c->first = (c->first + 1) % WAITING_MOST;
	c->nwaiting--;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->lock);
	evaluate(t, b);
	pthread_mutex_lock(&c->lock);
}

/* The caller holds the lock, and waits for others: meanwhile it evaluates what waits, or sleeps. */
static void help(struct worker_thread *t)
{
	if (t->crew->nwaiting)
		evaluate_next(t);
	else
		pthread_cond_wait(&t->crew->changed, &t->crew->lock);
}

/* The caller holds the lock.  Where no thread can be had, those that are there do the work. */
static void call_more(struct crew *c)
{
	while (c->nthreads + 1 < c->jobs && c->nthreads < THREADS_MOST &&
	       pthread_create(&c->threads[c->nthreads], NULL, work, c) == 0)
		c->nthreads++;
}

static void push(struct worker_thread *t, struct batch b)
{
	struct crew *c = t->crew;

	while (c->nwaiting == WAITING_MOST)
		help(t);
	c->waiting[(c->first + c->nwaiting++) % WAITING_MOST] = b;
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

/*
 * One host alone is not gathered from: the first batch waits until it is known
 * whether there are more hosts.
 */
static void deliver(struct worker_thread *t, struct batch b)
{
	struct crew *c = t->crew;
	struct batch first = c->held;

	if (!c->taken++ && snapshot_hosts(b.snapshot) == 1) {
		c->held = b;
		return;
	}
	c->held.snapshot = NULL;
	if (!c->store->many) {
		store_expect_many(c->store);
		call_more(c);
	}
	if (first.snapshot)
		push(t, first);
	push(t, b);
}

/* What was read so far becomes a batch. */
static void close_open(struct reading *r)
{
	struct crew *c = r->thread->crew;
	struct batch b = { r->open, r->input, r->number };

	r->open = NULL;
	if (!b.snapshot || !snapshot_hosts(b.snapshot)) {
		snapshot_free(b.snapshot);
		return;
	}
	pthread_mutex_lock(&c->lock);
	while (c->turn != r->input)
		help(r->thread);
	name_hosts(c, b.snapshot);
	r->number += snapshot_hosts(b.snapshot);
	deliver(r->thread, b);
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

/* It does not depend on the number of threads, so that batches are the same for any. */
static size_t inputs_together(const struct check_inputs *inputs)
{
	size_t n = inputs->n / 64;

	return n < 1 ? 1 : n > INPUTS_TOGETHER ? INPUTS_TOGETHER : n;
}

/* The caller holds the lock; it is released while inputs are read. */
static void read_next(struct worker_thread *t)
{
	struct crew *c = t->crew;
	size_t end = c->next + inputs_together(c->inputs);
	struct reading r = {
		.sink = { .open = open_snapshot, .take = take },
		.thread = t,
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
		help(t);
	c->turn = r.end;
	c->reading--;
	pthread_cond_broadcast(&c->changed);
}

static void run(struct worker_thread *t)
{
	struct crew *c = t->crew;

	pthread_mutex_lock(&c->lock);
	while (!c->failed) {
		if (c->nwaiting)
			evaluate_next(t);
		else if (c->next < c->inputs->n)
			read_next(t);
		else if (c->reading)
			pthread_cond_wait(&c->changed, &c->lock);
		else
			break;
	}
	pthread_mutex_unlock(&c->lock);
}

static void end_thread(struct worker_thread *t)
{
	if (!t->ready)
		return;
	store_end_worker(t->crew->store, &t->worker);
	worker_done(&t->worker);
}

static void *work(void *crew)
{
	struct worker_thread t = { .crew = crew };

	run(&t);
	end_thread(&t);
	return NULL;
}

static void drop_all(struct crew *c)
{
	for (; c->nwaiting; c->nwaiting--) {
		snapshot_free(c->waiting[c->first].snapshot);
		c->first = (c->first + 1) % WAITING_MOST;
	}
	snapshot_free(c->held.snapshot);
	intern_done(&c->names);
	arena_free(c->arena);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->changed);
}

int crew_work(struct store *s, const struct check_inputs *inputs, unsigned jobs, struct err *err)
{
	struct crew c = { .store = s, .inputs = inputs, .jobs = jobs, .arena = arena_new() };
	struct worker_thread t = { .crew = &c };

	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.changed, NULL);
	intern_init(&c.names, c.arena);
	run(&t);
	for (unsigned i = 0; i < c.nthreads; i++)
		pthread_join(c.threads[i], NULL);
	if (c.held.snapshot && !c.failed) {
		struct batch b = c.held;
		c.held.snapshot = NULL;
		evaluate(&t, b);
	}
	end_thread(&t);
	drop_all(&c);
	*err = c.err;
	return c.failed ? -1 : 0;
}
