/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/lookup.h"

#include <string.h>

enum { SLOTS_FIRST = 64 };

struct lookup {
	size_t column, rows, size; /* rows that are in it; slots, a power of 2 */
	uint32_t *slots;	   /* row + 1; 0 is empty */
};

static size_t slot_of(const struct lookup *l, uint64_t key)
{
	return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (l->size - 1);
}

/* The slot of the key, or the empty one where it would stand. */
static uint32_t *find(const struct snapshot *s, enum table_id t, unsigned host,
		      const struct lookup *l, uint64_t key)
{
	size_t at = slot_of(l, key);

	while (l->slots[at] && snapshot_key(s, t, host, l->slots[at] - 1, l->column) != key)
		at = (at + 1) & (l->size - 1);
	return &l->slots[at];
}

static void add_rows(const struct snapshot *s, enum table_id t, unsigned host, struct lookup *l,
		     size_t rows)
{
	for (; l->rows < rows; l->rows++) {
		uint64_t key = snapshot_key(s, t, host, l->rows, l->column);
		uint32_t *slot = key ? find(s, t, host, l, key) : NULL;
		if (slot && !*slot)
			*slot = (uint32_t)l->rows + 1;
	}
}

static void resize(struct snapshot *s, struct lookup *l, size_t rows)
{
	if (l->size >= 2 * rows + 2)
		return;
	l->size = l->size ? l->size : SLOTS_FIRST;
	while (l->size < 4 * rows + 2)
		l->size *= 2;
	l->slots = arena_array(snapshot_arena(s), l->size, sizeof(*l->slots));
	memset(l->slots, 0, l->size * sizeof(*l->slots));
	l->rows = 0;
}

size_t snapshot_lookup(struct snapshot *s, enum table_id t, unsigned host, size_t column,
		       uint64_t key)
{
	struct lookup **l = snapshot_lookup_slot(s, t, host);
	size_t rows = snapshot_rows(s, t, host);
	uint32_t *slot;

	if (!key || rows >= UINT32_MAX)
		return rows;
	if (!*l || (*l)->column != column) {
		*l = arena_array(snapshot_arena(s), 1, sizeof(**l));
		**l = (struct lookup){ .column = column };
	}
	resize(s, *l, rows);
	add_rows(s, t, host, *l, rows);
	slot = find(s, t, host, *l, key);
	return *slot ? *slot - 1 : rows;
}

bool snapshot_lookup_text(struct snapshot *s, enum table_id t, unsigned host, size_t column,
			  struct text value, size_t *ret_index)
{
	struct cell c = { .type = CELL_text, .text = value };
	uint64_t key;
	size_t i;

	if (!value.s || !snapshot_key_of(&c, &key))
		return false;
	i = snapshot_lookup(s, t, host, column, key);
	if (i == snapshot_rows(s, t, host))
		return false;
	*ret_index = i;
	return true;
}
