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

static void lose(const struct files *f, const char *name, const char *why)
{
	if (f->lost && !*f->lost)
		*f->lost = arena_printf(f->arena, "/%.120s: %.100s", name, why);
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
	const char *cut;
	char **v;
	size_t n;
	int found;

	if (f->tree) {
		found = tree_entries(f->tree, in_tree(f, folder), &names, err);
		if (found == 1)
			*ret_names = (struct files_list){ names.v, names.n, NULL };
		return found;
	}
	found = root_list(f->root, folder, f->arena, &v, &n);
	cut = found == ROOT_CUT ? "too many files, the rest was not read" : NULL;
	found = root_result(cut ? 0 : found, err);
	if (found == 1)
		*ret_names = (struct files_list){ (const char *const *)v, n, cut };
	if (found < 0 || cut)
		lose(f, folder, cut ? cut : err->text);
	return found;
}

const char *files_origin(const struct files *f, const char *name)
{
	return f->tree ? tree_origin(f->tree, in_tree(f, name)) : arena_printf(f->arena, "/%s", name);
}

/* Attributes of what is not connected, or was taken away meanwhile, cannot be read: that is no loss. */
static bool is_loss(int failed)
{
	return failed == -EIO || failed == -EACCES || failed == -EMFILE || failed == -ENFILE ||
	       failed == -ENOMEM;
}

struct str files_line(const struct files *f, const char *folder, const char *name)
{
	const char *path = arena_printf(f->arena, "%s/%s", folder, name);
	struct str text = { NULL, 0 };
	struct err ignored;
	int failed;

	if (f->tree)
		failed = tree_read(f->tree, in_tree(f, path), &text, &ignored) == 1 ? 0 : -ENOENT;
	else
		failed = root_read(f->root, path, f->arena, &text);
	if (is_loss(failed))
		lose(f, path, strerror(-failed));
	return failed < 0 ? (struct str){ NULL, 0 } : str_trim(text);
}
