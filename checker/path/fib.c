/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/fib.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/search.h"

struct prefix fib_prefix(const struct path_table *t, uint32_t entry)
{
	return snapshot_cell(t->rows, TABLE_route, t->host, t->v[entry].row, COLUMN(route, dst))
		.prefix;
}

struct sought {
	const struct path_table *table;
	struct ip ip;
};

static struct ip address_of(const struct sought *sought, const void *entry)
{
	const struct path_table *t = sought->table;

	return fib_prefix(t, (uint32_t)((const struct path_entry *)entry - t->v)).ip;
}

static int not_above(const void *key, const void *entry)
{
	const struct sought *sought = key;

	return ip_compare(address_of(sought, entry), sought->ip) <= 0;
}

static int another_address(const void *key, const void *entry)
{
	const struct sought *sought = key;

	return !ip_equal(address_of(sought, entry), sought->ip);
}

/* One past the last entry whose address is not above ip. */
static uint32_t upper_bound(const struct path_table *t, struct ip ip)
{
	const struct sought sought = { t, ip };
	uint32_t from = 0, to = t->n;

	if (t->directory) {
		uint32_t place = first_bits(ip) >> (32 - DIRECTORY_BITS);
		from = t->directory[place];
		to = t->directory[place + 1];
	}
	return from + (uint32_t)lower_bound(&sought, t->v + from, to - from, sizeof(*t->v),
					    not_above);
}

/* The first entry of the address that entry `at` has: often itself, so look close by first. */
static uint32_t address_start(const struct path_table *t, uint32_t at)
{
	const struct sought sought = { t, fib_prefix(t, at).ip };
	uint32_t step = 1, from, to = at;

	while (to >= step && ip_equal(fib_prefix(t, to - step).ip, sought.ip)) {
		to -= step;
		step *= 2;
	}
	from = to >= step ? to - step + 1 : 0;
	return from + (uint32_t)lower_bound(&sought, t->v + from, to - from, sizeof(*t->v),
					    another_address);
}

uint32_t fib_first(const struct path_table *t, struct ip ip)
{
	uint32_t at = upper_bound(t, ip);

	if (!at)
		return NO_ENTRY;
	at = address_start(t, at - 1);
	while (at != NO_ENTRY && !prefix_has(fib_prefix(t, at), ip))
		at = t->v[at].parent;
	return at;
}

uint32_t fib_group_end(const struct path_table *t, uint32_t first)
{
	struct prefix p = fib_prefix(t, first);
	uint32_t end = first + 1;

	while (end < t->n && prefix_equal(fib_prefix(t, end), p))
		end++;
	return end;
}

struct route fib_route(const struct path_table *t, uint32_t entry)
{
	struct route r = { 0 };

	get_route(t->rows, t->host, t->v[entry].row, &r);
	return r;
}

int64_t route_metric(const struct route *r)
{
	if (r->metric.known || r->dst.ip.family == IP_V4)
		return num_or(r->metric, 0);
	return same(r->protocol.s, "kernel") ? 256 : 1024;
}

unsigned route_scope(const struct route *r)
{
	unsigned otherwise = SCOPE_LINK;

	if (ip_known(r->gateway) || r->nexthops.s)
		otherwise = SCOPE_GLOBAL;
	else if (same(r->type.s, "local"))
		otherwise = SCOPE_HOST;
	return scope_value(r->scope.s, otherwise);
}

bool route_rejects(const struct route *r, int *ret_error)
{
	static const struct {
		const char *type;
		int error;
	} types[] = {
		{ "blackhole", EINVAL },
		{ "unreachable", EHOSTUNREACH },
		{ "prohibit", EACCES },
		{ "throw", EAGAIN },
		{ "reject", EHOSTUNREACH }, /* one of these */
	};

	for (size_t i = 0; r->type.s && i < sizeof(types) / sizeof(types[0]); i++)
		if (same(r->type.s, types[i].type)) {
			*ret_error = types[i].error;
			return true;
		}
	return false;
}

