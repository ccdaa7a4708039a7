/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void test_decode(void **state)
{
	static const struct { const char *in; unsigned n; uint32_t code; } vectors[] = {
		{ "a", 1, 'a' }, { "\xC3\xA9", 2, 0xE9 }, { "\xE2\x82\xAC", 3, 0x20AC },
		{ "\xF0\x9F\x98\x80", 4, 0x1F600 },
		{ "\xF4\x8F\xBF\xBF", 4, 0x10FFFF }, { "", 0, 0 }, { "\x80", 0, 0 },
		{ "\xC0\x80", 0, 0 }, { "\xC1\xBF", 0, 0 },
		{ "\xE0\x80\x80", 0, 0 }, { "\xE0\x9F\xBF", 0, 0 }, { "\xF0\x8F\xBF\xBF", 0, 0 },
		{ "\xED\xA0\x80", 0, 0 },
		{ "\xED\xBF\xBF", 0, 0 }, { "\xF4\x90\x80\x80", 0, 0 },
		{ "\xF5\x80\x80\x80", 0, 0 }, { "\xC3", 0, 0 },
		{ "\xE2\x82", 0, 0 }, { "\xC3(", 0, 0 }, { "\xFF", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		uint32_t code = 0;
		assert_int_equal(utf8_decode(str_of(vectors[i].in), &code), vectors[i].n);
		assert_int_equal(code, vectors[i].code);
	}
}

/* Every code point there is, forth and back. */
static void test_encode(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		uint32_t back = 0;
		char bytes[4];
		unsigned n;

		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		n = utf8_encode(code, bytes);
		if (utf8_decode((struct str){ bytes, n }, &back) != n || back != code)
			fail_msg("U+%04X", code);
	}
}

static void test_valid_length(void **state)
{
	(void)state;
	assert_int_equal(utf8_valid_length(STR("a\xC3\xA9z")), 4);
	assert_int_equal(utf8_valid_length(STR("a\xC3\xA9\xFFz")), 3);
	assert_int_equal(utf8_valid_length(STR("")), 0);
	assert_int_equal(utf8_valid_length(STR("a\xE2\x82")), 1);
}

static void test_visible(void **state)
{
	static const struct {
		struct str in;
		const char *out;
		unsigned width;
	} vectors[] = {
		{ { "a\\b", 3 }, "a\\b", 3 },
		{ { "a\n\tb", 4 }, "a\\n\\tb", 6 },
		{ { "\0\x1B\x7F\r", 4 }, "\\x00\\x1B\\x7F\\x0D", 16 },
		{ { "\xC2\x9B", 2 }, "\\u{009B}", 8 },
		{ { "\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\xE2\x80\x8B", 12 },
		  "\\u{202E}\\u{2066}\\u{2028}\\u{200B}",
		  32 },
		{ { "\xFF\xC3", 2 }, "\\xFF\\xC3", 8 },
		{ { "\xE6\x97\xA5\xE6\x9C\xAC", 6 }, "\xE6\x97\xA5\xE6\x9C\xAC", 4 },
		{ { "e\xCC\x81", 3 }, "e\xCC\x81", 1 },
		{ { "\xF3\xA0\x80\x81", 4 }, "\\u{E0001}", 9 },
		{ { "\xF0\x9F\x98\x80", 4 }, "\xF0\x9F\x98\x80", 2 },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		assert_string_equal(text_visible(a, vectors[i].in), vectors[i].out);
		assert_string_equal(text_shown(vectors[i].in).s, vectors[i].out);
		assert_int_equal(text_visible_width(vectors[i].in), vectors[i].width);
	}
	arena_free(a);
}

static void test_shown_is_cut(void **state)
{
	char text[300];

	(void)state;
	for (unsigned shift = 0; shift < 4; shift++) {
		struct text_shown shown;

		memset(text, 'x', shift);
		memset(text + shift, '\x1B', sizeof(text) - shift);
		shown = text_shown((struct str){ text, sizeof(text) });
		assert_true(strlen(shown.s) > 85 && strlen(shown.s) < sizeof(shown.s));
		assert_string_equal(shown.s + strlen(shown.s) - 7, "\\x1B\xE2\x80\xA6");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),       cmocka_unit_test(test_encode),
		cmocka_unit_test(test_valid_length), cmocka_unit_test(test_visible),
		cmocka_unit_test(test_shown_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
