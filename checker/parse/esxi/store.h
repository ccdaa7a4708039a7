/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What struct esxi holds; of interest to facts.c and those that finish its work. */
#ifndef PARSE_ESXI_STORE_H
#define PARSE_ESXI_STORE_H

#include "parse/esxi/facts.h"

/* A merged row, and from where each of its cells is. */
struct esxi_row {
	struct row *row;
	uint8_t *ranks;
	struct origin *origins;
	uint64_t hash;
	size_t chain; /* next row of this bucket, from 1; 0 ends it */
};

struct esxi_rows {
	const struct table *table;
	struct esxi_row *v;
	size_t n;
	size_t *buckets; /* places in v, from 1 */
	size_t nbuckets;
	bool full;
};

struct esxi_service {
	struct text vmknic;
	const char *service; /* NULL: all services of this vmknic are here */
};

struct esxi_said {
	struct origin origin;
	struct str text;
	const char *reason;
};

struct esxi_part_state {
	bool read, damaged;
	const char *failed; /* the host's words */
};

struct esxi_store {
	struct arena *arena;
	struct esxi_rows rows[ESXI_TABLE_COUNT];
	struct esxi_service *services;
	size_t nservices;
	struct esxi_said *notes;
	size_t nnotes;
	struct esxi_part_state parts[ESXI_PART_COUNT];
	const char *apart; /* words on two outputs that cannot be of one host */
};

#endif
