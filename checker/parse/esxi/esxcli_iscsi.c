/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli iscsi …: adapters, port bindings. Targets and sessions are in esxcli_target.c. */
#include <string.h>

#include "parse/esxi/reader.h"

static enum merge_rank rank_of(const struct esxi_records *r)
{
	return r->typed ? MERGE_TYPED : MERGE_COMMAND;
}

static const char *kind_of(struct str driver)
{
	static const char *const dependent[] = { "bnx2i", "qfle3i" };
	static const char *const independent[] = { "qla4xxx", "be2iscsi" };

	if (str_starts(driver, "iscsi_vmk"))
		return "software";
	if (str_starts(driver, "iser"))
		return "iser";
	for (size_t i = 0; i < countof(dependent); i++)
		if (str_starts(driver, dependent[i]))
			return "dependent";
	for (size_t i = 0; i < countof(independent); i++)
		if (str_starts(driver, independent[i]))
			return "independent";
	return NULL;
}

static bool is_initiator_name(struct str uid)
{
	return str_starts(uid, "iqn.") || str_starts(uid, "eui.") || str_starts(uid, "naa.");
}

static void take_adapters(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str uid = esxi_value(one, "uid");
		struct iscsi_adapter a = { .row.origin = esxi_at(x, c, one->line),
					   .name = esxi_text(x, esxi_value(one, "adapter")),
					   .driver = esxi_text(x, esxi_value(one, "driver")) };
		a.kind = snapshot_cstr(x->s, kind_of(esxi_value(one, "driver")));
		if (is_initiator_name(uid))
			a.initiator_name = snapshot_text(x->s, uid);
		/* The software adapter is there only while it is enabled. */
		if (same(a.kind.s, "software"))
			a.enabled = TRI_YES;
		esxi_put_iscsi_adapter(x, rank_of(r), &a);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_ADAPTER);
}

/* Of all storage adapters those of iSCSI, by driver or by name: none of them is left out. */
static void take_core_adapters(struct esxi *x, const struct esxi_capture *c,
			       const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str driver = esxi_value(one, "driver"), uid = esxi_value(one, "uid");
		struct iscsi_adapter a = { .row.origin = esxi_at(x, c, one->line),
					   .name = esxi_text(x, esxi_value(one, "hbaname")),
					   .driver = esxi_text(x, driver),
					   .kind = snapshot_cstr(x->s, kind_of(driver)) };
		if (is_initiator_name(uid) && str_starts(uid, "iqn."))
			a.initiator_name = snapshot_text(x->s, uid);
		if (same(a.kind.s, "software"))
			a.enabled = TRI_YES;
		if (a.kind.s || a.initiator_name.s || str_starts(uid, "iscsi."))
			esxi_put_iscsi_adapter(x, rank_of(r), &a);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_ADAPTER);
}

static const char *const core_names[] = { "storagecoreadapterlist", NULL };
static const char *const core_keys[] = { "hbaname", "driver", "linkstate", "uid", NULL };
const struct esxi_format esxi_format_cli_core_adapters = {
	.name = "esxcli storage core adapter list",
	.names = core_names,
	.keys = core_keys,
	.take = take_core_adapters,
};

static const char *const adapters_names[] = { "iscsiadapterlist", NULL };
static const char *const adapters_keys[] = { "adapter", "driver",      "state",
					     "uid",	"description", NULL };
static const char *const adapters_never[] = { "hbaname", NULL };
const struct esxi_format esxi_format_cli_adapters = {
	.name = "esxcli iscsi adapter list",
	.names = adapters_names,
	.keys = adapters_keys,
	.never = adapters_never,
	.take = take_adapters,
	.parts = 1u << ESXI_PART_ADAPTER,
};

/* `iscsi adapter get -A vmhba64`: name and alias. */
static void take_adapter(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	struct str typed = STR("");

	esxi_option(c, "-A", "--adapter", &typed);
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str name =
			str_starts(str_of(one->title), "vmhba") ? str_of(one->title) : typed;
		struct iscsi_adapter a = { .row.origin = esxi_at(x, c, one->line),
					   .name = esxi_text(x, name),
					   .initiator_name = esxi_text(x, esxi_value(one, "name")),
					   .alias = esxi_text(x, esxi_value(one, "alias")) };
		if (str_eq_nocase(esxi_value(one, "isnative"), "false") &&
		    str_eq_nocase(esxi_value(one, "hbatype"), "software"))
			a.kind = snapshot_cstr(x->s, "software");
		if (is_initiator_name(esxi_value(one, "name")))
			esxi_put_iscsi_adapter(x, rank_of(r), &a);
	}
}

