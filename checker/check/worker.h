/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One thread's way from facts to verdicts.  A worker holds the hosts of one
 * snapshot at a time.  It asks every job about them (evaluate.c), with what
 * coverage.c says of the facts; quiet.c drops what another rule has said,
 * waive.c asks the policy; then each host is written down for good (record.h),
 * and its facts are not wanted any more.
 */
#ifndef CHECK_WORKER_H
#define CHECK_WORKER_H

#include "check/fixes.h"
#include "model/snapshot.h"

struct worker {
	const struct plan *plan;
	bool many; /* what rules across hosts say of a host alone is replaced in the end */
	struct db *db;
	struct query **queries; /* by job; NULL: not prepared yet */
	struct fixes **fixes;   /* by job; NULL: it has had no finding yet */
	struct query **whens;   /* by job; NULL: not asked yet (coverage.c) */
	struct query **gathers; /* of what rules across hosts want (gather.h); NULL: none yet */
	size_t ngathers;
	size_t *waived;         /* by waiver of the policy: results that it meets, so far */
	bool *ran;              /* by job: it was asked of some host, and did not break */

	/* Of the hosts at hand. */
	struct arena *arena;
	const struct snapshot *snapshot;
	struct names names;
	enum platform *platform;    /* by host; PLATFORM_ALL where it is not known */
	unsigned platforms;         /* of all of them, bits of enum platform */
	table_set *absent, *partial; /* by host: tables that it can have and that were not read */
	table_set *lacking;         /* by host: tables of whose rows some facts were not told */
	struct answer *answers;     /* by job */
	const char **failed;        /* by job: why it broke on one of them, or NULL */
};

/* The plan must outlive the worker. */
void worker_init(struct worker *w, const struct plan *p);
void worker_done(struct worker *w);

/*
 * Seals the snapshot and asks every job about its hosts: the answers are
 * silenced and waived.  They are valid until the next call, or the end of the
 * snapshot.  -1 only where SQL cannot be had.
 */
int worker_take(struct worker *w, struct snapshot *s, struct err *err);

/* evaluate.c: fills the answer of a job; and lets go of its statements. */
void worker_ask(struct worker *w, size_t job);
void worker_forget(struct worker *w, size_t job);

/* coverage.c; by the rule's `when`: is the host none of those that it looks at? */
bool coverage_excludes(const struct worker *w, size_t job, unsigned host);
void coverage_read(struct worker *w);
struct standing coverage_standing(const struct worker *w, size_t job, unsigned host);
const char *coverage_nothing(const struct worker *w, size_t job, unsigned host); /* why it has no row */

/* quiet.c: drops results that a rule asked before has said. */
void quiet_apply(struct worker *w, size_t job);

/*
 * waive.c: turns non-compliant results of a host into waived ones, and counts by
 * waiver what each meets.  Then what to say of the waivers.
 */
void waive_apply(const struct plan *p, const struct job *job, struct answer answer,
		 const char *host, struct arena *a, size_t *counts);
struct words waive_notices(const struct plan *p, const size_t *counts, const bool *ran,
			   struct arena *a);

#endif
