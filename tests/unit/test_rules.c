/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every built-in rule against its fixtures; run in the project's directory. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "check/fixture.h"

static void proves_every_rule(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct rule_pack *pack = rule_builtin();
	struct words faults = { NULL, 0 };

	(void)state;
	for (size_t i = 0; i < pack->n; i++)
		fixture_run_dir(a, pack, pack->rules[i],
				arena_printf(a, "fixtures/rules/%s", pack->rules[i]->id), &faults);
	for (size_t i = 0; i < faults.n; i++)
		print_error("%s\n", faults.v[i]);
	assert_int_equal(faults.n, 0);
}

/* What is embedded is what the tree holds, and nobody forgot most of it. */
static void has_every_rule(void **state)
{
	glob_t files = { .gl_pathc = 0 };

	(void)state;
	assert_int_equal(glob("rules/*/*.yaml", 0, NULL, &files), 0);
	assert_int_equal(rule_builtin()->n, files.gl_pathc);
	assert_true(files.gl_pathc >= 100);
	globfree(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_every_rule),
		cmocka_unit_test(proves_every_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
