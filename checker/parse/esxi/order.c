/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/order.h"

#include <string.h>

#include "parse/esxi/store.h"

size_t esxi_list_length(const char *list)
{
	size_t n = *list != '\0';

	for (; *list; list++)
		n += *list == ',';
	return n;
}

bool esxi_list_has(const char *list, struct str name)
{
	struct str rest = str_of(list), one;

	while (str_split(&rest, ',', &one))
		if (str_same(one, name))
			return true;
	return false;
}

const struct vswitch *esxi_find_switch(const struct esxi *x, const char *name)
{
	struct vswitch like = { .name = { name } };

	return (const void *)esxi_find(x, TABLE_vswitch, &like.row);
}

static const struct esxi_team *find_team(const struct esxi *x, const char *vswitch,
					 const char *portgroup)
{
	struct esxi_team like = { .portgroup = { portgroup } };

	if (!portgroup)
		like.vswitch.s = vswitch;
	return (const void *)esxi_find(x, TABLE_esxi_team, &like.row);
}

/* The NIC behind an uplink port of a distributed switch; "" where it has none, NULL where that is
 * not known. */
static const char *nic_of(const struct esxi *x, const char *dvs, struct str alias)
{
	const struct esxi_port *p;

	for (size_t i = 0; (p = (const void *)esxi_get(x, TABLE_esxi_port, i)); i++)
		if (same(p->vswitch.s, dvs) && p->uplink.s && str_eq(alias, p->uplink.s))
			return p->client.s;
	return NULL;
}

/* The NICs of a LAG: clients of the ports lag1-0, lag1-1, … */
static const char *nics_of_lag(struct esxi *x, const char *dvs, struct str lag)
{
	const struct esxi_port *p;
	const char *nics = NULL;

	for (size_t i = 0; (p = (const void *)esxi_get(x, TABLE_esxi_port, i)); i++) {
		struct str alias = str_of(p->uplink.s);
		if (!same(p->vswitch.s, dvs) || alias.n <= lag.n + 1 ||
		    !str_same(str_upto(alias, lag.n), lag) || alias.p[lag.n] != '-' || !p->client.s)
			continue;
		nics = arena_printf(x->store->arena, "%s%s%s", nics ? nics : "",
				    nics && *nics ? "," : "", p->client.s);
	}
	return nics;
}

/* dvUplink names become NICs; a list with a name that leads nowhere is not known. */
static struct text resolve(struct esxi *x, const char *dvs, struct text list, enum tri *lag)
{
	const struct vswitch *v = esxi_find_switch(x, dvs);
	struct str rest = str_of(list.s), one;
	const char *joined = "";

	if (!list.s || !v || !same(v->kind.s, "distributed"))
		return list;
	while (str_split(&rest, ',', &one) && one.n) {
		const char *nic = nic_of(x, dvs, one);
		if (!nic && v->uplinks.s && esxi_list_has(v->uplinks.s, one))
			nic = arena_str(x->store->arena, one);
		if (!nic) {
			nic = nics_of_lag(x, dvs, one);
			*lag = nic ? TRI_YES : *lag;
		}
		if (!nic)
			return (struct text){ NULL };
		joined = arena_printf(x->store->arena, "%s%s%s", joined, *joined && *nic ? "," : "",
				      nic);
	}
	return snapshot_cstr(x->s, joined);
}

/* Has a LAG of the distributed switch taken an active NIC? By the host's own list of LAGs. */
static enum tri lag_of(const struct esxi *x, const struct vswitch *v, const char *active)
{
	struct str rest = str_of(active), one;
	struct esxi_lag like = { .vswitch = v->name };

	while (str_split(&rest, ',', &one)) {
		like.nic = snapshot_find(x->s, one);
		if (like.nic.s && esxi_find(x, TABLE_esxi_lag, &like.row))
			return TRI_YES;
	}
	return x->store->parts[ESXI_PART_LAG].read ? TRI_NO : TRI_UNKNOWN;
}

/* What of the switch's uplinks is in neither list. */
static struct text left_over(struct esxi *x, const char *uplinks, const char *active,
			     const char *standby)
{
	struct str rest = str_of(uplinks), one;
	const char *joined = "";

	while (str_split(&rest, ',', &one))
		if (!esxi_list_has(active, one) && !esxi_list_has(standby, one))
			joined = arena_printf(x->store->arena, "%s%s%.*s", joined,
					      *joined ? "," : "", STR_ARGS(one));
	return snapshot_cstr(x->s, joined);
}

static void take_team(struct esxi_order *o, const struct esxi_team *t)
{
	o->active = t->active;
	o->standby = t->standby;
	o->unused = t->unused;
	o->load_balancing = t->load_balancing;
	o->failure_detection = t->failure_detection;
	o->failback = t->failback;
	o->overrides = t->overrides;
	o->lag = t->lag ? t->lag : o->lag;
	o->origin = t->row.origin;
}

/* What a list without roles still proves: one alone is active, and none is none. */
static void take_listed(struct esxi *x, struct esxi_order *o, const char *listed,
			const char *uplinks)
{
	size_t n = esxi_list_length(listed);

	if (n > 1)
		return;
	o->active = snapshot_cstr(x->s, listed);
	if (uplinks && esxi_list_length(uplinks) <= n)
		o->standby = snapshot_cstr(x->s, "");
}

static void inherit(struct esxi *x, struct esxi_order *o, const char *vswitch)
{
	struct esxi_order from = esxi_order(x, vswitch, NULL);

	if (!o->active.s) {
		o->active = from.active;
		o->standby = from.standby;
		o->unused = from.unused;
	}
	o->load_balancing = o->load_balancing.s ? o->load_balancing : from.load_balancing;
	o->failure_detection =
		o->failure_detection.s ? o->failure_detection : from.failure_detection;
	o->failback = o->failback ? o->failback : from.failback;
	o->lag = o->lag ? o->lag : from.lag;
}

struct esxi_order esxi_order(struct esxi *x, const char *vswitch, const char *portgroup)
{
	const struct esxi_team *t = find_team(x, vswitch, portgroup);
	const struct vswitch *v = esxi_find_switch(x, vswitch);
	const char *uplinks = v ? v->uplinks.s : NULL;
	struct esxi_order o = { .lag = v && same(v->kind.s, "standard") ? TRI_NO : TRI_UNKNOWN };

	if (t)
		take_team(&o, t);
	if (portgroup && t && t->overrides == TRI_NO)
		inherit(x, &o, vswitch);
	o.active = resolve(x, vswitch, o.active, &o.lag);
	o.standby = resolve(x, vswitch, o.standby, &o.lag);
	o.unused = resolve(x, vswitch, o.unused, &o.lag);
	if (!o.active.s && portgroup && t && t->listed.s)
		take_listed(x, &o, t->listed.s, uplinks);
	if (!o.active.s && uplinks && (!portgroup || !*uplinks))
		take_listed(x, &o, uplinks, uplinks);
	if (!o.lag && o.active.s && v && same(v->kind.s, "distributed"))
		o.lag = lag_of(x, v, o.active.s);
	if (!o.unused.s && o.active.s && o.standby.s && uplinks)
		o.unused = left_over(x, uplinks, o.active.s, o.standby.s);
	return o;
}
