/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts that hold several outputs: sessions with the prompts of any shell, `+ cmd` of set -x,
 * headings that scripts print, Markdown fences, and outputs one behind another with nothing
 * between.  What is not surely a prompt is text.
 *
 *	text = transcript_text(arena, text);
 *	struct transcript t = transcript_open(file, text, linux_begins);
 *	while (transcript_next(&t, &capture)) …
 */
#ifndef PARSE_TRANSCRIPT_H
#define PARSE_TRANSCRIPT_H

#include "base/arena.h"
#include "parse/capture.h"
#include "parse/prompt.h"

/*
 * The text as it was before a mail quoted it, a page took it up, or a pager numbered it: plain_text
 * without "> ", line numbers, time stamps and the like, where all lines have them.  Line for line
 * the same, so that origins are right.
 */
struct str transcript_text(struct arena *a, struct str text);

/* What a line begins, where no command names the output. */
struct transcript_begin {
	unsigned kind; /* 0: the line goes on with what was before */
	bool anew;     /* begins another output even behind one of its kind */
	size_t next;   /* where in the line another one begins, behind one without a last LF */
};

/* before: the output so far, whole lines; rest: what follows the line, in the same text. */
typedef struct transcript_begin transcript_begins_fn(struct str before, struct str line,
						     struct str rest);

/* The last line that is not blank, trimmed; for those who look at what was before. */
struct str transcript_last_line(struct str before);

enum { TRANSCRIPT_PROMPTS = 8 };

struct transcript {
	const char *file;
	transcript_begins_fn *begins;
	struct str rest;
	unsigned line, kind;
	const char *seen; /* up to where no prompt is */
	struct prompt prompt; /* that names the next capture */
	struct str host;
	/* Seen before commands that are known: behind these stands a command, whatever it is. */
	struct {
		struct str stem, host;
	} prompts[TRANSCRIPT_PROMPTS];
	unsigned nprompts, cuts; /* cuts: in the line at hand */
	bool begun, patch, known; /* known: a fence, or a command that is sure, was met */
};

/* begins NULL: without a command, all is one output up to the next prompt. */
struct transcript transcript_open(const char *file, struct str text, transcript_begins_fn *begins);

/*
 * The next output in the order of the text; false: no more.  A line with several commands
 * (`a; b`) names none of them: its command is NULL.  A pipe is kept: `ip a | grep inet` is a part.
 * A command that only the text's shape could tell has p NULL; one that is named and not known is
 * another program's, and its text is not to be read.
 */
bool transcript_next(struct transcript *t, struct capture *ret_capture);

/* Does a fence stand in the text, or a command that is wanted? */
bool transcript_has_prompts(struct str text);

#endif
