/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose is an interface? What the managers themselves keep of it comes before what shall be. */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "parse/config/state.h"

static int compare_states(const void *key, const void *element)
{
	int64_t index = *(const int64_t *)key, other = ((const struct state *)element)->ifindex;

	return index < other ? -1 : index > other;
}

static const struct state *state_of(const struct states *list, struct num ifindex)
{
	size_t i = ifindex.known ? lower_bound(&ifindex.v, list->v, list->n, sizeof(*list->v),
					       compare_states)
				 : list->n;

	return i < list->n && list->v[i].ifindex == ifindex.v ? &list->v[i] : NULL;
}

static bool is_of_netplan(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strncmp(slash ? slash + 1 : path, "netplan-", 8) == 0;
}

/* netplan writes its own profiles beside the user's. */
static void from_network_manager(struct matcher *m, const struct interface *i, struct evidence *e)
{
	const struct state *state = state_of(&m->c->devices, i->ifindex);
	size_t at;

	if (!state)
		return;
	e->manager = "NetworkManager";
	e->by_state = true;
	at = keys_first(&m->uuids, state->uuid);
	if (!keys_at(&m->uuids, at, state->uuid))
		return;
	const struct claim *c = &m->c->claims.v[m->uuids.v[at].place];
	matcher_take(m, e, m->uuids.v[at].place);
	e->connection = snapshot_text(m->c->s, c->id);
	if (is_of_netplan(c->path))
		e->manager = "netplan";
}

/* nmcli named the profile: its file may name no device. */
static void add_profile(struct matcher *m, struct evidence *e)
{
	struct str id = str_of(e->connection.s);
	size_t at = keys_first(&m->ids, id);

	if (id.n && keys_at(&m->ids, at, id) && !keys_at(&m->ids, at + 1, id))
		matcher_take(m, e, m->ids.v[at].place);
}

static void from_networkd(struct matcher *m, const struct interface *i, struct evidence *e)
{
	const struct state *state = state_of(&m->c->links, i->ifindex);

	if (!state)
		return;
	e->manager = str_has(state->file, "netplan") ? "netplan" : "systemd-networkd";
	e->connection = snapshot_text(m->c->s, state->file);
	e->by_state = true;
}

static const struct claim *first_of(const struct evidence *e, enum claim_kind kind)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->v[i]->kind == kind)
			return e->v[i];
	return NULL;
}

/* A manager, and the claim that makes it one; NULL: none does. */
struct candidate {
	const char *manager;
	const struct claim *claim;
};

static void add(struct candidate *list, size_t *n, const char *manager, const struct claim *c)
{
	if (c)
		list[(*n)++] = (struct candidate){ manager, c };
}

/* Is it written by netplan for the one that it stands for? */
static bool is_generated(const struct claim *c)
{
	return c && str_has(str_of(c->path), "netplan-");
}

/* Files that come with the system are there whether networkd runs or not. */
static bool is_shipped(const struct claim *c)
{
	return !str_starts(str_of(c->path), "etc/") && !str_starts(str_of(c->path), "run/");
}

/* Releases of Red Hat's kin from 9 on have NetworkManager alone. */
static bool has_no_scripts(const struct config *c)
{
	static const char *const names[] = { "rhel", "centos", "rocky", "almalinux", "ol" };
	struct host row = { .row.next = 0 };
	struct str version, major;
	uint64_t n;

	if (!get_host(c->s, c->host, 0, &row))
		return false;
	version = str_of(row.os_version.s);
	for (size_t i = 0; i < countof(names); i++)
		if (same(row.os.s, names[i]))
			return str_split(&version, '.', &major) && str_to_u64(major, &n) && n >= 9;
	return false;
}

/*
 * Where no manager told its state: those whose files there are.  An ifcfg file of Red Hat is read
 * by NetworkManager, if that runs.
 */
