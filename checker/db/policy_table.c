/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the policy says of networks, as tables: policy_role has a row for each
 * subnet or pattern of a role, policy_expect one for each host and address.
 */
#include <fnmatch.h>

#include "db/state.h"
#include "policy/policy.h"

static struct value text_value(const char *text)
{
	return (struct value){ .type = text ? VALUE_TEXT : VALUE_NULL, .text = text };
}

enum { ROLE_SUBNET = 1, ROLE_INTERFACE, ROLE_PORTGROUP, ROLE_NETWORK, ROLE_COLUMNS };

static void add_role(struct kept *k, const char *role, size_t column, const char *text)
{
	kept_add(k, 0, text_value(role));
	for (size_t c = ROLE_SUBNET; c < ROLE_COLUMNS; c++)
		kept_add(k, c, text_value(c == column ? text : NULL));
}

static void add_patterns(struct kept *k, const char *role, size_t column, struct words patterns)
{
	for (size_t i = 0; i < patterns.n; i++)
		add_role(k, role, column, patterns.v[i]);
}

int policy_fill_roles(struct kept *k)
{
	const struct policy *p = k->db->policy;

	for (size_t i = 0; p && i < p->nroles; i++) {
		const struct policy_role *r = &p->roles[i];
		for (size_t n = 0; n < r->nsubnets; n++)
			add_role(k, r->role, ROLE_SUBNET, prefix_text(r->subnets[n]).s);
		add_patterns(k, r->role, ROLE_INTERFACE, r->interfaces);
		add_patterns(k, r->role, ROLE_PORTGROUP, r->portgroups);
		add_patterns(k, r->role, ROLE_NETWORK, r->networks);
	}
	return SQLITE_OK;
}

static bool is_meant(const struct policy_expect *e, const char *host)
{
	for (size_t i = 0; i < e->hosts.n; i++)
		if (fnmatch(e->hosts.v[i], host, 0) == 0)
			return true;
	return e->hosts.n == 0;
}

int policy_fill_expects(struct kept *k)
{
	const struct policy *p = k->db->policy;
	const struct snapshot *s = k->db->snapshot;

	for (unsigned h = 0; p && h < snapshot_hosts(s); h++) {
		const char *host = snapshot_host_name(s, h);
		for (size_t i = 0; i < p->nexpects; i++) {
			const struct policy_expect *e = &p->expects[i];
			if (!is_meant(e, host))
				continue;
			kept_add(k, 0, text_value(host));
			kept_add(k, 1, text_value(e->nfs ? "nfs" : "iscsi"));
			kept_add(k, 2, text_value(ip_text(e->address).s));
			kept_add(k, 3,
				 (struct value){ .type = e->nfs ? VALUE_NULL : VALUE_NUMBER,
						 .number = e->port });
		}
	}
	return SQLITE_OK;
}
