/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the readers of outlines alone: a tree as it grows. */
#ifndef PARSE_ESXI_OUTLINE_BUILD_H
#define PARSE_ESXI_OUTLINE_BUILD_H

#include "parse/esxi/outline.h"

struct outline_build {
	struct arena *arena;
	struct outline *root;
	unsigned nodes;
};

/* A new last child; NULL where there are too many, which the root remembers. */
static inline struct outline *outline_add(struct outline_build *b, struct outline *parent,
					  unsigned line)
{
	struct outline *node;

	if (b->nodes >= OUTLINE_NODES_MOST) {
		b->root->cut = true;
		return NULL;
	}
	b->nodes++;
	node = arena_alloc(b->arena, sizeof(*node));
	node->parent = parent;
	node->line = line;
	*(parent->last ? &parent->last->next : &parent->first) = node;
	parent->last = node;
	return node;
}

static inline struct outline_build outline_build(struct arena *a)
{
	return (struct outline_build){ .arena = a, .root = arena_alloc(a, sizeof(struct outline)) };
}

#endif
