/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule offers for a finding: its entries, filled in.  The conditions and
 * lists of the entries are asked while the facts are there, of findings alone.
 */
#ifndef CHECK_FIXES_H
#define CHECK_FIXES_H

#include "check/result.h"

struct fixes;

/* The statements of one job on one db, which must outlive it; they stay prepared. */
struct fixes *fixes_new(const struct plan *p, const struct job *job, struct db *db);
void fixes_free(struct fixes *x);

/* Before the first finding of so many hosts: the time that the statements may take. */
void fixes_start(struct fixes *x, unsigned nhosts);

/* Fills in fixes and verify of the result; -1 with "file:line: ..." where the rule breaks. */
int fixes_offer(struct fixes *x, struct result *r, struct arena *a, struct err *err);

/* A statement that has a row where `when` is true of the row's columns. */
const char *fixes_condition(struct arena *a, const char *when, const struct rule_facts *facts);

#endif
