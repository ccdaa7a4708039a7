/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Subcommands: one file each, ending in its struct command.  This floor alone
 * prints errors and decides the exit status.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/err.h"
#include "base/file.h"
#include "base/options.h"

enum { STATUS_OK, STATUS_FINDINGS, STATUS_FAILED };

struct command {
	const char *name;
	const char *arguments; /* "[SOURCE...]" */
	const char *doc;       /* what it does, a few words */
	const char *about;     /* a paragraph for its own help */
	/* The words behind its name; returns the exit status. */
	int (*run)(const struct command *c, int argc, char **argv);
};

#define COMMAND(name) extern const struct command command_##name;
#include "cmd/commands.def"
#undef COMMAND

/* In the order of commands.def, NULL at the end. */
extern const struct command *const cmd_commands[];

/* NULL after the near name and the list of all were shown. */
const struct command *cmd_find(const char *name);

/* The help of `uplint` alone. */
void cmd_help(FILE *out);

/* "uplint 1.0.0" */
void cmd_show_version(FILE *out);
const char *cmd_version(void);

/*
 * Parses a command's words with its own options and those that all have.
 * 0: go on; 1: help or version was printed, or the error was shown, and
 * *ret_status is the exit status.
 */
int cmd_parse(const struct command *c, const struct option_group *groups, size_t n, int argc,
	      char **argv, struct arena *a, struct words *ret_arguments, int *ret_status);

/* One line on standard error, foreign characters made visible. */
void cmd_say(const char *fmt, ...) PRINTF(1, 2);

/* Shows the error; always STATUS_FAILED. */
int cmd_fail(const struct err *err);

/*
 * Commits the output; standard output waits for cmd_finish.  The status given,
 * or STATUS_FAILED after a word why.
 */
int cmd_commit(struct output *o, int status);

/*
 * The last check of standard output.  The status given, or STATUS_FAILED where
 * something did not arrive; a reader that went away is not worth a word.
 */
int cmd_finish(int status);

#endif
