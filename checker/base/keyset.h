/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which keys a mapping holds already.  Only 8 bytes a key: a 64-bit hash
 * stands for it.  The seed is of this process, so that no input can be made to
 * collide; a false "twice" by chance takes billions of keys.
 */
#ifndef BASE_KEYSET_H
#define BASE_KEYSET_H

#include "base/base.h"
#include "base/str.h"

enum { KEYSET_INLINE = 32 };

/* All zero is the empty set. */
struct keyset {
	uint64_t few[KEYSET_INLINE]; /* used until it is half full */
	uint64_t *many;
	size_t size, count; /* slots of many; keys */
};

/* False where the key is in the set already. */
bool keyset_add(struct keyset *set, uint64_t seed, struct str key);

bool keyset_has(const struct keyset *set, uint64_t seed, struct str key);

/* Empties the set and frees what it held. */
void keyset_clear(struct keyset *set);

/* A fresh seed. */
uint64_t keyset_seed(void);

#endif
