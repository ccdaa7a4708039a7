/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small strict steps over events, for files whose keys are known: what comes
 * next must be what is wanted, else an error with its place.
 *
 *	if (want_map(e, &at, err) < 0)
 *		return -1;
 *	while ((more = want_key(e, keys, countof(keys), &key, &at, err)) > 0)
 *		…one value is read for each key…
 */
#ifndef BASE_WANT_H
#define BASE_WANT_H

#include "base/arena.h"
#include "base/event.h"

/*
 * The one document of a file and the mapping that it is; at its end want_end
 * sees to it that nothing follows.  0 or -1.
 */
int want_document(struct events *e, struct event *ret_at, struct err *err);
int want_end(struct events *e, struct err *err);

/* The next event must open a mapping or a list. 0 or -1. */
int want_map(struct events *e, struct event *ret_at, struct err *err);
int want_list(struct events *e, struct event *ret_at, struct err *err);

/*
 * In a mapping: 1 with the index of the next key in the list of right ones, 0
 * at the mapping's end, -1 where the key is unknown (the near one is named).
 */
int want_key(struct events *e, const char *const *keys, size_t n, size_t *ret_key,
	     struct event *ret_at, struct err *err);

/* In a mapping whose keys are free: 1 with a copy of the key, 0 at its end, or -1. */
int want_any_key(struct events *e, struct arena *a, const char **ret_key, struct event *ret_at,
		 struct err *err);

/* A scalar that is neither null nor empty, copied; numbers and true, false as they are written. */
int want_text(struct events *e, struct arena *a, const char **ret_text, struct event *ret_at,
	      struct err *err);

/* In a list of texts: 1 with the next one, 0 at its end, or -1. */
int want_item(struct events *e, struct arena *a, const char **ret_text, struct event *ret_at,
	      struct err *err);

/* A list of texts, or one text alone. `ret_at` is the place of the value. */
int want_words(struct events *e, struct arena *a, struct words *ret_words, struct event *ret_at,
	       struct err *err);

/* The text of a view as the error at a place: typo_error with file:line:column. Always -1. */
int want_typo(const struct events *e, const struct event *at, const char *what, const char *word,
	      const char *const *words, size_t n, struct err *err);

#endif
