/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/plain.h"

#include <string.h>

#include "base/utf8.h"

enum {
	ESC = 0x1b,
	MOST_SEQUENCE = 4096, /* bytes of an escape sequence, its string and all */
	MOST_NUMBER = 10000,  /* in a sequence: how far it moves or erases */
	SAMPLE = 32,          /* characters that tell UTF-16 without a mark */
};

/* Lines as a terminal shows them; what is written never is longer than what was read. */
struct screen {
	char *out;
	size_t start, cursor, end; /* of the line being written */
};

static void put(struct screen *s, char c)
{
	s->out[s->cursor++] = c;
	if (s->cursor > s->end)
		s->end = s->cursor;
}

static void end_line(struct screen *s)
{
	s->out[s->end++] = '\n';
	s->start = s->cursor = s->end;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void delete_characters(struct screen *s, size_t n)
{
	n = least(n, s->end - s->cursor);
	memmove(s->out + s->cursor, s->out + s->cursor + n, s->end - s->cursor - n);
	s->end -= n;
}

/* CSI n final: those with which shells edit a line; the others show nothing. */
static void obey(struct screen *s, char final, size_t n)
{
	size_t count = n ? n : 1;

	switch (final) {
	case 'K':
		if (n == 2)
			s->cursor = s->start;
		/* fall through */
	case 'J':
		s->end = n == 1 || (n && final == 'J') ? s->end : s->cursor;
		break;
	case 'C':
		s->cursor = least(s->cursor + count, s->end);
		break;
	case 'D':
		s->cursor -= least(count, s->cursor - s->start);
		break;
	case 'G':
		s->cursor = least(s->start + count - 1, s->end);
		break;
	case 'P':
		delete_characters(s, count);
		break;
	case 'H':
		/* A screen that is drawn anew: what stood there is a line of its own. */
		if (s->end > s->start)
			end_line(s);
		break;
	default:
		break;
	}
}

/* Behind ESC [; returns the bytes of it. */
static size_t read_control(struct screen *s, struct str rest)
{
	size_t i = 0, n = 0;

	for (; i < rest.n && i < MOST_SEQUENCE && (unsigned char)rest.p[i] < 0x40; i++) {
		if ((unsigned char)rest.p[i] < 0x20)
			return i;
		if (rest.p[i] >= '0' && rest.p[i] <= '9' && n < MOST_NUMBER)
			n = n * 10 + (size_t)(rest.p[i] - '0');
	}
	if (i == rest.n || i == MOST_SEQUENCE)
		return i;
	obey(s, rest.p[i], n);
	return i + 1;
}

/* Behind ESC ], a title for instance: up to BEL or ESC \. Nothing where no end is near. */
static size_t string_length(struct str rest)
{
	for (size_t i = 0; i < rest.n && i < MOST_SEQUENCE && rest.p[i] != '\n'; i++) {
		if (rest.p[i] == '\a')
			return i + 1;
		if (rest.p[i] == ESC)
			return i + 1 < rest.n && rest.p[i + 1] == '\\' ? i + 2 : i;
	}
	return 0;
}

/* The bytes of the sequence behind ESC. */
static size_t read_sequence(struct screen *s, struct str rest)
{
	if (!rest.n)
		return 0;
	switch (rest.p[0]) {
	case '[':
		return 1 + read_control(s, str_from(rest, 1));
	case ']':
		return 1 + string_length(str_from(rest, 1));
	case '(':
	case ')':
		return least(2, rest.n);
	default:
		return 1;
	}
}

static void read_byte(struct screen *s, char c)
{
	switch (c) {
	case '\n':
		end_line(s);
		break;
	case '\r':
		s->cursor = s->start;
		break;
	case '\b':
		s->cursor -= s->cursor > s->start;
		break;
	case '\a':
	case '\0':
	case '\x0e':
	case '\x0f':
		break;
	default:
		put(s, c);
		break;
	}
}

static struct str replay(struct arena *a, struct str text)
{
	struct screen s = { .out = arena_alloc(a, text.n + 1) };
	bool cr_ends = !memchr(text.p, '\n', text.n);

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == ESC) {
			i += read_sequence(&s, str_from(text, i + 1));
		} else if (c == '\xc2' && i + 1 < text.n && text.p[i + 1] == '\xa0') {
			put(&s, ' ');
			i++;
		} else {
			read_byte(&s, c == '\r' && cr_ends ? '\n' : c);
		}
	}
	s.out[s.end] = '\0';
	return (struct str){ s.out, s.end };
}

static bool is_plain(struct str text)
{
	static const unsigned char odd[] = { ESC, '\r', '\b', 0xc2 };

	for (size_t i = 0; i < sizeof(odd); i++)
		if (memchr(text.p, odd[i], text.n))
			return false;
	return true;
}

static uint32_t unit_at(struct str text, size_t i, bool big)
{
	unsigned char first = (unsigned char)text.p[i], second = (unsigned char)text.p[i + 1];

	return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

static struct str from_utf16(struct arena *a, struct str text, bool big)
{
	char *out = arena_alloc(a, text.n / 2 * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i + 1 < text.n; i += 2) {
		uint32_t code = unit_at(text, i, big);
		uint32_t next = i + 3 < text.n ? unit_at(text, i + 2, big) : 0;
		char bytes[4];
		if (code >= 0xd800 && code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
			code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
			i += 2;
		} else if (code >= 0xd800 && code < 0xe000) {
			code = 0xfffd;
		}
		unsigned length = utf8_encode(code, bytes);
		memcpy(out + n, bytes, length);
		n += length;
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

/* Plain Latin letters, each beside a zero. */
static bool looks_utf16(struct str text, bool big)
{
	size_t n = least(text.n / 2, SAMPLE);

	for (size_t i = 0; i < n; i++) {
		uint32_t code = unit_at(text, 2 * i, big);
		if (code >= 0x7f || (code < 0x20 && !(code >= '\t' && code <= '\r')))
			return false;
	}
	return n > 1;
}

static struct str decode(struct arena *a, struct str text)
{
	if (str_starts(text, "\xff\xfe"))
		return from_utf16(a, str_from(text, 2), false);
	if (str_starts(text, "\xfe\xff"))
		return from_utf16(a, str_from(text, 2), true);
	if (str_starts(text, "\xef\xbb\xbf"))
		return str_from(text, 3);
	if (looks_utf16(text, false))
		return from_utf16(a, text, false);
	if (looks_utf16(text, true))
		return from_utf16(a, text, true);
	return text;
}

struct str plain_text(struct arena *a, struct str text)
{
	if (!text.n)
		return text;
	text = decode(a, text);
	return !text.n || is_plain(text) ? text : replay(a, text);
}
