/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/index.h"

#include <stdlib.h>

#include "base/arena.h"

/* Making an index costs about this many looks at each row; below SMALL rows a scan always wins. */
enum { INDEX_COST = 8, SMALL = 16 };

static struct index *entry_for(struct index_set *set, uint64_t mask)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].mask == mask)
			return &set->v[i];
	set->v = xrealloc(set->v, set->n + 1, sizeof(*set->v));
	set->v[set->n] = (struct index){ .mask = mask };
	return &set->v[set->n++];
}

/* From the last row to the first, so that each chain is in ascending order. */
static void make(struct index *ix, size_t total, index_hash_fn *hash, const void *rows)
{
	uint64_t h;

	ix->room = 32;
	while (ix->room < total)
		ix->room *= 2;
	ix->heads = xcalloc(ix->room, sizeof(*ix->heads));
	ix->next = xcalloc(total, sizeof(*ix->next));
	for (size_t row = total; row-- > 0;) {
		if (!hash(rows, ix->mask, row, &h))
			continue;
		uint32_t *head = &ix->heads[h & (ix->room - 1)];
		ix->next[row] = *head;
		*head = (uint32_t)row + 1;
	}
}

bool index_for(struct index_set *set, uint64_t mask, size_t scope, size_t total,
	       index_hash_fn *hash, const void *rows, struct index *ret_index)
{
	struct index *ix;

	if (scope <= SMALL || total >= UINT32_MAX)
		return false;
	ix = entry_for(set, mask);
	if (!ix->heads && ix->scanned < INDEX_COST * total) {
		ix->scanned += scope;
		return false;
	}
	if (!ix->heads)
		make(ix, total, hash, rows);
	*ret_index = *ix;
	return true;
}

void index_set_clear(struct index_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		free(set->v[i].heads);
		free(set->v[i].next);
	}
	free(set->v);
	*set = (struct index_set){ .n = 0 };
}

size_t index_first(const struct index *ix, uint64_t hash)
{
	return (size_t)ix->heads[hash & (ix->room - 1)] - 1;
}

size_t index_next(const struct index *ix, size_t row)
{
	return (size_t)ix->next[row] - 1;
}
