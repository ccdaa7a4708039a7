/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables under a ruler, as esxcli prints them; copies lose blanks, so a row that does not fit is
 * split by other signs. */
#include <string.h>

#include "parse/esxi/records_build.h"

enum { MOST_COLUMNS = 64 };

struct columns {
	struct str names[MOST_COLUMNS];
	size_t from[MOST_COLUMNS], to[MOST_COLUMNS]; /* of the ruler's runs */
	size_t n;
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
	for (size_t i = 0; i < ruler.n && c->n < MOST_COLUMNS;) {
		while (i < ruler.n && (ruler.p[i] == ' ' || ruler.p[i] == '\t'))
			i++;
		c->from[c->n] = i;
		while (i < ruler.n && (ruler.p[i] == '-' || ruler.p[i] == '='))
			i++;
		c->to[c->n] = i;
		if (c->to[c->n] == c->from[c->n])
			break;
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
	return true;
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

/* Cells divided by runs of `gap` blanks or by a tab; how many there are. */
static size_t split(struct str row, size_t gap, struct str *ret_cells)
{
	size_t n = 0, at = 0;

	row = str_trim(row);
	while (at < row.n && n < MOST_COLUMNS) {
		size_t end = at, run = 0;
		while (end + run < row.n && run < gap) {
			if (row.p[end + run] == '\t')
				break;
			if (row.p[end + run] == ' ') {
				run++;
			} else {
				end += run + 1;
				run = 0;
			}
		}
		ret_cells[n++] = slice(row, at, end);
		at = end;
		while (at < row.n && blank(row.p[at]))
			at++;
	}
	return n;
}

static bool read_row(const struct columns *c, struct str row, struct str *ret_cells)
{
	if (fits(c, row)) {
		cut(c, row, ret_cells);
		return true;
	}
	return split(row, 2, ret_cells) == c->n || split(row, 1, ret_cells) == c->n;
}

static bool read_header(struct columns *c, struct str header, struct str ruler)
{
	read_ruler(c, ruler);
	return c->n && read_row(c, header, c->names);
}

/* A line of prose behind a table may fit its first column; every row has more than that. */
static bool is_row(const struct columns *c, const struct str *cells)
{
	size_t filled = 0;

	for (size_t i = 0; i < c->n; i++)
		filled += cells[i].n > 0;
	return filled > 1 || c->n < 3;
}

static void add_row(struct esxi_builder *b, const struct columns *c, struct str row, unsigned line)
{
	struct str cells[MOST_COLUMNS];
	size_t record;

	if (!c->n || !read_row(c, row, cells) || !is_row(c, cells)) {
		esxi_stray(b, str_trim(row), line);
		return;
	}
	record = esxi_begin(b, STR(""), line, 0);
	for (size_t i = 0; i < c->n; i++)
		esxi_field(b, record, c->names[i], cells[i], line);
}

void esxi_read_table(struct esxi_builder *b, struct str text)
{
	struct columns c = { .n = 0 };
	struct str line, before = { NULL, 0 };
	unsigned before_at = 0;
	bool begun = false;

	/* A row is added when the next line is no ruler: else it is a header. */
	for (unsigned number = 1; str_line(&text, &line); number++) {
		if (!str_trim(line).n)
			continue;
		if (esxi_is_ruler(line)) {
			if (!before.p || !read_header(&c, before, line))
				esxi_stray(b, str_trim(line), number);
			else
				b->r->whole = begun = true;
			before.p = NULL;
			continue;
		}
		if (before.p && begun)
			add_row(b, &c, before, before_at);
		before = line;
		before_at = number;
	}
	if (before.p && begun)
		add_row(b, &c, before, before_at);
}
