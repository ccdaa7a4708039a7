/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a column is kept: chunks of codes.  A code is at most 8 bytes and 0 when
 * the cell is unknown.  While all codes of a chunk are equal only one is kept.
 * Of interest to model/ alone.
 */
#ifndef MODEL_COLUMN_H
#define MODEL_COLUMN_H

#include "base/arena.h"

/*
 * Rows of chunk k: 16 << k up to 4,096, so that small tables stay small and large ones waste
 * little.
 */
enum { CHUNK_FIRST = 16, CHUNK_MOST = 4096, CHUNK_DOUBLINGS = 8 };

struct column_part {
	uint64_t same;        /* the code of every row, while codes is NULL */
	unsigned char *codes; /* else each row's, `width` bytes, little endian */
};

struct chunk_place {
	size_t chunk, row;
};

static inline struct chunk_place chunk_place(size_t i)
{
	enum { SMALL = CHUNK_FIRST * ((1 << CHUNK_DOUBLINGS) - 1) };

	if (i >= SMALL)
		return (struct chunk_place){ CHUNK_DOUBLINGS + (i - SMALL) / CHUNK_MOST,
					     (i - SMALL) % CHUNK_MOST };
	size_t k = 63U - (size_t)__builtin_clzll(i / CHUNK_FIRST + 1);
	return (struct chunk_place){ k, i - CHUNK_FIRST * ((1U << k) - 1) };
}

static inline size_t chunk_rows(size_t chunk)
{
	return chunk < CHUNK_DOUBLINGS ? (size_t)CHUNK_FIRST << chunk : CHUNK_MOST;
}

/* Code of a row; the width is one of 1, 4, 5, 6, 8. */
static inline uint64_t column_code(const struct column_part *c, size_t row, size_t width)
{
	uint64_t code = 0;

	if (!c->codes)
		return c->same;
	/* Codes end with 8 spare bytes. */
	__builtin_memcpy(&code, c->codes + row * width, sizeof(code));
	return code & UINT64_MAX >> (64 - 8 * width);
}

static inline void column_put(unsigned char *at, size_t width, uint64_t code)
{
	switch (width) {
	case 1: __builtin_memcpy(at, &code, 1); break;
	case 4: __builtin_memcpy(at, &code, 4); break;
	case 5: __builtin_memcpy(at, &code, 5); break;
	case 6: __builtin_memcpy(at, &code, 6); break;
	default: __builtin_memcpy(at, &code, 8); break;
	}
}

/* column_set without the call, where the chunk stays as it is; false: column_set must do it. */
static inline bool column_set_fast(struct column_part *c, size_t row, size_t width, uint64_t code)
{
	if (!c->codes)
		return c->same == code;
	column_put(c->codes + row * width, width, code);
	return true;
}

/*
 * Sets the code of a row of a chunk of `rows` rows, `used` of which are set
 * already (row <= used).  Room for the codes comes from the arena.
 */
void column_set(struct column_part *c, struct arena *a, size_t rows, size_t used, size_t row,
		size_t width, uint64_t code);

#endif
