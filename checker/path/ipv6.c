/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The output lookup of IPv6. */
#include "path/lookup.h"

#include <errno.h>

/* How a next hop is judged; more is better. */
enum { SCORE_NEVER = -3, SCORE_UNREACHABLE = -2, SCORE_NONE = -1 };

struct strictness {
	bool device;    /* no other device than the one asked for */
	bool reachable; /* no gateway that is known to be dead */
};

/* The best so far within a prefix. */
struct choice {
	bool found;
	uint32_t entry, hop_number;
	struct route route;
	struct hop hop;
	int score;
};

static unsigned preference(const struct route *r)
{
	if (same(r->pref.s, "high"))
		return 3;
	return same(r->pref.s, "low") ? 1 : 2;
}

static int score_hop(const struct query *q, const struct route *r, const struct hop *hop,
		     struct strictness strict)
{
	int score = !q->oif || hop->link == q->oif ? 2 : 0;
	const struct path_neighbour *n;

	if (!score && strict.device)
		return SCORE_NEVER;
	score |= (int)preference(r) << 2;
	if (strict.reachable && ip_known(hop->gateway)) {
		n = index_neighbour(q->ix, hop->gateway, hop->interface);
		if (n && n->failed)
			return SCORE_UNREACHABLE;
	}
	return score;
}

/* A route that rejects leads to the loopback device. */
static struct hop hop6(const struct query *q, const struct hops *hops, uint32_t i)
{
	struct hop hop = hop_at(q->ix, hops, i);
	int error;

	if (route_rejects(hops->route, &error)) {
		hop.interface = loopback_name(q->ix, NULL);
		hop.link = index_link(q->ix, hop.interface);
	}
	return hop;
}

static bool hop_dead(const struct hop *hop)
{
	return hop->flags & HOP_DEAD ||
	       (hop->flags & HOP_LINKDOWN && hop->link && hop->link->v6.ignore_linkdown);
}

static bool try_route(struct query *q, const struct route *r, uint32_t entry,
		      struct strictness strict, struct choice *best)
{
	struct hops hops = hops_of(q->ix, r);

	for (uint32_t i = 0; i < hops.n; i++) {
		struct hop hop = hop6(q, &hops, i);
		int score = hop_dead(&hop) ? SCORE_NEVER : score_hop(q, r, &hop, strict);
		bool drops = hop.flags & HOP_BLACKHOLE;
		if (!drops && score <= best->score)
			continue;
		*best = (struct choice){ true, entry, i, *r, hop, score };
		if (drops)
			return true;
		if (hops.objects)
			return false;
	}
	return false;
}

/*
 * Routes of one prefix: first those of the lowest metric; the others only if none of them will do.
 */
static bool try_routes(struct query *q, const struct path_table *t, uint32_t from, uint32_t to,
		       struct strictness strict, struct choice *best)
{
	int64_t lowest = 0;

	*best = (struct choice){ .score = SCORE_NONE };
	for (uint32_t i = from; i < to; i++) {
		struct route r = fib_route(t, i);
		if (i == from)
			lowest = route_metric(&r);
		if (best->found && route_metric(&r) != lowest &&
		    route_metric(&best->route) == lowest)
			break;
		if (try_route(q, &r, i, strict, best))
			break;
	}
	return best->found;
}

/*
 * Within a destination by source prefix, the longest first; an unset source is
 * ::.  The search begins at the first destination that has routes for this
 * source: one that has some for other sources alone is passed over, even where
 * it has routes for any source as well.  Further up these do count.
 */
static bool try_group(struct query *q, const struct path_table *t, uint32_t first, bool *begun,
		      struct strictness strict, struct choice *best)
{
	struct ip src = ip_known(q->src) ? q->src : (struct ip){ .family = IP_V6 };
	struct route r = fib_route(t, first);
	uint32_t end = fib_group_end(t, first), to;
	bool selective = r.src.len > 0 && r.dst.len > 0;

