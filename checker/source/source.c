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

/* Between a source and whoever wants its hosts: each bears the note that the tree is not whole. */
struct passage {
	struct source_sink sink;
	struct source_sink *to;
	const struct tree *tree;
	unsigned first; /* host of the open snapshot that is ours */
};

static struct snapshot *open_passage(struct source_sink *sink)
{
	struct passage *p = (struct passage *)sink;
	struct snapshot *s = p->to->open(p->to);

	p->first = snapshot_hosts(s);
	return s;
}

static void take_passage(struct source_sink *sink, struct snapshot *s)
{
	struct passage *p = (struct passage *)sink;
	struct origin origin = snapshot_at(s, tree_label(p->tree), 0);

	for (unsigned host = p->first; tree_fault(p->tree) && host < snapshot_hosts(s); host++)
		snapshot_note(s, host, origin, str_of(tree_fault(p->tree)),
			      "the input is not whole");
	p->to->take(p->to, s);
}

static int load_tree(struct source_sink *sink, struct tree *t, const struct source *forced,
		     struct err *err)
{
	const struct source *source = forced;
	struct snapshot *s;
	int status;

	for (size_t i = 0; i < countof(sources); i++)
		if (sources[i]->wants && (!forced || forced == sources[i]))
			tree_want(t, sources[i]->wants);
	if (!source)
		source = probe(t);
	if (source && source->stream)
		return source->stream(sink, t, err);
	s = sink->open(sink);
	status = source ? source->load(s, t, err) : unknown_kind(s, t, err);
	sink->take(sink, s);
	return status;
}

int source_stream(struct source_sink *sink, const char *path, const char *kind, struct err *err)
{
	const struct source *forced = kind ? source_find(kind) : NULL;
	CLEANUP(tree_closep) struct tree *t = NULL;
	const char *names[countof(sources)];
	struct passage passage = { .sink = { open_passage, take_passage }, .to = sink };

	names_of_kinds(names);
	if (kind && !forced)
		return typo_error(err, "kind", kind, names, countof(names));
	t = tree_open(path, err);
	passage.tree = t;
	if (!t || load_tree(&passage.sink, t, forced, err) < 0)
		return -1;
	if (!tree_fault(t))
		return 0;
	err_set(err, "%s", tree_fault(t));
	return 1;
}

static struct snapshot *open_single(struct source_sink *sink)
{
	return ((struct source_single *)sink)->s;
}

static void take_single(struct source_sink *sink, struct snapshot *s)
{
	(void)sink, (void)s;
}

struct source_single source_single(struct snapshot *s)
{
	return (struct source_single){ { open_single, take_single }, s };
}

int source_load(struct snapshot *s, const char *path, const char *kind, struct err *err)
{
	struct source_single single = source_single(s);

	return source_stream(&single.sink, path, kind, err);
}
