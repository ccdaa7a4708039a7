/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The row that holds a value, found without walking the table: for parsers that
 * fill rows which others have begun.
 */
#ifndef MODEL_LOOKUP_H
#define MODEL_LOOKUP_H

#include "model/snapshot.h"

/*
 * What snapshot_seek() finds from row 0 on.  The index grows with the table; a
 * table has one, of the column asked for last.  A value that was changed by
 * put is not found.
 */
size_t snapshot_lookup(struct snapshot *s, enum table_id t, unsigned host, size_t column,
		       uint64_t key);

/* The first row that has the text in that column; false: none. */
bool snapshot_lookup_text(struct snapshot *s, enum table_id t, unsigned host, size_t column,
			  struct text value, size_t *ret_index);

#endif
