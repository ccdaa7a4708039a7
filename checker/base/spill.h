/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A heap of records that does not grow in memory: what is beyond a bound goes
 * to a file without a name, below $TMPDIR, /var/tmp or /tmp.
 */
#ifndef BASE_SPILL_H
#define BASE_SPILL_H

#include "base/base.h"
#include "base/err.h"

enum { SPILL_MEMORY = 4 << 20 };

struct spill {
	unsigned char *memory;
	size_t n, room;
	int fd; /* -1: none */
	uint64_t end;
	size_t most; /* bytes in memory; 0: SPILL_MEMORY */
};

/* Where a record lies; the records of one spill only. */
struct spilled {
	uint64_t at;
	size_t n;
};

#define SPILL_EMPTY { .fd = -1 }

/* -1 where the file cannot be made, or there is no room for it. */
int spill_add(struct spill *s, const void *bytes, size_t n, struct spilled *ret_where,
	      struct err *err);

/* Reads where.n bytes. */
int spill_read(const struct spill *s, struct spilled where, void *ret_bytes, struct err *err);

void spill_done(struct spill *s);

#endif
