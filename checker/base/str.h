/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Views of text.  A view is not NUL-terminated and owns nothing; it lives as
 * long as the text it looks at.  The rule in one line: views in, copies kept.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

/* printf("%.*s", STR_ARGS(s)) */
#define STR_ARGS(s) (int)((s).n > INT32_MAX ? INT32_MAX : (s).n), ((s).p ? (s).p : "")

struct str str_of(const char *s); /* NULL gives the empty view */

bool str_eq(struct str a, const char *b);
bool str_same(struct str a, struct str b);
bool str_eq_nocase(struct str a, const char *b);
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
bool str_has(struct str s, const char *part);

/* Index of the first c, or s.n where there is none. */
size_t str_find(struct str s, char c);

/* what is left after `from` bytes; empty when past the end */
struct str str_from(struct str s, size_t from);
struct str str_upto(struct str s, size_t n);    /* at most the first n bytes */
struct str str_trim(struct str s);              /* without blanks, tabs, CR and LF at both ends */

/*
 * Takes the next piece off the front of *rest, into *ret_piece; false when nothing is left.
 * str_line: a line without its LF or CR LF.  str_word: a run of non-blanks, blanks and tabs
 * skipped. str_split: what stands before the next `sep` (so "a,,b" has an empty piece).
 */
bool str_line(struct str *rest, struct str *ret_piece);
bool str_word(struct str *rest, struct str *ret_piece);
bool str_split(struct str *rest, char sep, struct str *ret_piece);

/* What stands behind the last sep, taken off *rest with it; all of it where there is none. */
struct str str_take_last(struct str *rest, char sep);

/* The whole view as a number without sign, or with '-'; false on anything else or on overflow. */
bool str_to_u64(struct str s, uint64_t *ret_value);
bool str_to_i64(struct str s, int64_t *ret_value);
bool str_to_hex(struct str s, uint64_t *ret_value); /* with or without 0x */

/* A list of words, in the order given; options_parse and rules hand them around. */
struct words {
	const char *const *v;
	size_t n;
};

/* NULL-safe comparison of C strings: two NULLs are the same. */
bool same(const char *a, const char *b);

#endif
