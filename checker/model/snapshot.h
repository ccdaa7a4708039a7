/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything known about the hosts: filled by sources, sealed, then const.
 *
 * Code sees rows as plain structs, one per table, made from model/tables.def:
 *
 *	struct address a = { .row.origin = where, .interface = name, .address = ip };
 *	add_address(s, host, &a);
 *	for_each_row(address, r, s, host)
 *		if (ip_equal(r->address, ip)) …
 *
 * Underneath each table of each host is a set of columns in chunks of up to
 * 4,096 rows.  A column that holds one value throughout a chunk takes no room,
 * any other takes as many bytes a row as its type needs; a live IPv4 route is
 * about 16 bytes.  Rows keep the order in which they were added.  They refer to
 * others by name, never by pointer.
 */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include "base/arena.h"
#include "model/cell.h"
#include "model/schema.h"

/*
 * Inside the input, the proof: file as the user can find it, line from 1. No file: from the kernel.
 */
struct origin {
	struct text file;
	unsigned line;
};

/* First member of every row. */
struct row {
	struct origin origin;
	size_t index; /* place in the host's table; set by reading, ignored when adding */
	size_t next;  /* of for_each_row */
};

#define TABLE(name, text) struct name { struct row row;
#define COL(type, name, text) cell_##type name;
#define END };
#include "model/tables.def"

struct snapshot;

/* A row of any table. */
union any_row {
	struct row row;
#define TABLE(name, text) struct name name;
#define COL(type, name, text)
#define END
#include "model/tables.def"
};

struct snapshot *snapshot_new(void);

/* One for rows that go into another in the end: both have the same texts. `of` outlives it. */
struct snapshot *snapshot_scratch(struct snapshot *of);
void snapshot_free(struct snapshot *s);
void snapshot_freep(struct snapshot **s);

/*
 * The one copy of a text in this snapshot; {NULL} for the empty view with p NULL.
 * An empty text that is known ("") stays one.  Bytes are kept as they are,
 * valid UTF-8 or not; NUL ends the text.
 */
struct text snapshot_text(struct snapshot *s, struct str text);
struct text snapshot_textf(struct snapshot *s, const char *fmt, ...) PRINTF(2, 3);
struct text snapshot_cstr(struct snapshot *s, const char *text); /* NULL gives {NULL} */

/* Memory that lives as long as the snapshot. */
struct arena *snapshot_arena(const struct snapshot *s);

/*
 * A new host, whose `host` row is *row (its name must be known).  Where a host
 * of that name is there already, the name gets " (source)" behind it, and a
 * number where that is taken too.  The index is what all else wants as `host`.
 */
unsigned snapshot_add_host(struct snapshot *s, const struct host *row);
unsigned snapshot_hosts(const struct snapshot *s);

/* Names the hosts once more, in their order, where names in other snapshots are taken too. */
typedef bool snapshot_taken(void *ctx, const char *name);
void snapshot_rename_hosts(struct snapshot *s, snapshot_taken *taken, void *ctx);
const char *snapshot_host_name(const struct snapshot *s, unsigned host);

/* Rows; use the typed forms below. get is false past the end. */
void snapshot_add(struct snapshot *s, enum table_id t, unsigned host, const struct row *row);
void snapshot_put(struct snapshot *s, enum table_id t, unsigned host, size_t index,
		  const struct row *row);
bool snapshot_get(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
		  struct row *ret_row);
/* The row at row->next, which then moves on. */
bool snapshot_next(const struct snapshot *s, enum table_id t, unsigned host, struct row *row);
size_t snapshot_rows(const struct snapshot *s, enum table_id t, unsigned host);

/* Drops the rows from `count` on: a read that was interrupted starts again. */
void snapshot_truncate(struct snapshot *s, enum table_id t, unsigned host, size_t count);

/*
 * One cell of a stored column, without the rest of the row: `column` is its place in
 * schema_table(t)->columns.
 */
struct cell snapshot_cell(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
			  size_t column);
struct origin snapshot_origin(const struct snapshot *s, enum table_id t, unsigned host,
			      size_t index);

/*
 * A key that is equal for equal cells of one column: what a join or a filter
 * compares.  0 is unknown.  MACs longer than 7 bytes and IPv6 addresses have
 * keys too, but unequal keys do not prove them unequal.  A prefix's key has its
 * length in the second byte.
 */
uint64_t snapshot_key(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
		      size_t column);

