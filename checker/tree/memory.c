/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tree/backend.h"

struct member *members_add(struct tree *t, const char *name, char *text, size_t n)
{
	struct member *m;

	if ((t->nmembers & (t->nmembers + 1)) == 0)
		t->members = xrealloc(t->members, 2 * t->nmembers + 2, sizeof(*t->members));
	m = &t->members[t->nmembers];
	*m = (struct member){ arena_strdup(t->arena, name), text, n, NULL, t->nmembers };
	t->nmembers++;
	return m;
}

static int by_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_name_and_order(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int names = by_name(a, b);

	return names ? names : (x->order > y->order) - (x->order < y->order);
}

static struct member *find(const struct tree *t, const char *name)
{
	struct member key = { .name = name };

	return t->nmembers ? bsearch(&key, t->members, t->nmembers, sizeof(key), by_name) : NULL;
}

static void drop_overwritten(struct tree *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nmembers; i++) {
		if (n && strcmp(t->members[n - 1].name, t->members[i].name) == 0)
			free(t->members[--n].text);
		t->members[n++] = t->members[i];
	}
	t->nmembers = n;
}

/* What a link leads to in the end; NULL where there is no such file. */
static const struct member *target_of(struct tree *t, const struct member *m)
{
	for (unsigned i = 0; m && m->link; i++) {
		if (i == TREE_LINKS_MOST) {
			tree_set_fault(t, "%s: too many links on the way to it",
				       tree_shown(t, m->name));
			return NULL;
		}
		m = find(t, m->link);
	}
	return m;
}

/* A link that leads nowhere is no file; the others stay links for memory_read. */
static void drop_dangling(struct tree *t)
{
	bool *keep = xcalloc(t->nmembers + 1, sizeof(*keep));
	size_t n = 0;

	for (size_t i = 0; i < t->nmembers; i++)
		keep[i] = target_of(t, &t->members[i]);
	for (size_t i = 0; i < t->nmembers; i++)
		if (keep[i])
			t->members[n++] = t->members[i];
	t->nmembers = n;
	free(keep);
}

void members_settle(struct tree *t)
{
	if (t->nmembers)
		qsort(t->members, t->nmembers, sizeof(*t->members), by_name_and_order);
	drop_overwritten(t);
	drop_dangling(t);
}

static bool memory_has(struct tree *t, const char *name)
{
	return find(t, name);
}

static int memory_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	const struct member *m = target_of(t, find(t, name));

	if (!m)
		return 0;
	if (!m->text)
		return err_set(err, "%s: damaged, or not wanted when the archive was read",
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
