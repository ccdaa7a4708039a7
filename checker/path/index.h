/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One host as the lookup wants it: devices, addresses and rules decoded once,
 * routes as sorted row numbers.  Of interest to path/ alone.
 */
#ifndef PATH_INDEX_H
#define PATH_INDEX_H

#include "path/path.h"

enum { SCOPE_GLOBAL = 0, SCOPE_SITE = 200, SCOPE_LINK = 253, SCOPE_HOST = 254 };

enum {
	ADDRESS_SECONDARY = 1 << 0,
	ADDRESS_TEMPORARY = 1 << 1,
	ADDRESS_DEPRECATED = 1 << 2,
	ADDRESS_TENTATIVE = 1 << 3,
	ADDRESS_OPTIMISTIC = 1 << 4,
	ADDRESS_HOME = 1 << 5,
	ADDRESS_NO_ROUTE = 1 << 6,
};

/* An address of the host, in the order of `ip address`. */
struct path_address {
	struct ip ip;
	struct ip peer; /* of the subnet: the address itself where there is no other end */
	uint8_t len, scope;
	unsigned flags, link;
	size_t row;
};

struct path_sysctls {
	bool ignore_linkdown, route_localnet, oif_addresses_only;
	int64_t use_tempaddr;
};

struct path_link {
	const char *name;
	const char *altnames;
	int64_t ifindex, group;
	bool down;      /* administratively */
	bool no_carrier;
	bool loopback;
	const char *vrf_table; /* a VRF device's table */
	const char *master_name;
	const struct path_link *vrf; /* the VRF it is a port of */
	struct path_sysctls v4, v6;
	const char *stack;     /* VMkernel: "" is the default one */
	struct ip own_gateway; /* VMkernel: for traffic bound to this port */
	size_t first[2], count[2]; /* its addresses: [0] IPv4, [1] IPv6 */
};

/* Sorted by address, longer prefix first, then as the kernel tries them. */
struct path_entry {
	uint32_t row, parent; /* parent: first entry of the next shorter prefix around it */
};

#define NO_ENTRY UINT32_MAX

struct path_table {
	const char *name;
	int family;
	struct path_entry *v;
	uint32_t n;
	/* of a large table: first entry whose address has these 16 bits in front, or more */
	uint32_t *directory;
	uint32_t defaults; /* routes to 0.0.0.0/0 or ::/0 */
	const struct snapshot *rows; /* where they are: the snapshot, or the derived routes */
	unsigned host;
};

enum rule_action {
	RULE_LOOKUP,
	RULE_GOTO,
	RULE_NOP,
	RULE_BLACKHOLE,
	RULE_UNREACHABLE,
	RULE_PROHIBIT
};

struct path_rule {
	struct routing_rule row;
	enum rule_action action;
	const struct path_table *table; /* NULL: no such table, or l3mdev */
	size_t target;                  /* of a goto; 0: none */
	bool assumed;                   /* one of the defaults, not seen */
};

struct path_rules {
	struct path_rule *v;
	size_t n;
	bool defaults_only; /* IPv4: then local and main are searched as one */
	bool assumed;
	bool kept; /* IPv6: one of the defaults was deleted, and works on while no rule was ever added */
};

struct path_index {
	const struct snapshot *s;
	unsigned host;
	struct arena *arena;
	const char *why_not; /* the facts do not suffice for any lookup */
	struct path_link *links;
	size_t nlinks;
	unsigned *by_name;   /* links by name */
	size_t nnamed;       /* of by_name: links that came since it was made are not in it */
	bool altnames;       /* some link has another name */
	struct path_address *addresses[2];
	size_t naddresses[2];
	unsigned *by_address[2]; /* addresses by value */
	struct path_table *tables;
	size_t ntables;
	struct path_rules rules[2];
	uint32_t *nexthops; /* rows of nexthop, by group */
	size_t nnexthops;
	struct path_neighbour {
		struct ip ip;
		const char *interface;
		bool failed, valid;
	} *neighbours; /* by address */
	size_t nneighbours;
	bool forwarding6;
	bool home_addresses; /* IPv6: some address is a mobile node's home */
	/* with `choosy` only routes around these addresses are indexed; sorted */
	bool choosy;
	struct ip *wanted;
	size_t nwanted;
	bool host_routes; /* IPv4: some route outside table local has the scope of one */
	struct snapshot *derived; /* routes that follow from the addresses; NULL: none needed */
	bool vmkernel;            /* ESX or ESXi: vmkernel.h */
	bool replaced;            /* `derived` holds all routes that are known, too */
	bool partial;             /* the routes were not all read */
	bool local_unread;        /* table local has no route of IPv6 */
};

/* The bits in front of an address: what the directory goes by. */
enum { DIRECTORY_BITS = 16 };

static inline uint32_t first_bits(struct ip ip)
{
	const uint8_t *b = ip.bytes;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline int family_slot(int family)
{
	return family == IP_V6;
}

const struct path_link *index_link(const struct path_index *ix, const char *name);
const struct path_address *index_address(const struct path_index *ix, struct ip ip);
const struct path_table *index_table(const struct path_index *ix, const char *name, int family);
const struct path_neighbour *index_neighbour(const struct path_index *ix, struct ip ip,
					     const char *interface);
/* The place of the first whose address is not below ip: those of a subnet stand together. */
size_t index_first_neighbour(const struct path_index *ix, struct ip ip);

/* "main" for 254, and so on: the name by which tables are compared. */
const char *table_name(const char *name);
unsigned scope_value(const char *name, unsigned otherwise);
bool has_word(const char *list, const char *word); /* in a list with commas between */

/* index_tables.c */
void index_nexthops(struct path_index *ix);
void index_tables(struct path_index *ix);
/* index_wanted.c: nexthops and addresses are known before */
void index_want(struct path_index *ix, const struct ip *asked, size_t n);
bool index_wants(const struct path_index *ix, struct prefix p);
/* index_rules.c */
void index_rules(struct path_index *ix);
/* derived.c */
void derive_routes(struct path_index *ix);
extern const char derived_protocol[]; /* of the routes that follow from the addresses */

#endif
