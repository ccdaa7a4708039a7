/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kinds of input.  A source names what it can read and fills a snapshot from
 * it; source_load finds the kind.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/err.h"
#include "model/snapshot.h"

struct tree;

/*
 * Where hosts go as soon as they are read: open() gives the snapshot for what
 * comes next, take() has it back with no host, one or several.
 */
struct source_sink {
	struct snapshot *(*open)(struct source_sink *sink);
	void (*take)(struct source_sink *sink, struct snapshot *s);
};

/* A sink that puts all into one snapshot: `struct source_single into = source_single(s)`. */
struct source_single {
	struct source_sink sink;
	struct snapshot *s;
};
struct source_single source_single(struct snapshot *s);

struct source {
	const char *name, *doc;
	/* Which members of an archive it reads, see tree_want(); NULL: it reads single files. */
	const char *const *wants;
	/* Is it this kind? Looks at names and the beginning of one file. NULL: only when named. */
	bool (*probe)(struct tree *t);
	/* Adds hosts. -1 where the input as a whole cannot be used; else notes and coverage. */
	int (*load)(struct snapshot *s, struct tree *t, struct err *err);
	/* The same, a host at a time, where one input may hold very many; else NULL. */
	int (*stream)(struct source_sink *sink, struct tree *t, struct err *err);
};

#define SOURCE(name) extern const struct source source_##name;
#include "source/sources.def"
#undef SOURCE

const struct source *source_find(const char *name); /* NULL where there is none */

/*
 * One SOURCE of the command line; kind NULL: found from its content; path "-"
 * is standard input.  0; -1: it cannot be used; 1: it was loaded but is not
 * whole (a truncated archive, say), err says why: there is a report to show,
 * and the exit status is 2.
 */
int source_load(struct snapshot *s, const char *path, const char *kind, struct err *err);

/* The same to a sink. */
int source_stream(struct source_sink *sink, const char *path, const char *kind, struct err *err);

#endif
