/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The output lookup of IPv4. */
#include "path/lookup.h"

#include <errno.h>

static bool is_limited_broadcast(struct ip ip)
{
	return ip4_value(ip) == UINT32_MAX;
}

static bool is_local_multicast(struct ip ip)
{
	return (ip4_value(ip) & 0xffffff00) == 0xe0000000;
}

static bool hop_usable(const struct query *q, const struct hop *hop)
{
	if (hop->flags & HOP_DEAD)
		return false;
	if (hop->flags & HOP_LINKDOWN && hop->link && hop->link->v4.ignore_linkdown)
		return false;
	return !q->oif || hop->link == q->oif;
}

static void explain_route(struct query *q, const struct route *r, const char *outcome)
{
	if (q->trace)
		trace_add(q->trace, r->row.origin, "%s: %s", route_text(q->ix, r, q->trace->arena),
			  outcome);
}

static const char *why_unusable(const struct query *q, const struct hop *hop)
{
	if (hop->flags & HOP_DEAD)
		return "skipped: its next hop is dead";
	if (q->oif && hop->link != q->oif)
		return "skipped: it does not leave by the bound interface";
	return "skipped: its device has no carrier and ignore_routes_with_linkdown is set";
}

/*
 * One route: 0 taken, EAGAIN try the next one, EXDEV go on at another address,
 * else the error of its type.
 */
static int try_route(struct query *q, const struct route *r, struct answer *a)
{
	struct hops hops = hops_of(q->ix, r);
	struct hop hop = { .flags = 0 };
	int error;

	for (uint32_t i = 0; i < hops.n; i++) {
		hop = hop_at(q->ix, &hops, i);
		if (hop.flags & HOP_BLACKHOLE) {
			error = EINVAL;
			a->reason = "blackhole";
			return error;
		}
		if (hop_usable(q, &hop)) {
			a->hop = hop;
			return 0;
		}
	}
	explain_route(q, r,
		      hops.n ? why_unusable(q, &hop) : "skipped: its next hops are not known");
	return hops.objects ? EXDEV : EAGAIN;
}

/*
 * All routes to one prefix. ENOENT: none of them counts; EAGAIN is a throw route; EXDEV as above.
 */
static int try_group(struct query *q, const struct path_table *t, uint32_t first, struct answer *a)
{
	uint32_t end = fib_group_end(t, first);

	for (uint32_t i = first; i < end; i++) {
		struct route r = fib_route(t, i);
		int error = EAGAIN;
		if (num_or(r.tos, 0) || (q->scope && route_scope(&r) < q->scope))
			continue;
		if (route_rejects(&r, &error)) {
			a->reason = r.type.s;
			if (error == EAGAIN)
				explain_route(q, &r, "thrown out of this table");
		} else if ((error = try_route(q, &r, a)) == EAGAIN) {
			continue;
		} else if (error == EXDEV) {
			return error;
		}
		a->table = t;
		a->entry = i;
		a->route = r;
		return error;
	}
	return ENOENT;
}

/* The next shorter prefix; with `elsewhere` the next one that begins at another address than ip. */
static uint32_t next_up(const struct path_table *t, uint32_t at, bool elsewhere, struct ip ip)
{
	do
		at = t->v[at].parent;
	while (elsewhere && at != NO_ENTRY && ip_equal(fib_prefix(t, at).ip, ip));
	return at;
}

/*
 * A route with a nexthop object that does not fit ends the search among all
 * prefixes that begin at its address, not only among those of its length.
 */
static int look4(struct query *q, const struct path_table *const tables[], size_t n,
		 struct answer *a)
{
	uint32_t at[2] = { NO_ENTRY, NO_ENTRY };

	for (size_t i = 0; i < n; i++)
		at[i] = fib_first(tables[i], q->dst);
	for (;;) {
		size_t pick = 0;
		int len[2] = { -1, -1 };
		for (size_t i = 0; i < n; i++)
			if (at[i] != NO_ENTRY)
				len[i] = fib_prefix(tables[i], at[i]).len;
		if (len[0] < 0 && len[1] < 0)
			return EAGAIN;
		pick = len[1] > len[0];
		a->differs_unmerged = a->differs_unmerged || (pick == 1 && len[0] >= 0);
		int error = try_group(q, tables[pick], at[pick], a);
		if (error != ENOENT && error != EXDEV)
			return error;
		struct ip ip = fib_prefix(tables[pick], at[pick]).ip;
		for (size_t i = 0; i < n; i++)
			if (i == pick || (error == EXDEV && at[i] != NO_ENTRY &&
					  ip_equal(fib_prefix(tables[i], at[i]).ip, ip)))
				at[i] = next_up(tables[i], at[i], error == EXDEV, ip);
	}
}