static const char *const adapter_names[] = { "iscsiadapterget", NULL };
static const char *const adapter_keys[] = { "name", "alias", "vendor", "model", NULL };
const struct esxi_format esxi_format_cli_adapter = {
	.name = "esxcli iscsi adapter get",
	.names = adapter_names,
	.keys = adapter_keys,
	.take = take_adapter,
};

/* Is every adapter known, and the software one the only kind that ports can be bound to? */
static bool only_software(const struct esxi *x)
{
	const struct iscsi_adapter *a;

	for (size_t i = 0; (a = (const void *)esxi_get(x, TABLE_iscsi_adapter, i)); i++)
		if (!same(a->kind.s, "software") && !same(a->kind.s, "independent"))
			return false;
	return esxi_was_read(x, ESXI_PART_ADAPTER);
}

/* "true" or "false": while it is off there is no software adapter, and nothing bound to it. */
static void take_software(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	bool bundle = c->may_be_empty && !c->exact;

	for (size_t k = 0; k < r->n; k++) {
		struct str word = r->v[k].nfields ? r->v[k].fields[0].value : str_of(r->v[k].title);
		/* A bundle has the lists of an adapter that is there. */
		if (esxi_tri(word) != TRI_NO || !(bundle || only_software(x)))
			continue;
		esxi_read(x, ESXI_PART_BINDING);
		esxi_read(x, ESXI_PART_ADAPTER);
		esxi_read(x, ESXI_PART_SESSION);
		esxi_read(x, ESXI_PART_TARGET);
	}
}

static const char *const software_names[] = { "iscsisoftwareget", NULL };
const struct esxi_format esxi_format_cli_software = {
	.name = "esxcli iscsi software get",
	.names = software_names,
	.take = take_software,
	.later = true,
};

static struct text message_of(struct esxi *x, const struct esxi_record *one, const char *key)
{
	return esxi_text(x, esxi_value(one, key));
}

static void put_port(struct esxi *x, const struct esxi_record *one, const struct binding *b)
{
	struct esxi_bound port = { .origin = b->row.origin,
				   .vmknic = esxi_value(one, "vmknic"),
				   .address = esxi_value(one, "ipv4"),
				   .mask = esxi_value(one, "ipv4subnetmask"),
				   .mtu = esxi_value(one, "mtu"),
				   .vlan = esxi_value(one, "vlanid"),
				   .vswitch = esxi_value(one, "vswitch"),
				   .portgroup = esxi_value(one, "portgroup"),
				   .link = esxi_value(one, "linkup"),
				   .speed = esxi_value(one, "currentspeed"),
				   .mac = b->mac };

	esxi_put_bound(x, &port);
}

static void take_bindings(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str status = esxi_value(one, "compliantstatus");
		struct str adapter =
			esxi_has(one, "adapter") ? esxi_value(one, "adapter") : str_of(one->title);
		struct binding b = { .row.origin = esxi_at(x, c, one->line),
				     .adapter = esxi_text(x, adapter),
				     .vmknic = esxi_text(x, esxi_value(one, "vmknic")),
				     .portgroup = esxi_text(x, esxi_value(one, "portgroup")),
				     .compliant_status = esxi_text(x, status),
				     .message = message_of(x, one, "noncompliantmessage"),
				     .remedy = message_of(x, one, "noncompliantremedy"),
				     .path_status = esxi_text(x, esxi_value(one, "pathstatus")) };
		if (!b.vmknic.s)
			continue;
		if (!str_starts(adapter, "vmhba")) {
			esxi_note(x, b.row.origin, adapter, "no adapter of that name can be bound");
			continue;
		}
		mac_parse(esxi_value(one, "macaddress"), &b.mac);
		put_port(x, one, &b);
		/* A copy may end within the word. */
		if (b.compliant_status.s && !str_starts(STR("compliant"), b.compliant_status.s))
			b.compliant = TRI_NO;
		else if (str_eq_nocase(status, "compliant"))
			b.compliant = TRI_YES;
		if (b.vmknic.s)
			esxi_check_name(x, b.row.origin, str_of(b.vmknic.s), "vmk");
		esxi_put_binding(x, rank_of(r), &b);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_BINDING);
}

static const char *const bindings_names[] = { "iscsinetworkportallist", NULL };
static const char *const bindings_keys[] = { "adapter", "vmknic", NULL };
static const char *const bindings_never[] = { "compliant", NULL };
const struct esxi_format esxi_format_cli_bindings = {
	.name = "esxcli iscsi networkportal list",
	.names = bindings_names,
	.keys = bindings_keys,
	.never = bindings_never,
	.take = take_bindings,
	.parts = 1u << ESXI_PART_BINDING,
	.later = true,
};

