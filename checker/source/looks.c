/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a thing that is no input looks like, for whoever gave it. */
#include <string.h>

#include "base/event.h"
#include "base/utf8.h"
#include "model/schema.h"
#include "parse/desired/desired.h"
#include "source/kind.h"
#include "source/native.h"
#include "tree/tree.h"

enum { KEYS_SHOWN = 4, FILES_SHOWN = 3 };

/* The keys at the top of the first document. */
struct keys {
	const char *v[KEYS_SHOWN];
	size_t n;
	bool snapshot; /* one of them is a key of a snapshot that no other document has */
	bool list;     /* it is a list */
	bool fails;    /* it cannot be read that far */
};

static bool is_snapshot_key(struct str key)
{
	static const char *const words[] = { "uplint_snapshot", "host", "hosts", "platform",
					     "coverage" };
	enum table_id t;

	for (size_t i = 0; i < countof(words); i++)
		if (str_eq(key, words[i]))
			return true;
	return schema_find(key, &t);
}

static int take_key(struct events *e, const struct event *key, struct arena *a, struct keys *k,
		    struct err *err)
{
	struct event value;

	k->snapshot |= is_snapshot_key(key->text);
	if (k->n < KEYS_SHOWN)
		k->v[k->n++] = arena_strdup(a, text_shown(key->text).s);
	if (events_next(e, &value, err) < 0)
		return -1;
	return value.type == EVENT_MAP || value.type == EVENT_LIST ? events_skip(e, &value, err) : 0;
}

static struct keys keys_of(struct str text, struct arena *a)
{
	CLEANUP(events_freep) struct events *e = events_new(event_syntax_of(text), "", text);
	struct keys k = { .n = 0 };
	struct event at;
	struct err err;
	int status = events_next(e, &at, &err);

	if (status == 0 && at.type == EVENT_DOCUMENT)
		status = events_next(e, &at, &err);
	k.list = status == 0 && at.type == EVENT_LIST;
	if (status == 0 && at.type != EVENT_MAP)
		return k;
	while (status == 0 && (status = events_next(e, &at, &err)) == 0 && at.type == EVENT_KEY)
		status = take_key(e, &at, a, &k, &err);
	k.fails = status < 0;
	return k;
}

static bool is_binary(struct str text)
{
	size_t n = text.n < 4096 ? text.n : 4096, odd = 0;

	for (size_t i = 0; i < n; i++)
		odd += text.p[i] == '\0' || ((unsigned char)text.p[i] < ' ' &&
					      !strchr("\t\n\r\f\b\033", text.p[i]));
	return odd > n / 32;
}

static const char *first_line(struct str text, struct arena *a)
{
	struct str line = { NULL, 0 };

	while (str_line(&text, &line) && !str_trim(line).n)
		continue;
	return arena_strdup(a, text_shown(str_trim(line)).s);
}

static const char *listed_keys(const struct keys *k, struct arena *a)
{
	const char *list = NULL;

	for (size_t i = 0; i < k->n; i++)
		list = arena_list(a, list, ", ", k->v[i]);
	return list ? list : "none";
}

static const char *look_at_text(struct str text, struct arena *a)
{
	struct keys k;

	if (!str_trim(text).n)
		return "it is empty";
	if (is_binary(text))
		return "it looks like binary data";
	if (event_syntax_of(text) == EVENT_XML)
		return arena_printf(a, "it looks like XML that begins with `%s'", first_line(text, a));
	k = keys_of(text, a);
	if (k.n && !k.fails)
		return arena_printf(a, "it looks like %s with the keys %s",
				    event_syntax_of(text) == EVENT_JSON ? "JSON" : "YAML",
				    listed_keys(&k, a));
	return arena_printf(a, "it is a text that begins with `%s'", first_line(text, a));
}

static const char *look_at_files(struct tree *t, struct arena *a)
{
	struct tree_names names = tree_files(t);
	const char *list = NULL;

	if (!names.n)
		return "it holds no file";
	for (size_t i = 0; i < names.n && i < FILES_SHOWN; i++)
		list = arena_list(a, list, ", ", text_shown(str_of(names.v[i])).s);
	return arena_printf(a, "no output and no source is among its %zu files (%s%s)", names.n, list,
			    names.n > FILES_SHOWN ? ", ..." : "");
}

static bool names_document(const char *name)
{
	static const char *const ends[] = { ".yaml", ".yml", ".json" };

	for (size_t i = 0; i < countof(ends); i++)
		if (str_ends(str_of(name), ends[i]))
			return true;
	return false;
}

bool kind_is_meant(const char *name, struct str text)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct keys k = keys_of(text, a);

	if (k.list || is_binary(text))
		return names_document(name) && !k.list;
	return k.snapshot || (names_document(name) && (k.fails || !k.n));
}

int kind_unknown(struct tree *t, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const char *looks;
	struct str text;

	if (tree_fault(t))
		return err_set(err, "%s", tree_fault(t));
	if (tree_is_file(t)) {
		if (tree_read(t, "", &text, err) <= 0)
			return -1;
		if (desired_kind_of(text, &looks) == DESIRED_OTHER)
			return err_set(err, "%s: %s", text_shown(str_of(tree_label(t))).s, looks);
		looks = look_at_text(text, a);
	} else {
		looks = look_at_files(t, a);
	}
	return err_set(err, "%s: no known kind of input: %s; --kind NAME forces one (%s)",
		       text_shown(str_of(tree_label(t))).s, looks, source_names(a));
}
