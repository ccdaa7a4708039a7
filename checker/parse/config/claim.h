/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files say of interfaces, before it is known which interfaces there are. */
#ifndef PARSE_CONFIG_CLAIM_H
#define PARSE_CONFIG_CLAIM_H

#include "parse/config/config.h"

enum claim_kind {
	CLAIM_KEYFILE,
	CLAIM_IFCFG, /* of network-scripts; NetworkManager reads it too */
	CLAIM_WICKED,
	CLAIM_IFUPDOWN,
	CLAIM_NETPLAN,
	CLAIM_NETWORKD,
	CLAIM_VDSM,
	CLAIM_KINDS,
};

/* Ways of an interface to its addresses; a file may want several. */
enum says {
	SAYS_STATIC4 = 1,
	SAYS_DHCP4 = 2,
	SAYS_STATIC6 = 4,
	SAYS_DHCP6 = 8,
};

/* What one file, or a part of one, says of one interface. */
struct claim {
	enum claim_kind kind;
	const char *path;
	struct str name;    /* of the interface; p NULL: told by the others */
	struct mac mac;
	struct str globs;   /* of networkd's [Match]: words with '*', '?', '[…]', and '!' before all */
	struct str id, uuid; /* of a profile of NetworkManager; id NULL: ifcfg without NAME= */
	unsigned says;
	bool not_by_nm;	     /* NM_CONTROLLED=no */
	bool unknown;	     /* asks of the interface what is not known here too */
	struct ip *addresses; /* written there */
	size_t n_addresses;
	size_t place; /* in the order of adding */
};

struct claims {
	struct claim *v;
	size_t n;
};

/* A claim may name so many addresses, and have patterns so long; files of hosts have a handful. */
enum { CLAIM_ADDRESSES_MOST = 256, CLAIM_GLOBS_MOST = 1024 };

/* Adds "10.0.0.1/24" or "10.0.0.1", as far as it is one; true where it is. */
bool claim_address(struct arena *a, struct claim *c, struct str text);

/*
 * Each reads one text; kind and path are there. ifupdown and netplan speak of many interfaces, the
 * others of one.
 */
void claim_ifcfg(struct arena *a, struct claim *c, struct str text);
void claim_keyfile(struct arena *a, struct claim *c, struct str text);
void claims_ifupdown(struct arena *a, struct claims *list, const char *path, struct str text);
void claims_netplan(struct arena *a, struct claims *list, const char *path, struct str text);

/* A .network file; one behind it (a .conf file of its .d folder) says more of the same. */
void claim_networkd(struct arena *a, struct claim *c, struct str text);

/* Does a word of [Match] Name= fit? */
bool claim_globs_fit(struct str globs, struct str name);

/* The next key of an ini file; lines of other forms are left out. Begin with all zero but text. */
struct ini {
	struct str text;
	struct str section, key, value;
};
bool ini_next(struct ini *i);

/* The last value of a key in a section ("" is what stands before the first); p NULL: none. */
struct str ini_value(struct str text, const char *section, const char *key);

/* The next NAME=value of a shell's file, unquoted. */
bool shell_next(struct arena *a, struct str *rest, struct str *ret_name, struct str *ret_value);

/* The next line of interfaces(5), with those that "\" continues. */
bool ifupdown_line(struct arena *a, struct str *rest, struct str *ret_line);

/* Addresses of leases. */
struct lease {
	struct ip address;
	struct str interface; /* p NULL: by ifindex */
	int64_t ifindex;
	bool current; /* the file is there only while the lease is in use */
};
struct leases {
	struct lease *v;
	size_t n;
};
void leases_read(struct arena *a, struct leases *list, const char *path, struct str text);

/*
 * An address as a tool says it, "10.0.0.1/24" or "10.0.0.1"; method NULL: it does not say how it
 * came.  False where it is no address.
 */
bool told_address(struct snapshot *s, unsigned host, struct text interface, struct str address,
		  const char *method, struct origin where);

/* An interface's manager and profile, as a tool says it; each may be NULL. */
void told_manager(struct snapshot *s, unsigned host, struct text interface, const char *manager,
		  struct text profile, struct origin where);

#endif
