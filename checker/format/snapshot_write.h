/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts as a native snapshot, see uplint-snapshot(5).  The bytes depend on the
 * facts alone: what is not known, worked out from other facts or true of this
 * run only (origins, the source's name) is left out.  So reading what was
 * written and writing it again gives the same bytes.
 */
#ifndef FORMAT_SNAPSHOT_WRITE_H
#define FORMAT_SNAPSHOT_WRITE_H

#include <stdio.h>

#include "model/snapshot.h"

enum snapshot_syntax { SNAPSHOT_YAML, SNAPSHOT_JSON };

/* A million routes need no memory: a row is written at once. The caller checks the stream. */
void snapshot_write(FILE *out, const struct snapshot *s, enum snapshot_syntax syntax);

#endif