/* Does the route leave the VRF that was asked? */
static bool leaks(const struct query *q, const struct hop *hop)
{
	return q->vrf && hop->link && hop->link->vrf != q->vrf && hop->link != q->vrf;
}

static struct ip source_of(struct query *q, const struct route *r, const struct hop *hop)
{
	if (ip_known(q->src))
		return q->src;
	if (leaks(q, hop))
		return source4(q->ix, q->vrf, (struct ip){ 0 }, SCOPE_LINK);
	if (ip_known(r->prefsrc))
		return r->prefsrc;
	return source4(q->ix, hop->link, hop->gateway, route_scope(r));
}

static bool may_be_own(const struct path_index *ix, struct ip gateway)
{
	const struct path_table *local = index_table(ix, "local", IP_V4);

	return ix->host_routes || (local && fib_first(local, gateway) != NO_ENTRY);
}

/*
 * A gateway counts only where the host finds it on a link.  One that was its
 * own address, or behind a route of scope host, when the route was made is
 * forgotten: the route is on-link.
 */
static bool is_own_gateway(const struct query *q, const struct path_table *t, const struct hop *hop)
{
	struct query sub = {
		.ix = q->ix, .dst = hop->gateway, .oif = hop->link, .scope = SCOPE_LINK
	};
	struct answer a = { 0 };

	if (hop->gateway.family != IP_V4 || hop->flags & HOP_ONLINK || !hop->link ||
	    !may_be_own(q->ix, hop->gateway))
		return false;
	sub.vrf = hop->link->vrf;
	if (t && !same(t->name, "main") && !look4(&sub, &t, 1, &a) &&
	    route_scope(&a.route) >= SCOPE_HOST)
		return true;
	/* What the table itself holds now may have come after this route. */
	a = (struct answer){ 0 };
	return !rules_lookup(&sub, IP_V4, look4, &a) && route_scope(&a.route) >= SCOPE_HOST;
}

/*
 * Routes and nexthop objects keep the source that was found when it was first
 * wanted, until an address changes: by the route_localnet of that time, and an
 * object by its own scope.
 */
static void add_kept_sources(struct query *q, struct answer *a, const struct route *r,
			     const struct hop *hop, struct path_hop out)
{
	unsigned own = ip_known(hop->gateway) ? SCOPE_LINK - 1 : SCOPE_LINK;
	unsigned scopes[2] = { route_scope(r), own };
	struct ip now = out.source;

	if (ip_known(q->src) || ip_known(r->prefsrc) || !hop->link || leaks(q, hop))
		return;
	for (int i = 0; i < (hop->flags & HOP_OBJECT ? 4 : 2); i++) {
		out.source = source4_with(q->ix, hop->link, hop->gateway, scopes[i / 2], i % 2);
		if (ip_equal(out.source, now))
			continue;
		add_other(q, a, out);
		a->uncertain = i < 2 ? "the route keeps the source that it had before route_localnet changed"
				     : "the source of a nexthop object depends on when it was made";
	}
}

/* One answer, or two where it is not known when the gateway became the host's own. */
static struct path_hop out_hop(struct query *q, struct answer *a, const struct route *r,
			       const struct hop *hop)
{
	struct path_hop out = { hop->interface, hop->gateway, source_of(q, r, hop) }, on_link = out;
	bool own = is_own_gateway(q, a->table, hop);

	add_kept_sources(q, a, r, hop, out);
	if (!own && (hop->flags & HOP_ONLINK || !ip_known(hop->gateway) ||
		     !index_address(q->ix, hop->gateway)))
		return out;
	on_link.gateway = (struct ip){ .family = IP_NONE };
	add_other(q, a, own ? out : on_link);
	a->uncertain =
		"the gateway is an address of this host: it counts only where it was not one before";
	return own ? on_link : out;
}

/*
 * Several next hops: a hash chooses, and a next hop whose device owns the source is preferred since
 * 6.16.  One without carrier has its share until the carrier of any of them changes, even where
 * ignore_routes_with_linkdown was set meanwhile.
 */
static void select_multipath(struct query *q, struct answer *a, struct hops *hops)
{
	for (uint32_t i = 0; i < hops->n; i++) {
		struct hop hop = hop_at(q->ix, hops, i);
		bool taken = same(hop.interface, a->hop.interface) &&
			     ip_equal(hop.gateway, a->hop.gateway);
		if (!taken && (hops->objects ||
			       !hop_gone(&hop, hop.link && hop.link->v4.ignore_linkdown)))
			add_other(q, a, out_hop(q, a, &a->route, &hop));
	}
	if (hops->n > 1)
		a->uncertain = "a hash over the flow chooses among the next hops";
}

