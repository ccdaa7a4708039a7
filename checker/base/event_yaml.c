/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/event_reader.h"
#include "base/utf8.h"

struct yaml_reader {
	const struct events *events;
	yaml_parser_t parser;
	yaml_event_t event; /* the last one: the text of our event is a view of it */
	uint64_t maps; /* a bit for each open collection, the innermost lowest: 1 is a mapping */
	size_t fed;         /* bytes that libyaml has seen */
	const char *tag;    /* a directive that is refused, or NULL */
	bool key_next;      /* the innermost is a mapping, and a key or its end comes next */
};

/* libyaml counts characters, of which there are no more than bytes. */
static size_t yaml_passed(const void *state)
{
	return ((const struct yaml_reader *)state)->event.start_mark.index;
}

static void yaml_stop(void *state)
{
	struct yaml_reader *r = state;

	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
	free(r);
}

static struct event at_mark(const yaml_mark_t *mark)
{
	return (struct event){
		.line = (unsigned)mark->line + 1, .column = (unsigned)mark->column + 1,
	};
}

/* The reader of libyaml knows the byte only. */
static struct event at_byte(const struct yaml_reader *r, size_t byte)
{
	struct events_gone gone = events_gone(r->events);
	struct str text = str_from(str_upto(events_text(r->events), byte), gone.bytes);
	struct event at = { .line = 1 + gone.lines, .column = 1 };

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n') {
			at.line++;
			at.column = 1;
		} else if ((text.p[i] & 0xC0) != 0x80) {
			at.column++;
		}
	}
	return at;
}

/*
 * libyaml keeps the %TAG directives in a list, in quadratic time, before it
 * tells of any; so they are refused before it sees them.  Its line breaks may
 * end in other bytes than LF and CR: U+0085, U+2028 and U+2029.
 */
static const char *find_tag_directive(struct str text, size_t from, size_t n)
{
	static const char directive[] = "%TAG", breaks[] = "\n\r\x85\xA8\xA9";
	struct str rest = str_from(str_upto(text, from + n + strlen(directive) - 1), from);
	const char *found;

	while (rest.n && (found = memmem(rest.p, rest.n, directive, strlen(directive)))) {
		if (found == text.p || (found[-1] && strchr(breaks, found[-1])))
			return found;
		rest = str_from(rest, (size_t)(found - rest.p) + 1);
	}
	return NULL;
}

/* The next part of the text for libyaml; 0 where it is refused. */
static int feed(void *state, unsigned char *buffer, size_t room, size_t *ret_n)
{
	struct yaml_reader *r = state;
	struct str text = events_text(r->events);
	size_t n = text.n - r->fed < room ? text.n - r->fed : room;

	*ret_n = 0;
	r->tag = find_tag_directive(text, r->fed, n);
	if (r->tag)
		return 0;
	if (n)
		memcpy(buffer, text.p + r->fed, n);
	r->fed += n;
	*ret_n = n;
	return 1;
}

static void *yaml_start(struct events *e)
{
	struct yaml_reader *r = xcalloc(1, sizeof(*r));
	r->events = e;
	if (!yaml_parser_initialize(&r->parser))
		abort();
	/* Said, not guessed: libyaml would take UTF-16 too. */
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&r->parser, feed, r);
	return r;
}

static int parser_error(const struct yaml_reader *r, struct err *err)
{
	const yaml_parser_t *p = &r->parser;
	const char *problem = p->problem ? p->problem : "not YAML";
	struct event at;

	if (r->tag) {
		at = at_byte(r, (size_t)(r->tag - events_text(r->events).p));
		return events_error(r->events, &at, err, "tags are not supported");
	}
	if (p->error == YAML_READER_ERROR) {
		at = at_byte(r, p->problem_offset);
		return events_error(r->events, &at, err, "%s", problem);
	}
	at = at_mark(&p->problem_mark);
	if (!p->context)
		return events_error(r->events, &at, err, "%s", problem);
	return events_error(r->events, &at, err, "%s (%s)", problem, p->context);
}

static bool among(struct str text, const char *const *words)
{
	for (; *words; words++)
		if (str_eq(text, *words))
			return true;
	return false;
}

