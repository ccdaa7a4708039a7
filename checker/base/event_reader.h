/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between event.c and the readers of the three syntaxes; nobody else needs it.
 * event.c counts the nesting and refuses double keys, so a reader need not.
 */
#ifndef BASE_EVENT_READER_H
#define BASE_EVENT_READER_H

#include "base/event.h"

enum { EVENT_DEPTH = 64, EVENT_SCALAR_MOST = 1024 * 1024 };

struct event_reader {
	bool keys_repeat;
	void *(*start)(struct events *e);
	int (*next)(struct events *e, void *state, struct event *ret_event, struct err *err);
	void (*stop)(void *state);
	/* Bytes of the text that are not read again; NULL: nobody knows. */
	size_t (*passed)(const void *state);
};

extern const struct event_reader event_reader_yaml, event_reader_json, event_reader_xml;

/* The whole text, without a byte order mark. */
struct str events_text(const struct events *e);

/* How much of the text events_forget() gave back, and the lines that ended there. */
struct events_gone {
	size_t bytes;
	unsigned lines;
};
struct events_gone events_gone(const struct events *e);

/* The error of a key or scalar longer than EVENT_SCALAR_MOST, at its place. */
int events_too_long(const struct events *e, const struct event *at, struct err *err);

/* The error of a NUL character in a key or scalar, which no text in the model can hold. */
int events_nul(const struct events *e, const struct event *at, struct err *err);

#endif
