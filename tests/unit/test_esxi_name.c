/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/esxi_name.h"

static void test_names(void **state)
{
	static const struct {
		const char *name, *host, *captured;
	} cases[] = {
		{ "esx-prod-vm01-2013-08-12--14.06.tgz", "prod-vm01", "2013-08-12T14:06:00Z" },
		{ "esx-a.b.example-2020-01-02--03.04-0007", "a.b.example", "2020-01-02T03:04:00Z" },
		{ "uplint-esx01-2026-11-20--10.00", "esx01", "2026-11-20T10:00:00Z" },
		{ "esx-2010-09-12--14.06.771.tgz", "", "2010-09-12T14:06:00Z" },
		{ "esx-a-2010-99-12--14.06", "a", NULL },
		{ "other-2013-08-12--14.06.tgz", "", "2013-08-12T14:06:00Z" },
		{ "esx-a-2013-08-12", "", NULL },
		{ "esx-", "", NULL },
		{ "", "", NULL },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct esxi_name n = esxi_name(a, str_of(cases[i].name));
		assert_true(str_eq(n.host, cases[i].host));
		assert_true(same(n.captured, cases[i].captured));
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
