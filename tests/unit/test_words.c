/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people read: the texts of all rules, and what is made of them on all fixtures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/options.h"
#include "proof/reports.h"
#include "proof/words.h"

struct run {
	struct arena *arena;
	struct word_check *check;
	struct words faults;
	size_t texts;
};

/* Columns of all queries and tables whose names are no words of anybody. */
static struct words column_names(struct arena *a)
{
	const struct rule_pack *pack = rule_builtin();
	struct words names = { NULL, 0 };

	for (size_t i = 0; i < pack->n; i++)
		for (size_t c = 0; c < pack->rules[i]->facts->ncolumns; c++)
			if (strchr(pack->rules[i]->facts->columns[c], '_'))
				words_add(&names, pack->rules[i]->facts->columns[c], a);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		for (size_t c = 0; c < schema_table(t)->ncolumns; c++)
			if (strchr(schema_table(t)->columns[c].name, '_'))
				words_add(&names, schema_table(t)->columns[c].name, a);
	return names;
}

static void complain(struct run *r, const char *rule, const char *where, const char *wrong,
		     const char *text)
{
	words_add(&r->faults,
		  arena_printf(r->arena, "%s\t%s\t%s\t%s", rule, where, wrong, text), r->arena);
}

static void look(struct run *r, const char *rule, const char *where, const char *text)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const char *wrong;

	if (!text)
		return;
	r->texts++;
	wrong = words_wrong(r->check, a, text);
	if (wrong)
		complain(r, rule, where, wrong, text);
}

static void look_at_template(struct run *r, const char *rule, const char *where, const char *text)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	if (text)
		look(r, rule, where, words_plain(a, text));
}

static void look_at_fixes(struct run *r, const char *rule, const char *where,
			  const struct fix *fixes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		look_at_template(r, rule, where, fixes[i].say);
}

static void look_at_rule(struct run *r, const struct rule *rule)
{
	const char *wrong = words_wrong_why(r->check, r->arena, rule->why);

	if (wrong)
		complain(r, rule->id, "why", wrong, rule->why);
	look(r, rule->id, "title", rule->title);
	look(r, rule->id, "unless", rule->unless);
	look_at_template(r, rule->id, "message", rule->message);
	look_at_template(r, rule->id, "message_ok", rule->message_ok);
	look_at_fixes(r, rule->id, "fix", rule->fixes, rule->nfixes);
	look_at_fixes(r, rule->id, "verify", rule->verify, rule->nverify);
}

static void visit(void *ctx, const struct reports_item *item)
{
	CLEANUP(report_done) struct report_walk walk = { .report = item->report };
	struct run *r = ctx;

	while (report_next(&walk))
		for (size_t i = 0; i < walk.host->noutcomes; i++) {
			const struct outcome *o = &walk.host->outcomes[i];
			look(r, o->rule->id, item->file, o->reason);
			for (size_t k = 0; k < o->nfindings; k++) {
				const struct finding *f = &o->findings[k];
				look(r, o->rule->id, item->file, f->message);
				look(r, o->rule->id, item->file, f->reason);
				for (size_t x = 0; x < f->nfixes; x++)
					look(r, o->rule->id, item->file, f->fixes[x].say);
				for (size_t x = 0; x < f->nverify; x++)
					look(r, o->rule->id, item->file, f->verify[x].say);
			}
		}
}

/* A text with the same fault in the same rule is told once. */
static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void nobody_stumbles(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct rule_pack *pack = rule_builtin();
	const struct words names = column_names(a);
	struct run r = { .arena = a, .check = words_new(a, &names) };
	struct err err;

	(void)state;
	for (size_t i = 0; i < pack->n; i++)
		look_at_rule(&r, pack->rules[i]);
	if (reports_walk(pack, "fixtures", visit, &r, &err) < 0)
		fail_msg("%s", err.text);
	words_free(r.check);
	if (r.faults.n)
		qsort((void *)r.faults.v, r.faults.n, sizeof(*r.faults.v), compare);
	for (size_t i = 0; i < r.faults.n; i++)
		print_error("%s\n", r.faults.v[i]);
	assert_true(r.texts > 5000);
	assert_int_equal(r.faults.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_stumbles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
