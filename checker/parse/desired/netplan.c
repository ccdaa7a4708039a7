/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of netplan: brought together, then read a definition at a time. */
#include "parse/desired/netplan.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "parse/desired/desired.h"

enum { FILES_MOST = 64, VALUES_MOST = 131072 };

static const struct section {
	const char *name, *kind;
} sections[] = {
	{ "ethernets", "physical" }, { "wifis", "physical" },	  { "modems", "physical" },
	{ "dummy-devices", "dummy" }, { "virtual-ethernets", "veth" }, { "bonds", "bond" },
	{ "bridges", "bridge" },     { "vlans", "vlan" },	  { "vrfs", "vrf" },
	{ "tunnels", NULL },	     { "nm-devices", NULL },
};

static int by_id(const void *a, const void *b)
{
	const struct netplan_device *const *x = a, *const *y = b;

	return str_compare((*x)->id, (*y)->id);
}

struct netplan_device *netplan_find(const struct netplan *np, struct str id)
{
	struct netplan_device wanted = { .id = id }, *key = &wanted;
	size_t at = lower_bound(&key, np->sorted, np->ndevices, sizeof(key), by_id);

	return at < np->ndevices && str_same(np->sorted[at]->id, id) ? np->sorted[at] : NULL;
}

static bool is_glob(struct str name)
{
	return str_find(name, '*') < name.n || str_find(name, '?') < name.n ||
	       str_find(name, '[') < name.n;
}

/*
 * Without `match:` the ID is the name.  With it the ID says nothing, and stands for devices that
 * only the host can name.
 */
static struct text device_name(struct plan *p, struct str id, const struct node *n)
{
	const struct node *match = node_at(n, "match");
	struct str name = node_text(match, "name"), set = node_text(n, "set-name");

	if (set.n)
		return plan_text(p, set);
	if (!match || !match->first)
		return plan_text(p, id);
	if (name.n && !is_glob(name))
		return plan_text(p, name);
	plan_doubt_of(p, node_text(match, "macaddress").n ? PLAN_LINKS : PLAN_LINKS | PLAN_ADDRESSES,
		      plan_text(p, id), "is an ID: the names of its devices are not in the file");
	return plan_text(p, id);
}

static bool by_network_manager(const struct node *network, const struct node *section,
			       const struct node *n)
{
	const struct node *all[] = { n, section, network };

	for (size_t i = 0; i < countof(all); i++)
		if (node_text(all[i], "renderer").n)
			return str_eq(node_text(all[i], "renderer"), "NetworkManager");
	return false;
}

static void add_devices(struct netplan *np, const struct node *network, const struct section *s)
{
	const struct node *section = node_at(network, s->name);

	for (const struct node *n = node_first(network, s->name); n; n = n->next) {
		if (!n->key.p || str_eq(n->key, "renderer"))
			continue;
		np->devices =
			xrealloc(np->devices, np->ndevices + 1, sizeof(*np->devices));
		np->devices[np->ndevices++] = (struct netplan_device){
			.id = n->key,
			.name = device_name(&np->plan, n->key, n),
			.kind = s->kind,
			.n = n,
			.by_network_manager = by_network_manager(network, section, n),
		};
		np->plan.network_manager |= np->devices[np->ndevices - 1].by_network_manager;
		if (same(s->kind, "vrf"))
			np->lowest[0] = np->lowest[1] = NETPLAN_L3MDEV;
	}
}

static void sort_devices(struct netplan *np)
{
	np->sorted = xcalloc(np->ndevices + 1, sizeof(*np->sorted));
	for (size_t i = 0; i < np->ndevices; i++)
		np->sorted[i] = &np->devices[i];
	qsort(np->sorted, np->ndevices, sizeof(*np->sorted), by_id);
}

static void mark_ports(struct netplan *np)
{
	for (size_t i = 0; i < np->ndevices; i++) {
		const struct netplan_device *d = &np->devices[i];
		if (!same(d->kind, "bond") && !same(d->kind, "bridge"))
			continue;
		for (const struct node *n = node_first(d->n, "interfaces"); n; n = n->next) {
			struct netplan_device *port = netplan_find(np, n->text);
			if (port)
				port->port = true;
		}
	}
}

