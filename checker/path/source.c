/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of its addresses the host puts into a packet when nobody chose one. */
#include "path/lookup.h"

static const struct path_address *addresses(const struct path_index *ix, const struct path_link *l,
					    int slot, size_t *ret_n)
{
	*ret_n = l ? l->count[slot] : 0;
	return *ret_n ? &ix->addresses[slot][l->first[slot]] : NULL;
}

static struct ip on_device(const struct path_index *ix, const struct path_link *l,
			   struct ip gateway, unsigned scope, bool localnet)
{
	unsigned most = localnet ? SCOPE_LINK : SCOPE_HOST;
	struct ip first = { .family = IP_NONE };
	size_t n;
	const struct path_address *v = addresses(ix, l, 0, &n);

	for (size_t i = 0; i < n; i++) {
		unsigned own = v[i].scope < most ? v[i].scope : most;
		if (v[i].flags & ADDRESS_SECONDARY || own > scope)
			continue;
		if (gateway.family != IP_V4 || prefix_has(prefix_of(v[i].peer, v[i].len), gateway))
			return v[i].ip;
		if (!ip_known(first))
			first = v[i].ip;
	}
	return first;
}

/* Another device lends its address; one of scope link stays on its own. */
static struct ip lent(const struct path_index *ix, const struct path_link *l, unsigned scope)
{
	size_t n;
	const struct path_address *v = addresses(ix, l, 0, &n);

	for (size_t i = 0; i < n; i++)
		if (!(v[i].flags & ADDRESS_SECONDARY) && v[i].scope != SCOPE_LINK &&
		    v[i].scope <= scope)
			return v[i].ip;
	return (struct ip){ .family = IP_NONE };
}

/* The VRF to whose domain a device belongs: its master, or itself. */
static const struct path_link *domain(const struct path_link *l)
{
	return l && l->vrf_table ? l : l ? l->vrf : NULL;
}

struct ip source4_with(const struct path_index *ix, const struct path_link *l, struct ip gateway,
		       unsigned scope, bool localnet)
{
	const struct path_link *vrf = domain(l);
	struct ip ip = { .family = IP_NONE };

	if (l)
		ip = on_device(ix, l, gateway, scope, localnet);
	if (!ip_known(ip) && vrf)
		ip = lent(ix, vrf, scope);
	for (size_t i = 0; !ip_known(ip) && i < ix->nlinks; i++)
		if (domain(&ix->links[i]) == vrf)
			ip = lent(ix, &ix->links[i], scope);
	return ip;
}

struct ip source4(const struct path_index *ix, const struct path_link *l, struct ip gateway,
		  unsigned scope)
{
	return source4_with(ix, l, gateway, scope, l && l->v4.route_localnet);
}

/* Scopes of RFC 4291, as they stand in multicast addresses; :: has none. */
static int scope6(struct ip ip)
{
	if (ip_is_unspecified(ip))
		return -1;
	if (ip.bytes[0] == 0xff)
		return ip.bytes[1] & 15;
	if (ip_is_loopback(ip) || ip_is_link_local(ip))
		return 2;
	return ip.bytes[0] == 0xfe && (ip.bytes[1] & 0xc0) == 0xc0 ? 5 : 14;
}

