/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses in the kernel's order, and neighbours. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <string.h>
#include <sys/socket.h>

static struct text address_flags(struct live *l, uint32_t flags, int family)
{
	static const struct live_flag names[] = {
		{ IFA_F_NODAD, "nodad" },
		{ IFA_F_OPTIMISTIC, "optimistic" },
		{ IFA_F_DADFAILED, "dadfailed" },
		{ IFA_F_HOMEADDRESS, "home" },
		{ IFA_F_DEPRECATED, "deprecated" },
		{ IFA_F_TENTATIVE, "tentative" },
		{ IFA_F_MANAGETEMPADDR, "mngtmpaddr" },
		{ IFA_F_NOPREFIXROUTE, "noprefixroute" },
		{ IFA_F_MCAUTOJOIN, "autojoin" },
		{ IFA_F_STABLE_PRIVACY, "stable-privacy" },
	};
	struct text most = live_flags(l, flags, names, countof(names));
	const char *first = "";

	if (flags & IFA_F_SECONDARY)
		first = family == AF_INET ? "secondary" : "temporary";
	if (!(flags & IFA_F_PERMANENT))
		first = *first ? (family == AF_INET ? "secondary,dynamic" : "temporary,dynamic")
			       : "dynamic";
	if (!*first)
		return most;
	return *most.s ? snapshot_textf(l->s, "%s,%s", first, most.s) : snapshot_cstr(l->s, first);
}

static const char *method_v4(const struct address *a, uint32_t flags)
{
	if (ip_is_loopback(a->address))
		return "loopback";
	if (!(flags & IFA_F_PERMANENT))
		return "dhcp";
	return ip_is_link_local(a->address) ? "link-local" : NULL;
}

/*
 * A /128 that expires is how DHCPv6 clients set theirs; what routers announce has the subnet's
 * length.
 */
static const char *method_v6(const struct address *a, uint32_t flags, struct num origin)
{
	if (ip_is_loopback(a->address))
		return "loopback";
	if (ip_is_link_local(a->address))
		return "link-local";
	if (num_is(origin, IFAPROT_KERNEL_RA) ||
	    flags & (IFA_F_TEMPORARY | IFA_F_MANAGETEMPADDR | IFA_F_STABLE_PRIVACY))
		return "slaac";
	if (flags & IFA_F_PERMANENT)
		return NULL;
	return num_is(a->prefixlen, 128) ? "dhcp" : "slaac";
}

static void on_address(struct live *l, const struct nlmsghdr *h)
{
	const struct ifaddrmsg *info = NLMSG_DATA(h);
	struct nlattr *tb[IFA_PROTO + 1];
	struct address a = { .prefixlen = { .known = false } };
	struct ip local, remote;
	uint32_t flags;

	if (h->nlmsg_type != RTM_NEWADDR || !live_attrs(h, sizeof(*info), tb, IFA_PROTO) ||
	    info->ifa_family != l->family)
		return;
	local = attr_ip(tb[IFA_LOCAL]);
	remote = attr_ip(tb[IFA_ADDRESS]);
	flags = (uint32_t)num_or(attr_num(tb[IFA_FLAGS]), info->ifa_flags);
	a.interface = live_link_name(l, (int)info->ifa_index);
	a.address = ip_known(local) ? local : remote;
	a.peer = ip_known(local) && !ip_equal(local, remote) ? remote
							     : (struct ip){ .family = IP_NONE };
	a.prefixlen = num(info->ifa_prefixlen);
	a.scope = live_scope(l, info->ifa_scope);
	a.flags = address_flags(l, flags, l->family);
	a.label = attr_text(l, tb[IFA_LABEL]);
	a.metric = attr_num(tb[IFA_RT_PRIORITY]);
	if (l->family == AF_INET)
		a.secondary = tri(flags & IFA_F_SECONDARY);
	a.method = snapshot_cstr(l->s, l->family == AF_INET
					       ? method_v4(&a, flags)
					       : method_v6(&a, flags, attr_num(tb[IFA_PROTO])));
	if (ip_known(a.address))
		add_address(l->s, l->host, &a);
}

void live_read_addresses(struct live *l)
{
	struct live_request request = {
		.type = RTM_GETADDR,
		.family = AF_INET,
		.header = sizeof(struct ifaddrmsg),
	};

	live_cover(l, TABLE_address, "IPv4 addresses", live_dump(l, &request, on_address));
	request.family = AF_INET6;
	live_cover_more(l, TABLE_address, "IPv6 addresses", live_dump(l, &request, on_address));
}

static const char *neighbour_state(uint16_t state)
{
	switch (state) {
	case NUD_INCOMPLETE: return "INCOMPLETE";
	case NUD_REACHABLE: return "REACHABLE";
	case NUD_STALE: return "STALE";
	case NUD_DELAY: return "DELAY";
	case NUD_PROBE: return "PROBE";
	case NUD_FAILED: return "FAILED";
	case NUD_NOARP: return "NOARP";
	case NUD_PERMANENT: return "PERMANENT";
	case NUD_NONE: return "NONE";
	default: return NULL;
	}
}

/* What the kernel keeps for multicast, broadcast and its own addresses tells nothing. */
static bool is_noise(const struct neighbour *n, uint16_t state)
{
	return state & NUD_NOARP &&
	       (ip_is_multicast(n->address) || ip_is_loopback(n->address) ||
		ip_is_unspecified(n->address) || ip4_value(n->address) == UINT32_MAX ||
		mac_is_zero(n->mac) || (n->mac.len == 6 && n->mac.bytes[0] == 0xff));
}

static void on_neighbour(struct live *l, const struct nlmsghdr *h)
{
	const struct ndmsg *info = NLMSG_DATA(h);
	struct nlattr *tb[NDA_MAX + 1];
	struct neighbour n = { .router = TRI_UNKNOWN };

	if (h->nlmsg_type != RTM_NEWNEIGH || !live_attrs(h, sizeof(*info), tb, NDA_MAX) ||
	    info->ndm_family != l->family)
		return;
	n.address = attr_ip(tb[NDA_DST]);
	n.interface = live_link_name(l, info->ndm_ifindex);
	n.mac = attr_mac(tb[NDA_LLADDR]);
	n.state = snapshot_cstr(l->s, neighbour_state(info->ndm_state));
	if (l->family == AF_INET6)
		n.router = tri(info->ndm_flags & NTF_ROUTER);
	if (ip_known(n.address) && !is_noise(&n, info->ndm_state))
		add_neighbour(l->s, l->host, &n);
}

void live_read_neighbours(struct live *l)
{
	struct live_request request = {
		.type = RTM_GETNEIGH,
		.family = AF_INET,
		.header = sizeof(struct ndmsg),
	};

	live_cover(l, TABLE_neighbour, "ARP entries", live_dump(l, &request, on_neighbour));
	request.family = AF_INET6;
	live_cover_more(l, TABLE_neighbour, "ND entries", live_dump(l, &request, on_neighbour));
}