	for (uint32_t from = first; from < end; from = to) {
		struct prefix p = fib_route(t, from).src;
		for (to = from + 1; to < end && prefix_equal(fib_route(t, to).src, p); to++)
			;
		if (p.len ? !prefix_has(p, src) : selective && !*begun)
			continue;
		*begun = true;
		if (try_routes(q, t, from, to, strict, best))
			return true;
	}
	return false;
}

static bool find(struct query *q, const struct path_table *t, struct strictness strict,
		 struct choice *best)
{
	uint32_t first = fib_first(t, q->dst);
	bool begun = false;

	for (; first != NO_ENTRY; first = t->v[first].parent)
		if (try_group(q, t, first, &begun, strict, best))
			return true;
	return false;
}

static bool must_stay(const struct query *q)
{
	return q->bound || ip_is_multicast(q->dst) || ip_is_link_local(q->dst) ||
	       ip_is_loopback(q->dst) || (q->oif && !ip_known(q->src));
}

static int look6(struct query *q, const struct path_table *const tables[], size_t n,
		 struct answer *a)
{
	struct strictness strict = { must_stay(q), !q->ix->forwarding6 };
	struct choice best = { .score = SCORE_NONE };
	int error = 0;

	(void)n;
	if (!find(q, tables[0], strict, &best)) {
		if (!strict.reachable)
			return EAGAIN;
		strict.reachable = false;
		if (!find(q, tables[0], strict, &best))
			return EAGAIN;
	}
	a->table = tables[0];
	a->entry = best.entry;
	a->route = best.route;
	a->hop = best.hop;
	if (best.hop.flags & HOP_BLACKHOLE) {
		a->reason = "blackhole";
		return EINVAL;
	}
	if (route_rejects(&best.route, &error))
		a->reason = best.route.type.s;
	return error;
}

static struct path_hop out_hop(struct query *q, struct answer *a, const struct route *r,
			       const struct hop *hop, const struct path_link *source_device)
{
	struct path_hop out = { hop->interface, hop->gateway, q->src }, plain;

	if (ip_known(out.source))
		return out;
	if (ip_known(r->prefsrc)) {
		out.source = r->prefsrc;
		return out;
	}
	out.source = source6(q->ix, source_device, q->dst);
	plain = out;
	plain.source = source6_with(q->ix, source_device, q->dst, !q->ix->home_addresses);
	if (!ip_equal(plain.source, out.source)) {
		add_other(q, a, plain);
		a->uncertain = home_address_first;
	}
	return out;
}

/* Static routes with a gateway and of one metric share the traffic. */
static bool shares(const struct route *r)
{
	return ip_known(r->gateway) && !same(r->protocol.s, "ra");
}

/*
 * Routes that were added one by one show as one list with the preferred source
 * of the first: the others may have none.
 */
static void add_sources(struct query *q, struct answer *a, const struct route *r,
			const struct hop *hop)
{
	struct route bare = *r;

	add_other(q, a, out_hop(q, a, r, hop, hop->link));
	bare.prefsrc = (struct ip){ .family = IP_NONE };
	add_other(q, a, out_hop(q, a, &bare, hop, hop->link));
}

static void add_sibling(struct query *q, struct answer *a, const struct route *r,
			const struct hop *hop)
{
	struct strictness strict = { must_stay(q), false };

	if (same(hop->interface, a->hop.interface) && ip_equal(hop->gateway, a->hop.gateway))
		return;
	/* Shares of the hash are from when a carrier last changed, not from when ignoring did. */
	if (!hop_gone(hop, hop->link && hop->link->v6.ignore_linkdown) && score_hop(q, r, hop, strict) >= 0)
		add_sources(q, a, r, hop);
}

