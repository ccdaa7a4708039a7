/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the live source share.  source_load_live() in live.c says
 * the order; each of the others asks the kernel, or reads files, for a few tables.
 * Nothing here changes the host, runs a program or makes the kernel load a module.
 */
#ifndef SOURCE_LIVE_SHARED_H
#define SOURCE_LIVE_SHARED_H

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "model/snapshot.h"
#include "source/root.h"

struct nl_sock;
struct nl_msg;
struct route_reader; /* route.c's */

/* A link while the others that it refers to by index may still be unread. */
struct live_link {
	int index, master, lower;
	unsigned flags;
	int nsid; /* of the namespace that `lower` is in, where row.link_netns is set */
	int active, primary; /* members of a bond */
	bool is_bond, is_port;
	struct num bond_mode;
	struct interface row;
	struct bond bond;
	struct uplink port; /* as a member of its master */
};

struct live_links {
	struct live_link *v; /* in the kernel's order */
	size_t n, room;
	size_t *by_index;    /* places in v, by index of the link */
};

/* Names that iproute2 gives to numbers; those of its files come before the built-in ones. */
enum live_names { NAMES_TABLE, NAMES_PROTOCOL, NAMES_COUNT };

struct live_name {
	uint32_t number;
	struct text name;
};

struct live_name_list {
	struct live_name *v;
	size_t n;
};

struct object; /* nexthop.c's */
struct live_objects {
	struct object *v;
	size_t n;
};

/* Families of generic netlink. */
enum live_family { FAMILY_ETHTOOL, FAMILY_TEAM, FAMILY_COUNT };

struct live {
	struct snapshot *s;
	unsigned host;
	struct nl_sock *sock; /* rtnetlink */
	struct nl_sock *ear;  /* hears of links that change */
	struct nl_sock *genl;
	int families[FAMILY_COUNT]; /* 0: the kernel has none */
	unsigned char *buffer;
	int family;           /* of the dump under way: answers of another family are not ours */
	struct live_links links;
	int nsid;             /* while namespaces are asked for theirs */
	size_t again, unlike; /* links read a second time; those that changed */
	struct route_reader *routes;  /* while routes are read */
	struct live_link *team;       /* while a team is read */
	const char *teams_why;        /* what is not known of the teams; NULL: there are none */
	struct live_objects *objects; /* while nexthop objects are read */
	struct live_name_list names[NAMES_COUNT];
	struct root *root;
	bool newer_rules;     /* a routing rule has a selector that we do not know */
	bool alone;           /* no second thread */
	bool elsewhere;       /* --netns: the files say nothing of its interfaces */
	table_set unwanted;
};

/* A dump request: a header of zeros but for the family in its first byte. */
struct live_request {
	int type, family;
	size_t header;
	uint32_t ext_mask; /* links: IFLA_EXT_MASK; 0 sends none */
	void (*restart)(struct live *l); /* before each try; may be NULL */
};

typedef void live_handle(struct live *l, const struct nlmsghdr *message);

/* The sockets of this namespace. */
int live_connect(struct live *l, struct err *err);
void live_disconnect(struct live *l);
bool live_heard(struct live *l); /* a link may have changed since the last time */

/*
 * Hands each message of the answer over; when the kernel says that its tables
 * changed meanwhile, all rows of this dump are dropped and it starts again.
 * Returns 0, or a negative errno: -EINTR where it never came to an end.
 */
int live_dump(struct live *l, const struct live_request *request, live_handle *handle);

/* The same over generic netlink: `request` is sent as it stands and freed. */
int live_exchange(struct live *l, struct nl_sock *sock, struct nl_msg *request,
		  live_handle *handle);
int live_connect_genl(struct live *l); /* 0 or a negative errno; no family is no error */
struct nl_msg *live_genl_message(struct live *l, enum live_family family, int flags,
				 uint8_t command);

/* Will anybody look into this table (enum table_id), or that part of one (enum table_part)? */
static inline bool live_wants(const struct live *l, unsigned fact)
{
	return !(l->unwanted & (table_set)1 << fact);
}

/* Says in the coverage of a table how its dump went: error is 0 or a negative errno. */
void live_cover(struct live *l, enum table_id t, const char *what, int error);

/* A further part of it, of IPv6: worse news only; that the kernel has no IPv6 is none. */
void live_cover_more(struct live *l, enum table_id t, const char *what, int error);

/* Attributes behind a header of `header` bytes; tb has max + 1 places. False: malformed. */
bool live_attrs(const struct nlmsghdr *h, size_t header, struct nlattr **tb, int max);
bool live_nested(const struct nlattr *a, struct nlattr **tb, int max); /* a NULL: tb all NULL */

/* The payload as a value; not known where the attribute is absent or has another size. */
struct num attr_num(const struct nlattr *a);    /* of 1, 2, 4 or 8 bytes, host order */
struct num attr_be_num(const struct nlattr *a); /* the same in network order */
int attr_index(const struct nlattr *a);         /* an ifindex; 0 is none */
struct mac attr_mac(const struct nlattr *a);
struct ip attr_ip(const struct nlattr *a);      /* by size: 4 or 16 bytes */
struct text attr_text(struct live *l, const struct nlattr *a);

/* Texts of flags, comma between, in the order of the list; "" where none is set. */
struct live_flag {
	uint32_t bit;
	const char *name;
};
struct text live_flags(struct live *l, uint32_t value, const struct live_flag *list, size_t n);

/* names[value], or the number as text. */
struct text live_word(struct live *l, const char *const *names, size_t n, uint32_t value);

/* Names of routing tables and protocols, of scopes and route types; all as iproute2 prints them. */
void live_read_names(struct live *l);
struct text live_name(struct live *l, enum live_names list, uint32_t number);
struct text live_scope(struct live *l, uint8_t scope);

/* NULL where no link has this index. */
const struct live_link *live_link(const struct live *l, int index);
struct live_link *live_link_at(struct live *l, int index); /* the same, to be filled further */
struct text live_link_name(struct live *l, int index); /* unknown: "if7"; {NULL} for 0 */

/* The tables. Each speaks of the coverage of what it read. */
int live_read_links(struct live *l, struct err *err);
bool live_links_changed(struct live *l); /* since they were read */
void live_forget_links(struct live *l);
void live_name_namespaces(struct live *l); /* before live_add_links: other ends of links */
void live_read_teams(struct live *l);    /* before live_add_links */
void live_read_ethtool(struct live *l);  /* before live_add_links */
void live_add_links(struct live *l);     /* rows of interface, bond and uplink */
void live_read_addresses(struct live *l);
void live_read_routes(struct live *l);
void live_read_nexthops(struct live *l);
void live_read_rules(struct live *l);
void live_read_neighbours(struct live *l);
void live_read_sysctls(struct live *l);
void live_read_iscsi(struct live *l);    /* after links and addresses */
void live_read_files(struct live *l);
void live_read_lldp(struct live *l);
void live_read_managers(struct live *l); /* after live_add_links and live_read_addresses */
struct text live_host_name(struct live *l);
void live_read_os(struct live *l, struct host *row);

/* Bonds, out of a link message. */
void live_bond_data(struct live *l, struct live_link *link, const struct nlattr *data);
void live_bond_port(struct live *l, struct live_link *link, const struct nlattr *data);
void live_finish_bonds(struct live *l); /* roles of the members, when all links are known */

/* Per-interface sysctls, out of IFLA_AF_SPEC. */
void live_link_sysctls(struct live *l, struct text interface, const struct nlattr *af_spec);

#endif
