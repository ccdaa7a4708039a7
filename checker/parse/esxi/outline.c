/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/outline.h"

const struct outline *outline_next(const struct outline *root, const struct outline *at)
{
	if (at->first)
		return at->first;
	while (at != root && !at->next)
		at = at->parent;
	return at == root ? NULL : at->next;
}

static const struct outline *child(const struct outline *node, struct str key)
{
	for (const struct outline *c = node->first; c; c = c->next)
		if (str_same(c->key, key))
			return c;
	return NULL;
}

const struct outline *outline_at(const struct outline *node, const char *path)
{
	struct str rest = str_of(path), key;

	while (node && str_split(&rest, '.', &key))
		node = child(node, key);
	return node;
}

struct str outline_value(const struct outline *node, const char *path)
{
	const struct outline *at = outline_at(node, path);

	return at ? at->value : (struct str){ NULL, 0 };
}
