/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcli iscsi …: targets, discovery addresses, sessions; storage core path list. */
#include <string.h>

#include "parse/esxi/reader.h"

static enum merge_rank rank_of(const struct esxi_records *r)
{
	return r->typed ? MERGE_TYPED : MERGE_COMMAND;
}

/* "10.0.0.1:3260", "[fd00::1]:3260", or both parts apart. */
static void put_portal(struct esxi *x, struct iscsi_target *t, struct str address, struct str port)
{
	size_t colon;

	address = str_trim(address);
	if (!port.n) {
		colon = address.n;
		while (colon && address.p[colon - 1] != ':')
			colon--;
		bool v6 = str_find(address, ':') + 1 != colon && !str_starts(address, "[");
		if (colon && !v6) {
			port = str_from(address, colon);
			address = str_upto(address, colon - 1);
		}
	}
	if (str_starts(address, "["))
		address = str_upto(str_from(address, 1), str_find(str_from(address, 1), ']'));
	ip_parse(address, &t->address);
	t->port = port.n ? esxi_num(port) : num(3260);
	if (address.n)
		t->portal =
			snapshot_textf(x->s, str_has(address, ":") ? "[%.*s]:%lld" : "%.*s:%lld",
				       STR_ARGS(address), (long long)num_or(t->port, 3260));
}

static void take_portals(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct iscsi_target t = { .row.origin = esxi_at(x, c, one->line),
					  .adapter = esxi_text(x, esxi_value(one, "adapter")),
					  .target = esxi_text(x, esxi_value(one, "target")),
					  .tpgt = esxi_num(esxi_value(one, "tpgt")) };
		put_portal(x, &t, esxi_value(one, "ip"), esxi_value(one, "port"));
		esxi_put_iscsi_target(x, rank_of(r), &t);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_TARGET);
}

static const char *const portals_names[] = { "iscsiadaptertargetportallist", NULL };
static const char *const portals_keys[] = { "adapter", "target", "ip", "port", NULL };
const struct esxi_format esxi_format_cli_portals = {
	.name = "esxcli iscsi adapter target portal list",
	.names = portals_names,
	.keys = portals_keys,
	.take = take_portals,
	.parts = 1u << ESXI_PART_TARGET,
};

static void take_sendtargets(struct esxi *x, const struct esxi_capture *c,
			     const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct iscsi_target t = { .row.origin = esxi_at(x, c, one->line),
					  .adapter = esxi_text(x, esxi_value(one, "adapter")),
					  .method = snapshot_cstr(x->s, "sendtargets") };
		put_portal(x, &t, esxi_value(one, "sendtarget"), STR(""));
		if (t.portal.s)
			esxi_put_iscsi_target(x, rank_of(r), &t);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_DISCOVERY);
}

static const char *const sendtargets_names[] = { "iscsiadapterdiscoverysendtargetlist", NULL };
static const char *const sendtargets_keys[] = { "adapter", "sendtarget", NULL };
const struct esxi_format esxi_format_cli_sendtargets = {
	.name = "esxcli iscsi adapter discovery sendtarget list",
	.names = sendtargets_names,
	.keys = sendtargets_keys,
	.take = take_sendtargets,
	.parts = 1u << ESXI_PART_DISCOVERY,
};

/* The heading of address and name varies: the address is the value with a digit and a colon that is
 * no name. */
static void take_statics(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct iscsi_target t = { .row.origin = esxi_at(x, c, one->line),
					  .adapter = esxi_text(x, esxi_value(one, "adapter")),
					  .method = snapshot_cstr(x->s, "static") };
		for (size_t i = 0; i < one->nfields; i++) {
			struct str v = one->fields[i].value;
			if (str_starts(v, "iqn.") || str_starts(v, "eui.") || str_starts(v, "naa."))
				t.target = snapshot_text(x->s, v);
			else if (strcmp(one->fields[i].key, "adapter") != 0 && str_has(v, ":"))
				put_portal(x, &t, v, STR(""));
		}
		if (t.portal.s)
			esxi_put_iscsi_target(x, rank_of(r), &t);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_DISCOVERY);
}

static const char *const statics_names[] = { "iscsiadapterdiscoverystatictargetlist", NULL };
const struct esxi_format esxi_format_cli_statics = {
	.name = "esxcli iscsi adapter discovery statictarget list",
	.names = statics_names,
	.take = take_statics,
};

static enum tri logged_in(struct str state)
{
	if (!str_trim(state).n)
		return TRI_UNKNOWN;
	return tri(str_eq_nocase(state, "logged_in") || str_eq_nocase(state, "logged in"));
}

