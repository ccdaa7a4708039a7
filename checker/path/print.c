/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Routes and rules as `ip` prints them. */
#include "path/lookup.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A line that is put together piece by piece; cut where it is full. */
struct line {
	char text[512];
	size_t n;
};

static void PRINTF(2, 3) put(struct line *l, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(l->text + l->n, sizeof(l->text) - l->n, fmt, args);
	va_end(args);
	if (n > 0)
		l->n = l->n + (size_t)n < sizeof(l->text) ? l->n + (size_t)n : sizeof(l->text) - 1;
}

/* A default route and a host lose their length. */
static void put_prefix(struct line *l, struct prefix p)
{
	if (p.len == 0)
		put(l, "default");
	else if (p.len == ip_bits(p.ip))
		put(l, "%s", ip_text(p.ip).s);
	else
		put(l, "%s", prefix_text(p).s);
}

static void put_hop(struct line *l, int family, const struct hop *h)
{
	if (ip_known(h->gateway))
		put(l, " via %s%s", h->gateway.family == family ? "" : "inet6 ",
		    ip_text(h->gateway).s);
	if (h->interface)
		put(l, " dev %s", h->interface);
}

static bool worth_saying(const char *text, const char *usual)
{
	return text && !same(text, usual);
}

const char *route_text(const struct path_index *ix, const struct route *r, struct arena *a)
{
	struct line l = { .n = 0 };
	struct hops hops = hops_of(ix, r);
	struct hop hop = { .gateway = r->gateway, .interface = r->interface.s };
	int family = r->dst.ip.family;

	if (worth_saying(r->type.s, "unicast"))
		put(&l, "%s ", r->type.s);
	put_prefix(&l, r->dst);
	if (prefix_known(r->src) && r->src.len)
		put(&l, " from %s", prefix_text(r->src).s);
	if (num_or(r->tos, 0))
		put(&l, " tos 0x%02llx", (unsigned long long)r->tos.v);
	if (hops.objects)
		put(&l, " %s", r->nexthops.s);
	else if (!hops.list)
		put_hop(&l, family, &hop);
	if (!same(table_name(r->route_table.s), "main"))
		put(&l, " table %s", table_name(r->route_table.s));
	if (r->protocol.s && !same(r->protocol.s, "boot") && !same(r->protocol.s, derived_protocol))
		put(&l, " proto %s", r->protocol.s);
	if (family == IP_V4 && worth_saying(r->scope.s, "global"))
		put(&l, " scope %s", r->scope.s);
	if (ip_known(r->prefsrc))
		put(&l, " src %s", ip_text(r->prefsrc).s);
	if (r->metric.known && (r->metric.v || family == IP_V6))
		put(&l, " metric %lld", (long long)r->metric.v);
	for (uint32_t i = 0; hops.list && !hops.objects && i < hops.n && i < 8; i++) {
		hop = hop_at(ix, &hops, i);
		put(&l, " nexthop");
		put_hop(&l, family, &hop);
	}
	if (has_word(r->flags.s, "onlink"))
		put(&l, " onlink");
	if (has_word(r->flags.s, "linkdown"))
		put(&l, " linkdown");
	return arena_strdup(a, l.text);
}

static void put_range(struct line *l, const char *name, struct num from, struct num to)
{
	if (from.known && num_or(to, from.v) != from.v)
		put(l, " %s %lld-%lld", name, (long long)from.v, (long long)to.v);
	else if (from.known)
		put(l, " %s %lld", name, (long long)from.v);
}

static void put_numbers(struct line *l, const struct routing_rule *r)
{
	if (num_or(r->tos, 0))
		put(l, " tos 0x%02llx", (unsigned long long)r->tos.v);
	if (num_or(r->dscp, 0))
		put(l, " dscp %lld", (long long)r->dscp.v);
	if (num_or(r->fwmark, 0) || num_or(r->fwmask, 0)) {
		put(l, " fwmark %#llx", (unsigned long long)num_or(r->fwmark, 0));
		if (r->fwmask.known && r->fwmask.v != UINT32_MAX)
			put(l, "/%#llx", (unsigned long long)r->fwmask.v);
	}
	if (r->iif.s)
		put(l, " iif %s", r->iif.s);
	if (r->oif.s)
		put(l, " oif %s", r->oif.s);
	if (r->detached.s)
		put(l, " [detached]");
	if (r->uid_start.known)
		put(l, " uidrange %lld-%lld", (long long)r->uid_start.v,
		    (long long)num_or(r->uid_end, r->uid_start.v));
	if (num_or(r->ipproto, 0) == 6 || num_or(r->ipproto, 0) == 17)
		put(l, " ipproto %s", r->ipproto.v == 6 ? "tcp" : "udp");
	else if (num_or(r->ipproto, 0))
		put(l, " ipproto %lld", (long long)r->ipproto.v);
	put_range(l, "sport", r->sport_start, r->sport_end);
	put_range(l, "dport", r->dport_start, r->dport_end);
}

static void put_action(struct line *l, const struct path_rule *rule)
{
	const struct routing_rule *r = &rule->row;

	switch (rule->action) {
	case RULE_LOOKUP:
		if (r->l3mdev == TRI_YES)
			put(l, " lookup [l3mdev-table]");
		else
			put(l, " lookup %s", table_name(r->route_table.s));
		break;
	case RULE_GOTO:
		put(l, " goto %lld", (long long)num_or(r->goto_priority, 0));
		break;
	case RULE_NOP:
		put(l, " nop");
		break;
	case RULE_BLACKHOLE:
		put(l, " blackhole");
		break;
	case RULE_UNREACHABLE:
		put(l, " unreachable");
		break;
	case RULE_PROHIBIT:
		put(l, " prohibit");
		break;
	}
	if (r->suppress_prefixlen.known && r->suppress_prefixlen.v >= 0)
		put(l, " suppress_prefixlength %lld", (long long)r->suppress_prefixlen.v);
	if (r->suppress_ifgroup.known && r->suppress_ifgroup.v >= 0)
		put(l, " suppress_ifgroup %lld", (long long)r->suppress_ifgroup.v);
}

static void put_selector(struct line *l, const char *name, struct prefix p)
{
	put(l, " %s ", name);
	if (p.len == ip_bits(p.ip))
		put(l, "%s", ip_text(p.ip).s);
	else
		put(l, "%s", prefix_text(p).s);
}

const char *rule_text(const struct path_rule *rule, struct arena *a)
{
	const struct routing_rule *r = &rule->row;
	struct line l = { .n = 0 };

	if (r->invert == TRI_YES)
		put(&l, "not");
	if (prefix_known(r->src))
		put_selector(&l, "from", r->src);
	else
		put(&l, " from all");
	if (prefix_known(r->dst))
		put_selector(&l, "to", r->dst);
	put_numbers(&l, r);
	put_action(&l, rule);
	return arena_strdup(a, l.text + (l.text[0] == ' '));
}
