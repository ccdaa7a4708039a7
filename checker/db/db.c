/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/state.h"

static int make_tables(struct db *db)
{
	int rc = db->gathered ? SQLITE_OK : relation_register(db);

	if (rc == SQLITE_OK)
		rc = function_register(db);
	if (rc == SQLITE_OK && !db->gathered)
		rc = path_table_register(db);
	if (rc == SQLITE_OK)
		rc = kept_register(db);
	return rc;
}

/* file: "" is a temporary one, in memory as long as it is small. */
static struct db *open_db(const char *file, const struct snapshot *s, const struct policy *policy,
			  struct err *err)
{
	enum {
		FLAGS = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
	};
	struct db *db;
	int rc;

	if (guard_process(err) != 0)
		return NULL;
	db = xcalloc(1, sizeof(*db));
	db->snapshot = s;
	db->gathered = !s;
	db->policy = policy;
	db->deadline = INT64_MAX;
	db->end_host = s ? snapshot_hosts(s) : 0;
	rc = sqlite3_open_v2(file, &db->sql, FLAGS, NULL);
	if (rc == SQLITE_OK) {
		guard_db(db);
		rc = make_tables(db);
	}
	if (rc == SQLITE_OK && db->gathered)
		rc = gathered_begin(db);
	if (rc == SQLITE_OK)
		return db;
	err_set(err, "SQLite: %s", db->sql ? sqlite3_errmsg(db->sql) : sqlite3_errstr(rc));
	db_free(db);
	return NULL;
}

struct db *db_new(const struct snapshot *s, const struct policy *policy, struct err *err)
{
	return open_db(":memory:", s, policy, err);
}

struct db *db_new_gathered(const struct policy *policy, struct err *err)
{
	return open_db("", NULL, policy, err);
}

/* All that was worked out from the rows of the snapshot. */
static void forget(struct db *db)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		relation_clear(&db->relations[t]);
	kept_clear(db);
	path_table_clear(db);
	free(db->host_slots);
	db->host_slots = NULL;
}

void db_use(struct db *db, const struct snapshot *s)
{
	forget(db);
	db->snapshot = s;
	db_look_at(db, 0, snapshot_hosts(s));
}

void db_look_at(struct db *db, unsigned first, unsigned end)
{
	db->first_host = first;
	db->end_host = end;
}

void db_free(struct db *db)
{
	if (!db)
		return;
	forget(db);
	kept_free(db);
	function_clear(db);
	sqlite3_close(db->sql);
	free(db);
}

void db_freep(struct db **db)
{
	db_free(*db);
}

static void index_hosts(struct db *db)
{
	unsigned hosts = snapshot_hosts(db->snapshot);

	db->host_room = 4;
	while (db->host_room < 2 * (size_t)hosts)
		db->host_room *= 2;
	db->host_slots = xcalloc(db->host_room, sizeof(*db->host_slots));
	for (unsigned h = 0; h < hosts; h++) {
		size_t i = index_text(snapshot_host_name(db->snapshot, h)) & (db->host_room - 1);
		while (db->host_slots[i])
			i = (i + 1) & (db->host_room - 1);
		db->host_slots[i] = h + 1;
	}
}

bool db_host(struct db *db, const char *name, unsigned *ret_host)
{
	if (!db->host_slots)
		index_hosts(db);
	for (size_t i = index_text(name) & (db->host_room - 1); db->host_slots[i];
	     i = (i + 1) & (db->host_room - 1)) {
		unsigned host = db->host_slots[i] - 1;
		if (same(snapshot_host_name(db->snapshot, host), name)) {
			*ret_host = host;
			return host >= db->first_host && host < db->end_host;
		}
	}
	return false;
}
