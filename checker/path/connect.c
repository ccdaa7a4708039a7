/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What connect() of TCP makes of a destination: which lookups it asks for, and what it refuses. */
#include "path/lookup.h"

#include <errno.h>

/* :: means the host itself, and a mapped address IPv4: not for a socket that is bound to IPv6. */
static bool translate(struct query *q)
{
	if (q->dst.family == IP_V6 && ip_is_unspecified(q->dst)) {
		q->dst.bytes[15] = 1;
	} else if (ip_is_mapped(q->dst)) {
		if (ip_known(q->src) && !ip_is_mapped(q->src))
			return false;
		q->dst = ip_unmapped(q->dst);
		if (ip_known(q->src))
			q->src = ip_unmapped(q->src);
	}
	/* Bound to a broadcast address, a socket speaks by another, own or not. */
	if (q->dst.family == IP_V4 && ip_known(q->src) && speaks_for_many4(q, q->src))
		q->src = (struct ip){ .family = IP_NONE };
	return true;
}

static void refuse(struct answer *a, int error, const char *reason)
{
	a->error = error;
	a->reason = reason;
	a->nothers = 0;
}

/* TCP speaks with one host: not with a group, all on a wire, or a link that is not named. */
static void check_refused(const struct query *q, struct answer *a)
{
	if (a->error)
		return;
	if (q->dst.family == IP_V6 && ip_is_link_local(q->dst) && !q->oif)
		refuse(a, EINVAL, "a link-local destination without an interface");
	else if (q->dst.family == IP_V6 && !ip_known(a->out.source))
		refuse(a, EADDRNOTAVAIL, "no source address");
	else if (ip_is_multicast(q->dst) || same(a->route.type.s, "broadcast") ||
		 (q->dst.family == IP_V4 && ip4_value(q->dst) == UINT32_MAX))
		refuse(a, ENETUNREACH, "TCP has no groups and no broadcast");
}

static void merge(struct query *q, struct answer *a, const struct answer *b, const char *why)
{
	struct path_hop failing = { .interface = NULL };
	size_t before = a->nothers;

	if (!hop_equal(a->out, b->error ? failing : b->out))
		add_other(q, a, b->error ? failing : b->out);
	for (size_t i = 0; i < b->nothers; i++)
		if (!hop_equal(a->out, b->others[i]))
			add_other(q, a, b->others[i]);
	if (a->nothers > before && !a->uncertain)
		a->uncertain = why;
}

static bool sport_matters(const struct query *q)
{
	const struct path_rules *rules = &q->ix->rules[family_slot(q->dst.family)];

	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].row.sport_start.known)
			return true;
	return false;
}

/* The lookup that counts. IPv4 repeats it once the source port is chosen. */
static void output_from(struct query *q, struct answer *a)
{
	struct query again;
	struct answer b;

	output(q, a);
	if (q->dst.family != IP_V4 || a->error || !sport_matters(q))
		return;
	again = *q;
	again.trace = NULL;
	again.any_sport = true;
	output(&again, &b);
	merge(q, a, &b, "a policy rule looks at the source port, which is another one each time");
}

/* 0.0.0.0 is the address that the first lookup found. */
static void choose_source(struct query *q, struct ip source)
{
	if (ip4_value(q->dst) == 0)
		q->dst = source;
	q->src = source;
}

/* IPv4 asks for a source first, then again with it: a set of sources is a set of questions. */
static void connect4(struct query *q, struct answer *a)
{
	struct query first = *q, other;
	struct answer b;

	first.trace = NULL;
	output(&first, a);
	if (a->error)
		return;
	struct answer found = *a;
	other = *q;
	other.trace = NULL;
	choose_source(q, found.out.source);
	output_from(q, a);
	for (size_t i = 0; i < found.nothers && !a->error; i++) {
		struct query next = other;
		if (ip_equal(found.others[i].source, q->src))
			continue;
		b = (struct answer){ .error = ENETUNREACH };
		if (found.others[i].interface) {
			choose_source(&next, found.others[i].source);
			output_from(&next, &b);
		}
		merge(q, a, &b, found.uncertain);
	}
}

/* IPv6 asks again only after a failure, with a source that any device lends. */
static void connect6(struct query *q, struct answer *a)
{
	output(q, a);
	if (!a->error)
		return;
	q->src = source6(q->ix, NULL, q->dst);
	output(q, a);
	if (!ip_equal(q->src, source6_with(q->ix, NULL, q->dst, !q->ix->home_addresses)))
		a->uncertain = home_address_first;
}

void connect_output(struct query *q, struct answer *a)
{
	if (!translate(q)) {
		*a = (struct answer){ .error = 0 };
		refuse(a, ENETUNREACH, "a socket bound to IPv6 does not speak IPv4");
		return;
	}
	q->bound = q->oif != NULL;
	if (q->dst.family == IP_V4 && (!ip_known(q->src) || ip4_value(q->dst) == 0))
		connect4(q, a);
	else if (q->dst.family == IP_V6 && !ip_known(q->src))
		connect6(q, a);
	else
		output_from(q, a);
	check_refused(q, a);
}
