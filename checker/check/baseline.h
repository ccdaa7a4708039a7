/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The findings of an earlier run, each by host, rule and subject, in a JSON file:
 * the same bytes for the same findings, whatever their texts and lines.
 */
#ifndef CHECK_BASELINE_H
#define CHECK_BASELINE_H

#include <stdio.h>

#include "model/report.h"
#include "rule/rule.h"

struct baseline {
	const char *file;
	struct baseline_entry *entries; /* by host, rule and subject */
	size_t n;
};

/* It lives in the arena; rules that were renamed are found by their alias.  -1 with "file:line:column: …". */
int baseline_load(struct arena *a, const char *file, const struct rule_pack *pack,
		  struct baseline **ret_baseline, struct err *err);

bool baseline_holds(const struct baseline *b, const char *host, const char *rule, const char *subject);

/*
 * Gone is what is no finding any more; not what this run cannot tell: hosts and rules that were not
 * asked, subjects that were not evaluated.
 */
struct baseline_counts baseline_count(const struct baseline *b, const struct report *r);

/* The findings of a report, and those that `known`, or NULL, waives in it. */
void baseline_write(FILE *out, const struct report *r, const struct baseline *known);

#endif
