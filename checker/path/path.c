/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/vmkernel.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void trace_add(struct trace *t, struct origin origin, const char *fmt, ...)
{
	char text[768];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	t->v = arena_grow(t->arena, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = (struct path_step){ arena_strdup(t->arena, text), origin };
}

bool hop_equal(struct path_hop a, struct path_hop b)
{
	return same(a.interface, b.interface) && ip_equal(a.gateway, b.gateway) &&
	       ip_equal(a.source, b.source);
}

void add_other(struct query *q, struct answer *a, struct path_hop hop)
{
	if (!q->arena)
		return;
	for (size_t i = 0; i < a->nothers; i++)
		if (hop_equal(a->others[i], hop))
			return;
	a->others = arena_grow(q->arena, a->others, a->nothers, sizeof(*a->others));
	a->others[a->nothers++] = hop;
}

/* Nothing said of the protocol, `ip route get` asks for UDP with IPv4 and for none with IPv6. */
static struct query query_of(const struct path_index *ix, const struct flow *f, struct arena *a)
{
	return (struct query){
		.ix = ix,
		.dst = f->dst,
		.src = ip_is_unspecified(f->src) ? (struct ip){ .family = IP_NONE } : f->src,
		.oif = index_link(ix, f->interface),
		.mark = f->mark,
		.ipproto = f->tcp ? PROTOCOL_TCP : f->dst.family == IP_V4 ? PROTOCOL_UDP : 0,
		.dport = f->port,
		.arena = a,
	};
}

void output(struct query *q, struct answer *a)
{
	*a = (struct answer){ .error = 0 };
	if (q->dst.family == IP_V4)
		output4(q, a);
	else
		output6(q, a);
}

static bool is_answer(const struct path *p, const struct path_hop *hop)
{
	bool found = p->reachable && hop_equal(p->hop, *hop);

	for (size_t i = 0; i < p->nalternatives && !found; i++)
		found = hop_equal(p->alternatives[i], *hop);
	return found;
}

static bool goes_without_saying(const struct path *p, const struct answer *a)
{
	if (a->error || !p->reachable)
		return a->error && !p->reachable;
	for (size_t i = 0; i < a->nothers; i++)
		if (!is_answer(p, &a->others[i]))
			return false;
	return hop_equal(a->out, p->hop);
}

static void explain_connection(const struct path_index *ix, const struct flow *f, struct path *p,
			       struct trace *trace)
{
	struct flow connecting = *f;
	struct trace own = { .arena = trace->arena };
	struct origin none = { 0 };
	struct path_hop *hop;
	struct answer a;

	connecting.tcp = true;
	struct query q = query_of(ix, &connecting, trace->arena);
	q.trace = &own;
	connect_output(&q, &a);
	if (goes_without_saying(p, &a))
		return;
	if (ip_known(q.src))
		trace_add(trace, none, "a TCP connection is looked up with source %s:",
			  ip_text(q.src).s);
	else
		trace_add(trace, none, "a TCP connection is looked up as such:");
	for (size_t i = 0; i < own.n; i++)
		trace_add(trace, own.v[i].origin, "%s", own.v[i].text);
	if (a.error) {
		trace_add(trace, none, "a TCP connection fails: %s", strerror(a.error));
		return;
	}
	if (!p->reachable || !hop_equal(a.out, p->hop)) {
		hop = arena_alloc(trace->arena, sizeof(*hop));
		*hop = a.out;
		p->connection = hop;
	}
	if (a.uncertain) {
		p->certain = false;
		trace_add(trace, none, "not certain: a TCP connection: %s", a.uncertain);
	}
}

static struct path refused(const char *reason, bool known)
{
	return (struct path){ .known = known, .certain = known, .reason = reason };
}

/* What makes a lookup pointless; NULL: nothing. */
static const char *bad_flow(const struct path_index *ix, const struct flow *f, struct arena *a)
{
	if (f->interface && !index_link(ix, f->interface))
		return arena_printf(a, "no interface %s", f->interface);
	if (!ip_known(f->dst) || (ip_known(f->src) && f->src.family != f->dst.family))
		return "source and destination are of different families";
	return NULL;
}

static bool links_unknown(const struct path_index *ix)
{
	const char *why;

	return snapshot_coverage(ix->s, ix->host, TABLE_interface, &why) == COVERAGE_ABSENT &&
	       !snapshot_rows(ix->s, TABLE_interface, ix->host);
}

static bool rules_unknown(const struct path_index *ix, int family)
{
	const char *why;

	return ix->rules[family_slot(family)].assumed &&
	       snapshot_coverage(ix->s, ix->host, TABLE_routing_rule, &why) != COVERAGE_READ;
}

static const char default_rules[] = "the policy rules are not known: the default ones are taken";

/* By path/ itself, or by the source that read a configuration. */
static bool is_derived(const struct route *r)
{
	return same(r->protocol.s, derived_protocol) || has_word(r->flags.s, "derived");
}

/*
 * NetworkManager gives each port a metric of its own by the order in which they come up: which of
 * two ports in one subnet is first, a configuration does not say.
 */
static bool is_unranked(const struct answer *a)
{
	return a->table && is_derived(&a->route) && !a->route.metric.known &&
	       a->entry + 1 < a->table->n &&
	       prefix_equal(fib_route(a->table, a->entry + 1).dst, a->route.dst);
}

/* The device has no address of its own that is known, and not all addresses are: whose is the source? */
static bool is_source_unsure(const struct path_index *ix, const struct flow *f, const struct answer *a)
{
	const struct path_link *out = index_link(ix, a->out.interface);
	const char *why;

	return out && !a->local && ip_known(a->out.source) && !ip_known(f->src) &&
	       !ip_known(a->route.prefsrc) && !out->count[family_slot(f->dst.family)] &&
	       snapshot_coverage(ix->s, ix->host, TABLE_address, &why) == COVERAGE_PARTIAL;
}

static const char *why_uncertain(const struct path_index *ix, const struct flow *f,
				 const struct answer *a)
{
	if (a->uncertain)
		return a->uncertain;
	if (a->unread)
		return "a policy rule looks into a table whose routes were not read";
	if (a->table && same(a->route.type.s, "reject"))
		return "the input does not say whether this route is thrown out of its table";
	if (a->differs_unmerged)
		return "local and main are searched as one only while no policy rule was ever added";
	if (ix->partial && !a->local && (!a->table || is_derived(&a->route)))
		return "the routes were not all read: derived from the addresses";
	if (ix->local_unread && ip_is_multicast(f->dst) && f->dst.family == IP_V6)
		return "table local, which has the routes of multicast, was not read";
	if (is_source_unsure(ix, f, a))
		return "not all addresses were read: the source may be another";
	if (is_unranked(a))
		return "the metrics of the ports in this subnet are not known";
	return rules_unknown(ix, f->dst.family) ? default_rules : NULL;
}

static const char *table_of(const struct answer *a)
{
	return a->table ? a->table->name : NULL;
}

static void explain_answer(const struct path_index *ix, const struct flow *f,
			   const struct answer *a, struct path *p, struct trace *t)
{
	const char *why = why_uncertain(ix, f, a);
	struct origin none = { 0 };

	if (a->table)
		p->route = route_text(ix, &a->route, t->arena);
	if (a->table)
		trace_add(t, a->route.row.origin, "route: %s", p->route);
	if (a->table && has_word(a->route.flags.s, "derived"))
		trace_add(t, a->route.row.origin,
			  "derived: the kernel makes this route of an address or a link");
	if (p->on_link_fallback)
		trace_add(t, none,
			  "no route leaves by %s: IPv4 takes the destination as on-link there",
			  p->hop.interface);
	if (p->reachable && ip_known(p->hop.source) && !ip_known(f->src))
		trace_add(t, none, "source: %s", ip_text(p->hop.source).s);
	if (a->error)
		trace_add(t, none, "the kernel answers: %s", strerror(a->error));
	if (why)
		trace_add(t, none, "not certain: %s", why);
	if (why && why != default_rules && rules_unknown(ix, f->dst.family))
		trace_add(t, none, "not certain: %s", default_rules);
}

struct path path_lookup(const struct path_index *ix, const struct flow *flow, bool explain,
			struct arena *arena)
{
	struct trace trace = { .arena = arena };
	struct query q = query_of(ix, flow, arena);
	const char *bad = bad_flow(ix, flow, arena);
	struct answer a;
	struct path p;

	if (ix->why_not || bad)
		return refused(ix->why_not ? ix->why_not : bad, !ix->why_not && !links_unknown(ix));
	if (ix->vmkernel)
		return vmkernel_lookup(ix, flow, explain, arena);
	q.trace = explain ? &trace : NULL;
	if (flow->tcp)
		connect_output(&q, &a);
	else
		output(&q, &a);
	p = (struct path){
		.known = true,
		.reachable = a.error == 0,
		.certain = !why_uncertain(ix, flow, &a),
		.reason = a.error ? a.reason : NULL,
		.hop = a.out,
		.table = table_of(&a),
		.origin = a.route.row.origin,
		.mtu = a.route.mtu,
		.on_link_fallback = a.fallback,
		.alternatives = a.others,
		.nalternatives = a.nothers,
		.other_routes = a.other_routes,
	};
	if (a.error)
		p.hop = (struct path_hop){ 0 };
	if (explain) {
		explain_answer(ix, flow, &a, &p, &trace);
		if (!flow->tcp)
			explain_connection(ix, flow, &p, &trace);
		warn(ix, flow, &a, &p, arena);
		p.steps = trace.v;
		p.nsteps = trace.n;
	}
	return p;
}
