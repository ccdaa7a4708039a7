/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "format/grid.h"

static const char *const names[] = { "name", "mtu", "note" };
static const struct grid_cell rows[][3] = {
	{ { GRID_TEXT, .text = "\xE7\xB6\xB2" },
	  { GRID_NUMBER, .number = 1500 },
	  { GRID_TEXT, .text = "" } },
	{ { GRID_TEXT, .text = "a\033[2J" }, { GRID_NULL }, { GRID_TEXT, .text = "x,\"y\"" } },
	{ { GRID_TEXT, .text = "b" }, { GRID_REAL, .real = 0.5 }, { GRID_NULL } },
};

static void assert_grid(enum grid_form form, const char *expected)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct grid *g = grid_new(out, form, names, countof(names), false);

	for (size_t i = 0; i < countof(rows); i++)
		grid_row(g, rows[i]);
	grid_end(g);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void test_table(void **state)
{
	(void)state;
	assert_grid(GRID_TABLE,
		"name      mtu   note\n"
		"--------  ----  -----\n"
		"\xE7\xB6\xB2        1500  \n"
		"a\\x1B[2J  NULL  x,\"y\"\n"
		"b          0.5  NULL\n");
}

static void test_csv(void **state)
{
	(void)state;
	assert_grid(
		GRID_CSV,
		"name,mtu,note\r\n\xE7\xB6\xB2,1500,\"\"\r\na\\x1B[2J,,\"x,\"\"y\"\"\"\r\nb,0.5,\r\n");
}

static void test_json(void **state)
{
	(void)state;
	assert_grid(
		GRID_JSON,
		"[\n"
		"  {\n    \"name\": \"\xE7\xB6\xB2\",\n    \"mtu\": 1500,\n    \"note\": \"\"\n  },\n"
		"  {\n    \"name\": \"a\\u001b[2J\",\n    \"mtu\": null,\n    \"note\": \"x,\\\"y\\\"\"\n  },\n"
		"  {\n    \"name\": \"b\",\n    \"mtu\": 0.5,\n    \"note\": null\n  }\n"
		"]\n");
}

/* Rows beyond those that were measured are written all the same. */
static void test_many_rows(void **state)
{
	char *text;
	size_t size, lines = 0;
	FILE *out = open_memstream(&text, &size);
	struct grid *g = grid_new(out, GRID_TABLE, names, countof(names), false);

	(void)state;
	for (size_t i = 0; i < 2500; i++)
		grid_row(g, rows[i % countof(rows)]);
	grid_end(g);
	fclose(out);
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 2502);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_many_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
