/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a foreign statement may do: SELECT from the tables there are, with
 * functions that are known to be harmless, within time and memory.
 */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/options.h"
#include "db/pool.h"
#include "db/state.h"

enum { VALUE_LIMIT = 16 << 20, PROGRESS_STEPS = 20000 };

static int nothing(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void nothing_more(void *unused)
{
	(void)unused;
}

static int process_rc;

static void set_process(void)
{
	static const sqlite3_mem_methods memory = {
		.xMalloc = pool_take,
		.xFree = pool_give,
		.xRealloc = pool_retake,
		.xSize = pool_size,
		.xRoundup = pool_round,
		.xInit = nothing,
		.xShutdown = nothing_more,
	};

	/* Statements with temporary tables make glibc trim and grow the heap each time they run. */
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	process_rc = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	if (process_rc == SQLITE_OK)
		process_rc = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (process_rc == SQLITE_OK)
		process_rc = sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
	if (process_rc == SQLITE_OK)
		process_rc = sqlite3_initialize();
}

int guard_process(struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, set_process);
	return process_rc == SQLITE_OK ? 0 : err_set(err, "SQLite: %s", sqlite3_errstr(process_rc));
}

int64_t guard_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void guard_start(struct db *db, unsigned milliseconds, int64_t deadline)
{
	db->milliseconds = milliseconds;
	db->deadline = deadline;
	db->stopped = false;
}

void db_limit_steps(struct db *db, uint64_t steps)
{
	db->steps_most = (steps + PROGRESS_STEPS - 1) / PROGRESS_STEPS;
	db->steps_done = 0;
}

static int look_at_clock(void *data)
{
	struct db *db = data;

	db->stopped = guard_now() > db->deadline ||
		      (db->steps_most && ++db->steps_done > db->steps_most);
	return db->stopped;
}

static int refuse(struct db *db, const char *what, const char *name)
{
	if (!db->denied[0])
		snprintf(db->denied, sizeof(db->denied), what, name);
	return SQLITE_DENY;
}

static int compare_name(const void *name, const void *known)
{
	return sqlite3_stricmp(name, *(const char *const *)known);
}

static bool is_function_known(const char *name)
{
	static const char *const known[] = {
		"abs", "avg", "cast", "ceil", "ceiling", "char", "coalesce", "count",
		"cume_dist", "date", "datetime", "dense_rank", "every", "first_value", "floor",
		"format", "glob", "group_concat", "has_word", "hex", "holds", "ifnull", "iif",
		"in_subnet", "instr", "ip", "ip_family", "ip_is_link_local", "join_words",
		"json", "json_array", "json_array_length", "json_extract", "json_group_array",
		"json_group_object", "json_object", "json_quote", "json_type", "json_valid",
		"julianday", "lag", "last_value", "lead", "length", "like", "likelihood",
		"likely", "lower", "ltrim", "max", "min", "mod", "nth_address", "nth_value",
		"ntile", "nullif", "overlaps", "param", "percent_rank", "prefix_len", "printf",
		"quote", "rank", "regexp", "replace", "round", "row_number", "rtrim", "sign",
		"some", "strftime", "subnet", "substr", "substring", "sum", "time", "total",
		"trim", "typeof", "unicode", "unixepoch", "unlikely", "upper",
		"version_at_least",
	};

	return bsearch(name, known, countof(known), sizeof(*known), compare_name) ||
	       strncmp(name, "->", 2) == 0;
}

/* What reading a table of ours reads; in any case, since count(*) hands them on as written. */
static bool find_table(const struct db *db, const char *name, table_set *ret_reads, bool *ret_view)
{
	static const table_set of_path = (table_set)1 << TABLE_route |
					 (table_set)1 << TABLE_address |
					 (table_set)1 << TABLE_interface;

	*ret_view = false;
	*ret_reads = of_path;
	if (sqlite3_stricmp(name, "path") == 0)
		return true;
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		*ret_reads = (table_set)1 << t;
		if (sqlite3_stricmp(name, schema_table(t)->name) == 0)
			return true;
	}
	*ret_view = true;
	for (size_t i = 0; i < db->nkept; i++) {
		*ret_reads = db->kept[i].tables;
		if (sqlite3_stricmp(name, db->kept[i].name) == 0)
			return true;
	}
	return false;
}

struct reads guard_reads(struct db *db, struct reads reads)
{
	struct reads before = db->reads;

	db->reads = reads;
	db->last_read[0] = '\0';
	return before;
}

void db_note_reads(struct db *db, struct db_reads *notes)
{
	db->notes = notes;
}

static void note_column(struct db_reads *notes, const char *table, const char *column)
{
	struct rule_relation *r = notes->v;

	while (r < notes->v + notes->n && sqlite3_stricmp(r->name, table) != 0)
		r++;
	if (r == notes->v + notes->n) {
		notes->v = arena_grow(notes->arena, notes->v, notes->n, sizeof(*r));
		r = &notes->v[notes->n++];
		r->name = arena_strdup(notes->arena, table);
	}
	for (size_t i = 0; i < r->columns.n; i++)
		if (sqlite3_stricmp(r->columns.v[i], column) == 0)
			return;
	if (*column)
		words_add(&r->columns, arena_strdup(notes->arena, column), notes->arena);
}

/* A name that is none of ours was made by the statement (WITH), or is SQLite's own: refused. */
static int read_table(struct db *db, const char *name, const char *column)
{
	table_set reads;
	bool is_view;

	/* Asked for each column: mostly of the table that was asked for before. */
	if (!name || (!db->reads.notes && same(name, db->last_read)))
		return SQLITE_OK;
	if (find_table(db, name, &reads, &is_view)) {
		snprintf(db->last_read, sizeof(db->last_read), "%s", name);
		db->reads.all |= reads;
		if (!is_view)
			db->reads.itself |= reads;
		if (db->reads.notes)
			note_column(db->reads.notes, name, column);
		return SQLITE_OK;
	}
	if (sqlite3_strnicmp(name, "sqlite_", 7) == 0 || sqlite3_strnicmp(name, "pragma_", 7) == 0)
		return refuse(db, "%s cannot be read: a statement sees the tables of facts only",
			      name);
	return SQLITE_OK;
}

static int authorize(void *data, int action, const char *a, const char *b, const char *schema,
		     const char *trigger)
{
	struct db *db = data;

	(void)schema, (void)trigger;
	if (db->declaring)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_READ:
		return read_table(db, a, b);
	case SQLITE_FUNCTION:
		return is_function_known(b) ? SQLITE_OK
					    : refuse(db, "function %s() is not allowed", b);
	}
	return refuse(db, "a statement may only %s", "SELECT");
}

static void set_limits(sqlite3 *sql)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, VALUE_LIMIT },      { SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
		{ SQLITE_LIMIT_COLUMN, 256 },              { SQLITE_LIMIT_EXPR_DEPTH, 200 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 64 },      { SQLITE_LIMIT_VDBE_OP, 250000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 64 },         { SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 512 }, { SQLITE_LIMIT_VARIABLE_NUMBER, 256 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },         { SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < countof(limits); i++)
		sqlite3_limit(sql, limits[i].what, limits[i].most);
}

void guard_db(struct db *db)
{
	/* "name" is a column, never a text by mistake. */
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_drop_modules(db->sql, NULL);
	/* A large sort stays in memory, within the limit: else it writes to /tmp. */
	sqlite3_exec(db->sql, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
	set_limits(db->sql);
	sqlite3_set_authorizer(db->sql, authorize, db);
	sqlite3_progress_handler(db->sql, PROGRESS_STEPS, look_at_clock, db);
}
