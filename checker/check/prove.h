/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Proofs of what a rule and the views say of themselves.  On the snapshot of each fixture:
 *
 *	about	the query has no row of any host where all that it is about is away
 *	across	of a rule without it, and of a view: with a copy of each host beside it,
 *		under another name, the rows of each host are what they were, and
 *		the copy has the same
 */
#ifndef CHECK_PROVE_H
#define CHECK_PROVE_H

#include "base/err.h"
#include "model/rule.h"

struct policy;
struct prover;

/* For any number of snapshots; rule and policy, which may be NULL, must outlive it. */
struct prover *prover_new(const struct rule *rule, const struct policy *policy, struct err *err);
void prover_free(struct prover *p);
void prover_freep(struct prover **p);

/* The text of a native snapshot. -1 with what is false, or what is wrong with the text. */
int prover_run(struct prover *p, const char *file, struct str text, struct err *err);

#endif
