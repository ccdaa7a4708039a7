/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who configures an interface, and which of its addresses came by DHCP: the
 * state that NetworkManager, networkd, ifupdown, dhclient and VDSM keep in files.
 */
#include "source/live/shared.h"

#include <errno.h>
#include <string.h>

#include "parse/linux/linux.h"

/* What the files say of one interface. */
struct evidence {
	struct text manager, connection;
	struct ifupdown ifupdown;
};

struct file {
	const char *name;
	struct str text;
};

struct files {
	struct file *v;
	size_t n;
};

/* Read once, whatever the number of interfaces. */
struct state {
	struct files leases, stanzas;
	bool leases_hidden; /* some are there, but not for us */
	bool network_manager, networkd, network_scripts, wicked, vdsm;
};

static const char *path_of(struct live *l, const char *directory, const char *name)
{
	return arena_printf(snapshot_arena(l->s), "%s/%s", directory, name);
}

/* Adds a file to the list; true where one is there that may not be read. */
static bool add_file(struct live *l, struct files *list, const char *name)
{
	struct arena *a = snapshot_arena(l->s);
	struct str text;
	int failed = root_read(l->root, name, a, &text);

	if (failed == 0) {
		list->v = arena_grow(a, list->v, list->n, sizeof(*list->v));
		list->v[list->n++] = (struct file){ name, text };
	}
	return failed == -EACCES;
}

/* The same for the files of a directory that end so. */
static bool add_files(struct live *l, struct files *list, const char *directory, const char *end)
{
	bool hidden = false;
	char **names;
	size_t n;
	int failed = root_list(l->root, directory, snapshot_arena(l->s), &names, &n);

	for (size_t i = 0; failed >= 0 && i < n; i++)
		if (str_ends(str_of(names[i]), end))
			hidden |= add_file(l, list, path_of(l, directory, names[i]));
	return hidden || failed == -EACCES;
}

static bool has_directory(struct live *l, const char *name)
{
	char **names;
	size_t n;

	return root_list(l->root, name, snapshot_arena(l->s), &names, &n) >= 0 && n > 0;
}

static void read_state(struct live *l, struct state *st)
{
	st->leases_hidden = add_files(l, &st->leases, "var/lib/NetworkManager", ".lease");
	st->leases_hidden |= add_files(l, &st->leases, "run/NetworkManager", ".lease");
	st->leases_hidden |= add_files(l, &st->leases, "var/lib/dhcp", ".leases");
	st->leases_hidden |= add_files(l, &st->leases, "var/lib/dhclient", ".leases");
	add_file(l, &st->stanzas, "etc/network/interfaces");
	add_files(l, &st->stanzas, "etc/network/interfaces.d", "");
	st->network_manager = has_directory(l, "run/NetworkManager/devices");
	st->networkd = has_directory(l, "run/systemd/netif/links");
	st->network_scripts = has_directory(l, "etc/sysconfig/network-scripts");
	st->wicked = has_directory(l, "etc/sysconfig/network");
	st->vdsm = has_directory(l, "var/lib/vdsm/persistence/netconf");
}

static struct text ini_text(struct live *l, struct str text, const char *section, const char *key)
{
	struct str v;

	return parse_ini(text, section, key, &v) ? snapshot_text(l->s, v) : (struct text){ NULL };
}

/* The profile with this uuid; netplan writes its own beside the user's. */
static void find_profile(struct live *l, struct evidence *e, const char *uuid)
{
	static const char *const directories[] = {
		"run/NetworkManager/system-connections", "etc/NetworkManager/system-connections",
		"usr/lib/NetworkManager/system-connections",
	};
	struct arena *a = snapshot_arena(l->s);

	for (size_t d = 0; d < countof(directories); d++) {
		char **names;
		size_t n;
		if (root_list(l->root, directories[d], a, &names, &n) < 0)
			continue;
		for (size_t i = 0; i < n; i++) {
			struct str text;
			if (root_read(l->root, path_of(l, directories[d], names[i]), a, &text) <
				    0 ||
			    !same(ini_text(l, text, "connection", "uuid").s, uuid))
				continue;
			e->connection = ini_text(l, text, "connection", "id");
			if (str_starts(str_of(names[i]), "netplan-"))
				e->manager = snapshot_cstr(l->s, "netplan");
			return;
		}
	}
}

static void ask_network_manager(struct live *l, const struct live_link *link, struct evidence *e)
{
	const char *name =
		arena_printf(snapshot_arena(l->s), "run/NetworkManager/devices/%d", link->index);
	struct text uuid;
	struct str text;

	if (root_read(l->root, name, snapshot_arena(l->s), &text) < 0 ||
	    !same(ini_text(l, text, "device", "managed").s, "true"))
		return;
	uuid = ini_text(l, text, "device", "connection-uuid");
	if (!uuid.s)
		return;
	e->manager = snapshot_cstr(l->s, "NetworkManager");
	find_profile(l, e, uuid.s);
}

static void ask_networkd(struct live *l, const struct live_link *link, struct evidence *e)
{
	const char *name =
		arena_printf(snapshot_arena(l->s), "run/systemd/netif/links/%d", link->index);
	struct text file;
	struct str text;

	if (root_read(l->root, name, snapshot_arena(l->s), &text) < 0 ||
	    same(ini_text(l, text, "", "ADMIN_STATE").s, "unmanaged"))
		return;
	file = ini_text(l, text, "", "NETWORK_FILE");
	if (!file.s)
		return;
	e->manager =
		snapshot_cstr(l->s, strstr(file.s, "netplan") ? "netplan" : "systemd-networkd");
	e->connection = file;
}

