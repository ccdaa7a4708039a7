/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOURCE_ROOTS_H
#define SOURCE_ROOTS_H

#include "base/arena.h"

struct tree;

enum { ROOTS_MOST = 4096 };

/* Folders of a tree that are a host each: "" or "sosreport-web01/". */
struct roots {
	const char **v;
	size_t n;
};

/* The tree itself, or folders at its top, in which lies a folder or file of that name. */
struct roots roots_with(struct tree *t, struct arena *a, const char *name);

/* "sosreport-web01-2023/": its last step without the slash; of "" that of the tree's label. */
const char *root_name(struct tree *t, struct arena *a, const char *root);

/* Files below a root, whose names begin with it: a part of tree_files(). */
struct root_files {
	const char *const *v;
	size_t n;
};
struct root_files root_files(struct tree *t, const char *root);

#endif
