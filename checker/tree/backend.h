/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between tree.c and the kinds of tree; nobody else needs it.
 */
#ifndef TREE_BACKEND_H
#define TREE_BACKEND_H

#include "base/arena.h"
#include "tree/tree.h"

enum {
	TREE_FILE_MOST = 512 * 1024 * 1024, /* bytes of one file; route dumps of 71 MB exist */
	TREE_COUNT_MOST = 1000000,          /* files of one listing */
	TREE_DEPTH_MOST = 64,               /* folders in folders */
	TREE_NAME_MOST = 4095,              /* bytes of a name */
	TREE_LINKS_MOST = 40,               /* links on the way to one file */
};

struct names {
	struct arena *arena;
	const char **v;
	size_t n;
};

struct backend {
	int (*entries)(struct tree *t, const char *folder, struct names *names, struct err *err);
	/* Files below a folder; -1 fills err, and names holds what was found before. */
	int (*below)(struct tree *t, const char *folder, struct names *names, struct err *err);
	bool (*has)(struct tree *t, const char *name);
	int (*read)(struct tree *t, const char *name, struct str *ret_text, struct err *err);
	void (*close)(struct tree *t);
};

struct tree {
	const struct backend *backend;
	struct arena *arena;
	char *label;
	const char *fault;
	const char *const **wants;
	size_t nwants;
	bool listed;
	struct tree_names files;
	struct held *held;      /* texts that live as long as the tree */
	int root;               /* directory */
	struct member *members; /* in memory: sorted by name */
	size_t nmembers;
};

struct held {
	struct held *next;
	char *text;
};

/* A file in memory. */
struct member {
	const char *name;
	char *text; /* heap; NULL: named only */
	size_t n;
};

extern const struct backend backend_dir, backend_memory;

/* Adds a copy. -1 where there are too many. */
int names_add(struct names *names, const char *name, struct err *err);

/* Heap memory becomes the tree's. */
void tree_hold(struct tree *t, char *text);

/* tree_origin() for messages. */
const char *tree_shown(struct tree *t, const char *name);

/* One more file in memory; text becomes the tree's. */
void members_add(struct tree *t, const char *name, char *text, size_t n);
void members_sort(struct tree *t);

#endif
