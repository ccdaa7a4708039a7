/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include <stdio.h>

#include "base/typo.h"
#include "tree/tree.h"

static const struct source *const sources[] = {
#define SOURCE(name) &source_##name,
#include "source/sources.def"
#undef SOURCE
};

const struct source *source_find(const char *name)
{
	for (size_t i = 0; i < countof(sources); i++)
		if (same(sources[i]->name, name))
			return sources[i];
	return NULL;
}

static void names_of_kinds(const char *ret_names[static countof(sources)])
{
	for (size_t i = 0; i < countof(sources); i++)
		ret_names[i] = sources[i]->name;
}

static const struct source *probe(struct tree *t)
{
	for (size_t i = 0; i < countof(sources); i++)
		if (sources[i]->probe && sources[i]->probe(t))
			return sources[i];
	return NULL;
}

/* A file is most likely meant as a snapshot, and its first mistake says more than "unknown". */
static int unknown_kind(struct snapshot *s, struct tree *t, struct err *err)
{
	char tried[256] = "";
	size_t n = 0;

	for (size_t i = 0; i < countof(sources) && n < sizeof(tried); i++)
		n += (size_t)snprintf(tried + n, sizeof(tried) - n, "%s%s", i ? ", " : "",
				      sources[i]->name);
	if (tree_fault(t))
		return err_set(err, "%s", tree_fault(t));
	if (tree_is_file(t) && source_native.load(s, t, err) < 0) {
		err_wrap(err, "no known kind of input (tried %s); as a snapshot", tried);
		return err_wrap(err, "%s", tree_label(t));
	}
	return err_set(err, "%s: no known kind of input (tried %s)", tree_label(t), tried);
}

static int load_tree(struct snapshot *s, struct tree *t, const struct source *forced,
		     struct err *err)
{
	const struct source *source = forced;

	for (size_t i = 0; i < countof(sources); i++)
		if (sources[i]->wants && (!forced || forced == sources[i]))
			tree_want(t, sources[i]->wants);
	if (!source)
		source = probe(t);
	if (!source)
		return unknown_kind(s, t, err);
	return source->load(s, t, err);
}

/* What is missing stands in the report of each host that came from the tree. */
static int not_whole(struct snapshot *s, const struct tree *t, unsigned first, struct err *err)
{
	struct origin origin = snapshot_at(s, tree_label(t), 0);

	for (unsigned host = first; host < snapshot_hosts(s); host++)
		snapshot_note(s, host, origin, str_of(tree_fault(t)), "the input is not whole");
	err_set(err, "%s", tree_fault(t));
	return 1;
}

int source_load(struct snapshot *s, const char *path, const char *kind, struct err *err)
{
	const struct source *forced = kind ? source_find(kind) : NULL;
	CLEANUP(tree_closep) struct tree *t = NULL;
	const char *names[countof(sources)];
	unsigned first = snapshot_hosts(s);

	names_of_kinds(names);
	if (kind && !forced)
		return typo_error(err, "kind", kind, names, countof(names));
	t = tree_open(path, err);
	if (!t || load_tree(s, t, forced, err) < 0)
		return -1;
	return tree_fault(t) ? not_whole(s, t, first, err) : 0;
}
