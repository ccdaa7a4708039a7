/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/typo.h"
#include "base/utf8.h"
#include "source/native_reader.h"

/* More than any table has columns. */
enum { WORDS_MOST = 64 };

int native_next(struct native_reader *r, struct err *err)
{
	return events_next(r->events, &r->at, err);
}

static bool is_null(const struct event *at)
{
	return at->type == EVENT_SCALAR && at->scalar == SCALAR_NULL;
}

int native_expected(const struct native_reader *r, const char *name, const char *what,
		    struct err *err)
{
	const struct event *at = &r->at;

	if (at->type == EVENT_MAP || at->type == EVENT_LIST)
		return events_error(r->events, at, err, "%s: found a %s; expected %s", name,
				    at->type == EVENT_MAP ? "mapping" : "list", what);
	if (is_null(at))
		return events_error(r->events, at, err, "%s: found nothing; expected %s", name,
				    what);
	return events_error(r->events, at, err, "%s: found '%s'; expected %s", name,
			    text_shown(at->text).s, what);
}

int native_item(struct native_reader *r, const char *name, const char *what, struct err *err)
{
	if (native_next(r, err) < 0)
		return -1;
	if (r->at.type == EVENT_LIST_END)
		return 0;
	return r->at.type == EVENT_MAP ? 1 : native_expected(r, name, what, err);
}

int native_unknown(const struct native_reader *r, const char *what, const char *const *words,
		   size_t n, struct err *err)
{
	struct err unknown;

	typo_error(&unknown, what, text_shown(r->at.text).s, words, n);
	return events_error(r->events, &r->at, err, "%s", unknown.text);
}

/* A text may be left unquoted where YAML sees a number in it. */
static bool is_text(const struct event *at)
{
	switch (at->scalar) {
	case SCALAR_TEXT:
	case SCALAR_INT:
	case SCALAR_FLOAT: return true;
	case SCALAR_NULL:
	case SCALAR_TRUE:
	case SCALAR_FALSE: break;
	}
	return false;
}

static int wrong_prefix(const struct native_reader *r, const char *name, struct err *err)
{
	struct ip ip;
	uint8_t len;

	if (!ip_parse_with_len(r->at.text, &ip, &len))
		return native_expected(r, name, "a prefix such as 10.0.0.0/24 or fd00::/64", err);
	return events_error(r->events, &r->at, err,
			    "%s: '%s' has bits set behind the prefix; expected %s", name,
			    text_shown(r->at.text).s, prefix_text(prefix_of(ip, len)).s);
}

/* The value, which is not null; false where it does not fit the column. */
static bool convert(struct native_reader *r, enum cell_type type, void *cell)
{
	const struct event *at = &r->at;

	switch (type) {
	case CELL_text:
		if (is_text(at))
			*(struct text *)cell = snapshot_text(r->s, at->text);
		return is_text(at);
	case CELL_num:
		*(struct num *)cell = num(at->number);
		return at->scalar == SCALAR_INT && at->number != INT64_MIN;
	case CELL_tri:
		*(enum tri *)cell = tri(at->scalar == SCALAR_TRUE);
		return at->scalar == SCALAR_TRUE || at->scalar == SCALAR_FALSE;
	case CELL_ip: return at->scalar == SCALAR_TEXT && ip_parse(at->text, cell);
	case CELL_prefix: return at->scalar == SCALAR_TEXT && prefix_parse(at->text, cell);
	case CELL_mac: return mac_parse_any(at->text, cell);
	}
	return false;
}

static int wrong_cell(const struct native_reader *r, const struct column *column, struct err *err)
{
	switch (column->type) {
	case CELL_text:
		return native_expected(r, column->name,
				       "text (quoted, where it is a word such as true)", err);
	case CELL_num: return native_expected(r, column->name, "a whole number", err);
	case CELL_tri: return native_expected(r, column->name, "true or false", err);
	case CELL_ip:
		return native_expected(r, column->name, "an address such as 10.0.0.1 or fd00::1",
				       err);
	case CELL_prefix: return wrong_prefix(r, column->name, err);
	case CELL_mac:
		return native_expected(r, column->name,
				       "a hardware address such as 00:50:56:6a:11:22", err);
	}
	return -1;
}

int native_cell(struct native_reader *r, const struct column *column, struct row *row,
		struct err *err)
{
	if (is_null(&r->at))
		return 0;
	if (r->at.type != EVENT_SCALAR || !convert(r, column->type, (char *)row + column->offset))
		return wrong_cell(r, column, err);
	return 0;
}

/* `kind` is kept: it says who collected. `source` is the file that is read now. */
bool native_has_column(enum table_id t, const struct column *column)
{
	if (t == TABLE_host &&
	    (str_eq(str_of(column->name), "name") || str_eq(str_of(column->name), "source")))
		return false;
	return !column->computed;
}

static int unknown_column(const struct native_reader *r, enum table_id id, struct err *err)
{
	const struct table *t = schema_table(id);
	const char *words[WORDS_MOST];
	char what[64];
	size_t n = 0;

	for (size_t c = 0; c < t->ncolumns && n + 1 < countof(words); c++)
		if (native_has_column(id, &t->columns[c]))
			words[n++] = t->columns[c].name;
	if (id == TABLE_interface)
		words[n++] = "addresses";
	snprintf(what, sizeof(what), "key of %s", t->name);
	return native_unknown(r, what, words, n, err);
}

