/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Routes of all tables in the kernel's order: a full table has a million, so
 * texts that repeat are looked up once, and each message is read in one pass.
 */
#include "source/live/shared.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The text that stood for a number last time. */
struct remembered {
	bool set;
	uint32_t number;
	struct text text;
};

enum { DEVICES = 64 };

struct route_reader {
	struct remembered table, protocol, flags, object;
	struct remembered devices[DEVICES]; /* by index, modulo */
	unsigned char *list; /* the last multipath list, and the name of its group */
	size_t list_len;
	struct text group;
	unsigned groups;
	struct text types[RTN_MAX + 1], scopes[256];
};

/* A bit that the kernel has no flag for: the route's time is over, though it is listed still. */
enum { EXPIRED = 1U << 30 };

static struct text route_flags(struct live *l, uint32_t flags)
{
	static const struct live_flag names[] = {
		{ RTNH_F_DEAD, "dead" },
		{ RTNH_F_ONLINK, "onlink" },
		{ RTNH_F_PERVASIVE, "pervasive" },
		{ RTNH_F_OFFLOAD, "offload" },
		{ RTNH_F_TRAP, "trap" },
		{ RTM_F_NOTIFY, "notify" },
		{ RTNH_F_LINKDOWN, "linkdown" },
		{ RTNH_F_UNRESOLVED, "unresolved" },
		{ RTM_F_OFFLOAD, "rt_offload" },
		{ RTM_F_TRAP, "rt_trap" },
		{ RTM_F_OFFLOAD_FAILED, "rt_offload_failed" },
		{ EXPIRED, "expired" },
	};

	return live_flags(l, flags, names, countof(names));
}

static bool remembers(const struct remembered *r, uint32_t number)
{
	return r->set && r->number == number;
}

static struct text remember(struct remembered *r, uint32_t number, struct text text)
{
	*r = (struct remembered){ true, number, text };
	return text;
}

static struct text table_text(struct live *l, struct route_reader *rr, uint32_t id)
{
	return remembers(&rr->table, id) ? rr->table.text
					 : remember(&rr->table, id, live_name(l, NAMES_TABLE, id));
}

static struct text protocol_text(struct live *l, struct route_reader *rr, uint32_t id)
{
	return remembers(&rr->protocol, id)
		       ? rr->protocol.text
		       : remember(&rr->protocol, id, live_name(l, NAMES_PROTOCOL, id));
}

static struct text flags_text(struct live *l, struct route_reader *rr, uint32_t flags)
{
	return remembers(&rr->flags, flags) ? rr->flags.text
					    : remember(&rr->flags, flags, route_flags(l, flags));
}

static struct text device_text(struct live *l, struct route_reader *rr, uint32_t index)
{
	struct remembered *r = &rr->devices[index % DEVICES];

	return remembers(r, index) ? r->text : remember(r, index, live_link_name(l, (int)index));
}

static struct text object_text(struct live *l, struct route_reader *rr, uint32_t id)
{
	return remembers(&rr->object, id)
		       ? rr->object.text
		       : remember(&rr->object, id, snapshot_textf(l->s, "nhid %u", id));
}

static struct text type_text(struct live *l, struct route_reader *rr, uint8_t type)
{
	static const char *const names[] = {
		"none",      "unicast",     "local",    "broadcast", "anycast", "multicast",
		"blackhole", "unreachable", "prohibit", "throw",     "nat",     "xresolve",
	};

	if (type > RTN_MAX)
		return snapshot_textf(l->s, "%u", type);
	if (!rr->types[type].s)
		rr->types[type] = live_word(l, names, countof(names), type);
	return rr->types[type];
}

static struct text scope_text(struct live *l, struct route_reader *rr, uint8_t scope)
{
	if (!rr->scopes[scope].s)
		rr->scopes[scope] = live_scope(l, scope);
	return rr->scopes[scope];
}

/* struct rtvia: a family and an address of it; an IPv4 route may go through an IPv6 gateway. */
static struct ip via(const struct nlattr *a)
{
	const unsigned char *v = nla_data(a);
	uint16_t family;

