/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What record files become: rows of iscsi_iface, iscsi_node, iscsi_target and iscsi_adapter. */
#include <stdio.h>
#include <string.h>

#include "base/keyset.h"
#include "parse/iscsi/iscsi.h"

/* Files that an editor or a package manager leaves behind. */
static bool is_stray(struct str name)
{
	static const char *const endings[] = {
		"~",	     ".bak",	  ".old",     ".orig",	   ".save",	".swp",
		".rpmsave",  ".rpmnew",	  ".rpmorig", ".dpkg-old", ".dpkg-new", ".dpkg-dist",
		".dpkg-tmp", ".dpkg-bak", ".ucf-old", ".ucf-dist",
	};

	if (name.n && (name.p[0] == '.' || name.p[0] == '#'))
		return true;
	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(name, endings[i]))
			return true;
	return false;
}

/* The value `default` stands for nothing. */
static struct str unless_default(struct str value)
{
	return str_eq(value, "default") ? STR("") : value;
}

static struct text text_of(struct snapshot *s, const struct record *r, const char *key)
{
	return record_knows(r, key) ? snapshot_text(s, record_value(r, key))
				    : (struct text){ NULL };
}

static struct text text_or_none(struct snapshot *s, const struct record *r, const char *key)
{
	return record_knows(r, key) ? snapshot_text(s, unless_default(record_value(r, key)))
				    : (struct text){ NULL };
}

/* Where a record names none, it is this one. */
static struct text text_or(struct snapshot *s, const struct record *r, const char *key,
			   const char *other)
{
	struct str value = record_value(r, key);

	if (!record_knows(r, key))
		return (struct text){ NULL };
	return snapshot_text(s, value.n ? value : str_of(other));
}

static struct ip address_of(const struct record *r)
{
	struct ip ip = { .family = IP_NONE };

	ip_parse(record_value(r, "iface.ipaddress"), &ip);
	return ip;
}

static struct str raw(const struct record *r, const char *key)
{
	struct str value = r->value[record_key_index(record_key_find(str_of(key)))];

	return value.p ? unless_default(value) : STR("");
}

static bool is_identity(const char *key)
{
	static const char *const identity[] = {
		"iface.hwaddress",	 "iface.initiatorname",	 "iface.ipaddress",
		"iface.iscsi_ifacename", "iface.isid",		 "iface.net_ifacename",
		"iface.state",		 "iface.transport_name",
	};

	for (size_t i = 0; i < countof(identity); i++)
		if (same(key, identity[i]))
			return true;
	return false;
}

/* iscsiadm writes every number as 0 and its own words for states: nobody set those. */
static bool is_unset(struct str value)
{
	return !value.n || str_eq(value, "0") || str_eq(value, "<empty>") ||
	       str_eq(value, "default");
}

/* Software transports look at the identity of an iface and at nothing else. */
static struct text ignored_keys(struct snapshot *s, const struct record *r)
{
	struct str transport = record_value(r, "iface.transport_name");
	char list[512] = "";
	size_t n = 0;

	if (!str_eq(transport, "tcp") && !str_eq(transport, "iser"))
		return snapshot_cstr(s, "");
	for (size_t i = 0; i < RECORD_KEYS; i++) {
		const struct record_key *key = record_key_at(i);
		if (!key || !str_starts(str_of(key->name), "iface.") || is_identity(key->name))
			continue;
		if (is_unset(r->value[i]) || n + strlen(key->name) + 2 > sizeof(list))
			continue;
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? "," : "",
				      key->name + strlen("iface."));
	}
	return snapshot_cstr(s, list);
}

void iscsi_iface_of_record(struct snapshot *s, const struct record *r, struct iscsi_iface *row)
{
	row->transport = snapshot_text(s, record_value(r, "iface.transport_name"));
	row->hwaddress = text_or_none(s, r, "iface.hwaddress");
	row->net_ifacename = text_or_none(s, r, "iface.net_ifacename");
	row->net_ifacename_written = snapshot_text(s, raw(r, "iface.net_ifacename"));
	row->ipaddress = address_of(r);
	row->ipaddress_written = text_or_none(s, r, "iface.ipaddress");
	row->initiator_name = snapshot_text(s, record_value(r, "iface.initiatorname"));
	row->bootproto = snapshot_text(s, record_value(r, "iface.bootproto"));
	row->ignored_keys = ignored_keys(s, r);
}

/* Where the record says who it is, else its file: what a row about it points at. */
static struct origin place_of(struct snapshot *s, const struct record_place *place,
			      const struct record *r, const char *key)
{
	unsigned line = r->line[record_key_index(record_key_find(str_of(key)))];

	return snapshot_at(s, place->file, line ? line : 1);
}

