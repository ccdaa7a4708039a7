/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory with one lifetime.  What lives together dies together: a snapshot, a
 * rule pack, a report each own one arena, and nothing in it is freed alone.
 *
 * There is no failure to test for: when memory runs out, one line goes to
 * standard error and the process exits with 2.  Sizes are checked for overflow.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* accepts NULL */
void arena_freep(struct arena **a);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);

/*
 * Room for one more element: returns array, moved to twice the size (from 8 on)
 * if count fills it; the new part is zeroed.  The old copy stays in the arena.
 *	list->v = arena_grow(a, list->v, list->n, sizeof(*list->v));
 *	list->v[list->n++] = x;
 */
void *arena_grow(struct arena *a, void *array, size_t count, size_t size);

/* NUL-terminated copies. */
char *arena_str(struct arena *a, struct str s);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

/* The list with an item added behind the text between; NULL is the empty list. */
const char *arena_list(struct arena *a, const char *list, const char *between, const char *item);

/* Bytes handed out so far: for limits and for the bench. */
size_t arena_used(const struct arena *a);

/* The heap for the few things that grow, shrink or die alone; the same exit on failure. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t count, size_t size);

#endif
