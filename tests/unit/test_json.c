/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "base/json.h"

static void document(struct json *j)
{
	json_map(j);
	json_key(j, "a\"b");
	json_list(j);
	json_int(j, 1);
	json_int(j, INT64_MIN);
	json_bool(j, true);
	json_bool(j, false);
	json_null(j);
	json_string(j, NULL);
	json_end(j);
	json_key(j, "empty");
	json_map(j);
	json_end(j);
	json_key(j, "list");
	json_list(j);
	json_end(j);
	json_key(j, "open");
	json_list(j);
	json_map(j);
	json_key(j, "x");
	json_string(j, "y");
}

static void test_styles(void **state)
{
	static const char *const wanted[] = {
		"{\n  \"a\\\"b\": [\n    1,\n    -9223372036854775808,\n"
		"    true,\n    false,\n    null,\n    null\n  ],\n"
		"  \"empty\": {},\n  \"list\": [],\n"
		"  \"open\": [\n    {\n      \"x\": \"y\"\n    }\n  ]\n}\n",
		"{\"a\\\"b\":[1,-9223372036854775808,true,false,null,null],"
		"\"empty\":{},\"list\":[],\"open\":[{\"x\":\"y\"}]}\n",
	};

	(void)state;
	for (size_t i = 0; i < countof(wanted); i++) {
		char *text;
		size_t size;
		FILE *out = open_memstream(&text, &size);
		struct json j = json_to(out, i ? JSON_LINE : JSON_INDENTED);

		document(&j);
		json_done(&j);
		fclose(out);
		assert_string_equal(text, wanted[i]);
		free(text);
	}
}

static void test_text(void **state)
{
	static const struct {
		struct str in;
		const char *out;
	} vectors[] = {
		{ { "", 0 }, "\"\"\n" },
		{ { NULL, 0 }, "\"\"\n" },
		{ { "a/b 'c'", 7 }, "\"a/b 'c'\"\n" },
		{ { "\"\\\b\f\n\r\t", 7 }, "\"\\\"\\\\\\b\\f\\n\\r\\t\"\n" },
		{ { "\0\x01\x1F\x7F", 4 }, "\"\\u0000\\u0001\\u001f\\u007f\"\n" },
		{ { "\xC2\x9B\xC3\xA9", 4 }, "\"\\u009b\xC3\xA9\"\n" },
		{ { "\xE2\x80\xAE\xE2\x80\xA8\xEF\xBB\xBF", 9 }, "\"\\u202e\\u2028\\ufeff\"\n" },
		{ { "z\xFFz\xC3", 4 }, "\"z\xEF\xBF\xBDz\xEF\xBF\xBD\"\n" },
		{ { "\xED\xA0\x80", 3 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"\n" },
		{ { "\xF0\x9F\x98\x80\xF3\xA0\x81\x81", 8 },
		  "\"\xF0\x9F\x98\x80\\udb40\\udc41\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char *text;
		size_t size;
		FILE *out = open_memstream(&text, &size);
		struct json j = json_to(out, JSON_LINE);

		json_text(&j, vectors[i].in);
		json_done(&j);
		fclose(out);
		assert_string_equal(text, vectors[i].out);
		free(text);
	}
}

static void test_double(void **state)
{
	static const struct { double in; const char *out; } vectors[] = {
		{ 0.1, "0.1\n" }, { 1.0 / 3, "0.3333333333333333\n" }, { 1e300, "1e+300\n" },
		{ -2, "-2\n" },
		{ NAN, "null\n" }, { INFINITY, "null\n" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char *text;
		size_t size;
		FILE *out = open_memstream(&text, &size);
		struct json j = json_to(out, JSON_LINE);

		json_double(&j, vectors[i].in);
		json_done(&j);
		fclose(out);
		assert_string_equal(text, vectors[i].out);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_double),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