void parse_iscsi_iface(struct snapshot *s, unsigned host, const struct record_place *place,
		       struct str text)
{
	struct str file_name = str_of(place->name), name;
	struct iscsi_iface row = { .builtin = TRI_NO };
	struct record r;

	if (str_eq(file_name, "iface.example")) {
		record_add_file(s, host, place, "skipped");
		return;
	}
	record_read(s, host, place, text, false, &r);
	row.row.origin = place_of(s, place, &r, "iface.net_ifacename");
	name = record_value(&r, "iface.iscsi_ifacename");
	iscsi_iface_of_record(s, &r, &row);
	row.name = snapshot_text(s, name.n ? name : str_upto(file_name, 64));
	row.file_name = snapshot_text(s, file_name);
	row.path = snapshot_cstr(s, place->path);
	row.stray = tri(is_stray(file_name));
	if (!*row.transport.s) {
		record_add_file(s, host, place, "skipped");
		return;
	}
	record_add_file(s, host, place, row.stray == TRI_YES ? "stray" : "used");
	add_iscsi_iface(s, host, &row);
}

void iscsi_add_builtin_ifaces(struct snapshot *s, unsigned host, struct origin origin)
{
	static const struct {
		const char *name, *transport;
	} builtin[] = { { "default", "tcp" }, { "iser", "iser" } };

	for (size_t i = 0; i < countof(builtin); i++) {
		struct text none = snapshot_cstr(s, "");
		struct iscsi_iface row = {
			.row.origin = origin,
			.name = snapshot_cstr(s, builtin[i].name),
			.transport = snapshot_cstr(s, builtin[i].transport),
			.hwaddress = none,
			.net_ifacename = none,
			.net_ifacename_written = none,
			.ipaddress_written = none,
			.initiator_name = none,
			.bootproto = none,
			.ignored_keys = none,
			.stray = TRI_NO,
			.builtin = TRI_YES,
		};
		add_iscsi_iface(s, host, &row);
	}
}

struct text iscsi_portal_text(struct snapshot *s, struct str address, int64_t port)
{
	bool v6 = str_find(address, ':') < address.n;

	if (!address.n)
		return (struct text){ NULL };
	return snapshot_textf(s, v6 ? "[%.*s]:%lld" : "%.*s:%lld", STR_ARGS(str_upto(address, 255)),
			      (long long)port);
}

bool iscsi_portal_parse(struct str text, struct str *ret_address, struct num *ret_port,
			struct num *ret_tpgt)
{
	struct str address, tail;
	size_t close = str_find(text, ']'), colon;
	uint64_t port;
	int64_t tpgt;

	if (text.n && text.p[0] == '[' && close < text.n) {
		address = (struct str){ text.p + 1, close - 1 };
		tail = str_from(text, close + 1);
	} else {
		colon = str_find(text, ':');
		address = str_upto(text, colon);
		tail = str_from(text, colon);
	}
	if (!tail.n || tail.p[0] != ':')
		return false;
	tail = str_from(tail, 1);
	if (!str_to_u64(str_upto(tail, str_find(tail, ',')), &port) || port > 65535)
		return false;
	tail = str_from(tail, str_find(tail, ',') + 1);
	*ret_tpgt = (struct num){ .known = false };
	if (tail.n && str_to_i64(tail, &tpgt))
		*ret_tpgt = num(tpgt == UINT32_MAX ? -1 : tpgt);
	*ret_address = address;
	*ret_port = num((int64_t)port);
	return true;
}

void iscsi_node_of_record(struct snapshot *s, const struct record *r, struct iscsi_node *row)
{
	struct str address = record_value(r, "node.conn[0].address");

	row->target = text_of(s, r, "node.name");
	row->port = record_number(r, "node.conn[0].port");
	if (row->port.known)
		row->portal = iscsi_portal_text(s, address, row->port.v);
	ip_parse(address, &row->address);
	row->tpgt = record_number(r, "node.tpgt");
	row->iface = text_or(s, r, "iface.iscsi_ifacename", "default");
	row->startup = text_of(s, r, "node.startup");
	if (record_knows(r, "node.leading_login"))
		row->leading_login = tri(str_eq(record_value(r, "node.leading_login"), "Yes"));
	row->discovery_type = text_of(s, r, "node.discovery_type");
	row->transport = text_or(s, r, "iface.transport_name", "tcp");
	row->net_ifacename = text_or_none(s, r, "iface.net_ifacename");
	row->hwaddress = text_or_none(s, r, "iface.hwaddress");
	row->ipaddress = address_of(r);
	row->ipaddress_written = text_or_none(s, r, "iface.ipaddress");
	row->initiator_name = text_of(s, r, "iface.initiatorname");
	row->replacement_timeout = record_number(r, "node.session.timeo.replacement_timeout");
	row->noop_out_interval = record_number(r, "node.conn[0].timeo.noop_out_interval");
	row->noop_out_timeout = record_number(r, "node.conn[0].timeo.noop_out_timeout");
	row->nr_sessions = record_number(r, "node.session.nr_sessions");
	row->scan = text_of(s, r, "node.session.scan");
}

