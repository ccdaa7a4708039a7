/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files that read netplan: merged definitions in, rows out. */
#ifndef PARSE_DESIRED_NETPLAN_H
#define PARSE_DESIRED_NETPLAN_H

#include "parse/desired/plan.h"

/* Priorities of the rules for table main and for VRFs. */
enum { NETPLAN_MAIN = 32766, NETPLAN_L3MDEV = 1000 };

/* A definition, by its ID. */
struct netplan_device {
	struct str id;
	struct text name;	 /* of the device */
	const char *kind;	 /* NULL: a tunnel says its own */
	const struct node *n;
	bool port;		 /* of a bond or bridge: it has no addresses of its own */
	bool by_network_manager; /* else networkd */
};

struct netplan {
	struct plan plan;
	struct netplan_device *devices, **sorted; /* heap: as in the files, and by ID */
	size_t ndevices;
	bool unranked;	   /* a rule has no priority */
	size_t looked_up;   /* gateways in VRFs */
	int64_t lowest[2]; /* priority behind that of table local; [0] of IPv4, [1] of IPv6 */
};

/* The device of an ID; NULL: it is not defined. */
struct netplan_device *netplan_find(const struct netplan *np, struct str id);

/* Its row, what it is made of, and its addresses. */
void netplan_device(struct netplan *np, struct netplan_device *d);
/* Its routes and rules. */
void netplan_routes(struct netplan *np, const struct netplan_device *d);

/* Does it take what IPv6 routers announce? */
bool netplan_hears_routers(const struct netplan_device *d);

#endif
