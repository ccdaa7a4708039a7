/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One copy of each text, with a small number: what a text column keeps.
 * Of interest to model/ alone.
 */
#ifndef MODEL_INTERN_H
#define MODEL_INTERN_H

#include "base/arena.h"

struct intern {
	struct arena *arena;
	const char **texts; /* by number; 0 is no text */
	uint32_t *slots;    /* hash table of numbers */
	uint32_t count, nslots;
};

void intern_init(struct intern *in, struct arena *arena);
void intern_done(struct intern *in);

/* The copy of a text, made when it is new. */
const char *intern_text(struct intern *in, struct str text);

/* The copy, where there is one; NULL where there is none. */
const char *intern_find(const struct intern *in, struct str text);

/* Stands in front of each text, so that a text knows its number without a search. */
struct intern_entry {
	uint32_t number, hash;
	char text[];
};

static inline const struct intern_entry *intern_entry(const char *text)
{
	return (const struct intern_entry *)(const void *)(text -
							   offsetof(struct intern_entry, text));
}

/* Number of a text that intern_text gave; 0 for NULL. */
static inline uint32_t intern_number(const char *text)
{
	return text ? intern_entry(text)->number : 0;
}

const char *intern_at(const struct intern *in, uint32_t number); /* NULL for 0 */

#endif