static bool is_gateway_default(const struct query *q, const struct answer *a, const struct route *r,
			       struct hop *ret_hop)
{
	struct hops hops = hops_of(q->ix, r);

	if ((r->type.s && !same(r->type.s, "unicast")) ||
	    route_scope(r) != route_scope(&a->route) || !hops.n)
		return false;
	*ret_hop = hop_at(q->ix, &hops, 0);
	return ip_known(ret_hop->gateway) && !is_own_gateway(q, a->table, ret_hop);
}

/*
 * Several default routes of one metric: the first whose gateway is not known to be dead, as far as
 * one can tell.  One without carrier counts here, even where the search passes it over.
 */
static void select_default(struct query *q, struct answer *a)
{
	uint32_t end = fib_group_end(a->table, a->entry);
	struct hop hop;

	if (a->table->defaults < 2 || !is_gateway_default(q, a, &a->route, &hop))
		return;
	for (uint32_t i = a->entry + 1; i < end; i++) {
		struct route r = fib_route(a->table, i);
		if (num_or(r.tos, 0) || route_metric(&r) != route_metric(&a->route))
			break;
		if (!is_gateway_default(q, a, &r, &hop))
			continue;
		add_other(q, a, out_hop(q, a, &r, &hop));
		a->other_routes = true;
		a->uncertain =
			"the first default route whose gateway answers: it depends on the neighbours";
	}
}

static void select_path(struct query *q, struct answer *a)
{
	struct hops hops = hops_of(q->ix, &a->route);

	a->out = out_hop(q, a, &a->route, &a->hop);
	if (q->oif)
		return;
	if (hops.n > 1)
		select_multipath(q, a, &hops);
	else if (a->route.dst.len == 0)
		select_default(q, a);
}

const char *loopback_name(const struct path_index *ix, const struct path_link *device)
{
	const struct path_link *vrf = device && device->vrf_table ? device
				      : device			  ? device->vrf
								  : NULL;

	if (vrf)
		return vrf->name;
	for (size_t i = 0; i < ix->nlinks; i++)
		if (ix->links[i].loopback)
			return ix->links[i].name;
	return "lo";
}

static void fail(struct answer *a, int error, const char *reason)
{
	a->error = error;
	a->reason = reason;
}

static void on_link(struct query *q, struct answer *a, unsigned scope)
{
	*a = (struct answer){ .hop = { .interface = q->oif->name, .link = q->oif } };
	a->out.interface = q->oif->name;
	a->out.source = ip_known(q->src) ? q->src : source4(q->ix, q->oif, (struct ip){ 0 }, scope);
}

/* What table local says of an address; false: nothing. */
static bool look_local(const struct query *q, struct ip ip, struct answer *ret_answer)
{
	const struct path_rules *rules = &q->ix->rules[0];
	const struct path_table *tables[2] = { index_table(q->ix, "local", IP_V4), NULL };
	struct query sub = { .ix = q->ix, .dst = ip };
	size_t n = tables[0] != NULL;

	if (rules->defaults_only && rules->v[1].table)
		tables[n++] = rules->v[1].table;
	*ret_answer = (struct answer){ 0 };
	return look4(&sub, tables, n, ret_answer) == 0;
}

/* Is it an address of this host, or one that a route of type local makes one? */
static bool is_own(const struct query *q, struct ip ip, const struct path_link **ret_device)
{
	const struct path_address *own = index_address(q->ix, ip);
	struct answer a;

	if (own) {
		*ret_device = &q->ix->links[own->link];
		return true;
	}
	if (!look_local(q, ip, &a) || !same(a.route.type.s, "local"))
		return false;
	*ret_device = a.hop.link;
	return true;
}

bool speaks_for_many4(const struct query *q, struct ip ip)
{
	struct answer a;

	return ip_is_multicast(ip) || is_limited_broadcast(ip) ||
	       (look_local(q, ip, &a) && same(a.route.type.s, "broadcast"));
}

static void add_other_owners(struct query *q, struct answer *a)
{
	for (size_t i = 0; i < q->ix->naddresses[0]; i++) {
		const struct path_address *own = &q->ix->addresses[0][i];
		const char *name = q->ix->links[own->link].name;
		if (!ip_equal(own->ip, q->src) || same(name, a->out.interface))
			continue;
		add_other(q, a, (struct path_hop){ .interface = name, .source = q->src });
		a->uncertain =
			"several interfaces bear this source: the one that got it last is taken";
	}
}

