/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli network nic, network vswitch …: NICs, switches, port groups, failover order. */
#include <string.h>

#include "parse/esxi/reader.h"

static enum merge_rank rank_of(const struct esxi_records *r)
{
	return r->typed ? MERGE_TYPED : MERGE_COMMAND;
}

static void take_nics(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str duplex = esxi_value(one, "duplex");
		struct interface i = { .row.origin = esxi_at(x, c, one->line),
				       .name = esxi_text(x, esxi_value(one, "name")),
				       .kind = snapshot_cstr(x->s, "vmnic"),
				       .driver = esxi_text(x, esxi_value(one, "driver")),
				       .bus = esxi_text(x, esxi_value(one, "pcidevice")),
				       .mtu = esxi_num(esxi_value(one, "mtu")),
				       .admin = esxi_tri(esxi_value(one, "adminstatus")) };
		i.carrier = esxi_tri(
			esxi_value(one, esxi_has(one, "linkstatus") ? "linkstatus" : "link"));
		mac_parse(esxi_value(one, "macaddress"), &i.mac);
		/* A NIC without link has no speed; what is shown is the last one or zero. */
		if (i.carrier == TRI_YES)
			i.speed = esxi_num(esxi_value(one, "speed"));
		if (str_eq_nocase(duplex, "full") || str_eq_nocase(duplex, "half"))
			i.duplex = snapshot_cstr(x->s,
						 str_eq_nocase(duplex, "full") ? "full" : "half");
		esxi_put_interface(x, rank_of(r), &i);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_VMNIC);
}

static const char *const nics_names[] = { "networkniclist", NULL };
static const char *const nics_keys[] = { "name",   "pcidevice",	 "driver", "speed",
					 "duplex", "macaddress", NULL };
const struct esxi_format esxi_format_cli_nics = {
	.name = "esxcli network nic list",
	.names = nics_names,
	.keys = nics_keys,
	.take = take_nics,
	.parts = 1u << ESXI_PART_VMNIC,
};

static void put_switch(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
		       const struct esxi_record *one, const char *kind)
{
	struct str name = esxi_has(one, "name") ? esxi_value(one, "name") : str_of(one->title);
	struct vswitch v = { .row.origin = esxi_at(x, c, one->line),
			     .name = esxi_text(x, name),
			     .kind = snapshot_cstr(x->s, kind),
			     .mtu = esxi_num(esxi_value(one, "mtu")),
			     .cdp = esxi_text(x, esxi_value(one, "cdpstatus")) };

	if (esxi_has(one, "uplinks"))
		v.uplinks = esxi_list(x, esxi_value(one, "uplinks"));
	esxi_put_vswitch(x, rank_of(r), &v);
}

static void take_standard(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++)
		if (r->v[k].nfields)
			put_switch(x, c, r, &r->v[k], "standard");
	if (r->whole)
		esxi_read(x, ESXI_PART_STANDARD);
}

static const char *const standard_names[] = { "networkvswitchstandardlist", NULL };
static const char *const standard_keys[] = { "name",	"class",      "numports",
					     "uplinks", "portgroups", NULL };
const struct esxi_format esxi_format_cli_standard = {
	.name = "esxcli network vswitch standard list",
	.names = standard_names,
	.keys = standard_keys,
	.take = take_standard,
	.parts = 1u << ESXI_PART_STANDARD,
};

static void put_dvport(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
		       const struct esxi_record *one)
{
	const struct esxi_record *outer = &r->v[one->outer - 1];
	struct esxi_port p = { .row.origin = esxi_at(x, c, one->line),
			       .vswitch = esxi_text(x, esxi_has(outer, "name")
							       ? esxi_value(outer, "name")
							       : str_of(outer->title)),
			       .port = esxi_text(x, esxi_value(one, "portid")),
			       .portgroup = esxi_text(x, esxi_value(one, "dvportgroupid")),
			       .client = snapshot_text(x->s, esxi_value(one, "client")) };

	esxi_put_esxi_port(x, rank_of(r), &p);
}

static void take_distributed(struct esxi *x, const struct esxi_capture *c,
			     const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		if (r->v[k].outer)
			put_dvport(x, c, r, &r->v[k]);
		else if (r->v[k].nfields)
			put_switch(x, c, r, &r->v[k], "distributed");
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_DISTRIBUTED);
}

static const char *const distributed_names[] = { "networkvswitchdvsvmwarelist", NULL };
static const char *const distributed_keys[] = { "name", "vdsid", "uplinks", NULL };
const struct esxi_format esxi_format_cli_distributed = {
	.name = "esxcli network vswitch dvs vmware list",
	.names = distributed_names,
	.keys = distributed_keys,
	.take = take_distributed,
	.parts = 1u << ESXI_PART_DISTRIBUTED,
};

static void take_portgroups(struct esxi *x, const struct esxi_capture *c,
			    const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct portgroup p = { .row.origin = esxi_at(x, c, one->line),
				       .name = esxi_text(x, esxi_value(one, "name")),
				       .vswitch = esxi_text(x, esxi_value(one, "virtualswitch")),
				       .vlan_id = esxi_num(esxi_value(one, "vlanid")),
				       .vms = esxi_num(esxi_value(one, "activeclients")) };
		esxi_put_portgroup(x, rank_of(r), &p);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_PORTGROUP);
}

