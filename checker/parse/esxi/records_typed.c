/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What esxcli's formatters print: JSON, XML, csv, keyvalue. */
#include <stdio.h>
#include <string.h>

#include "base/event.h"
#include "parse/esxi/records_build.h"

enum { MOST_CELLS = 128 };

static void fail(struct esxi_builder *b, const struct err *err)
{
	snprintf(b->r->error, sizeof(b->r->error), "%s", err->text);
}

static struct str keep(struct esxi_builder *b, struct str text)
{
	return str_of(arena_str(b->r->arena, text));
}

static struct str scalar_text(struct esxi_builder *b, const struct event *at)
{
	return at->scalar == SCALAR_NULL ? STR("") : keep(b, at->text);
}

static int json_map(struct esxi_builder *b, struct events *e, struct str title, unsigned line,
		    size_t outer, struct err *err);

/* A list of texts is one field; each map in it is a record of its own. */
static int json_list(struct esxi_builder *b, struct events *e, size_t record, struct str key,
		     struct err *err)
{
	struct event at;
	bool any = false;

	while (events_next(e, &at, err) == 0) {
		if (at.type == EVENT_LIST_END) {
			if (!any && record)
				esxi_field(b, record, key, STR(""), at.line);
			return 0;
		}
		if (at.type == EVENT_MAP && json_map(b, e, key, at.line, record, err) < 0)
			return -1;
		if (at.type == EVENT_LIST && events_skip(e, &at, err) < 0)
			return -1;
		if (at.type == EVENT_SCALAR && !record)
			record = esxi_begin(b, STR(""), at.line, 0);
		if (at.type == EVENT_SCALAR)
			esxi_join(b, record, key, scalar_text(b, &at), at.line);
		any |= at.type == EVENT_SCALAR || at.type == EVENT_MAP;
	}
	return -1;
}

static int json_value(struct esxi_builder *b, struct events *e, size_t record, struct str key,
		      struct err *err)
{
	struct event at;

	if (events_next(e, &at, err) < 0)
		return -1;
	if (at.type == EVENT_MAP)
		return json_map(b, e, key, at.line, record, err);
	if (at.type == EVENT_LIST)
		return json_list(b, e, record, key, err);
	esxi_field(b, record, key, scalar_text(b, &at), at.line);
	return 0;
}

static int json_map(struct esxi_builder *b, struct events *e, struct str title, unsigned line,
		    size_t outer, struct err *err)
{
	size_t record = esxi_begin(b, title, line, outer);
	struct event at;

	while (events_next(e, &at, err) == 0) {
		if (at.type == EVENT_MAP_END)
			return 0;
		if (json_value(b, e, record, keep(b, at.text), err) < 0)
			return -1;
	}
	return -1;
}

/* The document begins, then its root. */
static int read_root(struct events *e, struct event *ret_at, struct err *err)
{
	if (events_next(e, ret_at, err) < 0)
		return -1;
	return events_next(e, ret_at, err);
}

static int json_document(struct esxi_builder *b, struct events *e, struct err *err)
{
	struct event at;

	if (read_root(e, &at, err) < 0)
		return -1;
	b->r->whole = true;
	if (at.type == EVENT_LIST)
		return json_list(b, e, 0, STR(""), err);
	if (at.type == EVENT_MAP)
		return json_map(b, e, STR(""), at.line, 0, err);
	esxi_begin(b, scalar_text(b, &at), at.line, 0);
	return 0;
}

void esxi_read_json(struct esxi_builder *b, const char *file, struct str text)
{
	CLEANUP(events_freep) struct events *e = events_new(EVENT_JSON, file, text);
	struct err err;

	if (json_document(b, e, &err) < 0)
		fail(b, &err);
}

/* Where the walk through the XML is; one element deep after the other. */
struct xml_walk {
	size_t record; /* innermost record, 0: none */
	struct str field; /* name of the field or element that holds the text */
};

static int xml_element(struct esxi_builder *b, struct events *e, struct str name, struct xml_walk w,
		       struct err *err);

/*
 * structure and DataObject are records; field has its name as an attribute; of
 * any other element inside a record that is no field its own name is the key.
 */
static int xml_inside(struct esxi_builder *b, struct events *e, struct str name, struct xml_walk w,
		      struct err *err)
{
	bool is_field = str_eq(name, "field");
	struct event at;

	while (events_next(e, &at, err) == 0) {
		if (at.type == EVENT_MAP_END)
			return 0;
		struct str key = keep(b, at.text);
		if (!str_eq(key, "#text") && !str_starts(key, "@")) {
			if (xml_element(b, e, key, w, err) < 0)
				return -1;
			continue;
		}
		if (events_next(e, &at, err) < 0)
			return -1;
		if (is_field && str_eq(key, "@name")) {
			w.field = keep(b, at.text);
			esxi_join(b, w.record, w.field, STR(""), at.line);
		} else if (str_eq(key, "#text") && w.record && w.field.n) {
			esxi_join(b, w.record, w.field, keep(b, at.text), at.line);
		} else if (str_eq(key, "#text") && !w.record) {
			esxi_begin(b, keep(b, at.text), at.line, 0);
		}
	}
	return -1;
}