/* Keys of rows first … first + n - 1, which must be there: for passes over a million of them. */
void snapshot_keys(const struct snapshot *s, enum table_id t, unsigned host, size_t first, size_t n,
		   size_t column, uint64_t *ret_keys);

/* The key that a known cell has in every column of its type; false where keys do not decide. */
bool snapshot_key_of(const struct cell *c, uint64_t *ret_key);

/*
 * First row from `index` on whose key in a stored column is this one; the number of rows where
 * there is none.
 */
size_t snapshot_seek(const struct snapshot *s, enum table_id t, unsigned host, size_t index,
		     size_t column, uint64_t key);

/* Where model/lookup.c keeps what it knows of a table. */
struct lookup;
struct lookup **snapshot_lookup_slot(struct snapshot *s, enum table_id t, unsigned host);

/* The snapshot's own copy of a text; {NULL} where no row can hold it. */
struct text snapshot_find(const struct snapshot *s, struct str text);

/*
 * add_route(s, host, &row), put_route(s, host, index, &row), get_route(s, host, index, &row) for
 * every table.
 */
#define TABLE(name, text) \
	static inline void add_##name(struct snapshot *s, unsigned host, const struct name *row) \
	{ \
		snapshot_add(s, TABLE_##name, host, &row->row); \
	} \
	static inline void put_##name(struct snapshot *s, unsigned host, size_t i, \
				      const struct name *row) \
	{ \
		snapshot_put(s, TABLE_##name, host, i, &row->row); \
	} \
	static inline bool get_##name(const struct snapshot *s, unsigned host, size_t i, \
				      struct name *ret) \
	{ \
		return snapshot_get(s, TABLE_##name, host, i, &ret->row); \
	}
#define COL(type, name, text)
#define END
#include "model/tables.def"

/*
 * Reads each row into r, a struct of the loop's own: for_each_row(route, r, s, host) { … r->dst … }
 * break and continue do as they should; rows added meanwhile are seen.
 */
#define for_each_row(T, r, s, host) \
	for (struct T r[1] = { { .row.next = 0 } }; snapshot_next((s), TABLE_##T, (host), &r->row);)

/*
 * Was a table read?  The last word counts, except that `partial` and `absent`
 * stay `partial` once rows were read.  A table of which nobody spoke is absent.
 */
enum coverage_state { COVERAGE_ABSENT, COVERAGE_PARTIAL, COVERAGE_READ };
void snapshot_cover(struct snapshot *s, unsigned host, enum table_id t, enum coverage_state state,
		    const char *why); /* why: NULL with COVERAGE_READ */
enum coverage_state snapshot_coverage(const struct snapshot *s, unsigned host, enum table_id t,
				      const char **ret_why); /* NULL where none was given */

/*
 * What no output told of a table's rows, though they are there: a word of model/lack.h, such as
 * "service tags".  Of each table what was missed, ", " between; NULL: nothing.
 */
void snapshot_miss(struct snapshot *s, unsigned host, enum table_id t, const char *what);
const char *snapshot_missing(const struct snapshot *s, unsigned host, enum table_id t);

/*
 * A file of the input that told a table, were it that it has no row; the origins of rows say so
 * themselves.  Of each table the first few, ", " between; NULL: none.
 */
void snapshot_told(struct snapshot *s, unsigned host, enum table_id t, const char *file);
const char *snapshot_files(const struct snapshot *s, unsigned host, enum table_id t);

/* Keeps a line that was not understood; text is cut to 200 bytes. */
void snapshot_note(struct snapshot *s, unsigned host, struct origin origin, struct str text,
		   const char *reason);

/* file NULL: no origin */
struct origin snapshot_at(struct snapshot *s, const char *file, unsigned line);

/*
 * Keeps the text of a file for the lines that findings quote, where a row has its origin there. Very
 * large files, and those beyond some hundreds, are not kept.
 */
void snapshot_keep_lines(struct snapshot *s, const char *file, struct str text);

/* A line of a file that was kept, from 1; p NULL: it was not. */
struct str snapshot_line(const struct snapshot *s, const char *file, unsigned line);

/*
 * After the last source: fills the derived tables and the coverage rows of tables nobody spoke of.
 * Once.
 */
void snapshot_seal(struct snapshot *s);

/* Bytes held, all in all: for the bench. */
size_t snapshot_bytes(const struct snapshot *s);

#endif
