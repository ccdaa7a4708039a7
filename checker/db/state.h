/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of db/ share.  Of interest to db/ alone.
 */
#ifndef DB_STATE_H
#define DB_STATE_H

#include <sqlite3.h>

#include "db/db.h"
#include "db/holds.h"
#include "db/index.h"

struct path_index;

/* A table of the snapshot as SQL sees it: the client data of its module. */
struct relation {
	struct db *db;
	enum table_id id;
	const struct table *table;
	size_t *first; /* where each host's rows begin among all; nhosts + 1, or NULL */
	struct index_set indexes;
	struct holds_lengths *lengths; /* by column; NULL until one is searched by holds() */
};

/*
 * A result kept whole: what a view's SELECT gave, or the policy's own tables.
 * Filled when it is first read, once per snapshot.
 */
struct value {
	enum value_type type;
	union {
		int64_t number;
		double real;
		const char *text;
	};
};

/* A statement that is prepared, with the tables that its WITH makes. */
struct statement {
	sqlite3_stmt *stmt;
	struct kept **of_with;
	size_t nof_with;
	struct arena *arena; /* their texts; NULL: others keep them */
};

struct kept {
	struct db *db;
	const char *name;
	const char *columns;         /* as declared; NULL: what the SELECT says */
	bool empty;                  /* known to have no row: not prepared, not run */
	const struct view_facts *facts; /* of a view, or of a table of WITH; NULL: not known */
	const char *sql;
	int (*fill)(struct kept *k); /* of a table; gives SQLITE_OK */
	struct statement statement;
	table_set tables;            /* that the SELECT reads */
	size_t ncolumns;
	bool full, busy, running;    /* busy: being prepared */
	struct value *cells;
	size_t nrows, size; /* size: what the db counts of it */
	uint64_t only_text, only_numbers; /* columns that hold nothing else, but NULL */
	struct arena *arena;
	struct index_set indexes;
	struct holds_lengths *lengths; /* by column, in the arena; NULL until holds() asks */
	bool made_by_with;
	struct kept **of_with; /* those of its WITH, itself among them */
	struct kept *next; /* of those made by WITH */
};

/* A pattern of regexp(), compiled. */
struct pattern {
	char *text;
	struct regex *regex;
};

struct db {
	sqlite3 *sql;
	const struct snapshot *snapshot;
	const struct policy *policy;
	struct relation relations[TABLE_COUNT];
	struct kept *kept;
	size_t nkept;
	size_t kept_size; /* bytes of all that is kept */
	struct kept *of_with; /* of all statements that are prepared */
	unsigned with_number; /* names the next */
	uint64_t filled;      /* tables that may have a row (rule/driving.h) */
	struct path_index **paths; /* by host */
	unsigned npaths;
	unsigned *host_slots; /* hosts from 1, by hash of name */
	size_t host_room;
	struct pattern patterns[32];
	size_t last_pattern, next_pattern;
	table_set reads;    /* of the statement that is prepared just now */
	table_set reads_itself; /* of these, what it does not read through views alone */
	char last_read[64]; /* table whose reads are counted in */
	bool declaring;     /* a table of ours: the authorizer looks away */
	char denied[120];   /* what the authorizer refused, in words; "" nothing */
	char trouble[160];  /* why a table could not be read */
	int64_t deadline;   /* ns of this thread's processor time */
	unsigned milliseconds;
	bool stopped;
	bool gathered; /* it has no snapshot */
	uint64_t looked_at; /* rows of tables and views, for db_steps() */
};

/* guard.c: nothing but SELECT, within limits. */
int guard_process(struct err *err); /* once per process: threads, memory */
void guard_db(struct db *db);
void guard_start(struct db *db, unsigned milliseconds, int64_t deadline);
int64_t guard_now(void);
/* counts on from there; gives the count so far */
table_set guard_reads(struct db *db, table_set from);

/* relation.c */
int relation_register(struct db *db);
void relation_clear(struct relation *r);

/* gathered.c */
int gathered_begin(struct db *db);

/* kept.c */
int kept_register(struct db *db);
void kept_clear(struct db *db); /* the rows: another snapshot comes */
void kept_free(struct db *db);
void kept_add(struct kept *k, size_t column, struct value v); /* column 0 begins a row */
void kept_forget(struct kept *k);                             /* its rows */
int kept_fill(struct kept *k); /* works it out, once; gives SQLite's status */
int kept_prepare(struct kept *k, char **error);               /* a view's SELECT */
struct view_facts;
void kept_know(struct kept *k, const struct view_facts *facts);

void kept_study(const struct kept *k, struct arena *a, struct view_facts *ret_facts);

/* A table of WITH, until it is dropped; it is in the list of the db whatever comes back. */
int kept_make(struct db *db, const struct view_facts *facts, struct kept **of_with,
	      struct kept **ret_kept);
void kept_drop(struct kept *k);

/*
 * statement.c: prepares a SELECT, tables of its WITH kept.  `known` is the same
 * taken apart, or NULL.  *ret_rest is what stands behind the first statement;
 * it may be NULL.  Gives SQLite's status.
 */
struct select_facts;
enum { WITH_OWN = 1 << 20 }; /* numbers from here on are given by each db, those below by a pack */
int statement_prepare(struct db *db, const char *sql, const struct select_facts *known,
		      struct statement *ret_statement, const char **ret_rest);
void statement_done(struct statement *s);
/* A column without a name of its own is called by its text: as it was written. */
const char *statement_name(const struct statement *s, const char *name);

/* view.c */
size_t view_count(void);
struct kept view_at(size_t i);

/* Tables of the policy: policy_table.c */
int policy_fill_roles(struct kept *k);
int policy_fill_expects(struct kept *k);

/* function.c */
/* Arguments of functions: an address, also with a length; a subnet, also as an address in it. */
bool function_ip(sqlite3_value *v, struct ip *ret_ip);
bool function_prefix(sqlite3_value *v, struct prefix *ret_prefix);
int aggregate_register(struct db *db);
int function_register(struct db *db);
void function_clear(struct db *db);

/* path_table.c */
int path_table_register(struct db *db);
void path_table_clear(struct db *db);

/* Declares a table's columns; frees `create`, which may be NULL. */
int db_declare(struct db *db, char *create);

/* A host by its name; false where there is none. */
bool db_host(struct db *db, const char *name, unsigned *ret_host);

/* plan.c: what xBestIndex and xFilter of all tables agree on. A step is one constraint. */
enum { PLAN_STEPS = 12, PLAN_HOLDS = SQLITE_INDEX_CONSTRAINT_FUNCTION, PLAN_IN = 200, PLAN_IN_MOST = 8 };

struct plan_step {
	unsigned column; /* of SQL: 0 is the first declared */
	/* SQLITE_INDEX_CONSTRAINT_EQ, _IS, _ISNULL; PLAN_HOLDS: holds(); PLAN_IN: a set */
	unsigned char op;
};

enum plan_affinity { PLAN_TEXT, PLAN_NUMBER, PLAN_NONE }; /* none: columns of any type, no sets */

/*
 * Chooses the constraints to take.  `affinity` tells a column's; columns from
 * `ncolumns` on are not looked at.  rows: a guess that never changes, since
 * plans must not depend on what a snapshot holds.
 */
int plan_make(sqlite3_index_info *info, size_t ncolumns, double rows,
	      enum plan_affinity (*affinity)(const void *ctx, unsigned column), const void *ctx);
size_t plan_read(const char *text, struct plan_step *ret_steps);

#endif