static void ask_ifupdown(struct live *l, const struct state *st, const struct live_link *link,
			 struct evidence *e)
{
	for (size_t i = 0; i < st->stanzas.n; i++) {
		struct ifupdown more = parse_ifupdown(st->stanzas.v[i].text, link->row.name.s);
		if (!more.stanza)
			continue;
		e->ifupdown.dhcp4 |= more.dhcp4;
		e->ifupdown.static4 |= more.static4;
		e->ifupdown.dhcp6 |= more.dhcp6;
		e->ifupdown.static6 |= more.static6;
		if (!e->manager.s) {
			e->manager = snapshot_cstr(l->s, "ifupdown");
			e->connection = snapshot_textf(l->s, "/%s", st->stanzas.v[i].name);
		}
	}
}

/* A file of the interface's own says who its manager is. */
static void ask_file(struct live *l, const char *directory, const char *prefix, const char *manager,
		     const struct live_link *link, struct evidence *e)
{
	const char *name =
		arena_printf(snapshot_arena(l->s), "%s/%s%s", directory, prefix, link->row.name.s);

	if (strchr(link->row.name.s, '/') || !root_has(l->root, name))
		return;
	e->manager = snapshot_cstr(l->s, manager);
	e->connection = snapshot_textf(l->s, "/%s", name);
}

static void ask_all(struct live *l, const struct state *st, const struct live_link *link,
		    struct evidence *e)
{
	if (st->network_manager)
		ask_network_manager(l, link, e);
	if (st->networkd)
		ask_networkd(l, link, e);
	ask_ifupdown(l, st, link, e);
	if (st->network_scripts && !e->manager.s)
		ask_file(l, "etc/sysconfig/network-scripts", "ifcfg-", "network-scripts", link, e);
	if (st->wicked && !e->manager.s)
		ask_file(l, "etc/sysconfig/network", "ifcfg-", "wicked", link, e);
	if (st->vdsm) {
		ask_file(l, "var/lib/vdsm/persistence/netconf/nets", "", "vdsm", link, e);
		ask_file(l, "var/lib/vdsm/persistence/netconf/bonds", "", "vdsm", link, e);
	}
}

static bool lease_is(struct str text, struct ip address)
{
	struct str v;
	struct ip ip;

	return parse_ini(text, "", "ADDRESS", &v) && ip_parse(v, &ip) && ip_equal(ip, address);
}

/*
 * internal-UUID-eth0.lease of NetworkManager, dhclient-….leases of ISC dhclient, networkd's by
 * index.
 */
static bool has_lease(struct live *l, const struct state *st, const struct live_link *link,
		      struct ip address)
{
	struct arena *a = snapshot_arena(l->s);
	struct str text;

	for (size_t i = 0; i < st->leases.n; i++) {
		const struct file *f = &st->leases.v[i];
		if (str_ends(str_of(f->name), ".leases")
			    ? parse_dhclient_has(f->text, link->row.name.s, address)
			    : str_has(str_of(f->name), link->row.name.s) &&
				      lease_is(f->text, address))
			return true;
	}
	return st->networkd &&
	       root_read(l->root, arena_printf(a, "run/systemd/netif/leases/%d", link->index), a,
			 &text) == 0 &&
	       lease_is(text, address);
}

/*
 * An address that never expires: from a lease without end, of a client that sets
 * no lifetime, or set by hand.
 */
static const char *method_of(struct live *l, const struct state *st, const struct live_link *link,
			     const struct evidence *e, struct ip address)
{
	bool v4 = address.family == IP_V4;
	bool dhcp = v4 ? e->ifupdown.dhcp4 : e->ifupdown.dhcp6;
	bool by_hand = v4 ? e->ifupdown.static4 : e->ifupdown.static6;
	bool hidden = st->leases_hidden &&
		      (same(e->manager.s, "NetworkManager") || same(e->manager.s, "netplan"));

	if ((dhcp && !by_hand) || has_lease(l, st, link, address))
		return "dhcp";
	return hidden || (dhcp && by_hand) ? NULL : "static";
}

/* Addresses come in the order of the links, so the next one is looked for from the last one on. */
static void name_methods(struct live *l, const struct state *st, const struct evidence *all)
{
	size_t n = snapshot_rows(l->s, TABLE_address, l->host), at = 0;

	for (size_t i = 0; i < n; i++) {
		struct address a;
		get_address(l->s, l->host, i, &a);
		if (a.method.s)
			continue;
		for (size_t k = 0; k < l->links.n && l->links.v[at].row.name.s != a.interface.s;
		     k++)
			at = (at + 1) % l->links.n;
		if (l->links.v[at].row.name.s != a.interface.s)
			continue;
		a.method =
			snapshot_cstr(l->s, method_of(l, st, &l->links.v[at], &all[at], a.address));
		put_address(l->s, l->host, i, &a);
	}
}

void live_read_managers(struct live *l)
{
	struct evidence *all = arena_array(snapshot_arena(l->s), l->links.n + 1, sizeof(*all));
	struct state st = { .vdsm = false };

	if (l->links.n == 0)
		return;
	if (!l->elsewhere)
		read_state(l, &st);
	for (size_t i = 0; !l->elsewhere && i < l->links.n; i++) {
		struct live_link *link = &l->links.v[i];
		ask_all(l, &st, link, &all[i]);
		if (!all[i].manager.s)
			continue;
		link->row.manager = all[i].manager;
		link->row.connection = all[i].connection;
		put_interface(l->s, l->host, i, &link->row);
	}
	name_methods(l, &st, all);
	if (st.leases_hidden)
		snapshot_note(l->s, l->host, snapshot_at(l->s, NULL, 0), STR("DHCP leases"),
			      "permission denied: which addresses came by DHCP is known in part");
}
