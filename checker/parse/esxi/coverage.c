/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/coverage.h"

#include <stdlib.h>

#include "parse/esxi/store.h"

/* Where to get what is missing. */
static const char *const outputs[ESXI_PART_COUNT] = {
	[ESXI_PART_HOST] = "vmware -vl",
	[ESXI_PART_VMKNIC] = "esxcfg-vmknic -l, esxcli network ip interface list",
	[ESXI_PART_VMNIC] = "esxcli network nic list, esxcfg-nics -l",
	[ESXI_PART_VSWIF] = "esxcfg-vswif -l",
	[ESXI_PART_ADDRESS4] = "esxcfg-vmknic -l, esxcli network ip interface ipv4 get",
	[ESXI_PART_ADDRESS6] = "esxcli network ip interface ipv6 address list",
	[ESXI_PART_SERVICES] = "esxcli network ip interface tag get",
	[ESXI_PART_STACKS] = "esxcli network ip netstack list",
	[ESXI_PART_ROUTE4] = "esxcfg-route -l, esxcli network ip route ipv4 list",
	[ESXI_PART_ROUTE6] = "esxcli network ip route ipv6 list",
	[ESXI_PART_NEIGHBOUR] = "esxcli network ip neighbor list",
	[ESXI_PART_STANDARD] = "esxcfg-vswitch -l, esxcli network vswitch standard list",
	[ESXI_PART_DISTRIBUTED] = "esxcfg-vswitch -l, esxcli network vswitch dvs vmware list",
	[ESXI_PART_LAG] = "esxcli network vswitch dvs vmware lacp status get",
	[ESXI_PART_PORTGROUP] = "esxcfg-vswitch -l, esxcli network vswitch standard portgroup list",
	[ESXI_PART_BINDING] = "esxcli iscsi networkportal list",
	[ESXI_PART_ADAPTER] = "esxcli iscsi adapter list",
	[ESXI_PART_TARGET] = "esxcli iscsi adapter target portal list",
	[ESXI_PART_DISCOVERY] = "esxcli iscsi adapter discovery sendtarget list",
	[ESXI_PART_SESSION] = "esxcli iscsi session connection list",
	[ESXI_PART_PATH] = "esxcli storage core path list",
	[ESXI_PART_NFS3] = "esxcli storage nfs list",
	[ESXI_PART_NFS41] = "esxcli storage nfs41 list",
	[ESXI_PART_HINT] = "vim-cmd hostsvc/net/query_networkhint",
};

/* The same before 5.0, which had no esxcli for it. */
static const char *const old_outputs[ESXI_PART_COUNT] = {
	[ESXI_PART_HOST] = "vmware -vl",
	[ESXI_PART_VMKNIC] = "esxcfg-vmknic -l",
	[ESXI_PART_VMNIC] = "esxcfg-nics -l",
	[ESXI_PART_VSWIF] = "esxcfg-vswif -l",
	[ESXI_PART_ADDRESS4] = "esxcfg-vmknic -l",
	[ESXI_PART_ROUTE4] = "esxcfg-route -l",
	[ESXI_PART_STANDARD] = "esxcfg-vswitch -l",
	[ESXI_PART_DISTRIBUTED] = "esxcfg-vswitch -l",
	[ESXI_PART_PORTGROUP] = "esxcfg-vswitch -l",
	[ESXI_PART_BINDING] = "esxcli swiscsi nic list",
	[ESXI_PART_ADAPTER] = "vmkiscsi-tool -I -l",
	[ESXI_PART_TARGET] = "vmkiscsid --dump-db",
	[ESXI_PART_NFS3] = "esxcfg-nas -l",
	[ESXI_PART_HINT] = "vim-cmd hostsvc/net/query_networkhint",
};

/* A version that is not known is a new one. */
static bool has_version(const struct esxi *x, unsigned least)
{
	const struct host *h = (const void *)esxi_get(x, TABLE_host, 0);
	struct str major = h && h->version.s ? str_of(h->version.s) : STR("");
	uint64_t n;

	return !str_to_u64(str_upto(major, str_find(major, '.')), &n) || n >= least;
}

static bool was_read(const struct esxi *x, enum esxi_part part)
{
	return x->store->parts[part].read;
}