	if (nla_len(a) < 2)
		return (struct ip){ .family = IP_NONE };
	memcpy(&family, v, sizeof(family));
	if (family == AF_INET && nla_len(a) == 2 + 4)
		return ip_from_bytes(IP_V4, v + 2);
	if (family == AF_INET6 && nla_len(a) == 2 + 16)
		return ip_from_bytes(IP_V6, v + 2);
	return (struct ip){ .family = IP_NONE };
}

static void add_hop(struct live *l, const struct rtnexthop *hop)
{
	struct nexthop n = {
		.nexthops = l->routes->group,
		.interface = device_text(l, l->routes, (uint32_t)hop->rtnh_ifindex),
		.weight = num(hop->rtnh_hops + 1),
		.flags = flags_text(l, l->routes, hop->rtnh_flags),
		.blackhole = TRI_NO,
	};
	const struct nlattr *a = (const void *)(hop + 1);
	int left = hop->rtnh_len - (int)sizeof(*hop);

	for (; nla_ok(a, left); a = nla_next(a, &left))
		if (nla_type(a) == RTA_GATEWAY)
			n.gateway = attr_ip(a);
		else if (nla_type(a) == RTA_VIA)
			n.gateway = via(a);
	add_nexthop(l->s, l->host, &n);
}

/* Routes that follow each other mostly share their list: one group for all of these. */
static struct text multipath(struct live *l, const struct nlattr *list)
{
	struct route_reader *rr = l->routes;
	const struct rtnexthop *hop = nla_data(list);
	int left = nla_len(list);

	if (rr->group.s && (size_t)left == rr->list_len && memcmp(rr->list, hop, rr->list_len) == 0)
		return rr->group;
	rr->list_len = (size_t)left;
	rr->list = xrealloc(rr->list, rr->list_len + 1, 1);
	memcpy(rr->list, hop, rr->list_len);
	rr->group = snapshot_textf(l->s, "multipath %u", ++rr->groups);
	while (left >= (int)sizeof(*hop) && hop->rtnh_len >= sizeof(*hop) &&
	       hop->rtnh_len <= left) {
		add_hop(l, hop);
		int length = (hop->rtnh_len + 3) & ~3;
		hop = (const void *)((const char *)hop + length);
		left -= length;
	}
	return rr->group;
}

static struct text preference(struct live *l, const struct nlattr *a)
{
	struct num n = attr_num(a);

	if (!n.known || n.v > 3)
		return (struct text){ NULL };
	return snapshot_cstr(l->s, n.v == 0   ? "medium"
				   : n.v == 1 ? "high"
				   : n.v == 3 ? "low"
					      : NULL);
}

static struct num metrics_mtu(const struct nlattr *metrics)
{
	struct nlattr *tb[RTAX_MTU + 1];

	return live_nested(metrics, tb, RTAX_MTU) ? attr_num(tb[RTAX_MTU])
						  : (struct num){ .known = false };
}

/* IPv4 in place: of a large table these two are the most. */
static void take_ip(struct ip *ip, const struct nlattr *a)
{
	if (a->nla_len != sizeof(*a) + 4) {
		*ip = attr_ip(a);
		return;
	}
	ip->family = IP_V4;
	memcpy(ip->bytes, a + 1, 4);
}

static void take_prefix(struct prefix *p, const struct nlattr *a, uint8_t len)
{
	uint32_t bits;

	if (a->nla_len != sizeof(*a) + 4 || len == 0 || len > 32) {
		*p = prefix_of(attr_ip(a), len);
		return;
	}
	memcpy(&bits, a + 1, 4);
	bits &= htonl(UINT32_MAX << (32 - len));
	p->ip.family = IP_V4;
	memcpy(p->ip.bytes, &bits, 4);
	p->len = len;
}

