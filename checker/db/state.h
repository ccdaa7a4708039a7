/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of db/ share.  Of interest to db/ alone.
 */
#ifndef DB_STATE_H
#define DB_STATE_H

#include <sqlite3.h>

#include "base/index.h"
#include "db/db.h"
#include "db/holds.h"

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

/* A value of SQL that is kept. */
struct value {
	enum value_type type;
	union {
		int64_t number;
		double real;
		const char *text;
	};
};

/*
 * A result that is kept whole: what a view's SELECT gave, or a table of the
 * policy.  It is filled when it is first read, once per snapshot.
 */
struct kept {
	struct db *db;
	const char *name;
	const char *columns; /* as declared; NULL: what the SELECT says */
	size_t ncolumns;
	bool by_host;        /* the first column is the host */
	bool empty;          /* taken to have no row: not prepared, not run */
	const struct view_facts *facts; /* NULL: not known */
	const char *sql;             /* of a view */
	int (*fill)(struct kept *k); /* of a table of the policy; gives SQLite's status */
	sqlite3_stmt *stmt;
	table_set tables; /* that the SELECT reads */
	bool full, preparing, running;
	struct value *cells;
	size_t nrows, size;               /* size: what the db counts of it, in bytes */
	uint64_t only_text, only_numbers; /* columns that hold nothing else, but NULL */
	struct arena *arena;
	struct index_set indexes;
	struct holds_lengths *lengths; /* by column, in the arena; NULL until holds() asks */
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
	unsigned first_host, end_host; /* hosts that statements see */
	struct path_index **paths; /* by host */
	unsigned npaths;
	unsigned *host_slots; /* hosts from 1, by hash of name */
	size_t host_room;
	struct pattern patterns[32];
	size_t last_pattern, next_pattern;
	struct db_reads *notes; /* where columns that are read are noted; NULL: nowhere */
	struct reads {
		table_set all;    /* of the statement that is prepared just now */
		table_set itself; /* of these, what it does not read through views alone */
		struct db_reads *notes;
	} reads;
	char last_read[64]; /* table whose reads are counted in */
	bool declaring;     /* a table of ours: the authorizer looks away */
	char denied[120];   /* what the authorizer refused, in words; "" nothing */
	char trouble[160];  /* why a table could not be read */
	int64_t deadline;   /* ns of this thread's processor time */
	unsigned milliseconds;
	uint64_t steps_most, steps_done; /* of a query, in calls of the handler; 0: any */
	bool stopped;
	bool gathered; /* it has no snapshot */
	uint64_t looked_at; /* rows of tables and views, for db_steps() */
};

/* guard.c: nothing but SELECT, within limits. */
int guard_process(struct err *err); /* once per process: threads, memory */
void guard_db(struct db *db);
void guard_start(struct db *db, unsigned milliseconds, int64_t deadline);
int64_t guard_now(void);

/* Another statement is prepared, or that of before goes on; gives what was read so far. */
struct reads guard_reads(struct db *db, struct reads reads);

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
int kept_replace(struct kept *k, const char *sql, char **error);
struct value kept_value(sqlite3_value *v);
void kept_append_columns(sqlite3_str *text, const struct kept *k); /* as declared */
int kept_fill(struct kept *k); /* works it out, once; gives SQLite's status */
int kept_prepare(struct kept *k, char **error);               /* a view's SELECT */

/* kept_table.c */
extern const sqlite3_module kept_module;

/* view.c */
struct kept view_at(size_t i);
bool about_has_rows(struct db *db, const struct about *about); /* within the time of the caller */

/* Tables of the policy: policy_table.c */
int policy_fill_roles(struct kept *k);
int policy_fill_expects(struct kept *k);

/* function.c: an argument as an address, also with a length; as a subnet, also an address in it */
bool function_ip(sqlite3_value *v, struct ip *ret_ip);
bool function_prefix(sqlite3_value *v, struct prefix *ret_prefix);
int aggregate_register(struct db *db);
int function_register(struct db *db);
void function_clear(struct db *db);

/* path_table.c */
int path_table_register(struct db *db);
void path_table_clear(struct db *db);

/* module.c: what the modules of all virtual tables share. */
struct vtab {
	sqlite3_vtab base;
	void *table; /* the module's client data */
};

/* Declares the columns of a table that may be read by anyone; frees `create`, which may be NULL. */
int module_connect(struct db *db, void *table, char *create, sqlite3_vtab **ret);
int module_disconnect(sqlite3_vtab *v);
void *module_table(sqlite3_vtab *v);

/*
 * A cursor of `size` bytes, the first `zeroed` of them zero: a statement opens many, and what its
 * filters leave unused is most of one.
 */
int module_open(size_t size, size_t zeroed, sqlite3_vtab_cursor **ret);
int module_close(sqlite3_vtab_cursor *cursor);

/* A host by its name; false where there is none among those that statements see. */
bool db_host(struct db *db, const char *name, unsigned *ret_host);

/* vtab_plan.c: what xBestIndex and xFilter of all tables agree on. A step is one constraint. */
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
