/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One lookup under way: the flow as the kernel sees it, and what was found. */
#ifndef PATH_LOOKUP_H
#define PATH_LOOKUP_H

#include "path/fib.h"

/* The reasons, in order. NULL instead of a trace: nobody wants them. */
struct trace {
	struct arena *arena;
	struct path_step *v;
	size_t n;
};

void trace_add(struct trace *t, struct origin origin, const char *fmt, ...) PRINTF(3, 4);

enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

struct query {
	const struct path_index *ix;
	struct ip dst, src;
	const struct path_link *oif; /* bound to, as the tables see it */
	const struct path_link *vrf; /* whose table a rule `l3mdev` takes */
	uint32_t mark;
	unsigned ipproto, dport;
	bool any_sport; /* rules that look at the source port match, whatever it is */
	unsigned scope; /* IPv4: routes of a wider one do not count */
	/* IPv6: a bound socket never leaves by another device, whatever its source */
	bool bound;
	struct trace *trace;
	struct arena *arena; /* for the other answers of a set; NULL: not wanted */
};

struct answer {
	int error;          /* of errno.h; 0: `hop` is the answer */
	const char *reason; /* where there is an error */
	const struct path_table *table; /* NULL: no route, taken as on-link */
	uint32_t entry;
	struct route route;
	struct hop hop;
	struct path_hop out;
	bool local;
	bool fallback; /* IPv4: no route, and yet on-link by the device */
	bool differs_unmerged; /* IPv4: local asked before main would give another route */
	const char *uncertain; /* why the host may do otherwise */
	bool unread; /* a rule looked into a table of which no routes were read */
	struct path_hop *others;
	size_t nothers;
	bool other_routes; /* they are routes of the same metric, no next hops of this one */
};

/* Fill *a, which is zeroed. */
void output4(struct query *q, struct answer *a);
void output6(struct query *q, struct answer *a);

/* The one of the destination's family, for any *a. */
void output(struct query *q, struct answer *a);

/* Is it the address of a group or of all in a subnet?  Nobody sends with these. */
bool speaks_for_many4(const struct query *q, struct ip ip);

/* connect.c: the same for a TCP connection, which asks as often as it has to and may be refused. */
void connect_output(struct query *q, struct answer *a);

/*
 * Asks one table: 0 found, EAGAIN ask the next rule, else an error that ends the lookup.
 * `tables` are searched as one.
 */
typedef int table_fn(struct query *q, const struct path_table *const tables[], size_t n,
		     struct answer *a);

/* Walks the rules; ENETUNREACH when none gave an answer. */
int rules_lookup(struct query *q, int family, table_fn *look, struct answer *a);

/* The address with which the host speaks through a device; not known when it has none. */
struct ip source4(const struct path_index *ix, const struct path_link *l, struct ip gateway,
		  unsigned scope);
struct ip source6(const struct path_index *ix, const struct path_link *l, struct ip dst);

/* The same with route_localnet of the device as told; with Mobile IPv6 or without. */
struct ip source4_with(const struct path_index *ix, const struct path_link *l, struct ip gateway,
		       unsigned scope, bool localnet);
struct ip source6_with(const struct path_index *ix, const struct path_link *l, struct ip dst,
		       bool mobile);
extern const char home_address_first[]; /* why the latter is not certain */

/* As `ip route` and `ip rule` print them. */
const char *route_text(const struct path_index *ix, const struct route *r, struct arena *a);
const char *rule_text(const struct path_rule *r, struct arena *a);

/* What surprises a reader of the answer; warnings.c. */
void warn(const struct path_index *ix, const struct flow *f, const struct answer *a, struct path *p,
	  struct arena *arena);

const char *loopback_name(const struct path_index *ix, const struct path_link *device);
void add_other(struct query *q, struct answer *a, struct path_hop hop);
bool hop_equal(struct path_hop a, struct path_hop b);

#endif
