/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/regex.h"

static void test_match(void **state)
{
	static const struct {
		const char *pattern, *text;
		int result;
		const char *first;
	} vectors[] = {
		{ "^eth([0-9]+)$", "eth12", 1, "12" },
		{ "^eth([0-9]+)$", "xeth12", 0, NULL },
		{ "(b)|(c)", "abc", 1, "b" },
		{ "(x)?a", "a", 1, NULL },
		{ "", "", 1, NULL },
		{ "(?i)(ISCSI)", "my-iscsi", 1, "iscsi" },
		{ "(.)$", "\xC3\xA9", 1, "\xC3\xA9" },
		{ "(z)", "\xFF\xFEz\xFF", 1, "z" },
		{ "x.z", "x\xFFz", 0, NULL },
		{ "\xC3\xA9", "caf\xC3\xA9", 1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct str groups[4];
		struct err err = { "" };
		CLEANUP(regex_freep) struct regex *r = regex_new(str_of(vectors[i].pattern), &err);

		if (!r)
			fail_msg("%s", err.text);
		assert_int_equal(regex_match(r, str_of(vectors[i].text), groups, 4, &err),
				 vectors[i].result);
		assert_int_equal(regex_match(r, str_of(vectors[i].text), NULL, 0, &err),
				 vectors[i].result);
		if (!vectors[i].result)
			continue;
		if (vectors[i].first)
			assert_true(str_eq(groups[1], vectors[i].first));
		else
			assert_null(groups[1].p);
		assert_null(groups[3].p);
	}
}

static void test_wrong_pattern(void **state)
{
	static const struct { const char *pattern, *text; } vectors[] = {
		{ "a(b", "pattern 'a(b': missing closing parenthesis (at byte 4)" },
		{ "[z-a]", "pattern '[z-a]': range out of order in character class (at byte 4)" },
		{ "\x1B(", "pattern '\\x1B(': missing closing parenthesis (at byte 3)" },
		{ "\xFF", NULL }, { "a\\Cb", NULL }, { "(((a{1,9999}){1,9999}){1,9999})", NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct err err = { "" };

		assert_null(regex_new(str_of(vectors[i].pattern), &err));
		assert_int_equal(strncmp(err.text, "pattern '", 9), 0);
		if (vectors[i].text)
			assert_string_equal(err.text, vectors[i].text);
	}
}

/* Each would run for hours or eat the memory. */
static void test_limits(void **state)
{
	static const char *const patterns[] = { "^(a+)+$", "(a|aa)+$", "(?:a*)*[bc]",
						"^(.*?,){20}P" };
	char *text = xmalloc(REGEX_TEXT_MOST + 1);
	struct err err = { "" };

	(void)state;
	for (size_t i = 0; i < countof(patterns); i++) {
		CLEANUP(regex_freep) struct regex *r = regex_new(str_of(patterns[i]), &err);

		memset(text, i < 3 ? 'a' : ',', 5000);
		text[4999] = '!';
		assert_int_equal(regex_match(r, (struct str){ text, 5000 }, NULL, 0, &err), -1);
		assert_int_equal(strncmp(err.text, "the pattern costs too much on '", 31), 0);
		/* An error does not spoil the next use. */
		assert_int_equal(regex_match(r, STR("!"), NULL, 0, &err), 0);
		assert_int_equal(
			regex_match(r, (struct str){ text, REGEX_TEXT_MOST + 1 }, NULL, 0, &err),
			-1);
		assert_string_equal(err.text, "a text longer than 65536 bytes is not matched");
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_wrong_pattern),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
