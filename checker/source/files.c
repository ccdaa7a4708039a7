/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/files.h"

#include <errno.h>
#include <string.h>

#include "source/root.h"
#include "tree/tree.h"

static int root_result(int failed, struct err *err)
{
	if (failed == 0)
		return 1;
	if (failed == -ENOENT || failed == -ENOTDIR)
		return 0;
	return err_set(err, "%s", failed == -EACCES ? "permission denied" : strerror(-failed));
}

/* Where the host's file lies in the tree. */
static const char *in_tree(const struct files *f, const char *name)
{
	return f->below && *f->below ? arena_printf(f->arena, "%s%s", f->below, name) : name;
}

int files_read(const struct files *f, const char *name, struct str *ret_text, struct err *err)
{
	if (f->tree)
		return tree_read(f->tree, in_tree(f, name), ret_text, err);
	return root_result(root_read(f->root, name, f->arena, ret_text), err);
}

int files_list(const struct files *f, const char *folder, struct files_list *ret_names,
	       struct err *err)
{
	struct tree_names names;
	char **v;
	size_t n;
	int found;

	if (f->tree) {
		found = tree_entries(f->tree, in_tree(f, folder), &names, err);
		if (found == 1)
			*ret_names = (struct files_list){ names.v, names.n };
		return found;
	}
	found = root_result(root_list(f->root, folder, f->arena, &v, &n), err);
	if (found == 1)
		*ret_names = (struct files_list){ (const char *const *)v, n };
	return found;
}

const char *files_origin(const struct files *f, const char *name)
{
	return f->tree ? tree_origin(f->tree, in_tree(f, name)) : arena_printf(f->arena, "/%s", name);
}

struct str files_line(const struct files *f, const char *folder, const char *name)
{
	struct str text = { NULL, 0 };
	struct err ignored;

	if (files_read(f, arena_printf(f->arena, "%s/%s", folder, name), &text, &ignored) != 1)
		return (struct str){ NULL, 0 };
	return str_trim(text);
}
