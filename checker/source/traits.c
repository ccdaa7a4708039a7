/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/traits.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "tree/tree.h"

enum { TRAITS_MOST = 2048 };

/* Devices that software makes on every host, with the same addresses on each. */
static bool is_common_device(const char *name)
{
	static const char *const patterns[] = {
		"lo",	   "docker*", "docker_gwbridge", "br-????????????", "virbr*", "vnet*",
		"veth*",   "cni*",    "cali*",	  "flannel*",	     "podman*", "lxcbr*",
		"lxdbr*",  "vmnet*",  "vboxnet*", "kube*",	     "nodelocaldns", "tunl*",
		"cilium*", "lxc*",    "weave*",	  "incusbr*",	     "sit*",	"gre*",
		"ip6tnl*", "dummy*",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], str_of(name)))
			return true;
	return false;
}

static bool is_common_address(struct ip ip)
{
	static const uint32_t defaults[] = { 0xac110001 /* docker0 */, 0xc0a87a01 /* virbr0 */,
					     0x0a580001 /* podman */ };

	for (size_t i = 0; i < countof(defaults); i++)
		if (ip.family == IP_V4 && ip4_value(ip) == defaults[i])
			return true;
	return !ip_known(ip) || ip_is_loopback(ip) || ip_is_link_local(ip) ||
	       ip_is_multicast(ip) || ip_is_unspecified(ip);
}

/* Group addresses, those of virtual routers, and those that container software makes up. */
static bool is_common_mac(struct mac mac)
{
	static const uint8_t docker[] = { 0x02, 0x42 }, router[] = { 0, 0, 0x5e, 0, 1 };

	return !mac_known(mac) || mac_is_zero(mac) || (mac.len == 6 && (mac.bytes[0] & 1)) ||
	       memcmp(mac.bytes, docker, sizeof(docker)) == 0 ||
	       memcmp(mac.bytes, router, sizeof(router)) == 0;
}

static bool is_same(const struct trait *x, const struct trait *y)
{
	return x->type == y->type && same(x->device, y->device) && ip_equal(x->ip, y->ip) &&
	       mac_equal(x->mac, y->mac);
}

static void add(struct traits *t, struct arena *a, struct trait trait)
{
	if (t->n == TRAITS_MOST || (trait.device && is_common_device(trait.device)))
		return;
	if (trait.type >= TRAIT_ADDRESS && trait.type != TRAIT_USES && is_common_address(trait.ip))
		return;
	if ((trait.type == TRAIT_MAC || trait.type == TRAIT_PERMANENT) && is_common_mac(trait.mac))
		return;
	if (t->n && is_same(&t->v[t->n - 1], &trait))
		return;
	trait.device = arena_strdup(a, trait.device ? trait.device : "");
	t->v = arena_grow(a, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = trait;
}

static void add_own(struct traits *t, struct arena *a, const struct snapshot *s)
{
	for_each_row (interface, i, s, 0) {
		add(t, a, (struct trait){ .type = TRAIT_DEVICE, .device = i->name.s });
		add(t, a, (struct trait){ .type = TRAIT_MAC, .device = i->name.s, .mac = i->mac });
		add(t, a, (struct trait){ .type = TRAIT_PERMANENT, .device = i->name.s,
					  .mac = i->permanent_mac });
	}
	for_each_row (address, r, s, 0) {
		uint8_t len = (uint8_t)num_or(r->prefixlen, ip_bits(r->address));
		add(t, a, (struct trait){ .type = TRAIT_DEVICE, .device = r->interface.s });
		add(t, a, (struct trait){ .type = TRAIT_ADDRESS, .device = r->interface.s,
					  .ip = r->address, .len = len });
	}
}

static void add_use(struct traits *t, struct arena *a, const char *device)
{
	if (device && *device)
		add(t, a, (struct trait){ .type = TRAIT_USES, .device = device });
}

static void add_routes(struct traits *t, struct arena *a, const struct snapshot *s)
{
	for_each_row (route, r, s, 0) {
		bool onlink = r->flags.s && strstr(r->flags.s, "onlink");
		add_use(t, a, r->interface.s);
		add(t, a, (struct trait){ .type = TRAIT_SOURCE, .device = r->interface.s,
					  .ip = r->prefsrc });
		if (!onlink)
			add(t, a, (struct trait){ .type = TRAIT_GATEWAY, .device = r->interface.s,
						  .ip = r->gateway });
		t->ways = true;
	}
	for_each_row (nexthop, r, s, 0)
		add_use(t, a, r->interface.s);
}

static void add_others(struct traits *t, struct arena *a, const struct snapshot *s)
{
	for_each_row (neighbour, r, s, 0) {
		add_use(t, a, r->interface.s);
		add(t, a, (struct trait){ .type = TRAIT_MEETS, .device = r->interface.s,
					  .ip = r->address });
		t->ways = true;
	}
	for_each_row (routing_rule, r, s, 0) {
		add_use(t, a, r->iif.s);
		add_use(t, a, r->oif.s);
		add(t, a, (struct trait){ .type = TRAIT_MEETS, .ip = r->src.ip });
		t->ways = true;
	}
	for_each_row (iscsi_session, r, s, 0) {
		add_use(t, a, r->interface.s);
		add(t, a, (struct trait){ .type = TRAIT_SOURCE, .ip = r->local_address });
	}
}

static int by_device(const void *a, const void *b)
{
	const struct trait *x = a, *y = b;

	return x->type != y->type ? (int)x->type - (int)y->type : strcmp(x->device, y->device);
}

void traits_sort(struct traits *t)
{
	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), by_device);
}