static size_t from_files(const struct config *c, const struct evidence *e, struct candidate *list)
{
	const struct claim *keyfile = first_of(e, CLAIM_KEYFILE), *ifcfg = first_of(e, CLAIM_IFCFG);
	const struct claim *networkd = first_of(e, CLAIM_NETWORKD);
	const struct claim *netplan = first_of(e, CLAIM_NETPLAN);
	size_t n = 0;

	if (netplan || is_generated(networkd) || is_generated(keyfile))
		add(list, &n, "netplan",
		    is_generated(networkd) ? networkd : netplan ? netplan : keyfile);
	else if (networkd && !is_shipped(networkd) && !c->networkd_state)
		add(list, &n, "systemd-networkd", networkd);
	if (keyfile && !is_generated(keyfile) && !c->nm_state)
		add(list, &n, "NetworkManager", keyfile);
	add(list, &n, "ifupdown", first_of(e, CLAIM_IFUPDOWN));
	if (ifcfg && (c->nm_state || ifcfg->not_by_nm))
		add(list, &n, "network-scripts", ifcfg);
	else if (ifcfg && !keyfile && has_no_scripts(c))
		add(list, &n, "NetworkManager", ifcfg);
	add(list, &n, "wicked", first_of(e, CLAIM_WICKED));
	return n;
}

/* The order in which the state of a running host leaves them. */
static size_t from_whole(const struct evidence *e, struct candidate *list)
{
	size_t n = 0;

	add(list, &n, "ifupdown", first_of(e, CLAIM_IFUPDOWN));
	if (!n)
		add(list, &n, "network-scripts", first_of(e, CLAIM_IFCFG));
	if (!n)
		add(list, &n, "wicked", first_of(e, CLAIM_WICKED));
	return n;
}

/* Of two profiles for one interface nothing says which is in use. */
static bool is_alone(const struct evidence *e, const struct claim *c)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->v[i]->kind == c->kind && !str_same(e->v[i]->id, c->id))
			return false;
	return true;
}

static void choose(struct matcher *m, struct evidence *e, const struct candidate *one)
{
	struct snapshot *s = m->c->s;

	e->manager = one->manager;
	if (!same(one->manager, "NetworkManager") && one->claim->kind != CLAIM_KEYFILE)
		e->connection = snapshot_textf(s, "/%s", one->claim->path);
	else if (is_alone(e, one->claim))
		e->connection = snapshot_text(s, one->claim->id);
}

static void note_several(struct matcher *m, const struct interface *i, const struct candidate *a,
			 const struct candidate *b)
{
	struct snapshot *s = m->c->s;
	const char *why = arena_printf(m->c->a,
				       "%s has a file for it, and %s too: nothing says whose it is",
				       a->manager, b->manager);

	snapshot_note(s, m->c->host,
		      snapshot_at(s, arena_printf(m->c->a, "/%s", b->claim->path), 0),
		      str_of(i->name.s), why);
}

void evidence_settle(struct matcher *m, const struct interface *i, struct evidence *e, bool whole)
{
	struct candidate list[CLAIM_KINDS];
	const struct claim *vdsm = first_of(e, CLAIM_VDSM);
	size_t n;

	e->manager = i->manager.s;
	e->connection = i->connection;
	e->by_state = i->manager.s;
	if (e->manager)
		add_profile(m, e);
	else
		from_network_manager(m, i, e);
	if (!i->manager.s)
		from_networkd(m, i, e);
	if (!e->manager) {
		n = whole ? from_whole(e, list) : from_files(m->c, e, list);
		if (n == 1)
			choose(m, e, &list[0]);
		else if (n > 1)
			note_several(m, i, &list[0], &list[1]);
		e->either = !whole && n == 0;
	}
	if (vdsm)
		choose(m, e, &(struct candidate){ "vdsm", vdsm });
}

/* ifupdown's word counts beside another manager's, for its client may have set the address. */
bool evidence_counts(const struct evidence *e, const struct claim *c)
{
	switch (c->kind) {
	case CLAIM_IFUPDOWN: return true;
	case CLAIM_NETPLAN: return same(e->manager, "netplan");
	case CLAIM_NETWORKD:
		return same(e->manager, "netplan") || same(e->manager, "systemd-networkd");
	case CLAIM_WICKED: return same(e->manager, "wicked");
	case CLAIM_VDSM: return false;
	case CLAIM_KEYFILE:
	case CLAIM_IFCFG:
		if (!e->manager)
			return e->either && c->kind == CLAIM_IFCFG;
		if (same(e->manager, "network-scripts") || same(e->manager, "vdsm"))
			return c->kind == CLAIM_IFCFG;
		return (same(e->manager, "NetworkManager") || same(e->manager, "netplan")) &&
		       (!e->connection.s || str_eq(c->id, e->connection.s));
	case CLAIM_KINDS: break;
	}
	return false;
}