static bool speaks_ipv6(const struct netplan *np)
{
	for_each_row (address, a, np->plan.s, np->plan.host)
		if (a->address.family == IP_V6)
			return true;
	for (size_t i = 0; i < np->ndevices; i++)
		if (node_is(np->devices[i].n, "accept-ra", true))
			return true;
	return false;
}

/* What may come beside what is written. Announcements matter where IPv6 is in use. */
static void say_what_is_open(struct netplan *np, const struct node *network)
{
	bool six = speaks_ipv6(np);

	for (size_t i = 0; six && i < np->ndevices; i++)
		if (netplan_hears_routers(&np->devices[i]))
			plan_doubt_of(&np->plan, PLAN_ADDRESSES, np->devices[i].name,
				      "takes what IPv6 routers announce: it has no `accept-ra: false`");
	if (by_network_manager(network, NULL, NULL))
		plan_doubt(&np->plan, PLAN_ALL,
			   "NetworkManager configures devices too that netplan does not name");
}

static void read_network(struct netplan *np, const struct node *network)
{
	for (size_t i = 0; i < countof(sections); i++)
		add_devices(np, network, &sections[i]);
	sort_devices(np);
	mark_ports(np);
	for (size_t i = 0; i < np->ndevices; i++)
		netplan_device(np, &np->devices[i]);
	plan_connect(&np->plan);
	for (size_t i = 0; i < np->ndevices; i++)
		netplan_routes(np, &np->devices[i]);
	plan_default_rules(&np->plan);
	say_what_is_open(np, network);
}

static const struct node *read_file(struct arena *a, const struct netplan_file *f, struct err *err)
{
	CLEANUP(events_freep) struct events *e =
		events_new(event_syntax_of(f->text), f->file, f->text);
	struct node_reader reader = { e, a, f->file, 0, VALUES_MOST };
	struct event at;

	/* netplan takes the same key twice for one that goes on. */
	events_let_keys_repeat(e);
	do {
		if (events_next(e, &at, err) < 0)
			return NULL;
	} while (at.type == EVENT_DOCUMENT);
	if (at.type != EVENT_MAP) {
		events_error(e, &at, err, "a file of netplan is a mapping: `network:`");
		return NULL;
	}
	return node_read(&reader, &at, err);
}

static int merge_file(struct arena *a, struct node *network, const struct netplan_file *f,
		      struct err *err)
{
	const struct node *file;
	struct str version;

	if (!str_trim(f->text).n)
		return 0;
	file = read_file(a, f, err);
	if (!file)
		return -1;
	for (const struct node *n = file->first; n; n = n->next) {
		if (!str_eq(n->key, "network") || n->type != EVENT_MAP)
			return err_set(err, "%s:%u: a file of netplan has the one key `network`",
				       f->file, n->line);
		if (!node_merge(a, network, n, err))
			return -1;
	}
	version = node_text(network, "version");
	if (version.p && !str_eq(version, "2"))
		return err_set(err, "%s: netplan has version 2 alone", f->file);
	return 0;
}

int netplan_load(struct snapshot *s, const struct netplan_file *files, size_t n,
		 const struct desired_input *input, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct node network = { .type = EVENT_MAP };
	struct netplan np = { .lowest = { NETPLAN_MAIN, NETPLAN_MAIN } };
	struct host row = {
		.name = snapshot_cstr(s, input->name),
		.platform = snapshot_cstr(s, "linux"),
		.kind = snapshot_cstr(s, "netplan"),
		.source = snapshot_cstr(s, input->source),
	};

	if (n > FILES_MOST)
		return err_set(err, "%s: more than %d files of netplan", input->source, FILES_MOST);
	for (size_t i = 0; i < n; i++)
		if (merge_file(a, &network, &files[i], err) < 0)
			return -1;
	plan_begin(&np.plan, s, snapshot_add_host(s, &row));
	read_network(&np, &network);
	plan_end(&np.plan);
	free(np.sorted);
	free(np.devices);
	return 0;
}
