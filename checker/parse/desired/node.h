/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One state of a host as a tree of values, each with its place in the file: keys
 * stand in any order, and what a port is told depends on all of them.  A tree is
 * bounded, so what is no configuration of one host is refused.
 */
#ifndef PARSE_DESIRED_NODE_H
#define PARSE_DESIRED_NODE_H

#include "base/arena.h"
#include "base/event.h"

enum { NODES_MOST = 1000000, NODE_KEYS_MOST = 4096 };

struct node {
	struct str key;  /* in a mapping; p NULL: an item of a list */
	struct str text; /* of a scalar; p NULL where it is null */
	enum event_type type; /* EVENT_SCALAR, EVENT_MAP, EVENT_LIST */
	unsigned line;
	const char *file;
	struct node *first, *last, *next;
};

struct node_reader {
	struct events *events;
	struct arena *arena;
	const char *file;
	size_t nodes, most; /* made so far, and how many may be */
};

/* The value that begins with *at, and all below it. NULL: err says why not. */
struct node *node_read(struct node_reader *r, const struct event *at, struct err *err);

/* Makes it the last value of a mapping, or with a key without text the last item of a list. */
void node_add(struct node *to, struct str key, struct node *child);

/*
 * Puts what `from` says into `into`, as a later file does: mappings are merged, lists made longer,
 * all else replaced.  NULL with err filled where a mapping has too many keys.
 */
struct node *node_merge(struct arena *a, struct node *into, const struct node *from,
			struct err *err);

/* The value of a key, or of a key in its value ("ethernet.speed"); NULL: none, or no mapping. */
const struct node *node_at(const struct node *map, const char *path);

/* The first item of that list, or the first key of that mapping; NULL: none. */
const struct node *node_first(const struct node *map, const char *path);

/* What a scalar says; p NULL where there is none, or null. */
struct str node_text(const struct node *map, const char *path);

/* Words for yes and no, as YAML 1.1 has them; false: it is neither. */
bool node_is(const struct node *map, const char *path, bool yes);

#endif
