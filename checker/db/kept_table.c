/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept, as SQL reads it: a table that is filled when it is first read. */
#include <string.h>

#include "db/state.h"

struct filter {
	size_t column;
	bool exact, known; /* equals `value`; else is known or not */
	struct value value;
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct kept *k;
	size_t row;
	bool indexed;
	struct index index;
	size_t nfilters;
	struct holds holds;
	char *texts; /* of the filters */
	struct filter filters[PLAN_STEPS + 2]; /* not zeroed; the host, and what holds() looks up */
};

static char *declaration(const struct kept *k)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	sqlite3_str_appendall(text, "CREATE TABLE x(");
	kept_append_columns(text, k);
	sqlite3_str_appendall(text, ")");
	return sqlite3_str_finish(text);
}

static int connect(sqlite3 *sql, void *data, int argc, const char *const *argv, sqlite3_vtab **ret,
		   char **error)
{
	struct kept *k = data;
	int rc = k->columns ? SQLITE_OK : kept_prepare(k, error);

	(void)sql, (void)argc, (void)argv;
	return rc == SQLITE_OK ? module_connect(k->db, k, declaration(k), ret) : rc;
}

static enum plan_affinity affinity_of(const void *ctx, unsigned column)
{
	(void)ctx, (void)column;
	return PLAN_NONE;
}

static int best_index(sqlite3_vtab *v, sqlite3_index_info *info)
{
	const struct kept *k = module_table(v);

	return plan_make(info, k->ncolumns, 300, affinity_of, NULL);
}

static int open_cursor(sqlite3_vtab *v, sqlite3_vtab_cursor **ret)
{
	int rc = module_open(sizeof(struct cursor), offsetof(struct cursor, filters), ret);

	if (rc == SQLITE_OK)
		((struct cursor *)*ret)->k = module_table(v);
	return rc;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(((struct cursor *)cursor)->texts);
	return module_close(cursor);
}

static const struct value *cell_of(const struct kept *k, size_t row, size_t column)
{
	return &k->cells[row * k->ncolumns + column];
}

/*
 * What the other side's value says for certain.  Texts against a column of
 * texts, numbers against a column of numbers; SQLite compares all the rest.
 */
static bool add_equal(struct cursor *c, size_t column, sqlite3_value *v)
{
	bool texts = c->k->only_text & INDEX_COLUMN(column),
	     numbers = c->k->only_numbers & INDEX_COLUMN(column);
	struct filter f = { .column = column, .known = true, .value = kept_value(v) };

	f.exact =
		(texts && f.value.type == VALUE_TEXT) || (numbers && f.value.type == VALUE_NUMBER);
	if (f.exact && f.value.type == VALUE_TEXT &&
	    strlen(f.value.text) != (size_t)sqlite3_value_bytes(v))
		return false;
	c->filters[c->nfilters++] = f;
	return true;
}

static bool add_step(struct cursor *c, struct plan_step step, sqlite3_value *v)
{
	struct filter f = { .column = step.column };

	if (step.op == PLAN_HOLDS)
		return holds_ask(&c->holds, step.column, v);
	if (step.op == SQLITE_INDEX_CONSTRAINT_EQ && sqlite3_value_type(v) == SQLITE_NULL)
		return false;
	if (step.op != SQLITE_INDEX_CONSTRAINT_ISNULL && sqlite3_value_type(v) != SQLITE_NULL)
		return add_equal(c, step.column, v);
	c->filters[c->nfilters++] = f;
	return true;
}

/* A statement that sees one host of several has the rows of that one. */
static void filter_host(struct cursor *c)
{
	const struct db *db = c->k->db;

	if (!c->k->by_host || !db->snapshot || db->end_host - db->first_host != 1 ||
	    snapshot_hosts(db->snapshot) == 1)
		return;
	c->filters[c->nfilters++] = (struct filter){
		.exact = true,
		.known = true,
		.value = { .type = VALUE_TEXT,
			   .text = snapshot_host_name(db->snapshot, db->first_host) },
	};
}

static uint64_t hash_value(const struct value *v)
{
	return v->type == VALUE_TEXT ? index_text(v->text) : index_mix(0, (uint64_t)v->number);
}

static bool hash_row(const void *rows, uint64_t mask, size_t row, uint64_t *ret_hash)
{
	const struct kept *k = rows;
	uint64_t hash = 0;

	for (size_t c = 0; c < k->ncolumns; c++) {
		const struct value *v = cell_of(k, row, c);
		if (!(mask & INDEX_COLUMN(c)))
			continue;
		if (v->type == VALUE_NULL)
			return false;
		hash = index_mix(hash, hash_value(v));
	}
	*ret_hash = hash;
	return true;
}

static bool passes(const struct cursor *c)
{
	c->k->db->looked_at++;
	for (size_t i = 0; i < c->nfilters; i++) {
		const struct filter *f = &c->filters[i];
		const struct value *v = cell_of(c->k, c->row, f->column);
		if ((v->type != VALUE_NULL) != f->known)
			return false;
		if (!f->exact)
			continue;
		if (v->type == VALUE_TEXT ? !same(v->text, f->value.text)
					  : v->number != f->value.number)
			return false;
	}
	return true;
}

static size_t next_row(struct cursor *c)
{
	if (c->holds.nchains)
		return holds_next(&c->holds, &c->index);
	return c->indexed ? index_next(&c->index, c->row) : c->row + 1;
}

