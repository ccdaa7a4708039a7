/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rules and views are about: names that are understood, views without a circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/db.h"
#include "rule/about.h"
#include "rule/rule.h"

static void finds_names(void **state)
{
	struct about about;
	struct err err;
	unsigned port, role;

	(void)state;
	assert_true(db_view_number(str_of("port"), &port));
	assert_true(db_view_number(str_of("policy_role"), &role));
	assert_false(db_view_number(str_of("path"), &role));
	assert_int_equal(about_resolve_list(str_of("bond, Port,interface.lower, policy_role,uplink"),
					    db_view_number, &about, &err), 0);
	assert_true(about.tables == ((uint64_t)1 << TABLE_bond | (uint64_t)1 << TABLE_uplink));
	for (unsigned v = 0; v < ABOUT_VIEWS_MOST; v++)
		assert_int_equal(about_has_view(&about, v), v == port || v == role);
	assert_int_equal(about.ncolumns, 1);
	assert_int_equal(about.columns[0].table, TABLE_interface);
	assert_int_equal(about.columns[0].column, COLUMN(interface, lower));
}

static void counts_rows_by_a_column(void **state)
{
	const struct cell vlan = { .type = CELL_text, .text = { "vlan" } },
			  bond = { .type = CELL_text, .text = { "bond" } },
			  unknown = { .type = CELL_text, .text = { NULL } },
			  zero = { .type = CELL_num, .num = num(0) };
	struct about about;
	struct err err;

	(void)state;
	assert_int_equal(about_resolve_list(str_of("interface.kind=vlan, interface.kind, interface.mtu"),
					    db_view_number, &about, &err), 0);
	assert_int_equal(about.ncolumns, 3);
	assert_true(about_counts(&about.columns[0], &vlan));
	assert_false(about_counts(&about.columns[0], &bond));
	assert_false(about_counts(&about.columns[0], &unknown));
	assert_true(about_counts(&about.columns[1], &bond));
	assert_false(about_counts(&about.columns[1], &unknown));
	assert_true(about_counts(&about.columns[2], &zero));
}

static void refuses_what_it_does_not_know(void **state)
{
	static const struct {
		const char *names, *error;
	} vectors[] = {
		{ "bonds", "no table or view 'bonds'" },
		{ "path", "no table or view 'path'" },
		{ "", "no table or view ''" },
		{ "port.kind", "no table or view 'port.kind'" },
		{ "interface.lowr", "table interface has no column 'lowr'" },
		{ "interface.kind=", "table interface has no column 'kind='" },
		{ "interface.", "table interface has no column ''" },
		{ "interface.mtu=1500", "interface.mtu is no text" },
		{ "address.subnet", "address.subnet is worked out, not stored" },
	};
	struct about about;
	struct err err;

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct words names = { &vectors[i].names, 1 };
		assert_int_equal(about_resolve(&names, db_view_number, &about, &err), -1);
		assert_string_equal(err.text, vectors[i].error);
	}
}

static void says_what_is_not_there(void **state)
{
	static const char *const names[] = { "iscsi_session", "nfs_mount" };
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct words one = { names, 1 }, two = { names, 2 };

	(void)state;
	assert_string_equal(about_words(a, &one), "no iscsi session");
	assert_string_equal(about_words(a, &two), "no iscsi session or nfs mount");
}

/* Adds the views that a view is about, and what those are about: itself only where there is a circle. */
static void add_below(unsigned number, bool *below)
{
	struct db_view view;
	struct about about;
	struct err err;

	if (!db_view_at(number, &view))
		return;
	if (about_resolve_list(view.about, db_view_number, &about, &err) < 0)
		fail_msg("%s", err.text);
	for (unsigned v = 0; v < ABOUT_VIEWS_MOST; v++)
		if (about_has_view(&about, v) && !below[v]) {
			below[v] = true;
			add_below(v, below);
		}
}

static void views_have_no_circle(void **state)
{
	struct db_view view;

	(void)state;
	assert_in_range(db_view_count(), 20, ABOUT_VIEWS_MOST - 2);
	for (unsigned v = 0; v < db_view_count() && db_view_at(v, &view); v++) {
		bool below[ABOUT_VIEWS_MOST] = { false };
		if (!view.about.n)
			fail_msg("view %s does not say what it is about", view.name);
		add_below(v, below);
		if (below[v])
			fail_msg("view %s is about itself", view.name);
	}
}

static void every_rule_says_what_it_is_about(void **state)
{
	const struct rule_pack *pack = rule_builtin();
	struct about about;
	struct err err;

	(void)state;
	for (size_t i = 0; i < pack->n; i++) {
		const struct rule *r = pack->rules[i];
		if (!r->about.n)
			fail_msg("%s does not say what it is about", r->file);
		if (about_resolve(&r->about, db_view_number, &about, &err) < 0)
			fail_msg("%s: %s", r->file, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_names),
		cmocka_unit_test(counts_rows_by_a_column),
		cmocka_unit_test(refuses_what_it_does_not_know),
		cmocka_unit_test(says_what_is_not_there),
		cmocka_unit_test(views_have_no_circle),
		cmocka_unit_test(every_rule_says_what_it_is_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
