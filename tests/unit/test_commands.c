/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every command of `fix` and `verify`, as it is printed for all fixtures and captures, is one of
 * tests/verify/grammar.  With an argument it prints them, for tests/live/commands.sh, which hands
 * them to the programs themselves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/options.h"
#include "proof/effect.h"
#include "proof/grammar.h"
#include "proof/reports.h"

struct run {
	struct arena *arena;
	struct grammar *grammar; /* NULL: print them */
	struct words faults, seen;
	size_t commands;
};

static bool is_new(struct run *r, const char *line)
{
	for (size_t i = 0; i < r->seen.n; i++)
		if (same(r->seen.v[i], line))
			return false;
	words_add(&r->seen, arena_strdup(r->arena, line), r->arena);
	return true;
}

static void take_run(struct run *r, const char *rule, const char *file, const char *run)
{
	struct str rest = str_of(run), line;

	while (str_line(&rest, &line)) {
		const char *text = arena_str(r->arena, line), *wrong;
		if (!is_new(r, text))
			continue;
		r->commands++;
		if (!r->grammar) {
			printf("%s\n", text);
			continue;
		}
		wrong = grammar_wrong(r->grammar, r->arena, text);
		if (wrong)
			words_add(&r->faults,
				  arena_printf(r->arena, "%s\t%s\t%s\t%s", rule, file, wrong, text),
				  r->arena);
	}
}

static void take_fixes(struct run *r, const char *rule, const char *file, const struct fix *fixes,
		       size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fixes[i].run)
			take_run(r, rule, file, fixes[i].run);
}

static void visit(void *ctx, const struct reports_item *item)
{
	CLEANUP(report_done) struct report_walk walk = { .report = item->report };
	struct run *r = ctx;

	while (report_next(&walk))
		for (size_t i = 0; i < walk.host->noutcomes; i++) {
			const struct outcome *o = &walk.host->outcomes[i];
			for (size_t k = 0; k < o->nfindings; k++) {
				const struct finding *f = &o->findings[k];
				take_fixes(r, o->rule->id, item->file, f->fixes, f->nfixes);
				take_fixes(r, o->rule->id, item->file, f->verify, f->nverify);
			}
		}
}

static void every_command_is_one(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct run r = { .arena = a };
	struct err err;

	(void)state;
	r.grammar = grammar_read(a, "tests/verify/grammar", &err);
	if (!r.grammar || reports_walk(rule_builtin(), "fixtures", visit, &r, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < r.faults.n; i++)
		print_error("%s\n", r.faults.v[i]);
	assert_true(r.commands > 300);
	assert_int_equal(r.faults.n, 0);
}

static int print_all(void)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct run r = { .arena = a };
	struct err err;

	return reports_walk(rule_builtin(), "fixtures", visit, &r, &err) < 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_one),
	};

	(void)argv;
	return argc > 1 ? print_all() : cmocka_run_group_tests(tests, NULL, NULL);
}
