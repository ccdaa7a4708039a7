/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which routes count for a few destinations: those around them, and around the
 * gateways and sources that these name.  The rest of a full table need not be sorted.
 */
#include "path/fib.h"

#include <stdlib.h>

#include "base/search.h"

static int by_value(const void *a, const void *b)
{
	return ip_compare(*(const struct ip *)a, *(const struct ip *)b);
}

static void want(struct path_index *ix, struct ip ip)
{
	if (!ip_known(ip))
		return;
	ix->wanted = arena_grow(ix->arena, ix->wanted, ix->nwanted, sizeof(*ix->wanted));
	ix->wanted[ix->nwanted++] = ip;
}

/* What a connection makes of an address: path/connect.c. */
static void want_translated(struct path_index *ix, struct ip ip)
{
	want(ix, ip);
	want(ix, ip_is_mapped(ip) ? ip_unmapped(ip) : ip);
	if (!ip_is_unspecified(ip))
		return;
	for (int slot = 0; slot < 2; slot++)
		for (size_t i = 0; i < ix->naddresses[slot]; i++)
			want(ix, ix->addresses[slot][i].ip);
}

static void sort_wanted(struct path_index *ix)
{
	size_t n = 0;

	qsort(ix->wanted, ix->nwanted, sizeof(*ix->wanted), by_value);
	for (size_t i = 0; i < ix->nwanted; i++)
		if (!n || !ip_equal(ix->wanted[n - 1], ix->wanted[i]))
			ix->wanted[n++] = ix->wanted[i];
	ix->nwanted = n;
}

bool index_wants(const struct path_index *ix, struct prefix p)
{
	size_t at;

	if (!ix->choosy)
		return true;
	at = lower_bound(&p.ip, ix->wanted, ix->nwanted, sizeof(*ix->wanted), by_value);
	return at < ix->nwanted && prefix_has(p, ix->wanted[at]);
}

/* A preferred source may be an address by a route of type local alone. */
static void want_gateways_and_sources(struct path_index *ix)
{
	const struct snapshot *s = ix->replaced ? ix->derived : ix->s;
	unsigned host = ix->replaced ? 0 : ix->host;
	size_t rows = snapshot_rows(s, TABLE_route, host);
	struct ip *more = NULL;
	size_t n = 0;

	for (size_t row = 0; row < rows; row++) {
		struct route r = { 0 };
		struct cell dst = snapshot_cell(s, TABLE_route, host, row, COLUMN(route, dst));
		if (!index_wants(ix, dst.prefix))
			continue;
		get_route(s, host, row, &r);
		struct hops hops = hops_of(ix, &r);
		for (uint32_t i = 0; i <= hops.n; i++) {
			more = arena_grow(ix->arena, more, n, sizeof(*more));
			more[n++] = i < hops.n ? hop_at(ix, &hops, i).gateway : r.prefsrc;
		}
	}
	for (size_t i = 0; i < n; i++)
		want(ix, more[i]);
}

void index_want(struct path_index *ix, const struct ip *asked, size_t n)
{
	ix->choosy = true;
	for (size_t i = 0; i < n; i++)
		want_translated(ix, asked[i]);
	sort_wanted(ix);
	want_gateways_and_sources(ix);
	sort_wanted(ix);
}
