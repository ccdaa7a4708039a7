/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/snapshot.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "model/code.h"
#include "model/column.h"
#include "model/derive.h"
#include "model/intern.h"
#include "model/lack.h"

/* Two parts of each chunk are the origin's: file and line. */
enum { PART_FILE, PART_LINE, PART_FIRST };

struct rows {
	struct column_part **chunks; /* each an array: PART_FIRST parts, then one for each column */
	size_t nchunks, count;
};

struct coverage_mark {
	bool spoken;
	enum coverage_state state;
	const char *why, *missing;
	struct words files;
	const char *file; /* of the last row */
	bool more;        /* there were more files */
};

/* So many files of a table are named. */
enum { FILES_NAMED = 8 };

struct host_rows {
	const char *name, *given; /* given: by the source */
	struct rows rows[TABLE_COUNT];
	struct coverage_mark coverage[TABLE_COUNT];
	struct lookup *lookups[TABLE_COUNT];
};

/* A file of the input, and where its lines begin, once one is asked for. */
struct lines {
	const char *file; /* the snapshot's own text */
	struct str text;
	uint32_t *starts;
	size_t n;
};

struct snapshot {
	struct arena *arena;
	struct intern *texts;
	bool scratch; /* the texts are another snapshot's */
	struct host_rows **hosts;
	size_t nhosts;
	struct wides wides;
	unsigned *named; /* by number of a text: the host from 1 whose name it is */
	size_t nnamed;
	snapshot_taken *taken; /* NULL: all hosts are here */
	void *taken_ctx;
	bool sealed;
	struct lines *lines; /* files that were kept */
	size_t nlines, line_bytes;
};

struct snapshot *snapshot_new(void)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));

	s->arena = arena_new();
	s->texts = arena_alloc(s->arena, sizeof(*s->texts));
	intern_init(s->texts, s->arena);
	return s;
}

struct snapshot *snapshot_scratch(struct snapshot *of)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));

	s->arena = arena_new();
	s->texts = of->texts;
	s->scratch = true;
	return s;
}

void snapshot_free(struct snapshot *s)
{
	if (!s)
		return;
	if (!s->scratch)
		intern_done(s->texts);
	arena_free(s->arena);
	free(s->wides.v);
	free(s->named);
	free(s);
}

void snapshot_freep(struct snapshot **s)
{
	snapshot_free(*s);
}

struct arena *snapshot_arena(const struct snapshot *s)
{
	return s->arena;
}

struct text snapshot_text(struct snapshot *s, struct str text)
{
	return (struct text){ text.p ? intern_text(s->texts, text) : NULL };
}

struct text snapshot_find(const struct snapshot *s, struct str text)
{
	return (struct text){ intern_find(s->texts, text) };
}

struct text snapshot_cstr(struct snapshot *s, const char *text)
{
	return snapshot_text(s, str_of(text));
}

struct text snapshot_textf(struct snapshot *s, const char *fmt, ...)
{
	char small[256];
	va_list ap, again;
	struct text text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(small)) {
		char *large = xmalloc((size_t)n + 1);
		vsnprintf(large, (size_t)n + 1, fmt, again);
		text = snapshot_cstr(s, large);
		free(large);
	} else {
		text = snapshot_cstr(s, small);
	}
	va_end(again);
	return text;
}

struct origin snapshot_at(struct snapshot *s, const char *file, unsigned line)
{
	return (struct origin){ snapshot_cstr(s, file), file ? line : 0 };
}

static struct column_part *chunk_for(struct snapshot *s, struct rows *rows, const struct table *t,
				     size_t chunk)
{
	if (chunk == rows->nchunks) {
		rows->chunks =
			arena_grow(s->arena, rows->chunks, rows->nchunks, sizeof(*rows->chunks));
		rows->chunks[rows->nchunks++] =
			arena_array(s->arena, PART_FIRST + t->ncolumns, sizeof(struct column_part));
	}
	return rows->chunks[chunk];
}

struct place {
	size_t room, used, row;
};

static inline void set(struct snapshot *s, struct column_part *part, const struct place *at,
		       size_t width, uint64_t code)
{
	if (!column_set_fast(part, at->row, width, code))
		column_set(part, s->arena, at->room, at->used, at->row, width, code);
}

