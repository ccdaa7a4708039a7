/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables and their routes: which entries cover an address, and where they lead. */
#ifndef PATH_FIB_H
#define PATH_FIB_H

#include "path/index.h"

/* Destination of an entry. */
struct prefix fib_prefix(const struct path_table *t, uint32_t entry);

/*
 * First entry of the longest prefix that covers ip; NO_ENTRY. The next shorter one is its parent.
 */
uint32_t fib_first(const struct path_table *t, struct ip ip);

/* One past the entries that share its destination. */
uint32_t fib_group_end(const struct path_table *t, uint32_t first);

struct route fib_route(const struct path_table *t, uint32_t entry);

/* The metric that counts: IPv6 has 1024 where none is written. */
int64_t route_metric(const struct route *r);
unsigned route_scope(const struct route *r);
/* blackhole and its kin; the error is of errno.h */
bool route_rejects(const struct route *r, int *ret_error);

enum {
	HOP_DEAD = 1 << 0,
	HOP_LINKDOWN = 1 << 1,
	HOP_BLACKHOLE = 1 << 2,
	HOP_ONLINK = 1 << 3,
	HOP_OBJECT = 1 << 4
};

struct hop {
	struct ip gateway;
	const char *interface;
	const struct path_link *link; /* NULL: a device of which nothing is known */
	unsigned flags;
};

/* The next hops of one route: its own, its list, or those of its nexthop object. */
struct hops {
	const struct route *route;
	uint32_t from, n;
	bool list;    /* rows of table nexthop */
	bool objects; /* nexthop objects */
};

struct hops hops_of(const struct path_index *ix, const struct route *r);
/*
 * Does it count no more?  One without carrier that is ignored shows as dead, and yet has its share
 * of a hash until some carrier changes.
 */
static inline bool hop_gone(const struct hop *hop, bool ignored)
{
	bool no_carrier = hop->flags & HOP_LINKDOWN && hop->link && !hop->link->down;

	return hop->flags & HOP_DEAD && !(no_carrier && ignored);
}

struct hop hop_at(const struct path_index *ix, const struct hops *h, uint32_t i);

#endif
