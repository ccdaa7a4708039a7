/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verdicts of a rule on one snapshot after the other, as `check` gives them: the rules
 * beside which it stays quiet are asked too.  Queries stay prepared, so that thousands of
 * snapshots are cheap.
 */
#ifndef PROOF_TRIAL_H
#define PROOF_TRIAL_H

#include "check/check.h"

struct verdicts {
	struct arena *arena;
	struct verdict_host {
		enum outcome_state state; /* where it has no result */
		const char *reason;       /* then: why */
	} *hosts; /* by place in the snapshot */
	struct verdict_row {
		unsigned host;
		const char *subject;
		enum verdict verdict;
		bool silenced; /* another rule speaks in its place */
	} *rows;
	size_t n;
};

struct trial;

/* Pack, rule and policy, which may be NULL, must outlive it. */
struct trial *trial_new(const struct rule_pack *pack, const struct rule *rule,
			const struct policy *policy, struct err *err);
void trial_free(struct trial *t);
void trial_freep(struct trial **t);

/* Of a sealed snapshot, by host and subject; texts live in the arena.  -1: a rule is broken. */
int trial_run(struct trial *t, struct snapshot *s, struct arena *a, struct verdicts *ret_verdicts,
	      struct err *err);

#endif
