/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the readers of each form fill struct esxi_records; of interest to records*.c alone. */
#ifndef PARSE_ESXI_RECORDS_BUILD_H
#define PARSE_ESXI_RECORDS_BUILD_H

#include "parse/esxi/records.h"

/* More is refused: a record is 48 bytes and each of its fields 32. */
enum { ESXI_MOST_RECORDS = 200000, ESXI_MOST_FIELDS = 2000000 };

struct esxi_builder {
	struct esxi_records *r;
	size_t nfields;
	bool full;
};

/* A new record's place from 1; 0 where there are too many. */
size_t esxi_begin(struct esxi_builder *b, struct str title, unsigned line, size_t outer);

/* Adds a field to a record by its place; esxi_join joins a second value of a key to the first. */
void esxi_field(struct esxi_builder *b, size_t record, struct str key, struct str value,
		unsigned line);
void esxi_join(struct esxi_builder *b, size_t record, struct str key, struct str value,
	       unsigned line);

void esxi_stray(struct esxi_builder *b, struct str text, unsigned line);

void esxi_read_json(struct esxi_builder *b, const char *file, struct str text);
void esxi_read_xml(struct esxi_builder *b, const char *file, struct str text);
void esxi_read_csv(struct esxi_builder *b, struct str text);
void esxi_read_keyvalue(struct esxi_builder *b, struct str text);
void esxi_read_table(struct esxi_builder *b, struct str text); /* with a ruler */
bool esxi_is_ruler(struct str line);

#endif
