/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small changes of a statement of SQL, one at a time, each of which takes something away that
 * somebody wrote for a reason:
 *
 *	and	a term of AND, or the only one of WHERE, ON or HAVING, is true
 *	or	an arm of OR is false
 *	when	a WHEN of CASE is never taken
 *	coalesce	the first argument stands alone
 *
 * `x.host = y.host` is left alone: that hosts are judged one by one is proven (proof/prove.h).
 * A line `… -- equivalent: WHY` says of the terms that begin on it that nothing can notice them.
 */
#ifndef PROOF_MUTANT_H
#define PROOF_MUTANT_H

#include "base/arena.h"
#include "base/str.h"

struct mutant {
	const char *name; /* "and: p.up", in one line; where it is there twice, with " #2" */
	const char *sql;  /* all of it, changed */
};

struct mutants {
	struct mutant *v;
	size_t n;
};

/* A statement, or a part of one, in one line, cut where it is long. */
const char *mutant_shown(struct arena *a, const char *sql);

struct mutants mutants_of(struct arena *a, const char *sql);

#endif
