/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/snapshot_yaml.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { LINE_MOST = 160 };

static void add_bytes(struct yaml_row *row, const char *p, size_t n)
{
	if (row->n + n > row->room) {
		row->room = 2 * (row->n + n) + 256;
		row->p = xrealloc(row->p, row->room, 1);
	}
	memcpy(row->p + row->n, p, n);
	row->n += n;
}

static void add_string(struct yaml_row *row, const char *s)
{
	add_bytes(row, s, strlen(s));
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words that YAML 1.1 or 1.2 takes for a value of another type. */
static bool is_reserved(struct str s)
{
	static const char *const words[] = { "null", "true", "false", "yes", "no",
					     "on",   "off",  "y",     "n" };

	for (size_t i = 0; i < countof(words); i++)
		if (str_eq_nocase(s, words[i]))
			return true;
	return false;
}

/*
 * Begins with a digit: surely no number and no date where it has two dots, a
 * slash, or a letter that no number has.
 */
static bool is_no_number(struct str s)
{
	unsigned dots = 0;

	if (s.n > 1 && s.p[0] == '0' && is_letter(s.p[1]))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		dots += s.p[i] == '.';
		if (dots == 2 || s.p[i] == '/' ||
		    (is_letter(s.p[i]) && s.p[i] != 'e' && s.p[i] != 'E'))
			return true;
	}
	return false;
}

/* Is it the same text unquoted, between brackets too, to readers of YAML 1.1 and 1.2? */
static bool is_plain(struct str s)
{
	if (!s.n || s.p[s.n - 1] == ' ' || is_reserved(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.p[i]) && !is_digit(s.p[i]) &&
		    (!s.p[i] || !strchr(" ._/+@%=()-", s.p[i])))
			return false;
	return is_letter(s.p[0]) || s.p[0] == '/' || (is_digit(s.p[0]) && is_no_number(s));
}

static void add_escape(struct yaml_row *row, uint32_t code)
{
	static const char from[] = "\n\t\r\"\\", to[] = "ntr\"\\";
	char escape[16];

	for (size_t i = 0; i < sizeof(from) - 1; i++) {
		if ((unsigned char)from[i] == code) {
			add_bytes(row, (char[]){ '\\', to[i] }, 2);
			return;
		}
	}
	if (code < 0x100)
		snprintf(escape, sizeof(escape), "\\x%02" PRIX32, code);
	else if (code < 0x10000)
		snprintf(escape, sizeof(escape), "\\u%04" PRIX32, code);
	else
		snprintf(escape, sizeof(escape), "\\U%08" PRIX32, code);
	add_string(row, escape);
}

static void add_quoted(struct yaml_row *row, struct str s)
{
	add_string(row, "\"");
	while (s.n) {
		uint32_t code = 0;
		unsigned n = utf8_decode(s, &code);

		if (!n)
			add_string(row, UTF8_REPLACEMENT);
		else if (utf8_is_hidden(code) || code == '"' || code == '\\' ||
			 (code & 0xFFFE) == 0xFFFE)
			add_escape(row, code);
		else
			add_bytes(row, s.p, n);
		s = str_from(s, n ? n : 1);
	}
	add_string(row, "\"");
}

static void add_text(struct yaml_row *row, struct str s)
{
	if (is_plain(s))
		add_bytes(row, s.p, s.n);
	else
		add_quoted(row, s);
}

static void add_number(struct yaml_row *row, int64_t v)
{
	char number[24];

	snprintf(number, sizeof(number), "%" PRId64, v);
	add_string(row, number);
}

static void add_value(struct yaml_row *row, const struct cell *cell)
{
	switch (cell->type) {
	case CELL_text: add_text(row, str_of(cell->text.s)); break;
	case CELL_num: add_number(row, cell->num.v); break;
	case CELL_tri: add_string(row, cell->tri == TRI_YES ? "true" : "false"); break;
	case CELL_ip: add_text(row, str_of(ip_text(cell->ip).s)); break;
	case CELL_prefix: add_text(row, str_of(prefix_text(cell->prefix).s)); break;
	case CELL_mac: add_text(row, str_of(mac_text(cell->mac).s)); break;
	}
}

void yaml_row_add(struct yaml_row *row, const char *key, const struct cell *cell)
{
	if (row->pieces == countof(row->ends))
		abort();
	add_string(row, key);
	add_string(row, ": ");
	add_value(row, cell);
	row->ends[row->pieces++] = row->n;
}

static void write_pieces(FILE *out, struct yaml_row *row, const char *between)
{
	size_t start = 0;

	for (unsigned i = 0; i < row->pieces; i++) {
		fputs(i ? between : "", out);
		fwrite(row->p + start, 1, row->ends[i] - start, out);
		start = row->ends[i];
	}
	row->n = row->pieces = 0;
}

void yaml_row_write(FILE *out, struct yaml_row *row)
{
	bool flow = !row->pieces || row->n + 2 * row->pieces + 2 <= LINE_MOST;

	fputs(flow ? "- {" : "- ", out);
	write_pieces(out, row, flow ? ", " : "\n  ");
	fputs(flow ? "}\n" : "\n", out);
}

void yaml_keys_write(FILE *out, struct yaml_row *row)
{
	write_pieces(out, row, "\n");
	fputs("\n", out);
}

void yaml_row_done(struct yaml_row *row)
{
	free(row->p);
}
