/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A state of nmstate: what a host has or is to have, one file. */
#include "parse/desired/desired.h"
#include "source/config_name.h"
#include "source/source.h"
#include "tree/tree.h"

static unsigned score(struct tree *t, const char **ret_why)
{
	const char *what;
	struct str text;
	struct err err;

	*ret_why = NULL;
	return tree_is_file(t) && tree_read(t, "", &text, &err) == 1 &&
	       desired_kind_of(text, &what) == DESIRED_NMSTATE;
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct desired_input input = {
		.source = tree_label(t),
		.name = config_name(snapshot_arena(s), tree_label(t)),
	};
	struct str text;

	if (!tree_is_file(t))
		return err_set(err, "%s: a state of nmstate is one file", tree_label(t));
	if (tree_read(t, "", &text, err) < 0)
		return -1;
	return nmstate_load(s, tree_origin(t, ""), text, &input, err);
}

const struct source source_nmstate = {
	.name = "nmstate",
	.doc = "a state of nmstate, shown or desired, YAML or JSON",
	.score = score,
	.load = load,
};
