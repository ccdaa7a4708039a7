/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/roots.h"

#include <string.h>

#include "base/search.h"
#include "tree/tree.h"

static void add(struct arena *a, struct roots *r, const char *root)
{
	if (r->n == ROOTS_MOST)
		return;
	r->v = arena_grow(a, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = root;
}

static bool has(struct tree *t, const char *path)
{
	struct tree_names inside;
	struct err err;

	return tree_has(t, path) || tree_entries(t, path, &inside, &err) == 1;
}

struct roots roots_with(struct tree *t, struct arena *a, const char *name)
{
	struct roots r = { NULL, 0 };
	struct tree_names names;
	struct err err;

	if (has(t, name)) {
		add(a, &r, "");
		return r;
	}
	if (tree_entries(t, "", &names, &err) != 1)
		return r;
	for (size_t i = 0; i < names.n; i++)
		if (has(t, arena_printf(a, "%s/%s", names.v[i], name)))
			add(a, &r, arena_printf(a, "%s/", names.v[i]));
	return r;
}

const char *root_name(struct tree *t, struct arena *a, const char *root)
{
	struct str path = str_of(*root ? root : tree_label(t)), step, last = STR("");

	while (str_split(&path, '/', &step))
		if (step.n)
			last = step;
	return arena_str(a, last);
}

static int compare_name(const void *root, const void *name)
{
	return str_compare(*(const struct str *)root, str_of(*(const char *const *)name));
}

struct root_files root_files(struct tree *t, const char *root)
{
	struct tree_names names = tree_files(t);
	struct str path = str_of(root);
	size_t first = lower_bound(&path, names.v, names.n, sizeof(*names.v), compare_name), n = first;

	while (n < names.n && str_starts(str_of(names.v[n]), root))
		n++;
	return (struct root_files){ names.v + first, n - first };
}
