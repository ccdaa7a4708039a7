/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows and columns of an answer: a table for people, JSON, CSV (RFC 4180).
 */
#ifndef FORMAT_GRID_H
#define FORMAT_GRID_H

#include <stdio.h>

#include "base/base.h"

enum grid_form { GRID_TABLE, GRID_JSON, GRID_CSV };

/* Their names, NULL at the end: an index is an enum grid_form. */
extern const char *const grid_names[];

struct grid_cell {
	enum grid_type { GRID_NULL, GRID_NUMBER, GRID_REAL, GRID_TEXT } type;
	int64_t number;
	double real;
	const char *text;
};

struct grid;

/*
 * Rows go out as they come, so that a million need no memory; only the table
 * waits for the first thousand, whose widths its columns then have.  The names
 * must outlive the grid.  In a table and in JSON NULL stands as such; in CSV it
 * is the empty field, and the empty text is "".
 */
struct grid *grid_new(FILE *out, enum grid_form form, const char *const *names, size_t columns,
		      bool color);

/* As many cells as columns; copied where they are kept. */
void grid_row(struct grid *g, const struct grid_cell *cells);

/* Writes what is left and frees the grid. */
void grid_end(struct grid *g);
void grid_endp(struct grid **g);

#endif
