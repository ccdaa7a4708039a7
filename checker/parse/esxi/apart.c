/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outputs of two hosts, or of two times, that lie together as if they were of one. */
#include <stdlib.h>
#include <string.h>

#include "parse/esxi/store.h"

/* An address, and how far it is believed. */
struct told {
	const struct address *address;
	unsigned rank;
};

/* By port and kind of output; the rest is of no matter. */
static int compare(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	int c = strcmp(x->address->interface.s, y->address->interface.s);

	return c ? c : (int)x->rank - (int)y->rank;
}

static bool contradict(const struct told *a, const struct told *b, bool same_file)
{
	return compare(a, b) == 0 && !ip_equal(a->address->address, b->address->address) &&
	       (same_file ||
		!same(a->address->row.origin.file.s, b->address->row.origin.file.s));
}

static const char *words(struct esxi *x, const struct address *a, const struct address *b)
{
	return arena_printf(x->store->arena, "%s has %s in %s and %s in %s", b->interface.s,
			    ip_text(a->address).s, a->row.origin.file.s, ip_text(b->address).s,
			    b->row.origin.file.s);
}

/* A VMkernel port has one IPv4 address. */
static const char *two_addresses(struct esxi *x, bool same_file)
{
	size_t most = merge_rows(x->merge, TABLE_address), n = 0;
	struct told *v = arena_array(x->store->arena, most, sizeof(*v));
	const struct address *a;

	for (size_t i = 0; (a = (const void *)esxi_get(x, TABLE_address, i)); i++)
		if (a->address.family == IP_V4 && a->interface.s)
			v[n++] = (struct told){ a, merge_rank(x->merge, TABLE_address, i,
							      COLUMN(address, address)) };
	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (size_t i = 1; i < n; i++)
		if (contradict(&v[i - 1], &v[i], same_file))
			return words(x, v[i - 1].address, v[i].address);
	return NULL;
}

const char *esxi_apart(struct esxi *x, bool same_file)
{
	const char *apart = merge_apart(x->merge, same_file);

	return apart ? apart : two_addresses(x, same_file);
}
