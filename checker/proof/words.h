/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is wrong with a text that people read, as far as a machine can tell: a hole where a value
 * was empty, "1 targets", a column's name, a word that this project does not use.
 */
#ifndef PROOF_WORDS_H
#define PROOF_WORDS_H

#include "base/arena.h"
#include "base/str.h"

struct word_check;

/* names: columns of the rules' queries, which are no words. */
struct word_check *words_new(struct arena *a, const struct words *names);
void words_free(struct word_check *c);
void words_freep(struct word_check **c);

/* NULL where nothing is wrong; else what is: "a hole: ' ,'". */
const char *words_wrong(struct word_check *c, struct arena *a, const char *text);

/* The same of `why`: its first sentence, which is shown alone, begins and ends. */
const char *words_wrong_why(struct word_check *c, struct arena *a, const char *text);

/* The template without what stands in braces. */
const char *words_plain(struct arena *a, const char *text);

#endif
