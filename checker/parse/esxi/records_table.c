/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables, as esxcli prints them.  Copies lose blanks, so a ruler is believed only where its runs
 * stand apart, and a row that does not fit is divided by other signs.
 */
#include <string.h>

#include "parse/esxi/listing.h"
#include "parse/esxi/records_build.h"

enum { MOST_COLUMNS = ESXI_MOST_COLUMNS };

struct columns {
	struct str names[MOST_COLUMNS];
	size_t from[MOST_COLUMNS], to[MOST_COLUMNS]; /* of the ruler's runs */
	size_t n;
	bool apart;		   /* the runs are where the columns are */
	bool known;		   /* the titles are those of a listing */
	struct esxi_header header; /* which */
};

/* Runs of '-' (local) or '=' (remote) and blanks; at least one run of two. */
bool esxi_is_ruler(struct str line)
{
	bool run = false;

	line = str_trim(line);
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] != '-' && line.p[i] != '=' && line.p[i] != ' ' && line.p[i] != '\t')
			return false;
		run |= i && line.p[i] == line.p[i - 1] && line.p[i] != ' ';
	}
	return run;
}

static void read_ruler(struct columns *c, struct str ruler)
{
	c->n = 0;
	c->apart = str_find(str_trim(ruler), '\t') == str_trim(ruler).n;
	for (size_t i = 0; i < ruler.n && c->n < MOST_COLUMNS;) {
		while (i < ruler.n && (ruler.p[i] == ' ' || ruler.p[i] == '\t'))
			i++;
		c->from[c->n] = i;
		while (i < ruler.n && (ruler.p[i] == '-' || ruler.p[i] == '='))
			i++;
		c->to[c->n] = i;
		if (c->to[c->n] == c->from[c->n])
			break;
		if (c->n && c->from[c->n] < c->to[c->n - 1] + 2)
			c->apart = false;
		c->n++;
	}
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Nothing but blanks stands between the columns. */
static bool fits(const struct columns *c, struct str row)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t end = i + 1 < c->n ? c->from[i + 1] : c->to[i];
		for (size_t at = c->to[i]; at < end && at < row.n; at++)
			if (!blank(row.p[at]))
				return false;
	}
	for (size_t at = 0; at < c->from[0] && at < row.n; at++)
		if (!blank(row.p[at]))
			return false;
	return c->apart && c->n;
}

static struct str slice(struct str s, size_t from, size_t to)
{
	return str_trim(str_upto(str_from(s, from), to > from ? to - from : 0));
}

static void cut(const struct columns *c, struct str row, struct str *ret_cells)
{
	for (size_t i = 0; i < c->n; i++)
		ret_cells[i] = slice(row, c->from[i], i + 1 < c->n ? c->to[i] : row.n);
}

/* Cells divided by two blanks or by a tab; how many there are. */
static size_t split(struct str row, struct str *ret_cells)
{
	size_t n = 0, at = 0;

	row = str_trim(row);
	while (at < row.n && n < MOST_COLUMNS) {
		size_t end = at;
		while (end < row.n && row.p[end] != '\t' &&
		       !(row.p[end] == ' ' && end + 1 < row.n && blank(row.p[end + 1])))
			end++;
		ret_cells[n++] = slice(row, at, end);
		at = end;
		while (at < row.n && blank(row.p[at]))
			at++;
	}
	return at < row.n ? 0 : n;
}

/* The cells as the ruler cuts them, where these can be of their columns; else as the words tell. */
static bool read_known_row(const struct columns *c, struct str row, struct str *ret_cells)
{
	struct str by_words[MOST_COLUMNS];

	if (c->n == c->header.n && fits(c, row)) {
		cut(c, row, ret_cells);
		if (esxi_header_suits(&c->header, ret_cells))
			return true;
		if (!esxi_header_divide(&c->header, row, by_words))
			return esxi_header_bears(&c->header, ret_cells);
		memcpy(ret_cells, by_words, sizeof(by_words));
		return true;
	}
	if (split(row, ret_cells) == c->header.n && esxi_header_suits(&c->header, ret_cells))
		return true;
	return esxi_header_divide(&c->header, row, ret_cells);
}

