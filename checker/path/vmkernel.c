/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/vmkernel.h"

#include <stdio.h>
#include <string.h>

/* What was found, before it becomes an answer. */
struct found {
	const char *reason;  /* not NULL: there is no way */
	bool unknown;        /* the facts do not suffice: `reason` says why */
	struct prefix dst;   /* of the route; not known: none */
	struct ip gateway;
	const struct path_link *out;
	const char *interface; /* of the route, also where nothing else is known of it */
	struct origin origin;
	bool derived;          /* no route said so, an address did */
};

static const char *stack_shown(const char *stack)
{
	return stack[0] ? stack : "defaultTcpipStack";
}

/* A hand-written host may leave out the name of its only stack. */
static const struct path_table *table_of(const struct vmk_query *q)
{
	int family = q->flow->dst.family;
	const struct path_table *t = index_table(q->ix, stack_shown(q->stack), family);

	return t || q->stack[0] ? t : index_table(q->ix, "main", family);
}

/*
 * Were the routes of this stack and family read?  Commands list the default
 * stack unless asked for another, so no row of another one proves nothing.
 */
static bool table_read(const struct vmk_query *q, const struct path_table *t)
{
	const char *why;

	if (snapshot_coverage(q->ix->s, q->ix->host, TABLE_route, &why) != COVERAGE_READ)
		return false;
	return t || (!q->stack[0] && q->flow->dst.family == IP_V4);
}

static const char *route_shown(const struct found *f, struct arena *a)
{
	char dst[64], via[64] = "";

	snprintf(dst, sizeof(dst), "%s", f->dst.len ? prefix_text(f->dst).s : "default");
	if (ip_known(f->gateway))
		snprintf(via, sizeof(via), " via %s", ip_text(f->gateway).s);
	return arena_printf(a, "%s%s%s%s", dst, via, f->interface ? " dev " : "",
			    f->interface ? f->interface : "");
}

static struct found no_way(const char *reason, bool unknown)
{
	return (struct found){ .reason = reason, .unknown = unknown };
}

/* The first route of its prefix satisfies all: what stands behind it is never used. */
static struct found take_route(struct vmk_query *q, const struct path_table *t, uint32_t entry)
{
	struct route r = fib_route(t, entry);
	struct found f = { .dst = r.dst, .interface = r.interface.s, .origin = r.row.origin };
	struct prefix subnet = r.dst;
	struct ip next = q->flow->dst;

	if (ip_known(r.gateway) && !ip_is_unspecified(r.gateway)) {
		f.gateway = next = r.gateway;
		subnet = vmk_connected(q, r.gateway);
	}
	if (f.interface) {
		f.out = index_link(q->ix, f.interface);
		return f;
	}
	f.out = prefix_known(subnet) ? vmk_elect(q, subnet, next) : NULL;
	if (f.out)
		f.interface = f.out->name;
	else if (ip_known(f.gateway))
		f.reason = arena_printf(q->arena, "gateway %s is in no subnet of this stack",
					ip_text(f.gateway).s);
	else
		f.reason = "no enabled port is in the subnet of the route";
	return f;
}

static struct found take_address(struct vmk_query *q, struct prefix subnet)
{
	struct found f = { .dst = subnet,
			   .out = vmk_elect(q, subnet, q->flow->dst),
			   .derived = true };
	const struct path_address *a = vmk_address_in(q->ix, f.out, subnet);

	if (!a)
		return no_way("no enabled port is in the subnet", true);
	f.interface = f.out->name;
	f.origin = snapshot_origin(q->ix->s, TABLE_address, q->ix->host, a->row);
	return f;
}

static struct found lookup_unbound(struct vmk_query *q)
{
	const struct path_table *t = table_of(q);
	uint32_t entry = t ? fib_first(t, q->flow->dst) : NO_ENTRY;
	bool read = table_read(q, t);
	struct prefix subnet = { .len = 0 };

	if (ip_is_link_local(q->flow->dst) && q->flow->dst.family == IP_V6)
		return no_way("a link-local destination needs an interface", false);
	if (!read)
		subnet = vmk_connected(q, q->flow->dst);
	if (prefix_known(subnet) && (entry == NO_ENTRY || fib_prefix(t, entry).len < subnet.len))
		return take_address(q, subnet);
	if (entry == NO_ENTRY && read)
		return no_way("no route", false);
	if (entry == NO_ENTRY)
		return no_way(arena_printf(q->arena, "the routes of stack %s were not read",
					   stack_shown(q->stack)),
			      true);
	if (!read)
		q->uncertain = "the routes were not all read";
	return take_route(q, t, entry);
}

/* A route that leads out by the bound port itself, the longest first. */
static uint32_t route_by_port(const struct vmk_query *q, const struct path_table *t)
{
	uint32_t entry = t ? fib_first(t, q->flow->dst) : NO_ENTRY;

	for (; entry != NO_ENTRY; entry = t->v[entry].parent) {
		uint32_t end = fib_group_end(t, entry);
		for (uint32_t i = entry; i < end; i++) {
			struct route r = fib_route(t, i);
			struct prefix subnet = vmk_connected(q, r.gateway);
			bool own = r.interface.s ? same(r.interface.s, q->bound->name)
						 : vmk_address_in(q->ix, q->bound, subnet) != NULL;
			if (own && ip_known(r.gateway) && !ip_is_unspecified(r.gateway))
				return i;
		}
	}
	return NO_ENTRY;
}