static const char *group_name(const struct path_index *ix, uint32_t row)
{
	return snapshot_cell(ix->s, TABLE_nexthop, ix->host, row,
			     COLUMN(nexthop, nexthops))
		.text.s;
}

struct sought_group {
	const struct path_index *ix;
	const char *name;
};

static int compare_group(const void *key, const void *row)
{
	const struct sought_group *sought = key;

	return strcmp(sought->name, group_name(sought->ix, *(const uint32_t *)row));
}

static int not_behind_group(const void *key, const void *row)
{
	return compare_group(key, row) >= 0;
}

static uint32_t first_of_group(const struct path_index *ix, const char *name)
{
	const struct sought_group group = { ix, name };

	return (uint32_t)lower_bound(&group, ix->nexthops, ix->nnexthops, sizeof(*ix->nexthops),
				     compare_group);
}

static uint32_t end_of_group(const struct path_index *ix, const char *name)
{
	const struct sought_group group = { ix, name };

	return (uint32_t)lower_bound(&group, ix->nexthops, ix->nnexthops, sizeof(*ix->nexthops),
				     not_behind_group);
}

struct hops hops_of(const struct path_index *ix, const struct route *r)
{
	struct hops h = { .route = r, .n = 1 };

	if (!r->nexthops.s)
		return h;
	h.list = true;
	h.objects = str_starts(str_of(r->nexthops.s), "nhid ");
	h.from = first_of_group(ix, r->nexthops.s);
	h.n = end_of_group(ix, r->nexthops.s) - h.from;
	return h;
}

/*
 * A device without carrier shows as `linkdown`; where flags were not captured the device itself
 * tells.
 */
static unsigned hop_flags(const char *flags, const struct path_link *l, const struct route *r)
{
	unsigned bits = has_word(flags, "dead") || has_word(flags, "expired") ? HOP_DEAD : 0;

	if (has_word(flags, "linkdown"))
		bits |= HOP_LINKDOWN;
	if (has_word(flags, "onlink"))
		bits |= HOP_ONLINK;
	if (!flags && l && l->no_carrier && !same(r->type.s, "local") &&
	    !same(r->type.s, "anycast") && route_scope(r) != SCOPE_HOST)
		bits |= HOP_LINKDOWN;
	return bits;
}

/* A member of a group that names another object only. */
static void member_row(const struct path_index *ix, int64_t id, struct nexthop *ret_row)
{
	char name[32];

	snprintf(name, sizeof(name), "nhid %lld", (long long)id);
	uint32_t i = first_of_group(ix, name);
	if (i == ix->nnexthops || !same(group_name(ix, ix->nexthops[i]), name))
		return;
	*ret_row = (struct nexthop){ 0 };
	get_nexthop(ix->s, ix->host, ix->nexthops[i], ret_row);
}

struct hop hop_at(const struct path_index *ix, const struct hops *h, uint32_t i)
{
	const struct route *r = h->route;
	struct hop hop = { .gateway = r->gateway, .interface = r->interface.s };
	const char *flags = r->flags.s;

	if (h->list) {
		struct nexthop row = { 0 };
		get_nexthop(ix->s, ix->host, ix->nexthops[h->from + i], &row);
		if (!row.interface.s && !ip_known(row.gateway) && row.member_id.known)
			member_row(ix, row.member_id.v, &row);
		hop.gateway = row.gateway;
		hop.interface = row.interface.s;
		flags = row.flags.s;
		hop.flags = row.blackhole == TRI_YES ? HOP_BLACKHOLE : 0;
	}
	hop.link = index_link(ix, hop.interface);
	if (hop.link)
		hop.interface = hop.link->name;
	hop.flags |= hop_flags(flags, hop.link, r) | (h->objects ? HOP_OBJECT : 0);
	return hop;
}
