/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between source.c, which reads one source, and folder.c, which finds the sources in a directory
 * and the outputs of one host that lie side by side.
 */
#ifndef SOURCE_READING_H
#define SOURCE_READING_H

#include "source/kind.h"

/* One SOURCE of the command line while it is read, and what is in it. */
struct reading {
	struct source_sink *sink;
	struct source_listener *listener; /* or NULL */
	const struct source *forced;      /* --kind, or NULL */
	struct err *err;                  /* the first trouble */
	int status;                       /* as of source_stream() */
	bool inside;                      /* a directory of sources */
	const char *given;                /* what all that is read came from; NULL: its own label says */
	size_t found, failed;             /* in it */
	size_t before;                    /* of both, when the archive at hand was opened */
	bool may_look_again;              /* the archive was read for files of known names only */
	bool look_again;                  /* and it must be read for all */
	const struct tree *archive;       /* in which the sources at hand lie, or NULL */
	bool torn;                        /* it was told that it is not whole */
	const struct source *kind;        /* of all that were found */
	bool mixed;                       /* they are of several kinds */
};

/* Loads a tree that is one source. */
void reading_load(struct reading *r, struct tree *t, const struct kind *k);

/* A source that cannot be used. */
void reading_fail(struct reading *r, const char *source, const struct err *err);

/* The same of a file of no kind, with what it looks like. */
void reading_fail_unknown(struct reading *r, struct tree *t);

/* Outputs of one host in several files. */
void reading_join(struct reading *r, struct tree *const *files, size_t n,
		  const struct source *kind);

/* A tree of any kind; false where it is none. */
bool reading_take(struct reading *r, struct tree *t, unsigned depth);

/* A directory or an archive: what it is, or what is in it. False where it is nothing known. */
bool folder_read(struct reading *r, struct tree *t, unsigned depth);

#endif
