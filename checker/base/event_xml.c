/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expat pushes, our caller pulls: each tag suspends the parser, and what the
 * tag gives (one element with its attributes) waits in a queue.
 */
#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/event_reader.h"

struct queued {
	struct event event;
	size_t from; /* of its text in the buffer, which moves as it grows */
};

struct xml_reader {
	struct events *events;
	XML_Parser parser;
	struct queued *queue;
	size_t first, count, room;
	char *buffer; /* the texts of the queue */
	size_t used, size;
	struct event text;  /* where the text that is being gathered began */
	size_t text_length; /* it is the end of the buffer */
	bool text_open, text_shows, started, failed;
	struct err err; /* of a handler */
};

static void *xml_start(struct events *e)
{
	struct xml_reader *r = xcalloc(1, sizeof(*r));

	r->events = e;
	return r;
}

static void xml_stop(void *state)
{
	struct xml_reader *r = state;

	if (r->parser)
		XML_ParserFree(r->parser);
	free(r->queue);
	free(r->buffer);
	free(r);
}

static struct event here(const struct xml_reader *r, enum event_type type)
{
	return (struct event){
		.type = type,
		.line = (unsigned)XML_GetCurrentLineNumber(r->parser),
		.column = (unsigned)XML_GetCurrentColumnNumber(r->parser) + 1,
	};
}

static void fail(struct xml_reader *r)
{
	r->failed = true;
	XML_StopParser(r->parser, XML_FALSE);
}

/* An empty element calls two handlers in a row: the second finds the parser paused. */
static void pause_parser(struct xml_reader *r)
{
	XML_ParsingStatus status;

	XML_GetParsingStatus(r->parser, &status);
	if (status.parsing == XML_PARSING)
		XML_StopParser(r->parser, XML_TRUE);
}

static void append(struct xml_reader *r, const char *from, size_t n)
{
	if (r->size - r->used < n) {
		r->size = (r->used + n) * 2;
		r->buffer = xrealloc(r->buffer, r->size, 1);
	}
	if (n)
		memcpy(r->buffer + r->used, from, n);
	r->used += n;
}

/* Queues an event whose text is the last n bytes of the buffer. */
static void queue(struct xml_reader *r, struct event event, size_t n)
{
	if (n > EVENT_SCALAR_MOST) {
		events_too_long(r->events, &event, &r->err);
		fail(r);
		return;
	}
	if (r->count == r->room) {
		r->room = r->room ? r->room * 2 : 16;
		r->queue = xrealloc(r->queue, r->room, sizeof(*r->queue));
	}
	event.text.n = n;
	r->queue[r->count++] = (struct queued){ event, r->used - n };
}

static void queue_text(struct xml_reader *r, struct event at, enum event_type type,
		       const char *text)
{
	size_t n = strlen(text);

	at.type = type;
	append(r, text, n);
	queue(r, at, n);
}

/* The text before a tag. */
static void close_text(struct xml_reader *r)
{
	struct event value = r->text;
	size_t n = r->text_length;

	if (!r->text_open)
		return;
	r->text_open = false;
	if (!r->text_shows) {
		r->used -= n;
		return;
	}
	value.type = EVENT_SCALAR;
	queue(r, value, n);
	/* The key goes before its value, but its text is known only now. */
	queue_text(r, r->text, EVENT_KEY, "#text");
	if (!r->failed) {
		struct queued swap = r->queue[r->count - 1];
		r->queue[r->count - 1] = r->queue[r->count - 2];
		r->queue[r->count - 2] = swap;
	}
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct xml_reader *r = user;
	struct event at = here(r, EVENT_KEY);

	close_text(r);
	queue_text(r, at, EVENT_KEY, name);
	queue_text(r, at, EVENT_MAP, "");
	for (; *attributes && !r->failed; attributes += 2) {
		append(r, "@", 1);
		append(r, attributes[0], strlen(attributes[0]));
		queue(r, at, strlen(attributes[0]) + 1);
		queue_text(r, at, EVENT_SCALAR, attributes[1]);
	}
	pause_parser(r);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
	struct xml_reader *r = user;
	struct event at = here(r, EVENT_MAP_END);

	(void)name;
	close_text(r);
	queue_text(r, at, EVENT_MAP_END, "");
	pause_parser(r);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int length)
{
	struct xml_reader *r = user;
	size_t n = (size_t)length;

	if (!r->text_open) {
		r->text = here(r, EVENT_KEY);
		r->text_length = 0;
		r->text_open = true;
		r->text_shows = false;
	}
	if (str_trim((struct str){ text, n }).n)
		r->text_shows = true;
	append(r, text, n);
	r->text_length += n;
	if (r->text_length > EVENT_SCALAR_MOST) {
		events_too_long(r->events, &r->text, &r->err);
		fail(r);
	}
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct xml_reader *r = user;
	struct event at = here(r, EVENT_END);

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	events_error(r->events, &at, &r->err, "document type declarations are not supported");
	fail(r);
}

static enum XML_Status begin(struct xml_reader *r)
{
	struct str text = events_text(r->events);

	/* Said, not guessed: expat would take other encodings too. */
	r->parser = XML_ParserCreate("UTF-8");
	if (!r->parser)
		abort();
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, on_start, on_end);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	return XML_Parse(r->parser, text.p ? text.p : "", (int)text.n, XML_TRUE);
}

/* Runs expat up to the next tag. 0, or -1. */
static int refill(struct xml_reader *r, struct err *err)
{
	enum XML_Status status;
	struct event at;

	r->used = 0;
	r->first = r->count = 0;
	status = r->parser ? XML_ResumeParser(r->parser) : begin(r);
	if (r->failed) {
		*err = r->err;
		return -1;
	}
	if (status != XML_STATUS_ERROR)
		return 0;
	at = here(r, EVENT_END);
	return events_error(r->events, &at, err, "%s",
			    XML_ErrorString(XML_GetErrorCode(r->parser)));
}

static bool at_end(const struct xml_reader *r)
{
	XML_ParsingStatus status;

	if (!r->parser)
		return false;
	XML_GetParsingStatus(r->parser, &status);
	return status.parsing == XML_FINISHED;
}

static int xml_next(struct events *e, void *state, struct event *ret_event, struct err *err)
{
	struct xml_reader *r = state;
	const struct queued *q;

	if (!r->started) {
		r->started = true;
		*ret_event = (struct event){ .type = EVENT_DOCUMENT, .line = 1, .column = 1 };
		if (events_text(e).n > INT_MAX)
			return events_error(e, ret_event, err, "larger than %d bytes", INT_MAX);
		return 0;
	}
	while (r->first == r->count && !at_end(r))
		if (refill(r, err) < 0)
			return -1;
	if (r->first == r->count) {
		*ret_event = here(r, EVENT_END);
		return 0;
	}
	q = &r->queue[r->first++];
	*ret_event = q->event;
	ret_event->text.p = r->buffer + q->from;
	return 0;
}

const struct event_reader event_reader_xml = {
	.keys_repeat = true, .start = xml_start, .next = xml_next, .stop = xml_stop,
};
