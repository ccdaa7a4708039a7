/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `ip` of iproute2 prints: link, addr, route, rule, neigh, nexthop and
 * vrf; as text or with -j; with -s, -d and -o in any mixture, or -br; and what ifconfig, route and
 * netstat -r of net-tools and busybox print of the same.  A text is brought into the form of the
 * JSON, so all lead to the same rows.
 */
#ifndef PARSE_IP_IP_H
#define PARSE_IP_IP_H

#include "parse/parse.h"
#include "parse/transcript.h"

enum ip_output {
	IP_OUTPUT_NONE,
	IP_OUTPUT_LINK,	   /* link */
	IP_OUTPUT_ADDRESS, /* addr: links with their addresses */
	IP_OUTPUT_NEXTHOP,
	IP_OUTPUT_ROUTE,
	IP_OUTPUT_RULE,
	IP_OUTPUT_NEIGHBOUR,
	IP_OUTPUT_VRF,
};

/*
 * Told by the first object or lines that mean anything. An empty list is none, and so is the
 * answer of `ip route get`.
 */
enum ip_output ip_output_of(struct str text);

/* Which text of these a line begins: kinds below IP_BEGINS_MOST. */
transcript_begins_fn ip_begins;
enum { IP_BEGINS_MOST = 16 };

/* A list of objects: a prompt, [root@host ~]#, begins like one. */
bool ip_is_json(struct str text);

/* Who printed it: some say less of the same. */
enum ip_form {
	IP_FORM_FULL,
	IP_FORM_BRIEF,	   /* ip -br */
	IP_FORM_NET_TOOLS, /* ifconfig, route, netstat -r */
};
enum ip_form ip_form_of(struct str text);

/* The family that the heading of a table of net-tools names; IP_NONE: it is none. */
int ip_heading_family(struct str text);

/* What the command line said and the output does not. */
struct ip_said {
	int family;	   /* of -4 or -6; IP_NONE where neither was given */
	const char *table; /* of `ip route show table TABLE`; NULL: main, or the lines say */
	unsigned groups; /* lists of next hops that other outputs had */
};

/*
 * Adds the rows of an output and speaks of the coverage of its tables; `said`
 * NULL: nothing.  Of each output a host of its own: model/merge.h brings them
 * together.
 */
void parse_ip(struct snapshot *s, unsigned host, const char *file, struct str text,
	      enum ip_output what, const struct ip_said *said);

/* Which outputs of routes and rules there were; [0] of IPv4, [1] of IPv6. */
struct ip_saved {
	bool routes[2], every_table[2], rules[2];
	struct words tables; /* that have an output of their own */
};

/*
 * After the last: says which routes and rules are not there, such as those of tables that a rule
 * looks into, or of IPv6.
 */
void ip_cover_routes(struct snapshot *s, unsigned host, const struct ip_saved *saved);

/*
 * Where no addresses were saved: the kernel's route to a subnet names the first address of its
 * device in that subnet.
 */
void ip_add_connected(struct snapshot *s, unsigned host);

/* After the last: notes the nexthop objects that routes name and nothing tells of. */
void ip_cover_hops(struct snapshot *s, unsigned host);

/*
 * After the last: what kind of master a port has, and so its VRF, where the master's own kind is
 * known from elsewhere.
 */
void ip_place_members(struct snapshot *s, unsigned host);

/* Next `number name` of rt_tables, rt_protos and their like; takes it off *rest. False: no more. */
bool parse_next_name(struct str *rest, uint32_t *ret_number, struct str *ret_name);

#endif
