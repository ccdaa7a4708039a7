/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * To know less never makes a finding compliant: each fixture without each table and each cell.
 * What is let pass stands in tests/knowledge.known, which UPDATE=1 writes anew: git diff judges.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/options.h"
#include "proof/knowledge.h"
#include "proof/ratchet.h"

#define KNOWN "tests/knowledge.known"

static struct knowledge_faults find_faults(struct arena *a)
{
	const struct rule_pack *pack = rule_builtin();
	struct knowledge_faults found = { NULL, 0 };
	struct err err;

	for (size_t i = 0; i < pack->n; i++) {
		const struct rule *rule = pack->rules[i];
		const struct words files =
			parts_files(a, arena_printf(a, "fixtures/rules/%s", rule->id));
		for (size_t f = 0; f < files.n; f++)
			if (knowledge_run(a, pack, rule, files.v[f], &found, &err) < 0)
				fail_msg("%s: %s", files.v[f], err.text);
	}
	return found;
}

static void less_is_never_compliant(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct knowledge_faults found = find_faults(a);
	struct words faults = { NULL, 0 }, whats = { NULL, 0 };
	struct ratchet known;
	struct err err;

	(void)state;
	if (ratchet_read(a, KNOWN, &known, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < found.n; i++)
		words_add(&whats, found.v[i].what, a);
	if (getenv("UPDATE")) {
		assert_int_equal(ratchet_write(&known, a, &whats, &err), 0);
		return;
	}
	for (size_t i = 0; i < found.n; i++)
		if (!ratchet_passes(&known, found.v[i].what))
			words_add(&faults,
				  arena_printf(a, "%s\t%s", found.v[i].what, found.v[i].where), a);
	ratchet_end(&known, a, &faults);
	for (size_t i = 0; i < faults.n; i++)
		print_error("%s\n", faults.v[i]);
	assert_int_equal(faults.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(less_is_never_compliant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
