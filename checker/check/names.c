/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/names.h"

#include <stdlib.h>
#include <string.h>

static int compare_hosts(const void *a, const void *b, void *names)
{
	const char *const *name = names;

	return strcmp(name[*(const unsigned *)a], name[*(const unsigned *)b]);
}

struct names names_of(struct arena *a, const char *const *v, unsigned n)
{
	struct names names = { .v = v, .n = n };

	names.sorted = arena_array(a, n + 1, sizeof(*names.sorted));
	for (unsigned i = 0; i < n; i++)
		names.sorted[i] = i;
	qsort_r(names.sorted, n, sizeof(*names.sorted), compare_hosts, (void *)v);
	return names;
}

bool names_find(struct names *names, const char *name, unsigned *ret_host)
{
	unsigned low = 0, high = names->n;

	if (names->n && same(names->v[names->last], name)) {
		*ret_host = names->last;
		return true;
	}
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		if (strcmp(name, names->v[names->sorted[middle]]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == names->n || !same(names->v[names->sorted[low]], name))
		return false;
	*ret_host = names->last = names->sorted[low];
	return true;
}
