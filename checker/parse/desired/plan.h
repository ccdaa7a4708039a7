/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What both kinds of configuration come to: rows with the line that says them, what
 * follows of these, and how much of the host they leave open.
 */
#ifndef PARSE_DESIRED_PLAN_H
#define PARSE_DESIRED_PLAN_H

#include "base/keyset.h"
#include "model/snapshot.h"
#include "parse/desired/node.h"

struct plan {
	struct snapshot *s;
	unsigned host;
	bool network_manager; /* it makes the connected routes: their metric is its own */
	const char *doubt[TABLE_COUNT]; /* why a table is read in part; NULL: it is whole */
	struct keyset told; /* addresses, members, and subnets that have their first address */
	uint64_t seed;
	struct plan_link {
		struct text interface;
		struct origin at;
	} *links; /* with an IPv6 link-local address that nobody wrote down; heap */
	size_t nlinks;
};

/* Bits of the tables that a configuration fills. */
#define PLAN_BIT(t) ((table_set)1 << TABLE_##t)
#define PLAN_ADDRESSES (PLAN_BIT(address) | PLAN_BIT(route) | PLAN_BIT(nexthop))
#define PLAN_LINKS (PLAN_BIT(interface) | PLAN_BIT(bond) | PLAN_BIT(uplink))
#define PLAN_ALL (PLAN_ADDRESSES | PLAN_LINKS | PLAN_BIT(routing_rule))

void plan_begin(struct plan *p, struct snapshot *s, unsigned host);

/* Says what is covered. */
void plan_end(struct plan *p);

struct origin plan_at(const struct plan *p, const struct node *n);
struct text plan_text(const struct plan *p, struct str text);

/* These tables are read in part; the first reason stays. */
void plan_doubt(struct plan *p, table_set tables, const char *why);
/* The same, with the name of an interface in front: "eth0 WHY". */
void plan_doubt_of(struct plan *p, table_set tables, struct text interface, const char *why);
/* A value that is not understood: a note, and these tables are read in part. */
void plan_unread(struct plan *p, const struct node *n, table_set tables, const char *reason);

/* Notes keys of a mapping that are not among the words of `known`, each with a blank around it. */
void plan_keys(struct plan *p, const struct node *map, const char *known, const char *reason);

/* A value in a mapping and the column of a row that it fills. */
struct field {
	const char *path;
	size_t column;
};
/* Those that are there; an interval (100ms, 1s) is a number of ms. */
void plan_fields(struct plan *p, const struct node *map, enum table_id t, const struct field *v,
		 size_t n, struct row *row);

/* The row of an interface; false: none. */
bool plan_interface(const struct plan *p, struct text name, struct interface *ret_row);

/* The interface is a port; a member of what has rows of uplink too. */
void plan_member(struct plan *p, struct text port, struct text master, const char *kind,
		 const struct node *n);

/* False where it was told before. */
bool plan_address(struct plan *p, struct address *a);
/* False where `what` was told of the interface before: of an address, a route, a master. */
bool plan_first(struct plan *p, struct text interface, const char *what, const char *text);
/* One that has an address of IPv6 by itself, which depends on what is not known. */
void plan_link_local(struct plan *p, struct text interface, const struct node *n);

/* "254" is main; p NULL: that of the interface's VRF, or main. */
struct text plan_table(const struct plan *p, struct str table, struct text interface);
/* Fills in what is the same for all routes, and adds it. */
void plan_route(struct plan *p, struct route *r);
/* Fills in action and family; one without a selector of a family and `family` 0 is not added. */
bool plan_rule(struct plan *p, struct routing_rule *r);

/* "10.0.0.0/8", an address alone, "default" where `family` says which; not known: it is none. */
struct prefix plan_prefix(struct str text, int family);

/*
 * What the kernel makes (connected.c): routes of the addresses, which stand before those that are
 * written down; and the rules that are always there.
 */
void plan_connect(struct plan *p);
void plan_default_rules(struct plan *p);

#endif
