/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the files of check/: one run of a pack over a snapshot.  Everything
 * lives in the report's arena.
 *
 * plan.c picks the rules and puts those that silence others first; evaluate.c
 * runs each query once over all hosts; quiet.c drops what another rule has
 * said; words.c fills the templates; waive.c asks the policy; report.c sorts
 * it all into outcomes.
 */
#ifndef CHECK_RUN_H
#define CHECK_RUN_H

#include "check/check.h"
#include "db/db.h"
#include "policy/policy.h"

/* What a rule that stays quiet would have said: its messages, "; " between. */
struct said {
	const char *rule;
	char *text;
	size_t length, room;
};

/* One row of a rule's query. */
struct result {
	unsigned host;
	const char *subject;
	enum verdict verdict;
	enum severity severity;
	const char *reason;        /* not evaluated, waived: why */
	const struct fact *values; /* by column of the query, reserved ones too */
	struct said *said;         /* by the rules that stay quiet beside this row */
	size_t nsaid;
	size_t rows;             /* of the query that this one stands for */
	const char *silenced_by; /* rule that speaks in its place, or NULL */
};

/* Columns that mean something to the engine; the others are evidence. */
enum { COLUMN_HOST, COLUMN_SUBJECT, COLUMN_OK, COLUMN_SEVERITY, COLUMN_ORIGIN, COLUMN_COUNT };

struct job {
	const struct rule *rule;
	const char *broken; /* why it cannot be used; NULL: it can */
	bool ran;
	table_set tables; /* that it reads */
	table_set itself; /* of these, what it does not read through views alone */
	table_set needs;  /* that it cannot do without, where the platform has them */
	const char **columns;
	size_t ncolumns;
	int place[COLUMN_COUNT]; /* of a reserved column in the query; -1: absent */
	struct result *results;  /* by host, then subject */
	size_t nresults;
};

struct run {
	struct arena *arena;
	const struct snapshot *snapshot;
	const struct rule_pack *pack;
	const struct check_options *options;
	struct db *db;
	struct job *jobs; /* in the order in which they run */
	size_t njobs;
	unsigned *by_name;       /* host indexes, sorted by host name */
	enum platform *platform; /* by host; PLATFORM_ALL where not known */
	unsigned platforms;      /* of all hosts, bits of enum platform */
	table_set filled;        /* tables of which some host has a row, and the policy's */
	struct words notices;
};

/* plan.c */
void run_plan(struct run *run);
struct job *run_find(const struct run *run, const char *rule); /* NULL: not in this run */

/* evaluate.c: fills the job's results, or says why it is broken. */
void run_evaluate(struct run *run, struct job *job);
bool run_host(const struct run *run, const char *name, unsigned *ret_host);
size_t job_column(const struct job *job, const char *name); /* ncolumns where it has none */

/* coverage.c: works out what the job needs; -1 where `optional` names no table and no view. */
int run_needs(struct run *run, struct job *job, struct err *err);

/* NULL, or the tables that the rule cannot do without and that were not read, or in part. */
const char *run_missing(const struct run *run, const struct job *job, unsigned host,
			enum coverage_state state);

/* Is the rule for this host? *ret_why where not. */
bool run_applies(const struct run *run, const struct job *job, unsigned host, const char **ret_why);

/* Why a host has no row. */
const char *run_nothing(const struct run *run, const struct job *job, unsigned host);

/* quiet.c */
void run_quiet(struct run *run, struct job *job);

/* words.c */
const char *result_message(struct run *run, const struct job *job, const struct result *r);
void result_words(struct run *run, const struct job *job, const struct result *r,
		  struct finding *f);

/* waive.c: turns non-compliant results into waived ones. */
void run_waive(struct run *run);

/* report.c */
struct report *run_report(struct run *run);

#endif
