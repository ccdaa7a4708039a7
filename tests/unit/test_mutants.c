/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each part of the rules and views is held by a fixture, or stands in tests/mutants.known, which
 * UPDATE=1 writes anew: git diff judges.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/options.h"
#include "proof/mutation.h"
#include "proof/ratchet.h"

#define KNOWN "tests/mutants.known"

/* With sanitizers a part: all of them take ten times as long as without. */
static struct mutation_options options(void)
{
	const char *share = getenv("MUTANTS");
	struct mutation_options o = { .share = 0, .of = 1 };

#ifdef __SANITIZE_ADDRESS__
	o.of = 10;
#endif
	if (share)
		o.of = (unsigned)strtoul(share, NULL, 10);
	return o;
}

static void every_part_is_held(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct mutation_options o = options();
	struct words faults = { NULL, 0 };
	struct mutation m;
	struct ratchet known;
	struct err err;

	(void)state;
	if (ratchet_read(a, KNOWN, &known, &err) < 0 ||
	    mutation_run(a, rule_builtin(), "fixtures/rules", &o, &m, &err) < 0)
		fail_msg("%s", err.text);
	print_message("%zu killed, %zu survive, %zu are no SQL, %zu left out\n", m.killed,
		      m.survivors.n, m.refused, m.skipped.n);
	if (getenv("UPDATE") && o.of == 1) {
		assert_int_equal(ratchet_write(&known, a, &m.survivors, &err), 0);
		return;
	}
	for (size_t i = 0; i < m.skipped.n; i++)
		ratchet_passes(&known, m.skipped.v[i]);
	for (size_t i = 0; i < m.survivors.n; i++)
		if (!ratchet_passes(&known, m.survivors.v[i]))
			words_add(&faults, m.survivors.v[i], a);
	ratchet_end(&known, a, &faults);
	for (size_t i = 0; i < faults.n; i++)
		print_error("%s\n", faults.v[i]);
	assert_int_equal(faults.n, 0);
	assert_true(m.killed > 1000 / o.of);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_is_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
