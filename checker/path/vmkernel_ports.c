/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VMkernel ports and their subnets: who is elected, and what a reader should know. */
#include "path/vmkernel.h"

#include <stdio.h>
#include <string.h>

const char *vmkernel_stack(const struct interface *i)
{
	if (same(i->kind.s, "vswif"))
		return "console";
	if (!i->stack.s || same(i->stack.s, "defaultTcpipStack"))
		return "";
	return i->stack.s;
}

void vmkernel_index(struct path_index *ix)
{
	for (size_t i = 0; i < ix->nlinks; i++)
		ix->links[i].stack = "";
	for_each_row(interface, r, ix->s, ix->host) {
		struct path_link *l = (struct path_link *)index_link(ix, r->name.s);
		if (!l)
			continue;
		l->stack = vmkernel_stack(r);
		if (ip_known(r->gateway) && !ip_is_unspecified(r->gateway))
			l->own_gateway = r->gateway;
	}
}

static struct prefix subnet_of(const struct path_address *a)
{
	return prefix_of(a->ip, a->len);
}

/* Can traffic of this stack leave by the subnet of this address? */
static bool usable(const struct vmk_query *q, const struct path_address *a)
{
	const struct path_link *l = &q->ix->links[a->link];

	return !l->down && same(l->stack, q->stack) && a->len < ip_bits(a->ip);
}

struct prefix vmk_connected(const struct vmk_query *q, struct ip ip)
{
	int slot = family_slot(ip.family);
	struct prefix best = { .len = 0 };

	for (size_t i = 0; i < q->ix->naddresses[slot]; i++) {
		const struct path_address *a = &q->ix->addresses[slot][i];
		struct prefix subnet = subnet_of(a);
		if (usable(q, a) && prefix_has(subnet, ip) &&
		    (!prefix_known(best) || subnet.len > best.len))
			best = subnet;
	}
	return best;
}

const struct path_address *vmk_address_in(const struct path_index *ix, const struct path_link *l,
					  struct prefix subnet)
{
	int slot = family_slot(subnet.ip.family);

	for (size_t i = 0; l && i < l->count[slot]; i++)
		if (prefix_equal(subnet_of(&ix->addresses[slot][l->first[slot] + i]), subnet))
			return &ix->addresses[slot][l->first[slot] + i];
	return NULL;
}

struct ip vmk_source(const struct path_index *ix, const struct path_link *l, struct ip next)
{
	int slot = family_slot(next.family);
	struct ip first = { .family = IP_NONE };

	for (size_t i = 0; l && i < l->count[slot]; i++) {
		const struct path_address *a = &ix->addresses[slot][l->first[slot] + i];
		if (prefix_has(subnet_of(a), next))
			return a->ip;
		if (!ip_known(first) && !ip_is_link_local(a->ip))
			first = a->ip;
	}
	return first;
}

/* The number in vmk10; ports without one come last. */
static uint64_t port_number(const struct path_link *l)
{
	size_t digits = strcspn(l->name, "0123456789");
	uint64_t n;

	return str_to_u64(str_of(l->name + digits), &n) ? n : UINT64_MAX;
}

static bool is_candidate(const struct vmk_query *q, const struct path_link *l, struct prefix subnet)
{
	const struct path_address *a = vmk_address_in(q->ix, l, subnet);

	return a && usable(q, a);
}

/* Sessions of adapters without a binding follow the route table. */
static bool adapter_bound(const struct path_index *ix, const char *adapter)
{
	for_each_row(binding, b, ix->s, ix->host)
		if (!adapter || !b->adapter.s || same(b->adapter.s, adapter))
			return true;
	return false;
}

static const struct path_link *elected_by_session(const struct vmk_query *q, struct prefix subnet,
						  struct ip ip)
{
	for_each_row(iscsi_session, s, q->ix->s, q->ix->host) {
		const struct path_address *a;
		if (!ip_equal(s->address, ip) || !ip_known(s->local_address) ||
		    adapter_bound(q->ix, s->adapter.s))
			continue;
		a = index_address(q->ix, s->local_address);
		if (a && is_candidate(q, &q->ix->links[a->link], subnet))
			return &q->ix->links[a->link];
	}
	return NULL;
}

/* The one port of a subnet on which neighbours in `range` were learned; NULL: none, or several. */
static const struct path_link *elected_by_neighbour(const struct vmk_query *q, struct prefix subnet,
						    struct prefix range)
{
	const struct path_link *one = NULL;

	for (size_t i = index_first_neighbour(q->ix, range.ip); i < q->ix->nneighbours; i++) {
		const struct path_neighbour *n = &q->ix->neighbours[i];
		const struct path_link *l = index_link(q->ix, n->interface);
		if (!prefix_has(range, n->ip))
			break;
		if (n->failed || !l || !is_candidate(q, l, subnet))
			continue;
		if (one && one != l)
			return NULL;
		one = l;
	}
	return one;
}

static const struct path_link *elected_by_evidence(struct vmk_query *q, struct prefix subnet,
						   struct ip ip)
{
	const struct path_link *l = elected_by_session(q, subnet, ip);
	const char *what = "an unbound iSCSI session";

