/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of one host while they are brought together: files.c fills it, apply.c uses it. */
#ifndef PARSE_CONFIG_STATE_H
#define PARSE_CONFIG_STATE_H

#include "parse/config/claim.h"

/* Hosts have hundreds of files and a few sources. Each [Match] is held against each interface. */
enum {
	CONFIG_FILES_MOST = 50000,
	CONFIG_SOURCES_MOST = 64,
	CONFIG_MATCHES_MOST = 512,
	CONFIG_GLOBS_MOST = 16384,
};

/* What a manager that runs says of a link by its index. */
struct state {
	int64_t ifindex;
	struct str uuid; /* NetworkManager: of the profile */
	struct str file; /* networkd */
};
struct states {
	struct state *v;
	size_t n;
};

/* A .network file, or a .conf file of its .d folder. */
struct unit {
	const char *path;
	struct str owner; /* name of the .network file */
	struct str base, text;
	bool is_main;
	size_t place;
};
struct units {
	struct unit *v;
	size_t n;
};

struct config {
	struct snapshot *s;
	unsigned host;
	struct arena *a;
	size_t files;
	struct claims claims;
	struct leases leases;
	struct states devices, links;
	struct units units;
	const char **sources;
	size_t n_sources, sourced;
	bool leases_hidden, nm_state, networkd_state, networkd_leases;
};

/* Claims of the .network files that count, in the order in which networkd tries them. */
void networkd_units(struct config *c);

/* Texts in order, each with a place: of a claim, or of an interface. */
struct key {
	struct str text;
	size_t place;
};
struct keys {
	struct key *v;
	size_t n;
};

/* The first place from which keys_at() may be true, for this text and on. */
size_t keys_first(const struct keys *keys, struct str text);
bool keys_at(const struct keys *keys, size_t i, struct str text);

/* What is known of one interface: whose it is, and all that files say of it. */
struct evidence {
	const char *manager;
	struct text connection;
	bool by_state; /* the manager itself says so */
	bool either;   /* NetworkManager or network-scripts, from the same file */
	const struct claim **v;
	size_t n;
	struct ip *addresses; /* of all claims, sorted */
	size_t n_addresses;
};

struct matcher {
	struct config *c;
	struct keys names, macs, uuids, ids, patterns; /* of claims; patterns in their order */
	struct keys own;			  /* hardware addresses of interfaces */
};

void matcher_init(struct matcher *m, struct config *c);

/* Adds the claims that are of this interface. */
void matcher_gather(struct matcher *m, const struct interface *i, struct evidence *e);
void matcher_take(struct matcher *m, struct evidence *e, size_t place);

/* Finds the manager and its profile, once the claims are gathered; notes what contradicts. */
void evidence_settle(struct matcher *m, const struct interface *i, struct evidence *e, bool whole);

/* Do the words of this claim count for addresses, now that the manager is settled? */
bool evidence_counts(const struct evidence *e, const struct claim *c);

#endif