/* The column of a key. Keys mostly come in the schema's order: the next one is tried first. */
static const struct column *column_of(const struct native_reader *r, enum table_id id,
				      const struct column *last)
{
	const struct table *t = schema_table(id);
	const struct column *next = last ? last + 1 : t->columns;

	if (next < t->columns + t->ncolumns && str_eq(r->at.text, next->name))
		return native_has_column(id, next) ? next : NULL;
	next = table_column(t, r->at.text);
	return next && native_has_column(id, next) ? next : NULL;
}

static int read_address(struct native_reader *r, const char *name, struct ip *ret_ip,
			struct num *ret_len, struct err *err)
{
	const struct event *at = &r->at;
	uint8_t len;

	if (at->type != EVENT_SCALAR || at->scalar != SCALAR_TEXT)
		return native_expected(r, name, "an address such as 10.0.0.1/24 or fd00::1/64",
				       err);
	if (ip_parse_with_len(at->text, ret_ip, &len))
		*ret_len = num(len);
	else if (!ip_parse(at->text, ret_ip))
		return native_expected(r, name, "an address such as 10.0.0.1/24 or fd00::1/64",
				       err);
	return 0;
}

/* `addresses: [10.0.0.1/24]` of an interface. */
static int read_addresses(struct native_reader *r, struct err *err)
{
	if (native_next(r, err) < 0)
		return -1;
	if (r->at.type != EVENT_LIST)
		return native_expected(r, "addresses", "a list such as [10.0.0.1/24]", err);
	r->addresses_read = true;
	for (;;) {
		struct native_address a = { .len.known = false };
		if (native_next(r, err) < 0)
			return -1;
		if (r->at.type == EVENT_LIST_END)
			return 0;
		if (read_address(r, "addresses", &a.ip, &a.len, err) < 0)
			return -1;
		a.line = r->at.line;
		if (r->naddresses == r->room) {
			r->room = r->room ? 2 * r->room : 16;
			r->addresses = xrealloc(r->addresses, r->room, sizeof(a));
		}
		r->addresses[r->naddresses++] = a;
	}
}

static int add_addresses(struct native_reader *r, const struct interface *i,
			 const struct event *start, struct err *err)
{
	if (r->naddresses && !i->name.s)
		return events_error(r->events, start, err,
				    "an interface with addresses must have a name");
	for (size_t n = 0; n < r->naddresses; n++) {
		const struct native_address *a = &r->addresses[n];
		struct address row = {
			.row.origin = { r->file, a->line },
			.interface = i->name,
			.address = a->ip,
			.prefixlen = a->len,
		};
		add_address(r->s, r->host, &row);
	}
	r->naddresses = 0;
	return 0;
}

/* `address: 10.0.0.1/24` of an address row says prefixlen too. */
static int read_value(struct native_reader *r, enum table_id t, const struct column *column,
		      struct row *row, struct num *len, struct err *err)
{
	if (native_next(r, err) < 0)
		return -1;
	if (t == TABLE_address && column == &schema_table(t)->columns[COLUMN(address, address)] &&
	    !is_null(&r->at))
		return read_address(r, column->name, &((struct address *)row)->address, len, err);
	return native_cell(r, column, row, err);
}

static int settle_len(const struct native_reader *r, struct address *a, struct num len,
		      const struct event *start, struct err *err)
{
	if (len.known && a->prefixlen.known && a->prefixlen.v != len.v)
		return events_error(r->events, start, err,
				    "the address says /%d, its prefixlen %lld", (int)len.v,
				    (long long)a->prefixlen.v);
	if (len.known)
		a->prefixlen = len;
	return 0;
}

static int read_row(struct native_reader *r, enum table_id t, union any_row *row,
		    struct num *len, struct err *err)
{
	const struct column *column = NULL;

	for (;;) {
		if (native_next(r, err) < 0)
			return -1;
		if (r->at.type == EVENT_MAP_END)
			return 0;
		if (t == TABLE_interface && str_eq(r->at.text, "addresses")) {
			if (read_addresses(r, err) < 0)
				return -1;
			continue;
		}
		column = column_of(r, t, column);
		if (!column)
			return unknown_column(r, t, err);
		if (read_value(r, t, column, &row->row, len, err) < 0)
			return -1;
	}
}

int native_row(struct native_reader *r, enum table_id t, struct err *err)
{
	struct event start = r->at;
	struct num len = { .known = false };
	union any_row row;

	memset(&row, 0, schema_table(t)->size);
	row.row.origin = (struct origin){ r->file, start.line };
	if (read_row(r, t, &row, &len, err) < 0)
		return -1;
	if (t == TABLE_address && settle_len(r, &row.address, len, &start, err) < 0)
		return -1;
	snapshot_add(r->s, t, r->host, &row.row);
	return t == TABLE_interface ? add_addresses(r, &row.interface, &start, err) : 0;
}
