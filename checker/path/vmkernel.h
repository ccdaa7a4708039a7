/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lookup of ESX and ESXi: one routing table for each TCP/IP stack, no
 * policy rules, and one elected port for each subnet.  Of interest to path/ alone.
 */
#ifndef PATH_VMKERNEL_H
#define PATH_VMKERNEL_H

#include "path/lookup.h"

/* "" is the default stack of VMkernel; the Service Console of classic ESX has one of its own. */
const char *vmkernel_stack(const struct interface *i);

/* Fills what only this platform has: stack and gateway of each port. */
void vmkernel_index(struct path_index *ix);

struct path vmkernel_lookup(const struct path_index *ix, const struct flow *f, bool explain,
			    struct arena *a);

/* One question under way. */
struct vmk_query {
	const struct path_index *ix;
	const struct flow *flow;
	const char *stack;
	const struct path_link *bound;
	struct trace *trace; /* NULL: nobody wants the steps */
	struct arena *arena;
	const char *uncertain; /* why the host may do otherwise */
};

/* The longest subnet of the stack's enabled ports that holds ip; not known: none. */
struct prefix vmk_connected(const struct vmk_query *q, struct ip ip);

/*
 * The port by which unbound traffic to `ip` leaves, out of those in a subnet;
 * NULL: none.  Where no route table tells, evidence or the lowest number does,
 * and q->uncertain says so.
 */
const struct path_link *vmk_elect(struct vmk_query *q, struct prefix subnet, struct ip ip);

/* An address of the port in this subnet, or NULL. */
const struct path_address *vmk_address_in(const struct path_index *ix, const struct path_link *l,
					  struct prefix subnet);

/* The address that the host speaks with when the next hop is `next`; not known where the port has
 * none. */
struct ip vmk_source(const struct path_index *ix, const struct path_link *l, struct ip next);

/* What surprises a reader of the answer. */
void vmk_warn(const struct vmk_query *q, struct path *p);

#endif
