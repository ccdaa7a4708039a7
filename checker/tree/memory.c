/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tree/backend.h"

void members_add(struct tree *t, const char *name, char *text, size_t n)
{
	if ((t->nmembers & (t->nmembers + 1)) == 0)
		t->members = xrealloc(t->members, 2 * t->nmembers + 2, sizeof(*t->members));
	t->members[t->nmembers++] = (struct member){ arena_strdup(t->arena, name), text, n };
}

static int by_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void members_sort(struct tree *t)
{
	qsort(t->members, t->nmembers, sizeof(*t->members), by_name);
}

static const struct member *find(const struct tree *t, const char *name)
{
	struct member key = { .name = name };

	return t->nmembers ? bsearch(&key, t->members, t->nmembers, sizeof(key), by_name) : NULL;
}

static bool memory_has(struct tree *t, const char *name)
{
	return find(t, name);
}

static int memory_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	const struct member *m = find(t, name);

	if (!m)
		return 0;
	if (!m->text)
		return err_set(err, "%s: was not kept when the archive was read",
			       tree_shown(t, name));
	*ret_text = (struct str){ m->text, m->n };
	return 1;
}

/* What of a member's name lies below the folder, or NULL. */
static const char *inside(const char *name, const char *folder)
{
	size_t n = strlen(folder);

	if (!n)
		return name;
	return strncmp(name, folder, n) == 0 && name[n] == '/' ? name + n + 1 : NULL;
}

static int memory_below(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	for (size_t i = 0; i < t->nmembers; i++)
		if (inside(t->members[i].name, folder) &&
		    names_add(names, t->members[i].name, err) < 0)
			return -1;
	return names->n || !*folder;
}

static int memory_entries(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	struct str last = { NULL, 0 };

	for (size_t i = 0; i < t->nmembers; i++) {
		const char *rest = inside(t->members[i].name, folder);
		struct str first = rest ? str_upto(str_of(rest), strcspn(rest, "/")) : last;
		if (str_same(first, last) || !rest)
			continue;
		if (names_add(names, arena_str(t->arena, first), err) < 0)
			return -1;
		last = first;
	}
	return names->n || !*folder;
}

static void memory_close(struct tree *t)
{
	for (size_t i = 0; i < t->nmembers; i++)
		free(t->members[i].text);
	free(t->members);
}

const struct backend backend_memory = {
	.entries = memory_entries,
	.below = memory_below,
	.has = memory_has,
	.read = memory_read,
	.close = memory_close,
};
