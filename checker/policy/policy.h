/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The site's own word on rules and networks, from one YAML file:
 *
 *	severity: { one-nic-per-subnet: error }
 *	ignore: [bond-steady, kb-2038869, "iface-*"]      # ids, tags, globs
 *	roles:
 *	  storage: { subnets: [10.10.10.0/24], interfaces: [^ens2f], portgroups: [iSCSI] }
 *	expect:
 *	  portals: [10.10.10.50, "[fd00::1]:3260"]        # iSCSI
 *	  nfs_servers: [{ address: 10.20.0.5, hosts: [esx*] }]
 *	params: { storage_mtu: 9000 }
 *	waivers:
 *	  - { rule: duplicate-address, hosts: [lab*], subjects: [10.0.0.1], reason: known,
 *	      expires: 2027-01-31, ticket: NET-12 }
 *
 * Reading is strict: whatever is not understood is an error with its place.
 */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/ip.h"
#include "base/str.h"
#include "model/rule.h"

struct policy_severity {
	const char *rule;
	unsigned line;
	enum severity severity;
};

/* What bears a role: by subnet, or by name, each a PCRE2 pattern that may match anywhere. */
struct policy_role {
	const char *role; /* storage, management, vmotion, … */
	const struct prefix *subnets;
	size_t nsubnets;
	struct words interfaces, portgroups, networks; /* networks: oVirt's logical ones */
};

/* A storage address that hosts must reach, before any record of it exists. */
struct policy_expect {
	bool nfs; /* an NFS server; else an iSCSI portal */
	struct ip address;
	uint16_t port;      /* of a portal; 3260 where none is written */
	struct words hosts; /* globs; none: every host */
	unsigned line;
};

struct policy_param {
	const char *name;
	bool is_number;
	int64_t number;
	const char *text; /* where it is no number */
};

struct policy_waiver {
	const char *rule; /* id or alias */
	unsigned line;
	struct words hosts, subjects; /* globs; none: every one */
	const char *reason;
	const char *ticket;  /* NULL: none */
	const char *expires; /* the last day it holds, "2027-01-31", UTC; NULL: for ever */
};

struct policy {
	const char *file;
	const struct policy_severity *severities;
	size_t nseverities;
	struct words ignore;
	const struct policy_role *roles;
	size_t nroles;
	const struct policy_expect *expects;
	size_t nexpects;
	const struct policy_param *params;
	size_t nparams;
	const struct policy_waiver *waivers;
	size_t nwaivers;
};

/*
 * The file to use: `option` where one is given, else $UPLINT_POLICY, else
 * ./uplint.yaml, else /etc/uplint/uplint.yaml, whichever is first; NULL where
 * there is none.  A file that was asked for by name is returned unseen.
 */
const char *policy_discover(const char *option);

/* The policy lives in the arena. -1 with "file:line:column: …". */
int policy_load(struct arena *a, const char *file, struct policy **ret_policy, struct err *err);
int policy_parse(struct arena *a, const char *file, struct str text, struct policy **ret_policy,
		 struct err *err);

/* NULL where the policy sets none; `policy` may be NULL. */
const struct policy_param *policy_param(const struct policy *policy, const char *name);

#endif
