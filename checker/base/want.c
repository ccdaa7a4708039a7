/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/want.h"

#include "base/options.h"
#include "base/typo.h"
#include "base/utf8.h"

static const char *kind(const struct event *at)
{
	switch (at->type) {
	case EVENT_MAP: return "a mapping";
	case EVENT_LIST: return "a list";
	case EVENT_SCALAR: return at->scalar == SCALAR_NULL ? "nothing" : "a text";
	case EVENT_END:
	case EVENT_DOCUMENT:
	case EVENT_MAP_END:
	case EVENT_LIST_END:
	case EVENT_KEY: break;
	}
	return "the end";
}

static int want(struct events *e, enum event_type type, const char *what, struct event *ret_at,
		struct err *err)
{
	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type != type)
		return events_error(e, ret_at, err, "expected %s, found %s", what, kind(ret_at));
	return 0;
}

int want_map(struct events *e, struct event *ret_at, struct err *err)
{
	return want(e, EVENT_MAP, "a mapping", ret_at, err);
}

int want_list(struct events *e, struct event *ret_at, struct err *err)
{
	return want(e, EVENT_LIST, "a list", ret_at, err);
}

int want_document(struct events *e, struct event *ret_at, struct err *err)
{
	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type != EVENT_DOCUMENT)
		return events_error(e, ret_at, err, "the file is empty");
	return want_map(e, ret_at, err);
}

int want_end(struct events *e, struct err *err)
{
	struct event at;

	if (events_next(e, &at, err) < 0)
		return -1;
	if (at.type != EVENT_END)
		return events_error(e, &at, err,
				    "nothing may follow, and there is a second document");
	return 0;
}

int want_typo(const struct events *e, const struct event *at, const char *what, const char *word,
	      const char *const *words, size_t n, struct err *err)
{
	struct err typo;

	typo_error(&typo, what, word, words, n);
	return events_error(e, at, err, "%s", typo.text);
}

int want_any_key(struct events *e, struct arena *a, const char **ret_key, struct event *ret_at,
		 struct err *err)
{
	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type == EVENT_MAP_END)
		return 0;
	*ret_key = arena_str(a, ret_at->text);
	return 1;
}

int want_key(struct events *e, const char *const *keys, size_t n, size_t *ret_key,
	     struct event *ret_at, struct err *err)
{
	struct text_shown shown;

	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type == EVENT_MAP_END)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(ret_at->text, keys[i])) {
			*ret_key = i;
			return 1;
		}
	}
	shown = text_shown(ret_at->text);
	return want_typo(e, ret_at, "key", shown.s, keys, n, err);
}

static int check_text(struct events *e, const struct event *at, struct err *err)
{
	if (at->type != EVENT_SCALAR || at->scalar == SCALAR_NULL || !str_trim(at->text).n)
		return events_error(e, at, err, "expected a text, found %s",
				    at->type == EVENT_SCALAR ? "nothing" : kind(at));
	return 0;
}

int want_text(struct events *e, struct arena *a, const char **ret_text, struct event *ret_at,
	      struct err *err)
{
	if (events_next(e, ret_at, err) < 0 || check_text(e, ret_at, err) < 0)
		return -1;
	*ret_text = arena_str(a, ret_at->text);
	return 0;
}

int want_item(struct events *e, struct arena *a, const char **ret_text, struct event *ret_at,
	      struct err *err)
{
	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type == EVENT_LIST_END)
		return 0;
	if (check_text(e, ret_at, err) < 0)
		return -1;
	*ret_text = arena_str(a, ret_at->text);
	return 1;
}

int want_words(struct events *e, struct arena *a, struct words *ret_words, struct event *ret_at,
	       struct err *err)
{
	struct words list = { NULL, 0 };
	struct event at;
	const char *word;
	int more;

	if (events_next(e, ret_at, err) < 0)
		return -1;
	if (ret_at->type != EVENT_LIST) {
		if (check_text(e, ret_at, err) < 0)
			return -1;
		words_add(&list, arena_str(a, ret_at->text), a);
		*ret_words = list;
		return 0;
	}
	while ((more = want_item(e, a, &word, &at, err)) > 0)
		words_add(&list, word, a);
	if (more == 0)
		*ret_words = list;
	return more;
}
