/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be known of a rule before it is asked: SQLite tells what its query
 * reads and gives, the rule declares the rest.  The built-in pack is studied
 * when it is made; a rule of anyone's own when a run begins.
 */
#ifndef CHECK_STUDY_H
#define CHECK_STUDY_H

#include "db/db.h"
#include "rule/rule.h"

/* -1 with "file:line: ..." where the rule is broken.  The db may be of no host. */
int study_rule(struct arena *a, struct db *db, const struct rule *r, struct rule_facts *ret_facts,
	       struct err *err);

/*
 * What each view reads and gives, and is about; -1 where one cannot be prepared,
 * or is about what is none.
 */
int study_views(struct arena *a, struct db *db, struct view_facts **ret_views, size_t *ret_n,
		struct err *err);

/*
 * Fills in the pairs that the two queries share; -1 where there are none, or one of the queries
 * lacks a column that a pair names.
 */
int study_quiet(struct arena *a, const struct rule *r, const struct rule_facts *facts,
		struct quiet *q, const struct rule_facts *speaker, struct err *err);

/*
 * The tables that have to be read of an input so that these are known: not
 * those that every host has, and routes for what is worked out of routes.
 */
table_set study_inputs(table_set tables);

/* The statement that gives the host, where the rule's `when` is false there. */
const char *study_excluded(struct arena *a, const struct rule *r);

/* The place of a column by its name, in any case; n where there is none. */
size_t study_column(const struct rule_facts *facts, const char *name);

#endif