static void store(struct snapshot *s, enum table_id id, unsigned host, size_t index,
		  const struct row *row)
{
	const struct table *t = schema_table(id);
	struct rows *rows = &s->hosts[host]->rows[id];
	struct chunk_place at = chunk_place(index);
	struct column_part *parts = chunk_for(s, rows, t, at.chunk);
	struct place place = { chunk_rows(at.chunk),
			       index == rows->count ? at.row : chunk_rows(at.chunk), at.row };

	set(s, &parts[PART_FILE], &place, 4, intern_number(row->origin.file.s));
	set(s, &parts[PART_LINE], &place, 4, row->origin.line);
	for (size_t c = 0; c < t->ncolumns; c++) {
		const struct column *col = &t->columns[c];
		const void *cell = (const char *)row + col->offset;
		struct column_part *part = &parts[PART_FIRST + c];
		uint8_t width = code_widths[col->type];
		uint64_t code;
		if (col->computed)
			continue;
		if (!code_plain(cell, col->type, &code))
			code = code_wide(&s->wides, cell, col->type,
					   at.row ? column_code(part, at.row - 1, width) : 0);
		set(s, part, &place, width, code);
	}
}

/* Texts of one snapshot are equal where their pointers are. */
static void note_file(struct snapshot *s, enum table_id t, unsigned host, const char *file)
{
	struct coverage_mark *mark = &s->hosts[host]->coverage[t];

	mark->file = file;
	for (size_t i = 0; i < mark->files.n; i++)
		if (mark->files.v[i] == file)
			return;
	if (mark->files.n < FILES_NAMED)
		words_add(&mark->files, file, s->arena);
	else
		mark->more = true;
}

void snapshot_add(struct snapshot *s, enum table_id t, unsigned host, const struct row *row)
{
	struct rows *rows = &s->hosts[host]->rows[t];

	store(s, t, host, rows->count, row);
	rows->count++;
	if (row->origin.file.s && row->origin.file.s != s->hosts[host]->coverage[t].file)
		note_file(s, t, host, row->origin.file.s);
}

/*
 * Overwriting the last row of a chunk that is one value throughout: the rows behind it do not exist
 * yet.
 */
void snapshot_put(struct snapshot *s, enum table_id t, unsigned host, size_t index,
		  const struct row *row)
{
	if (index < s->hosts[host]->rows[t].count)
		store(s, t, host, index, row);
}

size_t snapshot_rows(const struct snapshot *s, enum table_id t, unsigned host)
{
	return s->hosts[host]->rows[t].count;
}

/* Codes of dropped rows stay in their chunks; a new row writes over them. */
void snapshot_truncate(struct snapshot *s, enum table_id t, unsigned host, size_t count)
{
	struct rows *rows = &s->hosts[host]->rows[t];

	if (count < rows->count) {
		rows->count = count;
		s->hosts[host]->lookups[t] = NULL;
	}
}

struct lookup **snapshot_lookup_slot(struct snapshot *s, enum table_id t, unsigned host)
{
	return &s->hosts[host]->lookups[t];
}

static const struct column_part *parts_at(const struct snapshot *s, enum table_id t, unsigned host,
					  struct chunk_place at)
{
	return s->hosts[host]->rows[t].chunks[at.chunk];
}

static struct origin origin_at(const struct snapshot *s, const struct column_part *parts,
			       size_t row)
{
	return (struct origin){
		{ intern_at(s->texts, (uint32_t)column_code(&parts[PART_FILE], row, 4)) },
		(unsigned)column_code(&parts[PART_LINE], row, 4),
	};
}

bool snapshot_get(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		  struct row *ret_row)
{
	const struct table *t = schema_table(id);
	struct chunk_place at = chunk_place(index);
	const struct column_part *parts;

	if (index >= snapshot_rows(s, id, host))
		return false;
	parts = parts_at(s, id, host, at);
	ret_row->origin = origin_at(s, parts, at.row);
	ret_row->index = index;
	for (size_t c = 0; c < t->ncolumns; c++) {
		const struct column *col = &t->columns[c];
		if (!col->computed)
			code_read(s->texts, &s->wides, column_code(&parts[PART_FIRST + c], at.row, code_widths[col->type]),
			       col->type, (char *)ret_row + col->offset);
	}
	return true;
}

bool snapshot_next(const struct snapshot *s, enum table_id t, unsigned host, struct row *row)
{
	size_t index = row->next;

	if (!snapshot_get(s, t, host, index, row))
		return false;
	row->next = index + 1;
	return true;
}

uint64_t snapshot_key(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		      size_t column)
{
	struct chunk_place at = chunk_place(index);
	enum cell_type type = schema_table(id)->columns[column].type;
	uint64_t code =
		column_code(&parts_at(s, id, host, at)[PART_FIRST + column], at.row, code_widths[type]);

	return code;
}

bool snapshot_key_of(const struct cell *c, uint64_t *ret_key)
{
	return code_plain(&c->text, c->type, ret_key);
}

void snapshot_keys(const struct snapshot *s, enum table_id id, unsigned host, size_t first,
		   size_t n, size_t column, uint64_t *ret_keys)
{
	size_t width = code_widths[schema_table(id)->columns[column].type];

	for (size_t i = 0; i < n;) {
		struct chunk_place at = chunk_place(first + i);
		const struct column_part *part = &parts_at(s, id, host, at)[PART_FIRST + column];
		size_t left = chunk_rows(at.chunk) - at.row, end = left < n - i ? i + left : n;
		for (; i < end; i++)
			ret_keys[i] = column_code(part, at.row++, width);
	}
}