static bool read_row(const struct columns *c, struct str row, struct str *ret_cells)
{
	if (c->known)
		return read_known_row(c, row, ret_cells);
	if (fits(c, row)) {
		cut(c, row, ret_cells);
		return true;
	}
	return split(row, ret_cells) == c->n;
}

/* Of a listing that is not known every column must have its title over the ruler. */
static bool read_titles(struct columns *c, struct str header)
{
	if (!c->n || !read_row(c, header, c->names))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (!c->names[i].n)
			return false;
	return true;
}

static size_t count_columns(const struct columns *c)
{
	return c->known ? c->header.n : c->n;
}

/* The name of a column; {NULL} of one that the copy does not hold whole. */
static struct str column_name(const struct columns *c, size_t i)
{
	if (!c->known)
		return c->names[i];
	if (c->header.cut && i + 1 == c->header.n)
		return (struct str){ NULL, 0 };
	return str_of(c->header.columns[i]->title);
}

/* ruler: {NULL} where there is none. */
static bool read_header(struct columns *c, struct str header, struct str ruler)
{
	struct columns new = { .n = 0 };

	read_ruler(&new, ruler);
	new.known = esxi_header_parse(header, &new.header);
	if (!new.known && !(ruler.p && read_titles(&new, header)))
		return false;
	*c = new;
	return true;
}

/* A line of prose behind a table may fit its first column; every row has more than that. */
static bool is_row(const struct columns *c, const struct str *cells)
{
	size_t filled = 0, n = count_columns(c);

	for (size_t i = 0; i < n; i++)
		filled += cells[i].n > 0;
	return filled > 1 || n < 3;
}

static void add_row(struct esxi_builder *b, const struct columns *c, struct str row, unsigned line)
{
	struct str cells[MOST_COLUMNS];
	size_t record;

	if (!read_row(c, row, cells) || !is_row(c, cells)) {
		esxi_stray(b, str_trim(row), line);
		return;
	}
	record = esxi_begin(b, STR(""), line, 0);
	for (size_t i = 0; i < count_columns(c); i++)
		if (column_name(c, i).p)
			esxi_field(b, record, column_name(c, i), cells[i], line);
}

/* What the table has columns for, be there rows or none. */
static void take_heading(struct esxi_builder *b, const struct columns *c)
{
	struct esxi_records *r = b->r;

	r->whole = true;
	r->cut |= c->known && c->header.cut;
	r->nheadings = 0;
	for (size_t i = 0; i < count_columns(c); i++)
		if (column_name(c, i).p)
			r->headings[r->nheadings++] = esxi_squeeze(r->arena, column_name(c, i));
}

bool esxi_is_heading(struct str line)
{
	struct esxi_header h;

	return esxi_header_parse(line, &h);
}

/* A table on the way, and the line before the one that is looked at. */
struct table {
	struct columns c;
	struct str before;
	unsigned before_at;
	bool begun, blank; /* blank: an empty line stands behind the header */
};

static void take_before(struct esxi_builder *b, struct table *t, struct str ruler, unsigned number)
{
	size_t strays = b->r->nstrays;

	if (t->before.p && read_header(&t->c, t->before, ruler)) {
		take_heading(b, &t->c);
		t->begun = true;
		t->blank = false;
	} else {
		if (t->before.p && t->begun)
			add_row(b, &t->c, t->before, t->before_at);
		if (ruler.p)
			esxi_stray(b, str_trim(ruler), number);
	}
	/* Rows stand together: what is among them and is none was one. */
	for (; strays < b->r->nstrays; strays++)
		b->r->strays[strays].row = t->begun && !t->blank;
	t->before.p = NULL;
}

void esxi_read_table(struct esxi_builder *b, struct str text)
{
	struct table t = { .begun = false };
	struct str line;

	/* A line is taken when the next one is known: above a ruler it is a header. */
	for (unsigned number = 1; str_line(&text, &line); number++) {
		if (!str_trim(line).n) {
			take_before(b, &t, (struct str){ NULL, 0 }, number);
			t.blank = true;
			continue;
		}
		if (esxi_is_ruler(line)) {
			take_before(b, &t, line, number);
			continue;
		}
		take_before(b, &t, (struct str){ NULL, 0 }, number);
		t.before = esxi_bare_row(line);
		t.before_at = number;
	}
	take_before(b, &t, (struct str){ NULL, 0 }, 0);
}