/* An output of it was there, and did not say all. */
static bool is_broken(const struct esxi *x, enum esxi_part part)
{
	const struct esxi_part_state *p = &x->store->parts[part];

	return p->read ? p->damaged : p->partly != NULL;
}

static const char *missing(struct esxi *x, enum esxi_part part)
{
	const char *failed = x->store->parts[part].failed, *partly = x->store->parts[part].partly;

	if (partly)
		return partly;
	if (failed)
		return arena_printf(x->store->arena, "%s failed: %s", outputs[part], failed);
	if (!has_version(x, 5) && !old_outputs[part])
		return "no output of a version before 5.0 shows it";
	return arena_printf(x->store->arena, "the input holds no output of %s",
			    has_version(x, 5) ? outputs[part] : old_outputs[part]);
}

static const char *lost_row(struct esxi *x, enum esxi_part part)
{
	return arena_printf(x->store->arena, "a row of %s was not understood", outputs[part]);
}

static void cover(struct esxi *x, unsigned host, enum table_id t, enum esxi_part part)
{
	size_t rows = snapshot_rows(x->s, t, host);

	if (was_read(x, part) && x->store->parts[part].damaged)
		snapshot_cover(x->s, host, t, COVERAGE_PARTIAL, lost_row(x, part));
	else if (was_read(x, part))
		snapshot_cover(x->s, host, t, COVERAGE_READ, NULL);
	else
		snapshot_cover(x->s, host, t, rows ? COVERAGE_PARTIAL : COVERAGE_ABSENT,
			       missing(x, part));
}

/* Texts of one snapshot are equal where their pointers are. */
static int compare_pointers(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t) * (const char *const *)a,
		  y = (uintptr_t) * (const char *const *)b;

	return (x > y) - (x < y);
}

struct names {
	const char **v;
	size_t n;
};

static void sort_names(struct names *names)
{
	if (names->n)
		qsort(names->v, names->n, sizeof(*names->v), compare_pointers);
}

static bool unlisted(const struct names *names, const char *name)
{
	if (!name)
		return false;
	return !names->n ||
	       !bsearch(&name, names->v, names->n, sizeof(*names->v), compare_pointers);
}

/* A port that the list of addresses does not have: it is not whole, whatever was asked for. */
static void cover_addresses(struct esxi *x, unsigned host)
{
	const char *missed = NULL;

	for_each_row(interface, i, x->s, host) {
		struct esxi_listed like = { .name = i->name };
		if (same(i->kind.s, "vmknic") && i->admin != TRI_NO &&
		    !esxi_find(x, TABLE_esxi_listed, &like.row))
			missed = i->name.s;
	}
	cover(x, host, TABLE_address, ESXI_PART_ADDRESS4);
	if (missed && was_read(x, ESXI_PART_ADDRESS4))
		snapshot_cover(x->s, host, TABLE_address, COVERAGE_PARTIAL,
			       arena_printf(x->store->arena,
					    "the address of %s is in no list (%s)", missed,
					    "esxcli network ip interface ipv4 get"));
}

/* Switches that others speak of and no list has: the capture is a part. */
static void cover_switches(struct esxi *x, unsigned host)
{
	struct names names = { arena_array(x->store->arena,
					   snapshot_rows(x->s, TABLE_vswitch, host),
					   sizeof(char *)),
			       0 };
	const char *missed = NULL;

	for_each_row(vswitch, v, x->s, host)
		names.v[names.n++] = v->name.s;
	sort_names(&names);
	for_each_row(portgroup, p, x->s, host)
		missed = unlisted(&names, p->vswitch.s) ? p->vswitch.s : missed;
	for_each_row(interface, i, x->s, host)
		missed = unlisted(&names, i->vswitch.s) ? i->vswitch.s : missed;
	cover(x, host, TABLE_vswitch,
	      was_read(x, ESXI_PART_STANDARD) ? ESXI_PART_STANDARD : ESXI_PART_DISTRIBUTED);
	if (is_broken(x, ESXI_PART_PORTGROUP))
		snapshot_cover(x->s, host, TABLE_vswitch, COVERAGE_PARTIAL,
			       lost_row(x, ESXI_PART_PORTGROUP));
	if (missed && (was_read(x, ESXI_PART_STANDARD) || was_read(x, ESXI_PART_DISTRIBUTED)))
		snapshot_cover(
			x->s, host, TABLE_vswitch, COVERAGE_PARTIAL,
			arena_printf(x->store->arena,
				     "partial capture: %s is in no list of switches", missed));
}

