/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A wrong word is answered with the near one and the list of right ones:
 * commands, options, formats, rule ids, columns all ask here.
 */
#ifndef BASE_TYPO_H
#define BASE_TYPO_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

/* The word of the list that was probably meant, or NULL where none is near. */
const char *typo_nearest(struct str word, const char *const *words, size_t n);

/*
 * "unknown format 'jsn'; did you mean json? (text, json, jsonl)", in the order
 * given; a long list is left out.  Always -1.
 */
int typo_error(struct err *err, const char *what, const char *word, const char *const *words,
	       size_t n);

/* The index of the word in the list; else -1 with typo_error's text. */
int typo_find(struct err *err, const char *what, const char *word, const char *const *words,
	      size_t n);

#endif
