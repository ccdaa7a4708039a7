/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables without which a query has no row: those that its FROM joins inwards,
 * through common table expressions and nested queries.  Where one of them is
 * empty the query need not even be prepared.
 */
#ifndef RULE_DRIVING_H
#define RULE_DRIVING_H

#include "base/str.h"

/* Bit t is enum table_id t.  What is not understood adds nothing. */
uint64_t driving_tables(struct str query);

#endif
