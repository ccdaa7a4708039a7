/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SUSE's supportconfig: a few text files, each with the outputs and files of its subject. */
#include <string.h>

#include "parse/sections.h"
#include "source/files.h"
#include "source/roots.h"
#include "source/saved.h"
#include "source/source.h"
#include "tree/tree.h"

/* Those with facts in them; others, such as messages.txt, are of hundreds of megabytes. */
static const char *const files_read_here[] = {
	"basic-environment.txt", "env.txt",  "fs-diskio.txt", "fs-iscsi.txt",
	"mpio.txt",		 "network.txt", "nfs.txt",    "team.txt",
};

static bool is_command(const struct section *s)
{
	return str_eq(s->kind, "Command");
}

/* Commands of a namespace and error texts are the engine's matter; what is of other programs is not. */
static bool is_wanted(struct arena *a, const struct section *s)
{
	struct str words = s->title, program;

	if (!is_command(s))
		return str_starts(s->title, "/") &&
		       saved_reads_path(str_of(arena_str(a, str_from(s->title, 1))));
	if (!str_word(&words, &program))
		return false;
	for (size_t i = program.n; i-- > 0;)
		if (program.p[i] == '/') {
			program = str_from(program, i + 1);
			break;
		}
	return saved_reads_program(program) || str_eq(program, "cat");
}

/* "- File not found", "- RPM not installed": words of the tool itself. */
static bool is_absent(struct str text)
{
	text = str_trim(text);
	return !text.n || str_starts(text, "- ") || str_starts(text, "ERROR: ");
}

static void add_section(struct saved *r, const char *file, const struct section *s)
{
	struct capture c = { .file = file, .line = s->line, .text = s->text };

	if (!is_wanted(saved_arena(r), s))
		return;
	if (!is_command(s)) {
		if (!is_absent(s->text))
			(void)saved_add(r, &c, arena_str(saved_arena(r), str_from(s->title, 1)));
		return;
	}
	c.command = s->title;
	c.typed = c.may_be_empty = true;
	(void)saved_add(r, &c, NULL);
}

static void add_file(struct saved *r, const struct files *f, const char *name)
{
	struct sections sections;
	struct section s;
	struct str text;
	struct err err;
	int found = files_read(f, name, &text, &err);

	if (found < 0)
		saved_note(r, (struct origin){ .line = 0 }, str_of(err.text), "cannot be read");
	if (found != 1)
		return;
	sections = sections_open(text);
	while (sections_next(&sections, &s))
		add_section(r, files_origin(f, name), &s);
}

/* "scc_web01_230504_1200", before supportutils 3.1 "nts_web01_…" */
static const char *host_of(struct arena *a, const char *folder)
{
	struct str name = str_of(folder), host;

	if (!str_starts(name, "scc_") && !str_starts(name, "nts_"))
		return folder;
	name = str_from(name, 4);
	host = str_upto(name, str_find(name, '_'));
	return host.n ? arena_str(a, host) : folder;
}

static int load_host(struct snapshot *s, struct tree *t, struct arena *a, const char *root,
		     struct err *err)
{
	struct saved_label label = { host_of(a, root_name(t, a, root)), "supportconfig",
				     tree_label(t), TRI_UNKNOWN };
	struct files files = { .tree = t, .below = root, .arena = snapshot_arena(s) };
	struct saved *r = saved_new(s, &files);
	int status;

	for (size_t i = 0; i < countof(files_read_here); i++)
		add_file(r, &files, files_read_here[i]);
	status = saved_finish(r, &label, err);
	saved_free(r);
	return status;
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct arena *a = snapshot_arena(s);
	struct roots roots = roots_with(t, a, "basic-environment.txt");

	if (!roots.n)
		roots = roots_with(t, a, "network.txt");
	if (!roots.n)
		return err_set(err, "%s: no file of supportconfig in it", tree_label(t));
	for (size_t i = 0; i < roots.n; i++)
		if (load_host(s, t, a, roots.v[i], err) < 0)
			return -1;
	return 0;
}

static bool has_sections(struct tree *t, struct arena *a, const char *name)
{
	struct roots roots = roots_with(t, a, name);
	struct str text;
	struct err err;

	return roots.n &&
	       tree_read(t, arena_printf(a, "%s%s", roots.v[0], name), &text, &err) == 1 &&
	       sections_in(text);
}

static unsigned score(struct tree *t, const char **ret_why)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	*ret_why = NULL;
	if (tree_is_file(t))
		return 0;
	return has_sections(t, a, "basic-environment.txt") || has_sections(t, a, "network.txt")
		       ? SCORE_LAYOUT
		       : 0;
}

static bool wants(struct str name)
{
	for (size_t i = 0; i < countof(files_read_here); i++)
		if (str_ends(name, files_read_here[i]))
			return true;
	return false;
}

const struct source source_supportconfig = {
	.name = "supportconfig",
	.doc = "SUSE's supportconfig, directory or archive",
	.wants = wants,
	.platform = "linux",
	.score = score,
	.load = load,
};