static void attribute(struct live *l, struct route *r, const struct rtmsg *info,
		      const struct nlattr *a)
{
	switch (a->nla_type & NLA_TYPE_MASK) {
	case RTA_DST: take_prefix(&r->dst, a, info->rtm_dst_len); break;
	case RTA_SRC: r->src = prefix_of(attr_ip(a), info->rtm_src_len); break;
	case RTA_OIF: r->interface = device_text(l, l->routes, (uint32_t)attr_index(a)); break;
	case RTA_GATEWAY: take_ip(&r->gateway, a); break;
	case RTA_VIA: r->gateway = via(a); break;
	case RTA_PRIORITY: r->metric = attr_num(a); break;
	case RTA_PREFSRC: r->prefsrc = attr_ip(a); break;
	case RTA_TABLE:
		r->route_table = table_text(l, l->routes, (uint32_t)num_or(attr_num(a), 0));
		break;
	case RTA_METRICS: r->mtu = metrics_mtu(a); break;
	case RTA_PREF: r->pref = preference(l, a); break;
	case RTA_NH_ID:
		r->nexthops = object_text(l, l->routes, (uint32_t)num_or(attr_num(a), 0));
		break;
	case RTA_MULTIPATH:
		if (!r->nexthops.s)
			r->nexthops = multipath(l, a);
		break;
	}
}

/* As nla_ok() and nla_next(), without a call for each attribute of a million routes. */
static inline bool fits(const struct nlattr *a, int left)
{
	return left >= (int)sizeof(*a) && a->nla_len >= sizeof(*a) && a->nla_len <= left;
}

static inline const struct nlattr *behind(const struct nlattr *a, int *left)
{
	int length = (a->nla_len + 3) & ~3;

	*left -= length;
	return (const struct nlattr *)(const void *)((const char *)a + length);
}

static bool is_over(const struct nlattr *a)
{
	struct rta_cacheinfo info;

	if (a->nla_len < sizeof(*a) + sizeof(info))
		return false;
	memcpy(&info, a + 1, sizeof(info));
	return info.rta_expires < 0;
}

static void on_route(struct live *l, const struct nlmsghdr *h)
{
	struct route_reader *rr = l->routes;
	const struct rtmsg *info = NLMSG_DATA(h);
	int left = (int)h->nlmsg_len - (int)NLMSG_SPACE(sizeof(*info));
	const struct nlattr *a = (const struct nlattr *)(const void *)RTM_RTA(info);
	uint32_t flags = info->rtm_flags & ~(uint32_t)RTM_F_LOOKUP_TABLE;
	struct route r = { .metric = num(0) };

	if (h->nlmsg_type != RTM_NEWROUTE || left < 0 || info->rtm_family != l->family ||
	    info->rtm_flags & RTM_F_CLONED)
		return;
	r.dst.ip.family = l->family == AF_INET ? IP_V4 : IP_V6;
	r.route_table = table_text(l, rr, info->rtm_table);
	r.tos = num(info->rtm_tos);
	r.type = type_text(l, rr, info->rtm_type);
	r.protocol = protocol_text(l, rr, info->rtm_protocol);
	r.scope = scope_text(l, rr, info->rtm_scope);
	/* A route with an object also carries what that expands to, which nexthop says already. */
	for (; fits(a, left); a = behind(a, &left))
		if (a->nla_type == RTA_CACHEINFO)
			flags |= is_over(a) ? EXPIRED : 0;
		else
			attribute(l, &r, info, a);
	r.flags = flags_text(l, rr, flags);
	if (r.nexthops.s) {
		r.gateway = (struct ip){ .family = IP_NONE };
		r.interface = (struct text){ NULL };
	}
	add_route(l->s, l->host, &r);
}

static void restart(struct live *l)
{
	l->routes->group = (struct text){ NULL };
}

void live_read_routes(struct live *l)
{
	struct route_reader reader = { .groups = 0 };
	struct live_request request = {
		.type = RTM_GETROUTE,
		.family = AF_INET,
		.header = sizeof(struct rtmsg),
		.restart = restart,
	};

	l->routes = &reader;
	live_cover(l, TABLE_route, "IPv4 routes", live_dump(l, &request, on_route));
	request.family = AF_INET6;
	live_cover_more(l, TABLE_route, "IPv6 routes", live_dump(l, &request, on_route));
	l->routes = NULL;
	free(reader.list);
}
