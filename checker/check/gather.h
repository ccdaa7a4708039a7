/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that look across hosts are asked once, of rows gathered from all hosts:
 * the tables and views that they name, the columns that they name.
 */
#ifndef CHECK_GATHER_H
#define CHECK_GATHER_H

#include "check/record.h"

/* A table or view of which rows are wanted. */
struct gathered {
	const char *name;
	const char *select;  /* host and the columns, of one host's facts */
	const char *columns; /* as declared for all */
	size_t ncolumns;
};

struct gather {
	struct gathered *v;
	size_t n;
};

/* What the jobs that look across hosts need. */
int gather_plan(struct arena *a, const struct run *run, struct gather *ret_gather, struct err *err);

/* Does a rule look across hosts at what is no table (path())?  Then all facts must be there. */
bool gather_cannot(const struct run *run);

/* The rows of the hosts at hand, bytes by host; queries: one for each table, NULL at first. */
int gather_write(struct bytes *b, const struct gather *g, struct run *run, struct query **queries,
		 struct err *err);

/* The db of all; then the rows of each host; then it can be asked. */
struct gathering;
struct gathering *gathering_new(const struct gather *g, const struct policy *policy,
				struct err *err);
int gathering_add(struct gathering *all, struct reader *r, const char *host, struct err *err);
struct db *gathering_end(struct gathering *all, struct err *err); /* it owns the db */
void gathering_free(struct gathering *all);

#endif
