/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/snapshot_write.h"

#include <string.h>

#include "base/json.h"
#include "format/snapshot_yaml.h"

/* The reader of the format knows it as NATIVE_VERSION. */
static const char version_key[] = "uplint_snapshot";
static const int version = 1;

/* Two backends write keys and rows; the walk through the snapshot is one. */
struct writer {
	FILE *out;
	enum snapshot_syntax syntax;
	struct yaml_row yaml;
	struct json json;
	bool more; /* JSON: a comma is due before the next row */
};

static void begin_row(struct writer *w)
{
	if (w->syntax == SNAPSHOT_YAML)
		return;
	fputs(w->more ? ",\n" : "\n", w->out);
	w->more = true;
	w->json = json_to(w->out, JSON_LINE);
	json_map(&w->json);
}

static void write_json(struct json *j, const struct cell *cell)
{
	switch (cell->type) {
	case CELL_text: json_string(j, cell->text.s); break;
	case CELL_num: json_int(j, cell->num.v); break;
	case CELL_tri: json_bool(j, cell->tri == TRI_YES); break;
	case CELL_ip: json_string(j, ip_text(cell->ip).s); break;
	case CELL_prefix: json_string(j, prefix_text(cell->prefix).s); break;
	case CELL_mac: json_string(j, mac_text(cell->mac).s); break;
	}
}

static void write_cell(struct writer *w, const char *key, const struct cell *cell)
{
	if (!cell_known(cell))
		return;
	if (w->syntax == SNAPSHOT_YAML) {
		yaml_row_add(&w->yaml, key, cell);
		return;
	}
	json_key(&w->json, key);
	write_json(&w->json, cell);
}

static void write_text(struct writer *w, const char *key, const char *text)
{
	write_cell(w, key, &(struct cell){ .type = CELL_text, .text = { text } });
}

static void end_row(struct writer *w)
{
	if (w->syntax == SNAPSHOT_YAML)
		yaml_row_write(w->out, &w->yaml);
	else
		json_end(&w->json);
}

static void begin_table(struct writer *w, const char *name, bool empty)
{
	if (w->syntax == SNAPSHOT_JSON)
		fprintf(w->out, ",\n\"%s\":[", name);
	else
		fprintf(w->out, empty ? "%s: []\n" : "%s:\n", name);
	w->more = false;
}

static void end_table(struct writer *w)
{
	if (w->syntax == SNAPSHOT_JSON)
		fputs(w->more ? "\n]" : "]", w->out);
}

static void write_cells(struct writer *w, const struct snapshot *s, enum table_id id, unsigned host,
			size_t i)
{
	const struct table *t = schema_table(id);

	for (size_t c = 0; c < t->ncolumns; c++) {
		if (t->columns[c].computed)
			continue;
		struct cell cell = snapshot_cell(s, id, host, i, c);
		write_cell(w, t->columns[c].name, &cell);
	}
}

/* Tables that a host's mapping holds. */
static bool is_key(enum table_id t)
{
	return t != TABLE_host && t != TABLE_coverage && !schema_table(t)->derived;
}

/*
 * Without an entry in `coverage`, a table's key means that it was read, and no
 * key that nobody spoke of it.
 */
static bool says_itself(const struct snapshot *s, unsigned host, enum table_id t, bool key)
{
	const char *why;
	enum coverage_state state = snapshot_coverage(s, host, t, &why);

	return t == TABLE_note || (!why && !snapshot_missing(s, host, t) && state == (key ? COVERAGE_READ : COVERAGE_ABSENT));
}

static bool has_key(const struct snapshot *s, unsigned host, enum table_id t)
{
	const char *why;

	if (snapshot_rows(s, t, host))
		return true;
	return t != TABLE_note && snapshot_coverage(s, host, t, &why) == COVERAGE_READ;
}

static void write_table(struct writer *w, const struct snapshot *s, unsigned host, enum table_id t)
{
	size_t rows = snapshot_rows(s, t, host);

	begin_table(w, schema_table(t)->name, rows == 0);
	for (size_t i = 0; i < rows; i++) {
		begin_row(w);
		write_cells(w, s, t, host, i);
		end_row(w);
	}
	end_table(w);
}

static void write_coverage(struct writer *w, const struct snapshot *s, unsigned host)
{
	static const char *const states[] = { "absent", "partial", "read" };
	bool begun = false;

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const char *why;
		enum coverage_state state = snapshot_coverage(s, host, t, &why);

		if (!is_key(t) || says_itself(s, host, t, has_key(s, host, t)))
			continue;
		if (!begun)
			begin_table(w, schema_table(TABLE_coverage)->name, false);
		begun = true;
		begin_row(w);
		write_text(w, "fact", schema_table(t)->name);
		write_text(w, "state", states[state]);
		write_text(w, "why", why);
		write_text(w, "missing", snapshot_missing(s, host, t));
		end_row(w);
	}
	if (begun)
		end_table(w);
}

/* The host's own cells: its name first, and without the source, which is this run's. */
static void write_host_cells(struct writer *w, const struct snapshot *s, unsigned host)
{
	const struct table *t = schema_table(TABLE_host);

	write_text(w, "host", snapshot_host_name(s, host));
	for (size_t c = 0; c < t->ncolumns; c++) {
		if (t->columns[c].computed || c == COLUMN(host, name) || c == COLUMN(host, source))
			continue;
		struct cell cell = snapshot_cell(s, TABLE_host, host, 0, c);
		write_cell(w, t->columns[c].name, &cell);
	}
}

static void begin_host(struct writer *w, const struct snapshot *s, unsigned host)
{
	if (w->syntax == SNAPSHOT_YAML) {
		fprintf(w->out, "%s%s: %d\n", host ? "---\n" : "", version_key, version);
		write_host_cells(w, s, host);
		yaml_keys_write(w->out, &w->yaml);
		return;
	}
	fputs(host ? ",\n" : "\n", w->out);
	w->json = json_to(w->out, JSON_LINE);
	json_map(&w->json);
	write_host_cells(w, s, host);
}

void snapshot_write(FILE *out, const struct snapshot *s, enum snapshot_syntax syntax)
{
	struct writer w = { .out = out, .syntax = syntax };

	if (syntax == SNAPSHOT_JSON)
		fprintf(out, "{\"%s\":%d,\"hosts\":[", version_key, version);
	for (unsigned host = 0; host < snapshot_hosts(s); host++) {
		begin_host(&w, s, host);
		for (enum table_id t = 0; t < TABLE_COUNT; t++) {
			if (is_key(t) && has_key(s, host, t))
				write_table(&w, s, host, t);
			else if (t == TABLE_coverage)
				write_coverage(&w, s, host);
		}
		if (syntax == SNAPSHOT_JSON)
			fputs("\n}", out);
	}
	if (syntax == SNAPSHOT_JSON)
		fputs("\n]}\n", out);
	yaml_row_done(&w.yaml);
}
