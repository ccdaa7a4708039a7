/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/json_leaves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { PATH_MOST = 512 };

void leaves_open(struct leaves *l, const char *file, struct str text)
{
	*l = (struct leaves){ .events = events_new(EVENT_JSON, file, text) };
	events_let_keys_repeat(l->events);
}

void leaves_close(struct leaves *l)
{
	events_free(l->events);
	free(l->v);
	free(l->bytes);
	*l = (struct leaves){ .events = NULL };
}

static size_t keep(struct leaves *l, struct str text)
{
	size_t at = l->used;

	while (l->used + text.n + 1 > l->size)
		l->bytes = xrealloc(l->bytes, l->size = l->size ? l->size * 2 : 4096, 1);
	if (text.n)
		memcpy(l->bytes + at, text.p, text.n);
	l->bytes[at + text.n] = '\0';
	l->used += text.n + 1;
	return at;
}

static void add_leaf(struct leaves *l, const char *path, const struct event *e)
{
	if (l->n == l->room)
		l->v = xrealloc(l->v, l->room = l->room ? l->room * 2 : 128, sizeof(*l->v));
	l->v[l->n++] = (struct leaf){
		.path = keep(l, str_of(path)),
		.text = keep(l, e->text),
		.length = e->text.n,
		.type = e->scalar,
		.number = e->number,
	};
}

/* The value that begins with *e, with all below it; path has room for PATH_MOST. */
static int collect(struct leaves *l, struct event *e, char *path, size_t length, struct err *err)
{
	enum event_type type = e->type;
	size_t count = 0;

	if (type == EVENT_SCALAR) {
		add_leaf(l, path, e);
		return 0;
	}
	for (;;) {
		const char *dot = length ? "." : "";
		size_t longer;
		if (events_next(l->events, e, err) < 0)
			return -1;
		if (e->type == EVENT_MAP_END || e->type == EVENT_LIST_END)
			break;
		if (type == EVENT_LIST)
			longer = length + (size_t)snprintf(path + length, PATH_MOST - length,
							   "%s%zu", dot, count++);
		else
			longer = length + (size_t)snprintf(path + length, PATH_MOST - length,
							   "%s%.*s", dot, STR_ARGS(e->text));
		if (longer >= PATH_MOST)
			return events_error(l->events, e, err, "keys too long");
		if (type == EVENT_MAP && events_next(l->events, e, err) < 0)
			return -1;
		if (collect(l, e, path, longer, err) < 0)
			return -1;
		path[length] = '\0';
	}
	return 0;
}

static int start(struct leaves *l, struct event *e, struct err *err)
{
	l->started = true;
	/* The document, then what it is. */
	for (int i = 0; i < 2; i++)
		if (events_next(l->events, e, err) < 0)
			return -1;
	l->single = e->type == EVENT_MAP;
	if (e->type == EVENT_LIST)
		return events_next(l->events, e, err);
	return l->single ? 0 : events_error(l->events, e, err, "a list of objects was expected");
}

int leaves_next(struct leaves *l, struct span *ret_object, struct err *err)
{
	char path[PATH_MOST] = "";
	struct event e;

	if (!l->started) {
		if (start(l, &e, err) < 0)
			return -1;
	} else if (l->single) {
		return 0;
	} else if (events_next(l->events, &e, err) < 0) {
		return -1;
	}
	if (e.type == EVENT_LIST_END)
		return 0;
	if (e.type != EVENT_MAP)
		return events_error(l->events, &e, err, "a list of objects was expected");
	l->n = l->used = 0;
	l->line = e.line;
	if (collect(l, &e, path, 0, err) < 0)
		return -1;
	*ret_object = (struct span){ l, 0, l->n, 0 };
	return 1;
}

void leaves_begin(struct leaves *l, unsigned line)
{
	l->n = l->used = 0;
	l->line = line;
}

void leaves_put(struct leaves *l, const char *path, struct str text)
{
	struct event e = { .text = text };

	e.scalar = str_to_i64(text, &e.number) ? SCALAR_INT : SCALAR_TEXT;
	add_leaf(l, path, &e);
}

struct span leaves_all(const struct leaves *l)
{
	return (struct span){ l, 0, l->n, 0 };
}

static const char *path_of(const struct span *s, size_t i)
{
	return s->of->bytes + s->of->v[i].path + s->skip;
}

static const struct leaf *find(const struct span *s, const char *path)
{
	for (size_t i = s->from; i < s->to; i++)
		if (strcmp(path_of(s, i), path) == 0)
			return &s->of->v[i];
	return NULL;
}

bool span_text(const struct span *s, const char *path, struct str *ret_text)
{
	const struct leaf *leaf = find(s, path);

	if (!leaf || leaf->type == SCALAR_NULL)
		return false;
	*ret_text = (struct str){ s->of->bytes + leaf->text, leaf->length };
	return true;
}

bool span_number(const struct span *s, const char *path, int64_t *ret_number)
{
	const struct leaf *leaf = find(s, path);

	if (!leaf || leaf->type != SCALAR_INT)
		return false;
	*ret_number = leaf->number;
	return true;
}

bool span_has(const struct span *s, const char *path)
{
	struct span below = span_below(s, path);

	return find(s, path) || below.from < below.to;
}

struct span span_below(const struct span *s, const char *name)
{
	size_t n = strlen(name), from = s->from, to;

	while (from < s->to &&
	       !(strncmp(path_of(s, from), name, n) == 0 && path_of(s, from)[n] == '.'))
		from++;
	for (to = from;
	     to < s->to && strncmp(path_of(s, to), name, n) == 0 && path_of(s, to)[n] == '.';)
		to++;
	return (struct span){ s->of, from, to, s->skip + n + 1 };
}

bool span_next(const struct span *list, size_t *at, struct span *ret_element)
{
	size_t from = list->from + *at, to = from, n;
	const char *path;

	if (from >= list->to)
		return false;
	path = path_of(list, from);
	n = strcspn(path, ".");
	while (to < list->to && strncmp(path_of(list, to), path, n) == 0 &&
	       path_of(list, to)[n] == path[n])
		to++;
	*at = to - list->from;
	*ret_element = (struct span){ list->of, from, to, list->skip + n + (path[n] == '.') };
	return true;
}

bool span_next_text(const struct span *list, size_t *at, struct str *ret_text)
{
	struct span element;

	if (!span_next(list, at, &element))
		return false;
	*ret_text = (struct str){ list->of->bytes + list->of->v[element.from].text,
				  list->of->v[element.from].length };
	return true;
}
