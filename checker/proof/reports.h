/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reports of all there is to check in a tree of fixtures, with all rules: the snapshot of each
 * rule's fixture with its policy, inputs, captures, healthy hosts.
 */
#ifndef PROOF_REPORTS_H
#define PROOF_REPORTS_H

#include "check/check.h"
#include "model/snapshot.h"

/* What is there of one file or directory; valid until the visit ends. */
struct reports_item {
	const char *file;
	const struct snapshot *snapshot;
	const struct report *report;
};
typedef void reports_visit(void *ctx, const struct reports_item *item);

/* -1 where a rule's fixture in dir/rules cannot be read; what else is no input is passed over. */
int reports_walk(const struct rule_pack *pack, const char *dir, reports_visit *visit, void *ctx,
		 struct err *err);

#endif
