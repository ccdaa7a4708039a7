/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables without which a query has no row: those that its FROM joins inwards,
 * through views, common table expressions and nested queries.  Where they are
 * empty the query need not even be prepared.
 */
#ifndef RULE_DRIVING_H
#define RULE_DRIVING_H

#include "base/str.h"
#include "model/rule.h"

/* The policy's own tables as bits beside those of enum table_id. */
#define DRIVING_POLICY_ROLE ((uint64_t)1 << 62)
#define DRIVING_POLICY_EXPECT ((uint64_t)1 << 63)

/* The text of a view, or NULL where there is none of that name. */
typedef const char *driving_view(struct str name);

/* What is not understood adds nothing. */
struct rule_driving driving_tables(struct str query, driving_view *view);

/* Can the query have a row where only these tables have any? */
bool driving_may_run(const struct rule_driving *d, uint64_t filled);

#endif
