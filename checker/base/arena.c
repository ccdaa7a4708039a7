/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_FIRST = 4096, BLOCK_MOST = 256 * 1024 };

struct block {
	struct block *next;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *blocks;
	char *free;  /* where the next allocation starts */
	size_t left; /* bytes behind it in the newest block */
	size_t next_size;
	size_t used;
};

static NORETURN void out_of_memory(void)
{
	static const char text[] = "uplint: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(2);
	_exit(2);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		out_of_memory();
	return p;
}

struct arena *arena_new(void)
{
	struct arena *a = xcalloc(1, sizeof(*a));

	a->next_size = BLOCK_FIRST;
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct block *b = a->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void arena_freep(struct arena **a)
{
	arena_free(*a);
}

/* calloc, since fresh pages come zeroed from the kernel at no cost. */
static struct block *add_block(struct arena *a, size_t bytes)
{
	size_t size;
	struct block *b;

	if (__builtin_add_overflow(bytes, sizeof(*b), &size))
		out_of_memory();
	b = xcalloc(1, size);
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t rounded;
	void *p;

	if (__builtin_add_overflow(size, alignof(max_align_t) - 1, &rounded))
		out_of_memory();
	rounded &= ~(alignof(max_align_t) - 1);
	a->used += rounded;
	if (rounded > BLOCK_MOST / 4)
		return add_block(a, rounded)->bytes;
	if (rounded > a->left) {
		while (a->next_size < rounded)
			a->next_size *= 2;
		a->free = add_block(a, a->next_size)->bytes;
		a->left = a->next_size;
		if (a->next_size < BLOCK_MOST)
			a->next_size *= 2;
	}
	p = a->free;
	a->free += rounded;
	a->left -= rounded;
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	return arena_alloc(a, bytes);
}

void *arena_grow(struct arena *a, void *array, size_t count, size_t size)
{
	void *grown;

	if (count && (count < 8 || (count & (count - 1))))
		return array;
	grown = arena_array(a, count ? count * 2 : 8, size);
	if (count)
		memcpy(grown, array, count * size);
	return grown;
}

char *arena_str(struct arena *a, struct str s)
{
	char *copy = arena_array(a, s.n + 1, 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_str(a, str_of(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	text = arena_array(a, n < 0 ? 1 : (size_t)n + 1, 1);
	if (n >= 0)
		vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	return text;
}

const char *arena_list(struct arena *a, const char *list, const char *between, const char *item)
{
	return list ? arena_printf(a, "%s%s%s", list, between, item) : item;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
