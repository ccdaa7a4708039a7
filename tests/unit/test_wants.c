/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which facts the selected rules need: too few would leave a rule not evaluated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/check.h"

#define SET(table) ((table_set)1 << TABLE_##table)

static const struct rule_facts links_facts = { .reads = SET(interface) | SET(bond) };
static const struct rule on_links = { .id = "links", .facts = &links_facts };
static const struct rule_facts ways_facts = { .reads = SET(gateway) };
static const struct rule on_ways = { .id = "ways", .facts = &ways_facts };
static const struct rule_facts gaps_facts = { .reads = SET(bond) | SET(coverage) };
static const struct rule on_gaps = { .id = "gaps", .facts = &gaps_facts };
static const struct rule of_somebody = { .id = "own" };

static table_set wanted(const struct rule *rule)
{
	const struct rule *rules[] = { &on_links, rule };
	const struct rule_pack pack = { .rules = rules, .n = rule ? 2 : 1 };
	const struct check_options options = { .policy = NULL };

	return check_wants(&pack, &options);
}

static void test_wants(void **state)
{
	const table_set of_paths = SET(interface) | SET(address) | SET(neighbour) | SET(route) |
				   SET(routing_rule) | SET(nexthop) | SET(sysctl);
	const table_set names = (table_set)1 << PART_NETNS_NAMES;

	(void)state;
	assert_true(wanted(NULL) == (SET(interface) | SET(bond)));
	assert_true(wanted(&on_ways) == (of_paths | SET(gateway) | SET(bond)));
	assert_true(wanted(&on_gaps) == names - 1);
	assert_true(wanted(&of_somebody) == ~(table_set)0);
}

static void test_selection(void **state)
{
	const struct rule *rules[] = { &on_links, &on_gaps, &of_somebody };
	const struct rule_pack pack = { .rules = rules, .n = 3 };
	const char *links = "links", *others[] = { "gaps", "own" };
	const struct check_options one = { .select = { &links, 1 } };
	const struct check_options rest = { .ignore = { others, 2 } };

	(void)state;
	assert_true(check_wants(&pack, &one) == links_facts.reads);
	assert_true(check_wants(&pack, &rest) == links_facts.reads);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wants),
		cmocka_unit_test(test_selection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
