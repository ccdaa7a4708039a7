/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that the user names: read whole within a limit, written whole or not
 * at all.  (Files of an input are read through the tree, not here.)
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdio.h>

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Reads a regular file, or with "-" standard input whatever it is.  A FIFO or
 * device is refused, so that nothing blocks, unless it is a descriptor that
 * this process was given ("/dev/stdin", "/dev/fd/63").  More than `most`
 * bytes is an error.  The heap text is the caller's; a NUL stands behind it.
 */
int file_read(const char *path, size_t most, char **ret_text, size_t *ret_length, struct err *err);

/* Reads an open descriptor to its end; `name` is for messages. */
int file_read_fd(int fd, const char *name, size_t most, char **ret_text, size_t *ret_length,
		 struct err *err);

/*
 * The text of a regular file that is large, without reading it: pages come as
 * they are looked at.  False where it is not large, or cannot be had like that;
 * then read it.  A NUL stands behind it; munmap() ends it.  Where somebody cuts
 * the file short meanwhile, the process gets SIGBUS.
 */
bool file_map(int fd, size_t most, struct str *ret_text);

/*
 * A file that appears at once and whole: written beside its target, on disk
 * and then renamed.  An old file keeps its permissions, a symbolic link stays
 * one.  "-" is standard output; what exists and is no regular file (/dev/full,
 * a FIFO) is written directly.
 *
 *	CLEANUP(output_abort) struct output o = { NULL };
 *	if (output_open(&o, path, err) < 0) return -1;
 *	fprintf(o.out, …);
 *	return output_commit(&o, err);
 */
struct output {
	FILE *out; /* to write to */
	const char *path;
	char *target, *temporary; /* NULL where it is written directly */
};

/* `path` must outlive the output. 0, or -1 and nothing is there to abort. */
int output_open(struct output *o, const char *path, struct err *err);

/* 0 only when every byte has arrived; else -1: the target is as it was, the temporary file gone. */
int output_commit(struct output *o, struct err *err);

/* Removes what was written; nothing after a commit. */
void output_abort(struct output *o);

#endif