/*
 * A source that is given must be one of ours; it also chooses the device of multicast and
 * broadcast.
 */
static bool source_done(struct query *q, struct answer *a)
{
	const struct path_link *device = NULL;

	if (ip_is_multicast(q->src) || is_limited_broadcast(q->src) || ip4_value(q->src) == 0) {
		fail(a, EINVAL, "the source is no host's address");
		return true;
	}
	if (!is_own(q, q->src, &device)) {
		fail(a, ENETUNREACH, "the source is not an address of this host");
		return true;
	}
	if (!q->oif && device && (ip_is_multicast(q->dst) || is_limited_broadcast(q->dst))) {
		q->oif = device;
		on_link(q, a, SCOPE_LINK);
		add_other_owners(q, a);
		return true;
	}
	return false;
}

static bool device_done(struct query *q, struct answer *a)
{
	if (q->oif->down) {
		fail(a, ENETUNREACH, "the interface is down");
		return true;
	}
	if (is_local_multicast(q->dst) || is_limited_broadcast(q->dst)) {
		on_link(q, a, SCOPE_LINK);
		return true;
	}
	if (!ip_known(q->src) && (ip_is_multicast(q->dst) || !ip4_value(q->dst)))
		q->src = source4(q->ix, q->oif, (struct ip){ 0 },
				 ip4_value(q->dst) ? SCOPE_GLOBAL : SCOPE_HOST);
	return false;
}

/* To oneself: 0.0.0.0 is the host as well. */
static void to_self(struct query *q, struct answer *a, struct ip source)
{
	a->local = true;
	a->out = (struct path_hop){
		.interface = loopback_name(q->ix, a->hop.link),
		.source = ip_known(q->src) ? q->src : source,
	};
}

/* With a device given, whatever goes wrong means: on its wire. */
static void not_found(struct query *q, struct answer *a, int error, const struct path_link *bound)
{
	if (bound && q->oif && (ip_is_multicast(q->dst) || !q->vrf)) {
		on_link(q, a, SCOPE_LINK);
		a->fallback = true;
		return;
	}
	a->error = error;
}

/* Packets to all, and to groups behind a short prefix, go to no gateway. */
static bool has_no_gateway(const struct query *q, const struct answer *a)
{
	return same(a->route.type.s, "broadcast") || is_limited_broadcast(q->dst) ||
	       (ip_is_multicast(q->dst) && a->route.dst.len < 4);
}

static bool may_leave(const struct query *q, const struct path_hop *out)
{
	const struct path_link *l = index_link(q->ix, out->interface);

	return !l || l->loopback || l->vrf_table || l->v4.route_localnet ||
	       !ip_is_loopback(out->source);
}

/* What leaves for good; another answer that would fail stays, as one without an interface. */
static void check_out(struct query *q, struct answer *a)
{
	bool leaves = may_leave(q, &a->out);

	for (size_t i = 0; i < a->nothers; i++) {
		if (has_no_gateway(q, a))
			a->others[i].gateway = (struct ip){ .family = IP_NONE };
		if (!may_leave(q, &a->others[i])) {
			a->others[i] = (struct path_hop){ .interface = NULL };
		} else if (!leaves) {
			a->out = a->others[i];
			a->others[i] = (struct path_hop){ .interface = NULL };
			leaves = true;
		}
	}
	if (has_no_gateway(q, a))
		a->out.gateway = (struct ip){ .family = IP_NONE };
	if (leaves)
		return;
	a->nothers = 0;
	fail(a, EINVAL, "a loopback source cannot leave the host");
}

static void routed(struct query *q, struct answer *a)
{
	const struct path_link *bound = q->oif;
	int error;

	q->vrf = bound && bound->vrf_table ? bound : bound ? bound->vrf : NULL;
	if (bound && bound->vrf_table)
		q->oif = NULL;
	error = rules_lookup(q, IP_V4, look4, a);
	if (error) {
		not_found(q, a, error, bound);
		return;
	}
	if (same(a->route.type.s, "local"))
		to_self(q, a, ip_known(a->route.prefsrc) ? a->route.prefsrc : q->dst);
	else
		select_path(q, a);
}

void output4(struct query *q, struct answer *a)
{
	if (ip_known(q->src) && source_done(q, a))
		return;
	if (q->oif && device_done(q, a)) {
		if (!a->error)
			check_out(q, a);
		return;
	}
	if (ip4_value(q->dst) == 0) {
		to_self(q, a, ip4(0x7f000001));
		return;
	}
	routed(q, a);
	if (!a->error && !a->local)
		check_out(q, a);
}
