/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/search.h"

static int compare(const void *key, const void *element)
{
	int k = *(const int *)key, e = *(const int *)element;

	return (k > e) - (k < e);
}

static int compare_behind(const void *key, const void *element)
{
	return compare(key, element) >= 0;
}

static void test_lower_bound(void **state)
{
	static const int v[] = { 1, 3, 3, 3, 7, 9 };
	static const struct {
		int key;
		size_t first, behind;
	} cases[] = {
		{ 0, 0, 0 }, { 1, 0, 1 }, { 2, 1, 1 }, { 3, 1, 4 },
		{ 4, 4, 4 }, { 7, 4, 5 }, { 9, 5, 6 }, { 10, 6, 6 },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		const int *key = &cases[i].key;
		assert_int_equal(lower_bound(key, v, countof(v), sizeof(*v), compare),
				 cases[i].first);
		assert_int_equal(lower_bound(key, v, countof(v), sizeof(*v), compare_behind),
				 cases[i].behind);
	}
	assert_int_equal(lower_bound(&cases[0].key, NULL, 0, sizeof(*v), compare), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lower_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