/* "vmhba64,iqn.2001-05.com.example:vol1,00023d000001,0": what copies leave out stands in the title. */
static struct text isid_of(struct esxi *x, const struct esxi_record *one)
{
	struct str rest = str_of(one->title), part = STR("");

	if (esxi_value(one, "isid").n)
		return esxi_text(x, esxi_value(one, "isid"));
	for (unsigned i = 0; i < 3; i++)
		if (!str_split(&rest, ',', &part))
			return (struct text){ NULL };
	return esxi_text(x, str_trim(part));
}

static void put_session(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r,
			const struct esxi_record *one)
{
	struct str state = esxi_value(one, "state");
	struct iscsi_target portal = { .row = { .index = 0 } };
	struct iscsi_session s = { .row.origin = esxi_at(x, c, one->line),
				   .adapter = esxi_text(x, esxi_value(one, "adapter")),
				   .target = esxi_text(x, esxi_value(one, "target")),
				   .isid = isid_of(x, one),
				   .tpgt = esxi_num(esxi_value(one, "targetportalgrouptag")),
				   .connection_state = esxi_text(x, state),
				   .logged_in = logged_in(state) };

	if (esxi_has(one, "remoteaddress"))
		put_portal(x, &portal, esxi_value(one, "remoteaddress"), STR(""));
	s.portal = portal.portal;
	s.address = portal.address;
	s.port = portal.port;
	ip_parse(esxi_value(one, "localaddress"), &s.local_address);
	if (esxi_has(one, "connectionaddress")) {
		portal = (struct iscsi_target){ .row = { .index = 0 } };
		put_portal(x, &portal, esxi_value(one, "connectionaddress"), STR(""));
		s.persistent_portal = portal.portal;
	}
	esxi_put_iscsi_session(x, rank_of(r), &s);
}

static void take_sessions(struct esxi *x, const struct esxi_capture *c,
			  const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++)
		if (esxi_has(&r->v[k], "target"))
			put_session(x, c, r, &r->v[k]);
	if (r->whole)
		esxi_read(x, ESXI_PART_SESSION);
}

static const char *const connections_names[] = { "iscsisessionconnectionlist", NULL };
static const char *const connections_keys[] = { "adapter",	 "target",	 "isid",
						"remoteaddress", "localaddress", NULL };
const struct esxi_format esxi_format_cli_connections = {
	.name = "esxcli iscsi session connection list",
	.names = connections_names,
	.keys = connections_keys,
	.take = take_sessions,
	.parts = 1u << ESXI_PART_SESSION,
};

static const char *const sessions_names[] = { "iscsisessionlist", NULL };
static const char *const sessions_keys[] = { "adapter", "target", "isid", "targetportalgrouptag",
					     NULL };
static const char *const sessions_never[] = { "remoteaddress", NULL };
const struct esxi_format esxi_format_cli_sessions = {
	.name = "esxcli iscsi session list",
	.names = sessions_names,
	.keys = sessions_keys,
	.never = sessions_never,
	.take = take_sessions,
	.parts = 1u << ESXI_PART_SESSION,
};

/* Paths of iSCSI: their transport details hold target and portal. */
static void take_paths(struct esxi *x, const struct esxi_capture *c, const struct esxi_records *r)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct esxi_record *one = &r->v[k];
		struct str details = esxi_value(one, "targettransportdetails"), word;
		struct multipath p = { .row.origin = esxi_at(x, c, one->line),
				       .device = esxi_text(x, esxi_value(one, "device")),
				       .path = esxi_text(x, esxi_value(one, "runtimename")),
				       .adapter = esxi_text(x, esxi_value(one, "adapter")),
				       .state = esxi_text(x, esxi_value(one, "state")) };
		while (str_word(&details, &word)) {
			struct str name = str_starts(word, "IQN=") ? str_from(word, 4) : word;
			if (str_starts(name, "iqn.") || str_starts(name, "eui."))
				p.target = snapshot_text(x->s, name);
			else if (str_starts(word, "PORTAL=") || str_starts(word, "RemoteAddress="))
				p.portal = snapshot_text(x->s,
							 str_from(word, str_find(word, '=') + 1));
		}
		esxi_put_multipath(x, rank_of(r), &p);
	}
	if (r->whole)
		esxi_read(x, ESXI_PART_PATH);
}

static const char *const paths_names[] = { "storagecorepathlist", NULL };
static const char *const paths_keys[] = { "runtimename", "device", "adapter", "state", NULL };
const struct esxi_format esxi_format_cli_paths = {
	.name = "esxcli storage core path list",
	.names = paths_names,
	.keys = paths_keys,
	.take = take_paths,
	.parts = 1u << ESXI_PART_PATH,
};
