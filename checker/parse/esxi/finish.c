/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the merged facts to the snapshot's rows. Coverage is in coverage.c. */
#include <stdlib.h>
#include <string.h>

#include "parse/esxi/coverage.h"
#include "parse/esxi/order.h"
#include "parse/esxi/store.h"

#define for_each_fact(T, r, x)                                                                     \
	for (size_t r##_i = 0; r##_i < SIZE_MAX; r##_i = SIZE_MAX)                                 \
		for (const struct T *r; (r = (const void *)esxi_get((x), TABLE_##T, r##_i));       \
		     r##_i++)

static unsigned begin_host(struct esxi *x, const struct esxi_label *label)
{
	const struct host *known = (const void *)esxi_get(x, TABLE_host, 0);
	struct host h = known ? *known : (struct host){ .row = { .index = 0 } };
	bool console = false;

	for_each_fact(interface, i, x)
		console |= same(i->kind.s, "vswif");
	if (!h.name.s)
		h.name = snapshot_cstr(x->s, label->name);
	if (!h.platform.s)
		h.platform = snapshot_cstr(x->s, console ? "esx" : "esxi");
	h.kind = snapshot_cstr(x->s, label->kind);
	h.source = snapshot_cstr(x->s, label->source);
	return snapshot_add_host(x->s, &h);
}

static bool is_number(const char *s)
{
	uint64_t n;

	return s && str_to_u64(str_of(s), &n);
}

static const struct portgroup *find_portgroup(const struct esxi *x, const char *name)
{
	struct portgroup like = { .name = { name } };

	return (const void *)esxi_find(x, TABLE_portgroup, &like.row);
}

/* The distributed port of a VMkernel port: by its client, else by a number that only one switch
 * has. */
static const struct esxi_port *port_of(const struct esxi *x, const struct interface *i)
{
	const struct esxi_port *p, *by_number = NULL;
	size_t numbers = 0;

	for (size_t k = 0; (p = (const void *)esxi_get(x, TABLE_esxi_port, k)); k++) {
		if (same(p->client.s, i->name.s))
			return p;
		if (i->portgroup.s && same(p->port.s, i->portgroup.s) &&
		    (!i->vswitch.s || same(i->vswitch.s, p->vswitch.s))) {
			by_number = p;
			numbers++;
		}
	}
	return numbers == 1 && (!by_number->client.s || !*by_number->client.s) ? by_number : NULL;
}

static struct text port_name(struct esxi *x, const char *dvs, const char *port)
{
	return snapshot_textf(x->s, "%s/%s", dvs, port);
}

/* Puts switch and port group of a VMkernel port into the form that the tables have. */
static void place_port(struct esxi *x, struct interface *i)
{
	const struct portgroup *standard = find_portgroup(x, i->portgroup.s);
	const struct esxi_port *port;

	if (standard) {
		if (!i->vswitch.s)
			i->vswitch = standard->vswitch;
		return;
	}
	port = port_of(x, i);
	if (port) {
		i->vswitch = port->vswitch;
		i->portgroup = port_name(x, port->vswitch.s, port->port.s);
	} else if (is_number(i->portgroup.s) && i->vswitch.s) {
		i->portgroup = port_name(x, i->vswitch.s, i->portgroup.s);
	}
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct text services_of(struct esxi *x, const char *vmknic)
{
	const struct esxi_store *st = x->store;
	const char *words[32], *joined = "";
	bool known = false;
	size_t n = 0;

	for (size_t i = 0; i < st->nservices; i++) {
		if (!same(st->services[i].vmknic.s, vmknic))
			continue;
		known = true;
		if (st->services[i].service && n < countof(words))
			words[n++] = st->services[i].service;
	}
	qsort(words, n, sizeof(*words), compare_words);
	for (size_t i = 0; i < n; i++)
		joined = arena_printf(st->arena, "%s%s%s", joined, i ? "," : "", words[i]);
	return known ? snapshot_cstr(x->s, joined) : (struct text){ NULL };
}

static bool is_port(const struct interface *i)
{
	return same(i->kind.s, "vmknic") || same(i->kind.s, "vswif");
}

/* The switch whose uplink a NIC is. */
static struct text switch_of(const struct esxi *x, const char *nic)
{
	for_each_fact(vswitch, v, x)
		if (v->uplinks.s && esxi_list_has(v->uplinks.s, str_of(nic)))
			return v->name;
	return (struct text){ NULL };
}

/* From 6.5 on the list shows the stack's own gateway at the port that leads to it: that is no
 * gateway of the port. */
static void drop_common_gateway(const struct esxi *x, struct interface *i)
{
	const char *table = i->stack.s ? i->stack.s : "defaultTcpipStack";

	for_each_fact(route, r, x) if (prefix_known(r->dst) && !r->dst.len &&
				       same(r->route_table.s, table) &&
				       ip_equal(r->gateway, i->gateway)) i->gateway =
		(struct ip){ .family = i->gateway.family };
}

/* Interfaces as they will be written: what places them is worked out once. */
struct placed {
	struct interface *v;
	size_t n;
};

static struct placed place_interfaces(struct esxi *x)
{
	size_t n = merge_rows(x->merge, TABLE_interface);
	struct placed placed = { arena_array(x->store->arena, n, sizeof(*placed.v)), n };

	for (size_t k = 0; k < n; k++) {
		struct interface *i = &placed.v[k];
		*i = *(const struct interface *)(const void *)esxi_get(x, TABLE_interface, k);
		if (is_port(i)) {
			place_port(x, i);
			i->services = services_of(x, i->name.s);
			drop_common_gateway(x, i);
		} else if (!i->vswitch.s) {
			i->vswitch = switch_of(x, i->name.s);
		}
	}
	return placed;
}

static const struct address *address_at(const struct esxi *x, size_t i)
{
	return (const void *)esxi_get(x, TABLE_address, i);
}

/* A VMkernel port has one IPv4 address: of two, one source is wrong. */
static const struct address *better_address(const struct esxi *x, size_t of)
{
	const struct address *a = address_at(x, of), *b;
	unsigned rank = merge_rank(x->merge, TABLE_address, of, COLUMN(address, address)), other;

	for (size_t i = 0; a->address.family == IP_V4 && (b = address_at(x, i)); i++) {
		if (!same(a->interface.s, b->interface.s) || b->address.family != IP_V4)
			continue;
		other = merge_rank(x->merge, TABLE_address, i, COLUMN(address, address));
		if (other > rank || (other == rank && i < of))
			return b;
	}
	return NULL;
}

static void write_addresses(struct esxi *x, unsigned host)
{
	const struct address *a, *better;

	for (size_t i = 0; (a = address_at(x, i)); i++) {
		better = better_address(x, i);
		if (!better) {
			add_address(x->s, host, a);
			continue;
		}
		const char *why = arena_printf(
			x->store->arena, "address of %s contradicts %s:%u, which is believed: %s",
			a->interface.s, better->row.origin.file.s ? better->row.origin.file.s : "",
			better->row.origin.line, ip_text(better->address).s);
		snapshot_note(x->s, host, a->row.origin, str_of(ip_text(a->address).s), why);
	}
}

/* A connected route of a port without an address in it: the outputs are of different times or
 * hosts. */
static void check_routes(struct esxi *x, unsigned host)
{
	for_each_fact(route, r, x) {
		bool has_address = false, fits = false;
		if (ip_known(r->gateway) || !r->interface.s || !r->dst.len)
			continue;
		for_each_fact(address, a, x) {
			bool here = same(a->interface.s, r->interface.s) &&
				    a->address.family == r->dst.ip.family;
			has_address |= here;
			fits |= here && prefix_has(r->dst, a->address);
		}
		if (has_address && !fits)
			snapshot_note(
				x->s, host, r->row.origin, str_of(prefix_text(r->dst).s),
				arena_printf(
					x->store->arena,
					"inconsistent capture: %s has no address in this connected subnet",
					r->interface.s));
	}
}

static void write_uplinks(struct esxi *x, unsigned host, const struct uplink *stem,
			  struct text list, const char *role, int64_t *position)
{
	struct str rest = str_of(list.s), one;

	while (list.s && str_split(&rest, ',', &one)) {
		struct uplink u = *stem;
		u.interface = snapshot_text(x->s, one);
		u.role = snapshot_cstr(x->s, role);
		if (role && !same(role, "unused"))
			u.position = num((*position)++);
		struct interface like = { .name = u.interface };
		const struct interface *nic =
			(const void *)esxi_find(x, TABLE_interface, &like.row);
		u.link = nic ? nic->carrier : TRI_UNKNOWN;
		if (one.n)
			add_uplink(x->s, host, &u);
	}
}

/* Uplinks whose part in the order is not known stand there without a role. */
static void write_order(struct esxi *x, unsigned host, const struct uplink *stem,
			const struct esxi_order *o, struct text listed)
{
	int64_t position = 0;

	write_uplinks(x, host, stem, o->active, "active", &position);
	write_uplinks(x, host, stem, o->standby, "standby", &position);
	write_uplinks(x, host, stem, o->unused, "unused", &position);
	if (!o->active.s)
		write_uplinks(x, host, stem, listed, NULL, &position);
}

static struct origin origin_of(const struct esxi_order *o, struct origin otherwise)
{
	return o->origin.file.s ? o->origin : otherwise;
}

static void write_vswitches(struct esxi *x, unsigned host)
{
	for_each_fact(vswitch, known, x) {
		struct vswitch v = *known;
		struct esxi_order o = esxi_order(x, v.name.s, NULL);
		struct uplink stem = { .row.origin = origin_of(&o, v.row.origin),
				       .team = v.name,
				       .team_kind = snapshot_cstr(x->s, "vswitch") };
		v.load_balancing = v.load_balancing.s ? v.load_balancing : o.load_balancing;
		v.failure_detection =
			v.failure_detection.s ? v.failure_detection : o.failure_detection;
		v.failback = v.failback ? v.failback : o.failback;
		add_vswitch(x->s, host, &v);
		write_order(x, host, &stem, &o, v.uplinks);
	}
}

/* Uplinks without their part in the order: those listed, else the one that a binding shows. */
static struct text listed_of(const struct esxi *x, const char *portgroup)
{
	struct esxi_team like = { .portgroup = { portgroup } };
	const struct esxi_team *t = (const void *)esxi_find(x, TABLE_esxi_team, &like.row);

	if (!t)
		return (struct text){ NULL };
	return t->listed.s ? t->listed : t->carries;
}

/* Clients of a port group that are VMkernel or Service Console ports. */
static int64_t ports_on(const struct placed *placed, const char *portgroup)
{
	int64_t n = 0;

	for (size_t i = 0; i < placed->n; i++)
		n += is_port(&placed->v[i]) && same(placed->v[i].portgroup.s, portgroup);
	return n;
}

static void write_portgroup(struct esxi *x, unsigned host, const struct placed *placed,
			    struct portgroup *p)
{
	struct esxi_order o = esxi_order(x, p->vswitch.s, p->name.s);
	int64_t ports = ports_on(placed, p->name.s);
	struct uplink stem = { .row.origin = origin_of(&o, p->row.origin),
			       .team = p->name,
			       .team_kind = snapshot_cstr(x->s, "portgroup") };

	p->active_uplinks = o.active;
	p->standby_uplinks = o.standby;
	p->unused_uplinks = o.unused;
	p->load_balancing = o.load_balancing;
	p->failure_detection = o.failure_detection;
	p->failback = o.failback;
	p->overrides = o.overrides;
	p->lag = o.lag;
	if (x->store->parts[ESXI_PART_VMKNIC].read || ports)
		p->vmkernel = tri(ports > 0);
	/* A port whose NIC is disabled counts for none of its clients. */
	if (p->vms.known)
		p->vms = x->store->parts[ESXI_PART_VMKNIC].read
				 ? num(p->vms.v > ports ? p->vms.v - ports : 0)
				 : (struct num){ .known = false };
	add_portgroup(x->s, host, p);
	write_order(x, host, &stem, &o, listed_of(x, p->name.s));
}

/* By the client that the switch tells, else by the port that a VMkernel port tells. */
static bool is_of_port(const struct placed *placed, const struct esxi_port *port, const char *name)
{
	struct str client = str_of(port->client.s);

	if (client.n)
		return str_starts(client, "vmk") || str_starts(client, "vswif");
	return ports_on(placed, name) > 0;
}

/* Distributed ports of VMkernel ports; those of machines and uplinks are no concern. */
static void write_dvports(struct esxi *x, unsigned host, const struct placed *placed)
{
	for_each_fact(esxi_port, port, x) {
		struct portgroup p = { .row.origin = port->row.origin,
				       .name = port_name(x, port->vswitch.s, port->port.s),
				       .vswitch = port->vswitch,
				       .label = port->portgroup,
				       .vlan_id = port->vlan_id,
				       .vlan_trunk = port->vlan_trunk };
		if (is_of_port(placed, port, p.name.s) && !find_portgroup(x, p.name.s))
			write_portgroup(x, host, placed, &p);
	}
}

static void write_portgroups(struct esxi *x, unsigned host, const struct placed *placed)
{
	for_each_fact(portgroup, known, x) {
		struct portgroup p = *known;
		write_portgroup(x, host, placed, &p);
	}
	write_dvports(x, host, placed);
}

/* Of a bound session the local address tells the port that it leaves by. */
static void write_sessions(struct esxi *x, unsigned host)
{
	for_each_fact(iscsi_session, known, x) {
		struct iscsi_session session = *known;
		for_each_fact(address, a, x)
			if (!session.interface.s && ip_known(session.local_address) &&
			    ip_equal(a->address, session.local_address))
				session.interface = a->interface;
		add_iscsi_session(x->s, host, &session);
	}
}

/* A datastore of several servers has a row for each. */
static void write_mounts(struct esxi *x, unsigned host)
{
	for_each_fact(nfs_mount, m, x) {
		add_nfs_mount(x->s, host, m);
		for_each_fact(esxi_server, other, x) {
			struct nfs_mount one = *m;
			if (!same(other->path.s, m->path.s) || same(other->server.s, m->server.s))
				continue;
			one.server = other->server;
			one.interface = other->interface;
			one.server_ip = (struct ip){ .family = IP_NONE };
			ip_parse(str_of(one.server.s), &one.server_ip);
			add_nfs_mount(x->s, host, &one);
		}
	}
}

unsigned esxi_finish(struct esxi *x, const struct esxi_label *label)
{
	static const enum table_id plain[] = { TABLE_route,	   TABLE_neighbour,
					       TABLE_binding,	   TABLE_iscsi_adapter,
					       TABLE_iscsi_target, TABLE_multipath,
					       TABLE_link_neighbour };
	unsigned host = begin_host(x, label);
	struct placed placed = place_interfaces(x);

	for (size_t i = 0; i < placed.n; i++)
		add_interface(x->s, host, &placed.v[i]);
	write_addresses(x, host);
	check_routes(x, host);
	write_vswitches(x, host);
	write_portgroups(x, host, &placed);
	write_sessions(x, host);
	write_mounts(x, host);
	for (size_t t = 0; t < countof(plain); t++)
		for (size_t i = 0; i < merge_rows(x->merge, plain[t]); i++)
			snapshot_add(x->s, plain[t], host, esxi_get(x, plain[t], i));
	merge_write_notes(x->merge, host);
	esxi_cover(x, host);
	return host;
}