	if (!l) {
		l = elected_by_neighbour(q, subnet, prefix_of(ip, ip_bits(ip)));
		what = "the neighbour table";
	}
	if (!l) {
		l = elected_by_neighbour(q, subnet, subnet);
		what = "the neighbours of this subnet";
	}
	if (l)
		q->uncertain = arena_printf(
			q->arena, "no route table says which port of %s is used: %s shows %s",
			prefix_text(subnet).s, what, l->name);
	return l;
}

const struct path_link *vmk_elect(struct vmk_query *q, struct prefix subnet, struct ip ip)
{
	const struct path_link *lowest = NULL, *known;
	size_t n = 0;

	for (size_t i = 0; i < q->ix->nlinks; i++) {
		const struct path_link *l = &q->ix->links[i];
		if (!is_candidate(q, l, subnet))
			continue;
		n++;
		if (!lowest || port_number(l) < port_number(lowest))
			lowest = l;
	}
	if (n < 2)
		return lowest;
	known = elected_by_evidence(q, subnet, ip);
	if (known)
		return known;
	q->uncertain = arena_printf(
		q->arena,
		"no route table says which of %zu ports in %s leads: guessed the lowest number",
		n, prefix_text(subnet).s);
	return lowest;
}

struct warnings {
	struct arena *arena;
	const char **v;
	size_t n;
};

enum { WARNINGS_MOST = 16 };

static void add(struct warnings *w, const char *text)
{
	if (w->n == WARNINGS_MOST)
		return;
	w->v = arena_grow(w->arena, w->v, w->n, sizeof(*w->v));
	w->v[w->n++] = text;
}

/* Other ports in the destination's subnet: idle ones of this stack, and those of other stacks. */
static void warn_others(const struct vmk_query *q, const struct path *p, struct warnings *w)
{
	int slot = family_slot(q->flow->dst.family);

	for (size_t i = 0; i < q->ix->naddresses[slot]; i++) {
		const struct path_address *a = &q->ix->addresses[slot][i];
		const struct path_link *l = &q->ix->links[a->link];
		const char *subnet = arena_strdup(w->arena, prefix_text(subnet_of(a)).s);
		if (same(l->name, p->hop.interface) || l->down || a->len == ip_bits(a->ip) ||
		    ip_is_link_local(a->ip) || !prefix_has(subnet_of(a), q->flow->dst))
			continue;
		if (!same(l->stack, q->stack))
			add(w,
			    arena_printf(
				    w->arena,
			    "%s of stack %s is in %s too: only traffic of that stack uses it",
				    l->name, l->stack[0] ? l->stack : "defaultTcpipStack", subnet));
		else if (q->bound || ip_known(p->hop.gateway))
			continue;
		else if (!p->certain)
			add(w, arena_printf(w->arena,
					    "%s is in %s too: it may be the one that is used",
					    l->name, subnet));
		else
			add(w,
			    arena_printf(w->arena, "%s is in %s too: unbound traffic never uses it",
					 l->name, subnet));
	}
}

/* iSCSI goes by the bound ports, whatever this answer says. */
static void warn_bindings(const struct vmk_query *q, struct warnings *w)
{
	const char *ports = NULL;
	bool target = false;

	if (q->bound || q->stack[0])
		return;
	for_each_row(iscsi_target, t, q->ix->s, q->ix->host)
		target = target || ip_equal(t->address, q->flow->dst);
	for_each_row(iscsi_session, s, q->ix->s, q->ix->host)
		target = target || ip_equal(s->address, q->flow->dst);
	if (!target)
		return;
	for_each_row(binding, b, q->ix->s, q->ix->host) if (b->vmknic.s) ports =
		ports ? arena_printf(w->arena, "%s, %s", ports, b->vmknic.s) : b->vmknic.s;
	if (ports)
		add(w,
		    arena_printf(
			    w->arena,
			    "iSCSI is bound to %s: its sessions leave by those, not by this answer",
			    ports));
}

static void warn_source(const struct vmk_query *q, const struct path *p, struct warnings *w)
{
	const struct path_address *a =
		ip_known(q->flow->src) ? index_address(q->ix, q->flow->src) : NULL;
	const struct path_link *l = a ? &q->ix->links[a->link] : NULL;

	if (ip_known(q->flow->src) && !a)
		add(w,
		    arena_printf(w->arena,
				 "%s is not an address of this host: no socket can be bound to it",
				 ip_text(q->flow->src).s));
	else if (l && !same(l->name, p->hop.interface))
		add(w, arena_printf(w->arena, "%s is on %s, and yet the packet leaves by %s",
				    ip_text(q->flow->src).s, l->name, p->hop.interface));
}

void vmk_warn(const struct vmk_query *q, struct path *p)
{
	struct warnings w = { .arena = q->arena };
	const struct path_link *l = index_link(q->ix, p->hop.interface);

	if (p->reachable) {
		warn_source(q, p, &w);
		warn_others(q, p, &w);
		warn_bindings(q, &w);
	}
	if (p->reachable && l && l->down)
		add(&w, arena_printf(w.arena, "%s is disabled: the route stays and nothing leaves",
				     l->name));
	if (p->reachable && ip_known(p->hop.gateway) &&
	    !prefix_known(vmk_connected(q, p->hop.gateway)))
		add(&w, arena_printf(w.arena, "gateway %s is in no subnet of this stack",
				     ip_text(p->hop.gateway).s));
	p->warnings = w.v;
	p->nwarnings = w.n;
}
