/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A column that stands beside an aggregate, or in a grouped query, without
 * being in GROUP BY: SQLite takes its value from any row of the group.
 */
#ifndef RULE_BARE_COLUMN_H
#define RULE_BARE_COLUMN_H

#include "rule/sql.h"

/*
 * The bare column of the SELECT that tokens[select] begins, or NULL.  Nested
 * queries are not looked into: each SELECT is asked about alone.  Beside one
 * min() or max() alone bare columns are fine: SQLite takes them from its row.
 */
const struct sql_token *bare_column(const struct sql_token *tokens, size_t n, size_t select);

#endif
