/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hash indexes over the rows of a table, made when they pay.  SQLite makes
 * none over virtual tables, and whether one pays depends on how often a plan
 * asks, which nobody knows when a statement is prepared.  So each lookup may
 * scan, until the scans of one set of columns have cost as much as an index.
 */
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

#include <string.h>

#include "base/base.h"

/* Bit of a column in a mask; INDEX_HOST says that the host is part of the key. */
#define INDEX_COLUMN(c) ((uint64_t)1 << (c))
#define INDEX_HOST INDEX_COLUMN(63)

struct index {
	uint64_t mask;
	size_t scanned;         /* rows looked at for want of this index */
	uint32_t *heads, *next; /* rows from 1; next is by row; NULL until it is made */
	size_t room;            /* of heads; a power of two */
};

struct index_set {
	struct index *v;
	size_t n;
};

/* False where the row equals nothing: one of the columns is unknown. */
typedef bool index_hash_fn(const void *rows, uint64_t mask, size_t row, uint64_t *ret_hash);

/*
 * The index over `mask`, valid until the set is cleared; false: scan.  `scope`
 * is how many rows a scan would look at, `total` how many an index would hold.
 */
bool index_for(struct index_set *set, uint64_t mask, size_t scope, size_t total,
	       index_hash_fn *hash, const void *rows, struct index *ret_index);
void index_set_clear(struct index_set *set);

/* Rows of one hash in ascending order; SIZE_MAX: no more. Other rows may share the hash. */
size_t index_first(const struct index *ix, uint64_t hash);
size_t index_next(const struct index *ix, size_t row);

static inline uint64_t index_mix(uint64_t hash, uint64_t more)
{
	hash = (hash ^ more) * 0x9e3779b97f4a7c15U;
	return hash ^ hash >> 29;
}

static inline uint64_t index_text(const char *text)
{
	size_t n = strlen(text), left = n;
	uint64_t hash = n, part;

	for (; left >= sizeof(part); left -= sizeof(part), text += sizeof(part)) {
		memcpy(&part, text, sizeof(part));
		hash = index_mix(hash, part);
	}
	part = 0;
	memcpy(&part, text, left);
	return index_mix(hash, part);
}

#endif
