/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One output of one command, or one file, on its way to a parser; all of it views. */
#ifndef PARSE_CAPTURE_H
#define PARSE_CAPTURE_H

#include "base/str.h"

struct capture {
	const char *file; /* what origins say */
	unsigned line;	  /* of the text's first line in that file */
	/*
	 * As typed, without what changes nothing of the output (sudo, time, LANG=C, a path before
	 * the program), or from the file's name.  p NULL: not known, the text's shape tells.
	 */
	struct str command;
	bool typed;	   /* at a prompt or in a heading; false: the file's name says it */
	bool may_be_empty; /* the next prompt follows: an empty text is an empty output */
	struct str host;   /* that the prompt, or ssh, names; p NULL: none */
	struct str text;
};

#endif
