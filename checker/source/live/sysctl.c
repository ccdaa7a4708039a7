/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Settings of the kernel: those of each interface come with its link message,
 * the others from /proc/sys/net, which shows the network namespace of the reader.
 */
#include "source/live/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct setting {
	unsigned place; /* in the link message's array, from 0 */
	const char *name;
};

/* The link message counts from 0 what linux/ip.h counts from 1. */
#define V4(id) (IPV4_DEVCONF_##id - 1)
static const struct setting ipv4[] = {
	{ V4(FORWARDING), "forwarding" },
	{ V4(RP_FILTER), "rp_filter" },
	{ V4(ARPFILTER), "arp_filter" },
	{ V4(ARP_ANNOUNCE), "arp_announce" },
	{ V4(ARP_IGNORE), "arp_ignore" },
	{ V4(ARP_ACCEPT), "arp_accept" },
	{ V4(ARP_NOTIFY), "arp_notify" },
	{ V4(PROXY_ARP), "proxy_arp" },
	{ V4(ACCEPT_LOCAL), "accept_local" },
	{ V4(SRC_VMARK), "src_valid_mark" },
	{ V4(ROUTE_LOCALNET), "route_localnet" },
	{ V4(PROMOTE_SECONDARIES), "promote_secondaries" },
	{ V4(IGNORE_ROUTES_WITH_LINKDOWN), "ignore_routes_with_linkdown" },
};

static const struct setting ipv6[] = {
	{ DEVCONF_FORWARDING, "forwarding" },
	{ DEVCONF_ACCEPT_RA, "accept_ra" },
	{ DEVCONF_ACCEPT_RA_DEFRTR, "accept_ra_defrtr" },
	{ DEVCONF_AUTOCONF, "autoconf" },
	{ DEVCONF_DISABLE_IPV6, "disable_ipv6" },
	{ DEVCONF_USE_TEMPADDR, "use_tempaddr" },
	{ DEVCONF_KEEP_ADDR_ON_DOWN, "keep_addr_on_down" },
	{ DEVCONF_USE_OIF_ADDRS_ONLY, "use_oif_addrs_only" },
	{ DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN, "ignore_routes_with_linkdown" },
};

/* Of the whole host; some came with newer kernels. */
static const char *const host_wide[] = {
	"ip_forward", "fib_multipath_hash_policy", "fib_multipath_use_neigh", "nexthop_compat_mode",
};

static void add(struct live *l, int family, struct text interface, const char *name, int64_t value)
{
	struct sysctl row = {
		.family = num(family),
		.interface = interface,
		.name = snapshot_cstr(l->s, name),
		.value = num(value),
	};

	add_sysctl(l->s, l->host, &row);
}

static void from_array(struct live *l, int family, struct text interface,
		       const struct nlattr *array, const struct setting *settings, size_t n)
{
	size_t values = array ? (size_t)nla_len(array) / sizeof(int32_t) : 0;

	for (size_t i = 0; i < n; i++) {
		int32_t value;
		if (settings[i].place >= values)
			continue;
		memcpy(&value, (const char *)nla_data(array) + settings[i].place * sizeof(value),
		       sizeof(value));
		add(l, family, interface, settings[i].name, value);
	}
}

void live_link_sysctls(struct live *l, struct text interface, const struct nlattr *af_spec)
{
	struct nlattr *families[AF_INET6 + 1], *tb4[IFLA_INET_MAX + 1], *tb6[IFLA_INET6_MAX + 1];

	if (!live_wants(l, TABLE_sysctl) || !live_nested(af_spec, families, AF_INET6))
		return;
	if (live_nested(families[AF_INET], tb4, IFLA_INET_MAX))
		from_array(l, 4, interface, tb4[IFLA_INET_CONF], ipv4, countof(ipv4));
	if (live_nested(families[AF_INET6], tb6, IFLA_INET6_MAX))
		from_array(l, 6, interface, tb6[IFLA_INET6_CONF], ipv6, countof(ipv6));
}

/* 0, or a negative errno. */
static int read_number(const char *path, int64_t *ret_value)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[64];
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text));
	close(fd);
	if (n < 0)
		return -errno;
	return str_to_i64(str_trim((struct str){ text, (size_t)n }), ret_value) ? 0 : -EINVAL;
}

/* A setting that the kernel lacks is no gap: where there is the directory it is just not there. */
static int add_from_proc(struct live *l, int family, const char *interface, const char *name)
{
	char path[128];
	int64_t value;
	int failed;

	if (interface)
		snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/conf/%s/%s", family, interface,
			 name);
	else
		snprintf(path, sizeof(path), "/proc/sys/net/ipv%d/%s", family, name);
	failed = read_number(path, &value);
	if (failed == 0)
		add(l, family, snapshot_cstr(l->s, interface), name, value);
	return failed == -ENOENT ? 0 : failed;
}

void live_read_sysctls(struct live *l)
{
	static const char *const templates[] = { "all", "default" };
	int failed = access("/proc/sys/net/ipv4/conf/all", R_OK | X_OK) < 0 ? -errno : 0;

	for (size_t i = 0; !failed && i < countof(templates); i++) {
		for (size_t k = 0; !failed && k < countof(ipv4); k++)
			failed = add_from_proc(l, 4, templates[i], ipv4[k].name);
		for (size_t k = 0; !failed && k < countof(ipv6); k++)
			failed = add_from_proc(l, 6, templates[i], ipv6[k].name);
	}
	for (size_t i = 0; !failed && i < countof(host_wide); i++)
		failed = add_from_proc(l, 4, NULL, host_wide[i]);
	live_cover(l, TABLE_sysctl, "/proc/sys/net", 0);
	if (failed)
		live_cover(l, TABLE_sysctl, "/proc/sys/net", failed);
}
