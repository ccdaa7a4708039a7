/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records as indented text; the other forms are in records_table.c and records_typed.c. */
#include "parse/esxi/records.h"

#include <stdio.h>
#include <string.h>

#include "parse/esxi/records_build.h"
#include "parse/esxi/row_words.h"

enum { MOST_NESTING = 8, MOST_KEY = 64, STEP = 3 };

const char *esxi_squeeze(struct arena *a, struct str text)
{
	char *to = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			to[n++] = c;
	}
	return to;
}

size_t esxi_begin(struct esxi_builder *b, struct str title, unsigned line, size_t outer)
{
	struct esxi_records *r = b->r;

	if (r->n == ESXI_MOST_RECORDS) {
		b->full = true;
		return 0;
	}
	r->v = arena_grow(r->arena, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = (struct esxi_record){ .title = arena_str(r->arena, str_trim(title)),
					     .line = line,
					     .outer = outer };
	return r->n;
}

static struct esxi_field *field_of(struct esxi_record *r, const char *key)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return &r->fields[i];
	return NULL;
}

void esxi_field(struct esxi_builder *b, size_t record, struct str key, struct str value,
		unsigned line)
{
	struct esxi_record *to = record ? &b->r->v[record - 1] : NULL;

	if (!to || b->nfields == ESXI_MOST_FIELDS) {
		b->full = true;
		return;
	}
	b->nfields++;
	b->r->whole = true;
	to->fields = arena_grow(b->r->arena, to->fields, to->nfields, sizeof(*to->fields));
	to->fields[to->nfields++] =
		(struct esxi_field){ esxi_squeeze(b->r->arena, key), str_trim(value), line };
}

void esxi_join(struct esxi_builder *b, size_t record, struct str key, struct str value,
	       unsigned line)
{
	const char *squeezed = esxi_squeeze(b->r->arena, key);
	struct esxi_field *f = record ? field_of(&b->r->v[record - 1], squeezed) : NULL;

	if (!f || !f->value.n) {
		if (f)
			f->value = str_trim(value);
		else
			esxi_field(b, record, key, value, line);
		return;
	}
	value = str_trim(value);
	if (!value.n || f->value.n + value.n > 1 << 16)
		return;
	f->value = str_of(
		arena_printf(b->r->arena, "%.*s, %.*s", STR_ARGS(f->value), STR_ARGS(value)));
}

void esxi_stray(struct esxi_builder *b, struct str text, unsigned line)
{
	struct esxi_records *r = b->r;

	if (r->nstrays == 1000)
		return;
	r->strays = arena_grow(r->arena, r->strays, r->nstrays, sizeof(*r->strays));
	r->strays[r->nstrays++] = (struct esxi_stray){ .text = text, .line = line };
}

bool esxi_has(const struct esxi_record *r, const char *key)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return true;
	return false;
}

struct str esxi_value(const struct esxi_record *r, const char *key)
{
	for (size_t i = 0; i < r->nfields; i++)
		if (strcmp(r->fields[i].key, key) == 0)
			return r->fields[i].value.p ? r->fields[i].value : STR("");
	return (struct str){ NULL, 0 };
}

static size_t indent_of(struct str line)
{
	size_t n = 0, width = 0;

	for (; n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'); n++)
		width += line.p[n] == '\t' ? 8 : 1;
	return width;
}

/* The next line with something on it, without taking it. */
static bool peek(struct str rest, struct str *ret_line)
{
	while (str_line(&rest, ret_line))
		if (str_trim(*ret_line).n)
			return true;
	return false;
}

static bool key_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr(" ()/_-.#", c));
}

/* "IPv4 Subnet Mask: 255.255.255.0"; the colon is followed by a blank or nothing. */
static bool split_field(struct str line, struct str *ret_key, struct str *ret_value)
{
	size_t i = 0;

	line = str_trim(line);
	while (i < line.n && key_character(line.p[i]))
		i++;
	if (!i || i > MOST_KEY || i == line.n || line.p[i] != ':')
		return false;
	if (i + 1 < line.n && line.p[i + 1] != ' ' && line.p[i + 1] != '\t')
		return false;
	*ret_key = str_upto(line, i);
	*ret_value = esxi_bare_value(str_from(line, i + 1));
	return true;
}

/* Records that are open, the innermost last. */
struct open_records {
	struct {
		size_t record, indent;
	} v[MOST_NESTING];
	size_t n;
	size_t base; /* indentation of titles */
};

static size_t base_indent(struct str text)
{
	size_t least = SIZE_MAX;
	struct str line;

	while (str_line(&text, &line))
		if (str_trim(line).n && indent_of(line) < least)
			least = indent_of(line);
	return least;
}

static void open_record(struct open_records *o, size_t record, size_t indent)
{
	if (o->n == MOST_NESTING)
		o->n--;
	o->v[o->n].record = record;
	o->v[o->n].indent = indent;
	o->n++;
}

