/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines that end one output and begin another: prompts, headings, fences. */
#ifndef PARSE_PROMPT_H
#define PARSE_PROMPT_H

#include "parse/command.h"

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_BARE,	/* a command alone in its line: if its output follows */
	PROMPT_FENCE,	/* ``` of Markdown, [code], <pre> */
	PROMPT_HEADING, /* "=== ip route ===": a command or some title, among signs */
	PROMPT_TRACE,	/* "+ ip route" of set -x */
	PROMPT_SIGN,	/* "# ip route": a sign that may be something else */
	PROMPT_FULL,	/* "[root@web01 ~]# ": nothing else */
};

struct prompt {
	enum prompt_kind kind;
	struct str stem; /* up to the command; the line as it is, without blanks at its ends */
	struct str typed;
	struct command command; /* of what was typed */
	struct str host;	/* that the prompt names */
};

struct prompt prompt_of(struct str line);

/* Where a prompt stands behind an output that does not end its line; line.n: nowhere. */
size_t prompt_behind(struct str line);

/* "=======", as it stands above and below headings. */
bool prompt_is_ruler(struct str line);

#endif
