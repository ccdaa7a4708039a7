/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tells one host's outputs from another's: MACs and addresses of its interfaces, and what
 * routes, rules, neighbours and sessions say of interfaces and addresses.  Left out is what many
 * hosts have alike: loopback, link-local addresses, bridges of container and virtual machine
 * software with their default addresses and MACs.
 */
#ifndef SOURCE_TRAITS_H
#define SOURCE_TRAITS_H

#include "model/snapshot.h"

enum trait_type {
	TRAIT_DEVICE,    /* an interface that is there */
	TRAIT_MAC,       /* its hardware address in use */
	TRAIT_PERMANENT, /* the one burnt in */
	TRAIT_ADDRESS,   /* its address */
	TRAIT_USES,      /* an interface that something names */
	TRAIT_SOURCE,    /* an address that must be the host's own */
	TRAIT_GATEWAY,   /* an address that must be on-link at the device */
	TRAIT_MEETS,     /* one that is likely to be so */
};

struct trait {
	enum trait_type type;
	const char *device; /* "" where none is named */
	struct mac mac;
	struct ip ip;
	uint8_t len; /* of the address's prefix */
};

struct traits {
	struct trait *v;
	size_t n;
	bool ways;  /* there are routes, rules or neighbours */
	bool whole; /* all interfaces are there, not those of one family alone */
};

/* Those of the one host of a snapshot; some thousand at most. */
void traits_of(struct traits *ret_traits, struct arena *a, const struct snapshot *s);

/* After traits of several outputs were put together. */
void traits_sort(struct traits *t);

/* A MAC or address of its own: equal bytes for what two outputs of one host share. */
bool trait_key(const struct trait *t, unsigned char ret_bytes[static 48]);

/* Has it such? And a MAC: what has none may have its addresses from routes. */
bool traits_own(const struct traits *t);
bool traits_have_mac(const struct traits *t);

/* One interface with other MACs, or with other addresses and no MAC in common: two hosts. */
bool traits_contradict(const struct traits *a, const struct traits *b);

/* Can that which has no MAC of its own be the host's? */
bool traits_fit(const struct traits *t, const struct traits *host);

#endif
