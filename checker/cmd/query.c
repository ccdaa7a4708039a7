/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint query: SQL over the facts. */
#include <string.h>

#include "base/typo.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/input.h"
#include "db/db.h"
#include "format/grid.h"
#include "format/page.h"
#include "policy/policy.h"

enum { QUERY_MILLISECONDS = 60000 };

static struct {
	struct input input;
	struct saying saying;
	const char *policy, *format, *output, *color;
} o = { .format = "table" };

static const struct option output_options[] = {
	OPT_CHOICE('f', "format", &o.format, "FORMAT", grid_names,
		   "table (the default), json or csv"),
	OPT_STRING('o', "output", &o.output, "FILE", "write to FILE: all rows or nothing"),
	OPT_CHOICE(0, "color", &o.color, "WHEN", color_words,
		   "auto (the default), always or never"),
	SAYING_OPTIONS(&o.saying),
};

static const struct option input_options[] = {
	OPT_STRING('p', "policy", &o.policy, "FILE", "policy: what param() and the roles of ports come from"),
	INPUT_OPTIONS(&o.input),
};

static const struct option_group groups[] = {
	{ "Output", output_options, countof(output_options) },
	{ "Input", input_options, countof(input_options) },
};

static enum grid_form form(void)
{
	for (size_t i = 0; grid_names[i]; i++)
		if (same(grid_names[i], o.format))
			return (enum grid_form)i;
	return GRID_TABLE;
}

/* The line of the SQL that holds the offset, and a mark below the place. */
static void show_place(const char *sql, int offset)
{
	size_t at = (size_t)offset, start = at;
	struct str line;

	while (start && sql[start - 1] != '\n')
		start--;
	line = str_upto(str_of(sql + start), strcspn(sql + start, "\n"));
	fputs("  ", stderr);
	text_visible_print(stderr, line);
	fprintf(stderr, "\n  %*s^\n", (int)text_visible_width(str_upto(line, at - start)), "");
}

static struct grid_cell cell(const struct query *q, size_t column)
{
	switch (query_type(q, column)) {
	case VALUE_NULL:
		break;
	case VALUE_NUMBER:
		return (struct grid_cell){ .type = GRID_NUMBER, .number = query_number(q, column) };
	case VALUE_REAL:
		return (struct grid_cell){ .type = GRID_REAL, .real = query_real(q, column) };
	case VALUE_TEXT:
		return (struct grid_cell){ .type = GRID_TEXT, .text = query_text(q, column) };
	}
	return (struct grid_cell){ .type = GRID_NULL };
}

/* Two columns of one name would be one key of a JSON object: the later ones are numbered. */
static const char **column_names(struct arena *a, const struct query *q, size_t n)
{
	const char **names = arena_array(a, n, sizeof(*names));

	for (size_t i = 0; i < n; i++) {
		unsigned again = 1;

		for (size_t j = 0; j < i; j++)
			again += same(query_column_name(q, j), query_column_name(q, i));
		names[i] = arena_strdup(a, query_column_name(q, i));
		if (again > 1)
			names[i] = arena_printf(a, "%s_%u", names[i], again);
	}
	return names;
}

static int write_rows(struct arena *a, struct query *q, FILE *out, struct err *err)
{
	size_t n = query_columns(q);
	struct grid_cell *cells = arena_array(a, n, sizeof(*cells));
	const char *const *names = column_names(a, q, n);
	bool color = color_wanted(o.color, out);
	CLEANUP(grid_endp) struct grid *g = grid_new(out, form(), names, n, color);
	int row;

	query_start(q, QUERY_MILLISECONDS);
	while ((row = query_step(q, err)) > 0) {
		for (size_t i = 0; i < n; i++)
			cells[i] = cell(q, i);
		grid_row(g, cells);
	}
	return row;
}

static int answer(struct arena *a, struct db *db, const char *sql, int status)
{
	CLEANUP(output_abort) struct output out = { .out = NULL };
	CLEANUP(query_freep) struct query *q = NULL;
	struct err err;
	int offset = -1;

	if (db_prepare(db, sql, &q, &offset, &err) < 0) {
		cmd_fail(&err);
		if (offset >= 0 && (size_t)offset <= strlen(sql))
			show_place(sql, offset);
		return STATUS_FAILED;
	}
	if (output_open(&out, o.output ? o.output : "-", &err) < 0 ||
	    write_rows(a, q, out.out, &err) < 0)
		return cmd_fail(&err);
	return cmd_commit(&out, status);
}

