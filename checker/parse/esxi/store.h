/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What struct esxi holds; of interest to facts.c and those that finish its work; rows are in the merge. */
#ifndef PARSE_ESXI_STORE_H
#define PARSE_ESXI_STORE_H

#include "parse/esxi/facts.h"

struct esxi_service {
	struct text vmknic;
	const char *service; /* NULL: all services of this vmknic are here */
};

struct esxi_part_state {
	bool read, damaged;
	const char *failed; /* the host's words */
	const char *partly; /* why an output of it is not the whole list */
};

struct esxi_store {
	struct arena *arena; /* of the merge */
	struct esxi_service *services;
	size_t nservices;
	struct esxi_part_state parts[ESXI_PART_COUNT];
	const char *shows_part; /* of what is being read: why; NULL: it shows all */
};

#endif
