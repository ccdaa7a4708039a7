/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Perl-compatible patterns over foreign text: invalid UTF-8 is no error (it
 * never matches), and a pattern that would run for long is one, not a hang.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { REGEX_TEXT_MOST = 64 * 1024, REGEX_PATTERN_MOST = 16 * 1024 };

struct regex;

/* NULL with err filled where the pattern is wrong.  A regex belongs to one thread. */
struct regex *regex_new(struct str pattern, struct err *err);
void regex_free(struct regex *r); /* accepts NULL */
void regex_freep(struct regex **r);

/*
 * 1 where the pattern matches anywhere in the text, 0 where not, -1 where a
 * limit was hit (time, memory, a text longer than REGEX_TEXT_MOST).  On 1,
 * ret_groups[0] is the match and the others are its groups, views of the text
 * ({ NULL, 0 } where a group took no part); n may be 0.
 */
int regex_match(struct regex *r, struct str text, struct str *ret_groups, size_t n,
		struct err *err);

#endif
