/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/lookup.h"

#include <errno.h>

static bool device_matches(const char *wanted, const struct path_link *l)
{
	return l && same(wanted, l->name);
}

/* Traffic of the host itself comes in by lo, or belongs to the VRF it is bound to. */
static bool iif_matches(const struct routing_rule *r, const struct query *q)
{
	if (!r->iif.s || same(r->iif.s, "lo"))
		return true;
	return device_matches(r->iif.s, q->vrf);
}

static bool oif_matches(const struct routing_rule *r, const struct query *q)
{
	if (!r->oif.s)
		return true;
	return device_matches(r->oif.s, q->oif) || device_matches(r->oif.s, q->vrf);
}

static bool in_range(struct num from, struct num to, unsigned value)
{
	return !from.known || (value >= from.v && value <= num_or(to, from.v));
}

static bool port_matches(struct num from, struct num to, struct num mask, unsigned port)
{
	if (from.known && num_or(mask, 0))
		return (((unsigned)from.v ^ port) & (unsigned)mask.v) == 0;
	return in_range(from, to, port);
}

/* A connection whose port nobody said has one all the same, only not 0. */
static bool dport_matches(const struct routing_rule *r, const struct query *q)
{
	if (q->dport || q->ipproto != PROTOCOL_TCP || !r->dport_start.known ||
	    num_or(r->dport_mask, 0))
		return port_matches(r->dport_start, r->dport_end, r->dport_mask, q->dport);
	return r->dport_start.v <= 1 && num_or(r->dport_end, 0) >= UINT16_MAX;
}

/* Does a selector whose bits under the mask must be those of the flow match a flow of zeros? */
static bool matches_zero(struct num value, struct num mask)
{
	return !value.known || (value.v & num_or(mask, -1)) == 0;
}

static bool mark_matches(const struct routing_rule *r, uint32_t mark)
{
	uint32_t mask = (uint32_t)num_or(r->fwmask, r->fwmark.known ? UINT32_MAX : 0);

	return (((uint32_t)num_or(r->fwmark, 0) ^ mark) & mask) == 0;
}

/* IPv4 compares an unset source as 0.0.0.0; IPv6 never matches it. */
static bool source_matches(const struct routing_rule *r, const struct query *q)
{
	struct ip none = { .family = q->dst.family };

	if (!prefix_known(r->src) || r->src.len == 0)
		return true;
	if (!ip_known(q->src))
		return q->dst.family == IP_V4 && prefix_has(r->src, none);
	return prefix_has(r->src, q->src);
}

/* The flow is root's, with type of service and flow label 0, and comes from no tunnel. */
static bool selectors_match(const struct routing_rule *r, const struct query *q)
{
	return !r->detached.s && iif_matches(r, q) && oif_matches(r, q) &&
	       mark_matches(r, q->mark) && !num_or(r->tun_id, 0) &&
	       (r->l3mdev != TRI_YES || q->vrf) && in_range(r->uid_start, r->uid_end, 0) &&
	       source_matches(r, q) && (!prefix_known(r->dst) || prefix_has(r->dst, q->dst)) &&
	       !num_or(r->tos, 0) && matches_zero(r->dscp, r->dscp_mask) &&
	       matches_zero(r->flowlabel, r->flowlabel_mask) &&
	       (!num_or(r->ipproto, 0) || r->ipproto.v == q->ipproto) &&
	       (q->any_sport || port_matches(r->sport_start, r->sport_end, r->sport_mask, 0)) &&
	       dport_matches(r, q);
}

static bool rule_matches(const struct path_rule *r, const struct query *q)
{
	return selectors_match(&r->row, q) != (r->row.invert == TRI_YES);
}

/* `suppress_prefixlength`, `suppress_ifgroup`: a result that is found and not taken. */
static bool suppressed(const struct routing_rule *r, const struct answer *a)
{
	if (r->suppress_prefixlen.known && a->route.dst.len <= r->suppress_prefixlen.v)
		return true;
	return r->suppress_ifgroup.known && r->suppress_ifgroup.v >= 0 && a->hop.link &&
	       a->hop.link->group == r->suppress_ifgroup.v;
}

/* Takes the place of a rule's step, so that it stands before those of its table. */
static size_t explain_later(struct query *q, const struct path_rule *r)
{
	if (q->trace)
		trace_add(q->trace, r->row.row.origin, "%s", "");
	return q->trace ? q->trace->n - 1 : 0;
}

