/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "db/pool.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A thread's SQLite may hold this much; a host with a million routes needs a few. */
enum { MEMORY_LIMIT = 256 << 20, STEP = 16, CHUNK = 64 << 10 };

/* A sanitizer sees what happens to blocks of malloc alone. */
#if defined(__SANITIZE_ADDRESS__)
enum { SMALL_MOST = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SMALL_MOST = 0 };
#else
enum { SMALL_MOST = 1024 };
#endif
#else
enum { SMALL_MOST = 1024 };
#endif

/* In front of what SQLite gets. */
struct block {
	union {
		int64_t size; /* of what SQLite gets */
		void *align;
	};
	struct block *next; /* of a free one: where SQLite's part begins */
};

enum { HEAD = offsetof(struct block, next) };

/* Never given back: a block may outlive the thread that took it. */
struct chunk {
	struct chunk *next;
	_Alignas(STEP) unsigned char bytes[CHUNK];
};

static _Atomic(struct chunk *) chunks;

static _Thread_local struct {
	struct block *free[SMALL_MOST / STEP + 1];
	unsigned char *fresh;
	size_t left;
	int64_t held;
} mine;

static struct block *block_of(void *p)
{
	return (struct block *)(void *)((unsigned char *)p - HEAD);
}

static bool add_chunk(void)
{
	struct chunk *c = malloc(sizeof(*c));

	if (!c)
		return false;
	c->next = atomic_load(&chunks);
	while (!atomic_compare_exchange_weak(&chunks, &c->next, c))
		;
	mine.fresh = c->bytes;
	mine.left = CHUNK;
	return true;
}

/* size and the head together are a multiple of STEP. */
static struct block *take_small(size_t size)
{
	struct block **list = &mine.free[(size + HEAD) / STEP], *b = *list;

	if (b) {
		*list = b->next;
		return b;
	}
	if (mine.left < size + HEAD && !add_chunk())
		return NULL;
	b = (struct block *)(void *)mine.fresh;
	mine.fresh += size + HEAD;
	mine.left -= size + HEAD;
	b->size = (int64_t)size;
	return b;
}

static struct block *take_large(size_t size)
{
	struct block *b = malloc(size + HEAD);

	if (b)
		b->size = (int64_t)size;
	return b;
}

int pool_round(int n)
{
	return ((n + HEAD + STEP - 1) & ~(STEP - 1)) - HEAD;
}

void *pool_take(int n)
{
	size_t size = (size_t)pool_round(n > HEAD ? n : HEAD);
	struct block *b;

	if (mine.held + (int64_t)size > MEMORY_LIMIT)
		return NULL;
	b = size + HEAD <= SMALL_MOST ? take_small(size) : take_large(size);
	if (!b)
		return NULL;
	mine.held += b->size;
	return (unsigned char *)b + HEAD;
}

void pool_give(void *p)
{
	struct block *b = block_of(p);
	size_t whole = (size_t)b->size + HEAD;

	mine.held -= b->size;
	if (whole > SMALL_MOST) {
		free(b);
		return;
	}
	b->next = mine.free[whole / STEP];
	mine.free[whole / STEP] = b;
}

void *pool_retake(void *old, int n)
{
	struct block *b = block_of(old);
	int64_t size = pool_round(n > HEAD ? n : HEAD), before = b->size;
	void *p;

	if (size + HEAD <= SMALL_MOST && size == before)
		return old;
	if (size + HEAD > SMALL_MOST && before + HEAD > SMALL_MOST) {
		if (mine.held + size - before > MEMORY_LIMIT)
			return NULL;
		b = realloc(b, (size_t)size + HEAD);
		if (!b)
			return NULL;
		b->size = size;
		mine.held += size - before;
		return (unsigned char *)b + HEAD;
	}
	p = pool_take(n);
	if (!p)
		return NULL;
	memcpy(p, old, (size_t)(size < before ? size : before));
	pool_give(old);
	return p;
}

int pool_size(void *p)
{
	return (int)block_of(p)->size;
}
