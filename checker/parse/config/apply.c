/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Managers of interfaces and methods of addresses, out of all files together. */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "model/lookup.h"
#include "parse/config/state.h"

static int compare_states(const void *a, const void *b)
{
	const struct state *x = a, *y = b;

	return x->ifindex < y->ifindex ? -1 : x->ifindex > y->ifindex;
}

static int compare_leases(const void *a, const void *b)
{
	const struct lease *x = a, *y = b;

	return ip_compare(x->address, y->address);
}

static void sort_states(struct states *list)
{
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), compare_states);
}

/* So many leases of one address are looked at; it moves between few interfaces. */
enum { LEASES_OF_ONE = 256 };

enum held { HELD_NOT, HELD_ONCE, HELD_NOW };

/* A file of a lease is kept beyond its use, but for those of networkd and wicked. */
static enum held lease_of(const struct leases *list, const struct interface *i, struct ip address)
{
	struct lease key = { .address = address };
	size_t at = lower_bound(&key, list->v, list->n, sizeof(*list->v), compare_leases);
	enum held held = HELD_NOT;

	for (size_t n = 0; n < LEASES_OF_ONE && at < list->n; n++, at++) {
		const struct lease *l = &list->v[at];
		if (!ip_equal(l->address, address))
			break;
		if (l->interface.p ? !str_eq(l->interface, i->name.s)
				   : !num_is(i->ifindex, l->ifindex))
			continue;
		if (l->current)
			return HELD_NOW;
		held = HELD_ONCE;
	}
	return held;
}

static int compare_addresses(const void *a, const void *b)
{
	return ip_compare(*(const struct ip *)a, *(const struct ip *)b);
}

static bool is_written(const struct evidence *e, struct ip address)
{
	size_t i = lower_bound(&address, e->addresses, e->n_addresses, sizeof(*e->addresses),
			       compare_addresses);

	return i < e->n_addresses && ip_equal(e->addresses[i], address);
}

/* All that files write down for it, in order. */
static void sort_addresses(struct arena *a, struct evidence *e)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->v[i]->n_addresses; k++) {
			e->addresses = arena_grow(a, e->addresses, e->n_addresses,
						  sizeof(*e->addresses));
			e->addresses[e->n_addresses++] = e->v[i]->addresses[k];
		}
	if (e->n_addresses)
		qsort(e->addresses, e->n_addresses, sizeof(*e->addresses), compare_addresses);
}

static unsigned says_of(const struct evidence *e)
{
	unsigned says = 0;

	for (size_t i = 0; i < e->n; i++)
		if (evidence_counts(e, e->v[i]))
			says |= e->v[i]->says;
	return says;
}

/* Their clients say when an address ends, so one without an end is not of them. */
static bool sets_lifetimes(const struct evidence *e)
{
	return same(e->manager, "NetworkManager") || same(e->manager, "netplan") ||
	       same(e->manager, "systemd-networkd");
}

struct question {
	const struct config *c;
	const struct evidence *e;
	const struct address *a;
	bool dhcp, by_hand; /* what is wanted for its family */
	bool lasting;	    /* its flags are known, and it does not end */
	bool whole;
};

/* What a client adds is the first of its subnet; a service's address beside it often is not. */
static bool could_be_leased(const struct question *q)
{
	if (!q->dhcp || q->by_hand || (sets_lifetimes(q->e) && q->lasting))
		return false;
	if (q->a->address.family == IP_V6)
		return q->lasting;
	return q->a->secondary != TRI_YES && !num_is(q->a->prefixlen, 32) &&
	       !(q->a->label.s && strchr(q->a->label.s, ':'));
}

/*
 * An address that never ends: from a lease without end, of a client that sets no lifetime, or set
 * by hand.
 */
static const char *without_lease(const struct question *q)
{
	bool ours = same(q->e->manager, "NetworkManager") || same(q->e->manager, "netplan");

	if (could_be_leased(q))
		return "dhcp";
	if (q->whole)
		return (q->c->leases_hidden && ours) || (q->dhcp && q->by_hand) ? NULL : "static";
	if (!q->lasting || q->dhcp)
		return NULL;
	return q->by_hand || (q->e->by_state && q->c->networkd_leases &&
			      !same(q->e->manager, "NetworkManager"))
		       ? "static"
		       : NULL;
}

static void note_both(const struct question *q)
{
	struct snapshot *s = q->c->s;

	snapshot_note(s, q->c->host, q->a->row.origin, str_of(ip_text(q->a->address).s),
		      "a file sets it, and a lease has it: nothing says how it came");
}

static const char *method_of(const struct question *q, const struct interface *i)
{
	enum held held = lease_of(&q->c->leases, i, q->a->address);
	bool written = is_written(q->e, q->a->address);

	if (held == HELD_NOW)
		return "dhcp";
	if (written && held == HELD_ONCE && !(sets_lifetimes(q->e) && q->lasting)) {
		note_both(q);
		return NULL;
	}
	if (written)
		return "static";
	return held == HELD_ONCE ? "dhcp" : without_lease(q);
}

static const char *ask(const struct config *c, const struct evidence *e, const struct interface *i,
		       const struct address *a, bool whole)
{
	bool v6 = a->address.family == IP_V6;
	unsigned says = says_of(e);
	struct question q = {
		.c = c,
		.e = e,
		.a = a,
		.dhcp = says & (v6 ? SAYS_DHCP6 : SAYS_DHCP4),
		.by_hand = says & (v6 ? SAYS_STATIC6 : SAYS_STATIC4),
		.lasting = a->flags.s,
		.whole = whole,
	};

	return method_of(&q, i);
}

/* An address whose interface has no row is left alone. */
static void name_methods(struct config *c, const struct evidence *all, bool whole)
{
	for_each_row (address, a, c->s, c->host) {
		struct interface i;
		size_t at;
		if (a->method.s || !ip_known(a->address) ||
		    !snapshot_lookup_text(c->s, TABLE_interface, c->host,
					  COLUMN(interface, name), a->interface, &at) ||
		    !get_interface(c->s, c->host, at, &i))
			continue;
		a->method = snapshot_cstr(c->s, ask(c, &all[at], &i, a, whole));
		if (a->method.s)
			put_address(c->s, c->host, a->row.index, a);
	}
}

static void name_managers(struct config *c, struct evidence *all, bool whole)
{
	struct matcher m;

	matcher_init(&m, c);
	for_each_row (interface, i, c->s, c->host) {
		struct evidence *e = &all[i->row.index];
		matcher_gather(&m, i, e);
		evidence_settle(&m, i, e, whole);
		sort_addresses(c->a, e);
		if (!e->manager)
			continue;
		i->manager = snapshot_cstr(c->s, e->manager);
		i->connection = e->connection;
		put_interface(c->s, c->host, i->row.index, i);
	}
}

void config_apply(struct config *c, bool whole)
{
	size_t n = snapshot_rows(c->s, TABLE_interface, c->host);
	struct evidence *all = arena_array(c->a, n + 1, sizeof(*all));

	networkd_units(c);
	sort_states(&c->devices);
	sort_states(&c->links);
	if (c->leases.n)
		qsort(c->leases.v, c->leases.n, sizeof(*c->leases.v), compare_leases);
	name_managers(c, all, whole);
	name_methods(c, all, whole);
}
