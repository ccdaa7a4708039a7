/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables without which a query has no row: those that its FROM joins inwards,
 * through views, common table expressions and nested queries, and those that its
 * WHERE asks for by EXISTS.  Where they are empty the query need not even be prepared.
 */
#ifndef RULE_DRIVING_H
#define RULE_DRIVING_H

#include "base/str.h"
#include "model/rule.h"

/*
 * As bits beside those of enum table_id: an interface with services, one of
 * VMkernel (vmknic, vswif), one that stands on another (VLAN and its like), the
 * policy's own tables.
 */
#define DRIVING_SERVICES ((uint64_t)1 << 59)
#define DRIVING_VMKERNEL ((uint64_t)1 << 60)
#define DRIVING_STACKED ((uint64_t)1 << 61)
#define DRIVING_POLICY_ROLE ((uint64_t)1 << 62)
#define DRIVING_POLICY_EXPECT ((uint64_t)1 << 63)

/* The text of a view and its number, below 64; NULL where there is none of that name. */
typedef const char *driving_view(struct str name, unsigned *ret_number);

/* What is not understood adds nothing. */
struct rule_driving driving_tables(struct str query, driving_view *view);

/* The tables of a host that have rows, and what its interfaces are; not the policy's. */
struct snapshot;
uint64_t driving_filled(const struct snapshot *s, unsigned host);

/* Can the query have a row where only these tables have any? */
bool driving_may_run(const struct rule_driving *d, uint64_t filled);

#endif
