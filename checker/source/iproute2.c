/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved outputs of one Linux host, in files of any names, one or many, with prompts or without,
 * and files of the host at their own paths beside them.
 */
#include <string.h>

#include "parse/transcript.h"
#include "source/files.h"
#include "source/saved.h"
#include "source/source.h"
#include "tree/tree.h"

enum {
	FILES_MOST = 5000,
	LOOKED_INTO = 16, /* files whose names say nothing, to tell the kind */
	LOOKED_AT = 1 << 20,
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

/* Outputs in the text of a file: with prompts, each that is one counts. */
static bool has_output(struct arena *a, struct str text)
{
	struct str plain = transcript_text(a, str_upto(text, LOOKED_AT));
	struct transcript t = transcript_open("", plain, NULL);
	struct capture c;

	if (!transcript_has_prompts(plain))
		return saved_is_output(plain);
	while (transcript_next(&t, &c))
		if (saved_is_output(c.text))
			return true;
	return false;
}

static bool file_has_output(struct tree *t, struct arena *a, const char *name)
{
	struct str text;
	struct err err;

	return tree_read(t, name, &text, &err) == 1 && has_output(a, text);
}

/* A file's name or place that says what it is: its content need not be read. */
static bool is_named(const char *name)
{
	return !tree_match("*.yaml", str_of(name)) && saved_reads_path(str_of(name));
}

/* Names and content of its own files; directories of other kinds have marks of their own. */
static bool probe(struct tree *t)
{
	static const char *const folders[] = {
		"etc/iscsi", "var/lib/iscsi", "proc/net/bonding", "proc/net/vlan", "proc/sys/net",
		"sys/class/net",
	};
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct tree_names names, inside;
	struct err err;

	if (tree_is_file(t))
		return file_has_output(t, a, "");
	if (tree_entries(t, "", &names, &err) != 1)
		return false;
	for (size_t i = 0; i < names.n; i++)
		if (strcmp(names.v[i], "sos_commands") == 0)
			return false;
	for (size_t i = 0; i < names.n; i++)
		if (is_named(names.v[i]))
			return true;
	for (size_t i = 0; i < countof(folders); i++)
		if (tree_entries(t, folders[i], &inside, &err) == 1)
			return true;
	for (size_t i = 0; i < names.n && i < LOOKED_INTO; i++)
		if (file_has_output(t, a, names.v[i]))
			return true;
	return tree_has(t, "proc/mounts") || tree_has(t, "proc/self/mountinfo");
}

static const char *const wants[] = {
	"*ip_*",	   "*ip-*",	  "*ip *",	   "*rt_tables*",
	"*iscsiadm*",	  "*link.json",	    "*addr*.json",
	"*route*.json",	   "*rule*.json", "*neigh*.json", "etc/iscsi/*",    "*/etc/iscsi/*",
	"var/lib/iscsi/*", "*mountinfo",  "*hostname",	  "etc/os-release",
	"*ifconfig*",	   "*route_*",	  "*route -*",	    "*netstat*",
	"etc/fstab",	   "proc/sys/kernel/osrelease", "lib/modules/*/modules.dep",
	"lib/modules/*/modules.builtin",  NULL,
};

const struct source source_iproute2 = {
	.name = "iproute2",
	.doc = "a directory of saved outputs of one Linux host: ip, iscsiadm, multipath, ...",
	.wants = wants,
	.probe = probe,
	.load = load,
};
