/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/index.h"

#include <stdlib.h>

#include "base/search.h"

static enum rule_action action_of(const struct routing_rule *r)
{
	static const struct {
		const char *name;
		enum rule_action action;
	} names[] = {
		{ "goto", RULE_GOTO },		 { "nop", RULE_NOP },
		{ "blackhole", RULE_BLACKHOLE }, { "unreachable", RULE_UNREACHABLE },
		{ "prohibit", RULE_PROHIBIT },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (same(r->rule_action.s, names[i].name))
			return names[i].action;
	return RULE_LOOKUP;
}

static int family_of(const struct routing_rule *r)
{
	if (r->family.known)
		return r->family.v == 6 ? IP_V6 : IP_V4;
	if (prefix_known(r->src))
		return r->src.ip.family;
	return prefix_known(r->dst) ? r->dst.ip.family : IP_V4;
}

static void add_rule(struct path_index *ix, int family, const struct routing_rule *row,
		     bool assumed)
{
	struct path_rules *rules = &ix->rules[family_slot(family)];
	struct path_rule rule = { .row = *row, .action = action_of(row), .assumed = assumed };

	if (rule.action == RULE_LOOKUP && row->l3mdev != TRI_YES)
		rule.table = index_table(ix, row->route_table.s, family);
	rules->v = arena_grow(ix->arena, rules->v, rules->n, sizeof(*rules->v));
	rules->v[rules->n++] = rule;
}

static const struct {
	int64_t priority;
	const char *table;
} defaults[] = { { 0, "local" }, { 32766, "main" }, { 32767, "default" } };

static void assume_defaults(struct path_index *ix, int family)
{
	size_t n = family == IP_V4 ? 3 : 2;

	for (size_t i = 0; i < n; i++) {
		struct routing_rule row = {
			.family = num(family),
			.priority = num(defaults[i].priority),
			.route_table.s = defaults[i].table,
		};
		add_rule(ix, family, &row, true);
	}
	ix->rules[family_slot(family)].assumed = true;
}

static int by_priority(const void *a, const void *b)
{
	const struct path_rule *x = a, *y = b;
	int64_t p = num_or(x->row.priority, 0), q = num_or(y->row.priority, 0);

	if (p != q)
		return p < q ? -1 : 1;
	return x->row.row.index < y->row.row.index ? -1 : x->row.row.index > y->row.row.index;
}

static int compare_priority(const void *wanted, const void *rule)
{
	int64_t priority = num_or(((const struct path_rule *)rule)->row.priority, 0);
	int64_t w = *(const int64_t *)wanted;

	return (w > priority) - (w < priority);
}

/*
 * A goto leads to the first rule of that priority; only forward, so that no list of rules goes in
 * circles.
 */
static void find_targets(struct path_rules *rules)
{
	for (size_t i = 0; i < rules->n; i++) {
		struct path_rule *r = &rules->v[i];
		size_t at;
		if (r->action != RULE_GOTO || !r->row.goto_priority.known ||
		    r->row.goto_priority.v <= num_or(r->row.priority, 0))
			continue;
		at = i + 1 + lower_bound(&r->row.goto_priority.v, r + 1, rules->n - i - 1,
					 sizeof(*r), compare_priority);
		if (at < rules->n &&
		    num_or(rules->v[at].row.priority, 0) == r->row.goto_priority.v)
			r->target = at;
	}
}

static bool has_selector(const struct routing_rule *r)
{
	return prefix_known(r->src) || prefix_known(r->dst) || r->iif.s || r->oif.s ||
	       r->detached.s || num_or(r->fwmark, 0) || num_or(r->fwmask, 0) ||
	       num_or(r->tos, 0) || num_or(r->dscp, 0) ||
	       r->ipproto.known || r->sport_start.known || r->dport_start.known ||
	       r->uid_start.known || r->tun_id.known || r->l3mdev == TRI_YES ||
	       r->invert == TRI_YES || r->suppress_prefixlen.known || r->suppress_ifgroup.known;
}

static bool is_default(const struct path_rule *r, int64_t priority, const char *table)
{
	return r->action == RULE_LOOKUP && num_or(r->row.priority, 0) == priority &&
	       same(table_name(r->row.route_table.s), table) && !has_selector(&r->row);
}

/*
 * IPv6 does not ask its rules before one was added: a default rule that was
 * deleted goes on working until then.
 */
static void keep_deleted(struct path_index *ix)
{
	struct path_rules *six = &ix->rules[1];

	if (six->n != 1 || !(is_default(&six->v[0], 0, "local") || is_default(&six->v[0], 32766, "main")))
		return;
	six->n = 0;
	assume_defaults(ix, IP_V6);
	six->assumed = false;
	six->kept = true;
}

void index_rules(struct path_index *ix)
{
	struct path_rules *four = &ix->rules[0];

	for_each_row(routing_rule, r, ix->s, ix->host)
		add_rule(ix, family_of(r), r, false);
	for (int slot = 0; slot < 2; slot++) {
		struct path_rules *rules = &ix->rules[slot];
		if (!rules->n)
			assume_defaults(ix, slot ? IP_V6 : IP_V4);
		else if (slot)
			keep_deleted(ix);
		qsort(rules->v, rules->n, sizeof(*rules->v), by_priority);
		find_targets(rules);
	}
	four->defaults_only = four->n == 3 && is_default(&four->v[0], 0, "local") &&
			      is_default(&four->v[1], 32766, "main") &&
			      is_default(&four->v[2], 32767, "default");
}
