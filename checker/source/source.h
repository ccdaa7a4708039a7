/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kinds of input.  A source names what it can read and fills a snapshot from
 * it; source_load finds the kind.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/arena.h"
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

/* The score of a tree whose layout alone proves the kind, before what its files add to it. */
enum { SCORE_LAYOUT = 1 << 20 };

struct source {
	const char *name, *doc;
	/* Which members of an archive it reads, see tree_want(); NULL: it reads single files. */
	bool (*wants)(struct str name);
	/*
	 * "linux", "esxi": outputs and files of one such host are read, from a directory too.  NULL:
	 * documents, each a file, that say what they are about.
	 */
	const char *platform;
	bool pieces; /* saved outputs: those of one host may lie in several files, each a SOURCE */
	/*
	 * How many files or outputs are surely of this kind: of a document 1.  0: none.  *ret_why names
	 * one of them, "FILE: WHAT", with the file as tree_origin() has it, in memory of the tree; it
	 * stays NULL where names alone tell.  Sources that are NULL here are read only when named.
	 */
	unsigned (*score)(struct tree *t, const char **ret_why);
	/* Adds hosts. -1 where the input as a whole cannot be used; else notes and coverage. */
	int (*load)(struct snapshot *s, struct tree *t, struct err *err);
	/* The same, a host at a time, where one input may hold very many; else NULL. */
	int (*stream)(struct source_sink *sink, struct tree *t, struct err *err);
};

#define SOURCE(name) extern const struct source source_##name;
#include "source/sources.def"
#undef SOURCE

extern const char *const source_kinds[]; /* live, and all of these; NULL at the end */
extern const char source_kinds_help[];	  /* what --help says of --kind */

const struct source *source_find(const char *name); /* NULL where there is none */

int source_check(const char *kind, struct err *err); /* -1 where it is no kind, with the near one */

/* "native, esxi, ...": the kinds, in memory of the arena. */
const char *source_names(struct arena *a);

/*
 * What became of a source: of one that was given, or of one in a directory of sources.  Kind and
 * why (the reason why it was taken for that kind) may be NULL; error NULL: it was read.  Inside,
 * one without kind and error is a file that lies beside sources and is none.
 */
struct source_told {
	const char *source, *kind, *why, *error;
	bool inside; /* a directory or an archive of sources */
	size_t holds; /* so many of them, told before it; 0: it is a source itself */
};
struct source_listener {
	void (*tell)(struct source_listener *l, const struct source_told *told);
};

/*
 * Sources of the command line that are read together: one path, "-" being standard input, or saved
 * outputs of one host in several files.
 */
struct source_input {
	const char *const *paths;
	struct tree *const *trees; /* of paths that can be read only once; NULL: it is opened then */
	size_t n;
	const struct source *kind; /* of several */
};

struct source_inputs {
	struct source_input *v; /* in the order of their first paths */
	size_t n;
	struct tree **opened; /* by path */
	size_t npaths;
};

/*
 * Which paths are one host's: saved outputs without the name of a host that share addresses or
 * MACs, or fit no other, and those of one name.  kind NULL: found.  It lives as long as the arena;
 * source_inputs_done() closes what was opened.
 */
void source_inputs_of(struct source_inputs *ret_inputs, struct arena *a, const struct words *paths,
		      const char *kind);
void source_inputs_done(struct source_inputs *inputs);

/*
 * Reads it; kind NULL: found from its content.  A directory, or an archive, that holds sources is
 * its sources.  0; -1: something cannot be used, and err has the first of it; 1: all was loaded, but
 * is not whole (a truncated archive, say), err says why: there is a report to show, and the exit
 * status is 2.  The listener, which may be NULL, is told of each source.
 */
int source_stream(struct source_sink *sink, const struct source_input *in, const char *kind,
		  struct source_listener *l, struct err *err);

/* One path, into a snapshot. */
int source_load(struct snapshot *s, const char *path, const char *kind, struct err *err);

#endif
