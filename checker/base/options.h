/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line as a table: parsing, help and the answer to a wrong word
 * all come from it.
 *
 *	static struct { const char *format; struct words rules; bool quiet; } o;
 *	static const char *const formats[] = { "text", "json", NULL };
 *	static const struct option own[] = {
 *		OPT_CHOICE('f', "format", &o.format, "FORMAT", formats, "text or json"),
 *		OPT_LIST('r', "rules", &o.rules, "DIR", "more rules; repeatable"),
 *		OPT_FLAG('q', "quiet", &o.quiet, "say nothing when clean"),
 *	};
 *
 * Options and arguments may stand in any order; "--" ends the options; "-" is
 * an argument.  --name=value, --name value, -nvalue, -n value; flags of one
 * letter combine.  A long option is written in full.  The last value wins.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdio.h>

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"

enum option_type {
	OPTION_FLAG,
	OPTION_COUNT,
	OPTION_STRING,
	OPTION_LIST,   /* each use adds a value */
	OPTION_COMMAS, /* each use adds its values, divided by commas */
	OPTION_INT,
};

struct option {
	char letter;      /* 0: long form only */
	const char *name; /* without the dashes */
	enum option_type type;
	union {
		bool *flag;
		unsigned *count;
		const char **string;
		struct words *list;
		int64_t *number;
	} value; /* keeps what it held where the option is not given */
	const char *metavar, *help;
	const char *const *choices; /* of a string, list or commas; NULL at the end */
	int64_t least, most;        /* of a number */
};

#define OPT_FLAG(l, n, p, h) \
	{ .letter = (l), .name = (n), .type = OPTION_FLAG, .value.flag = (p), .help = (h) }
#define OPT_COUNT(l, n, p, h) \
	{ .letter = (l), .name = (n), .type = OPTION_COUNT, .value.count = (p), .help = (h) }
#define OPT_STRING(l, n, p, m, h) \
	{ .letter = (l), .name = (n), .type = OPTION_STRING, .value.string = (p), .help = (h), \
	  .metavar = (m) }
#define OPT_CHOICE(l, n, p, m, c, h) \
	{ .letter = (l), .name = (n), .type = OPTION_STRING, .value.string = (p), .help = (h), \
	  .metavar = (m), .choices = (c) }
#define OPT_LIST(l, n, p, m, h) \
	{ .letter = (l), .name = (n), .type = OPTION_LIST, .value.list = (p), .help = (h), \
	  .metavar = (m) }
#define OPT_COMMAS(l, n, p, m, h) \
	{ .letter = (l), .name = (n), .type = OPTION_COMMAS, .value.list = (p), .help = (h), \
	  .metavar = (m) }
#define OPT_INT(l, n, p, m, lo, hi, h) \
	{ .letter = (l), .name = (n), .type = OPTION_INT, .value.number = (p), .help = (h), \
	  .metavar = (m), .least = (lo), .most = (hi) }

struct option_group {
	const char *title; /* "Options", "Common options": a heading of the help */
	const struct option *options;
	size_t n;
};

struct options {
	const char *command;   /* "prog check" */
	const char *arguments; /* "[SOURCE...]", or NULL */
	const char *summary;   /* a paragraph, or NULL */
	const struct option_group *groups;
	size_t ngroups;
};

/*
 * Parses argv[0] … argv[argc - 1] (the command's own name is not among them).
 * The arguments go to *ret_arguments; they and all values are the strings of
 * argv, or copies in the arena.  0, or -1 with a text that names the right words.
 */
int options_parse(const struct options *o, int argc, char *const *argv, struct arena *a,
                  struct words *ret_arguments, struct err *err);

/* Usage, summary and every option, wrapped at 80 columns. */
void options_help(FILE *out, const struct options *o);

/* Text wrapped at 80 columns, every line but the first indented; the first starts at `column`. */
void options_wrap(FILE *out, const char *text, unsigned column, unsigned indent);

void words_add(struct words *list, const char *word, struct arena *a);

#endif
