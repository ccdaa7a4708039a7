/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All tables of the snapshot as virtual tables, by one module: columns `host`,
 * the table's own, and hidden `origin`.  SQL connects each when it is first named.
 */
#include <stdlib.h>
#include <string.h>

#include "db/cell.h"
#include "db/state.h"
#include "model/derive.h"

enum { COLUMN_HOST, COLUMN_FIRST };

/* What a row must be: one constraint, its other side turned into a cell. */
struct filter {
	size_t column; /* in the schema */
	enum { FILTER_KEY, FILTER_CELL, FILTER_SET, FILTER_UNKNOWN, FILTER_KNOWN } how;
	uint64_t key;
	uint64_t set[PLAN_IN_MOST];
	size_t nset;
	struct cell cell;
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct relation *r;
	unsigned host, host_first, host_end;
	size_t row; /* of the host; its rows end at `rows` */
	size_t rows;
	size_t chain; /* with an index: place among all rows, SIZE_MAX at the end */
	bool indexed;
	struct index index;
	size_t nfilters;
	struct holds holds;
	struct filter filters[PLAN_STEPS + 1]; /* not zeroed; the last is what holds() looks up */
};

static struct cell cell_at(const struct relation *r, unsigned host, size_t row, size_t column)
{
	if (r->table->columns[column].computed)
		return derive_cell(r->db->snapshot, r->id, host, row, column);
	return snapshot_cell(r->db->snapshot, r->id, host, row, column);
}

static char *declaration(const struct table *t)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	sqlite3_str_appendf(text, "CREATE TABLE x(host TEXT");
	for (size_t c = 0; c < t->ncolumns; c++)
		sqlite3_str_appendf(text, ",\"%w\" %s", t->columns[c].name,
				    cell_sql_type(t->columns[c].type));
	sqlite3_str_appendf(text, ",origin TEXT HIDDEN)");
	return sqlite3_str_finish(text);
}

static int connect(sqlite3 *sql, void *data, int argc, const char *const *argv, sqlite3_vtab **ret,
		   char **error)
{
	struct relation *r = data;

	(void)sql, (void)argc, (void)argv, (void)error;
	return module_connect(r->db, r, declaration(r->table), ret);
}

static enum plan_affinity affinity_of(const void *ctx, unsigned column)
{
	const struct table *t = ctx;
	const struct column *c = column == COLUMN_HOST ? NULL : &t->columns[column - COLUMN_FIRST];

	if (c && (c->type == CELL_num || c->type == CELL_tri))
		return PLAN_NUMBER;
	/* A text that is worked out is not in the snapshot's list of texts: SQLite compares. */
	return c && c->computed && c->type == CELL_text ? PLAN_NONE : PLAN_TEXT;
}

/* The tables that grow; a constant, so that plans do not depend on the snapshot. */
static double rows_guess(enum table_id id)
{
	return id == TABLE_route || id == TABLE_nexthop || id == TABLE_neighbour ? 100000 : 1000;
}

static int best_index(sqlite3_vtab *v, sqlite3_index_info *info)
{
	const struct relation *r = module_table(v);

	return plan_make(info, COLUMN_FIRST + r->table->ncolumns, rows_guess(r->id), affinity_of,
			 r->table);
}

static int open_cursor(sqlite3_vtab *v, sqlite3_vtab_cursor **ret)
{
	int rc = module_open(sizeof(struct cursor), offsetof(struct cursor, filters), ret);

	if (rc == SQLITE_OK)
		((struct cursor *)*ret)->r = module_table(v);
	return rc;
}

static struct str as_text(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);

	return p ? (struct str){ p, (size_t)sqlite3_value_bytes(v) } : (struct str){ NULL, 0 };
}

/*
 * What a value, not NULL, means for `= value`: the filter to use; false: no row
 * can match.  A number may equal several texts ("5", "05"), as the other side's
 * affinity has it: there SQLite looks.
 */
static bool equal_filter(const struct cursor *c, size_t column, sqlite3_value *v,
			 struct filter *ret)
{
	const struct column *col = &c->r->table->columns[column];
	enum plan_affinity affinity = affinity_of(c->r->table, (unsigned)column + COLUMN_FIRST);
	int type = sqlite3_value_type(v);

