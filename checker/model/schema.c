/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/schema.h"

#include <stddef.h>

#include "model/rule.h"
#include "model/snapshot.h"

/* The switch has no default, so a new table cannot be forgotten. */
const struct table *schema_table(enum table_id id)
{
	switch (id) {
#define DESCRIBE(table_name, text, is_derived) \
	case TABLE_##table_name: { \
		typedef struct table_name row_type; \
		static const char name[] = #table_name, doc[] = text; \
		static const bool derived = is_derived; \
		static const struct column columns[] = {
#define TABLE(table_name, text) DESCRIBE(table_name, text, false)
#define DERIVED(table_name, text) DESCRIBE(table_name, text, true)
#define COL(type, field, text) { #field, CELL_##type, false, offsetof(row_type, field), text },
#define COMPUTED(type, field, text) { #field, CELL_##type, true, 0, text },
#define END \
		}; \
		static const struct table table = { name, doc, derived, sizeof(row_type), columns, \
			countof(columns) }; \
		return &table; \
	}
#include "model/tables.def"
	case TABLE_COUNT:
		break;
	}
	return NULL;
}

/* KEY and PLATFORMS of the lists. */
static const struct trait {
	const char *name, *key;
	unsigned platforms;
} traits[TABLE_COUNT] = {
#define PLATFORMS_LINUX (PLATFORM_LINUX | PLATFORM_OVIRT)
#define PLATFORMS_ESX (PLATFORM_ESXI | PLATFORM_ESX)
#define TABLE(table_name, text) [TABLE_##table_name] = { .name = #table_name,
#define KEY(...) .key = #__VA_ARGS__,
#define PLATFORMS(which) .platforms = PLATFORMS_##which,
#define COL(type, field, text)
#define END },
#include "model/tables.def"
};

const char *schema_key(enum table_id id)
{
	return traits[id].key ? traits[id].key : "";
}

unsigned schema_platforms(enum table_id id)
{
	return traits[id].platforms ? traits[id].platforms : PLATFORM_ALL;
}

bool schema_find(struct str name, enum table_id *ret_id)
{
	for (enum table_id id = 0; id < TABLE_COUNT; id++) {
		if (str_eq(name, schema_table(id)->name)) {
			*ret_id = id;
			return true;
		}
	}
	return false;
}

const struct column *table_column(const struct table *t, struct str name)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		if (str_eq(name, t->columns[i].name))
			return &t->columns[i];
	return NULL;
}

const char *cell_type_name(enum cell_type type)
{
	switch (type) {
	case CELL_text: return "text";
	case CELL_num: return "num";
	case CELL_tri: return "tri";
	case CELL_ip: return "ip";
	case CELL_prefix: return "prefix";
	case CELL_mac: return "mac";
	}
	return NULL;
}
