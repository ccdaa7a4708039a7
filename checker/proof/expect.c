/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/expect.h"

#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/want.h"

static const char *const list_names[EXPECT_COUNT] = {
	"non-compliant", "error",      "warning", "info", "compliant", "not-evaluated", "waived",
	"no-result",     "message",    "message_ok", "say", "run",     "verify",        "reason",
};

int expect_read(struct arena *a, const struct parts *parts, struct expect *ret_expect,
		struct err *err)
{
	static const char *const top[] = { "expect" };
	CLEANUP(events_freep) struct events *e =
		events_new(EVENT_YAML, parts->file, parts->expect);
	struct event at;
	size_t key;
	int more;

	*ret_expect = (struct expect){ .arena = a, .file = parts->file };
	if (want_document(e, &at, err) < 0 || want_key(e, top, 1, &key, &at, err) < 0 ||
	    want_map(e, &at, err) < 0)
		return -1;
	while ((more = want_key(e, list_names, EXPECT_COUNT, &key, &at, err)) > 0) {
		ret_expect->given[key] = true;
		if (want_words(e, a, &ret_expect->wanted[key], &at, err) < 0)
			return -1;
	}
	return more;
}

void expect_again(struct expect *x, struct arena *a)
{
	x->arena = a;
	for (enum expect_list list = 0; list < EXPECT_COUNT; list++)
		x->found[list] = (struct words){ NULL, 0 };
}

static void find(struct expect *x, enum expect_list list, const char *word)
{
	words_add(&x->found[list], arena_strdup(x->arena, word), x->arena);
}

static void find_text(struct expect *x, enum expect_list list, const char *text)
{
	if (text)
		find(x, list, text);
}

static enum expect_list list_of(const struct finding *f)
{
	switch (f->verdict) {
	case VERDICT_COMPLIANT: return EXPECT_COMPLIANT;
	case VERDICT_NON_COMPLIANT: return EXPECT_NON_COMPLIANT;
	case VERDICT_WAIVED: return EXPECT_WAIVED;
	case VERDICT_NOT_EVALUATED: break;
	}
	return EXPECT_NOT_EVALUATED;
}

void expect_finding(struct expect *x, const struct finding *f, bool one_host)
{
	static const enum expect_list severities[] = { EXPECT_INFO, EXPECT_WARNING, EXPECT_ERROR };
	const char *name =
		one_host ? f->subject : arena_printf(x->arena, "%s @ %s", f->subject, f->host);

	find(x, list_of(f), name);
	if (f->verdict == VERDICT_COMPLIANT)
		find(x, EXPECT_MESSAGE_OK, f->message);
	if (f->verdict != VERDICT_NON_COMPLIANT)
		return;
	find(x, severities[f->severity], name);
	find(x, EXPECT_MESSAGE, f->message);
	for (size_t i = 0; i < f->nfixes; i++) {
		find_text(x, EXPECT_SAY, f->fixes[i].say);
		find_text(x, EXPECT_RUN, f->fixes[i].run);
	}
	for (size_t i = 0; i < f->nverify; i++)
		find_text(x, EXPECT_VERIFY, f->verify[i].run);
}

void expect_no_result(struct expect *x, const char *host, const char *reason)
{
	find(x, EXPECT_NO_RESULT, host);
	find(x, EXPECT_REASON, reason);
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In order, with ", " between; "none" of none. */
static const char *sorted(struct arena *a, const struct words *words)
{
	const char **v = arena_array(a, words->n + 1, sizeof(*v)), *text = NULL;

	for (size_t i = 0; i < words->n; i++)
		v[i] = words->v[i];
	qsort(v, words->n, sizeof(*v), compare_words);
	for (size_t i = 0; i < words->n; i++)
		text = arena_list(a, text, ", ", v[i]);
	return text ? text : "none";
}

/* Severities are compared in place of `non-compliant` where they are given. */
static bool is_compared(const struct expect *x, enum expect_list list)
{
	bool severities = x->given[EXPECT_ERROR] || x->given[EXPECT_WARNING] || x->given[EXPECT_INFO];

	if (list == EXPECT_NON_COMPLIANT)
		return x->given[list] || !severities;
	if (list == EXPECT_ERROR || list == EXPECT_WARNING || list == EXPECT_INFO)
		return severities;
	if (list >= EXPECT_MESSAGE)
		return x->given[list] && list != EXPECT_REASON;
	return true;
}

int expect_compare(const struct expect *x, struct arena *a, struct err *err)
{
	for (enum expect_list list = 0; list < EXPECT_COUNT; list++) {
		const char *wanted, *found;
		if (!is_compared(x, list))
			continue;
		wanted = sorted(a, &x->wanted[list]);
		found = sorted(a, &x->found[list]);
		if (!same(wanted, found))
			return err_set(err, "%s: %s: expected %s, got %s", x->file,
				       list_names[list], wanted, found);
	}
	for (size_t i = 0; i < x->wanted[EXPECT_REASON].n; i++)
		for (size_t j = 0; j < x->found[EXPECT_REASON].n; j++)
			if (!str_has(str_of(x->found[EXPECT_REASON].v[j]),
				     x->wanted[EXPECT_REASON].v[i]))
				return err_set(err, "%s: the reason is '%s'", x->file,
					       x->found[EXPECT_REASON].v[j]);
	return 0;
}