	*ret = (struct filter){ .column = column, .how = FILTER_KNOWN, .cell.type = col->type };
	if (affinity == PLAN_NUMBER) {
		if (!cell_of_number(v, &ret->cell))
			return false;
	} else if (type == SQLITE_BLOB) {
		return false;
	} else if (affinity == PLAN_NONE || type != SQLITE_TEXT) {
		return true;
	} else if (!cell_of_text(c->r->db->snapshot, as_text(v), &ret->cell)) {
		return false;
	}
	ret->how =
		!col->computed && snapshot_key_of(&ret->cell, &ret->key) ? FILTER_KEY : FILTER_CELL;
	return true;
}

/* A small set of keys is looked at here; any other only says that the cell is known. */
static bool add_set(struct cursor *c, size_t column, sqlite3_value *values)
{
	struct filter set = { .column = column, .how = FILTER_SET }, f;
	sqlite3_value *v = NULL;

	for (int rc = sqlite3_vtab_in_first(values, &v); rc == SQLITE_OK && v;
	     rc = sqlite3_vtab_in_next(values, &v)) {
		if (sqlite3_value_type(v) == SQLITE_NULL || !equal_filter(c, column, v, &f))
			continue;
		if (f.how != FILTER_KEY || set.nset == PLAN_IN_MOST) {
			set.how = FILTER_KNOWN;
			break;
		}
		set.set[set.nset++] = f.key;
	}
	c->filters[c->nfilters++] = set;
	return set.how == FILTER_KNOWN || set.nset;
}

/* The constraint on `host`: one host, none, or all where SQLite has to look. */
static bool narrow_hosts(struct cursor *c, unsigned op, sqlite3_value *v)
{
	unsigned host;

	if (op == PLAN_IN || op == PLAN_HOLDS)
		return true;
	if (op == SQLITE_INDEX_CONSTRAINT_ISNULL || sqlite3_value_type(v) == SQLITE_NULL)
		return false;
	if (sqlite3_value_type(v) != SQLITE_TEXT)
		return true;
	if (!db_host(c->r->db, (const char *)sqlite3_value_text(v), &host) || host < c->host ||
	    host >= c->host_end)
		return false;
	c->host = host;
	c->host_end = host + 1;
	return true;
}

static bool add_step(struct cursor *c, struct plan_step step, sqlite3_value *v)
{
	struct filter f = { .column = step.column - COLUMN_FIRST };

	if (step.column == COLUMN_HOST)
		return narrow_hosts(c, step.op, v);
	if (step.op == PLAN_IN)
		return add_set(c, f.column, v);
	if (step.op == PLAN_HOLDS)
		return holds_ask(&c->holds, (unsigned)f.column, v);
	if (step.op == SQLITE_INDEX_CONSTRAINT_EQ && sqlite3_value_type(v) == SQLITE_NULL)
		return false;
	if (step.op == SQLITE_INDEX_CONSTRAINT_ISNULL || sqlite3_value_type(v) == SQLITE_NULL)
		f.how = FILTER_UNKNOWN;
	else if (!equal_filter(c, step.column - COLUMN_FIRST, v, &f))
		return false;
	c->filters[c->nfilters++] = f;
	return true;
}

/* The host of a place among all rows of the table, and the row's place there. */
static unsigned host_of(const struct relation *r, size_t place, size_t *ret_row)
{
	unsigned low = 0, high = snapshot_hosts(r->db->snapshot);

	while (high - low > 1) {
		unsigned middle = low + (high - low) / 2;
		if (r->first[middle] <= place)
			low = middle;
		else
			high = middle;
	}
	*ret_row = place - r->first[low];
	return low;
}

static bool hash_row(const void *rows, uint64_t mask, size_t place, uint64_t *ret_hash)
{
	const struct relation *r = rows;
	size_t row;
	unsigned host = host_of(r, place, &row);
	uint64_t hash = mask & INDEX_HOST ? index_mix(0, host + 1) : 0;

	for (size_t c = 0; c < r->table->ncolumns; c++) {
		if (!(mask & INDEX_COLUMN(c)))
			continue;
		struct cell cell = cell_at(r, host, row, c);
		if (!cell_known(&cell))
			return false;
		hash = index_mix(hash, cell_hash(&cell));
	}
	*ret_hash = hash;
	return true;
}

