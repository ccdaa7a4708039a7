/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule's query gives: a result for each object. */
#ifndef CHECK_RESULT_H
#define CHECK_RESULT_H

#include "check/names.h"
#include "check/plan.h"
#include "db/db.h"

/* What a rule that stays quiet would have said: its messages, "; " between. */
struct folded {
	const char *rule;
	char *text;
	size_t length, room;
};

struct result {
	unsigned host;
	const char *subject;
	enum verdict verdict;
	enum severity severity;
	const char *reason;        /* not evaluated, waived: why; NULL: for no reason of its own */
	bool by_evidence;          /* the reason is that evidence is not known */
	table_set unread;          /* not evaluated: tables that may tell, if more were read of them */
	const struct fact *values; /* by column of the query, reserved ones too */
	struct folded *folded;     /* by the rules that stay quiet beside this result */
	size_t nfolded;
	size_t rows;             /* of the query that this one stands for */
	size_t silenced_by;      /* the job that speaks in its place, from 1; 0: none */
	const char *quote;       /* of a finding: the line of its origin; or NULL */
	const struct fix *fixes, *verify; /* of a finding: filled in (fixes.h) */
	size_t nfixes, nverify;
};

/* Milliseconds that the statements of a job may take on so many hosts. */
unsigned job_budget(const struct plan *p, const struct job *job, unsigned nhosts);

/* What one job gave on some hosts, by host, then subject. */
struct answer {
	struct result *results;
	size_t n;
};

/* What the facts of a host allow a job to say there. */
struct standing {
	bool barred;              /* rows do not count: not for this platform, or facts not read */
	enum outcome_state state; /* where there is no result */
	const char *reason;       /* why rows do not count */
	table_set unread;         /* not evaluated: tables that were not read, or in part */
	const char *partial;   /* facts that were read in part: a compliant row is not to be trusted */
	table_set in_part;     /* these */
	const char *undecided; /* why a row without a verdict has none, where all its evidence is known */
	table_set undecided_by; /* tables that were not read, or in part, or of which facts are missing */
};

/* The subject of a row with these values; a number lives in the arena. */
const char *result_subject(const struct job *job, const struct fact *values, struct arena *a);

/* A value of the row that the query stands on, without a name. */
struct fact result_value(const struct query *q, size_t column, struct arena *a);

/*
 * Runs the query, and adds what it gives, a row a step: 1, 0 at the end, -1 with
 * "file:line: ..." where the rule breaks.  The time that it may take grows with
 * the hosts and the rows.
 */
void answer_start(const struct plan *p, const struct job *job, struct query *q, unsigned nhosts);
int answer_step(struct answer *answer, const struct plan *p, const struct job *job, struct query *q,
		struct names *names, struct arena *a, struct err *err);

/* What the facts allow a result to say. */
void result_weigh(struct result *r, const struct standing *standing);

/* By host and subject; of several rows for one subject the worst stands, and says how many there were. */
void answer_sort(struct answer *answer);
void answer_merge(struct answer *answer);

/* The part of a sorted answer that is about one host; it may be empty. */
struct answer answer_of(const struct answer *all, unsigned host);

/* words.c: what is made of a result for people; texts live in the arena. */
const char *result_message(const struct job *job, enum verdict verdict, const struct fact *values,
			   struct arena *a);
struct place result_origin(const struct job *job, const struct fact *values, struct arena *a);

#endif
