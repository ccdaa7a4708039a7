/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The facts that rules across hosts are asked about: of each table and view
 * that their queries name the columns that they name, of all hosts, in tables
 * of SQLite's own that lie on disk where they are large.
 */
#ifndef CHECK_GATHER_H
#define CHECK_GATHER_H

#include "check/bytes.h"
#include "check/worker.h"

/* A table or view of which rows are wanted. */
struct gathered {
	const char *name;
	const char *select;  /* of one host's facts; the host is the first column */
	const char *columns; /* as declared for all */
	size_t ncolumns;
	const char *key; /* the column by which rows of several hosts meet, or NULL */
};

struct gather {
	struct gathered *v;
	size_t n;
};

/* What the jobs that look across hosts want, together. */
struct gather gather_plan(struct arena *a, const struct plan *p);

/* Adds the rows of the hosts at hand to bytes, by host. */
int gather_write(struct bytes *b, const struct gather *g, struct worker *w, struct err *err);

/* The db of all hosts; then the rows of each; then it can be asked. NULL, or -1: err says why. */
struct gathering;
struct gathering *gathering_new(const struct gather *g, const struct policy *policy,
				struct err *err);
int gathering_add(struct gathering *all, struct reader *r, const char *host, struct err *err);
struct db *gathering_end(struct gathering *all, struct err *err); /* the gathering owns it */
void gathering_free(struct gathering *all);

#endif
