/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RFC 8259 to the letter, at the speed of a scan: text without escapes is a view of the input. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/event_reader.h"
#include "base/utf8.h"

enum expect {
	EXPECT_DOCUMENT,
	EXPECT_VALUE,
	EXPECT_FIRST_ITEM, /* or ']' */
	EXPECT_FIRST_KEY,  /* or '}' */
	EXPECT_COLON,
	EXPECT_MORE, /* ',' or the closing bracket; at the top, the end */
};

struct json_reader {
	const struct events *events;
	const char *p, *end, *line_start;
	unsigned line;
	size_t beyond; /* bytes of this line that are no character of their own */
	uint64_t maps; /* a bit for each open bracket, the innermost lowest: 1 is '{' */
	unsigned depth;
	enum expect expect;
	char *buffer; /* a text that had escapes */
	size_t used, room;
};

static void *json_start(struct events *e)
{
	struct json_reader *r = xcalloc(1, sizeof(*r));
	struct str text = events_text(e);

	r->events = e;
	r->p = r->line_start = text.p;
	r->end = text.n ? text.p + text.n : text.p;
	r->line = 1;
	return r;
}

static size_t json_passed(const void *state)
{
	const struct json_reader *r = state;

	return (size_t)(r->p - events_text(r->events).p);
}

static void json_stop(void *state)
{
	struct json_reader *r = state;

	free(r->buffer);
	free(r);
}

/* Filled in place: a struct returned by value made the whole reader twice as slow. */
static void place(const struct json_reader *r, struct event *event)
{
	event->type = EVENT_END;
	event->scalar = SCALAR_TEXT;
	event->plain = false;
	event->text = (struct str){ NULL, 0 };
	event->number = 0;
	event->line = r->line;
	event->column = (unsigned)((size_t)(r->p - r->line_start) - r->beyond + 1);
}

static int fail(const struct json_reader *r, struct err *err, const char *what)
{
	struct event at;

	place(r, &at);
	return events_error(r->events, &at, err, "%s", what);
}

static int peek(const struct json_reader *r)
{
	return r->p < r->end ? (unsigned char)*r->p : -1;
}

/* "expected ':', not 'x'" */
static int unexpected(const struct json_reader *r, struct err *err, const char *wanted)
{
	struct str rest = { r->p, (size_t)(r->end - r->p) };
	uint32_t code;
	unsigned n = utf8_decode(rest, &code);
	struct event at;

	place(r, &at);
	if (!rest.n)
		return events_error(r->events, &at, err, "expected %s, not the end of the input",
				    wanted);
	return events_error(r->events, &at, err, "expected %s, not '%s'", wanted,
	                    text_shown(str_upto(rest, n ? n : 1)).s);
}

static void skip_blanks(struct json_reader *r)
{
	for (; r->p < r->end; r->p++) {
		if (*r->p == '\n') {
			r->line++;
			r->line_start = r->p + 1;
			r->beyond = 0;
		} else if (*r->p != ' ' && *r->p != '\t' && *r->p != '\r') {
			return;
		}
	}
}

/* Is a byte of these eight a control character, quote, backslash or no ASCII? */
static bool has_special(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t v, quote, backslash;

	memcpy(&v, p, 8);
	quote = v ^ ones * '"';
	backslash = v ^ ones * '\\';
	return (v | (v - ones * 0x20) | (quote - ones) | (backslash - ones)) & high;
}

/* Moves over plain characters, to a quote or a backslash. */
static int scan_plain(struct json_reader *r, struct err *err)
{
	for (;;) {
		struct str rest;
		uint32_t code;
		unsigned n;

		while (r->end - r->p >= 8 && !has_special(r->p))
			r->p += 8;
		while (r->p < r->end && (signed char)*r->p >= 0x20 && *r->p != '"' && *r->p != '\\')
			r->p++;
		if (r->p == r->end)
			return fail(r, err, "the input ends within a string");
		if (*r->p == '"' || *r->p == '\\')
			return 0;
		if ((unsigned char)*r->p < 0x20)
			return fail(r, err, "a control character within a string");
		rest = (struct str){ r->p, (size_t)(r->end - r->p) };
		n = utf8_decode(rest, &code);
		if (!n)
			return fail(r, err, "invalid UTF-8");
		r->p += n;
		r->beyond += n - 1;
	}
}

