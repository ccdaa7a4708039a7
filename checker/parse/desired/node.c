/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/desired/node.h"

#include <string.h>

static struct node *new_node(struct node_reader *r, const struct event *at, struct err *err)
{
	struct node *n;

	if (r->nodes++ == r->most) {
		events_error(r->events, at, err, "more than %zu values for one host", r->most);
		return NULL;
	}
	n = arena_alloc(r->arena, sizeof(*n));
	n->type = at->type;
	n->line = at->line;
	n->file = r->file;
	if (at->type == EVENT_SCALAR && at->scalar != SCALAR_NULL)
		n->text = (struct str){ arena_str(r->arena, at->text), at->text.n };
	return n;
}

void node_add(struct node *to, struct str key, struct node *child)
{
	child->key = key;
	if (to->last)
		to->last->next = child;
	else
		to->first = child;
	to->last = child;
}

struct node *node_read(struct node_reader *r, const struct event *at, struct err *err)
{
	struct node *n = new_node(r, at, err), *child;
	struct event e;

	while (n && n->type != EVENT_SCALAR) {
		struct str key = { NULL, 0 };
		unsigned line;
		if (events_next(r->events, &e, err) < 0)
			return NULL;
		if (e.type == EVENT_MAP_END || e.type == EVENT_LIST_END)
			break;
		line = e.line;
		if (e.type == EVENT_KEY) {
			key = (struct str){ arena_str(r->arena, e.text), e.text.n };
			if (events_next(r->events, &e, err) < 0)
				return NULL;
		}
		child = node_read(r, &e, err);
		if (!child)
			return NULL;
		child->line = line;
		node_add(n, key, child);
	}
	return n;
}

static struct node *child_of(const struct node *map, struct str key)
{
	for (struct node *n = map->first; n; n = n->next)
		if (str_same(n->key, key))
			return n;
	return NULL;
}

static struct node *empty_like(struct arena *a, const struct node *from)
{
	struct node *n = arena_alloc(a, sizeof(*n));

	*n = *from;
	n->first = n->last = n->next = NULL;
	return n;
}

static size_t count(const struct node *map)
{
	size_t n = 0;

	for (const struct node *at = map->first; at; at = at->next)
		n++;
	return n;
}

struct node *node_merge(struct arena *a, struct node *into, const struct node *from,
			struct err *err)
{
	size_t keys = count(into);

	if (from->type == EVENT_SCALAR || into->type != from->type) {
		struct node *next = into->next;
		*into = *empty_like(a, from);
		into->next = next;
		keys = 0;
	}
	for (const struct node *n = from->first; n; n = n->next) {
		struct node *known = from->type == EVENT_MAP ? child_of(into, n->key) : NULL;
		if (!known && from->type == EVENT_MAP && keys++ == NODE_KEYS_MOST) {
			err_set(err, "%s:%u: more than %d keys in one mapping", n->file, n->line,
				NODE_KEYS_MOST);
			return NULL;
		}
		if (!known) {
			known = empty_like(a, n);
			node_add(into, n->key, known);
		}
		if (!node_merge(a, known, n, err))
			return NULL;
	}
	return into;
}

const struct node *node_at(const struct node *map, const char *path)
{
	struct str rest = str_of(path), key;

	while (map && str_split(&rest, '.', &key))
		map = map->type == EVENT_MAP ? child_of(map, key) : NULL;
	return map;
}

const struct node *node_first(const struct node *map, const char *path)
{
	const struct node *n = node_at(map, path);

	return n ? n->first : NULL;
}

struct str node_text(const struct node *map, const char *path)
{
	const struct node *n = node_at(map, path);

	return n ? n->text : (struct str){ NULL, 0 };
}

bool node_is(const struct node *map, const char *path, bool yes)
{
	static const char *const words[2][5] = { { "false", "no", "off", "n", "0" },
						 { "true", "yes", "on", "y", "1" } };
	struct str text = node_text(map, path);

	for (size_t i = 0; i < countof(words[yes]); i++)
		if (str_eq_nocase(text, words[yes][i]))
			return true;
	return false;
}
