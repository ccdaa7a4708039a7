/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host would do with a packet, and why: the output route lookup of the
 * platform's kernel, emulated over a const snapshot.  Pure: it asks nobody.
 */
#ifndef PATH_PATH_H
#define PATH_PATH_H

#include "base/arena.h"
#include "model/snapshot.h"

/* An index over one host's routes, rules, addresses and links; made once, asked often. */
struct path_index;

struct path_index *path_index_new(const struct snapshot *s, unsigned host);

/* The same for these destinations and sources alone: of a large table only what they can use. */
struct path_index *path_index_for(const struct snapshot *s, unsigned host, const struct ip *asked,
				  size_t n);
void path_index_free(struct path_index *ix);
void path_index_freep(struct path_index **ix);

/* What is asked. Zeroed members are not given. */
struct flow {
	struct ip dst;
	struct ip src;         /* --from: the socket is bound to this address */
	const char *interface; /* SO_BINDTODEVICE */
	uint32_t mark;
	bool tcp;      /* what connect() of TCP does, not what `ip route get` asks for */
	unsigned port; /* of the connection; 0: not said */
};

/* One possible answer. */
struct path_hop {
	const char *interface; /* NULL: none; among alternatives: the lookup fails */
	struct ip gateway, source;
};

struct path_step {
	const char *text;     /* "rule 100: from 10.1.0.0/16 lookup 20: no match" */
	struct origin origin; /* of the row that decided, where it came from a file */
};

struct path {
	bool known;       /* false: the facts do not suffice; `reason` says which are missing */
	bool reachable;   /* the lookup ends at an interface, no more */
	/* false: the platform or the capture does not say; the reason is in steps */
	bool certain;
	/*
	 * where not reachable or not known: "no route", "unreachable", "prohibit", "blackhole", …
	 */
	const char *reason;
	struct path_hop hop;
	const char *table;  /* "main" */
	const char *route;  /* as `ip route` prints it; NULL for the on-link fallback */
	struct origin origin; /* of the route */
	struct num mtu;       /* metric of the route: bytes */
	bool on_link_fallback; /* IPv4, bound, no route: taken as on-link */
	const struct path_hop *alternatives; /* where the answer is a set: the others */
	size_t nalternatives;
	bool other_routes; /* these are routes of their own, no next hops of this one */
	/* of a TCP connection, where it differs and was not what was asked for; NULL */
	const struct path_hop *connection;
	const struct path_step *steps;
	size_t nsteps;
	const char *const *warnings;
	size_t nwarnings;
};

/*
 * Looks up one flow.  What the answer points to lives in the arena, the index
 * and its snapshot.  With `explain` false steps, warnings, route text and
 * connection are left out: then a lookup allocates nothing but alternatives.
 */
struct path path_lookup(const struct path_index *ix, const struct flow *flow, bool explain,
			struct arena *a);

#endif
