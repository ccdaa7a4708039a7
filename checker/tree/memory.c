/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "tree/backend.h"

struct member *members_add(struct tree *t, const char *name, char *text, size_t n)
{
	struct member *m;

	if ((t->nmembers & (t->nmembers + 1)) == 0)
		t->members = xrealloc(t->members, 2 * t->nmembers + 2, sizeof(*t->members));
	m = &t->members[t->nmembers];
	*m = (struct member){
		.name = arena_strdup(t->arena, name), .text = text, .n = n, .order = t->nmembers
	};
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

static void drop(const struct tree *t, struct member *m)
{
	if (!t->borrowed)
		free(m->text);
}

static void drop_overwritten(struct tree *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nmembers; i++) {
		if (n && strcmp(t->members[n - 1].name, t->members[i].name) == 0)
			drop(t, &t->members[--n]);
		t->members[n++] = t->members[i];
	}
	t->nmembers = n;
}

/* Names looked up while links are followed: those of a whole archive, and of one name. */
enum { LOOKS_IN_ALL = 2000000, LOOKS_FOR_ONE = TREE_LINKS_MOST * (TREE_DEPTH_MOST + 1) };

/* The first link on the way to the name; ret_rest: what is behind it. */
static const struct member *first_link(const struct tree *t, const char *name,
				       const char **ret_rest, size_t *looks)
{
	char part[TREE_NAME_MOST + 1];
	const struct member *m;

	for (size_t n = strcspn(name, "/");; n += 1 + strcspn(name + n + 1, "/")) {
		memcpy(part, name, n);
		part[n] = '\0';
		m = *looks ? find(t, part) : NULL;
		*looks -= *looks > 0;
		*ret_rest = name[n] ? name + n + 1 : "";
		if (m && m->link)
			return m;
		if (!name[n])
			return NULL;
	}
}

/* The name without links in it: -1 where it grows too long, or there are too many of them. */
static int settle_within(struct tree *t, const char *name,
			 char ret_name[static TREE_NAME_MOST + 1], size_t *looks)
{
	char path[2 * TREE_NAME_MOST + 2];
	const struct member *m;
	const char *rest;

	if (strlen(name) > TREE_NAME_MOST)
		return -1;
	strcpy(ret_name, name);
	for (unsigned i = 0; t->nlinks && (m = first_link(t, ret_name, &rest, looks)); i++) {
		if (i == TREE_LINKS_MOST) {
			tree_set_fault(t, "%s: too many links on the way to it",
				       tree_shown(t, name));
			return -1;
		}
		snprintf(path, sizeof(path), "%s%s%s", m->link, *m->link && *rest ? "/" : "", rest);
		if (strlen(path) > TREE_NAME_MOST)
			return -1;
		strcpy(ret_name, path);
	}
	return *looks ? 0 : -1;
}

static int settle(struct tree *t, const char *name, char ret_name[static TREE_NAME_MOST + 1])
{
	size_t looks = LOOKS_FOR_ONE;

	return settle_within(t, name, ret_name, &looks);
}

/* What of a member's name lies below the folder, or NULL. */
static const char *inside(const char *name, const char *folder)
{
	size_t n = strlen(folder);

	if (!n)
		return name;
	return strncmp(name, folder, n) == 0 && name[n] == '/' ? name + n + 1 : NULL;
}

/* Members below a folder stand together: the first of them, or where it would stand. */
static size_t first_below(const struct tree *t, const char *folder)
{
	char begin[TREE_NAME_MOST + 2];
	const struct member key = { .name = begin };

	if (!*folder)
		return 0;
	snprintf(begin, sizeof(begin), "%s/", folder);
	return lower_bound(&key, t->members, t->nmembers, sizeof(key), by_name);
}

/* What of a member's name lies below the folder; NULL where the members below it end. */
static const char *below_at(struct tree *t, size_t i, const char *folder)
{
	t->visits++;
	return i < t->nmembers ? inside(t->members[i].name, folder) : NULL;
}

static bool is_folder(struct tree *t, const char *name)
{
	return !*name || below_at(t, first_below(t, name), name);
}

/* The file of that name, links followed; NULL where there is none. */
const struct member *members_find(struct tree *t, const char *name)
{
	char path[TREE_NAME_MOST + 1];

	return settle(t, name, path) < 0 ? NULL : find(t, path);
}

