/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/facts.h"

#include <string.h>

static size_t size_of(enum cell_type type)
{
	static const size_t sizes[] = {
		[CELL_text] = sizeof(struct text),     [CELL_num] = sizeof(struct num),
		[CELL_tri] = sizeof(enum tri),	       [CELL_ip] = sizeof(struct ip),
		[CELL_prefix] = sizeof(struct prefix), [CELL_mac] = sizeof(struct mac),
	};

	return sizes[type];
}

static bool is_left_out(const struct about *without, enum table_id t, unsigned column,
			const char *text)
{
	for (size_t i = 0; without && i < without->ncolumns; i++) {
		const struct about_column *c = &without->columns[i];
		if (c->table == t && c->column == column &&
		    (!c->value.n || (text && str_eq(c->value, text))))
			return true;
	}
	return false;
}

/* Texts belong to the snapshot that they stand in; zero is unknown. */
static void move_cells(struct snapshot *s, enum table_id t, union any_row *row,
		       const struct about *without)
{
	const struct table *table = schema_table(t);

	row->row.origin.file = snapshot_cstr(s, row->row.origin.file.s);
	for (unsigned c = 0; c < table->ncolumns; c++) {
		const struct column *column = &table->columns[c];
		void *cell = (char *)row + column->offset;
		struct text *text = column->type == CELL_text ? cell : NULL;
		if (column->computed)
			continue;
		if (is_left_out(without, t, c, text ? text->s : NULL))
			memset(cell, 0, size_of(column->type));
		else if (text)
			*text = snapshot_cstr(s, text->s);
	}
}

static bool is_lost(const struct facts_gap *gap, size_t row)
{
	return gap->loss == LOSS_ROWS || (gap->loss == LOSS_ROW && gap->row == row);
}

static void cover_like(struct snapshot *s, unsigned to, const struct snapshot *from, unsigned host,
		       enum table_id t, const struct facts_gap *gap)
{
	const char *why;
	enum coverage_state state = snapshot_coverage(from, host, t, &why);

	if (gap && gap->loss != LOSS_CELL)
		snapshot_cover(s, to, t, COVERAGE_PARTIAL, "cut");
	else
		snapshot_cover(s, to, t, state, why);
}

static void add_host_facts(struct snapshot *s, const struct snapshot *from, unsigned host,
			   const char *prefix, const struct about *without,
			   const struct facts_gap *gap)
{
	union any_row row = { .row.next = 0 };
	unsigned to;

	get_host(from, host, 0, &row.host);
	move_cells(s, TABLE_host, &row, without);
	row.host.name = snapshot_textf(s, "%s%s", prefix, snapshot_host_name(from, host));
	to = snapshot_add_host(s, &row.host);
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const struct facts_gap *here =
			gap && gap->host == host && gap->table == t ? gap : NULL;
		if (here && here->loss == LOSS_TABLE)
			continue;
		cover_like(s, to, from, host, t, here);
		for (size_t i = 0; t != TABLE_host && snapshot_get(from, t, host, i, &row.row);
		     i++) {
			if (here && is_lost(here, i))
				continue;
			move_cells(s, t, &row, without);
			snapshot_add(s, t, to, &row.row);
		}
	}
}

void facts_add(struct snapshot *s, const struct snapshot *from, const char *prefix)
{
	for (unsigned host = 0; host < snapshot_hosts(from); host++)
		add_host_facts(s, from, host, prefix, NULL, NULL);
}

static void unset(struct snapshot *s, unsigned host, const struct facts_gap *gap)
{
	const struct column *column = &schema_table(gap->table)->columns[gap->column];
	union any_row row = { .row.next = 0 };

	snapshot_get(s, gap->table, host, gap->row, &row.row);
	memset((char *)&row + column->offset, 0, size_of(column->type));
	snapshot_put(s, gap->table, host, gap->row, &row.row);
}

void facts_add_without(struct snapshot *s, const struct snapshot *from, const char *prefix,
		       const struct facts_gap *gap)
{
	add_host_facts(s, from, gap->host, prefix, NULL, gap);
	if (gap->loss == LOSS_CELL)
		unset(s, snapshot_hosts(s) - 1, gap);
}

struct snapshot *facts_without(const struct snapshot *from, const struct facts_gap *gap)
{
	struct snapshot *s = snapshot_new();

	for (unsigned host = 0; host < snapshot_hosts(from); host++)
		add_host_facts(s, from, host, "", NULL, gap);
	if (gap && gap->loss == LOSS_CELL)
		unset(s, gap->host, gap);
	snapshot_seal(s);
	return s;
}

static void leave_out(struct snapshot *s, uint64_t tables)
{
	for (unsigned host = 0; host < snapshot_hosts(s); host++)
		for (enum table_id t = 0; t < TABLE_COUNT; t++)
			if (tables >> t & 1 && t != TABLE_host)
				snapshot_truncate(s, t, host, 0);
}

struct snapshot *facts_make(const struct snapshot *from, const struct about *without, bool twice)
{
	struct snapshot *s = snapshot_new();

	for (unsigned host = 0; host < snapshot_hosts(from); host++)
		add_host_facts(s, from, host, "", without, NULL);
	for (unsigned host = 0; twice && host < snapshot_hosts(from); host++)
		add_host_facts(s, from, host, FACTS_COPY, without, NULL);
	/* Once more for the tables that sealing fills. */
	leave_out(s, without ? without->tables : 0);
	snapshot_seal(s);
	leave_out(s, without ? without->tables : 0);
	return s;
}
