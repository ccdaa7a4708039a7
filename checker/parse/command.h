/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines as people type them at a shell, and how surely a text is one. */
#ifndef PARSE_COMMAND_H
#define PARSE_COMMAND_H

#include "base/str.h"

enum command_kind {
	COMMAND_NONE,	 /* nothing that could be told from prose */
	COMMAND_PROGRAM, /* of a program that hosts have, if what stands before it is a prompt */
	COMMAND_LIKELY,	 /* the same, with arguments that prose has not */
	COMMAND_SURE,	 /* with arguments as it takes them, and an output that may be wanted */
	COMMAND_ESX,	 /* the same, of a program that no other system has */
};

struct command {
	/* The program and its arguments; p NULL: nothing, or several commands. */
	struct str words;
	struct str host; /* to which ssh goes */
	enum command_kind kind;
	bool whole; /* all that it writes stands below it: no pipe, no file */
	bool timed; /* `time` writes below the output */
};

/*
 * sudo, time, LANG=C, /sbin/ before a program, what errors are sent to and a comment are taken
 * away; a pipe stays, but for one through which all goes (| cat).
 */
struct command command_of(struct str line);

/* Quickly: may it be one that is sure? */
bool command_begins(struct str line);

#endif
