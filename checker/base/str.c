/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/str.h"

#include <string.h>
#include <strings.h>

struct str str_of(const char *s)
{
	return (struct str){ s, s ? strlen(s) : 0 };
}

bool str_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq(struct str a, const char *b)
{
	return str_same(a, str_of(b));
}

bool str_eq_nocase(struct str a, const char *b)
{
	return a.n == strlen(b) && (a.n == 0 || strncasecmp(a.p, b, a.n) == 0);
}

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && str_eq(str_upto(s, n), prefix);
}

bool str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n >= n && str_eq(str_from(s, s.n - n), suffix);
}

bool str_has(struct str s, const char *part)
{
	return s.n && memmem(s.p, s.n, part, strlen(part));
}

size_t str_find(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

struct str str_from(struct str s, size_t from)
{
	if (from >= s.n)
		return (struct str){ s.p ? s.p + s.n : NULL, 0 };
	return (struct str){ s.p + from, s.n - from };
}

struct str str_upto(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.n ? n : s.n };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_from(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_split(struct str *rest, char sep, struct str *ret_piece)
{
	size_t n;

	if (!rest->p)
		return false;
	n = str_find(*rest, sep);
	*ret_piece = str_upto(*rest, n);
	*rest = n < rest->n ? str_from(*rest, n + 1) : (struct str){ NULL, 0 };
	return true;
}

struct str str_take_last(struct str *rest, char sep)
{
	size_t n = rest->n;
	struct str piece;

	while (n && rest->p[n - 1] != sep)
		n--;
	piece = str_from(*rest, n);
	*rest = str_upto(*rest, n ? n - 1 : 0);
	return piece;
}

bool str_line(struct str *rest, struct str *ret_piece)
{
	if (!rest->n)
		return false;
	size_t n = str_find(*rest, '\n');
	*ret_piece = str_upto(*rest, n);
	*rest = str_from(*rest, n + 1);
	if (ret_piece->n && ret_piece->p[ret_piece->n - 1] == '\r')
		ret_piece->n--;
	return true;
}

bool str_word(struct str *rest, struct str *ret_piece)
{
	size_t n = 0;

	while (rest->n && is_blank(rest->p[0]))
		*rest = str_from(*rest, 1);
	if (!rest->n)
		return false;
	while (n < rest->n && !is_blank(rest->p[n]))
		n++;
	*ret_piece = str_upto(*rest, n);
	*rest = str_from(*rest, n);
	return true;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool to_number(struct str s, unsigned base, uint64_t *ret_value)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		int d = digit(s.p[i]);
		if (d >= (int)base || __builtin_mul_overflow(v, base, &v) ||
		    __builtin_add_overflow(v, (uint64_t)d, &v))
			return false;
	}
	if (!s.n)
		return false;
	*ret_value = v;
	return true;
}

bool str_to_u64(struct str s, uint64_t *ret_value)
{
	return to_number(s, 10, ret_value);
}

bool str_to_hex(struct str s, uint64_t *ret_value)
{
	if (str_starts(s, "0x") || str_starts(s, "0X"))
		s = str_from(s, 2);
	return to_number(s, 16, ret_value);
}

bool str_to_i64(struct str s, int64_t *ret_value)
{
	bool negative = s.n && s.p[0] == '-';
	uint64_t v;

	if (!to_number(negative ? str_from(s, 1) : s, 10, &v) || v > (uint64_t)INT64_MAX)
		return false;
	*ret_value = negative ? -(int64_t)v : (int64_t)v;
	return true;
}

bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}
