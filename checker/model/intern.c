/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/intern.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a with a final mix: texts here are short names. */
static uint32_t hash_text(struct str s)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619U;
	return h ^ h >> 15;
}

void intern_init(struct intern *in, struct arena *arena)
{
	*in = (struct intern){ .arena = arena, .nslots = 256 };
	in->slots = xcalloc(in->nslots, sizeof(*in->slots));
	in->texts = xcalloc(in->nslots, sizeof(*in->texts));
}

void intern_done(struct intern *in)
{
	free(in->slots);
	free(in->texts);
}

static void place(struct intern *in, uint32_t number, uint32_t hash)
{
	uint32_t i = hash & (in->nslots - 1);

	while (in->slots[i])
		i = (i + 1) & (in->nslots - 1);
	in->slots[i] = number;
}

static void grow(struct intern *in)
{
	in->nslots *= 2;
	free(in->slots);
	in->slots = xcalloc(in->nslots, sizeof(*in->slots));
	in->texts = xrealloc(in->texts, in->nslots, sizeof(*in->texts));
	for (uint32_t n = 1; n <= in->count; n++)
		place(in, n, intern_entry(in->texts[n])->hash);
}

static const char *find(const struct intern *in, struct str s, uint32_t hash)
{
	for (uint32_t i = hash & (in->nslots - 1); in->slots[i]; i = (i + 1) & (in->nslots - 1)) {
		const char *there = in->texts[in->slots[i]];
		if (intern_entry(there)->hash == hash && str_eq(s, there))
			return there;
	}
	return NULL;
}

const char *intern_find(const struct intern *in, struct str text)
{
	return find(in, text, hash_text(text));
}

const char *intern_text(struct intern *in, struct str text)
{
	const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
	struct str s = nul ? str_upto(text, (size_t)(nul - text.p)) : text;
	uint32_t hash = hash_text(s);
	const char *there = find(in, s, hash);
	struct intern_entry *e;

	if (there)
		return there;
	if ((in->count + 1) * 2 > in->nslots)
		grow(in);
	e = arena_alloc(in->arena, sizeof(*e) + s.n + 1);
	e->number = ++in->count;
	e->hash = hash;
	if (s.n)
		memcpy(e->text, s.p, s.n);
	in->texts[e->number] = e->text;
	place(in, e->number, hash);
	return e->text;
}

const char *intern_at(const struct intern *in, uint32_t number)
{
	return number ? in->texts[number] : NULL;
}