/* A chunk that holds one value throughout is taken or passed over whole. */
size_t snapshot_seek(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
		     size_t column, uint64_t key)
{
	size_t width = code_widths[schema_table(id)->columns[column].type],
	       rows = snapshot_rows(s, id, host);

	while (index < rows) {
		struct chunk_place at = chunk_place(index);
		const struct column_part *part = &parts_at(s, id, host, at)[PART_FIRST + column];
		size_t left = chunk_rows(at.chunk) - at.row,
		       end = left < rows - index ? index + left : rows;
		if (!part->codes) {
			if (part->same == key)
				return index;
			index = end;
			continue;
		}
		for (; index < end; index++, at.row++)
			if (column_code(part, at.row, width) == key)
				return index;
	}
	return rows;
}

struct cell snapshot_cell(const struct snapshot *s, enum table_id id, unsigned host, size_t index,
			  size_t column)
{
	struct cell cell = { .type = schema_table(id)->columns[column].type };

	code_read(s->texts, &s->wides, snapshot_key(s, id, host, index, column), cell.type, &cell.text);
	return cell;
}

struct origin snapshot_origin(const struct snapshot *s, enum table_id t, unsigned host,
			      size_t index)
{
	struct chunk_place at = chunk_place(index);

	return origin_at(s, parts_at(s, t, host, at), at.row);
}

unsigned snapshot_hosts(const struct snapshot *s)
{
	return (unsigned)s->nhosts;
}

const char *snapshot_host_name(const struct snapshot *s, unsigned host)
{
	return s->hosts[host]->name;
}

/* By one of the first n hosts, or elsewhere. */
static bool name_taken(const struct snapshot *s, size_t n, const char *name)
{
	uint32_t number = intern_number(name);

	if (s->taken && s->taken(s->taken_ctx, name))
		return true;
	return number < s->nnamed && s->named[number] && s->named[number] <= n;
}

static struct text free_name(struct snapshot *s, size_t before, struct text given,
			     const char *source)
{
	struct text name = given;

	if (name_taken(s, before, name.s) && source)
		name = snapshot_textf(s, "%s (%s)", given.s, source);
	for (unsigned n = 2; name_taken(s, before, name.s); n++)
		name = snapshot_textf(s, "%s (%u)", given.s, n);
	return name;
}

static void name_host(struct snapshot *s, unsigned host, const char *name)
{
	uint32_t number = intern_number(name);

	while (number >= s->nnamed) {
		size_t n = s->nnamed ? 2 * s->nnamed : 64;
		s->named = xrealloc(s->named, n, sizeof(*s->named));
		memset(s->named + s->nnamed, 0, (n - s->nnamed) * sizeof(*s->named));
		s->nnamed = n;
	}
	s->named[number] = host + 1;
	s->hosts[host]->name = name;
}

unsigned snapshot_add_host(struct snapshot *s, const struct host *row)
{
	unsigned host = (unsigned)s->nhosts;
	struct host named = *row;

	named.name = free_name(s, host, row->name, row->source.s);
	s->hosts = arena_grow(s->arena, s->hosts, s->nhosts, sizeof(*s->hosts));
	s->hosts[s->nhosts] = arena_alloc(s->arena, sizeof(**s->hosts));
	s->hosts[s->nhosts++]->given = row->name.s;
	name_host(s, host, named.name.s);
	add_host(s, host, &named);
	snapshot_cover(s, host, TABLE_host, COVERAGE_READ, NULL);
	snapshot_cover(s, host, TABLE_coverage, COVERAGE_READ, NULL);
	snapshot_cover(s, host, TABLE_note, COVERAGE_READ, NULL);
	return host;
}

void snapshot_rename_hosts(struct snapshot *s, snapshot_taken *taken, void *ctx)
{
	s->taken = taken;
	s->taken_ctx = ctx;
	memset(s->named, 0, s->nnamed * sizeof(*s->named));
	for (unsigned host = 0; host < s->nhosts; host++) {
		struct host row;
		get_host(s, host, 0, &row);
		row.name = free_name(s, host, snapshot_cstr(s, s->hosts[host]->given),
				     row.source.s);
		name_host(s, host, row.name.s);
		put_host(s, host, 0, &row);
	}
	s->taken = NULL;
}

void snapshot_cover(struct snapshot *s, unsigned host, enum table_id t, enum coverage_state state,
		    const char *why)
{
	struct coverage_mark *mark = &s->hosts[host]->coverage[t];
	bool had_some = mark->spoken && mark->state != COVERAGE_ABSENT;

	mark->state = had_some && state == COVERAGE_ABSENT ? COVERAGE_PARTIAL : state;
	mark->why = why ? snapshot_cstr(s, why).s : NULL;
	mark->spoken = true;
}

