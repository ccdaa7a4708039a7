/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sosreport: outputs in sos_commands/PLUGIN/, each in a file that is named after its command, and
 * files of the host at their own paths beside (sos/report/plugins/, sos 3.0 to 4.x).
 */
#include <string.h>

#include "source/files.h"
#include "source/roots.h"
#include "source/saved.h"
#include "source/source.h"
#include "tree/tree.h"

/* Where outputs lie; archives of insights-client are laid out so too, some below data/. */
static const struct layout {
	const char *commands, *below;
} layouts[] = {
	{ "sos_commands", "" },
	{ "insights_commands", "" },
	{ "data/insights_commands", "data/" },
};

static struct roots find_roots(struct tree *t, struct arena *a)
{
	struct roots roots = { NULL, 0 };

	for (size_t i = 0; i < countof(layouts) && !roots.n; i++) {
		roots = roots_with(t, a, layouts[i].commands);
		for (size_t k = 0; k < roots.n; k++)
			roots.v[k] = arena_printf(a, "%s%s", roots.v[k], layouts[i].below);
	}
	return roots;
}

static bool is_link_to_output(const char *path)
{
	return !strchr(path, '/'); /* ip_addr, mount, uname: the same again */
}

/*
 * sos_commands/networking/namespaces/NS/… since 4.3, before that ip_netns_exec_NS_…: another
 * network than the host's.
 */
static bool is_of_namespace(const char *path)
{
	return strstr(path, "/namespaces/") || strstr(path, "netns_exec");
}

/* Of the many settings below proc/sys only those of the network are facts. */
static bool is_wanted(const char *path)
{
	static const char *const places[] = { "sos_commands/", "insights_commands/", "proc/",
					      "etc/" };

	if (is_link_to_output(path) || is_of_namespace(path))
		return false;
	for (size_t i = 0; i < countof(places); i++)
		if (strncmp(path, places[i], strlen(places[i])) == 0)
			return saved_reads_path(str_of(path));
	return false;
}

static void add_file(struct saved *r, struct tree *t, const char *root, const char *name)
{
	const char *path = name + strlen(root), *file = tree_origin(t, name);
	struct str text;
	struct err err;

	if (!is_wanted(path))
		return;
	if (tree_read(t, name, &text, &err) == 1)
		(void)saved_add_file(r, file, path, text);
	else
		saved_note(r, (struct origin){ .line = 0 }, str_of(err.text), "cannot be read");
}

/* "sosreport-web01-01234567-2023-05-04-abcdefg" */
static const char *host_of(struct arena *a, const char *folder)
{
	static const char begin[] = "sosreport-";
	struct str name = str_of(folder);

	if (!str_starts(name, begin))
		return folder;
	name = str_from(name, strlen(begin));
	return arena_str(a, str_upto(name, str_find(name, '-')));
}

static bool is_vdsm(struct tree *t, struct arena *a, const char *root)
{
	struct tree_names inside;
	struct err err;

	return tree_entries(t, arena_printf(a, "%svar/lib/vdsm", root), &inside, &err) == 1;
}

static int load_host(struct snapshot *s, struct tree *t, struct arena *a, const char *root,
		     struct err *err)
{
	struct saved_label label = { host_of(a, root_name(t, a, root)), "sosreport", tree_label(t),
				     is_vdsm(t, a, root) ? TRI_YES : TRI_UNKNOWN };
	struct files files = { .tree = t, .below = root, .arena = snapshot_arena(s) };
	struct root_files names = root_files(t, root);
	struct saved *r = saved_new(s, &files);
	int status;

	for (size_t i = 0; i < names.n; i++)
		add_file(r, t, root, names.v[i]);
	saved_add_tree(r);
	status = saved_finish(r, &label, err);
	saved_free(r);
	return status;
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct arena *a = snapshot_arena(s);
	struct roots roots = find_roots(t, a);

	if (!roots.n)
		return err_set(err, "%s: no folder sos_commands or insights_commands in it", tree_label(t));
	for (size_t i = 0; i < roots.n; i++)
		if (load_host(s, t, a, roots.v[i], err) < 0)
			return -1;
	return 0;
}

static unsigned score(struct tree *t, const char **ret_why)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	*ret_why = NULL;
	if (tree_is_file(t))
		return 0;
	return find_roots(t, a).n ? SCORE_LAYOUT : 0;
}

/* Behind the report's own folder, and data/, the host's files are at their places. */
static bool wants(struct str name)
{
	struct str inner = str_from(name, str_find(name, '/') + 1);

	return saved_wants(name) || saved_wants(inner) ||
	       (str_starts(inner, "data/") && saved_wants(str_from(inner, 5)));
}

const struct source source_sosreport = {
	.name = "sosreport",
	.doc = "a sosreport of sos 3 or 4, directory or archive",
	.wants = wants,
	.platform = "linux",
	.score = score,
	.load = load,
};
