/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A read-only tree of files: a directory, one plain file, standard input, or an
 * archive.  Names are relative, '/' between, without "." and ".."; no name and
 * no link leads out of the tree.  Sizes, depth and counts are bounded; a limit
 * that is hit is an error that names it.
 */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "base/err.h"
#include "base/str.h"

struct tree;

/* path: a directory, a file, an archive, or "-". */
struct tree *tree_open(const char *path, struct err *err);
void tree_close(struct tree *t);
void tree_closep(struct tree **t);

const char *tree_label(const struct tree *t); /* as the user named it: the beginning of every origin */
bool tree_is_file(const struct tree *t);      /* a single file that is no archive; its name is "" */

/* Names of the files, sorted; owned by the tree. */
size_t tree_files(struct tree *t, const char *const **ret_names);
bool tree_has(struct tree *t, const char *name);

/*
 * The text of a file, owned by the tree until it is closed.  1: read; 0: no
 * such file; -1: it is there but cannot be read.
 */
int tree_read(struct tree *t, const char *name, struct str *ret_text, struct err *err);

/* "label/name" as an origin shows it; owned by the tree. */
const char *tree_origin(struct tree *t, const char *name);

#endif
