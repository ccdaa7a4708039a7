/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outputs of one Linux host, as sources find them: each is told by its shape (its command helps
 * only where that is silent), parsed alone into a fragment, and in the end all are one host.
 *
 *	struct saved *r = saved_new(s, &files);
 *	saved_add(r, &capture, NULL);           // each output
 *	saved_add_tree(r);                      // open-iscsi's files and sysfs of the tree
 *	saved_finish(r, &label, err);
 */
#ifndef SOURCE_SAVED_H
#define SOURCE_SAVED_H

#include "base/err.h"
#include "model/merge.h"
#include "parse/capture.h"
#include "parse/parse.h"

struct files;
struct saved;

/* How surely a text's shape tells what it is. */
enum saved_fit {
	SAVED_LOOSE,  /* by its first lines: one that is not understood is a note */
	SAVED_STRICT, /* where every line fits, or a command names it */
	SAVED_NAMED,  /* only where a command names it: others print the like */
	SAVED_MANY,   /* by its path: a file of one value, of which there are very many */
};

/* A command's output or a file that uplint reads. */
struct saved_part {
	const char *what; /* in the user's words, for notes: "multipath -ll" */
	const char *program; /* that prints it; NULL: it is a file of its own */
	const char *path; /* of the file, as tree_match() has it; NULL: any */
	bool (*is)(struct str text); /* NULL: the path says enough */
	parse_fn *parse;	     /* speaks of coverage too */
	enum merge_rank rank;
	table_set whole; /* merge_fragment.whole */
	enum saved_fit fit;
};

/* files: of the host, where its tree holds some; views of it are kept. */
struct saved *saved_new(struct snapshot *s, const struct files *files);
void saved_free(struct saved *r); /* accepts NULL */
struct arena *saved_arena(const struct saved *r);

/* Has the program an output that is read? What name of a file or command line begins so? */
bool saved_reads_program(struct str program);
/* The same of a file's path: its own place (/proc/net/bonding/…), or a command's name. */
bool saved_reads_path(struct str path);

/* Is a file of that path of any use, to the engine or to what it reads from a tree? */
bool saved_wants(struct str path);

/* Would saved_add() take this text for an output, told by its shape alone? */
bool saved_is_output(struct str text);

/*
 * Takes a capture, be it only for a note; path: the file it is a copy of, as it lies on the host
 * ("etc/fstab"), else NULL.  The text must live until saved_finish().  True: something was read.
 */
bool saved_add(struct saved *r, const struct capture *c, const char *path);

/* A text cut into its captures, each added; name: of the file, which may say a command. */
bool saved_add_text(struct saved *r, const char *file, const char *name, struct str text);

/* A file that holds one output and is named after its command, or a copy of the host's file. */
bool saved_add_file(struct saved *r, const char *file, const char *path, struct str text);

/* Files of open-iscsi's database and sysfs, at their places among the host's files. */
void saved_add_tree(struct saved *r);

/* Something of the host that must not be lost: a line, and what is to be said of it. */
void saved_note(struct saved *r, struct origin origin, struct str text, const char *reason);

/*
 * Writes the host.  name: where no output tells one; kind, source: of its row.  -1: the outputs are
 * of two hosts, err names both.
 */
struct saved_label {
	const char *name, *kind, *source;
	enum tri vdsm;
};
int saved_finish(struct saved *r, const struct saved_label *label, struct err *err);

#endif
