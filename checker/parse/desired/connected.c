/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel makes of addresses and VRFs (net/ipv4/fib_frontend.c fib_add_ifaddr,
 * net/ipv6/addrconf.c, net/core/fib_rules.c): connected routes, table local, default rules.
 */
#include "parse/desired/plan.h"

/* A route that an address brings with it, in the table of its interface's VRF or in `table`. */
static struct route route_of(const struct plan *p, struct text interface, struct origin at,
			     const char *table)
{
	struct text own = plan_table(p, (struct str){ NULL, 0 }, interface);

	return (struct route){
		.row.origin = at,
		.route_table = same(own.s, "main") ? snapshot_cstr(p->s, table) : own,
		.protocol = snapshot_cstr(p->s, "kernel"),
		.flags = snapshot_cstr(p->s, "derived"),
		.interface = interface,
	};
}

static void add(struct plan *p, struct route r, const char *type, const char *scope,
		struct prefix dst, struct num metric)
{
	if (same(type, "unicast") && !plan_first(p, r.interface, "connected", prefix_text(dst).s))
		return;
	r.type = snapshot_cstr(p->s, type);
	r.scope = snapshot_cstr(p->s, scope);
	r.dst = dst;
	r.metric = metric;
	add_route(p->s, p->host, &r);
}

/* NetworkManager gives each device a metric of its own, by the order in which they come up. */
static struct num metric_of(const struct plan *p, int64_t of_kernel)
{
	return p->network_manager ? (struct num){ .known = false } : num(of_kernel);
}

static struct num metric6(const struct plan *p, struct ip ip)
{
	return p->network_manager && ip_is_link_local(ip) ? num(1024) : metric_of(p, 256);
}

static struct ip last_of(struct prefix subnet)
{
	uint64_t hosts = (UINT64_C(1) << (32 - subnet.len)) - 1;

	return ip4(ip4_value(subnet.ip) | (uint32_t)hosts);
}

/* Of a secondary address: the first one in its subnet speaks for it too. Not known where far off. */
static struct ip primary_of(const struct plan *p, const struct address *a)
{
	enum { LOOKED_BACK_MOST = 256 };
	struct prefix subnet = prefix_of(a->address, (unsigned)a->prefixlen.v);
	size_t from = a->row.index > LOOKED_BACK_MOST ? a->row.index - LOOKED_BACK_MOST : 0;
	struct address other;

	for (size_t i = from; i < a->row.index; i++)
		if (get_address(p->s, p->host, i, &other) && other.interface.s == a->interface.s &&
		    other.secondary == TRI_NO && num_is(other.prefixlen, a->prefixlen.v) &&
		    prefix_has(subnet, other.address))
			return other.address;
	return (struct ip){ .family = IP_NONE };
}

static void connect4(struct plan *p, const struct address *a, bool loopback)
{
	unsigned len = (unsigned)a->prefixlen.v;
	struct prefix subnet = prefix_of(a->address, len);
	struct route local = route_of(p, a->interface, a->row.origin, "local");
	struct route main = route_of(p, a->interface, a->row.origin, "main");

	main.prefsrc = a->address;
	local.prefsrc = a->secondary == TRI_YES ? primary_of(p, a) : a->address;
	add(p, local, "local", "host", prefix_of(a->address, 32), num(0));
	if (a->secondary == TRI_YES)
		return;
	if (loopback && len < 32)
		add(p, local, "local", "host", subnet, num(0));
	else if (len < 32)
		add(p, main, "unicast", "link", subnet, metric_of(p, 0));
	if (len < 31)
		add(p, local, "broadcast", "link", prefix_of(last_of(subnet), 32), num(0));
}

static void connect6(struct plan *p, const struct address *a, bool loopback)
{
	struct route local = route_of(p, a->interface, a->row.origin, "local");
	struct route main = route_of(p, a->interface, a->row.origin, "main");

	add(p, local, "local", "global", prefix_of(a->address, 128), num(0));
	if (!loopback && (!p->network_manager || a->prefixlen.v < 128))
		add(p, main, "unicast", "global", prefix_of(a->address, (unsigned)a->prefixlen.v),
		    metric6(p, a->address));
}

/* What every device that speaks IPv6 has, once. */
static void connect_link(struct plan *p, const struct plan_link *l)
{
	struct prefix link = plan_prefix(str_of("fe80::/64"), IP_V6);
	struct prefix groups = plan_prefix(str_of("ff00::/8"), IP_V6);

	add(p, route_of(p, l->interface, l->at, "main"), "unicast", "global", link,
	    metric6(p, link.ip));
	add(p, route_of(p, l->interface, l->at, "local"), "multicast", "global", groups, num(256));
}

void plan_connect(struct plan *p)
{
	for_each_row (address, a, p->s, p->host) {
		struct interface i = { .admin = TRI_UNKNOWN };
		if (!plan_interface(p, a->interface, &i) || i.admin == TRI_NO || !a->prefixlen.known)
			continue;
		if (a->address.family == IP_V4)
			connect4(p, a, same(i.kind.s, "loopback"));
		else
			connect6(p, a, same(i.kind.s, "loopback"));
	}
	for (size_t i = 0; i < p->nlinks; i++)
		connect_link(p, &p->links[i]);
}

static bool has_vrf(const struct plan *p)
{
	for_each_row (interface, i, p->s, p->host)
		if (same(i->kind.s, "vrf"))
			return true;
	return false;
}

/* The rules that are there from the start, and the one that comes with the first VRF. */
void plan_default_rules(struct plan *p)
{
	static const struct {
		int64_t priority;
		const char *table;
	} rules[] = { { 0, "local" }, { 1000, NULL }, { 32766, "main" }, { 32767, "default" } };
	bool vrf = has_vrf(p);

	for (int family = IP_V4; family <= IP_V6; family += IP_V6 - IP_V4)
		for (size_t i = 0; i < countof(rules); i++) {
			struct routing_rule r = {
				.family = num(family),
				.priority = num(rules[i].priority),
				.invert = TRI_NO,
				.l3mdev = tri(!rules[i].table),
				.rule_action = snapshot_cstr(p->s, "lookup"),
				.route_table = snapshot_cstr(p->s, rules[i].table),
				.protocol = snapshot_cstr(p->s, "kernel"),
			};
			if ((rules[i].table || vrf) && (family == IP_V4 || i < 3))
				add_routing_rule(p->s, p->host, &r);
		}
}
