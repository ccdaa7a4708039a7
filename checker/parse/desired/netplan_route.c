/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/desired/netplan.h"
#include "parse/linux/linux.h"

/* What is written without `scope:`. */
static const char *scope_of(struct str type, bool gateway)
{
	static const char *const link[] = { "broadcast", "multicast", "anycast" };

	if (str_eq(type, "local") || str_eq(type, "nat"))
		return "host";
	for (size_t i = 0; i < countof(link); i++)
		if (str_eq(type, link[i]))
			return "link";
	return gateway || (type.p && !str_eq(type, "unicast")) ? "global" : "link";
}

/* These lead to no device. */
static bool rejects(struct str type)
{
	return str_eq(type, "blackhole") || str_eq(type, "unreachable") ||
	       str_eq(type, "prohibit") || str_eq(type, "throw");
}

static struct num metric_of(const struct netplan_device *d, struct num metric, int family)
{
	if (metric.known)
		return metric;
	/* The kernel's; that of NetworkManager depends on the device. */
	return d->by_network_manager ? metric : num(family == IP_V4 ? 0 : 1024);
}

/*
 * With a VRF for its device the kernel looks the gateway up in the VRF's table and takes the device
 * that it finds (net/ipv4/fib_semantics.c, fib_check_nh_v4_gw).
 */
static struct text port_of(struct netplan *np, const struct netplan_device *d, struct ip gateway)
{
	enum { LOOKED_UP_MOST = 256 };
	struct interface port;

	if (!same(d->kind, "vrf") || gateway.family != IP_V4 || np->looked_up++ >= LOOKED_UP_MOST)
		return d->name;
	for_each_row (address, a, np->plan.s, np->plan.host)
		if (prefix_has(prefix_of(a->address, (unsigned)a->prefixlen.v), gateway) &&
		    plan_interface(&np->plan, a->interface, &port) && same(port.stack.s, d->name.s))
			return port.name;
	return d->name;
}

static void read_route(struct netplan *np, const struct netplan_device *d, const struct node *n)
{
	struct plan *p = &np->plan;
	struct str type = node_text(n, "type"), scope = node_text(n, "scope");
	struct route r = {
		.row.origin = plan_at(p, n),
		.protocol = snapshot_cstr(p->s, "static"),
		.type = plan_text(p, type),
		.mtu = num_of(node_text(n, "mtu")),
		.flags = snapshot_cstr(p->s, node_is(n, "on-link", true) ? "onlink" : NULL),
		.route_table = plan_table(p, node_text(n, "table"), d->name),
	};

	ip_parse(node_text(n, "via"), &r.gateway);
	ip_parse(node_text(n, "from"), &r.prefsrc);
	r.dst = plan_prefix(node_text(n, "to"), r.gateway.family);
	if (!prefix_known(r.dst) || (node_text(n, "via").p && !ip_known(r.gateway))) {
		plan_unread(p, n, PLAN_ADDRESSES, "a route without a destination or gateway");
		return;
	}
	r.metric = metric_of(d, num_of(node_text(n, "metric")), r.dst.ip.family);
	if (!rejects(type))
		r.interface = port_of(np, d, r.gateway);
	if (r.dst.ip.family == IP_V4)
		r.scope = scope.p ? plan_text(p, scope)
				  : snapshot_cstr(p->s, scope_of(type, ip_known(r.gateway)));
	plan_route(p, &r);
}

/* gateway4 and gateway6, as netplan had them before `to: default`. */
static void read_gateway(struct netplan *np, const struct netplan_device *d, const char *key,
			 int family)
{
	struct plan *p = &np->plan;
	const struct node *n = node_at(d->n, key);
	struct route r = {
		.interface = d->name,
		.dst = plan_prefix(str_of("default"), family),
		.protocol = snapshot_cstr(p->s, "static"),
		.metric = metric_of(d, (struct num){ .known = false }, family),
		.route_table = plan_table(p, (struct str){ NULL, 0 }, d->name),
	};

	if (!n || !n->text.p)
		return;
	r.row.origin = plan_at(p, n);
	if (!ip_parse(n->text, &r.gateway) || r.gateway.family != family)
		plan_unread(p, n, PLAN_ADDRESSES, "no address of a gateway");
	else
		plan_route(p, &r);
}

/* The kernel puts a rule without one before all others but that of table local. */
static struct num priority_of(struct netplan *np, const struct node *n, int family)
{
	struct num priority = num_of(node_text(n, "priority"));
	int64_t *lowest = &np->lowest[family == IP_V6];

	np->unranked |= !priority.known;
	if (!priority.known)
		priority = num(*lowest > 0 ? *lowest - 1 : 0);
	if (priority.v < *lowest)
		*lowest = priority.v;
	return priority;
}

/* networkd adds rules in no order: it matters where one packet may fit two of them. */
static void doubt_order(struct netplan *np, const struct routing_rule *r)
{
	enum { COMPARED_MOST = 64 };
	struct plan *p = &np->plan;
	bool doubt = snapshot_rows(p->s, TABLE_routing_rule, p->host) > COMPARED_MOST;

	if (!np->unranked)
		return;
	for_each_row (routing_rule, other, p->s, p->host) {
		bool apart = prefix_known(r->src) && prefix_known(other->src) &&
			     !prefix_overlaps(r->src, other->src);
		if (doubt || (!apart && !same(r->route_table.s, other->route_table.s))) {
			plan_doubt(p, PLAN_BIT(routing_rule),
				   "rules without a priority stand in an order that is not said");
			return;
		}
	}
}

static void read_rule(struct netplan *np, const struct netplan_device *d, const struct node *n)
{
	struct plan *p = &np->plan;
	struct routing_rule r = {
		.row.origin = plan_at(p, n),
		.src = plan_prefix(node_text(n, "from"), IP_NONE),
		.dst = plan_prefix(node_text(n, "to"), IP_NONE),
		.fwmark = num_of(node_text(n, "mark")),
		.tos = num_of(node_text(n, "type-of-service")),
		.route_table = plan_table(p, node_text(n, "table"), d->name),
		.protocol = snapshot_cstr(p->s, "static"),
	};

	r.priority = priority_of(np, n, prefix_known(r.src) ? r.src.ip.family : r.dst.ip.family);
	doubt_order(np, &r);
	if (!plan_rule(p, &r))
		plan_unread(p, n, PLAN_BIT(routing_rule), "a rule without from and to");
}

void netplan_routes(struct netplan *np, const struct netplan_device *d)
{
	read_gateway(np, d, "gateway4", IP_V4);
	read_gateway(np, d, "gateway6", IP_V6);
	for (const struct node *n = node_first(d->n, "routes"); n; n = n->next)
		read_route(np, d, n);
	for (const struct node *n = node_first(d->n, "routing-policy"); n; n = n->next)
		read_rule(np, d, n);
}
