/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli storage nfs list, storage nfs41 list. */
#include <string.h>

#include "parse/esxi/reader.h"

/* "10.0.0.60", or "10.0.0.60:vmk2" where it is bound to a port. */
static void take_server(struct esxi *x, struct str host, struct nfs_mount *m)
{
	static const char bound[] = ":vmk";
	const char *at = memmem(host.p, host.n, bound, sizeof(bound) - 1);
	size_t n = at ? (size_t)(at - host.p) : host.n;

	if (at)
		m->interface = esxi_text(x, str_from(host, n + 1));
	m->server = esxi_text(x, str_upto(host, n));
	m->server_ip = (struct ip){ .family = IP_NONE };
	if (m->server.s)
		ip_parse(str_of(m->server.s), &m->server_ip);
}

/* The first of several servers of NFS 4.1 is the row's; each other one stands apart. */
static void put_mount(struct esxi *x, enum merge_rank rank, struct nfs_mount *m, struct str hosts)
{
	struct str host = STR("");

	str_split(&hosts, ',', &host);
	take_server(x, str_trim(host), m);
	esxi_put_nfs_mount(x, rank, m);
	while (str_split(&hosts, ',', &host)) {
		struct nfs_mount other = { .interface = m->interface };
		take_server(x, str_trim(host), &other);
		struct esxi_server s = { .row.origin = m->row.origin,
					 .path = m->path,
					 .server = other.server,
					 .interface = other.interface };
		if (other.server.s)
			esxi_put_esxi_server(x, rank, &s);
	}
}

static void take_mounts(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
			const char *version)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct nfs_mount m = {
			.row.origin = esxi_at(x, c, one->line),
			.path = esxi_text(x, esxi_value(one, "volumename")),
			.share = esxi_text(x, esxi_value(one, "share")),
			.version = snapshot_cstr(x->s, version),
			.nconnect = esxi_num(esxi_value(one, "connections")),
			.mounted = esxi_tri(esxi_value(one, "mounted")),
			.accessible = esxi_tri(esxi_value(one, "accessible")),
			.read_only = esxi_tri(esxi_value(one, "readonly")),
			.interface = esxi_text(
				x, esxi_value(one, esxi_has(one, "vmknics") ? "vmknics" : "vmknic"))
		};
		if (m.interface.s && !str_starts(str_of(m.interface.s), "vmk"))
			m.interface.s = NULL;
		put_mount(x, r->typed ? MERGE_TYPED : MERGE_COMMAND, &m,
			  esxi_value(one, esxi_has(one, "hosts") ? "hosts" : "host"));
	}
}

static void take_nfs3(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	take_mounts(x, c, r, "3");
	if (r->whole)
		esxi_read(x, ESXI_PART_NFS3);
}

static void take_nfs41(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	take_mounts(x, c, r, "4.1");
	if (r->whole)
		esxi_read(x, ESXI_PART_NFS41);
}

static const char *const nfs3_names[] = { "storagenfslist", NULL };
static const char *const nfs3_keys[] = { "volumename", "host", "share", "accessible", NULL };
const struct esxi_format esxi_format_cli_nfs3 = {
	.name = "esxcli storage nfs list",
	.names = nfs3_names,
	.keys = nfs3_keys,
	.take = take_nfs3,
	.parts = 1u << ESXI_PART_NFS3,
};

static const char *const nfs41_names[] = { "storagenfs41list", NULL };
static const char *const nfs41_keys[] = { "volumename", "hosts", "share", "accessible", NULL };
const struct esxi_format esxi_format_cli_nfs41 = {
	.name = "esxcli storage nfs41 list",
	.names = nfs41_names,
	.keys = nfs41_keys,
	.take = take_nfs41,
	.parts = 1u << ESXI_PART_NFS41,
};
