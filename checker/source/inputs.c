/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SOURCE arguments that are one host: saved outputs in several files. */
#include <string.h>
#include <sys/stat.h>

#include "source/kind.h"
#include "source/pieces.h"
#include "tree/tree.h"

/* Standard input and pipes give their bytes once. */
static bool is_read_once(const char *path)
{
	struct stat st;

	return strcmp(path, "-") == 0 || (stat(path, &st) == 0 && S_ISFIFO(st.st_mode));
}

/* Saved outputs, found or forced; what cannot be opened is told when it is read. */
static bool is_piece(struct tree *t, const struct source *forced, struct kind *ret_kind)
{
	struct err err;

	if (tree_is_packed(t) || !tree_is_file(t))
		return false;
	*ret_kind = (struct kind){ .source = forced };
	return (forced || (!kind_begins(t, ret_kind) && kind_of(t, ret_kind, &err) > 0)) &&
	       ret_kind->source->pieces;
}

static void take_path(struct source_inputs *in, size_t i, const char *path,
		      const struct source *forced, struct pieces *p)
{
	struct kind k;
	struct err err;
	struct tree *t = tree_open(path, &err);

	if (t && !pieces_full(p) && is_piece(t, forced, &k)) {
		pieces_add(p, t, k.source);
		pieces_tag(p, path, i);
	}
	if (is_read_once(path))
		in->opened[i] = t;
	else
		tree_close(t);
}

static struct source_input input_of(const struct source_inputs *in, struct arena *a,
				    const struct words *paths, const struct pieces_of *of)
{
	const char **names = arena_array(a, of->n, sizeof(*names));
	struct tree **trees = arena_array(a, of->n, sizeof(*trees));

	for (size_t i = 0; i < of->n; i++) {
		names[i] = paths->v[of->numbers[i]];
		trees[i] = in->opened[of->numbers[i]];
	}
	return (struct source_input){ names, trees, of->n, of->kind };
}

/* The groups that are more than one path, each in the place of its first one. */
static void list_inputs(struct source_inputs *in, struct arena *a, const struct words *paths,
			const struct pieces *p)
{
	const struct pieces_of **of = arena_array(a, paths->n + 1, sizeof(*of));
	bool *listed = arena_array(a, paths->n + 1, sizeof(*listed));

	for (size_t g = 0; p && g < pieces_groups(p); g++)
		for (size_t i = 0; i < pieces_of(p, g)->n; i++)
			of[pieces_of(p, g)->numbers[i]] = pieces_of(p, g);
	for (size_t i = 0; i < paths->n; i++) {
		const struct pieces_of alone = { .numbers = &i, .n = 1 };
		if (listed[i])
			continue;
		if (!of[i])
			of[i] = &alone;
		in->v[in->n++] = input_of(in, a, paths, of[i]);
		for (size_t k = 0; k < of[i]->n; k++)
			listed[of[i]->numbers[k]] = true;
	}
}

void source_inputs_of(struct source_inputs *ret_inputs, struct arena *a, const struct words *paths,
		      const char *kind)
{
	CLEANUP(pieces_freep) struct pieces *p = NULL;
	const struct source *forced = kind ? source_find(kind) : NULL;
	struct source_inputs in = { .v = arena_array(a, paths->n + 1, sizeof(*in.v)),
				    .opened = arena_array(a, paths->n + 1, sizeof(*in.opened)),
				    .npaths = paths->n };

	if (paths->n > 1 && (!kind || (forced && forced->pieces))) {
		p = pieces_new();
		for (size_t i = 0; i < paths->n; i++)
			take_path(&in, i, paths->v[i], forced, p);
		pieces_group(p);
	}
	list_inputs(&in, a, paths, p);
	*ret_inputs = in;
}

void source_inputs_done(struct source_inputs *in)
{
	for (size_t i = 0; i < in->npaths; i++)
		tree_close(in->opened[i]);
	in->npaths = 0;
}
