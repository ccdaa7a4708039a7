/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of a rule with {column} in them.  "{{" is a brace; "}" alone is itself.
 */
#ifndef RULE_TEMPLATE_H
#define RULE_TEMPLATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/report.h"

/* 0, or -1 where a placeholder is not closed or its name is none. */
int template_check(const char *text, struct err *err);

/*
 * The next placeholder's name, off the front of *rest; false when there is
 * none.  *ret_before is the text in front of it, with "{{" already one brace
 * where it ends in one: a lone brace is a piece of its own with an empty name.
 */
bool template_next(struct str *rest, struct str *ret_before, struct str *ret_name);

enum template_use {
	TEMPLATE_WORDS, /* for people: hidden characters made visible, NULL is "unknown" */
	TEMPLATE_SHELL, /* for a shell: each value is one quoted word */
};

/* The filled text. Every name in it must be among the facts; else it counts as NULL. */
char *template_fill(struct arena *a, const char *text, enum template_use use,
		    const struct fact *facts, size_t nfacts);

/* Does it name a column that is NULL? Then it is no command, and a fix is not offered. */
bool template_has_null(const char *text, const struct fact *facts, size_t nfacts);

#endif
