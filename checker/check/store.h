/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is kept of all hosts: a record of each (record.h), on disk where they
 * are many.  Workers fill it in any order; when the last one is done it is
 * complete and a report reads it.
 */
#ifndef CHECK_STORE_H
#define CHECK_STORE_H

#include <pthread.h>

#include "check/gather.h"
#include "check/record.h"
#include "base/spill.h"

struct kept_host {
	size_t input, number; /* of the input, and in it: the order of hosts */
	const char *name;
	struct spilled record; /* head, and jobs that look at one host */
	struct spilled across; /* jobs that look at several; until store_end() their notes (across.c) */
	struct spilled facts;  /* what those want of this host (gather.h) */
	struct summary summary;
};

/* Why something failed, on the first host on which it did; why NULL: nowhere. */
struct failure {
	const char *why;
	size_t input, number;
};

struct store {
	const struct plan *plan;
	pthread_mutex_t lock; /* of all below, while there are workers */
	struct arena *arena;
	struct spill spill;
	struct kept_host *hosts;
	size_t nhosts, room;
	size_t *waived; /* by waiver of the policy */
	bool *ran;      /* by job */
	bool many;      /* there is more than one host, so jobs across hosts are asked in the end */
	struct gather gather;
	struct failure *failures; /* by job: one that breaks is broken on every host */
	struct failure not_gathered; /* facts of a host could not be had */
};

/* Takes the plan over. */
struct store *store_new(struct plan *plan);
void store_free(struct store *s);

/* Of several failures that on the first host stands.  The lock is held where there are workers. */
void store_note_failure(struct store *s, struct failure *f, size_t input, size_t number,
			const char *why);

/* The bytes of a host in the arena, and a reader at the first; -1: the temporary file failed. */
int store_read(const struct store *s, struct spilled where, struct arena *a,
	       struct reader *ret_reader, struct err *err);

/* There is more than one host.  It is called before the first of them is kept. */
void store_expect_many(struct store *s);

/* Evaluates the hosts of a snapshot and keeps what comes of it. */
int store_take(struct store *s, struct worker *w, struct snapshot *snapshot, size_t input,
	       size_t number, struct err *err);

/* The worker takes no more hosts: what it counted is added. */
void store_end_worker(struct store *s, struct worker *w);

/* After the last worker: puts hosts in order, and asks the rules that look across them. */
int store_end(struct store *s, struct err *err);

/* across.c: what is written of a host now, and the asking in the end. */
void across_note(struct bytes *b, const struct worker *w, unsigned host);
int across_ask(struct store *s, struct err *err);

/* report_reader.c: takes the store over; check_free() ends both. */
struct report *report_of(struct store *s);

#endif
