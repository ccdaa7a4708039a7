/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "db/state.h"

int module_connect(struct db *db, void *table, char *create, sqlite3_vtab **ret)
{
	bool before = db->declaring;
	struct vtab *v;
	int rc;

	db->declaring = true;
	rc = create ? sqlite3_declare_vtab(db->sql, create) : SQLITE_NOMEM;
	db->declaring = before;
	sqlite3_free(create);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_vtab_config(db->sql, SQLITE_VTAB_INNOCUOUS);
	v = sqlite3_malloc(sizeof(*v));
	if (!v)
		return SQLITE_NOMEM;
	*v = (struct vtab){ .table = table };
	*ret = &v->base;
	return SQLITE_OK;
}

int module_disconnect(sqlite3_vtab *v)
{
	sqlite3_free(v);
	return SQLITE_OK;
}

void *module_table(sqlite3_vtab *v)
{
	return ((struct vtab *)v)->table;
}

int module_open(size_t size, size_t zeroed, sqlite3_vtab_cursor **ret)
{
	*ret = sqlite3_malloc64(size);
	if (!*ret)
		return SQLITE_NOMEM;
	memset(*ret, 0, zeroed);
	return SQLITE_OK;
}

int module_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}