static uint64_t hash_filters(const struct cursor *c, uint64_t mask)
{
	uint64_t hash = mask & INDEX_HOST ? index_mix(0, c->host + 1) : 0;

	for (size_t column = 0; column < c->r->table->ncolumns; column++) {
		const struct filter *f = c->filters;
		if (!(mask & INDEX_COLUMN(column)))
			continue;
		while (f->column != column || (f->how != FILTER_KEY && f->how != FILTER_CELL))
			f++;
		hash = index_mix(hash, cell_hash(&f->cell));
	}
	return hash;
}

static bool in_set(const struct filter *f, uint64_t key)
{
	for (size_t i = 0; i < f->nset; i++)
		if (f->set[i] == key)
			return true;
	return false;
}

static bool passes_filter(const struct cursor *c, const struct filter *f)
{
	const struct relation *r = c->r;
	const struct column *col = &r->table->columns[f->column];
	struct cell cell;

	if (!col->computed && f->how != FILTER_CELL) {
		uint64_t key = snapshot_key(r->db->snapshot, r->id, c->host, c->row, f->column);
		if (f->how == FILTER_SET)
			return in_set(f, key);
		return f->how == FILTER_KEY ? key == f->key
					    : (key != 0) == (f->how == FILTER_KNOWN);
	}
	cell = cell_at(r, c->host, c->row, f->column);
	if (f->how == FILTER_CELL)
		return cell_equal(&cell, &f->cell);
	return cell_known(&cell) == (f->how == FILTER_KNOWN);
}

static bool passes(const struct cursor *c, size_t from)
{
	c->r->db->looked_at++;
	for (size_t i = from; i < c->nfilters; i++)
		if (!passes_filter(c, &c->filters[i]))
			return false;
	return true;
}

/* To the first row from here on that passes; a first filter that is a key runs over bare codes. */
static void seek_by_scan(struct cursor *c)
{
	const struct snapshot *s = c->r->db->snapshot;
	bool by_key = c->nfilters && c->filters[0].how == FILTER_KEY;

	for (; c->host < c->host_end; c->host++, c->row = 0) {
		c->rows = snapshot_rows(s, c->r->id, c->host);
		for (; c->row < c->rows; c->row++) {
			size_t from = c->row;
			if (by_key)
				c->row = snapshot_seek(s, c->r->id, c->host, c->row,
						       c->filters[0].column, c->filters[0].key);
			c->r->db->looked_at += c->row - from;
			if (c->row < c->rows && passes(c, by_key))
				return;
		}
	}
}

static size_t next_place(struct cursor *c)
{
	return c->holds.nchains ? holds_next(&c->holds, &c->index)
				: index_next(&c->index, c->chain);
}

static void seek_by_index(struct cursor *c)
{
	for (; c->chain != SIZE_MAX; c->chain = next_place(c)) {
		c->host = host_of(c->r, c->chain, &c->row);
		if (c->host >= c->host_first && c->host < c->host_end && passes(c, 0))
			return;
	}
	c->host = c->host_end;
}

static size_t count_rows(struct relation *r)
{
	const struct snapshot *s = r->db->snapshot;
	unsigned hosts = snapshot_hosts(s);

	if (!r->first) {
		r->first = xcalloc(hosts + 1, sizeof(*r->first));
		for (unsigned h = 0; h < hosts; h++)
			r->first[h + 1] = r->first[h] + snapshot_rows(s, r->id, h);
	}
	return r->first[hosts];
}

static const struct holds_lengths *lengths_of(struct relation *r, size_t column)
{
	const struct snapshot *s = r->db->snapshot;
	struct holds_lengths *l;

	if (!r->lengths)
		r->lengths = xcalloc(r->table->ncolumns, sizeof(*r->lengths));
	l = &r->lengths[column];
	for (unsigned h = 0; h < snapshot_hosts(s) && !l->known; h++)
		for (size_t row = 0; row < snapshot_rows(s, r->id, h); row++) {
			struct cell cell = cell_at(r, h, row, column);
			if (cell_known(&cell))
				holds_note(l, cell.prefix);
		}
	l->known = true;
	return l;
}

