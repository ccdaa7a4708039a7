/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run does, worked out once: the rules that are wanted, in the order in
 * which they are asked, with all that must be known of each.  It does not change
 * while hosts are checked, so any number of threads may read it.
 */
#ifndef CHECK_PLAN_H
#define CHECK_PLAN_H

#include "check/check.h"
#include "policy/policy.h"

/* Columns that mean something to the engine; the others are evidence. */
enum {
	COLUMN_HOST,
	COLUMN_SUBJECT,
	COLUMN_OK,
	COLUMN_SEVERITY,
	COLUMN_REASON,
	COLUMN_ORIGIN,
	COLUMN_COUNT
};

enum { NO_JOB = -1 };

/* One rule of the run. */
struct job {
	const struct rule *rule;
	const struct rule_facts *facts; /* NULL where it is broken */
	const char *broken;             /* why it cannot be used; NULL: it can */
	int place[COLUMN_COUNT];        /* of a column in the query; -1: the query lacks it */
	bool *evidence;      /* by column of the query: it is shown */
	struct quiet *quiet; /* what it is quiet beside, a rule each */
	size_t nquiet;
	int *speakers;       /* by quiet: the job that speaks, or NO_JOB */
	table_set behind;      /* tables behind what the rule is about */
	table_set looked_into; /* tables that it takes to say that there is none of it */
	bool alone;          /* it may look at one host at a time only */
	const char *nothing; /* why a host has no row, NULL: for want of rows in what it needs */
	const char *elsewhere; /* why it is not for a host of another platform */
};

struct plan {
	struct arena *arena;
	const struct rule_pack *pack;
	const struct check_options *options;
	struct job *jobs; /* those that speak stand before those that stay quiet beside them */
	size_t njobs;
	size_t *by_id; /* places of jobs in the order of their rules' ids */
	const char *today; /* for waivers: 2026-11-30 */
};

/* -1 where SQL cannot be had.  Pack and options must outlive the plan. */
int plan_new(const struct rule_pack *pack, const struct check_options *options,
	     struct plan **ret_plan, struct err *err);
void plan_free(struct plan *p);

/* wants.c: is the rule among those that were selected? */
bool plan_selects(const struct check_options *options, const struct rule *r);

/* The place of the job of a rule, by its id or alias; NO_JOB where it is not in this run. */
int plan_find(const struct plan *p, const char *rule);

/* The place of a column among those of the job's query; facts->ncolumns where it has none. */
size_t job_column(const struct job *job, const char *name);

#endif
