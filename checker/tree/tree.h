/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A read-only tree of files: a directory, one plain file, standard input, or an
 * archive.  Names are relative, '/' between, without "." and ".."; no name and
 * no link leads out of the tree: an absolute link begins at its root.  Only
 * regular files are ever opened.  Sizes, depth and counts are bounded; a limit
 * that is hit is an error that names it.
 *
 * Nothing is walked before it is asked for, so "/" is a fine tree too.  An
 * archive is read once, at the first look into it, and never unpacked to disk;
 * an archive in it is a folder of its name.
 *
 * A file that lies there in parts (x.FRAG-00000, …) is one file x.  A
 * compressed file (x.gz, x.bz2, x.xz, x.zst) is read unpacked, and answers to x
 * where there is no x.
 */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "base/err.h"
#include "base/str.h"

struct tree;

struct tree_names {
	const char *const *v; /* sorted by byte; owned by the tree */
	size_t n;
};

/* path: a directory, a file, an archive, or "-". */
struct tree *tree_open(const char *path, struct err *err);
void tree_close(struct tree *t); /* accepts NULL */
void tree_closep(struct tree **t);

/*
 * Says which files of an archive will be read, by their names.  Other members are
 * named, but kept only where they are small.  Calls add up, and end with the first
 * look into the tree; without any, all is kept.
 */
typedef bool tree_wants_fn(struct str name);
void tree_want(struct tree *t, tree_wants_fn *wants);

const char *tree_label(const struct tree *t); /* as the user named it: begins every origin */
bool tree_is_packed(const struct tree *t);    /* an archive or a compressed file, read or not */
bool tree_is_file(struct tree *t);            /* a single file, no archive; its name is "" */

/* Names of all files. What could not be listed makes a fault. */
struct tree_names tree_files(struct tree *t);

/*
 * The same below one folder ("" is the tree itself), and the names in it, of
 * whatever kind, without the folder's.  Listings do not descend into links to
 * directories, which serve as a folder here and inside a name.
 * 1: listed; 0: no such folder; -1: it is there but cannot be read.
 */
int tree_below(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err);
int tree_entries(struct tree *t, const char *folder, struct tree_names *ret_names, struct err *err);

/* Is there such a file, readable or not? */
bool tree_has(struct tree *t, const char *name);

/*
 * The text of a file, owned by the tree until it is closed, with a NUL behind
 * it.  1: read; 0: no such file; -1: it is there but cannot be read.
 */
int tree_read(struct tree *t, const char *name, struct str *ret_text, struct err *err);

/* Texts that tree_read() gave so far, each time that it did, by their origin. */
struct tree_text_read {
	const char *origin;
	struct str text;
};
size_t tree_reads(const struct tree *t, const struct tree_text_read **ret_reads);

/* Is it an archive, by its name and the first bytes?  A single compressed file is none. */
bool tree_is_archive(const char *name, struct str start);

/*
 * The first bytes of a file, as it lies there, into a buffer with so much room: nothing of it is
 * kept.  1: read; 0: no such file (a folder, or nothing); -1: it cannot be read.
 */
int tree_peek(struct tree *t, const char *name, char *buffer, size_t room, size_t *ret_n,
	      struct err *err);

/*
 * What tree_entries(t, "") names as a tree of its own, which is closed before t is: a file, a folder
 * and, in a directory, an archive.  Its label is the origin.  1; 0: it is none of these (a link to
 * a folder, a socket); -1: it cannot be opened.
 */
int tree_part(struct tree *t, const char *name, struct tree **ret_part, struct err *err);

/*
 * Single files as one tree, which is closed before they are.  They keep their origins; their names
 * are the last steps of these, with a number in front where two are the same.
 */
struct tree *tree_join(const char *label, struct tree *const *files, size_t n);

/* A text as a tree of one file; the text outlives it. */
struct tree *tree_text(const char *label, struct str text);

/*
 * Reads an archive once more, with nothing left out, within limits of its own that are faults.
 * False where nothing was left out, so that it would be the same.
 */
bool tree_look_again(struct tree *t);

/* Was something left out, and so little that all of it is within those limits? */
bool tree_left_little(const struct tree *t);

/* "label/name" as an origin shows it; owned by the tree. */
const char *tree_origin(struct tree *t, const char *name);

/* A line of a file that was read in parts (its origin) becomes the part's own; others stay. */
void tree_place(struct tree *t, const char **origin, unsigned *line);

/*
 * Why the tree is not whole (a truncated archive, a folder that cannot be
 * listed, too many files), or NULL.  What was found before it is there.
 */
const char *tree_fault(const struct tree *t);

/* Does the name match? '*' is any run of characters, '/' too; '?' is one character. */
bool tree_match(const char *pattern, struct str name);

#endif
