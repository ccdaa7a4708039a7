/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What many outputs say of one host, brought together.
 *
 * Rows come in any order and as often as they like; of each the cells that its output shows are
 * filled, the rest is zero.  Rows of one KEY (model/tables.def) become one, cell by cell: of two
 * that differ the better rank is believed, among equals the first, and a note shows both.
 *
 * A reader either puts row by row, or leaves a whole output in a scratch snapshot, a *fragment*,
 * and merge_fragments() brings those together.
 */
#ifndef MODEL_MERGE_H
#define MODEL_MERGE_H

#include "model/snapshot.h"

/* How far an output is believed where two differ; a better one is greater. */
enum merge_rank {
	MERGE_GUESS = 1, /* a title, a file name, what follows from other facts */
	MERGE_CONFIG,	 /* what shall be, not what is */
	MERGE_DUMP,	 /* bulk state for support: esxcfg-info, net-dvs, sysfs */
	MERGE_LISTING,	 /* tables for people: esxcfg-*, net-tools, -br */
	MERGE_OBJECT,	 /* objects of an API in a text of their own: vim-cmd */
	MERGE_COMMAND,	 /* a command's text: ip, iscsiadm, esxcli */
	MERGE_DETAIL,	 /* the same with its details: ip -d, -P 3 */
	MERGE_TYPED,	 /* the same in a form for programs: JSON, XML, records on disk */
};

/* A table beside those of model/tables.def, of use while a host is read; key: as schema_key(). */
struct merge_table {
	const struct table *table;
	const char *key;
};

struct merge;

/* The tables are TABLE_COUNT, TABLE_COUNT + 1, … in all that follows. */
struct merge *merge_new(struct snapshot *s, const struct merge_table *more, size_t n);
void merge_free(struct merge *m); /* accepts NULL */
struct arena *merge_arena(const struct merge *m); /* lives as long as m */

/* Adds a row, or fills the one that is there.  A row without its key is left out. */
void merge_put(struct merge *m, unsigned table, enum merge_rank rank, const struct row *row);

/* The merged rows, in the order in which they came; NULL past the end.  Valid until the next put. */
const struct row *merge_get(const struct merge *m, unsigned table, size_t index);
size_t merge_rows(const struct merge *m, unsigned table);

/* The merged row of this key, or NULL. */
const struct row *merge_find(const struct merge *m, unsigned table, const struct row *like);

/* The rank of one of its cells; 0: not known.  `column` is a place as COLUMN() has it. */
unsigned merge_rank(const struct merge *m, unsigned table, size_t index, size_t column);

/* Kept until merge_write_notes(). */
void merge_note(struct merge *m, struct origin origin, struct str text, const char *reason);
void merge_write_notes(struct merge *m, unsigned host);

/*
 * Outputs of one kind give an interface two hardware addresses: words on that, or NULL.  same_file:
 * they may be in one file, be it of two times.
 */
const char *merge_apart(const struct merge *m, bool same_file);

/* One output, parsed alone into a scratch snapshot: rows, coverage and notes of one host there. */
struct merge_fragment {
	const struct snapshot *from; /* snapshot_scratch() of the one that is written */
	unsigned host;
	enum merge_rank rank;
	struct text file; /* where its text begins: origins become FILE:(line - 1 + theirs); */
	unsigned line;	  /* {NULL}: they are right as they are */
	/*
	 * Tables of which it lists all there is, where its coverage says `read`: what it does not
	 * list, another output cannot add.
	 */
	table_set whole;
	unsigned families;  /* those are lists of IPv4 (1), IPv6 (2) alone; 0: of both */
	const char *list;   /* TABLE_route: of this table's routes alone; NULL: of all */
	const char *filter; /* it shows a part: why, in words; NULL: it does not */
};

/*
 * Writes the rows of the fragments to a host of the snapshot, those of the best ones first, their
 * notes, and the best coverage of each table.
 */
void merge_fragments(struct snapshot *s, unsigned host, const struct merge_fragment *v, size_t n);

/* merge_put_route(m, rank, &row) for every table. */
#define TABLE(name, text) \
	static inline void merge_put_##name(struct merge *m, enum merge_rank rank, \
					    const struct name *row) \
	{ \
		merge_put(m, TABLE_##name, rank, &row->row); \
	}
#define COL(type, name, text)
#define END
#include "model/tables.def"

#endif
