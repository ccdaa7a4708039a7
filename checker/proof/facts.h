/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots made of another one: with copies of its hosts, without some facts (proof/prove.h). */
#ifndef PROOF_FACTS_H
#define PROOF_FACTS_H

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

/* Adds the hosts of `from` to a snapshot that is not sealed, the prefix before their names. */
void facts_add(struct snapshot *s, const struct snapshot *from, const char *prefix);

/* What is taken away of one host, as if it had not been read. */
enum facts_loss {
	LOSS_TABLE, /* all of it, with its coverage: it is absent */
	LOSS_ROWS,  /* its rows: it was read in part */
	LOSS_ROW,   /* one of them: it was read in part */
	LOSS_CELL,
};

struct facts_gap {
	enum facts_loss loss;
	unsigned host;
	enum table_id table;
	size_t row;      /* of LOSS_ROW, LOSS_CELL */
	unsigned column; /* of LOSS_CELL: stored, and known in that row */
};

static inline bool facts_is_partial(const struct facts_gap *gap)
{
	return gap->loss == LOSS_ROWS || gap->loss == LOSS_ROW;
}

/* Adds the host of the gap with it, the prefix before its name. */
void facts_add_without(struct snapshot *s, const struct snapshot *from, const char *prefix,
		       const struct facts_gap *gap);

/* The hosts of `from`, which is not sealed, with the gap (NULL: none) in a snapshot that is. */
struct snapshot *facts_without(const struct snapshot *from, const struct facts_gap *gap);

#endif
