/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * To know less never makes a finding compliant: each fixture without each table and each cell.
 * What is let pass stands in tests/knowledge.known, what verdicts become then in
 * fixtures/rules/RULE/without; UPDATE=1 writes them anew: git diff judges.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/options.h"
#include "proof/knowledge.h"
#include "proof/ratchet.h"

#define KNOWN "tests/knowledge.known"

struct world {
	struct arena *arena;
	struct knowledge_faults found;
	struct words faults;
};

/* The lines of a file; none where it is not there. */
static struct words read_lines(struct arena *a, const char *file)
{
	struct words lines = { NULL, 0 };
	struct str rest, line;
	struct err err;
	size_t length;
	char *text;

	if (file_read(file, 4 * 1024 * 1024, &text, &length, &err) < 0)
		return lines;
	for (rest = (struct str){ text, length }; str_line(&rest, &line);)
		words_add(&lines, arena_str(a, line), a);
	free(text);
	return lines;
}

static void write_lines(const char *file, const struct words *lines)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	for (size_t i = 0; i < lines->n; i++)
		fprintf(f, "%s\n", lines->v[i]);
	assert_int_equal(fclose(f), 0);
}

/* One is enough: the rest often follows from it. */
static void compare_lines(struct world *w, const char *file, const struct words *lines)
{
	const struct words wanted = read_lines(w->arena, file);
	size_t i = 0;

	if (getenv("UPDATE")) {
		write_lines(file, lines);
		return;
	}
	while (i < wanted.n && i < lines->n && same(wanted.v[i], lines->v[i]))
		i++;
	if (i < wanted.n || i < lines->n)
		words_add(&w->faults,
			  arena_printf(w->arena, "%s:%zu: expected %s, got %s", file, i + 1,
				       i < wanted.n ? wanted.v[i] : "no line",
				       i < lines->n ? lines->v[i] : "none"),
			  w->arena);
}

static void try_rule(struct world *w, const struct rule *rule)
{
	const char *dir = arena_printf(w->arena, "fixtures/rules/%s", rule->id);
	const struct words files = parts_files(w->arena, dir);
	struct words changes = { NULL, 0 };
	struct err err;

	for (size_t f = 0; f < files.n; f++)
		if (knowledge_run(w->arena, rule_builtin(), rule, files.v[f], &w->found, &changes,
				  &err) < 0)
			fail_msg("%s: %s", files.v[f], err.text);
	compare_lines(w, arena_printf(w->arena, "%s/without", dir), &changes);
}

static void less_is_never_compliant(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct world w = { .arena = a };
	struct words whats = { NULL, 0 };
	struct ratchet known;
	struct err err;

	(void)state;
	if (ratchet_read(a, KNOWN, &known, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < rule_builtin()->n; i++)
		try_rule(&w, rule_builtin()->rules[i]);
	for (size_t i = 0; i < w.found.n; i++)
		words_add(&whats, w.found.v[i].what, a);
	if (getenv("UPDATE")) {
		assert_int_equal(ratchet_write(&known, a, &whats, &err), 0);
		return;
	}
	for (size_t i = 0; i < w.found.n; i++)
		if (!ratchet_passes(&known, w.found.v[i].what))
			words_add(&w.faults,
				  arena_printf(a, "%s\t%s", w.found.v[i].what, w.found.v[i].where),
				  a);
	ratchet_end(&known, a, &w.faults);
	for (size_t i = 0; i < w.faults.n; i++)
		print_error("%s\n", w.faults.v[i]);
	assert_int_equal(w.faults.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(less_is_never_compliant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