static void cover_portgroups(struct esxi *x, unsigned host)
{
	struct names names = { arena_array(x->store->arena,
					   snapshot_rows(x->s, TABLE_portgroup, host),
					   sizeof(char *)),
			       0 };
	const char *missed = NULL;

	for_each_row(portgroup, p, x->s, host)
		names.v[names.n++] = p->name.s;
	sort_names(&names);
	for_each_row(interface, i, x->s, host)
		missed = unlisted(&names, i->portgroup.s) ? i->name.s : missed;
	cover(x, host, TABLE_portgroup, ESXI_PART_PORTGROUP);
	if (missed && was_read(x, ESXI_PART_PORTGROUP))
		snapshot_cover(x->s, host, TABLE_portgroup, COVERAGE_PARTIAL,
			       arena_printf(x->store->arena, "the port group of %s is in no list",
					    missed));
}

static void cover_uplinks(struct esxi *x, unsigned host)
{
	const char *lacking = NULL;
	size_t more = 0;

	for_each_row(portgroup, p, x->s, host) {
		if (p->active_uplinks.s && p->standby_uplinks.s)
			continue;
		more += lacking != NULL;
		lacking = lacking ? lacking : p->name.s;
	}
	if (lacking && more)
		lacking = arena_printf(x->store->arena, "%s and %zu more", lacking, more);
	if (!snapshot_rows(x->s, TABLE_portgroup, host))
		cover(x, host, TABLE_uplink, ESXI_PART_PORTGROUP);
	else if (lacking)
		snapshot_cover(
			x->s, host, TABLE_uplink, COVERAGE_PARTIAL,
			arena_printf(
				x->store->arena,
				"the input holds no failover order of %s (esxcli network vswitch standard portgroup policy failover get)",
				lacking));
	else if (!was_read(x, ESXI_PART_VMNIC))
		snapshot_cover(x->s, host, TABLE_uplink, COVERAGE_PARTIAL,
			       missing(x, ESXI_PART_VMNIC));
	else if (x->store->parts[ESXI_PART_PORTGROUP].damaged)
		cover(x, host, TABLE_uplink, ESXI_PART_PORTGROUP);
	else
		snapshot_cover(x->s, host, TABLE_uplink, COVERAGE_READ, NULL);
}

/* Before 6.0 there was no NFS 4.1; esxcfg-nas and the list of NFS 3 do not show it. */
static void cover_mounts(struct esxi *x, unsigned host)
{
	bool whole = was_read(x, ESXI_PART_NFS41) || !has_version(x, 6);

	if (x->store->parts[ESXI_PART_NFS41].damaged) {
		cover(x, host, TABLE_nfs_mount, ESXI_PART_NFS41);
	} else if (was_read(x, ESXI_PART_NFS3) && !whole) {
		snapshot_cover(x->s, host, TABLE_nfs_mount, COVERAGE_PARTIAL,
			       missing(x, ESXI_PART_NFS41));
		snapshot_miss(x->s, host, TABLE_nfs_mount, "NFS 4.1 datastores");
	} else {
		cover(x, host, TABLE_nfs_mount, ESXI_PART_NFS3);
	}
}

void esxi_cover(struct esxi *x, unsigned host)
{
	cover(x, host, TABLE_interface,
	      is_broken(x, ESXI_PART_VMNIC) ? ESXI_PART_VMNIC : ESXI_PART_VMKNIC);
	cover_addresses(x, host);
	cover(x, host, TABLE_route, ESXI_PART_ROUTE4);
	cover(x, host, TABLE_neighbour, ESXI_PART_NEIGHBOUR);
	cover(x, host, TABLE_link_neighbour, ESXI_PART_HINT);
	cover(x, host, TABLE_binding, ESXI_PART_BINDING);
	cover(x, host, TABLE_iscsi_adapter, ESXI_PART_ADAPTER);
	cover(x, host, TABLE_iscsi_target, ESXI_PART_TARGET);
	cover(x, host, TABLE_iscsi_session, ESXI_PART_SESSION);
	cover(x, host, TABLE_multipath, ESXI_PART_PATH);
	cover_mounts(x, host);
	cover_switches(x, host);
	cover_portgroups(x, host);
	cover_uplinks(x, host);
}
