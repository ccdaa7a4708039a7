/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SQL as tokens, comments and blanks left out: enough to look at a query
 * without being misled by what stands in its strings.
 */
#ifndef RULE_SQL_H
#define RULE_SQL_H

#include "base/str.h"

enum sql_type {
	SQL_WORD, /* a name or keyword, "bare" or in [] or `` */
	SQL_NUMBER,
	SQL_STRING, /* 'text', or a blob */
	SQL_DOUBLE, /* "text" */
	SQL_PARAMETER,
	SQL_MARK, /* ( ) , . ; and operators: = == <> != and single characters */
};

struct sql_token {
	enum sql_type type;
	struct str text; /* as it stands */
	unsigned line;   /* from 0 */
};

struct sql {
	struct str rest;
	unsigned line;
};

/* The next token; false at the end. */
bool sql_next(struct sql *sql, struct sql_token *ret_token);

#endif
