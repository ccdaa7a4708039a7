/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/event.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/event_reader.h"
#include "base/keyset.h"
#include "base/utf8.h"

struct events {
	const struct event_reader *reader;
	void *state;
	const char *file;
	struct str text;
	unsigned depth;
	struct events_gone gone;
	bool keys_repeat;
	uint64_t seed;
	struct keyset keys[EVENT_DEPTH];
};

static struct str without_bom(struct str text)
{
	return str_starts(text, "\xEF\xBB\xBF") ? str_from(text, 3) : text;
}

static const struct event_reader *reader_of(enum event_syntax syntax)
{
	switch (syntax) {
	case EVENT_YAML: return &event_reader_yaml;
	case EVENT_JSON: return &event_reader_json;
	case EVENT_XML: return &event_reader_xml;
	}
	return NULL;
}

struct events *events_new(enum event_syntax syntax, const char *file, struct str text)
{
	struct events *e = xcalloc(1, sizeof(*e));

	e->reader = reader_of(syntax);
	e->keys_repeat = e->reader->keys_repeat;
	e->file = file;
	e->text = without_bom(text);
	e->seed = keyset_seed();
	e->state = e->reader->start(e);
	return e;
}

void events_let_keys_repeat(struct events *e)
{
	e->keys_repeat = true;
}

/* Errors tell lines, so those that end in what goes are counted first. */
static void pass_over(struct events *e, size_t bytes)
{
	const char *at = e->text.p + e->gone.bytes, *end = e->text.p + bytes;

	for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		e->gone.lines++;
	e->gone.bytes = bytes;
}

void events_forget(struct events *e)
{
	enum { STEP = 1 << 20 };
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), first, end;
	size_t passed = e->reader->passed ? e->reader->passed(e->state) : 0;

	if (passed < e->gone.bytes + STEP)
		return;
	/* Whole pages of the text, from the first that is all its own. */
	first = ((uintptr_t)e->text.p + page - 1) / page * page;
	end = ((uintptr_t)e->text.p + passed) / page * page;
	if (!e->gone.bytes)
		pass_over(e, first - (uintptr_t)e->text.p);
	first = (uintptr_t)e->text.p + e->gone.bytes;
	pass_over(e, end - (uintptr_t)e->text.p);
	madvise((void *)first, end - first, MADV_DONTNEED);
}

struct events_gone events_gone(const struct events *e)
{
	return e->gone;
}

void events_free(struct events *e)
{
	if (!e)
		return;
	e->reader->stop(e->state);
	for (unsigned i = 0; i < EVENT_DEPTH; i++)
		keyset_clear(&e->keys[i]);
	free(e);
}

void events_freep(struct events **e)
{
	events_free(*e);
}

struct str events_text(const struct events *e)
{
	return e->text;
}

int events_error(const struct events *e, const struct event *at, struct err *err, const char *fmt,
		 ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return err_wrap(err, "%s:%u:%u", e->file, at->line, at->column);
}

int events_too_long(const struct events *e, const struct event *at, struct err *err)
{
	return events_error(e, at, err, "text longer than %d bytes", EVENT_SCALAR_MOST);
}

int events_nul(const struct events *e, const struct event *at, struct err *err)
{
	return events_error(e, at, err, "a NUL character in a text");
}

static int nested(struct events *e, const struct event *event, struct err *err)
{
	if (e->depth == EVENT_DEPTH)
		return events_error(e, event, err, "nested deeper than %d", EVENT_DEPTH);
	keyset_clear(&e->keys[e->depth++]);
	return 0;
}

static int key_once(struct events *e, const struct event *event, struct err *err)
{
	if (!e->depth || e->keys_repeat ||
	    keyset_add(&e->keys[e->depth - 1], e->seed, event->text))
		return 0;
	return events_error(e, event, err, "key '%s' stands twice in one mapping",
			    text_shown(event->text).s);
}

int events_next(struct events *e, struct event *ret_event, struct err *err)
{
	if (e->reader->next(e, e->state, ret_event, err) < 0)
		return -1;
	switch (ret_event->type) {
	case EVENT_MAP:
	case EVENT_LIST:
		return nested(e, ret_event, err);
	case EVENT_MAP_END:
	case EVENT_LIST_END:
		e->depth--;
		break;
	case EVENT_KEY:
		return key_once(e, ret_event, err);
	case EVENT_END:
	case EVENT_DOCUMENT:
	case EVENT_SCALAR:
		break;
	}
	return 0;
}

int events_skip(struct events *e, const struct event *from, struct err *err)
{
	struct event event = *from;
	unsigned outer = e->depth;

	if (from->type == EVENT_KEY && events_next(e, &event, err) < 0)
		return -1;
	if (event.type != EVENT_MAP && event.type != EVENT_LIST)
		return 0;
	if (from->type != EVENT_KEY)
		outer--;
	while (e->depth > outer)
		if (events_next(e, &event, err) < 0)
			return -1;
	return 0;
}

enum event_syntax event_syntax_of(struct str text)
{
	struct str rest = str_trim(without_bom(text));

	if (str_starts(rest, "{") || str_starts(rest, "["))
		return EVENT_JSON;
	return str_starts(rest, "<") ? EVENT_XML : EVENT_YAML;
}
