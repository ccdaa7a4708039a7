/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots made of another one: with copies of its hosts, without some facts (check/prove.h). */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include "model/snapshot.h"
#include "rule/about.h"

/* What stands before the name of a copy. */
#define FACTS_COPY "copy of "

/*
 * The hosts of `from`, which is not sealed, in a snapshot that is: without the
 * rows of the tables and the cells of the columns of `without` (NULL: with all),
 * and `twice`: each once more under another name.
 */
struct snapshot *facts_make(const struct snapshot *from, const struct about *without, bool twice);

#endif