/* A link that leads nowhere is none; one to a folder serves as a folder. */
static void sort_links(struct tree *t)
{
	char path[TREE_NAME_MOST + 1];
	bool *keep = xcalloc(t->nmembers + 1, sizeof(*keep));
	size_t n = 0, looks = LOOKS_IN_ALL;

	for (size_t i = 0; i < t->nmembers; i++)
		t->nlinks += t->members[i].link != NULL;
	for (size_t i = 0; i < t->nmembers; i++) {
		struct member *m = &t->members[i];
		keep[i] = !m->link;
		if (!m->link || settle_within(t, m->name, path, &looks) < 0)
			continue;
		m->folder = is_folder(t, path);
		keep[i] = m->folder || find(t, path);
	}
	for (size_t i = 0; i < t->nmembers; i++)
		if (keep[i])
			t->members[n++] = t->members[i];
	t->nmembers = n;
	if (!looks)
		tree_set_fault(t, "%s: more links than can be followed", t->label);
	free(keep);
}

void members_settle(struct tree *t)
{
	if (t->nmembers)
		qsort(t->members, t->nmembers, sizeof(*t->members), by_name_and_order);
	drop_overwritten(t);
	sort_links(t);
}

static bool memory_has(struct tree *t, const char *name)
{
	return members_find(t, name);
}

static int memory_read(struct tree *t, const char *name, struct str *ret_text, struct err *err)
{
	const struct member *m = members_find(t, name);

	if (!m)
		return 0;
	if (!m->text)
		return err_set(err, "%s: damaged, or not wanted when the archive was read",
			       tree_shown(t, name));
	*ret_text = (struct str){ m->text, m->n };
	return 1;
}

/* The names are as the folder was asked for, through links or not. */
static int memory_below(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	char path[TREE_NAME_MOST + 1];
	const char *rest;

	if (settle(t, folder, path) < 0)
		return 0;
	for (size_t i = first_below(t, path); (rest = below_at(t, i, path)); i++) {
		const char *name = t->members[i].name;
		if (t->members[i].folder)
			continue;
		if (strcmp(path, folder) != 0)
			name = arena_printf(t->arena, "%s/%s", folder, rest);
		if (names_add(names, name, err) < 0)
			return -1;
	}
	return names->n || !*folder;
}

static int memory_entries(struct tree *t, const char *folder, struct names *names, struct err *err)
{
	struct str last = { NULL, 0 };
	char path[TREE_NAME_MOST + 1];
	const char *rest;

	if (settle(t, folder, path) < 0)
		return 0;
	for (size_t i = first_below(t, path); (rest = below_at(t, i, path)); i++) {
		struct str first = str_upto(str_of(rest), strcspn(rest, "/"));
		if (str_same(first, last))
			continue;
		if (names_add(names, arena_str(t->arena, first), err) < 0)
			return -1;
		last = first;
	}
	return names->n || !*folder;
}

static int memory_peek(struct tree *t, const char *name, char *buffer, size_t room, size_t *ret_n,
		       struct err *err)
{
	struct str text = { NULL, 0 };
	int status = memory_read(t, name, &text, err);

	if (status <= 0)
		return status;
	*ret_n = text.n < room ? text.n : room;
	memcpy(buffer, text.p, *ret_n);
	return 1;
}

/* Texts stay the whole tree's; a name without a text cannot be read in the part either. */
static void add_part(struct tree *part, struct tree *t, const char *name, const char *within)
{
	const struct member *m = members_find(t, name);

	if (m)
		members_add(part, within, m->text, m->n);
}

/* A folder of what is in memory. False where it is none, or a link to one. */
static bool fill_folder(struct tree *part, struct tree *t, const char *folder)
{
	const struct member *link = find(t, folder);
	struct names names = { .arena = t->arena };
	struct err err;

	if ((link && link->folder) || !is_folder(t, folder))
		return false;
	if (memory_below(t, folder, &names, &err) < 0)
		tree_set_fault(part, "%s", err.text);
	for (size_t i = 0; i < names.n; i++)
		add_part(part, t, names.v[i], inside(names.v[i], folder));
	return true;
}

static int memory_part(struct tree *t, const char *name, const char *label, struct tree **ret_part,
		       struct err *err)
{
	struct str text = { NULL, 0 };
	struct tree *part;
	int status = tree_read(t, name, &text, err);

	if (status < 0)
		return -1;
	part = tree_new(label, &backend_memory);
	part->borrowed = true;
	if (status > 0)
		members_add(part, "", (char *)text.p, text.n);
	else if (!fill_folder(part, t, name)) {
		tree_close(part);
		return 0;
	}
	members_settle(part);
	*ret_part = part;
	return 1;
}

static void memory_close(struct tree *t)
{
	for (size_t i = 0; i < t->nmembers; i++)
		if (t->members[i].text != t->map.p)
			drop(t, &t->members[i]);
	free(t->members);
}

const struct backend backend_memory = {
	.entries = memory_entries,
	.below = memory_below,
	.has = memory_has,
	.read = memory_read,
	.peek = memory_peek,
	.part = memory_part,
	.close = memory_close,
};
