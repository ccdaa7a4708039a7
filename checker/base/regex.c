/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/regex.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/arena.h"
#include "base/utf8.h"

/* No JIT: it pays after hundreds of texts only, and most patterns see a few names. */
enum {
	STEPS_MOST = 200 * 1000 * 1000, /* of one text: a second or two */
	STEPS_OF_START = 1000 * 1000,
	DEPTH_MOST = 100 * 1000,
	HEAP_KIB = 16 * 1024,
};

struct regex {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
};

static int compile_error(struct err *err, struct str pattern, int code, size_t offset)
{
	PCRE2_UCHAR message[160];

	pcre2_get_error_message(code, message, sizeof(message));
	return err_set(err, "pattern '%s': %s (at byte %zu)", text_shown(pattern).s,
		       (const char *)message, offset + 1);
}

static pcre2_code *compile(struct str pattern, struct err *err)
{
	const uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code;
	PCRE2_SIZE offset;
	int error;

	if (!context)
		abort();
	pcre2_set_max_pattern_length(context, REGEX_PATTERN_MOST);
	code = pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""), pattern.n, options, &error,
			     &offset, context);
	pcre2_compile_context_free(context);
	if (!code)
		compile_error(err, pattern, error, offset);
	return code;
}

struct regex *regex_new(struct str pattern, struct err *err)
{
	pcre2_code *code = compile(pattern, err);
	struct regex *r;

	if (!code)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->code = code;
	r->data = pcre2_match_data_create_from_pattern(code, NULL);
	r->limits = pcre2_match_context_create(NULL);
	if (!r->data || !r->limits)
		abort();
	pcre2_set_depth_limit(r->limits, DEPTH_MOST);
	pcre2_set_heap_limit(r->limits, HEAP_KIB);
	return r;
}

void regex_free(struct regex *r)
{
	if (!r)
		return;
	pcre2_match_context_free(r->limits);
	pcre2_match_data_free(r->data);
	pcre2_code_free(r->code);
	free(r);
}

void regex_freep(struct regex **r)
{
	regex_free(*r);
}

/* PCRE2 counts anew at each place where a match may start: a long text must have fewer for each. */
static uint32_t steps_of(struct str text)
{
	size_t steps = STEPS_MOST / (text.n + 1);

	return (uint32_t)(steps < STEPS_OF_START ? steps : STEPS_OF_START);
}

static void take_groups(const struct regex *r, struct str text, struct str *groups, size_t n,
			int count)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(r->data);

	for (size_t i = 0; i < n; i++) {
		groups[i] = (struct str){ NULL, 0 };
		if (i >= (size_t)count)
			continue;
		size_t start = ends[2 * i], end = ends[2 * i + 1];
		/* Before PCRE2 10.38, \K in a look-ahead could put the start behind the end. */
		if (start != PCRE2_UNSET && start <= end)
			groups[i] = (struct str){ text.p + start, end - start };
	}
}

int regex_match(struct regex *r, struct str text, struct str *ret_groups, size_t n, struct err *err)
{
	PCRE2_UCHAR message[160];
	int count;

	if (!text.p)
		text = STR("");
	if (text.n > REGEX_TEXT_MOST)
		return err_set(err, "a text longer than %d bytes is not matched", REGEX_TEXT_MOST);
	pcre2_set_match_limit(r->limits, steps_of(text));
	count = pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, 0, 0, r->data, r->limits);
	if (count == PCRE2_ERROR_NOMATCH)
		return 0;
	if (count < 0) {
		pcre2_get_error_message(count, message, sizeof(message));
		return err_set(err, "the pattern costs too much on '%s': %s", text_shown(text).s,
			       (const char *)message);
	}
	take_groups(r, text, ret_groups, n, count);
	return 1;
}