static const char *const portgroups_names[] = { "networkvswitchstandardportgrouplist", NULL };
static const char *const portgroups_keys[] = { "name", "virtualswitch", "vlanid", NULL };
const struct esxi_format esxi_format_cli_portgroups = {
	.name = "esxcli network vswitch standard portgroup list",
	.names = portgroups_names,
	.keys = portgroups_keys,
	.take = take_portgroups,
	.parts = 1u << ESXI_PART_PORTGROUP,
};

static struct text policy_list(struct esxi *x, const struct esxi_record *one, const char *key)
{
	return esxi_has(one, key) ? esxi_list(x, esxi_value(one, key)) : (struct text){ NULL };
}

static void put_policy(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
		       const struct esxi_record *one, struct text vswitch, struct text portgroup)
{
	struct esxi_team t = { .row.origin = esxi_at(x, c, one->line),
			       .vswitch = vswitch,
			       .portgroup = portgroup,
			       .active = policy_list(x, one, "activeadapters"),
			       .standby = policy_list(x, one, "standbyadapters"),
			       .unused = policy_list(x, one, "unusedadapters"),
			       .load_balancing =
				       esxi_load_balancing(x, esxi_value(one, "loadbalancing")),
			       .failure_detection = esxi_failure_detection(
				       x, esxi_value(one, "networkfailuredetection")),
			       .failback = esxi_tri(esxi_value(one, "failback")),
			       .overrides = esxi_tri(esxi_value(one, "overridevswitchuplinks")) };

	esxi_put_esxi_team(x, rank_of(r), &t);
}

/* File names keep no blanks: of the known names the only one with the same letters and digits is
 * meant. */
static struct text known_name(struct esxi *x, const struct esxi_capture *c, unsigned table,
			      size_t column, struct str typed)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const char *squeezed = esxi_squeeze(a, typed);
	struct text found = { NULL };
	const struct row *row;

	for (size_t i = 0; (row = esxi_get(x, table, i)); i++) {
		struct text name;
		memcpy(&name, (const char *)row + column, sizeof(name));
		if (name.s && str_eq(typed, name.s))
			return name;
		if (!name.s || c->exact || strcmp(esxi_squeeze(a, str_of(name.s)), squeezed) != 0)
			continue;
		if (found.s)
			return (struct text){ NULL };
		found = name;
	}
	return found.s || !c->exact ? found : snapshot_text(x->s, typed);
}

static struct text named(struct esxi *x, const struct esxi_capture *c, const char *letter,
			 const char *word, unsigned table, size_t column)
{
	struct text name = { NULL };
	struct str typed;

	if (esxi_option(c, letter, word, &typed))
		name = known_name(x, c, table, column, typed);
	if (!name.s)
		esxi_note(x, esxi_at(x, c, c->line), c->args,
			  "a policy whose name stands neither in the prompt nor in the name of the file");
	return name;
}

static void take_group_policy(struct esxi *x, const struct esxi_capture *c,
			      const struct esxi_records *r)
{
	struct text name = named(x, c, "-p", "--portgroup-name", TABLE_portgroup,
				 offsetof(struct portgroup, name));

	for (size_t k = 0; k < r->n && name.s; k++)
		if (r->v[k].nfields)
			put_policy(x, c, r, &r->v[k], (struct text){ NULL }, name);
}

static const char *const group_policy_names[] = {
	"networkvswitchstandardportgrouppolicyfailoverget", NULL
};
static const char *const group_policy_keys[] = { "loadbalancing", "activeadapters",
						 "overridevswitchuplinks", NULL };
const struct esxi_format esxi_format_cli_group_policy = {
	.name = "esxcli network vswitch standard portgroup policy failover get",
	.names = group_policy_names,
	.keys = group_policy_keys,
	.take = take_group_policy,
	.later = true,
};

static void take_switch_policy(struct esxi *x, const struct esxi_capture *c,
			       const struct esxi_records *r)
{
	struct text name =
		named(x, c, "-v", "--vswitch-name", TABLE_vswitch, offsetof(struct vswitch, name));

	for (size_t k = 0; k < r->n && name.s; k++)
		if (r->v[k].nfields)
			put_policy(x, c, r, &r->v[k], name, (struct text){ NULL });
}

static const char *const switch_policy_names[] = { "networkvswitchstandardpolicyfailoverget",
						   NULL };
static const char *const switch_policy_keys[] = { "loadbalancing", "activeadapters", NULL };
static const char *const switch_policy_never[] = { "overridevswitchuplinks", NULL };
const struct esxi_format esxi_format_cli_switch_policy = {
	.name = "esxcli network vswitch standard policy failover get",
	.names = switch_policy_names,
	.keys = switch_policy_keys,
	.never = switch_policy_never,
	.take = take_switch_policy,
	.later = true,
};
