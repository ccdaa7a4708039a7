/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of text for people: width, colour, and words that are foreign.  All
 * text goes through here, so that no escape sequence of an input reaches a
 * terminal: hidden characters are printed in their visible form.
 */
#ifndef FORMAT_PAGE_H
#define FORMAT_PAGE_H

#include <stdio.h>

#include "base/base.h"
#include "base/str.h"

struct page {
	FILE *out;
	unsigned width;
	bool color;
};

enum ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_RED, INK_YELLOW, INK_BLUE, INK_GREEN, INK_CYAN };

/* Foreign text in one colour, as it stands. Returns the columns it took. */
unsigned page_ink(const struct page *p, enum ink ink, const char *text);

/* All that is printed between the two, words over several lines too, is in one colour. */
void page_begin(const struct page *p, enum ink ink);
void page_end(const struct page *p, enum ink ink);

/*
 * Words from `column` on, wrapped at the width; further lines begin at
 * `indent`.  Blanks and line breaks divide words; a word that is longer than a
 * line is not broken.  Ends without a line break; returns the column.
 */
unsigned page_words(const struct page *p, unsigned column, unsigned indent, struct str text);

/* The same as a paragraph: begins at `indent`, goes on two further in, ends the line. */
void page_line(const struct page *p, unsigned indent, const char *text);

/* One thing that is never broken, after `gap` blanks or on a new line. Returns the column. */
unsigned page_item(const struct page *p, unsigned column, unsigned indent, unsigned gap,
		   const char *text);

/* The same in one colour. */
unsigned page_inked_item(const struct page *p, unsigned column, unsigned indent, unsigned gap,
			 enum ink ink, const char *text);

/* Lines to paste: indented, never wrapped, nothing in front. */
void page_commands(const struct page *p, unsigned indent, const char *lines);

/*
 * Lines to paste, never wrapped, in a colour of their own: a mark before the first. The page stands
 * at `column`.
 */
void page_prompt(const struct page *p, unsigned column, unsigned indent, const char *lines);

#endif