void traits_of(struct traits *ret_traits, struct arena *a, const struct snapshot *s)
{
	const char *why;

	*ret_traits = (struct traits){ .n = 0 };
	add_own(ret_traits, a, s);
	add_routes(ret_traits, a, s);
	add_others(ret_traits, a, s);
	ret_traits->whole = snapshot_coverage(s, 0, TABLE_interface, &why) != COVERAGE_ABSENT &&
			    snapshot_coverage(s, 0, TABLE_address, &why) != COVERAGE_PARTIAL;
	traits_sort(ret_traits);
}

bool trait_key(const struct trait *t, unsigned char ret_bytes[static 48])
{
	memset(ret_bytes, 0, 48);
	if (t->type == TRAIT_ADDRESS) {
		ret_bytes[0] = 'a';
		ret_bytes[1] = t->ip.family;
		memcpy(ret_bytes + 2, t->ip.bytes, sizeof(t->ip.bytes));
	} else if (t->type == TRAIT_MAC || t->type == TRAIT_PERMANENT) {
		ret_bytes[0] = 'm';
		memcpy(ret_bytes + 1, t->mac.bytes, t->mac.len);
	}
	return ret_bytes[0];
}

bool traits_have_mac(const struct traits *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].type == TRAIT_MAC || t->v[i].type == TRAIT_PERMANENT)
			return true;
	return false;
}

bool traits_own(const struct traits *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].type == TRAIT_ADDRESS)
			return true;
	return traits_have_mac(t);
}

struct range {
	const struct trait *v;
	size_t n;
};

/* Traits of one type of a device stand together. */
static struct range range_of(const struct traits *t, enum trait_type type, const char *device)
{
	const struct trait key = { .type = type, .device = device };
	size_t begin = lower_bound(&key, t->v, t->n, sizeof(key), by_device), n = 0;

	while (begin + n < t->n && by_device(&key, &t->v[begin + n]) == 0)
		n++;
	return (struct range){ t->v + begin, n };
}

/* 1: a MAC of the device is the same in both; -1: it differs; 0: one of them does not say. */
static int compare_macs(const struct traits *a, const struct traits *b, const char *device)
{
	struct range x = range_of(a, TRAIT_MAC, device), y = range_of(b, TRAIT_MAC, device);

	return !x.n || !y.n ? 0 : mac_equal(x.v->mac, y.v->mac) ? 1 : -1;
}

/* Have both addresses of a family on the device, and none of it in common? */
static bool are_disjoint(struct range a, struct range b, uint8_t family)
{
	bool ours = false, theirs = false;

	for (size_t i = 0; i < a.n; i++) {
		ours |= a.v[i].ip.family == family;
		for (size_t k = 0; k < b.n && a.v[i].ip.family == family; k++) {
			theirs |= b.v[k].ip.family == family;
			if (ip_equal(a.v[i].ip, b.v[k].ip))
				return false;
		}
	}
	return ours && theirs;
}

static bool differs(const struct traits *a, const struct traits *b, const char *device)
{
	struct range x = range_of(a, TRAIT_ADDRESS, device), y = range_of(b, TRAIT_ADDRESS, device);
	int macs = compare_macs(a, b, device);

	return macs < 0 || (!macs && (are_disjoint(x, y, IP_V4) || are_disjoint(x, y, IP_V6)));
}

bool traits_contradict(const struct traits *a, const struct traits *b)
{
	for (size_t i = 0; i < a->n && a->v[i].type == TRAIT_DEVICE; i++)
		if (differs(a, b, a->v[i].device))
			return true;
	return false;
}

static bool has_device(const struct traits *host, const char *device)
{
	return range_of(host, TRAIT_DEVICE, device).n;
}

/* 1: the address is the host's own, or on-link at the device; -1: it is not; 0: not known. */
static int place(const struct traits *host, const struct trait *t)
{
	bool own = t->type == TRAIT_SOURCE || t->type == TRAIT_ADDRESS, known = false;

	for (size_t i = 0; i < host->n; i++) {
		const struct trait *h = &host->v[i];
		bool here = own || !*t->device || same(h->device, t->device);
		if (h->type != TRAIT_ADDRESS || h->ip.family != t->ip.family)
			continue;
		if (own ? ip_equal(h->ip, t->ip)
			: here && prefix_has(prefix_of(h->ip, h->len), t->ip))
			return 1;
		known |= here;
	}
	return known ? -1 : 0;
}

/* The same of what a trait says. */
static int agrees(const struct traits *host, const struct trait *t)
{
	if (t->type >= TRAIT_ADDRESS && t->type != TRAIT_USES)
		return place(host, t);
	return has_device(host, t->device) ? 1 : host->whole ? -1 : 0;
}

bool traits_fit(const struct traits *t, const struct traits *host)
{
	bool fits = t->ways && !t->n, meets = false, met = false;

	for (size_t i = 0; i < t->n; i++) {
		int agreed = agrees(host, &t->v[i]);
		if (t->v[i].type == TRAIT_MEETS) {
			meets |= agreed != 0;
			met |= agreed > 0;
		} else if (agreed < 0) {
			return false;
		}
		fits |= agreed > 0;
	}
	return fits && (!meets || met);
}