/* A bound port asks no table for its interface: its own subnets, its own gateway, then routes by
 * it. */
static struct found lookup_bound(struct vmk_query *q)
{
	const struct path_table *t = table_of(q);
	struct found f = { .out = q->bound, .interface = q->bound->name };
	int slot = family_slot(q->flow->dst.family);
	uint32_t entry;

	for (size_t i = 0; i < q->bound->count[slot]; i++) {
		const struct path_address *a = &q->ix->addresses[slot][q->bound->first[slot] + i];
		struct prefix subnet = prefix_of(a->ip, a->len);
		if (!prefix_has(subnet, q->flow->dst) ||
		    (prefix_known(f.dst) && f.dst.len >= subnet.len))
			continue;
		f.dst = subnet;
		f.derived = true;
		f.origin = snapshot_origin(q->ix->s, TABLE_address, q->ix->host, a->row);
	}
	if (prefix_known(f.dst))
		return f;
	if (q->bound->own_gateway.family == q->flow->dst.family) {
		f.gateway = q->bound->own_gateway;
		f.dst = prefix_of(f.gateway, 0);
		f.derived = true;
		return f;
	}
	entry = route_by_port(q, t);
	if (entry != NO_ENTRY) {
		struct route r = fib_route(t, entry);
		f.dst = r.dst;
		f.gateway = r.gateway;
		f.origin = r.row.origin;
		return f;
	}
	if (table_read(q, t))
		return no_way("no route", false);
	return no_way(arena_printf(q->arena, "the routes of stack %s were not read",
				   stack_shown(q->stack)),
		      true);
}

static struct path answer_local(struct vmk_query *q, const struct path_address *a)
{
	struct path p = {
		.known = true,
		.reachable = true,
		.certain = true,
		.hop = { .interface = "lo",
			 .source = ip_known(q->flow->src) ? q->flow->src : q->flow->dst },
	};

	if (q->trace) {
		trace_add(q->trace, snapshot_origin(q->ix->s, TABLE_address, q->ix->host, a->row),
			  "%s is an address of %s: it stays on the host", ip_text(a->ip).s,
			  q->ix->links[a->link].name);
		p.steps = q->trace->v;
		p.nsteps = q->trace->n;
	}
	return p;
}

static void explain(const struct vmk_query *q, const struct found *f, struct path *p)
{
	struct origin none = { 0 };

	if (q->bound)
		trace_add(q->trace, none, "bound to %s: the route table does not choose the port",
			  q->bound->name);
	else
		trace_add(q->trace, none, "stack %s: one routing table, the longest prefix wins",
			  stack_shown(q->stack));
	if (prefix_known(f->dst)) {
		p->route = route_shown(f, q->arena);
		trace_add(q->trace, f->origin, "%s: %s",
			  !f->derived		 ? "route"
			  : ip_known(f->gateway) ? "own gateway of the port"
						 : "subnet of an address",
			  p->route);
	}
	if (p->reachable && ip_known(p->hop.source) && !ip_known(q->flow->src))
		trace_add(q->trace, none, "source: %s", ip_text(p->hop.source).s);
	if (p->reason)
		trace_add(q->trace, none, "%s", p->reason);
	if (q->uncertain)
		trace_add(q->trace, none, "not certain: %s", q->uncertain);
	vmk_warn(q, p);
	p->steps = q->trace->v;
	p->nsteps = q->trace->n;
}

static struct path answer(struct vmk_query *q, const struct found *f)
{
	struct path p = {
		.known = !f->unknown,
		.reachable = !f->reason,
		.certain = !f->unknown && !q->uncertain,
		.reason = f->reason,
		.table = prefix_known(f->dst) ? stack_shown(q->stack) : NULL,
		.origin = f->origin,
	};

	if (p.reachable) {
		p.hop.interface = f->interface;
		p.hop.gateway = f->gateway;
		p.hop.source =
			ip_known(q->flow->src)
				? q->flow->src
				: vmk_source(q->ix, f->out,
					     ip_known(f->gateway) ? f->gateway : q->flow->dst);
	}
	if (q->trace)
		explain(q, f, &p);
	return p;
}

struct path vmkernel_lookup(const struct path_index *ix, const struct flow *f, bool explained,
			    struct arena *a)
{
	struct trace trace = { .arena = a };
	struct vmk_query q = {
		.ix = ix, .flow = f, .stack = "", .arena = a, .trace = explained ? &trace : NULL
	};
	const struct path_address *src = ip_known(f->src) ? index_address(ix, f->src) : NULL;
	const struct path_address *own = index_address(ix, f->dst);
	struct found found;

	q.bound = index_link(ix, f->interface);
	if (q.bound)
		q.stack = q.bound->stack;
	else if (src)
		q.stack = ix->links[src->link].stack;
	if (own && same(ix->links[own->link].stack, q.stack))
		return answer_local(&q, own);
	found = q.bound ? lookup_bound(&q) : lookup_unbound(&q);
	return answer(&q, &found);
}
