/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/facts.h"

#include <stdlib.h>
#include <string.h>

#include "parse/esxi/store.h"

enum { MOST_SERVICES = 10000 };

#define TABLE(table_name, text) \
	static const struct table *describe_##table_name(void) \
	{ \
		typedef struct table_name row_type; \
		static const char name[] = #table_name, doc[] = text; \
		static const struct column columns[] = {
#define COL(type, field, text) { #field, CELL_##type, false, offsetof(row_type, field), text },
#define END \
		}; \
		static const struct table table = { name, doc, false, sizeof(row_type), columns, \
						    countof(columns) }; \
		return &table; \
	}
#include "parse/esxi/tables.def"

void esxi_init(struct esxi *x, struct snapshot *s)
{
	const struct merge_table own[] = {
#define TABLE(name, text) { describe_##name(),
#define KEY(...) #__VA_ARGS__
#define COL(type, field, text)
#define END },
#include "parse/esxi/tables.def"
	};

	*x = (struct esxi){ .s = s, .store = xcalloc(1, sizeof(*x->store)) };
	x->merge = merge_new(s, own, countof(own));
	x->store->arena = merge_arena(x->merge);
}

void esxi_done(struct esxi *x)
{
	merge_free(x->merge);
	free(x->store);
	x->store = NULL;
}

void esxi_service(struct esxi *x, struct str vmknic, const char *service)
{
	struct esxi_store *st = x->store;
	struct text name = snapshot_text(x->s, vmknic);

	for (size_t i = 0; i < st->nservices; i++)
		if (st->services[i].vmknic.s == name.s && same(st->services[i].service, service))
			return;
	if (!vmknic.n || st->nservices == MOST_SERVICES)
		return;
	st->services = arena_grow(st->arena, st->services, st->nservices, sizeof(*st->services));
	st->services[st->nservices++] = (struct esxi_service){ name, service };
}

void esxi_services_known(struct esxi *x, struct str vmknic)
{
	esxi_service(x, vmknic, NULL);
}

bool esxi_services_are_known(const struct esxi *x, struct str vmknic)
{
	const struct esxi_store *st = x->store;
	struct text name = snapshot_find(x->s, vmknic);

	for (size_t i = 0; i < st->nservices; i++)
		if (!st->services[i].service && st->services[i].vmknic.s == name.s)
			return true;
	return false;
}

void esxi_read(struct esxi *x, enum esxi_part part)
{
	if (x->store->shows_part)
		esxi_partly(x, 1u << part, x->store->shows_part);
	else
		x->store->parts[part].read = true;
}

void esxi_partly(struct esxi *x, uint32_t parts, const char *why)
{
	for (unsigned i = 0; i < ESXI_PART_COUNT; i++)
		if ((parts >> i & 1) && !x->store->parts[i].partly)
			x->store->parts[i].partly = arena_strdup(x->store->arena, why);
}

void esxi_shows_part(struct esxi *x, const char *why)
{
	x->store->shows_part = why;
}

void esxi_damaged(struct esxi *x, uint32_t parts)
{
	for (unsigned i = 0; i < ESXI_PART_COUNT; i++)
		x->store->parts[i].damaged |= parts >> i & 1;
}

void esxi_failed(struct esxi *x, enum esxi_part part, const char *why)
{
	if (!x->store->parts[part].failed)
		x->store->parts[part].failed = arena_strdup(x->store->arena, why);
}

/* "vmk1 …", "vmhba64 …", "10.0.0.0 …", also as a poor copy has them: "1O.0.0.0". */
static bool looks_a_row(struct str line)
{
	static const char *const begins[] = { "vmk", "vmnic", "vmhba", "vswif", "default" };
	struct str word = STR("");
	size_t dots = 0;

	str_word(&line, &word);
	for (size_t i = 0; i < countof(begins); i++)
		if (str_starts(word, begins[i]))
			return true;
	for (size_t i = 0; i < word.n; i++)
		dots += word.p[i] == '.';
	return dots == 3 && str_trim(line).n;
}

void esxi_lost_row(struct esxi *x, uint32_t parts, struct str line)
{
	if (looks_a_row(line))
		esxi_damaged(x, parts);
}

bool esxi_was_read(const struct esxi *x, enum esxi_part part)
{
	return x->store->parts[part].read;
}
