/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hosts by their names. */
#ifndef CHECK_NAMES_H
#define CHECK_NAMES_H

#include "base/arena.h"

struct names {
	const char *const *v; /* by host */
	unsigned n;
	unsigned *sorted; /* hosts in the order of their names */
	unsigned last;    /* found last: rows of one host stand together */
};

struct names names_of(struct arena *a, const char *const *v, unsigned n);
bool names_find(struct names *names, const char *name, unsigned *ret_host);

#endif