static void select_list(struct query *q, struct answer *a, const struct hops *hops)
{
	struct hop first = hop6(q, hops, 0);

	for (uint32_t i = 0; i < hops->n; i++) {
		struct hop hop = hop6(q, hops, i);
		if (!hops->objects)
			add_sibling(q, a, &a->route, &hop);
		else if (!same(hop.interface, a->hop.interface) ||
			 !ip_equal(hop.gateway, a->hop.gateway))
			add_other(q, a, out_hop(q, a, &a->route, &hop, first.link));
	}
}

static void select_siblings(struct query *q, struct answer *a)
{
	uint32_t i = a->entry;

	while (i > 0 && prefix_equal(fib_prefix(a->table, i - 1), a->route.dst))
		i--;
	for (; i < a->table->n && prefix_equal(fib_prefix(a->table, i), a->route.dst); i++) {
		struct route r = fib_route(a->table, i);
		struct hops hops = hops_of(q->ix, &r);
		if (i == a->entry || hops.list || !shares(&r) ||
		    route_metric(&r) != route_metric(&a->route) ||
		    !prefix_equal(r.src, a->route.src))
			continue;
		struct hop hop = hop6(q, &hops, 0);
		add_sibling(q, a, &r, &hop);
	}
}

/*
 * The kernel keeps one cached route with each nexthop object: it carries the
 * source of whichever route used the object first.
 */
static void add_kept_sources(struct query *q, struct answer *a, const struct hops *hops)
{
	size_t before = a->nothers;

	for (size_t i = 0; i < q->ix->nnexthops && !ip_known(q->src); i++) {
		struct route user = { 0 };
		struct nexthop row = { 0 };
		get_nexthop(q->ix->s, q->ix->host, q->ix->nexthops[i], &row);
		if (!same(row.interface.s, a->hop.interface) || !ip_equal(row.gateway, a->hop.gateway) ||
		    same(row.nexthops.s, hops->route->nexthops.s))
			continue;
		user.nexthops = row.nexthops;
		struct hops group = hops_of(q->ix, &user);
		if (!group.objects)
			continue;
		struct hop first = hop_at(q->ix, &group, 0);
		struct path_hop out = out_hop(q, a, &user, &a->hop, first.link);
		if (!ip_equal(out.source, a->out.source))
			add_other(q, a, out);
	}
	if (a->nothers > before)
		a->uncertain = "routes that share a nexthop object share the source of the first one used";
}

static void select_path(struct query *q, struct answer *a)
{
	struct hops hops = hops_of(q->ix, &a->route);
	const struct path_link *device = hops.objects ? hop6(q, &hops, 0).link : a->hop.link;

	a->out = out_hop(q, a, &a->route, &a->hop, device);
	if (hops.list)
		select_list(q, a, &hops);
	else if (shares(&a->route))
		select_siblings(q, a);
	if (a->nothers && !a->uncertain)
		a->uncertain = "a hash over the flow chooses among the next hops";
	if (hops.objects)
		add_kept_sources(q, a, &hops);
}

static const char kept_rule[] =
	"a default rule was deleted: the kernel asks it until any rule is added";

/* An anycast address leads to the host itself only where the kernel made its route. */
static bool leads_to_self(const struct route *r)
{
	return same(r->type.s, "local") || (same(r->type.s, "anycast") && same(r->protocol.s, "kernel"));
}

void output6(struct query *q, struct answer *a)
{
	const struct path_link *bound = q->oif;
	bool strict = must_stay(q);

	q->vrf = bound && bound->vrf_table ? bound : bound ? bound->vrf : NULL;
	q->bound = strict;
	if (bound && bound->vrf_table)
		q->oif = NULL;
	a->error = rules_lookup(q, IP_V6, look6, a);
	if (a->error) {
		if (q->ix->rules[1].kept)
			a->uncertain = kept_rule;
		return;
	}
	select_path(q, a);
	if (leads_to_self(&a->route)) {
		a->local = true;
		a->out.interface = loopback_name(q->ix, a->hop.link);
	}
	if (q->ix->rules[1].kept) {
		add_other(q, a, (struct path_hop){ .interface = NULL });
		a->uncertain = kept_rule;
	}
}
