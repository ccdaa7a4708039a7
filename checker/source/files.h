/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of one Linux host, wherever they lie: below / of the running one or in
 * a tree that somebody saved.  Names have no leading slash.
 */
#ifndef SOURCE_FILES_H
#define SOURCE_FILES_H

#include "base/arena.h"
#include "base/err.h"

struct root;
struct tree;

struct files_list {
	const char *const *v; /* sorted by byte */
	size_t n;
	const char *cut; /* why these are not all; NULL: they are */
};

struct files {
	struct root *root; /* one of the two is NULL */
	struct tree *tree;
	const char *below;   /* of the tree: its folder that is the host's /, "" or "host/" */
	struct arena *arena; /* of texts and names */
	bool whole;	     /* what is not there does not exist: a running host */
	/* Where the first reason goes why a list or a line could not be had, or not all of it. */
	const char **lost;
};

/* 1: read; 0: no such file; -1: it is there but cannot be read, err says why. */
int files_read(const struct files *f, const char *name, struct str *ret_text, struct err *err);

/* Names in a folder. 1, 0, -1 alike. */
int files_list(const struct files *f, const char *folder, struct files_list *ret_names,
	       struct err *err);

/* How origins show the file; lives as long as the arena. */
const char *files_origin(const struct files *f, const char *name);

/* The one line of a small file, as sysfs has them: trimmed; p NULL where there is none. */
struct str files_line(const struct files *f, const char *folder, const char *name);

#endif
