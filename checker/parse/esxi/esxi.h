/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outputs of an ESXi host, one format per kind: how each is known by its name
 * and by its content, and who reads it.
 */
#ifndef PARSE_ESXI_ESXI_H
#define PARSE_ESXI_ESXI_H

#include "parse/esxi/facts.h"
#include "parse/esxi/records.h"
#include "parse/esxi/section.h"

/* One output of one command, or one file; all of it views. */
struct esxi_capture {
	const char *file; /* what origins say */
	unsigned line;    /* of the text's first line in that file */
	struct str args;  /* behind the recognised words of the command or file name: "-N vmotion",
			     "_-i-vmk0" */
	bool exact;       /* args are from a prompt as typed, not from a file name */
	bool may_be_empty; /* a list without output has no rows: else nothing is known */
	struct str host; /* that the prompt before it names */
	struct str text;
};

struct origin esxi_at(struct esxi *x, const struct esxi_capture *c, unsigned line);

struct esxi_format {
	const char *name;
	/*
	 * Squeezed names (lower case letters and digits alone) of the command
	 * or file, up to a NULL: "esxcfgvmknic".  A file name, path and all, or
	 * a command line matches where it holds one so squeezed, or is one that
	 * begins with '='; of several formats the longest match wins.
	 */
	const char *const *names;
	/* Does the text of an unnamed output begin so? NULL: by its name alone. Must be strict. */
	bool (*looks)(struct str text);
	void (*read)(struct esxi *x, const struct esxi_capture *c);
	/*
	 * Instead of `looks` and `read`, for what esxcli prints: keys that each
	 * record of such an output has, and none of `never`; and who takes the
	 * records.  parts: what an error text in place of the output leaves
	 * unknown, as bits 1 << ESXI_PART_….
	 */
	const char *const *keys, *const *never;
	const char *own; /* letters of options that `take` heeds: others pick some of its rows */
	void (*take)(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r);
	uint32_t parts;
	/* To be read behind all others: it may be stale, and fills only what they left open. */
	bool last;
	bool later; /* is read behind others, which tell what its arguments name */
};

/* By the command line or file name; ret_args: what is behind the match. NULL where none fits. */
const struct esxi_format *esxi_format_named(struct str name, struct str *ret_args);

/* Is it the text of some output, going by its content? */
bool esxi_looks(struct str text);

/*
 * Reads one output: by its format, or where that is NULL by its content.
 * False: nothing in it was known.
 */
bool esxi_read_capture(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c);

#endif