static bool is_float(struct str text)
{
	static const char *const words[] = {
		".inf",  ".Inf",  ".INF", "-.inf", "-.Inf", "-.INF", "+.inf",
		"+.Inf", "+.INF", ".nan", ".NaN",  ".NAN",  NULL,
	};
	size_t i = 0, digits = 0, power = 0;

	if (among(text, words))
		return true;
	i += text.n && (text.p[0] == '-' || text.p[0] == '+');
	for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
		digits++;
	if (i < text.n && text.p[i] == '.')
		for (i++; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
			digits++;
	if (digits && i < text.n && (text.p[i] == 'e' || text.p[i] == 'E')) {
		i++;
		i += i < text.n && (text.p[i] == '-' || text.p[i] == '+');
		for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
			power++;
		if (!power)
			return false;
	}
	return digits && i == text.n;
}

static bool is_int(struct str text, int64_t *ret_number)
{
	uint64_t hex;

	if (str_starts(text, "0x")) {
		if (!str_to_hex(text, &hex) || hex > INT64_MAX)
			return false;
		*ret_number = (int64_t)hex;
		return true;
	}
	if (str_starts(text, "+") && !str_starts(text, "+-"))
		text = str_from(text, 1);
	if (str_eq(text, "-9223372036854775808")) {
		*ret_number = INT64_MIN;
		return true;
	}
	return str_to_i64(text, ret_number);
}

/* The core schema of YAML 1.2, so "no" and "on" are words and 1:30 is no number. */
static enum scalar resolve(struct str text, int64_t *ret_number)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const trues[] = { "true", "True", "TRUE", NULL };
	static const char *const falses[] = { "false", "False", "FALSE", NULL };

	/* Most are words, and no word above or number starts with what they start with. */
	if (text.n && !strchr("~nNtTfF+-.0123456789", *text.p))
		return SCALAR_TEXT;
	if (among(text, nulls))
		return SCALAR_NULL;
	if (among(text, trues))
		return SCALAR_TRUE;
	if (among(text, falses))
		return SCALAR_FALSE;
	if (is_int(text, ret_number))
		return SCALAR_INT;
	return is_float(text) ? SCALAR_FLOAT : SCALAR_TEXT;
}

static int take_scalar(struct yaml_reader *r, struct event *event, struct err *err)
{
	const char *text = (const char *)r->event.data.scalar.value;
	size_t n = r->event.data.scalar.length;

	event->text = (struct str){ text, n };
	event->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (n > EVENT_SCALAR_MOST)
		return events_too_long(r->events, event, err);
	if (memchr(text, '\0', n))
		return events_nul(r->events, event, err);
	event->type = r->key_next ? EVENT_KEY : EVENT_SCALAR;
	if (event->type == EVENT_SCALAR && event->plain)
		event->scalar = resolve(event->text, &event->number);
	if (event->type == EVENT_KEY && event->plain && str_eq(event->text, "<<"))
		return events_error(r->events, event, err, "merge keys are not supported");
	r->key_next = (r->maps & 1) && !r->key_next;
	return 0;
}

static int open_collection(struct yaml_reader *r, struct event *event, bool map, struct err *err)
{
	if (r->key_next)
		return events_error(r->events, event, err,
				    "a key must be a word, not a collection");
	event->type = map ? EVENT_MAP : EVENT_LIST;
	r->maps = r->maps << 1 | map;
	r->key_next = map;
	return 0;
}

static void close_collection(struct yaml_reader *r, struct event *event)
{
	event->type = r->maps & 1 ? EVENT_MAP_END : EVENT_LIST_END;
	r->maps >>= 1;
	r->key_next = r->maps & 1;
}

static int refuse_extras(const struct yaml_reader *r, const struct event *at, struct err *err)
{
	const yaml_event_t *y = &r->event;
	const void *anchor = NULL, *tag = NULL;

	if (y->type == YAML_SCALAR_EVENT) {
		anchor = y->data.scalar.anchor;
		tag = y->data.scalar.tag;
	} else if (y->type == YAML_SEQUENCE_START_EVENT) {
		anchor = y->data.sequence_start.anchor;
		tag = y->data.sequence_start.tag;
	} else if (y->type == YAML_MAPPING_START_EVENT) {
		anchor = y->data.mapping_start.anchor;
		tag = y->data.mapping_start.tag;
	}
	if (anchor || y->type == YAML_ALIAS_EVENT)
		return events_error(r->events, at, err, "anchors and aliases are not supported");
	if (tag)
		return events_error(r->events, at, err, "tags are not supported");
	return 0;
}

/* 1 with an event of ours, 0 where libyaml's has no counterpart. */
static int translate(struct yaml_reader *r, struct event *event, struct err *err)
{
	switch (r->event.type) {
	case YAML_STREAM_END_EVENT:
		event->type = EVENT_END;
		return 1;
	case YAML_DOCUMENT_START_EVENT:
		event->type = EVENT_DOCUMENT;
		return 1;
	case YAML_SCALAR_EVENT:
		return take_scalar(r, event, err) < 0 ? -1 : 1;
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(r, event, false, err) < 0 ? -1 : 1;
	case YAML_MAPPING_START_EVENT:
		return open_collection(r, event, true, err) < 0 ? -1 : 1;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(r, event);
		return 1;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
	case YAML_ALIAS_EVENT:
		break;
	}
	return 0;
}

static int yaml_next(struct events *e, void *state, struct event *ret_event, struct err *err)
{
	struct yaml_reader *r = state;
	int done;

	(void)e;
	do {
		yaml_event_delete(&r->event);
		if (!yaml_parser_parse(&r->parser, &r->event))
			return parser_error(r, err);
		*ret_event = at_mark(&r->event.start_mark);
		if (refuse_extras(r, ret_event, err) < 0)
			return -1;
		done = translate(r, ret_event, err);
	} while (!done);
	return done < 0 ? -1 : 0;
}

const struct event_reader event_reader_yaml = {
	.start = yaml_start, .next = yaml_next, .stop = yaml_stop,
	.passed = yaml_passed,
};
