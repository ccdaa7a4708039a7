/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/keyset.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/arena.h"

static uint64_t mix(uint64_t v)
{
	v *= UINT64_C(0xD6E8FEB86659FD93);
	v ^= v >> 32;
	v *= UINT64_C(0xD6E8FEB86659FD93);
	return v ^ v >> 32;
}

static uint64_t hash(uint64_t seed, struct str key)
{
	uint64_t h = seed ^ key.n, word;
	const char *p = key.p, *end = key.n ? p + key.n : p;

	for (; end - p >= 8; p += 8) {
		memcpy(&word, p, 8);
		h = mix(h ^ word);
	}
	for (word = 0; p < end; p++)
		word = word << 8 | (unsigned char)*p;
	h = mix(mix(h ^ word) ^ seed);
	return h ? h : 1;
}

static bool insert(uint64_t *slots, size_t size, uint64_t h)
{
	for (size_t i = h & (size - 1);; i = (i + 1) & (size - 1)) {
		if (slots[i] == h)
			return false;
		if (!slots[i]) {
			slots[i] = h;
			return true;
		}
	}
}

static void grow(struct keyset *set)
{
	size_t size = set->many ? set->size : KEYSET_INLINE;
	const uint64_t *slots = set->many ? set->many : set->few;
	uint64_t *more = xcalloc(size * 4, sizeof(*more));

	for (size_t i = 0; i < size; i++)
		if (slots[i])
			insert(more, size * 4, slots[i]);
	free(set->many);
	set->many = more;
	set->size = size * 4;
}

bool keyset_add(struct keyset *set, uint64_t seed, struct str key)
{
	if (set->count >= (set->many ? set->size : KEYSET_INLINE) / 2)
		grow(set);
	if (!insert(set->many ? set->many : set->few, set->many ? set->size : KEYSET_INLINE,
		    hash(seed, key)))
		return false;
	set->count++;
	return true;
}

bool keyset_has(const struct keyset *set, uint64_t seed, struct str key)
{
	const uint64_t *slots = set->many ? set->many : set->few;
	size_t size = set->many ? set->size : KEYSET_INLINE;
	uint64_t h = hash(seed, key);

	for (size_t i = h & (size - 1); slots[i]; i = (i + 1) & (size - 1))
		if (slots[i] == h)
			return true;
	return false;
}

void keyset_clear(struct keyset *set)
{
	if (set->count)
		memset(set->few, 0, sizeof(set->few));
	free(set->many);
	set->many = NULL;
	set->size = set->count = 0;
}

uint64_t keyset_seed(void)
{
	uint64_t seed;
	struct timespec now;

	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) == (ssize_t)sizeof(seed))
		return seed;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return mix((uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)&now);
}
