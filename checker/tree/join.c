/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "tree/backend.h"

static const char *last_step(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

/* Names that are the same would be one file, of which the last counts. */
static const char *name_apart(struct tree *t, const char *label, size_t i)
{
	const char *name = last_step(label);

	for (size_t m = 0; m < t->nmembers; m++) {
		if (strcmp(t->members[m].name, name) != 0)
			continue;
		name = arena_printf(t->arena, "%zu-%s", i + 1, name);
		m = SIZE_MAX;
	}
	return name;
}

struct tree *tree_join(const char *label, struct tree *const *files, size_t n)
{
	struct tree *t = tree_new(label, &backend_memory);
	struct str text;
	struct err err = { "" };

	t->borrowed = t->joined = true;
	for (size_t i = 0; i < n; i++) {
		const char *origin = arena_strdup(t->arena, tree_label(files[i]));
		if (tree_read(files[i], "", &text, &err) == 1)
			members_add(t, name_apart(t, origin, i), (char *)text.p, text.n)->origin =
				origin;
		else
			tree_set_fault(t, "%s", err.text);
	}
	members_settle(t);
	return t;
}

struct tree *tree_text(const char *label, struct str text)
{
	struct tree *t = tree_new(label, &backend_memory);

	t->borrowed = true;
	members_add(t, "", (char *)text.p, text.n);
	return t;
}
