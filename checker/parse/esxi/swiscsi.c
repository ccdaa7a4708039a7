/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iSCSI as hosts told it before esxcli did: the database of vmkiscsid, vmkiscsi-tool. */
#include "parse/esxi/items.h"
#include "parse/esxi/reader.h"

/* Address and port apart, or "10.0.0.1:3260,1" in one. */
static void put_target(struct esxi *x, enum merge_rank rank, struct iscsi_target *t,
		       struct str address)
{
	size_t comma = str_find(address, ',');
	struct str host = str_trim(str_upto(address, comma));
	size_t colon = host.n;
	int64_t port;

	t->tpgt = t->tpgt.known ? t->tpgt : esxi_num(str_from(address, comma + 1));
	while (colon && host.p[colon - 1] != ':')
		colon--;
	/* The only colon, or the one behind a bracket: what else has colons is IPv6. */
	if (colon && (str_find(host, ':') == colon - 1 || host.p[0] == '[') &&
	    str_to_i64(str_from(host, colon), &port)) {
		t->port = num(port);
		host = str_upto(host, colon - 1);
	}
	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = (struct str){ host.p + 1, host.n - 2 };
	if (!t->port.known)
		t->port = num(3260);
	if (!ip_parse(host, &t->address) || ip_is_unspecified(t->address))
		return;
	t->portal = snapshot_textf(x->s, ip_bits(t->address) == 128 ? "[%s]:%lld" : "%s:%lld",
				   ip_text(t->address).s, (long long)t->port.v);
	esxi_put_iscsi_target(x, rank, t);
}

/* A record of the database, as far as it was read. */
struct record {
	struct iscsi_target target;
	struct str address;
};

static void finish_record(struct esxi *x, struct record *r)
{
	struct text name = r->target.target;

	if (name.s && r->address.n)
		put_target(x, MERGE_DUMP, &r->target, r->address);
	*r = (struct record){ .target.target = name };
}

static void take_key(struct esxi *x, const struct esxi_capture *c, struct record *r,
		     const struct esx_item *item)
{
	if (str_eq(item->key, "node.name")) {
		finish_record(x, r);
		r->target.target = esxi_text(x, item->value);
	} else if (str_starts(item->key, "node.conn[") && str_ends(item->key, "].address")) {
		if (r->address.n)
			finish_record(x, r);
		r->target.row.origin = esxi_at(x, c, c->line + item->line - 1);
		r->address = item->value;
	} else if (str_starts(item->key, "node.conn[") && str_ends(item->key, "].port")) {
		r->target.port = esxi_num(item->value);
	} else if (str_eq(item->key, "node.tpgt")) {
		r->target.tpgt = esxi_num(item->value);
	}
}

static void read_db(struct esxi *x, const struct esxi_capture *c)
{
	struct dump_db d = { .lines = esx_lines(c->text) };
	struct record r = { .address = { NULL, 0 } };
	struct str section = { NULL, 0 };
	struct esx_item item;

	while (dump_db_next(&d, &item)) {
		if (!str_same(section, item.section)) {
			finish_record(x, &r);
			r = (struct record){ .address = { NULL, 0 } };
			section = item.section;
		}
		if (str_eq(section, "Targets") || str_eq(section, "nodes"))
			take_key(x, c, &r, &item);
		if (str_eq(section, "Targets"))
			esxi_read(x, ESXI_PART_TARGET);
	}
	finish_record(x, &r);
}

static bool looks_db(struct str text)
{
	text = str_upto(text, 4096);
	return str_has(text, "=========[ISID]") || str_has(text, "=========[InitiatorNodes]") ||
	       str_has(text, "=========[Targets]");
}

static const char *const names_db[] = { "vmkiscsiddumpdb", NULL };

const struct esxi_format esxi_format_iscsi_db = {
	.name = "vmkiscsid --dump-db",
	.names = names_db,
	.looks = looks_db,
	.read = read_db,
};

/* "vmhba36" out of "-T -l vmhba36 | grep Portal". */
static struct text adapter_of(struct esxi *x, struct str args)
{
	for (size_t i = 0; i + 5 < args.n; i++) {
		size_t n = 5;
		if (!str_starts(str_from(args, i), "vmhba"))
			continue;
		while (i + n < args.n && args.p[i + n] >= '0' && args.p[i + n] <= '9')
			n++;
		if (n > 5)
			return snapshot_text(x->s, (struct str){ args.p + i, n });
	}
	return (struct text){ NULL };
}

static void put_name(struct esxi *x, struct origin origin, struct text adapter, struct str name)
{
	struct iscsi_adapter a = { .row.origin = origin,
				   .name = adapter,
				   .initiator_name = esxi_text(x, name) };

	if (adapter.s)
		esxi_put_iscsi_adapter(x, MERGE_LISTING, &a);
}

static void read_tool(struct esxi *x, const struct esxi_capture *c)
{
	struct esx_lines l = esx_lines(c->text);
	struct iscsi_target t = { .adapter = adapter_of(x, c->args) };
	struct esx_item item;

	while (esx_colon_next(&l, &item)) {
		t.row.origin = esxi_at(x, c, c->line + item.line - 1);
		if (str_eq_nocase(item.key, "iSCSI Node Name")) {
			put_name(x, t.row.origin, t.adapter, item.value);
		} else if (str_eq_nocase(item.key, "NAME")) {
			t.target = esxi_text(x, item.value);
		} else if (str_starts(item.key, "Portal ")) {
			struct iscsi_target one = t;
			put_target(x, MERGE_LISTING, &one, item.value);
		}
	}
}

static bool looks_tool(struct str text)
{
	struct esx_lines l = esx_lines(text);
	struct esx_item item;

	return esx_colon_next(&l, &item) &&
	       (str_eq_nocase(item.key, "iSCSI Node Name") || str_eq(item.key, "Portal 0"));
}

static const char *const names_tool[] = { "vmkiscsitool", NULL };

const struct esxi_format esxi_format_iscsi_tool = {
	.name = "vmkiscsi-tool",
	.names = names_tool,
	.looks = looks_tool,
	.read = read_tool,
};

/* A host whose software initiator is off has none, and so nothing is bound to it. */
static void read_swiscsi(struct esxi *x, const struct esxi_capture *c)
{
	if (!str_has(c->text, "not enabled") && !str_has(c->text, "disabled"))
		return;
	esxi_read(x, ESXI_PART_ADAPTER);
	esxi_read(x, ESXI_PART_BINDING);
}

static bool looks_swiscsi(struct str text)
{
	return str_starts(str_trim(text), "Software iSCSI ");
}

static const char *const names_swiscsi[] = { "esxcfgswiscsi", NULL };

const struct esxi_format esxi_format_swiscsi = {
	.name = "esxcfg-swiscsi",
	.names = names_swiscsi,
	.looks = looks_swiscsi,
	.read = read_swiscsi,
};