static const char *column_list(struct arena *a, const struct table *t)
{
	const char *text = "host";

	for (size_t i = 0; i < t->ncolumns; i++)
		if (!same(t->columns[i].name, "host"))
			text = arena_printf(a, "%s, %s", text, t->columns[i].name);
	return text;
}

/* .tables for people: each with its columns below. */
static void list_tables(struct arena *a, FILE *out)
{
	struct page p = { .out = out,
			  .width = page_width(out),
			  .color = color_wanted(o.color, out) };
	struct db_view view;

	for (enum table_id id = 0; id < TABLE_COUNT; id++) {
		const struct table *t = schema_table(id);

		page_ink(&p, INK_BOLD, t->name);
		fprintf(out, "  %s\n    ", t->doc);
		page_words(&p, 4, 4, str_of(column_list(a, t)));
		fputc('\n', out);
	}
	page_ink(&p, INK_BOLD, "views");
	fputc('\n', out);
	for (size_t i = 0; db_view_at(i, &view); i++)
		page_line(&p, 2, arena_printf(a, "%s  %.*s", view.name, STR_ARGS(view.doc)));
}

static void list_columns(struct grid *g, const struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct column *c = &t->columns[i];

		grid_row(g, (struct grid_cell[]){ { GRID_TEXT, .text = t->name },
						  { GRID_TEXT, .text = c->name },
						  { GRID_TEXT, .text = cell_type_name(c->type) },
						  { GRID_TEXT, .text = c->doc } });
	}
}

static int wrong_table(struct arena *a, struct str name)
{
	struct words names = { NULL, 0 };
	struct err err;

	for (enum table_id id = 0; id < TABLE_COUNT; id++)
		words_add(&names, schema_table(id)->name, a);
	typo_error(&err, "table", arena_str(a, name), names.v, names.n);
	return cmd_fail(&err);
}

/* .tables, .tables NAME */
static int describe(struct arena *a, const char *words)
{
	static const char *const names[] = { "table", "column", "type", "holds" };
	CLEANUP(output_abort) struct output out = { .out = NULL };
	struct str name = str_trim(str_from(str_of(words), strlen(".tables")));
	enum table_id one = TABLE_COUNT;
	struct err err;

	if (name.n && !schema_find(name, &one))
		return wrong_table(a, name);
	if (output_open(&out, o.output ? o.output : "-", &err) < 0)
		return cmd_fail(&err);
	if (!name.n && form() == GRID_TABLE) {
		list_tables(a, out.out);
		return cmd_commit(&out, STATUS_OK);
	}
	struct grid *g =
		grid_new(out.out, form(), names, countof(names), color_wanted(o.color, out.out));

	for (enum table_id id = 0; id < TABLE_COUNT; id++)
		if (one == TABLE_COUNT || one == id)
			list_columns(g, schema_table(id));
	grid_end(g);
	return cmd_commit(&out, STATUS_OK);
}

static int ask(struct arena *a, const char *sql, const struct words *sources)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	const char *file = policy_discover(o.policy);
	struct policy *policy = NULL;
	struct err err;
	int status;

	if (file && policy_load(a, file, &policy, &err) < 0)
		return cmd_fail(&err);
	status = input_load(&o.input, sources, s);
	if (status < 0)
		return STATUS_FAILED;
	input_tell(&o.saying, s, file);
	db = db_new(s, policy, &err);
	return db ? answer(a, db, sql, status) : cmd_fail(&err);
}

static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct words words, sources;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &words, &status))
		return status;
	if (!words.n) {
		cmd_say("query needs SQL: 'SELECT name, mtu FROM interface'; or .tables");
		return STATUS_FAILED;
	}
	if (str_starts(str_of(words.v[0]), ".tables"))
		return describe(a, words.v[0]);
	sources = (struct words){ words.v + 1, words.n - 1 };
	return ask(a, words.v[0], &sources);
}

const struct command command_query = {
	.name = "query",
	.arguments = "SQL [SOURCE...]",
	.doc = "run a SELECT over the facts",
	.about = "Runs one SELECT over the facts of each SOURCE, or of this host. '.tables' instead "
		 "of SQL lists the tables and their columns, '.tables NAME' the columns of one table "
		 "and what they hold.",
	.run = run,
};
