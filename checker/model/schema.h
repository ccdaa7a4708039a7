/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What model/tables.def says, for code that serves all tables alike: SQL, the
 * snapshot reader and writer, the man page.
 */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "model/cell.h"

enum table_id {
#define TABLE(name, text) TABLE_##name,
#define COL(type, name, text)
#define END
#include "model/tables.def"
	TABLE_COUNT
};

/* Bit t stands for enum table_id t. */
typedef uint64_t table_set;

/* Facts within a table that take time to read and that few ask for: further bits of a set. */
enum table_part {
	PART_NETNS_NAMES = TABLE_COUNT, /* in interface.link_netns; else there are numbers */
};

/* Place of a column in its table's list, by name, at compile time: COLUMN(route, dst). */
#define TABLE(name, text) struct name##_columns {
#define COL(type, name, text) char name;
#define COMPUTED(type, name, text) char name;
#define END };
#include "model/tables.def"
#define COLUMN(table, column) offsetof(struct table##_columns, column)

struct column {
	const char *name;
	enum cell_type type;
	bool computed;  /* in SQL only; then offset means nothing */
	size_t offset;  /* in the table's row struct */
	const char *doc;
};

struct table {
	const char *name;
	const char *doc;
	bool derived;  /* filled by snapshot_seal(); no key of a snapshot file */
	size_t size;   /* of its row struct */
	const struct column *columns; /* stored ones and computed ones, as listed */
	size_t ncolumns;
};

const struct table *schema_table(enum table_id id);

/*
 * What makes two rows one, as KEY has it: names of columns, ", " between; one that begins with ~
 * counts only where both rows know it.  "": there is one row, or none is like another.
 */
const char *schema_key(enum table_id id);

/* Bits of enum platform (model/rule.h) on which a table can have rows. */
unsigned schema_platforms(enum table_id id);

/* By name; false where there is none. */
bool schema_find(struct str name, enum table_id *ret_id);
/* NULL where there is none */
const struct column *table_column(const struct table *t, struct str name);

const char *cell_type_name(enum cell_type type); /* "text", "num", … */

#endif
