/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Line numbers, time stamps and indents at the left edge of all lines. */
#include <ctype.h>
#include <string.h>

#include "parse/margin.h"

enum {
	FEWEST_LINES = 3, /* that must all have a margin, or it is no margin */
	INDENT_LEAST = 4, /* esxcli has 3 blanks before a value */
};

/* A column at the left edge of all lines. */
struct margin {
	unsigned lines;
	uint64_t number;    /* of the line before */
	char sign;	    /* behind numbers; of time stamps: their form */
	size_t gap, column; /* least blanks behind a number; least place of the text */
	size_t digits;	    /* where the longest number ends */
	bool left;	    /* numbers begin at the edge */
	struct str tag;	    /* "web01 collect[12]: " behind a time stamp */
};

/* Bytes of the margin in a line that is not blank; SIZE_MAX: it has none. */
typedef size_t margin_fn(struct margin *m, struct str line);

static char char_at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t digits_at(struct str s, size_t from)
{
	size_t n = 0;

	while (isdigit((unsigned char)char_at(s, from + n)))
		n++;
	return n;
}

/* "dd", sign between, and so on: 2024-05-06, 12:00:01; 0 where it is none. */
static size_t group_length(struct str s, size_t from, const char *widths, const char *signs)
{
	size_t at = from;

	for (; *widths; widths++) {
		size_t width = (size_t)(*widths - '0');
		if (digits_at(s, at) != width)
			return 0;
		at += width;
		if (widths[1] && (!char_at(s, at) || !strchr(signs, s.p[at++])))
			return 0;
	}
	return at - from;
}

/* Behind 12:00:01: .123456, Z, +02:00 */
static size_t fraction_length(struct str s, size_t from)
{
	size_t at = from;

	if ((char_at(s, at) == '.' || char_at(s, at) == ',') && digits_at(s, at + 1))
		at += 1 + digits_at(s, at + 1);
	if (char_at(s, at) == 'Z')
		at++;
	else if ((char_at(s, at) == '+' || char_at(s, at) == '-') && digits_at(s, at + 1))
		at += 1 + digits_at(s, at + 1);
	if (at > from && char_at(s, at) == ':' && digits_at(s, at + 1) == 2)
		at += 3;
	return at - from;
}

static size_t clock_length(struct str s, size_t from)
{
	size_t n = group_length(s, from, "222", ":");

	return n ? n + fraction_length(s, from + n) : 0;
}

/* "May  6 " */
static size_t month_length(struct str s)
{
	static const char months[] = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
	size_t n = 4;

	if (s.n < 15 || s.p[3] != ' ' || !memmem(months, sizeof(months) - 1, s.p, 4))
		return 0;
	n += s.p[n] == ' ';
	n += digits_at(s, n);
	return n > 4 && char_at(s, n) == ' ' ? n + 1 : 0;
}

/* The time at the begin; *ret_form: how it is written. */
static size_t time_length(struct str s, char *ret_form)
{
	size_t n = group_length(s, 0, "422", "-/");

	*ret_form = 'd';
	if (n && (char_at(s, n) == 'T' || char_at(s, n) == ' ' || char_at(s, n) == '_'))
		return clock_length(s, n + 1) ? n + 1 + clock_length(s, n + 1) : 0;
	*ret_form = 'm';
	n = month_length(s);
	if (n)
		return clock_length(s, n) ? n + clock_length(s, n) : 0;
	*ret_form = 'c';
	n = clock_length(s, 0);
	if (n)
		return n;
	*ret_form = 's';
	n = digits_at(s, 0);
	return n && char_at(s, n) == '.' && digits_at(s, n + 1) == 6 ? n + 7 : 0;
}

/* "web01 collect[12]: " behind a time; the same in all lines. */
static size_t tag_length(struct margin *m, struct str rest)
{
	struct str after = rest, host, tag;
	size_t n;

	if (!m->lines && str_word(&after, &host) && str_word(&after, &tag) && str_ends(tag, ":") &&
	    tag.n > 1 && !digits_at(tag, 0))
		m->tag = str_upto(rest, (size_t)(tag.p + tag.n - rest.p));
	n = m->tag.n;
	if (!str_same(str_upto(rest, n), m->tag))
		return SIZE_MAX;
	return n + (n && char_at(rest, n) == ' ');
}

