/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two ways in which nmcli prints rows. */
#include "parse/config/nmcli.h"

static bool is_title(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return word.n > 0;
}

bool nmcli_titles(struct nmcli_table *t, struct str line)
{
	struct str rest = line, word;

	t->n = 0;
	while (str_word(&rest, &word)) {
		if (!is_title(word) || t->n == NMCLI_COLUMNS_MOST)
			return false;
		t->start[t->n] = (size_t)(word.p - line.p);
		t->title[t->n++] = word;
	}
	return t->n > 1;
}

static size_t column_of(const struct nmcli_table *t, const char *title)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->title[i], title))
			return i;
	return t->n;
}

bool nmcli_has(const struct nmcli_table *t, const char *title)
{
	return column_of(t, title) < t->n;
}

/* The byte at which a character begins; bytes that go on with one are not counted. */
static size_t byte_of(struct str line, size_t characters)
{
	size_t i = 0;

	for (size_t n = 0; i < line.n; i++)
		if (((unsigned char)line.p[i] & 0xc0) != 0x80 && n++ == characters)
			break;
	return i;
}

static bool is_blank(struct str line, size_t at)
{
	return at >= line.n || line.p[at] == ' ';
}

bool nmcli_cell(const struct nmcli_table *t, struct str line, const char *title,
		struct str *ret_cell)
{
	size_t c = column_of(t, title), from, to;

	for (size_t i = 1; i < t->n; i++) {
		size_t at = byte_of(line, t->start[i]);
		/* two blanks stand between columns, before and behind the gap of one title */
		if (t->start[i] < t->start[i - 1] + t->title[i - 1].n + 2 ||
		    !is_blank(line, at - 1) || !is_blank(line, at - 2) ||
		    (at < line.n && line.p[at] == ' '))
			return false;
	}
	if (c == t->n)
		return false;
	from = byte_of(line, t->start[c]);
	to = c + 1 < t->n ? byte_of(line, t->start[c + 1]) : line.n;
	*ret_cell = str_trim(str_upto(str_from(line, from), to - from));
	return true;
}

bool nmcli_part(struct arena *a, struct str *rest, struct str *ret_part)
{
	char *to;
	size_t n = 0, i = 0;

	if (!rest->p)
		return false;
	to = arena_alloc(a, rest->n + 1);
	for (; i < rest->n && rest->p[i] != ':'; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		to[n++] = rest->p[i];
	}
	*rest = i < rest->n ? str_from(*rest, i + 1) : (struct str){ NULL, 0 };
	*ret_part = (struct str){ to, n };
	return true;
}
