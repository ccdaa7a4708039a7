/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of a running host below a directory ("/" or --root).  Links are
 * followed as if that directory were the root, so none leads out of it.
 */
#ifndef SOURCE_ROOT_H
#define SOURCE_ROOT_H

#include "base/arena.h"
#include "base/err.h"

struct root;

struct root *root_open(const char *path, struct err *err); /* NULL: "/" */
void root_close(struct root *r);

/*
 * The text of a regular file, of at most 16 MB, in the arena; name without a
 * leading slash.  0, or a negative errno; -EFBIG past the limit.
 */
int root_read(struct root *r, const char *name, struct arena *a, struct str *ret_text);

bool root_has(struct root *r, const char *name); /* something of this name is there */

/*
 * Names of a directory's entries, sorted, in the arena.  0, or a negative errno; ROOT_CUT where
 * there are more than ROOT_NAMES_MOST, of which so many are given.
 */
enum { ROOT_CUT = 1, ROOT_NAMES_MOST = 10000 };
int root_list(struct root *r, const char *name, struct arena *a, char ***ret_names, size_t *ret_n);

#endif