static void explain_at(struct query *q, size_t place, const struct path_rule *r,
		       const char *outcome)
{
	if (q->trace)
		q->trace->v[place].text = arena_printf(q->trace->arena, "rule %lld: %s: %s",
						       (long long)num_or(r->row.priority, 0),
						       rule_text(r, q->trace->arena), outcome);
}

static void explain(struct query *q, const struct path_rule *r, const char *outcome)
{
	explain_at(q, explain_later(q, r), r, outcome);
}

/* The result stays in *a only when it counts. */
static int discard(struct answer *a)
{
	*a = (struct answer){ .differs_unmerged = a->differs_unmerged, .unread = a->unread };
	return EAGAIN;
}

/* A table of which there is no route, where not all routes were read: it may hold some. */
static bool is_unread(const struct query *q, const struct path_rule *r)
{
	const char *name = r->row.route_table.s;

	return q->ix->partial && name && !same(name, "main") && !same(name, "local") &&
	       !same(name, "default");
}

static int ask_table(struct query *q, const struct path_rule *r, table_fn *look, struct answer *a)
{
	const struct path_table *table = r->table;
	size_t place;
	int error;

	if (r->row.l3mdev == TRI_YES && q->vrf)
		table = index_table(q->ix, q->vrf->vrf_table, q->dst.family);
	if (!table) {
		a->unread |= is_unread(q, r);
		explain(q, r, is_unread(q, r) ? "its routes were not read" : "no match");
		return EAGAIN;
	}
	place = explain_later(q, r);
	error = look(q, &table, 1, a);
	if (!error && suppressed(&r->row, a)) {
		explain_at(q, place, r, "found, but suppressed");
		return discard(a);
	}
	explain_at(q, place, r, error == EAGAIN ? "no match" : "match");
	return error == EAGAIN ? discard(a) : error;
}

static int act(struct query *q, const struct path_rule *r, table_fn *look, struct answer *a)
{
	switch (r->action) {
	case RULE_LOOKUP:
		return ask_table(q, r, look, a);
	case RULE_BLACKHOLE:
		a->reason = "blackhole";
		explain(q, r, "match");
		return EINVAL;
	case RULE_UNREACHABLE:
		a->reason = "unreachable";
		explain(q, r, "match");
		return ENETUNREACH;
	case RULE_PROHIBIT:
		a->reason = "prohibit";
		explain(q, r, "match");
		return EACCES;
	case RULE_NOP:
		explain(q, r, "does nothing");
		return EAGAIN;
	case RULE_GOTO:
		explain(q, r, r->target ? "jumps" : "has no target");
		return EAGAIN;
	}
	return EAGAIN;
}

/* While no rule was ever added, local and main are one table, and rules are not asked. */
static int ask_merged(struct query *q, table_fn *look, struct answer *a)
{
	const struct path_rules *rules = &q->ix->rules[0];
	const struct path_table *both[2];
	size_t n = 0, place;
	int error;

	for (size_t i = 0; i < 2; i++)
		if (rules->v[i].table)
			both[n++] = rules->v[i].table;
	place = explain_later(q, &rules->v[0]);
	error = look(q, both, n, a);
	bool local = error != EAGAIN && a->table && a->table == rules->v[0].table;
	explain_at(q, place, &rules->v[0], local ? "match" : "no match");
	if (local)
		return error;
	explain(q, &rules->v[1], error == EAGAIN ? "no match" : "match");
	return error != EAGAIN ? error : ask_table(q, &rules->v[2], look, a);
}

static int ask_rules(struct query *q, const struct path_rules *rules, table_fn *look,
		     struct answer *a)
{
	int error = EAGAIN;

	for (size_t i = 0; i < rules->n && error == EAGAIN; i++) {
		const struct path_rule *r = &rules->v[i];
		if (!rule_matches(r, q)) {
			explain(q, r, "does not apply");
			continue;
		}
		error = act(q, r, look, a);
		if (r->action == RULE_GOTO && r->target)
			i = r->target - 1;
	}
	return error;
}

int rules_lookup(struct query *q, int family, table_fn *look, struct answer *a)
{
	const struct path_rules *rules = &q->ix->rules[family_slot(family)];
	int error = rules->defaults_only && family == IP_V4 ? ask_merged(q, look, a)
							    : ask_rules(q, rules, look, a);

	if (error != EAGAIN)
		return error;
	a->reason = "no route";
	return ENETUNREACH;
}