static int xml_element(struct esxi_builder *b, struct events *e, struct str name, struct xml_walk w,
		       struct err *err)
{
	static const char *const values[] = { "string", "integer", "boolean", "list",
					      "field",	"root",	   "output" };
	struct event at;
	bool value = false;

	if (events_next(e, &at, err) < 0)
		return -1;
	for (size_t i = 0; i < countof(values); i++)
		value |= str_eq(name, values[i]);
	if (str_eq(name, "structure") || str_eq(name, "DataObject")) {
		w.record = esxi_begin(b, w.field, at.line, w.record);
		w.field = STR("");
	} else if (!value && w.record) {
		w.field = name;
		esxi_join(b, w.record, name, STR(""), at.line);
	}
	return xml_inside(b, e, name, w, err);
}

void esxi_read_xml(struct esxi_builder *b, const char *file, struct str text)
{
	CLEANUP(events_freep) struct events *e = events_new(EVENT_XML, file, text);
	struct xml_walk w = { .record = 0 };
	struct event at;
	struct err err;

	if (read_root(e, &at, &err) < 0) {
		fail(b, &err);
		return;
	}
	if (xml_element(b, e, keep(b, at.text), w, &err) < 0)
		fail(b, &err);
	else
		b->r->whole = true;
}

/* Takes a cell and the comma behind it off the row; "a ""b""" loses its quotes. */
static struct str csv_cell(struct esxi_builder *b, struct str *row)
{
	struct str cell;
	char *plain;
	size_t n = 0, i = 1;

	if (!row->n || row->p[0] != '"') {
		if (!str_split(row, ',', &cell))
			cell = STR("");
		return cell;
	}
	plain = arena_alloc(b->r->arena, row->n + 1);
	for (; i < row->n; i++) {
		if (row->p[i] == '"' && !(i + 1 < row->n && row->p[i + 1] == '"'))
			break;
		i += row->p[i] == '"';
		plain[n++] = row->p[i];
	}
	*row = str_from(*row, i + 1);
	if (row->n && row->p[0] == ',')
		*row = str_from(*row, 1);
	return (struct str){ plain, n };
}

static size_t csv_row(struct esxi_builder *b, struct str row, struct str *ret_cells)
{
	size_t n = 0;

	/* Each line ends with a comma: what stands behind it is no cell. */
	while (row.n && n < MOST_CELLS)
		ret_cells[n++] = csv_cell(b, &row);
	return n;
}

void esxi_read_csv(struct esxi_builder *b, struct str text)
{
	struct str names[MOST_CELLS], cells[MOST_CELLS], line;
	size_t columns = 0, n;

	for (unsigned number = 1; str_line(&text, &line); number++) {
		line = str_trim(line);
		if (!line.n)
			continue;
		if (!columns) {
			columns = csv_row(b, line, names);
			b->r->whole = true;
			continue;
		}
		n = csv_row(b, line, cells);
		if (n != columns) {
			esxi_stray(b, line, number);
			continue;
		}
		size_t record = esxi_begin(b, STR(""), number, 0);
		for (size_t i = 0; i < n; i++)
			esxi_field(b, record, names[i], cells[i], number);
	}
}

/* Structure.Field.type=value, Structure[2].Field.type=value: the last but one part is the key. */
static struct str keyvalue_key(struct str path)
{
	size_t end = path.n, begin;

	while (end && path.p[end - 1] != '.')
		end--;
	end -= end > 0;
	begin = end;
	while (begin && path.p[begin - 1] != '.')
		begin--;
	return end ? str_upto(str_from(path, begin), end - begin) : path;
}

void esxi_read_keyvalue(struct esxi_builder *b, struct str text)
{
	size_t record = 0;
	struct str line;

	for (unsigned number = 1; str_line(&text, &line); number++) {
		line = str_trim(line);
		size_t eq = str_find(line, '=');
		if (!line.n)
			continue;
		if (eq == line.n) {
			esxi_stray(b, line, number);
			continue;
		}
		struct str key = keyvalue_key(str_upto(line, eq));
		const char *squeezed = esxi_squeeze(b->r->arena, key);
		const struct esxi_record *r = record ? &b->r->v[record - 1] : NULL;
		if (!r || (r->nfields && strcmp(r->fields[0].key, squeezed) == 0))
			record = esxi_begin(b, STR(""), number, 0);
		esxi_field(b, record, key, str_from(line, eq + 1), number);
	}
}