void parse_iscsi_node(struct snapshot *s, unsigned host, const struct record_place *place,
		      struct str target, struct str portal, struct str iface, struct str text)
{
	struct iscsi_node row = { .path = snapshot_cstr(s, place->path) };
	struct record r;

	record_read(s, host, place, text, false, &r);
	row.row.origin = place_of(s, place, &r, "node.name");
	iscsi_node_of_record(s, &r, &row);
	row.path_target = snapshot_text(s, target);
	row.path_portal = snapshot_text(s, portal);
	row.path_iface = snapshot_text(s, iface);
	record_add_file(s, host, place, "used");
	add_iscsi_node(s, host, &row);
}

/* False where the target portal is known already. */
static bool is_new(struct keyset *seen, uint64_t seed, struct text target, struct text portal,
		   struct num tpgt)
{
	char key[640];
	int n = snprintf(key, sizeof(key), "%s %s %lld", target.s ? target.s : "",
			 portal.s ? portal.s : "", (long long)num_or(tpgt, -1));

	return keyset_add(
		seen, seed,
		(struct str){ key, (size_t)n < sizeof(key) ? (size_t)n : sizeof(key) - 1 });
}

static void add_target_of_node(struct snapshot *s, unsigned host, const struct iscsi_node *n)
{
	struct text method = n->discovery_type;
	struct iscsi_target t = {
		.row.origin = n->row.origin,
		.adapter = snapshot_cstr(s, "initiator"),
		.target = n->target,
		.portal = n->portal,
		.address = n->address,
		.port = n->port,
		.tpgt = n->tpgt,
		.method = same(method.s, "send_targets") ? snapshot_cstr(s, "sendtargets") : method,
	};

	add_iscsi_target(s, host, &t);
}

void iscsi_add_node_targets(struct snapshot *s, unsigned host)
{
	struct keyset seen = { .count = 0 };
	uint64_t seed = keyset_seed();

	for_each_row (iscsi_target, t, s, host)
		(void)is_new(&seen, seed, t->target, t->portal, t->tpgt);
	for_each_row (iscsi_node, n, s, host)
		if (n->target.s && *n->target.s && n->portal.s &&
		    is_new(&seen, seed, n->target, n->portal, n->tpgt))
			add_target_of_node(s, host, n);
	keyset_clear(&seen);
}

/*
 * Another parser than that of records: the first line that holds the word and
 * no '#' before it, and all behind the first '='.
 */
static bool find_name(struct str text, const char *key, struct str *ret_value, unsigned *ret_line)
{
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		size_t at = 0, sharp = str_find(line, '#'), sign;
		while (at < line.n && !str_starts(str_from(line, at), key))
			at++;
		if (at >= line.n || sharp < at)
			continue;
		line = str_from(line, at);
		sign = str_find(line, '=');
		*ret_value = str_trim(str_from(line, sign + 1));
		*ret_line = n;
		return sign < line.n;
	}
	return false;
}

bool iscsi_is_safe_logout(struct str text)
{
	struct str value;
	unsigned line;

	return find_name(text, "iscsid.safe_logout", &value, &line) && str_eq(value, "Yes");
}

void parse_iscsi_initiatorname(struct snapshot *s, unsigned host, const struct record_place *place,
			       struct str text)
{
	struct iscsi_adapter row = {
		.name = snapshot_cstr(s, "initiator"),
		.kind = snapshot_cstr(s, "software"),
		.driver = snapshot_cstr(s, "open-iscsi"),
		.enabled = TRI_UNKNOWN,
	};
	struct str name = { NULL, 0 }, alias = { NULL, 0 };
	unsigned line = 1, other = 1;

	if (text.p) {
		row.initiator_name_set =
			tri(find_name(text, "InitiatorName", &name, &line) && name.n);
		find_name(text, "InitiatorAlias", &alias, &other);
	}
	row.row.origin = snapshot_at(s, place->file, line);
	if (name.n)
		row.initiator_name = snapshot_text(s, name);
	if (alias.n)
		row.alias = snapshot_text(s, alias);
	record_add_file(s, host, place, text.p ? "used" : "unreadable");
	add_iscsi_adapter(s, host, &row);
}