static void seek(struct cursor *c)
{
	while (c->row < c->k->nrows && !passes(c))
		c->row = next_row(c);
}

static uint64_t hash_filters(const struct cursor *c, uint64_t mask)
{
	uint64_t hash = 0;

	for (size_t column = 0; column < c->k->ncolumns; column++) {
		const struct filter *f = c->filters;
		if (!(mask & INDEX_COLUMN(column)))
			continue;
		while (f->column != column || !f->exact)
			f++;
		hash = index_mix(hash, hash_value(&f->value));
	}
	return hash;
}

static const struct holds_lengths *lengths_of(struct kept *k, size_t column)
{
	struct holds_lengths *l;

	if (!k->lengths)
		k->lengths = arena_array(k->arena, k->ncolumns, sizeof(*k->lengths));
	l = &k->lengths[column];
	for (size_t row = 0; row < k->nrows && !l->known; row++)
		if (cell_of(k, row, column)->type == VALUE_TEXT)
			holds_note_text(l, cell_of(k, row, column)->text);
	l->known = true;
	return l;
}

/* By holds(), where an index pays; other filters may be in `mask`. False: SQLite looks. */
static bool find_holding(struct cursor *c, uint64_t mask)
{
	struct kept *k = c->k;
	struct filter *f = &c->filters[c->nfilters];
	const struct holds_lengths *l;
	struct prefix p;
	unsigned from = 0;

	if (mask & INDEX_COLUMN(c->holds.column) || !(k->only_text & INDEX_COLUMN(c->holds.column)))
		return false;
	mask |= INDEX_COLUMN(c->holds.column);
	if (!index_for(&k->indexes, mask, k->nrows, k->nrows, hash_row, k, &c->index))
		return false;
	l = lengths_of(k, c->holds.column);
	if (l->odd)
		return false;
	while (holds_subnet(&c->holds, l, &from, &p)) {
		struct prefix_string text = prefix_text(p);
		*f = (struct filter){ .column = c->holds.column, .exact = true };
		f->value = (struct value){ .type = VALUE_TEXT, .text = text.s };
		holds_add_chain(&c->holds, index_first(&c->index, hash_filters(c, mask)));
	}
	return true;
}

static size_t first_row(struct cursor *c)
{
	struct kept *k = c->k;
	uint64_t mask = 0;

	for (size_t i = 0; i < c->nfilters; i++)
		if (c->filters[i].exact)
			mask |= INDEX_COLUMN(c->filters[i].column);
	if (c->holds.asked && find_holding(c, mask))
		return holds_row(&c->holds);
	c->indexed =
		mask && index_for(&k->indexes, mask, k->nrows, k->nrows, hash_row, k, &c->index);
	return c->indexed ? index_first(&c->index, hash_filters(c, mask)) : 0;
}

/* The text of a value on the other side lives only while xFilter runs. */
static bool keep_texts(struct cursor *c)
{
	size_t size = 0, at = 0;

	sqlite3_free(c->texts);
	c->texts = NULL;
	for (size_t i = 0; i < c->nfilters; i++)
		if (c->filters[i].exact && c->filters[i].value.type == VALUE_TEXT)
			size += strlen(c->filters[i].value.text) + 1;
	if (!size)
		return true;
	c->texts = sqlite3_malloc64(size);
	for (size_t i = 0; i < c->nfilters && c->texts; i++) {
		struct value *v = &c->filters[i].value;
		if (!c->filters[i].exact || v->type != VALUE_TEXT)
			continue;
		v->text = strcpy(c->texts + at, v->text);
		at += strlen(v->text) + 1;
	}
	return c->texts;
}

static int start(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
		 sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cursor;
	struct plan_step steps[PLAN_STEPS];
	size_t n = plan_read(text, steps);
	int rc = kept_fill(c->k);

	(void)number, (void)argc;
	c->nfilters = 0;
	c->holds.asked = false;
	c->holds.nchains = 0;
	c->row = SIZE_MAX;
	if (rc != SQLITE_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (!add_step(c, steps[i], argv[i]))
			return SQLITE_OK;
	filter_host(c);
	if (!keep_texts(c))
		return SQLITE_NOMEM;
	c->row = first_row(c);
	seek(c);
	return SQLITE_OK;
}

static int step(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	c->row = next_row(c);
	seek(c);
	return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (const struct cursor *)cursor;

	return c->row >= c->k->nrows;
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *ctx, int n)
{
	const struct cursor *c = (const struct cursor *)cursor;
	const struct value *v = cell_of(c->k, c->row, (size_t)n);

	switch (v->type) {
	case VALUE_NULL:
		break;
	case VALUE_NUMBER:
		sqlite3_result_int64(ctx, v->number);
		break;
	case VALUE_REAL:
		sqlite3_result_double(ctx, v->real);
		break;
	case VALUE_TEXT:
		sqlite3_result_text(ctx, v->text, -1, SQLITE_STATIC);
		break;
	}
	return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
	*ret = (sqlite3_int64)((const struct cursor *)cursor)->row;
	return SQLITE_OK;
}

const sqlite3_module kept_module = {
	.iVersion = 1,
	.xConnect = connect,
	.xBestIndex = best_index,
	.xDisconnect = module_disconnect,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = start,
	.xNext = step,
	.xEof = at_end,
	.xColumn = column,
	.xRowid = rowid,
	.xFindFunction = holds_find,
};
