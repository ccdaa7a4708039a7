/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

struct json json_to(FILE *out, enum json_style style)
{
	return (struct json){ .out = out, .style = style };
}

static void new_line(const struct json *j)
{
	if (j->style == JSON_INDENTED)
		fprintf(j->out, "\n%*s", (int)j->depth * 2, "");
}

/* What stands before a key, or before a value that has none. */
static void begin_item(struct json *j)
{
	if (!j->depth)
		return;
	if (j->filled & 1)
		fputc(',', j->out);
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
	fputc(map ? '{' : '[', j->out);
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
	fputc(map ? '}' : ']', j->out);
}

void json_done(struct json *j)
{
	while (j->depth)
		json_end(j);
	fputc('\n', j->out);
}

static void write_escaped(FILE *out, uint32_t code)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";

	for (size_t i = 0; i < sizeof(from) - 1; i++) {
		if ((unsigned char)from[i] == code) {
			fprintf(out, "\\%c", to[i]);
			return;
		}
	}
	if (code < 0x10000)
		fprintf(out, "\\u%04" PRIx32, code);
	else
		fprintf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xD800 + ((code - 0x10000) >> 10),
		        0xDC00 + ((code - 0x10000) & 0x3FF));
}

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

static void write_text(FILE *out, struct str text)
{
	fputc('"', out);
	while (text.n) {
		size_t n = 0;
		uint32_t code;

		while (n < text.n && is_plain(text.p[n]))
			n++;
		fwrite(text.p, 1, n, out);
		text = str_from(text, n);
		if (!text.n)
			break;
		n = utf8_decode(text, &code);
		if (!n)
			fputs(UTF8_REPLACEMENT, out);
		else if (utf8_is_hidden(code) || code == '"' || code == '\\')
			write_escaped(out, code);
		else
			fwrite(text.p, 1, n, out);
		text = str_from(text, n ? n : 1);
	}
	fputc('"', out);
}

void json_key(struct json *j, const char *key)
{
	if (!(j->maps & 1) || j->keyed)
		abort();
	begin_item(j);
	write_text(j->out, str_of(key));
	fputs(j->style == JSON_INDENTED ? ": " : ":", j->out);
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
	begin_value(j);
	fprintf(j->out, "%" PRId64, v);
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
	fputs(text, j->out);
}

void json_bool(struct json *j, bool v)
{
	begin_value(j);
	fputs(v ? "true" : "false", j->out);
}

void json_null(struct json *j)
{
	begin_value(j);
	fputs("null", j->out);
}