/* By holds(), where an index pays; other filters may be in `mask`. False: SQLite looks. */
static bool find_holding(struct cursor *c, uint64_t mask, size_t scope, size_t total)
{
	struct relation *r = c->r;
	struct filter *f = &c->filters[c->nfilters];
	const struct holds_lengths *l;
	unsigned from = 0;

	if (!c->holds.asked || mask & INDEX_COLUMN(c->holds.column) ||
	    r->table->columns[c->holds.column].type != CELL_prefix)
		return false;
	mask |= INDEX_COLUMN(c->holds.column);
	if (!index_for(&r->indexes, mask, scope, total, hash_row, r, &c->index))
		return false;
	l = lengths_of(r, c->holds.column);
	*f = (struct filter){ .column = c->holds.column, .how = FILTER_CELL };
	f->cell.type = CELL_prefix;
	while (holds_subnet(&c->holds, l, &from, &f->cell.prefix))
		holds_add_chain(&c->holds, index_first(&c->index, hash_filters(c, mask)));
	c->chain = holds_row(&c->holds);
	return true;
}

static bool choose_index(struct cursor *c)
{
	struct relation *r = c->r;
	bool one = c->host_end - c->host == 1;
	uint64_t mask = 0;
	size_t total, scope;

	for (size_t i = 0; i < c->nfilters; i++)
		if (c->filters[i].how == FILTER_KEY || c->filters[i].how == FILTER_CELL)
			mask |= INDEX_COLUMN(c->filters[i].column);
	if (!mask && !c->holds.asked)
		return false;
	total = count_rows(r);
	scope = one ? snapshot_rows(r->db->snapshot, r->id, c->host) : total;
	if (find_holding(c, one ? mask | INDEX_HOST : mask, scope, total))
		return true;
	if (!mask)
		return false;
	if (one)
		mask |= INDEX_HOST;
	if (!index_for(&r->indexes, mask, scope, total, hash_row, r, &c->index))
		return false;
	c->chain = index_first(&c->index, hash_filters(c, mask));
	return true;
}

static int start(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
		 sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cursor;
	struct plan_step steps[PLAN_STEPS];
	size_t n = plan_read(text, steps);
	bool none = false;

	(void)number, (void)argc;
	c->nfilters = 0;
	c->holds.asked = false;
	c->holds.nchains = 0;
	c->host = c->r->db->first_host;
	c->host_end = c->r->db->end_host;
	c->row = 0;
	c->indexed = false;
	for (size_t i = 0; i < n && !none; i++)
		none = !add_step(c, steps[i], argv[i]);
	if (none) {
		c->host = c->host_end;
		return SQLITE_OK;
	}
	c->host_first = c->host;
	c->indexed = choose_index(c);
	if (c->indexed)
		seek_by_index(c);
	else
		seek_by_scan(c);
	return SQLITE_OK;
}

static int step(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	if (c->indexed) {
		c->chain = next_place(c);
		seek_by_index(c);
	} else {
		c->row++;
		seek_by_scan(c);
	}
	return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (const struct cursor *)cursor;

	return c->host >= c->host_end;
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx, int n)
{
	const struct cursor *c = (const struct cursor *)cursor;
	const struct relation *r = c->r;
	size_t column = (size_t)n - COLUMN_FIRST;

	if (n == COLUMN_HOST) {
		sqlite3_result_text(ctx, snapshot_host_name(r->db->snapshot, c->host), -1,
				    SQLITE_STATIC);
	} else if (column < r->table->ncolumns) {
		struct cell cell = cell_at(r, c->host, c->row, column);
		cell_result(ctx, &cell);
	} else {
		origin_result(ctx, snapshot_origin(r->db->snapshot, r->id, c->host, c->row));
	}
	return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
	const struct cursor *c = (const struct cursor *)cursor;

	*ret = (sqlite3_int64)((uint64_t)c->host << 40 | c->row);
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.iVersion = 1,
	.xConnect = connect,
	.xBestIndex = best_index,
	.xDisconnect = module_disconnect,
	.xOpen = open_cursor,
	.xClose = module_close,
	.xFilter = start,
	.xNext = step,
	.xEof = at_end,
	.xColumn = column,
	.xRowid = rowid,
	.xFindFunction = holds_find,
};

int relation_register(struct db *db)
{
	int rc = SQLITE_OK;

	for (enum table_id t = 0; t < TABLE_COUNT && rc == SQLITE_OK; t++) {
		struct relation *r = &db->relations[t];
		*r = (struct relation){ .db = db, .id = t, .table = schema_table(t) };
		rc = sqlite3_create_module_v2(db->sql, r->table->name, &module, r, NULL);
	}
	return rc;
}

void relation_clear(struct relation *r)
{
	index_set_clear(&r->indexes);
	free(r->first);
	free(r->lengths);
	r->lengths = NULL;
	r->first = NULL;
}
