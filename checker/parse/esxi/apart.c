/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outputs of two hosts, or of two times, that lie together as if they were of one. */
#include <stdlib.h>
#include <string.h>

#include "parse/esxi/store.h"

static const struct address *address_of(const struct esxi_row *r)
{
	return (const void *)r->row;
}

static unsigned rank_of(const struct esxi_row *r)
{
	return r->ranks[COLUMN(address, address)];
}

/* By port and kind of output; the rest is of no matter. */
static int compare(const void *a, const void *b)
{
	const struct esxi_row *x = *(const struct esxi_row *const *)a,
			      *y = *(const struct esxi_row *const *)b;
	int c = strcmp(address_of(x)->interface.s, address_of(y)->interface.s);

	return c ? c : (int)rank_of(x) - (int)rank_of(y);
}

static bool contradict(const struct esxi_row *a, const struct esxi_row *b)
{
	return compare(&a, &b) == 0 &&
	       !ip_equal(address_of(a)->address, address_of(b)->address) &&
	       !same(a->row->origin.file.s, b->row->origin.file.s);
}

/* A VMkernel port has one IPv4 address. */
static const char *two_addresses(struct esxi *x)
{
	const struct esxi_rows *rows = &x->store->rows[TABLE_address];
	struct arena *a = x->store->arena;
	const struct esxi_row **v = arena_array(a, rows->n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (address_of(&rows->v[i])->address.family == IP_V4)
			v[n++] = &rows->v[i];
	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (size_t i = 1; i < n; i++)
		if (contradict(v[i - 1], v[i]))
			return arena_printf(a, "%s has %s in %s and %s in %s",
					    address_of(v[i])->interface.s,
					    ip_text(address_of(v[i - 1])->address).s,
					    v[i - 1]->row->origin.file.s,
					    ip_text(address_of(v[i])->address).s,
					    v[i]->row->origin.file.s);
	return NULL;
}

const char *esxi_apart(struct esxi *x)
{
	return x->store->apart ? x->store->apart : two_addresses(x);
}
