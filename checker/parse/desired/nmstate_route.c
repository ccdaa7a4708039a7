/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/desired/nmstate.h"
#include "parse/linux/linux.h"

/* nmstate writes 0.0.0.0 and :: where a route has no gateway. */
static struct ip gateway_of(const struct node *n)
{
	struct ip gateway = { .family = IP_NONE };

	ip_parse(node_text(n, "next-hop-address"), &gateway);
	return ip_is_unspecified(gateway) ? (struct ip){ .family = IP_NONE } : gateway;
}

static struct num metric_of(const struct nmstate *m, const struct node *n, int family)
{
	struct num metric = num_of(node_text(n, "metric"));

	/* -1 asks NetworkManager for its own; a kernel leaves 0 out. */
	if (metric.known && metric.v >= 0)
		return metric;
	return m->current && family == IP_V4 ? num(0) : (struct num){ .known = false };
}

/* Next hops of one route stand as a route each, with a weight. */
static bool add_hop(struct plan *p, struct route *r, const struct node *n)
{
	struct num weight = num_of(node_text(n, "weight"));
	struct nexthop hop = {
		.row.origin = r->row.origin,
		.gateway = r->gateway,
		.interface = r->interface,
		.weight = weight,
	};

	if (!weight.known || r->dst.ip.family != IP_V4)
		return true;
	r->nexthops = snapshot_textf(p->s, "multipath %s %s %lld", prefix_text(r->dst).s,
				     r->route_table.s, (long long)num_or(r->metric, -1));
	hop.nexthops = r->nexthops;
	add_nexthop(p->s, p->host, &hop);
	r->gateway.family = IP_NONE;
	r->interface.s = NULL;
	return keyset_add(&p->told, p->seed, str_of(r->nexthops.s));
}

static bool is_new(struct plan *p, const struct route *r, const struct node *n)
{
	struct str weight = node_text(n, "weight");
	struct text key = snapshot_textf(p->s, "route %s %s %s %s %lld %s %.*s",
					 prefix_text(r->dst).s, ip_text(r->gateway).s,
					 r->interface.s ? r->interface.s : "", r->route_table.s,
					 (long long)num_or(r->metric, -1),
					 r->type.s ? r->type.s : "", STR_ARGS(weight));

	return keyset_add(&p->told, p->seed, str_of(key.s));
}

/*
 * The kernel takes a gateway in no subnet of the host only where the route says onlink, which
 * nmstate leaves out.  Of very many addresses and routes not all are looked at.
 */
static bool is_onlink(const struct nmstate *m, const struct route *r)
{
	enum { LOOKED_AT_MOST = 256 };
	const struct plan *p = &m->plan;
	size_t left = LOOKED_AT_MOST;

	if (!m->current || !ip_known(r->gateway) || ip_is_link_local(r->gateway))
		return false;
	for_each_row (address, a, p->s, p->host)
		if (!left-- || prefix_has(prefix_of(a->address, (unsigned)a->prefixlen.v), r->gateway))
			return false;
	left = LOOKED_AT_MOST;
	for_each_row (route, other, p->s, p->host)
		if (!left-- || (!ip_known(other->gateway) && !other->nexthops.s &&
				prefix_has(other->dst, r->gateway)))
			return false;
	return true;
}

static void read_route(struct nmstate *m, const struct node *n, const char *protocol)
{
	struct plan *p = &m->plan;
	struct route r = {
		.row.origin = plan_at(p, n),
		.dst = plan_prefix(node_text(n, "destination"), IP_V4),
		.gateway = gateway_of(n),
		.interface = plan_text(p, node_text(n, "next-hop-interface")),
		.type = plan_text(p, node_text(n, "route-type")),
		.protocol = snapshot_cstr(p->s, protocol),
		.mtu = num_of(node_text(n, "mtu")),
	};

	if (str_eq(node_text(n, "state"), "absent"))
		return;
	if (!prefix_known(r.dst)) {
		plan_unread(p, n, PLAN_ADDRESSES, "a route without a destination");
		return;
	}
	ip_parse(node_text(n, "source"), &r.prefsrc);
	r.metric = metric_of(m, n, r.dst.ip.family);
	r.route_table = plan_table(p, node_text(n, "table-id"), r.interface);
	if (is_onlink(m, &r))
		r.flags = snapshot_cstr(p->s, "onlink");
	if (is_new(p, &r, n) && add_hop(p, &r, n))
		plan_route(p, &r);
}

/* The first nmstate, in Python, shows connected routes too: what is shown is not derived. */
void nmstate_connected(struct nmstate *m, const struct node *state)
{
	for (const struct node *n = node_first(state, "routes.running"); n; n = n->next) {
		struct text interface = plan_text(&m->plan, node_text(n, "next-hop-interface"));
		struct prefix dst = plan_prefix(node_text(n, "destination"), IP_V4);
		if (interface.s && prefix_known(dst) && !ip_known(gateway_of(n)))
			plan_first(&m->plan, interface, "connected", prefix_text(dst).s);
	}
}

/* What runs holds what is configured; where somebody added to the latter, both count. */
void nmstate_routes(struct nmstate *m, const struct node *state)
{
	for (const struct node *n = node_first(state, "routes.config"); n; n = n->next)
		read_route(m, n, "static");
	for (const struct node *n = node_first(state, "routes.running"); n && m->current;
	     n = n->next)
		read_route(m, n, NULL);
}

static struct num mark_of(const struct node *n, const char *key)
{
	struct str text = node_text(n, key);
	uint64_t mark;

	if (str_starts(text, "0x") && str_to_hex(text, &mark) && mark <= UINT32_MAX)
		return num((int64_t)mark);
	return num_of(text);
}

static void read_rule(struct nmstate *m, const struct node *n)
{
	/* What nmstate gives to all rules without one. */
	enum { UNRANKED = 30000 };
	struct plan *p = &m->plan;
	struct str family = node_text(n, "family");
	struct routing_rule r = {
		.row.origin = plan_at(p, n),
		.priority = num_of(node_text(n, "priority")),
		.src = plan_prefix(node_text(n, "ip-from"), IP_V4),
		.dst = plan_prefix(node_text(n, "ip-to"), IP_V4),
		.iif = plan_text(p, node_text(n, "iif")),
		.fwmark = mark_of(n, "fwmark"),
		.fwmask = mark_of(n, "fwmask"),
		.suppress_prefixlen = num_of(node_text(n, "suppress-prefix-length")),
		.rule_action = plan_text(p, node_text(n, "action")),
	};

	if (str_eq(node_text(n, "state"), "absent"))
		return;
	if (!r.priority.known || r.priority.v < 0)
		r.priority = num(UNRANKED);
	if (!r.rule_action.s)
		r.route_table = plan_table(p, node_text(n, "route-table"), (struct text){ NULL });
	if (str_eq(family, "ipv4") || str_eq(family, "ipv6"))
		r.family = num(str_eq(family, "ipv4") ? IP_V4 : IP_V6);
	if (!plan_rule(p, &r))
		plan_unread(p, n, PLAN_BIT(routing_rule), "a rule of no family");
}

void nmstate_rules(struct nmstate *m, const struct node *state)
{
	for (const struct node *n = node_first(state, "route-rules.config"); n; n = n->next)
		read_rule(m, n);
}