static void append(struct json_reader *r, const char *from, size_t n)
{
	if (r->room - r->used < n) {
		r->room = (r->used + n) * 2;
		r->buffer = xrealloc(r->buffer, r->room, 1);
	}
	if (n)
		memcpy(r->buffer + r->used, from, n);
	r->used += n;
}

static bool take_unit(struct json_reader *r, uint32_t *ret_unit)
{
	struct str digits;
	uint64_t unit;

	if (r->end - r->p < 6 || r->p[0] != '\\' || r->p[1] != 'u' || r->p[3] == 'x' ||
	    r->p[3] == 'X')
		return false;
	digits = (struct str){ r->p + 2, 4 };
	if (!str_to_hex(digits, &unit))
		return false;
	*ret_unit = (uint32_t)unit;
	r->p += 6;
	return true;
}

/* \uXXXX, or a pair of them where the first is a high surrogate. */
static int unescape_unicode(struct json_reader *r, struct err *err)
{
	uint32_t code, low;
	struct event at;
	char bytes[4];

	place(r, &at);
	if (!take_unit(r, &code))
		return fail(r, err, "\\u without four hexadecimal digits");
	if (!code)
		return events_nul(r->events, &at, err);
	if (code >= 0xD800 && code <= 0xDBFF && take_unit(r, &low)) {
		if (low < 0xDC00 || low > 0xDFFF)
			return events_error(r->events, &at, err, "half of a surrogate pair");
		code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
	}
	if (code >= 0xD800 && code <= 0xDFFF)
		return events_error(r->events, &at, err, "half of a surrogate pair");
	append(r, bytes, utf8_encode(code, bytes));
	return 0;
}

static int unescape(struct json_reader *r, struct err *err)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (r->end - r->p < 2)
		return fail(r, err, "the input ends within a string");
	if (r->p[1] == 'u')
		return unescape_unicode(r, err);
	found = r->p[1] ? strchr(from, r->p[1]) : NULL;
	if (!found)
		return fail(r, err, "unknown escape in a string");
	append(r, &to[found - from], 1);
	r->p += 2;
	return 0;
}

static int take_string(struct json_reader *r, struct event *event, struct err *err)
{
	const char *from = ++r->p;

	r->used = 0;
	if (scan_plain(r, err) < 0)
		return -1;
	event->text = (struct str){ from, (size_t)(r->p - from) };
	while (*r->p == '\\') {
		append(r, from, (size_t)(r->p - from));
		if (unescape(r, err) < 0)
			return -1;
		from = r->p;
		if (scan_plain(r, err) < 0)
			return -1;
		if (*r->p == '"') {
			append(r, from, (size_t)(r->p - from));
			event->text = (struct str){ r->buffer, r->used };
		}
	}
	r->p++;
	if (event->text.n > EVENT_SCALAR_MOST)
		return events_too_long(r->events, event, err);
	return 0;
}

static void skip_digits(struct json_reader *r)
{
	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
}

static int take_digits(struct json_reader *r, struct err *err)
{
	const char *from = r->p;

	skip_digits(r);
	return r->p > from ? 0 : unexpected(r, err, "a digit");
}

/* What does not fit int64_t stays a text, of the type SCALAR_FLOAT. */
static enum scalar number_of(struct str text, int64_t *ret_number)
{
	int64_t v = 0;
	bool negative = text.p[0] == '-';

	for (size_t i = negative; i < text.n; i++) {
		int digit = text.p[i] - '0';
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
			return SCALAR_FLOAT;
	}
	if (!negative && v == INT64_MIN)
		return SCALAR_FLOAT;
	*ret_number = negative ? v : -v;
	return SCALAR_INT;
}

static int take_number(struct json_reader *r, struct event *event, struct err *err)
{
	const char *from = r->p;
	bool whole = true;

	r->p += *r->p == '-';
	if (peek(r) == '0')
		r->p++;
	else if (take_digits(r, err) < 0)
		return -1;
	if (peek(r) == '.') {
		whole = false;
		r->p++;
		if (take_digits(r, err) < 0)
			return -1;
	}
	if (peek(r) == 'e' || peek(r) == 'E') {
		whole = false;
		r->p++;
		r->p += peek(r) == '+' || peek(r) == '-';
		if (take_digits(r, err) < 0)
			return -1;
	}
	event->text = (struct str){ from, (size_t)(r->p - from) };
	event->scalar = whole ? number_of(event->text, &event->number) : SCALAR_FLOAT;
	if (event->text.n > EVENT_SCALAR_MOST)
		return events_too_long(r->events, event, err);
	return 0;
}

