/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What struct merge holds; of interest to merge.c and merge_fragments.c alone. */
#ifndef MODEL_MERGE_STORE_H
#define MODEL_MERGE_STORE_H

#include "model/merge.h"

enum { MERGE_KEY_MOST = 9 };

/* A merged row, and from where each of its cells is. */
struct merge_row {
	struct row *row;
	uint8_t *ranks;
	struct origin *origins; /* by column, where they are not the row's; NULL: none is */
	uint64_t hash;
	size_t chain;	   /* next row of this bucket, from 1; 0 ends it */
	unsigned fragment; /* that filled it last; 0: none */
};

struct merge_rows {
	const struct table *table;
	const struct column *hard[MERGE_KEY_MOST], *soft[MERGE_KEY_MOST];
	size_t nhard, nsoft;
	struct merge_row *v;
	size_t n;
	size_t *buckets; /* places in v, from 1 */
	size_t nbuckets;
	bool full;
};

struct merge_said {
	struct origin origin;
	struct str text;
	const char *reason;
};

struct merge {
	struct snapshot *s;
	struct arena *arena;
	struct merge_rows *rows;
	size_t ntables;
	struct merge_said *notes;
	size_t nnotes;
	const char *apart, *clash;
};

/* merge_put() of a row of fragment number `fragment`; false: there was none to fill, and none was added. */
bool merge_put_of(struct merge *m, unsigned table, enum merge_rank rank, const struct row *row,
		  unsigned fragment, bool may_add);

#endif
