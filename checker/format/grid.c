/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/grid.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"

enum { ROWS_MEASURED = 1000 };

const char *const grid_names[] = { "table", "json", "csv", NULL };

struct grid {
	FILE *out;
	enum grid_form form;
	bool color;
	const char *const *names;
	size_t columns;
	struct json json;
	struct arena *arena;      /* of what a table keeps */
	struct grid_cell *waiting; /* rows not yet written: widths are not known */
	size_t nwaiting;
	unsigned *widths;
	bool measured;
};

static struct str cell_string(const struct grid_cell *c, char number[static 32])
{
	switch (c->type) {
	case GRID_NULL:
		return STR("NULL");
	case GRID_NUMBER:
		snprintf(number, 32, "%" PRId64, c->number);
		return str_of(number);
	case GRID_REAL:
		snprintf(number, 32, "%.15g", c->real);
		return str_of(number);
	case GRID_TEXT:
		return str_of(c->text);
	}
	return STR("");
}

static void blanks(FILE *out, unsigned n)
{
	fprintf(out, "%*s", (int)n, "");
}

/* Numbers to the right, all else to the left; nothing behind the last column. */
static void table_row(struct grid *g, const struct grid_cell *cells)
{
	for (size_t i = 0; i < g->columns; i++) {
		bool right = cells[i].type == GRID_NUMBER || cells[i].type == GRID_REAL;
		char number[32];
		struct str text = cell_string(&cells[i], number);
		unsigned width = (unsigned)text_visible_width(text);
		unsigned pad = g->widths[i] > width ? g->widths[i] - width : 0;

		if (right)
			blanks(g->out, pad);
		if (g->color && cells[i].type == GRID_NULL)
			fputs("\033[2m", g->out);
		text_visible_print(g->out, text);
		if (g->color && cells[i].type == GRID_NULL)
			fputs("\033[0m", g->out);
		if (i + 1 < g->columns)
			blanks(g->out, (right ? 0 : pad) + 2);
	}
	fputc('\n', g->out);
}

static void table_head(struct grid *g)
{
	for (size_t i = 0; i < g->columns; i++) {
		unsigned width = (unsigned)text_visible_width(str_of(g->names[i]));

		if (g->color)
			fputs("\033[1m", g->out);
		text_visible_print(g->out, str_of(g->names[i]));
		if (g->color)
			fputs("\033[0m", g->out);
		if (i + 1 < g->columns)
			blanks(g->out, g->widths[i] - width + 2);
	}
	fputc('\n', g->out);
	for (size_t i = 0; i < g->columns; i++) {
		for (unsigned n = 0; n < g->widths[i]; n++)
			fputc('-', g->out);
		fputs(i + 1 < g->columns ? "  " : "\n", g->out);
	}
}

static void widen(struct grid *g, size_t column, struct str text)
{
	unsigned width = (unsigned)text_visible_width(text);

	if (width > g->widths[column])
		g->widths[column] = width;
}

/* The widths are known now: writes the head and the rows that waited. */
static void table_start(struct grid *g)
{
	for (size_t i = 0; i < g->columns; i++)
		widen(g, i, str_of(g->names[i]));
	for (size_t i = 0; i < g->nwaiting * g->columns; i++) {
		char number[32];

		widen(g, i % g->columns, cell_string(&g->waiting[i], number));
	}
	g->measured = true;
	table_head(g);
	for (size_t i = 0; i < g->nwaiting; i++)
		table_row(g, g->waiting + i * g->columns);
}

static void table_keep(struct grid *g, const struct grid_cell *cells)
{
	struct grid_cell *kept = g->waiting + g->nwaiting++ * g->columns;

	memcpy(kept, cells, g->columns * sizeof(*cells));
	for (size_t i = 0; i < g->columns; i++)
		if (kept[i].type == GRID_TEXT)
			kept[i].text = arena_strdup(g->arena, kept[i].text);
	if (g->nwaiting == ROWS_MEASURED)
		table_start(g);
}

/* CSV knows no escapes, so what a terminal obeys is written in its visible form. */
static void csv_text(FILE *out, const char *text)
{
	bool bare = *text && !strpbrk(text, ",\"\r\n");
	struct str rest = str_of(text), piece;

	if (bare) {
		text_visible_print(out, rest);
		return;
	}
	fputc('"', out);
	for (bool first = true; str_split(&rest, '"', &piece); first = false) {
		fputs(first ? "" : "\"\"", out);
		text_visible_print(out, piece);
	}
	fputc('"', out);
}

static void csv_row(struct grid *g, const struct grid_cell *cells)
{
	for (size_t i = 0; i < g->columns; i++) {
		char number[32];

		if (i)
			fputc(',', g->out);
		if (cells[i].type == GRID_TEXT)
			csv_text(g->out, cells[i].text);
		else if (cells[i].type != GRID_NULL)
			fputs(cell_string(&cells[i], number).p, g->out);
	}
	fputs("\r\n", g->out);
}

static void json_row(struct grid *g, const struct grid_cell *cells)
{
	json_map(&g->json);
	for (size_t i = 0; i < g->columns; i++) {
		json_key(&g->json, g->names[i]);
		switch (cells[i].type) {
		case GRID_NULL: json_null(&g->json); break;
		case GRID_NUMBER: json_int(&g->json, cells[i].number); break;
		case GRID_REAL: json_double(&g->json, cells[i].real); break;
		case GRID_TEXT: json_string(&g->json, cells[i].text); break;
		}
	}
	json_end(&g->json);
}

struct grid *grid_new(FILE *out, enum grid_form form, const char *const *names, size_t columns,
		      bool color)
{
	struct grid *g = xcalloc(1, sizeof(*g));

	*g = (struct grid){ .out = out,
			    .form = form,
			    .color = color,
			    .names = names,
			    .columns = columns,
			    .json = json_to(out, JSON_INDENTED),
			    .arena = arena_new() };
	switch (form) {
	case GRID_TABLE:
		g->widths = arena_array(g->arena, columns, sizeof(*g->widths));
		g->waiting = arena_array(g->arena, columns * ROWS_MEASURED, sizeof(*g->waiting));
		break;
	case GRID_JSON:
		json_list(&g->json);
		break;
	case GRID_CSV:
		for (size_t i = 0; i < columns; i++) {
			fputs(i ? "," : "", out);
			csv_text(out, names[i]);
		}
		fputs("\r\n", out);
		break;
	}
	return g;
}

void grid_row(struct grid *g, const struct grid_cell *cells)
{
	switch (g->form) {
	case GRID_TABLE:
		if (g->measured)
			table_row(g, cells);
		else
			table_keep(g, cells);
		break;
	case GRID_JSON:
		json_row(g, cells);
		break;
	case GRID_CSV:
		csv_row(g, cells);
		break;
	}
}

void grid_end(struct grid *g)
{
	if (!g)
		return;
	if (g->form == GRID_TABLE && !g->measured)
		table_start(g);
	if (g->form == GRID_JSON)
		json_done(&g->json);
	arena_free(g->arena);
	free(g);
}

void grid_endp(struct grid **g)
{
	grid_end(*g);
}
