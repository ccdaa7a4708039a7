/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands the files of configuration that a host has to parse/config/. */
#include "source/config.h"

#include <string.h>

#include "parse/config/config.h"
#include "source/files.h"
#include "tree/tree.h"

/* Of DHCP clients of which nothing else says what they did. */
static bool holds_leases(const char *folder)
{
	return strcmp(folder, "var/lib/NetworkManager") == 0 ||
	       strcmp(folder, "run/NetworkManager") == 0 || strcmp(folder, "var/lib/dhcp") == 0 ||
	       strcmp(folder, "var/lib/dhclient") == 0;
}

/* False where it is there and cannot be read. */
static bool read_file(struct config *c, const struct files *f, const char *path)
{
	struct str text = { NULL, 0 };
	struct err ignored;
	int found = files_read(f, path, &text, &ignored);

	if (found != 0)
		config_add(c, path, found == 1 ? text : (struct str){ NULL, 0 });
	return found >= 0;
}

/* The files of a folder that are known, and those of its folders X.network.d. */
static bool read_folder(struct config *c, const struct files *f, const char *folder, bool deeper)
{
	struct files_list names;
	struct err ignored;
	int found = files_list(f, folder, &names, &ignored);
	bool all = found >= 0;

	for (size_t i = 0; found == 1 && i < names.n; i++) {
		const char *path = arena_printf(f->arena, "%s/%s", folder, names.v[i]);
		if (config_knows(str_of(path)))
			all &= read_file(c, f, path);
		else if (deeper && str_ends(str_of(path), ".network.d"))
			read_folder(c, f, path, false);
	}
	return all;
}

/* The last part of a pattern may have '*' and '?'. */
static void read_source(struct config *c, const struct files *f, const char *pattern)
{
	const char *slash = strrchr(pattern, '/');
	struct str folder = str_upto(str_of(pattern), slash ? (size_t)(slash - pattern) : 0);
	struct files_list names;
	struct err ignored;

	if (!slash || files_list(f, arena_str(f->arena, folder), &names, &ignored) != 1)
		return;
	for (size_t i = 0; i < names.n; i++) {
		const char *path = arena_printf(f->arena, "%.*s/%s", STR_ARGS(folder), names.v[i]);
		bool all = !slash[1];
		if (!config_knows(str_of(path)) &&
		    (all ? !strchr(names.v[i], '.')
			 : tree_match(slash + 1, str_of(names.v[i]))))
			read_file(c, f, path);
	}
}

int config_read(struct snapshot *s, unsigned host, const struct files *f,
		const struct config_file *more, size_t n)
{
	struct config *c = config_new(s, host);
	const char *pattern;
	bool hidden = false;

	for (size_t i = 0; config_single[i]; i++)
		read_file(c, f, config_single[i]);
	for (size_t i = 0; config_folders[i]; i++)
		hidden |= !read_folder(c, f, config_folders[i], true) &&
			  holds_leases(config_folders[i]);
	for (size_t i = 0; i < n; i++)
		config_add(c, more[i].path, more[i].text);
	while ((pattern = config_next_source(c)))
		read_source(c, f, pattern);
	if (hidden)
		config_leases_hidden(c);
	config_apply(c, f->whole);
	return hidden ? -1 : 0;
}
