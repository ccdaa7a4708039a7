/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "parse/esxi/outline_build.h"

/* Where a line's text begins: what nests it. */
static size_t column_of(struct str line)
{
	size_t n = 0;

	while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
		n++;
	return n;
}

/* Dots fill the room between key and value: at least two, unless the key left none. */
static void split_leaf(struct str leaf, struct str *ret_key, struct str *ret_value)
{
	const char *dots = leaf.n ? memmem(leaf.p, leaf.n, "..", 2) : NULL;
	size_t at = dots ? (size_t)(dots - leaf.p) : str_find(leaf, '.');

	*ret_key = str_trim(str_upto(leaf, at));
	while (at < leaf.n && leaf.p[at] == '.')
		at++;
	*ret_value = str_trim(str_from(leaf, at));
}

static struct str heading_of(struct str text)
{
	text = str_trim(text);
	if (str_ends(text, ":"))
		text.n--;
	return str_trim(text);
}

struct level {
	struct outline *node;
	size_t column;
};

struct tree_of_levels {
	struct outline_build b;
	struct level v[OUTLINE_DEPTH_MOST];
	unsigned depth; /* of the innermost; 0 is the root */
};

/* Leaves stand deeper than their heading, headings of one depth in one column. */
static void leave(struct tree_of_levels *t, size_t column)
{
	while (t->depth && t->v[t->depth].column >= column)
		t->depth--;
}

static void take_heading(struct tree_of_levels *t, struct str heading, size_t column, unsigned line)
{
	struct outline *node;

	leave(t, column);
	if (t->depth + 1 == OUTLINE_DEPTH_MOST) {
		t->b.root->cut = true;
		return;
	}
	node = outline_add(&t->b, t->v[t->depth].node, line);
	if (!node)
		return;
	node->type = node->key = heading_of(heading);
	t->v[++t->depth] = (struct level){ node, column };
}

static void take_leaf(struct tree_of_levels *t, struct str leaf, size_t column, unsigned line)
{
	struct outline *node;

	leave(t, column);
	node = outline_add(&t->b, t->v[t->depth].node, line);
	if (node)
		split_leaf(leaf, &node->key, &node->value);
}

struct outline *parse_esxcfg_info(struct arena *a, struct str text)
{
	struct tree_of_levels t = { .b = outline_build(a) };
	struct str line;

	t.v[0] = (struct level){ t.b.root, 0 };
	for (unsigned n = 1; str_line(&text, &line); n++) {
		size_t column = column_of(line);
		struct str rest = str_from(line, column);
		if (str_starts(rest, "\\==+"))
			take_heading(&t, str_from(rest, 4), column, n);
		else if (str_starts(rest, "+"))
			take_heading(&t, str_from(rest, 1), column, n);
		else if (str_starts(rest, "|----"))
			take_leaf(&t, str_from(rest, 5), column, n);
	}
	return t.b.root;
}
