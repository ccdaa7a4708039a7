/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What follows from the rows of a host: the derived tables, and the computed
 * columns that SQL shows beside the stored ones.
 */
#ifndef MODEL_DERIVE_H
#define MODEL_DERIVE_H

#include "model/snapshot.h"

/* Fills the derived tables of a host and says in their coverage what their sources' coverage is. */
void derive_tables(struct snapshot *s, unsigned host);

/* A computed column's cell: `column` is its place in schema_table(t)->columns. */
struct cell derive_cell(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
			size_t column);

#endif
