/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/with.h"

/* `port` is a view. */
static bool is_port(const void *ctx, struct str name)
{
	(void)ctx;
	return str_eq_nocase(name, "port");
}

/* The tables that are kept, then the statement; "as it was" where nothing is. */
static void test_takes_apart(void **state)
{
	static const struct {
		const char *sql, *parts;
	} cases[] = {
		{ "WITH t AS (SELECT 1 AS x) SELECT x FROM t", "as it was" },
		{ "WITH t AS (SELECT 1 AS x) SELECT a.x FROM t a JOIN t ON t.x = a.x",
		  "t__7: SELECT 1 AS x | SELECT a.x FROM t__7 a JOIN t__7 AS t ON t.x = a.x" },
		{ "WITH t AS MATERIALIZED (SELECT 1 AS x) SELECT 2 WHERE EXISTS (SELECT 1 FROM T)",
		  "t__7: SELECT 1 AS x | SELECT 2 WHERE EXISTS (SELECT 1 FROM t__7 AS t)" },
		/* One reads the other; a column of that name is no table. */
		{ "WITH t AS (SELECT 1 AS x), u AS (SELECT t.x AS t FROM t JOIN t b) "
		  "SELECT u.t FROM u JOIN u v ON v.t = u.t",
		  "t__7: SELECT 1 AS x | u__8: SELECT t.x AS t FROM t__7 AS t JOIN t__7 b | "
		  "SELECT u.t FROM u__8 AS u JOIN u__8 v ON v.t = u.t" },
		/* What stays goes with those that read it. */
		{ "WITH RECURSIVE n(x) AS (SELECT 1 UNION SELECT x + 1 FROM n WHERE x < 9), "
		  "t AS (SELECT x FROM n) SELECT 1 FROM t JOIN t u ON u.x = t.x",
		  "t__7: WITH RECURSIVE n(x) AS (SELECT 1 UNION SELECT x + 1 FROM n WHERE x < 9) "
		  "SELECT x FROM n | SELECT 1 FROM t__7 AS t JOIN t__7 u ON u.x = t.x" },
		/* The name of a view counts only where each use of it is understood. */
		{ "WITH port AS (SELECT 1 AS x) SELECT p.x FROM port p JOIN port",
		  "port__7: SELECT 1 AS x | SELECT p.x FROM port__7 p JOIN port__7 AS port" },
		{ "WITH port AS (SELECT 1 AS x) SELECT 1 FROM port a JOIN port b, port", "as it was" },
		{ "WITH port AS (SELECT 1 AS x) SELECT 1 FROM port JOIN port b WHERE 1 IN port",
		  "as it was" },
		/* Types that a kept column would lose, names that are not looked at. */
		{ "WITH t AS (SELECT CAST('1' AS INTEGER) AS x) SELECT 1 FROM t JOIN t b", "as it was" },
		{ "WITH t AS (SELECT x'00' AS x) SELECT 1 FROM t JOIN t b", "as it was" },
		{ "WITH [t] AS (SELECT 1 AS x) SELECT 1 FROM t JOIN t b", "as it was" },
		{ "WITH t AS NOT MATERIALIZED (SELECT 1 AS x) SELECT 1 FROM t JOIN t b", "as it was" },
		{ "WITH t AS (SELECT 1 AS x) SELECT 1 FROM t JOIN (WITH t AS (SELECT 2) SELECT * FROM t)",
		  "as it was" },
		{ "WITH a(x) AS (SELECT x FROM b), b(x) AS (SELECT x FROM a) SELECT 1 FROM a JOIN b",
		  "as it was" },
		{ "WITH t AS (SELECT 1 AS x", "as it was" },
		{ "WITH", "as it was" },
		{ "", "as it was" },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		const char *parts = "as it was";
		struct with w;

		if (with_split(a, cases[i].sql, 7, is_port, NULL, &w)) {
			parts = w.sql;
			for (size_t t = w.n; t-- > 0;)
				parts = arena_printf(a, "%s: %s | %s", w.tables[t].name,
						     w.tables[t].sql, parts);
		}
		assert_string_equal(parts, cases[i].parts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_takes_apart) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
