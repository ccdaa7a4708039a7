/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the rules gave on all hosts: a record of each, on disk where they are
 * many, and their names.  Workers fill it, in any order; then it is complete
 * and the report reads it.
 */
#ifndef CHECK_STORE_H
#define CHECK_STORE_H

#include <pthread.h>

#include "check/gather.h"
#include "check/spill.h"

/* Columns of a job's query, from the first worker that prepared it. */
struct job_columns {
	const char **v;
	size_t n;
	int place[COLUMN_COUNT];
};

struct kept_host {
	size_t input, number; /* of the source, and in it: the order of hosts */
	const char *name;
	struct spilled record, gathered;
};

/* Results of a job that looks across hosts, on one host; of one job and host there may be more. */
struct piece {
	unsigned host; /* in the order of hosts */
	unsigned job;
	size_t order, n; /* n results */
	struct spilled where;
};

/* Why a job broke, on the first host on which it did: it is broken on every one. */
struct job_failure {
	const char *why;
	size_t input, number;
};

struct store {
	const struct rule_pack *pack;
	const struct check_options *options;
	pthread_mutex_t lock; /* of all below, while there are workers */
	struct arena *arena;
	struct spill spill;
	struct kept_host *hosts;
	size_t nhosts, room;
	struct job_columns *columns; /* by job */
	size_t njobs;
	struct gather gather;
	bool gathers; /* rules across hosts are asked in the end, not of each snapshot */
	struct job_failure not_gathered; /* rows of a host could not be had */
	struct job_failure *failures;    /* by job */
	bool *asked;                     /* by job: of all hosts, in the end */
	struct piece *pieces;      /* by host, then job */
	size_t npieces, piece_room;
};

/* One for each thread. */
struct worker {
	struct run run;
	struct store *store;
	struct query **queries; /* of what is gathered */
	struct bytes record;
	struct bytes *rows; /* by host at hand */
	unsigned nrows;
};

struct store *store_new(const struct rule_pack *pack, const struct check_options *options);
void store_free(struct store *s);

/* Before the first worker: there is more than one snapshot. */
int store_gather(struct store *s, struct err *err);

void worker_init(struct worker *w, struct store *s);
void worker_done(struct worker *w);

/* Evaluates the hosts of a snapshot and keeps what comes of it. */
int worker_take(struct worker *w, struct snapshot *s, size_t input, size_t number,
		struct err *err);

/* After the last worker: puts hosts in order, and asks the rules that look across them. */
int store_end(struct store *s, struct err *err);

/* report.c: takes the store over, also where it fails. */
int report_of(struct store *s, struct report **ret_report, struct err *err);

#endif
