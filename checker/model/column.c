/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/column.h"

static void spread(struct column_part *c, struct arena *a, size_t rows, size_t used, size_t width)
{
	/* 8 bytes more than needed let column_code read whole words. */
	c->codes = arena_alloc(a, rows * width + sizeof(uint64_t));
	for (size_t i = 0; c->same && i < used; i++)
		column_put(c->codes + i * width, width, c->same);
}

void column_set(struct column_part *c, struct arena *a, size_t rows, size_t used, size_t row,
		size_t width, uint64_t code)
{
	if (!c->codes) {
		if (used == 0)
			c->same = code;
		if (c->same == code)
			return;
		spread(c, a, rows, used, width);
	}
	column_put(c->codes + row * width, width, code);
}
