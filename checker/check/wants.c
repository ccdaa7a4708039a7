/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rules are selected, and which facts they need. */
#include "check/plan.h"

static bool any_means(const struct words *words, const struct rule *r)
{
	for (size_t i = 0; i < words->n; i++)
		if (rule_matches(r, words->v[i]))
			return true;
	return false;
}

bool plan_selects(const struct check_options *o, const struct rule *r)
{
	if (o->select.n && !any_means(&o->select, r))
		return false;
	return !any_means(&o->ignore, r) && !(o->policy && any_means(&o->policy->ignore, r));
}

static table_set set_of(const enum table_id *tables, size_t n)
{
	table_set set = 0;

	for (size_t i = 0; i < n; i++)
		set |= (table_set)1 << tables[i];
	return set;
}

/* Not their parts: no built-in rule asks for these, which tests/live/wanted.sh holds. */
static const table_set every_table = ((table_set)1 << TABLE_COUNT) - 1;

/*
 * Routes are read for path() too, which looks into all that decides on a way and
 * of which the rule's own set names but the ground; gateways and routes to
 * subnets are worked out of them.  A rule that reads the coverage may ask for
 * that of any table.
 */
static table_set with_what_they_stand_for(table_set reads)
{
	static const enum table_id by_routes[] = { TABLE_route, TABLE_subnet_route, TABLE_gateway };
	static const enum table_id of_paths[] = {
		TABLE_interface,    TABLE_address, TABLE_neighbour, TABLE_route,
		TABLE_routing_rule, TABLE_nexthop, TABLE_sysctl,
	};

	if (reads & (table_set)1 << TABLE_coverage)
		return every_table;
	if (reads & set_of(by_routes, countof(by_routes)))
		reads |= set_of(of_paths, countof(of_paths));
	return reads;
}

table_set check_wants(const struct rule_pack *pack, const struct check_options *options)
{
	table_set all = 0;

	for (size_t i = 0; i < pack->n; i++) {
		const struct rule *r = pack->rules[i];
		if (!plan_selects(options, r))
			continue;
		/* Of a rule that is not built in nobody knows yet what it reads. */
		if (!r->facts)
			return ~(table_set)0;
		all |= r->facts->reads | r->facts->fix_reads;
	}
	return with_what_they_stand_for(all);
}