static int take_word(struct json_reader *r, struct event *event, struct err *err)
{
	static const struct {
		struct str word;
		enum scalar scalar;
	} words[] = {
		{ { "null", 4 }, SCALAR_NULL },
		{ { "true", 4 }, SCALAR_TRUE },
		{ { "false", 5 }, SCALAR_FALSE },
	};
	struct str rest = { r->p, (size_t)(r->end - r->p) };

	for (size_t i = 0; i < countof(words); i++) {
		if (!str_same(str_upto(rest, words[i].word.n), words[i].word))
			continue;
		event->text = str_upto(rest, words[i].word.n);
		event->scalar = words[i].scalar;
		r->p += words[i].word.n;
		return 0;
	}
	return unexpected(r, err, "a value");
}

static void open_bracket(struct json_reader *r, struct event *event, bool map)
{
	event->type = map ? EVENT_MAP : EVENT_LIST;
	r->expect = map ? EXPECT_FIRST_KEY : EXPECT_FIRST_ITEM;
	r->maps = r->maps << 1 | map;
	r->depth++;
	r->p++;
}

static void close_bracket(struct json_reader *r, struct event *event)
{
	event->type = r->maps & 1 ? EVENT_MAP_END : EVENT_LIST_END;
	r->expect = EXPECT_MORE;
	r->maps >>= 1;
	r->depth--;
	r->p++;
}

static int take_value(struct json_reader *r, struct event *event, struct err *err)
{
	int c = peek(r);

	if (c == '{' || c == '[') {
		open_bracket(r, event, c == '{');
		return 0;
	}
	event->type = EVENT_SCALAR;
	r->expect = EXPECT_MORE;
	if (c == '"')
		return take_string(r, event, err);
	event->plain = true;
	if (c == '-' || (c >= '0' && c <= '9'))
		return take_number(r, event, err);
	return take_word(r, event, err);
}

static int take_key(struct json_reader *r, struct event *event, struct err *err)
{
	if (peek(r) != '"')
		return unexpected(r, err, "a key in double quotes");
	event->type = EVENT_KEY;
	r->expect = EXPECT_COLON;
	return take_string(r, event, err);
}

/* Behind a value: what follows in its bracket, or the end. */
static int take_more(struct json_reader *r, struct event *event, struct err *err)
{
	bool map = r->maps & 1;
	int c = peek(r);

	if (!r->depth)
		return c < 0 ? 0 : unexpected(r, err, "the end of the input");
	if (c == (map ? '}' : ']')) {
		close_bracket(r, event);
		return 0;
	}
	if (c != ',')
		return unexpected(r, err, map ? "',' or '}'" : "',' or ']'");
	r->p++;
	skip_blanks(r);
	place(r, event);
	return map ? take_key(r, event, err) : take_value(r, event, err);
}

static int json_next(struct events *e, void *state, struct event *ret_event, struct err *err)
{
	struct json_reader *r = state;

	(void)e;
	skip_blanks(r);
	place(r, ret_event);
	switch (r->expect) {
	case EXPECT_DOCUMENT:
		ret_event->type = EVENT_DOCUMENT;
		r->expect = EXPECT_VALUE;
		return 0;
	case EXPECT_COLON:
		if (peek(r) != ':')
			return unexpected(r, err, "':'");
		r->p++;
		skip_blanks(r);
		place(r, ret_event);
		return take_value(r, ret_event, err);
	case EXPECT_FIRST_ITEM:
	case EXPECT_FIRST_KEY:
		if (peek(r) == (r->maps & 1 ? '}' : ']')) {
			close_bracket(r, ret_event);
			return 0;
		}
		return r->maps & 1 ? take_key(r, ret_event, err) : take_value(r, ret_event, err);
	case EXPECT_VALUE:
		return take_value(r, ret_event, err);
	case EXPECT_MORE:
		return take_more(r, ret_event, err);
	}
	return -1;
}

const struct event_reader event_reader_json = {
	.start = json_start, .next = json_next, .stop = json_stop,
	.passed = json_passed,
};