/* Labels of the kernel's table: RFC 6724, 2.1, and one more for ORCHIDs. */
static int label6(struct ip ip)
{
	static const struct {
		uint8_t bytes[16], len;
		int label;
	} labels[] = {
		{ { [15] = 1 }, 128, 0 },
		{ { [10] = 0xff, [11] = 0xff }, 96, 4 },
		{ { 0 }, 96, 3 },
		{ { 0x20, 0x01, 0, 0 }, 32, 6 },
		{ { 0x20, 0x01, 0, 0x10 }, 28, 7 },
		{ { 0x20, 0x02 }, 16, 2 },
		{ { 0x3f, 0xfe }, 16, 12 },
		{ { 0xfe, 0xc0 }, 10, 11 },
		{ { 0xfc }, 7, 5 },
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (prefix_has(prefix_of(ip_from_bytes(IP_V6, labels[i].bytes), labels[i].len), ip))
			return labels[i].label;
	return 1;
}

static bool is_orchid(struct ip ip)
{
	return ip.bytes[0] == 0x20 && ip.bytes[1] == 1 && ip.bytes[2] == 0 &&
	       (ip.bytes[3] & 0xf0) == 0x10;
}

static int common_bits(struct ip a, struct ip b)
{
	for (int i = 0; i < 16; i++)
		if (a.bytes[i] != b.bytes[i])
			return i * 8 + __builtin_clz((unsigned)(a.bytes[i] ^ b.bytes[i])) - 24;
	return 128;
}

enum { RULE_COUNT = 9 };

/* What the addresses are wanted for. */
struct taste {
	const struct path_index *ix;
	const struct path_link *out;
	struct ip dst;
	bool mobile; /* the kernel knows Mobile IPv6: home addresses come first */
};

/* What one rule of RFC 6724, 5 gives an address: more is better. */
static int score(const struct taste *t, const struct path_address *a, int rule)
{
	const struct path_link *l = &t->ix->links[a->link];
	struct ip dst = t->dst;
	int scope = scope6(a->ip), bits;

	switch (rule) {
	case 0:
		return ip_equal(a->ip, dst);
	case 1:
		return scope >= scope6(dst) ? -scope : scope - 128;
	case 2:
		return ip_is_loopback(a->ip) ||
		       !(a->flags & (ADDRESS_DEPRECATED | ADDRESS_OPTIMISTIC));
	case 3:
		return t->mobile && a->flags & ADDRESS_HOME;
	case 4:
		return !t->out || t->out == l;
	case 5:
		return label6(a->ip) == label6(dst);
	case 6:
		return !(a->flags & ADDRESS_TEMPORARY) != (l->v6.use_tempaddr >= 2);
	case 7:
		return is_orchid(a->ip) == is_orchid(dst);
	case 8:
		bits = common_bits(a->ip, dst);
		return bits < a->len ? bits : a->len;
	}
	return 0;
}

static bool better(const struct taste *t, const struct path_address *a,
		   const struct path_address *best)
{
	for (int rule = 0; best && rule < RULE_COUNT; rule++) {
		int x = score(t, a, rule), y = score(t, best, rule);
		if (x != y)
			return x > y;
	}
	return !best;
}

static const struct path_address *best_of(const struct taste *t, const struct path_link *l,
					  const struct path_address *best)
{
	size_t n;
	const struct path_address *v = addresses(t->ix, l, 1, &n);

	for (size_t i = 0; i < n; i++)
		if ((!(v[i].flags & ADDRESS_TENTATIVE) || v[i].flags & ADDRESS_OPTIMISTIC) &&
		    better(t, &v[i], best))
			best = &v[i];
	return best;
}

static const struct path_address *best_of_all(const struct taste *t)
{
	const struct path_link *vrf = domain(t->out);
	const struct path_address *best = NULL;

	if (vrf) {
		best = best_of(t, t->out, best);
		best = best_of(t, vrf, best);
	}
	for (size_t i = 0; i < t->ix->nlinks; i++)
		if (domain(&t->ix->links[i]) == vrf)
			best = best_of(t, &t->ix->links[i], best);
	return best;
}

const char home_address_first[] =
	"a home address comes first only where the kernel knows Mobile IPv6";

struct ip source6_with(const struct path_index *ix, const struct path_link *l, struct ip dst,
		       bool mobile)
{
	bool here_only =
		l && (ip_is_multicast(dst) || scope6(dst) <= 2 || l->v6.oif_addresses_only);
	struct taste t = { .ix = ix, .out = l, .dst = dst, .mobile = mobile };
	const struct path_address *best = here_only ? best_of(&t, l, NULL) : best_of_all(&t);

	return best ? best->ip : (struct ip){ .family = IP_NONE };
}

struct ip source6(const struct path_index *ix, const struct path_link *l, struct ip dst)
{
	return source6_with(ix, l, dst, true);
}
