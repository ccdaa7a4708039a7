/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/lookup.h"

struct warnings {
	struct arena *arena;
	const char **v;
	size_t n;
};

static void add(struct warnings *w, const char *text)
{
	w->v = arena_grow(w->arena, w->v, w->n, sizeof(*w->v));
	w->v[w->n++] = text;
}

static bool may_leave_by(const struct path *p, const char *name)
{
	for (size_t i = 0; i < p->nalternatives; i++)
		if (same(p->alternatives[i].interface, name))
			return true;
	return same(p->hop.interface, name);
}

/* Devices in the destination's subnet that unbound traffic never takes. */
static void warn_idle(const struct path_index *ix, const struct flow *f, const struct path *p,
		      struct warnings *w)
{
	int slot = family_slot(f->dst.family);
	const struct path_link *last = NULL, *out = index_link(ix, p->hop.interface);

	if (f->interface || !p->reachable || ip_known(p->hop.gateway) || !out || out->loopback ||
	    (slot && ip_is_link_local(f->dst)))
		return;
	for (size_t i = 0; i < ix->naddresses[slot] && w->n < 16; i++) {
		const struct path_address *a = &ix->addresses[slot][i];
		const struct path_link *l = &ix->links[a->link];
		struct prefix subnet = prefix_of(a->peer, a->len);
		if (l == last || l->vrf != out->vrf || l->loopback || may_leave_by(p, l->name) ||
		    a->len == ip_bits(a->ip) || !prefix_has(subnet, f->dst))
			continue;
		last = l;
		add(w, arena_printf(w->arena, "%s is in %s too: unbound traffic never uses it",
				    l->name, prefix_text(subnet).s));
	}
}

/* Another route of the same rank stands behind the one that was taken. */
static void warn_order(const struct flow *f, const struct answer *a, const struct path *p,
		       struct warnings *w)
{
	struct route next;

	if (!p->reachable || !a->table || a->local || f->interface || p->nalternatives ||
	    a->entry + 1 >= a->table->n)
		return;
	next = fib_route(a->table, a->entry + 1);
	if (!prefix_equal(next.dst, a->route.dst) || !prefix_equal(next.src, a->route.src) ||
	    num_or(next.tos, 0) != num_or(a->route.tos, 0) ||
	    route_metric(&next) != route_metric(&a->route))
		return;
	add(w,
	    arena_printf(
		    w->arena,
		    "first route wins by insertion order only: it changes when %s goes down and up",
		    p->hop.interface));
}

static void warn_device(const struct path_index *ix, const struct path *p, struct warnings *w)
{
	const struct path_link *l = index_link(ix, p->hop.interface);

	if (!p->reachable || !l)
		return;
	if (l->no_carrier)
		add(w,
		    arena_printf(w->arena, "%s has no carrier: the route stays and nothing arrives",
				 l->name));
	if (l->master_name && !l->vrf)
		add(w,
		    arena_printf(w->arena, "%s is a port of %s: an address on it is out of place",
				 l->name, l->master_name));
}

static void warn_gateway(const struct path_index *ix, const struct path *p, struct warnings *w)
{
	const struct path_neighbour *n;

	if (!p->reachable || !ip_known(p->hop.gateway))
		return;
	n = index_neighbour(ix, p->hop.gateway, p->hop.interface);
	if (n && n->failed)
		add(w, arena_printf(w->arena, "gateway %s does not answer on %s",
				    ip_text(p->hop.gateway).s, p->hop.interface));
}

static void warn_flow(const struct path_index *ix, const struct flow *f, const struct path *p,
		      struct warnings *w)
{
	if (f->dst.family == IP_V6 && ip_is_link_local(f->dst) && !f->interface)
		add(w,
		    "a link-local destination needs an interface: without one a connection is refused");
	if (f->src.family == IP_V6 && !index_address(ix, f->src))
		add(w,
		    arena_printf(w->arena,
				 "%s is not an address of this host: no socket can be bound to it",
				 ip_text(f->src).s));
	if (p->on_link_fallback && f->interface && !ip_is_multicast(f->dst))
		add(w,
		    arena_printf(w->arena,
				 "no route to %s leaves by %s: it is asked for on that wire only",
				 ip_text(f->dst).s, f->interface));
	if (p->connection)
		add(w, arena_printf(w->arena, "a TCP connection leaves by %s%s%s",
				    p->connection->interface,
				    ip_known(p->connection->source) ? " from " : "",
				    ip_text(p->connection->source).s));
}

static const char *where_to(const struct path *p, struct arena *a)
{
	if (!p->reachable)
		return arena_printf(a, "is refused: %s", p->reason);
	return arena_printf(a, "leaves by %s%s%s%s%s", p->hop.interface,
			    ip_known(p->hop.gateway) ? " via " : "", ip_text(p->hop.gateway).s,
			    ip_known(p->hop.source) ? " from " : "", ip_text(p->hop.source).s);
}

/* Rules that look at the port send some connections elsewhere than all the others. */
static void warn_ports(const struct path_index *ix, const struct flow *f, struct warnings *w)
{
	const struct path_rules *rules = &ix->rules[family_slot(f->dst.family)];
	struct flow tcp = *f;
	struct path usual, p;

	tcp.tcp = true;
	for (size_t i = 0, asked = 0; !f->tcp && i < rules->n && asked < 8; i++) {
		const struct routing_rule *r = &rules->v[i].row;
		int64_t protocol = num_or(r->ipproto, 0);
		if (!r->dport_start.known || (protocol && protocol != PROTOCOL_TCP))
			continue;
		tcp.port = 0;
		if (!asked++)
			usual = path_lookup(ix, &tcp, false, w->arena);
		tcp.port = r->dport_start.v > 0 ? (unsigned)r->dport_start.v : 1;
		p = path_lookup(ix, &tcp, false, w->arena);
		if (p.reachable == usual.reachable && (!p.reachable || hop_equal(p.hop, usual.hop)))
			continue;
		add(w, arena_printf(w->arena, "TCP to port %u %s: see rule %lld", tcp.port,
				    where_to(&p, w->arena), (long long)num_or(r->priority, 0)));
	}
}

void warn(const struct path_index *ix, const struct flow *f, const struct answer *a, struct path *p,
	  struct arena *arena)
{
	struct warnings w = { .arena = arena };

	warn_flow(ix, f, p, &w);
	warn_ports(ix, f, &w);
	warn_idle(ix, f, p, &w);
	warn_order(f, a, p, &w);
	warn_device(ix, p, &w);
	warn_gateway(ix, p, &w);
	p->warnings = w.v;
	p->nwarnings = w.n;
}
