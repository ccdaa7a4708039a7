/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What SQLite would let pass in a rule's query, and what then goes wrong:
 * a double-quoted string (a misspelt column becomes a text), = NULL and
 * NOT IN (SELECT …) (never true where a NULL is met), a parameter (always
 * NULL), a column beside an aggregate that GROUP BY does not name (a value of
 * any row).  Tables and columns are SQLite's own matter, at prepare.
 */
#ifndef RULE_LINT_H
#define RULE_LINT_H

#include "base/err.h"
#include "base/str.h"

enum lint_use {
	LINT_QUERY,
	LINT_FIX, /* `when` or `each`: its parameters are columns of the row */
};

/* 0, or -1 with *ret_line, the line in the text from 0, and what is wrong. */
int lint_sql(struct str sql, enum lint_use use, unsigned *ret_line, struct err *err);

#endif
