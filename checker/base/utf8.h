/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * UTF-8 without a locale: decode, validate, measure, and make foreign text
 * safe to show.  Text from a bundle may hold escape sequences, invalid bytes
 * or characters that reorder what a person reads: text_visible() leaves none.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdio.h>

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* What stands in for bytes that are no UTF-8. */
#define UTF8_REPLACEMENT "\xEF\xBF\xBD"

/*
 * Decodes the first character; returns its length (1 to 4), or 0 where s is
 * empty or does not begin with one (overlong forms, surrogates, above U+10FFFF).
 */
unsigned utf8_decode(struct str s, uint32_t *ret_code);

/* Writes a code point (no surrogate, at most U+10FFFF) and returns its length. */
unsigned utf8_encode(uint32_t code, char out[static 4]);

/* Length of the longest valid start of s; s.n where all of it is valid. */
size_t utf8_valid_length(struct str s);

/*
 * Control characters of both sets, line and paragraph separator, characters
 * of no width and those that change the direction of writing: whatever a
 * terminal obeys or a reader cannot see.
 */
bool utf8_is_hidden(uint32_t code);

/* Columns of a terminal: 0 combining, 2 East Asian wide and emoji, else 1. */
unsigned utf8_width(uint32_t code);

/*
 * Foreign text made visible: \n, \t, \xNN for control characters and invalid
 * bytes, \u{NNNN} for other hidden characters.  The rest stays as it is.
 */
char *text_visible(struct arena *a, struct str s);
void text_visible_print(FILE *out, struct str s);

/* The same by value, cut with an ellipsis: for words quoted in messages. */
struct text_shown {
	char s[96];
};
struct text_shown text_shown(struct str s);

/* Columns that the visible form takes. */
size_t text_visible_width(struct str s);

#endif
