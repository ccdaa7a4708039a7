/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct json json_to(FILE *out, enum json_style style)
{
	return (struct json){ .out = out, .style = style };
}

/*
 * One thread writes a stream.  To lock it for each byte, as fputc() does, took
 * longer than to write them.
 */
static void put(FILE *out, const char *text, size_t n)
{
	fwrite_unlocked(text, 1, n, out);
}

static void put_char(FILE *out, char c)
{
	putc_unlocked(c, out);
}

static void put_string(FILE *out, const char *text)
{
	put(out, text, strlen(text));
}

static void new_line(const struct json *j)
{
	char line[1 + 2 * JSON_DEPTH];

	if (j->style != JSON_INDENTED)
		return;
	memset(line, ' ', sizeof(line));
	line[0] = '\n';
	put(j->out, line, 1 + 2 * j->depth);
}

/* What stands before a key, or before a value that has none. */
static void begin_item(struct json *j)
{
	if (!j->depth)
		return;
	if (j->filled & 1)
		put_char(j->out, ',');
	j->filled |= 1;
	new_line(j);
}

static void begin_value(struct json *j)
{
	/* A value without its key, or a key at the wrong place, is a fault of ours. */
	if (j->depth && (j->maps & 1) != j->keyed)
		abort();
	if (!j->keyed)
		begin_item(j);
	j->keyed = false;
}

static void open_bracket(struct json *j, bool map)
{
	begin_value(j);
	if (j->depth++ == JSON_DEPTH)
		abort();
	put_char(j->out, map ? '{' : '[');
	j->maps = j->maps << 1 | map;
	j->filled <<= 1;
}

void json_map(struct json *j)
{
	open_bracket(j, true);
}

void json_list(struct json *j)
{
	open_bracket(j, false);
}

void json_end(struct json *j)
{
	bool map = j->maps & 1, filled = j->filled & 1;

	if (!j->depth || j->keyed)
		abort();
	j->depth--;
	j->maps >>= 1;
	j->filled >>= 1;
	if (filled)
		new_line(j);
	put_char(j->out, map ? '}' : ']');
}

void json_done(struct json *j)
{
	while (j->depth)
		json_end(j);
	put_char(j->out, '\n');
}

/* One of UTF-16, as an escape. */
static void write_unit(FILE *out, uint32_t unit)
{
	static const char digits[] = "0123456789abcdef";

	put(out, (char[]){ '\\', 'u', digits[unit >> 12 & 15], digits[unit >> 8 & 15],
			   digits[unit >> 4 & 15], digits[unit & 15] }, 6);
}

static void write_escaped(FILE *out, uint32_t code)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";

	for (size_t i = 0; i < sizeof(from) - 1; i++) {
		if ((unsigned char)from[i] == code) {
			put(out, (char[]){ '\\', to[i] }, 2);
			return;
		}
	}
	if (code < 0x10000) {
		write_unit(out, code);
	} else {
		write_unit(out, 0xD800 + ((code - 0x10000) >> 10));
		write_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
	}
}

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

static void write_text(FILE *out, struct str text)
{
	put_char(out, '"');
	while (text.n) {
		size_t n = 0;
		uint32_t code;

		while (n < text.n && is_plain(text.p[n]))
			n++;
		put(out, text.p, n);
		text = str_from(text, n);
		if (!text.n)
			break;
		n = utf8_decode(text, &code);
		if (!n)
			put_string(out, UTF8_REPLACEMENT);
		else if (utf8_is_hidden(code) || code == '"' || code == '\\')
			write_escaped(out, code);
		else
			put(out, text.p, n);
		text = str_from(text, n ? n : 1);
	}
	put_char(out, '"');
}

void json_key(struct json *j, const char *key)
{
	if (!(j->maps & 1) || j->keyed)
		abort();
	begin_item(j);
	write_text(j->out, str_of(key));
	put_char(j->out, ':');
	if (j->style == JSON_INDENTED)
		put_char(j->out, ' ');
	j->keyed = true;
}

void json_text(struct json *j, struct str text)
{
	begin_value(j);
	write_text(j->out, text);
}

void json_string(struct json *j, const char *text)
{
	if (text)
		json_text(j, str_of(text));
	else
		json_null(j);
}

void json_int(struct json *j, int64_t v)
{
	char text[20]; /* of -2^63 */
	size_t at = sizeof(text);
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		text[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		text[--at] = '-';
	begin_value(j);
	put(j->out, text + at, sizeof(text) - at);
}

/* The shortest form that reads back as the same number. */
void json_double(struct json *j, double v)
{
	char text[40];

	if (!isfinite(v)) {
		json_null(j);
		return;
	}
	begin_value(j);
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		if (strtod(text, NULL) == v)
			break;
	}
	put_string(j->out, text);
}

void json_bool(struct json *j, bool v)
{
	begin_value(j);
	put_string(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
	begin_value(j);
	put_string(j->out, "null");
}