enum coverage_state snapshot_coverage(const struct snapshot *s, unsigned host, enum table_id t,
				      const char **ret_why)
{
	const struct coverage_mark *mark = &s->hosts[host]->coverage[t];

	*ret_why = mark->why;
	return mark->state;
}

void snapshot_miss(struct snapshot *s, unsigned host, enum table_id t, const char *what)
{
	struct coverage_mark *mark = &s->hosts[host]->coverage[t];

	mark->missing = arena_list(s->arena, mark->missing, ", ", what);
}

const char *snapshot_missing(const struct snapshot *s, unsigned host, enum table_id t)
{
	return s->hosts[host]->coverage[t].missing;
}

void snapshot_told(struct snapshot *s, unsigned host, enum table_id t, const char *file)
{
	note_file(s, t, host, snapshot_cstr(s, file).s);
}

const char *snapshot_files(const struct snapshot *s, unsigned host, enum table_id t)
{
	const struct coverage_mark *mark = &s->hosts[host]->coverage[t];
	const char *list = NULL;

	for (size_t i = 0; i < mark->files.n; i++)
		list = arena_list(s->arena, list, ", ", mark->files.v[i]);
	return mark->more ? arena_list(s->arena, list, ", ", "...") : list;
}

void snapshot_note(struct snapshot *s, unsigned host, struct origin origin, struct str text,
		   const char *reason)
{
	struct note n = {
		.row.origin = origin,
		.line_text = snapshot_text(s, str_upto(text, 200)),
		.reason = snapshot_cstr(s, reason),
	};

	add_note(s, host, &n);
}

static void add_coverage_rows(struct snapshot *s, unsigned host)
{
	static const char *const states[] = { "absent", "partial", "read" };

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const struct coverage_mark *mark = &s->hosts[host]->coverage[t];
		struct coverage c = {
			.fact = snapshot_cstr(s, schema_table(t)->name),
			.state = snapshot_cstr(s, states[mark->state]),
			.why = snapshot_cstr(s, mark->why),
			.file = snapshot_cstr(s, snapshot_files(s, host, t)),
			.missing = snapshot_cstr(s, lack_facts(s, host, t)),
			.command = snapshot_cstr(s, lack_commands(s, host, t)),
		};
		if (t != TABLE_host && t != TABLE_coverage && t != TABLE_note &&
		    !schema_table(t)->derived)
			add_coverage(s, host, &c);
	}
}

void snapshot_seal(struct snapshot *s)
{
	if (s->sealed)
		return;
	s->sealed = true;
	for (unsigned host = 0; host < s->nhosts; host++) {
		derive_tables(s, host);
		add_coverage_rows(s, host);
	}
}

enum { LINES_FILES = 512, LINES_FILE = (1 << 20) - 1, LINES_BYTES = 8 << 20 };

static struct lines *find_lines(const struct snapshot *s, const char *file)
{
	for (size_t i = 0; i < s->nlines; i++)
		if (s->lines[i].file == file)
			return &s->lines[i];
	return NULL;
}

void snapshot_keep_lines(struct snapshot *s, const char *file, struct str text)
{
	const char *own = snapshot_find(s, str_of(file)).s;

	if (!own || s->nlines == LINES_FILES || text.n > LINES_FILE ||
	    s->line_bytes + text.n > LINES_BYTES || find_lines(s, own))
		return;
	s->lines = arena_grow(s->arena, s->lines, s->nlines, sizeof(*s->lines));
	s->lines[s->nlines++] = (struct lines){ .file = own,
						.text = { arena_str(s->arena, text), text.n } };
	s->line_bytes += text.n;
}

static void find_starts(struct arena *a, struct lines *l)
{
	struct str rest = l->text, line;
	size_t i = 0;

	while (str_line(&rest, &line))
		l->n++;
	l->starts = arena_array(a, l->n + 1, sizeof(*l->starts));
	for (rest = l->text; str_line(&rest, &line);)
		l->starts[i++] = (uint32_t)(line.p - l->text.p);
}

struct str snapshot_line(const struct snapshot *s, const char *file, unsigned line)
{
	const char *own = file ? snapshot_find(s, str_of(file)).s : NULL;
	struct lines *l = own ? find_lines(s, own) : NULL;
	struct str rest, text = { NULL, 0 };

	if (!l)
		return text;
	if (!l->starts)
		find_starts(s->arena, l);
	if (!line || line > l->n)
		return text;
	rest = str_from(l->text, l->starts[line - 1]);
	str_line(&rest, &text);
	return text;
}

size_t snapshot_bytes(const struct snapshot *s)
{
	return arena_used(s->arena) + s->wides.room * sizeof(*s->wides.v);
}