/* The adapter that was typed, else the only software one; empty where neither is known. */
static struct str adapter_of(const struct esxi *x, const struct esxi_capture *c)
{
	struct str typed = STR(""), only = STR("");
	const struct iscsi_adapter *a;

	if (esxi_option(c, "-d", "--adapter", &typed))
		return typed;
	for (size_t i = 0; (a = (const void *)esxi_get(x, TABLE_iscsi_adapter, i)); i++) {
		if (!same(a->kind.s, "software"))
			continue;
		if (only.n)
			return STR("");
		only = str_of(a->name.s);
	}
	return only;
}

/* Nothing but ESX and ESXi 4.x has this command. */
static void take_age(struct esxi *x, struct origin origin)
{
	const struct host *known = (const void *)esxi_get(x, TABLE_host, 0);
	struct host h = { .row.origin = origin, .version = snapshot_cstr(x->s, "4") };

	if (!known || !known->version.s)
		esxi_put_host(x, MERGE_GUESS, &h);
}

/* ESX 4.x: `swiscsi nic list -d vmhba39`, a record for each bound port. */
static void take_nics(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	struct str adapter = adapter_of(x, c);

	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct esxi_bound port = { .origin = esxi_at(x, c, one->line),
					   .vmknic = str_of(one->title),
					   .address = esxi_value(one, "ipv4address"),
					   .mask = esxi_value(one, "ipv4netmask"),
					   .mtu = esxi_value(one, "mtu"),
					   .nic = esxi_value(one, "pnicname"),
					   .link = esxi_value(one, "linkconnected"),
					   .speed = esxi_value(one, "ethernetspeed") };
		struct binding b = { .row.origin = port.origin,
				     .adapter = esxi_text(x, adapter),
				     .vmknic = esxi_text(x, port.vmknic),
				     .vmnic = esxi_text(x, port.nic) };
		if (!one->nfields || !str_starts(port.vmknic, "vmk"))
			continue;
		mac_parse(esxi_value(one, "macaddress"), &port.mac);
		b.mac = port.mac;
		esxi_put_bound(x, &port);
		take_age(x, port.origin);
		if (b.adapter.s)
			esxi_put_binding(x, MERGE_LISTING, &b);
		else
			esxi_note(x, port.origin, port.vmknic,
				  "the adapter that it is bound to is not shown (-d)");
	}
	if (r->whole && adapter.n)
		esxi_read(x, ESXI_PART_BINDING);
}

static const char *const nics_names[] = { "swiscsiniclist", NULL };
static const char *const nics_keys[] = { "pnicname", "macaddress", NULL };
const struct esxi_format esxi_format_cli_swiscsi = {
	.name = "esxcli swiscsi nic list",
	.names = nics_names,
	.keys = nics_keys,
	.own = "d",
	.take = take_nics,
	.parts = 1u << ESXI_PART_BINDING,
	.later = true,
};

/* Ports that could be bound say nothing of those that are. */
static void take_nothing(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	(void)x;
	(void)c;
	(void)r;
}

static const char *const candidates_names[] = { "iscsilogicalnetworkportallist", NULL };
static const char *const candidates_keys[] = { "adapter", "vmknic", "macaddress", "compliant",
					       NULL };
const struct esxi_format esxi_format_cli_candidates = {
	.name = "esxcli iscsi logicalnetworkportal list",
	.names = candidates_names,
	.keys = candidates_keys,
	.take = take_nothing,
};

/* The NIC of a dependent or iSER adapter; a software adapter lists all NICs that could serve it. */
static void take_physical(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		struct iscsi_adapter a = { .row.origin = esxi_at(x, c, r->v[k].line),
					   .name = esxi_text(x, esxi_value(&r->v[k], "adapter")),
					   .vmnic = esxi_text(x, esxi_value(&r->v[k], "vmnic")) };
		const struct iscsi_adapter *known;
		for (size_t i = 0; (known = (const void *)esxi_get(x, TABLE_iscsi_adapter, i)); i++)
			if (same(known->name.s, a.name.s) &&
			    (same(known->kind.s, "dependent") || same(known->kind.s, "iser")))
				break;
		if (known)
			esxi_put_iscsi_adapter(x, rank_of(r), &a);
	}
}

static const char *const physical_names[] = { "iscsiphysicalnetworkportallist", NULL };
static const char *const physical_keys[] = { "adapter", "vmnic", "macaddress", NULL };
const struct esxi_format esxi_format_cli_physical = {
	.name = "esxcli iscsi physicalnetworkportal list",
	.names = physical_names,
	.keys = physical_keys,
	.take = take_physical,
	.later = true,
};
