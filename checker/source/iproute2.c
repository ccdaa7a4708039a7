/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved outputs of one Linux host, in files of any names, one or many, with prompts or without,
 * and files of the host at their own paths beside them.
 */
#include <string.h>

#include "parse/command.h"
#include "parse/esxi/esxi.h"
#include "parse/linux/linux.h"
#include "parse/transcript.h"
#include "source/files.h"
#include "source/saved.h"
#include "source/source.h"
#include "tree/tree.h"

enum {
	FILES_MOST = 5000,
	LOOKED_INTO = 64,     /* files of a directory, to tell its kind */
	LOOKED_AT = 1 << 20,  /* bytes of each */
	OUTPUTS_COUNTED = 64, /* in one of them */
};

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void add_file(struct saved *r, struct tree *t, const char *name)
{
	const char *file = tree_origin(t, name);
	struct str text;
	struct err err;

	if (tree_read(t, name, &text, &err) == 1)
		(void)saved_add_text(r, file, *name ? name : tree_label(t), text);
	else
		saved_note(r, (struct origin){ .line = 0 }, str_of(err.text), "cannot be read");
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct saved_label label = { last_part(tree_label(t)), "iproute2", tree_label(t),
				     TRI_UNKNOWN };
	struct tree_names names = tree_files(t);
	struct files files = { .tree = t, .below = "", .arena = snapshot_arena(s) };
	struct saved *r = saved_new(s, &files);
	int status;

	if (!*label.name || strcmp(label.name, "-") == 0)
		label.name = "localhost";
	for (size_t i = 0; i < names.n && i < FILES_MOST; i++)
		add_file(r, t, names.v[i]);
	saved_add_tree(r);
	status = saved_finish(r, &label, err);
	saved_free(r);
	return status;
}

/* Outputs in the text of a file, told by their shape; tables of ESXi have words in common with ours. */
static unsigned outputs_in(struct arena *a, struct str text)
{
	struct str plain = transcript_text(a, str_upto(text, LOOKED_AT));
	struct transcript t = transcript_open("", plain, linux_begins);
	struct capture c;
	unsigned n = 0;

	while (n < OUTPUTS_COUNTED && transcript_next(&t, &c)) {
		if (command_of(c.command).kind == COMMAND_ESX)
			return 0;
		n += saved_is_output(c.text) && !esxi_looks(c.text);
	}
	return n;
}

static unsigned score_outputs(struct tree *t, const struct tree_names *names, const char **ret_why)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	unsigned n = 0, found;
	struct str text;
	struct err err;

	for (size_t i = 0; i < names->n && i < LOOKED_INTO; i++) {
		if (tree_read(t, names->v[i], &text, &err) != 1)
			continue;
		found = outputs_in(a, text);
		if (found && !n)
			*ret_why = tree_origin(t, names->v[i]);
		n += found;
	}
	return n;
}

static bool has_folder(struct tree *t)
{
	static const char *const folders[] = {
		"etc/iscsi", "var/lib/iscsi", "proc/net/bonding", "proc/net/vlan", "proc/sys/net",
		"sys/class/net",
	};
	struct tree_names inside;
	struct err err;

	for (size_t i = 0; i < countof(folders); i++)
		if (tree_entries(t, folders[i], &inside, &err) == 1)
			return true;
	return tree_has(t, "proc/mounts") || tree_has(t, "proc/self/mountinfo");
}

/* A file's name that says what it is, though there be nothing or an error in it. */
static bool is_named(const char *name)
{
	return !tree_match("*.yaml", str_of(name)) && saved_reads_path(str_of(name));
}

/* One saved output alone is one too.  Directories of other kinds have marks of their own. */
static unsigned score(struct tree *t, const char **ret_why)
{
	struct tree_names names;
	unsigned n;
	struct err err;

	*ret_why = NULL;
	if (tree_is_file(t)) {
		names = tree_files(t);
		return score_outputs(t, &names, ret_why);
	}
	if (tree_entries(t, "", &names, &err) != 1)
		return 0;
	n = score_outputs(t, &names, ret_why);
	for (size_t i = 0; i < names.n && !n; i++)
		n += is_named(names.v[i]);
	return n ? n : has_folder(t);
}

const struct source source_iproute2 = {
	.name = "iproute2",
	.doc = "a directory of saved outputs of one Linux host: ip, iscsiadm, multipath, ...",
	.wants = saved_wants,
	.platform = "linux",
	.pieces = true,
	.score = score,
	.load = load,
};