static size_t stamp_margin(struct margin *m, struct str line)
{
	bool open = char_at(line, 0) == '[';
	size_t n = open, tag;
	char form;

	while (open && char_at(line, n) == ' ')
		n++;
	tag = time_length(str_from(line, n), &form);
	if (!tag || (form == 's' && !open) || (m->lines && form != m->sign))
		return SIZE_MAX;
	m->sign = form;
	n += tag;
	if (open && char_at(line, n++) != ']')
		return SIZE_MAX;
	n += char_at(line, n) == ':';
	if (n < line.n && !is_blank(line.p[n]))
		return SIZE_MAX;
	n += n < line.n;
	tag = tag_length(m, str_from(line, n));
	return tag == SIZE_MAX ? tag : n + tag;
}

/* "1: lo: <UP>", "2: eth0    inet …" and "0: from all" are what ip prints. */
static bool is_of_ip(struct str rest)
{
	struct str word, next;

	if (!str_word(&rest, &word) || !str_word(&rest, &next))
		return false;
	return str_eq(word, "from") || str_eq(word, "not") || str_starts(next, "inet") ||
	       str_starts(next, "link/") || (str_ends(word, ":") && str_starts(next, "<"));
}

/* "  12  text", "12: text", "12|text": the numbers rise by one, but for a blank line. */
static size_t number_margin(struct margin *m, struct str line)
{
	size_t n = 0, from, blanks = 0;
	uint64_t number;
	char sign;

	while (is_blank(char_at(line, n)))
		n++;
	from = n;
	n += digits_at(line, n);
	if (!str_to_u64(str_from(str_upto(line, n), from), &number))
		return SIZE_MAX;
	sign = char_at(line, n);
	sign = strchr(":|.)", sign) && sign ? sign : ' ';
	if ((m->lines && (number <= m->number || number > m->number + 2 || sign != m->sign)) ||
	    (sign == ' ' && n < line.n && !is_blank(line.p[n])) ||
	    (strchr(".)", sign) && n + 1 < line.n && !is_blank(line.p[n + 1])))
		return SIZE_MAX;
	if (!m->lines && (number > 1 || (sign == ':' && is_of_ip(str_from(line, n + 1)))))
		return SIZE_MAX;
	m->number = number;
	m->sign = sign;
	n += sign != ' ' && n < line.n;
	m->digits = n > m->digits ? n : m->digits;
	m->left &= !from;
	while (is_blank(char_at(line, n + blanks)))
		if (char_at(line, n + blanks++) == '\t')
			break;
	if (n + blanks < line.n) {
		m->gap = blanks < m->gap ? blanks : m->gap;
		m->column = n + blanks < m->column ? n + blanks : m->column;
	}
	return n;
}

static size_t indent_margin(struct margin *m, struct str line)
{
	size_t n = 0;

	while (char_at(line, n) == ' ' && n < INDENT_LEAST)
		n++;
	if (!n && char_at(line, 0) == '\t')
		n = INDENT_LEAST;
	(void)m;
	return n == INDENT_LEAST ? (line.p[0] == '\t' ? 1 : n) : SIZE_MAX;
}

/* How much of a line goes, once all are known. */
static size_t cut_of(const struct margin *m, margin_fn *margin, struct str line)
{
	struct margin again = *m;
	size_t n;

	if (margin != number_margin) {
		n = margin(&again, line);
		return n == SIZE_MAX ? 0 : n;
	}
	if (m->left && m->sign == ' ' && m->column >= m->digits)
		return m->column;
	n = 0;
	while (is_blank(char_at(line, n)))
		n++;
	n += digits_at(line, n);
	return n + (m->sign != ' ') + m->gap;
}

static bool have_margin(struct str text, margin_fn *margin, struct margin *m)
{
	struct str line;

	*m = (struct margin){ .gap = SIZE_MAX, .column = SIZE_MAX, .left = true };
	while (str_line(&text, &line)) {
		if (!str_trim(line).n)
			continue;
		if (margin(m, line) == SIZE_MAX)
			return false;
		m->lines++;
	}
	return m->lines >= FEWEST_LINES;
}

static struct str without(struct arena *a, struct str text, margin_fn *margin,
			  const struct margin *m)
{
	char *out = arena_alloc(a, text.n + 2);
	struct str line;
	size_t n = 0;

	while (str_line(&text, &line)) {
		line = str_trim(line).n ? str_from(line, cut_of(m, margin, line)) : line;
		memcpy(out + n, line.p, line.n);
		n += line.n;
		out[n++] = '\n';
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

struct str without_margin(struct arena *a, struct str text)
{
	static margin_fn *const margins[] = { stamp_margin, number_margin, indent_margin };
	struct margin m;

	for (size_t i = 0; i < countof(margins); i++)
		if (have_margin(text, margins[i], &m))
			return without(a, text, margins[i], &m);
	return text;
}
