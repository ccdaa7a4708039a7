/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the files of check/.  A run asks a pack of rules about the hosts of
 * one snapshot after another, on one thread:
 *
 * plan.c picks the rules and puts those that silence others first; evaluate.c
 * runs each query; record.c packs what it gave into bytes, which many.c keeps
 * by host until all hosts were seen; then gather.c asks the rules that look
 * across hosts.  A host of the report is made of its bytes when it is wanted:
 * quiet.c drops what another rule has said, waive.c asks the policy, words.c
 * fills the templates, report.c makes outcomes.
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
	const char *reason;        /* not evaluated, waived: why; NULL for run_undecided() to tell */
	const struct fact *values; /* by column of the query, reserved ones too */
	struct said *said;         /* by the rules that stay quiet beside this row */
	size_t nsaid;
	size_t rows;             /* of the query that this one stands for */
	const char *silenced_by; /* rule that speaks in its place, or NULL */
};

/* Columns that mean something to the engine; the others are evidence. */
enum { COLUMN_HOST, COLUMN_SUBJECT, COLUMN_OK, COLUMN_SEVERITY, COLUMN_ORIGIN, COLUMN_COUNT };

/* What is known of a rule on a host beside its results. */
struct silence {
	enum outcome_state state; /* where there are none; EVALUATED: no word on it */
	const char *reason;
	bool barred;         /* rows do not count: not for this platform, or facts not read */
	const char *partial; /* facts read in part: compliant rows are not to be trusted */
};

struct job {
	const struct rule *rule;
	const char *broken; /* why it cannot be used; NULL: it can */
	bool across;        /* it looks at several hosts at a time */
	table_set tables; /* that it reads */
	table_set itself; /* of these, what it does not read through views alone */
	table_set needs;  /* that it cannot do without, where the platform has them */
	struct query *query; /* NULL: not prepared yet */
	const char **columns;
	size_t ncolumns;
	int place[COLUMN_COUNT]; /* of a reserved column in the query; -1: absent */

	/* Of the hosts at hand. */
	const char *failed; /* why it broke on them */
	bool ran, ever_ran; /* ever: on some host of this run */
	struct result *results; /* by host, then subject */
	size_t nresults;
	struct silence silence; /* where a record was read: for lack of results */
};

struct run {
	struct arena *arena; /* of the hosts at hand */
	struct arena *kept;  /* of the run: jobs and their columns */
	const struct rule_pack *pack;
	const struct check_options *options;
	struct db *db;
	struct job *jobs; /* in the order in which they run */
	size_t njobs;

	/* The hosts at hand. */
	const struct snapshot *snapshot; /* NULL: their facts are not there */
	const char *const *names;        /* by host */
	unsigned nhosts;
	unsigned *by_name;       /* host indexes, sorted by host name */
	enum platform *platform; /* by host; PLATFORM_ALL where not known */
	unsigned platforms;      /* of all hosts, bits of enum platform */
	table_set filled;        /* tables of which some host has a row, and the policy's */

	/* An answer that may be long is handed on as it comes; NULL: it is kept. */
	int (*hand_on)(void *ctx, struct run *run, struct job *job, struct err *err);
	void *ctx;
};

/* plan.c */
bool run_selects(const struct check_options *o, const struct rule *r); /* wants.c */
void run_plan(struct run *run);
struct job *run_find(const struct run *run, const char *rule); /* NULL: not in this run */

/*
 * hosts.c: turns to the hosts of a sealed snapshot, in an arena of their own; or
 * to hosts known by name alone, in the arena that stands in the run.
 */
int run_use(struct run *run, const struct snapshot *s, struct err *err);
void run_name(struct run *run, const char *const *names, unsigned n);
bool run_host(const struct run *run, const char *name, unsigned *ret_host);
void run_done(struct run *run); /* all but what is in `kept` */

/* evaluate.c: fills the job's results, or says why it is broken. */
void run_evaluate(struct run *run, struct job *job);
void run_know(struct run *run, struct job *job); /* what it needs, without asking it */
struct fact run_value(struct run *run, const struct query *q, size_t column); /* no name */
void job_sort(struct job *job); /* by host, subject, the worst first */
void job_merge(struct job *job); /* of a sorted one: a row for each subject */
size_t job_column(const struct job *job, const char *name); /* ncolumns where it has none */

/* The subject of a row with these values. */
const char *job_subject(struct arena *a, const struct job *job, const struct fact *values);

/* coverage.c: works out what the job needs; -1 where `optional` names no table and no view. */
int run_needs(struct run *run, struct job *job, struct err *err);

/* NULL, or the tables that the rule cannot do without and that were not read, or in part. */
const char *run_missing(const struct run *run, const struct job *job, unsigned host,
			enum coverage_state state);

/*
 * Why a row without a verdict has none, where all its evidence is known.  Where
 * the facts are not at hand, the job's silence tells.
 */
const char *run_undecided(const struct run *run, const struct job *job, unsigned host);

/* Is the rule for this host? *ret_why where not. */
bool run_applies(const struct run *run, const struct job *job, unsigned host, const char **ret_why);

/* Of a job without results on the host: the first reason that is true. */
struct silence run_silence(const struct run *run, const struct job *job, unsigned host);

/* quiet.c */
size_t job_first(const struct job *job, unsigned host); /* the host's first result */
void run_quiet(struct run *run, struct job *job);

/* words.c */
const char *result_message(struct run *run, const struct job *job, const struct result *r);
void result_words(struct run *run, const struct job *job, const struct result *r,
		  struct finding *f);

/*
 * waive.c: turns non-compliant results into waived ones; matches, by waiver of
 * the policy, are added to *counts, which may be NULL.  Then what to say of them.
 */
void run_waive(struct run *run, size_t *counts);
struct words run_notices(struct run *run, const size_t *counts);

#endif