static void take_field(struct esxi_builder *b, struct open_records *o, size_t indent,
		       struct str key, struct str value, unsigned line)
{
	struct esxi_record *top;

	while (o->n > 1 && o->v[o->n - 1].indent != SIZE_MAX && indent < o->v[o->n - 1].indent)
		o->n--;
	if (!o->n)
		open_record(o, esxi_begin(b, STR(""), line, 0), SIZE_MAX);
	if (!o->v[o->n - 1].record)
		return;
	o->v[o->n - 1].indent = indent;
	top = &b->r->v[o->v[o->n - 1].record - 1];
	/* A list whose titles were cut away begins again with its first key. */
	if (top->nfields && strcmp(top->fields[0].key, esxi_squeeze(b->r->arena, key)) == 0)
		o->v[o->n - 1].record = esxi_begin(b, str_of(top->title), line, top->outer);
	esxi_field(b, o->v[o->n - 1].record, key, value, line);
}

/* By one step, as esxcli indents; copies shift single lines by less. */
static bool deeper_follows(struct str rest, size_t indent, size_t step)
{
	struct str next, key, value;

	return peek(rest, &next) && indent_of(next) >= indent + step &&
	       split_field(next, &key, &value);
}

static void take_line(struct esxi_builder *b, struct open_records *o, struct str line,
		      struct str rest, unsigned number)
{
	size_t indent = indent_of(line);
	struct str key, value, title;
	bool field = split_field(line, &key, &value);

	if (field && !(value.n == 0 && deeper_follows(rest, indent, indent > o->base ? STEP : 1))) {
		take_field(b, o, indent, key, value, number);
	} else if (indent <= o->base) {
		o->n = 0;
		title = field ? key : esxi_bare_value(str_trim(line));
		open_record(o, esxi_begin(b, title, number, 0), SIZE_MAX);
	} else if (field && o->n) {
		while (o->n > 1 && o->v[o->n - 1].indent != SIZE_MAX &&
		       indent < o->v[o->n - 1].indent)
			o->n--;
		open_record(o, esxi_begin(b, key, number, o->v[o->n - 1].record), SIZE_MAX);
	} else {
		esxi_stray(b, str_trim(line), number);
	}
}

static void read_text(struct esxi_builder *b, struct str text)
{
	struct open_records o = { .base = base_indent(text) };
	struct str rest = text, line;

	for (unsigned number = 1; str_line(&rest, &line); number++)
		if (str_trim(line).n && !str_starts(str_trim(line), "Enter password"))
			take_line(b, &o, line, rest, number);
}

/* Prose and elisions between records look like titles of nothing. */
static void drop_empty(struct esxi_builder *b)
{
	struct esxi_records *r = b->r;
	bool *outer = arena_array(r->arena, r->n + 1, sizeof(*outer));

	for (size_t i = 0; i < r->n; i++)
		outer[r->v[i].outer] = true;
	for (size_t i = 0; r->whole && i < r->n; i++)
		if (!r->v[i].nfields && !outer[i + 1])
			esxi_stray(b, str_of(r->v[i].title), r->v[i].line);
}

bool esxi_is_table(struct str text)
{
	struct str line;

	while (str_line(&text, &line))
		if (esxi_is_ruler(line) || esxi_is_heading(line))
			return true;
	return false;
}

/* The first line that is not empty: `A.B.string=…`, or names with commas and one at the end. */
static bool is_keyvalue(struct str first)
{
	size_t eq = str_find(first, '=');
	struct str key = str_upto(first, eq);

	return eq < first.n && str_find(key, '.') < key.n && str_find(key, ' ') == key.n;
}

static bool is_csv(struct str first)
{
	if (!str_ends(first, ",") || str_find(first, ':') < first.n)
		return false;
	for (size_t i = 0; i < first.n; i++)
		if (!key_character(first.p[i]) && first.p[i] != ',' && first.p[i] != '"')
			return false;
	return true;
}

void esxi_records_parse(struct esxi_records *r, struct arena *a, const char *file, struct str text)
{
	struct esxi_builder b = { .r = r };
	struct str first = { NULL, 0 };

	*r = (struct esxi_records){ .arena = a };
	if (!peek(text, &first))
		return;
	first = str_trim(first);
	r->typed = true;
	if (first.p[0] == '[' || first.p[0] == '{')
		esxi_read_json(&b, file, text);
	else if (first.p[0] == '<')
		esxi_read_xml(&b, file, text);
	else if (is_keyvalue(first))
		esxi_read_keyvalue(&b, text);
	else if (is_csv(first))
		esxi_read_csv(&b, text);
	else
		r->typed = false;
	if (!r->typed && esxi_is_table(text))
		esxi_read_table(&b, text);
	else if (!r->typed)
		read_text(&b, text);
	drop_empty(&b);
	if (b.full)
		snprintf(r->error, sizeof(r->error), "more than %d records or %d fields",
			 ESXI_MOST_RECORDS, ESXI_MOST_FIELDS);
}
