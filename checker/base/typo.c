/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/typo.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { WORD_MOST = 64, LIST_MOST = 16 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours, case apart. */
static unsigned distance(struct str a, struct str b)
{
	unsigned rows[3][WORD_MOST + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];

	for (unsigned j = 0; j <= b.n; j++)
		last[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		now[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			bool equal = lower(a.p[i - 1]) == lower(b.p[j - 1]);
			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !equal);
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == lower(b.p[j - 1]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

const char *typo_nearest(struct str word, const char *const *words, size_t n)
{
	unsigned best = (unsigned)(word.n + 2) / 3 + 1;
	const char *nearest = NULL;

	if (!word.n || word.n > WORD_MOST)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct str candidate = str_of(words[i]);
		unsigned d;

		if (candidate.n > WORD_MOST)
			continue;
		d = distance(word, candidate);
		/* A word broken off is near, however much is missing. */
		if (word.n >= 3 && str_same(str_upto(candidate, word.n), word))
			d = 1;
		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}

static void append_list(struct err *err, const char *const *words, size_t n)
{
	size_t used = strlen(err->text);
	const size_t room = sizeof(err->text) - sizeof(", \xE2\x80\xA6)");

	for (size_t i = 0; i < n; i++) {
		const char *before = i ? ", " : " (";
		if (used + strlen(before) + strlen(words[i]) > room) {
			strcpy(err->text + used, i ? ", \xE2\x80\xA6)" : "");
			return;
		}
		used = (size_t)(stpcpy(stpcpy(err->text + used, before), words[i]) - err->text);
	}
	strcpy(err->text + used, n ? ")" : "");
}

int typo_error(struct err *err, const char *what, const char *word, const char *const *words,
	       size_t n)
{
	const char *near = typo_nearest(str_of(word), words, n);

	if (near)
		err_set(err, "unknown %s '%s'; did you mean %s?", what, text_shown(str_of(word)).s,
			near);
	else
		err_set(err, "unknown %s '%s'", what, text_shown(str_of(word)).s);
	if (n <= LIST_MOST)
		append_list(err, words, n);
	return -1;
}

int typo_find(struct err *err, const char *what, const char *word, const char *const *words,
	      size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same(words[i], word))
			return (int)i;
	return typo_error(err, what, word, words, n);
}
