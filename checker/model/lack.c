/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/lack.h"

#include <limits.h>
#include <string.h>

#include "model/rule.h"

/* What tells a table, or with a word of its own a fact of its rows. */
struct teller {
	enum table_id table;
	unsigned platforms;
	const char *fact; /* NULL: the table */
	const char *command;
	size_t column; /* of a fact: it is missing where no row has this; or COLUMN_NONE */
	unsigned since; /* 51: version 5.1, in which the command came; 0: any */
};

enum { COLUMN_NONE = 0x7fff };

#define TELLS(table, platforms, command, since) \
	{ TABLE_##table, platforms, NULL, command, COLUMN_NONE, since }
#define LINUX(table, command) TELLS(table, PLATFORM_LINUX | PLATFORM_OVIRT, command, 0)
#define ESXI(table, command) TELLS(table, PLATFORM_ESXI, command, 50)
#define ESX(table, command) TELLS(table, PLATFORM_ESX, command, 0)
#define OLD(table, command) TELLS(table, PLATFORM_ESX | PLATFORM_ESXI, command, 0)
#define FACT(table, column, fact, command, since) \
	{ TABLE_##table, PLATFORM_ESXI, fact, command, COLUMN(table, column), since }

/* The first that the host's version has counts. */
static const struct teller tellers[] = {
	LINUX(interface, "ip -d address"),
	LINUX(address, "ip -d address"),
	LINUX(bond, "ip -d address"),
	LINUX(uplink, "ip -d address"),
	LINUX(route, "ip route show table all && ip -6 route show table all"),
	LINUX(nexthop, "ip route show table all && ip -6 route show table all"),
	LINUX(routing_rule, "ip rule && ip -6 rule"),
	LINUX(neighbour, "ip neighbour"),
	LINUX(iscsi_adapter, "cat /etc/iscsi/initiatorname.iscsi"),
	LINUX(iscsi_iface, "iscsiadm -m iface"),
	LINUX(iscsi_node, "iscsiadm -m node -o show"),
	LINUX(iscsi_target, "iscsiadm -m node -o show"),
	LINUX(iscsi_session, "iscsiadm -m session -P 3"),
	LINUX(multipath, "multipath -ll"),
	LINUX(link_neighbour, "lldpctl"),
	LINUX(nfs_mount, "cat /proc/self/mountinfo"),
	LINUX(disk_mount, "cat /proc/self/mountinfo"),
	LINUX(fstab, "cat /etc/fstab"),
	LINUX(sysctl, "sysctl -a"),
	ESXI(interface, "esxcli network ip interface list"),
	ESXI(address, "esxcli network ip interface ipv4 get"),
	TELLS(route, PLATFORM_ESXI, "esxcli network ip route ipv4 list", 51),
	ESXI(neighbour, "esxcli network ip neighbor list"),
	ESXI(uplink, "esxcli network vswitch standard portgroup policy failover get -p PORTGROUP"),
	ESXI(vswitch, "esxcli network vswitch standard list"),
	ESXI(portgroup, "esxcli network vswitch standard portgroup list"),
	ESXI(iscsi_adapter, "esxcli iscsi adapter list"),
	ESXI(binding, "esxcli iscsi networkportal list"),
	ESXI(iscsi_target, "esxcli iscsi adapter target portal list"),
	ESXI(iscsi_session, "esxcli iscsi session connection list"),
	ESXI(multipath, "esxcli storage core path list"),
	ESXI(link_neighbour, "vim-cmd hostsvc/net/query_networkhint"),
	ESXI(nfs_mount, "esxcli storage nfs list"),
	FACT(interface, services, "services of VMkernel ports",
	     "esxcli network ip interface tag get -i VMK", 51),
	FACT(uplink, link, "link states of NICs", "esxcli network nic list", 50),
	{ TABLE_uplink, PLATFORM_ESXI, "link states of NICs", "esxcfg-nics -l", COLUMN_NONE, 0 },
	{ TABLE_nfs_mount, PLATFORM_ESXI, "NFS 4.1 datastores", "esxcli storage nfs41 list",
	  COLUMN_NONE, 60 },
	{ TABLE_iscsi_node, PLATFORM_LINUX, "paths of node records",
	  "cp -r --parents /etc/iscsi/nodes DIRECTORY", COLUMN(iscsi_node, path), 0 },
	{ TABLE_interface, PLATFORM_LINUX, "masters of ports", "ip -d address", COLUMN_NONE, 0 },
	{ TABLE_address, PLATFORM_LINUX, "scopes of addresses", "ip -d address", COLUMN_NONE, 0 },
	ESX(interface, "esxcfg-vmknic -l && esxcfg-vswif -l"),
	ESX(address, "esxcfg-vmknic -l && esxcfg-vswif -l"),
	OLD(interface, "esxcfg-vmknic -l"),
	OLD(address, "esxcfg-vmknic -l"),
	OLD(route, "esxcfg-route -l"),
	OLD(uplink, "esxcfg-vswitch -l"),
	OLD(vswitch, "esxcfg-vswitch -l"),
	OLD(portgroup, "esxcfg-vswitch -l"),
	OLD(binding, "esxcli swiscsi nic list -d VMHBA"),
	OLD(nfs_mount, "esxcfg-nas -l"),
};

/* 51 of "5.1.0"; one that is not known is the newest. */
static unsigned version_of(const struct host *h)
{
	struct str rest = str_of(h->version.s), major, minor;
	uint64_t a, b;

	if (!str_split(&rest, '.', &major) || !str_split(&rest, '.', &minor) ||
	    !str_to_u64(major, &a) || !str_to_u64(minor, &b) || a > 1000 || b > 9)
		return UINT_MAX;
	return (unsigned)(a * 10 + b);
}

/* Ordinary users are told so by the kernel, each time in other words. */
static bool is_refusal(const char *why)
{
	return why && (strstr(why, "ermission denied") || strstr(why, "not permitted"));
}

/* A running host was asked for all; more rights are the only way to more. */
static const char *command_for(const struct host *h, enum table_id t, const char *fact,
			       const char *why)
{
	unsigned version = version_of(h);
	enum platform platform;

	if (!h->platform.s || !platform_parse(h->platform.s, &platform))
		return NULL;
	if (same(h->kind.s, "live"))
		return is_refusal(why) ? "sudo uplint check" : NULL;
	for (size_t i = 0; i < countof(tellers); i++)
		if (tellers[i].table == t && tellers[i].platforms & (unsigned)platform &&
		    tellers[i].since <= version && same(tellers[i].fact, fact))
			return tellers[i].command;
	return NULL;
}

static bool knows_any(const struct snapshot *s, unsigned host, enum table_id t, size_t column)
{
	for (size_t i = 0; i < snapshot_rows(s, t, host); i++) {
		struct cell cell = snapshot_cell(s, t, host, i, column);
		if (cell_known(&cell))
			return true;
	}
	return false;
}

static bool platform_of(const struct snapshot *s, unsigned host, enum platform *ret_platform)
{
	struct host h = { .row.index = 0 };

	return get_host(s, host, 0, &h) && h.platform.s &&
	       platform_parse(h.platform.s, ret_platform);
}

const char *lack_facts(const struct snapshot *s, unsigned host, enum table_id t)
{
	const char *list = snapshot_missing(s, host, t), *why;
	enum platform platform = 0;

	if (!snapshot_rows(s, t, host) || snapshot_coverage(s, host, t, &why) != COVERAGE_READ)
		return list;
	for (const struct teller *one = tellers; one < tellers + countof(tellers); one++) {
		if (one->table != t || !one->fact || one->column == COLUMN_NONE)
			continue;
		if (!platform && !platform_of(s, host, &platform))
			break;
		if (one->platforms & (unsigned)platform && !knows_any(s, host, t, one->column))
			list = arena_list(snapshot_arena(s), list, ", ", one->fact);
	}
	return list;
}

static bool can_have(const struct host *h, enum table_id t)
{
	enum platform platform;

	return !h->platform.s || !platform_parse(h->platform.s, &platform) ||
	       schema_platforms(t) & (unsigned)platform;
}

size_t lack_list(const struct snapshot *s, unsigned host, enum table_id t,
		 struct lack ret_lacks[static LACKS_MOST])
{
	const char *why, *missing = lack_facts(s, host, t);
	enum coverage_state state = snapshot_coverage(s, host, t, &why);
	struct host h = { .row.index = 0 };
	struct str rest = str_of(missing), fact;
	size_t n = 0;

	if (state == COVERAGE_READ && !missing)
		return 0;
	get_host(s, host, 0, &h);
	if (!can_have(&h, t))
		return 0;
	if (state == COVERAGE_ABSENT || (state == COVERAGE_PARTIAL && !missing))
		ret_lacks[n++] = (struct lack){ schema_table(t)->doc, why,
						command_for(&h, t, NULL, why) };
	while (n < LACKS_MOST && str_split(&rest, ',', &fact)) {
		const char *what = arena_str(snapshot_arena(s), str_trim(fact));
		ret_lacks[n++] = (struct lack){ what, why, command_for(&h, t, what, why) };
	}
	return n;
}

const char *lack_commands(const struct snapshot *s, unsigned host, enum table_id t)
{
	struct lack lacks[LACKS_MOST];
	size_t n = lack_list(s, host, t, lacks);
	const char *list = NULL;

	for (size_t i = 0; i < n; i++)
		if (lacks[i].command)
			list = arena_list(snapshot_arena(s), list, "; ", lacks[i].command);
	return list;
}

const char *lack_collector(const char *platform, const char *kind)
{
	if (same(kind, "live"))
		return NULL;
	if (same(platform, "linux"))
		return "uplint snapshot";
	return same(platform, "esxi") || same(platform, "esx") ? "sh collect/esxi.sh" : NULL;
}
