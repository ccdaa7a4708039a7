/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys and values as YAML that every reader takes alike.  Of interest to
 * snapshot_write.c alone.
 */
#ifndef FORMAT_SNAPSHOT_YAML_H
#define FORMAT_SNAPSHOT_YAML_H

#include <stdio.h>

#include "model/cell.h"

/* A row until it is written: how it is best laid out depends on its length. */
struct yaml_row {
	char *p; /* heap: the pieces "key: value", one behind the other */
	size_t n, room;
	size_t ends[64];
	unsigned pieces;
};

void yaml_row_add(struct yaml_row *row, const char *key, const struct cell *cell);

/* "- {a: 1, b: 2}", or a key a line where that is too long; then the row is empty again. */
void yaml_row_write(FILE *out, struct yaml_row *row);

/* "a: 1" a line, without the list's dash; then the row is empty again. */
void yaml_keys_write(FILE *out, struct yaml_row *row);

void yaml_row_done(struct yaml_row *row);

#endif
