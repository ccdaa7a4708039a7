/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/bytes.h"

#include <string.h>

static void append(struct bytes *b, const void *p, size_t n)
{
	if (b->n + n > b->room) {
		b->room = 2 * (b->n + n) + 4096;
		b->p = xrealloc(b->p, b->room, 1);
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* Seven bits a byte, the low ones first; the high bit says that more follow. */
void bytes_number(struct bytes *b, uint64_t number)
{
	unsigned char digits[10];
	size_t n = 0;

	for (; number >= 0x80; number >>= 7)
		digits[n++] = (unsigned char)(number | 0x80);
	digits[n++] = (unsigned char)number;
	append(b, digits, n);
}

/* With its NUL, so that it can be used where it stands. */
void bytes_text(struct bytes *b, const char *text)
{
	size_t n = text ? strlen(text) + 1 : 0;

	bytes_number(b, n);
	append(b, text, n);
}

void bytes_fact(struct bytes *b, const struct fact *f)
{
	unsigned char type = (unsigned char)f->type;

	append(b, &type, 1);
	if (f->type == FACT_NUMBER)
		bytes_number(b, (uint64_t)f->number << 1 ^ -(uint64_t)(f->number < 0));
	if (f->type == FACT_TEXT)
		bytes_text(b, f->text);
}

uint64_t read_number(struct reader *r)
{
	uint64_t number = 0;
	unsigned shift = 0;

	do {
		number |= (uint64_t)(*r->at & 0x7f) << shift;
		shift += 7;
	} while (*r->at++ & 0x80);
	return number;
}

const char *read_text(struct reader *r)
{
	size_t n = read_number(r);
	const char *text = n ? (const char *)r->at : NULL;

	r->at += n;
	return text;
}

struct fact read_fact(struct reader *r)
{
	struct fact f = { .type = (enum fact_type)*r->at++ };
	uint64_t number;

	if (f.type == FACT_NUMBER) {
		number = read_number(r);
		f.number = (int64_t)(number >> 1 ^ -(number & 1));
	}
	if (f.type == FACT_TEXT)
		f.text = read_text(r);
	return f;
}
