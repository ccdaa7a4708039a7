/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Proof that to know less never makes a finding compliant.  Of each host of a fixture each table is
 * absent in turn, or read in part, without one of its rows or without any; and each cell that is
 * known is taken away.  Then of that host
 *
 *	an object that was non-compliant, or not evaluated, is never compliant;
 *	one that was non-compliant stays, is not evaluated, or is gone with the rule not evaluated;
 *	the rule is not `not applicable` where it had a result or was not evaluated.
 *
 * A cell that names its row, or in which nothing has a meaning of its own, is left alone.
 */
#ifndef PROOF_KNOWLEDGE_H
#define PROOF_KNOWLEDGE_H

#include "proof/facts.h"
#include "proof/parts.h"

/* What is wrong, and where. */
struct knowledge_fault {
	/* "RULE TABLE[.COLUMN] compliant", or "vanishes", "not-applicable"; TABLE~: in part */
	const char *what;
	const char *where; /* "FIXTURE: object" */
};

struct knowledge_faults {
	struct knowledge_fault *v; /* in the caller's arena */
	size_t n;
};

/* Each gap that a fixture is tried with. */
typedef int knowledge_visit(void *ctx, const struct facts_gap *gap, struct err *err);
int knowledge_gaps(const struct snapshot *facts, knowledge_visit *visit, void *ctx,
		   struct err *err);

/*
 * Tries a fixture.  What is wrong goes to *faults; to *changes a line for each gap that changes
 * the verdicts: "fail.yaml address 0 prefixlen: eth1 not-evaluated, eth2 gone".
 */
int knowledge_run(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		  const char *file, struct knowledge_faults *faults, struct words *changes,
		  struct err *err);

#endif
