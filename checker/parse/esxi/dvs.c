/* SPDX-License-Identifier: GPL-2.0-or-later */
/* net-dvs -l: the distributed switches as this host has them, the only place of their teaming. */
#include <stdlib.h>
#include <string.h>

#include "parse/esxi/items.h"
#include "parse/esxi/reader.h"

#define TEAMING "com.vmware.etherswitch.port.teaming"

struct dvs {
	struct esxi *x;
	const struct esxi_capture *c;
	struct text name;         /* of the switch */
	struct esxi_port port;    /* being read; its port is {NULL} where none is */
	struct esxi_team team;
	bool teaming, trunk;
};

static struct origin at(const struct dvs *d, const struct esx_item *item)
{
	return esxi_at(d->x, d->c, d->c->line + item->line - 1);
}

/* "dvUplink1; Uplink 2;": names may hold blanks. */
static struct text list_of(const struct dvs *d, struct str value)
{
	char *joined = xmalloc(value.n + 1);
	struct text text;
	struct str one;
	size_t n = 0;

	while (str_split(&value, ';', &one)) {
		one = str_trim(one);
		if (!one.n)
			continue;
		if (n)
			joined[n++] = ',';
		memcpy(joined + n, one.p, one.n);
		n += one.n;
	}
	text = snapshot_text(d->x->s, (struct str){ joined, n });
	free(joined);
	return text;
}

static void take_teaming(struct dvs *d, const struct esx_item *item)
{
	struct esxi_team *t = &d->team;

	d->teaming = true;
	if (str_eq(item->key, "active"))
		t->active = list_of(d, item->value);
	else if (str_eq(item->key, "standby"))
		t->standby = list_of(d, item->value);
	else if (str_eq(item->key, "load balancing"))
		t->load_balancing = esxi_load_balancing(d->x, item->value);
	else if (str_eq(item->key, "link selection"))
		t->failure_detection =
			snapshot_cstr(d->x->s, str_has(item->value, "beacon") ? "beacon" : "link");
}

/* "VLAN 98", "VLAN 0"; or "Guest VLAN tagging" and its ranges on the next line. */
static void take_vlan(struct dvs *d, struct str value)
{
	if (str_starts(value, "VLAN "))
		d->port.vlan_id = esxi_num(str_from(value, 5));
	d->trunk = str_has(value, "tagging");
}

static void take_port_key(struct dvs *d, const struct esx_item *item)
{
	if (str_eq(item->part, TEAMING))
		take_teaming(d, item);
	else if (str_eq(item->key, "com.vmware.common.port.alias"))
		d->port.uplink = esxi_text(d->x, item->value);
	else if (str_eq(item->key, "com.vmware.common.port.portgroupid"))
		d->port.portgroup = esxi_text(d->x, item->value);
	else if (str_eq(item->key, "com.vmware.etherswitch.port.vlan"))
		take_vlan(d, item->value);
	else if (str_eq(item->key, "ranges") && d->trunk)
		d->port.vlan_trunk = esxi_text(d->x, item->value);
	else
		d->trunk = d->trunk && !str_starts(item->key, "com.");
}

static void finish_port(struct dvs *d)
{
	if (d->port.port.s && d->name.s) {
		esxi_put_esxi_port(d->x, MERGE_DUMP, &d->port);
		/* The uplinks' own ports have a teaming too, which is of no use to anyone. */
		if (d->teaming && !d->port.uplink.s)
			esxi_put_esxi_team(d->x, MERGE_DUMP, &d->team);
	}
	d->port = (struct esxi_port){ .port = { NULL } };
	d->team = (struct esxi_team){ .vswitch = { NULL } };
	d->teaming = d->trunk = false;
}

static void begin_port(struct dvs *d, const struct esx_item *item)
{
	finish_port(d);
	if (str_eq(item->value, "global") || str_eq(item->value, "host"))
		return;
	d->port.row.origin = d->team.row.origin = at(d, item);
	d->port.vswitch = d->team.vswitch = d->name;
	d->port.port = snapshot_text(d->x->s, item->value);
	d->team.portgroup = snapshot_textf(d->x->s, "%s/%.*s", d->name.s ? d->name.s : "",
					   STR_ARGS(item->value));
}

static void take_switch_key(struct dvs *d, const struct esx_item *item)
{
	struct vswitch v = { .row.origin = at(d, item),
			     .kind = snapshot_cstr(d->x->s, "distributed") };

	if (str_eq(item->key, "com.vmware.common.alias"))
		d->name = esxi_text(d->x, item->value);
	else if (str_ends(item->key, ".etherswitch.mtu") || str_ends(item->key, ".portset.mtu"))
		v.mtu = esxi_num(item->value);
	else
		return;
	v.name = d->name;
	esxi_put_vswitch(d->x, MERGE_DUMP, &v);
}

static void read_dvs(struct esxi *x, const struct esxi_capture *c)
{
	struct net_dvs lines = { .lines = esx_lines(c->text) };
	struct dvs d = { .x = x, .c = c };
	struct esx_item item;

	while (net_dvs_next(&lines, &item)) {
		if (str_eq(item.key, "switch")) {
			finish_port(&d);
			d.name = (struct text){ NULL };
		} else if (str_eq(item.key, "section")) {
			begin_port(&d, &item);
		} else if (d.port.port.s) {
			take_port_key(&d, &item);
		} else {
			take_switch_key(&d, &item);
		}
	}
	finish_port(&d);
}

static bool looks(struct str text)
{
	text = str_trim(str_upto(text, 4096));
	return str_starts(text, "switch ") && str_has(text, "com.vmware.");
}

static const char *const names[] = { "netdvs", NULL };

const struct esxi_format esxi_format_dvs = {
	.name = "net-dvs",
	.names = names,
	.looks = looks,
	.read = read_dvs,
};
