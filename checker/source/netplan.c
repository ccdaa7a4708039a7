/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of netplan: one, a directory of them, or the tree in which netplan looks for them. */
#include <stdlib.h>
#include <string.h>

#include "parse/desired/desired.h"
#include "source/config_name.h"
#include "source/source.h"
#include "tree/tree.h"

enum { FILES_MOST = 256 };

/* Later folders hide files of the same name in those before. */
static const char *const folders[] = { "", "lib/netplan", "usr/lib/netplan", "etc/netplan",
				       "run/netplan" };

struct found {
	struct tree *tree;
	struct named {
		const char *base, *name; /* last part; name in the tree */
	} v[FILES_MOST];
	size_t n;
};

static void add(struct found *f, struct arena *a, const char *folder, const char *base)
{
	const char *name = *folder ? arena_printf(a, "%s/%s", folder, base) : base;

	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->v[i].base, base) == 0) {
			f->v[i].name = name;
			return;
		}
	if (f->n < FILES_MOST)
		f->v[f->n++] = (struct named){ base, name };
}

static int by_base(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->base, y->base);
}

/* netplan reads no other suffix. */
static void find(struct found *f, struct arena *a)
{
	struct tree_names names;
	struct err err;

	for (size_t i = 0; i < countof(folders); i++) {
		if (tree_entries(f->tree, folders[i], &names, &err) != 1)
			continue;
		for (size_t k = 0; k < names.n; k++)
			if (str_ends(str_of(names.v[k]), ".yaml"))
				add(f, a, folders[i], names.v[k]);
	}
	qsort(f->v, f->n, sizeof(*f->v), by_base);
}

static enum desired_kind kind_of(struct tree *t, const char *name, const char **ret_what)
{
	struct str text;
	struct err err;

	if (tree_read(t, name, &text, &err) != 1)
		return DESIRED_NONE;
	return desired_kind_of(text, ret_what);
}

/* Files that are merged have a number in front: "10-lan.yaml".  Others may be of a host each. */
static bool is_numbered(struct str name)
{
	return name.n > 3 && name.p[0] >= '0' && name.p[0] <= '9' && name.p[1] >= '0' &&
	       name.p[1] <= '9';
}

/* A tree with anything else in it is of another kind. */
static bool holds_netplan_alone(struct tree *t)
{
	static const char *const parts[] = { "lib", "usr", "etc", "run" };
	struct tree_names names;
	struct err err;

	if (tree_entries(t, "", &names, &err) != 1)
		return false;
	for (size_t i = 0; i < names.n; i++) {
		struct str name = str_of(names.v[i]);
		bool known = (str_ends(name, ".yaml") || str_ends(name, ".yml")) &&
			     (names.n == 1 || is_numbered(name));
		for (size_t k = 0; k < countof(parts); k++)
			known |= str_eq(name, parts[k]);
		if (!known)
			return false;
	}
	return names.n > 0;
}

static unsigned score(struct tree *t, const char **ret_why)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct found f = { .tree = t };
	const char *what;

	*ret_why = NULL;
	if (tree_is_file(t))
		return kind_of(t, "", &what) == DESIRED_NETPLAN;
	if (!holds_netplan_alone(t))
		return 0;
	find(&f, a);
	for (size_t i = 0; i < f.n; i++)
		if (kind_of(t, f.v[i].name, &what) != DESIRED_NETPLAN)
			return 0;
	return (unsigned)f.n;
}

static int load_file(struct snapshot *s, struct tree *t, const struct desired_input *input,
		     struct err *err)
{
	struct netplan_file file = { .file = tree_origin(t, "") };
	const char *what;

	if (tree_read(t, "", &file.text, err) < 0)
		return -1;
	if (desired_kind_of(file.text, &what) == DESIRED_OTHER)
		return err_set(err, "%s: %s", tree_label(t), what);
	return netplan_load(s, &file, 1, input, err);
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct arena *a = snapshot_arena(s);
	struct desired_input input = { tree_label(t), config_name(a, tree_label(t)) };
	struct netplan_file files[FILES_MOST];
	struct found f = { .tree = t };

	if (tree_is_file(t))
		return load_file(s, t, &input, err);
	find(&f, a);
	for (size_t i = 0; i < f.n; i++) {
		files[i].file = tree_origin(t, f.v[i].name);
		if (tree_read(t, f.v[i].name, &files[i].text, err) < 0)
			return -1;
	}
	if (!f.n)
		return err_set(err, "%s: no file of netplan (*.yaml) in it", tree_label(t));
	return netplan_load(s, files, f.n, &input, err);
}

static bool wants(struct str name)
{
	return tree_match("*netplan/*.yaml", name);
}

const struct source source_netplan = {
	.name = "netplan",
	.doc = "netplan: a file, or the directory of its files",
	.wants = wants,
	.score = score,
	.load = load,
};
