/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row of a table as words with their places, for listings whose columns cannot be trusted. */
#ifndef PARSE_ESXI_ROW_WORDS_H
#define PARSE_ESXI_ROW_WORDS_H

#include "base/str.h"

enum { ESXI_MOST_WORDS = 64 };

struct esxi_row_words {
	struct str line;
	struct str v[ESXI_MOST_WORDS];
	size_t n;
};

static inline void esxi_row_split(struct esxi_row_words *w, struct str line)
{
	struct str rest = line;

	w->line = line;
	w->n = 0;
	while (w->n < ESXI_MOST_WORDS && str_word(&rest, &w->v[w->n]))
		w->n++;
}

/* The text from one word up to another, blanks inside kept; empty where from >= to. */
static inline struct str esxi_row_text(const struct esxi_row_words *w, size_t from, size_t to)
{
	if (from >= to || to > w->n)
		return STR("");
	return (struct str){ w->v[from].p,
			     (size_t)(w->v[to - 1].p + w->v[to - 1].n - w->v[from].p) };
}

/* Mail marks what it quotes; no name begins so. */
static inline bool esxi_row_is_quoted(const struct esxi_row_words *w)
{
	return w->n && str_starts(w->v[0], ">");
}

static inline struct str esxi_row_word(const struct esxi_row_words *w, size_t i)
{
	return i < w->n ? w->v[i] : STR("");
}

/* Words that the phrase takes up from one on, whatever blanks are between; 0: it is not there. */
size_t esxi_row_phrase(const struct esxi_row_words *w, size_t at, const char *phrase);
bool esxi_row_has(const struct esxi_row_words *w, const char *phrase);

/*
 * The value (with the blanks before it), or the row, without the comment that somebody wrote behind
 * it: "vmnic0   # the first".  Names may have a # in them: with one blank before it, it begins a
 * comment only behind what is no name.
 */
struct str esxi_bare_value(struct str value);
struct str esxi_bare_row(struct str row);

#endif
