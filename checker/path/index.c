/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path/vmkernel.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"

const char *table_name(const char *name)
{
	if (!name || same(name, "254"))
		return "main";
	if (same(name, "255"))
		return "local";
	return same(name, "253") ? "default" : name;
}

unsigned scope_value(const char *name, unsigned otherwise)
{
	uint64_t n;

	if (!name)
		return otherwise;
	if (same(name, "global"))
		return SCOPE_GLOBAL;
	if (same(name, "site"))
		return SCOPE_SITE;
	if (same(name, "link"))
		return SCOPE_LINK;
	if (same(name, "host"))
		return SCOPE_HOST;
	return str_to_u64(str_of(name), &n) && n < 256 ? (unsigned)n : otherwise;
}

bool has_word(const char *list, const char *word)
{
	struct str rest = str_of(list), piece;

	while (str_split(&rest, ',', &piece))
		if (str_eq(piece, word))
			return true;
	return false;
}

static int by_link_name(const void *a, const void *b, void *ix_)
{
	const struct path_index *ix = ix_;

	return strcmp(ix->links[*(const unsigned *)a].name, ix->links[*(const unsigned *)b].name);
}

static const struct path_link *link_by_altname(const struct path_index *ix, const char *name)
{
	for (size_t i = 0; ix->altnames && i < ix->nlinks; i++)
		if (has_word(ix->links[i].altnames, name))
			return &ix->links[i];
	return NULL;
}

struct sought_link {
	const struct path_index *ix;
	const char *name;
};

static int compare_link(const void *key, const void *place)
{
	const struct sought_link *sought = key;

	return strcmp(sought->name, sought->ix->links[*(const unsigned *)place].name);
}

const struct path_link *index_link(const struct path_index *ix, const char *name)
{
	const struct sought_link sought = { ix, name };
	const unsigned *place;

	if (!name)
		return NULL;
	place = ix->nnamed ? bsearch(&sought, ix->by_name, ix->nnamed, sizeof(*ix->by_name),
				     compare_link)
			   : NULL;
	return place ? &ix->links[*place] : link_by_altname(ix, name);
}

struct sought_address {
	const struct path_address *addresses;
	struct ip ip;
};

static int compare_address(const void *key, const void *place)
{
	const struct sought_address *sought = key;

	return ip_compare(sought->ip, sought->addresses[*(const unsigned *)place].ip);
}

const struct path_address *index_address(const struct path_index *ix, struct ip ip)
{
	int slot = family_slot(ip.family);
	const struct sought_address sought = { ix->addresses[slot], ip };
	const unsigned *places = ix->by_address[slot];
	size_t at = lower_bound(&sought, places, ix->naddresses[slot], sizeof(*places),
				compare_address);
	const struct path_address *a;

	if (at == ix->naddresses[slot])
		return NULL;
	a = &ix->addresses[slot][places[at]];
	return ip_equal(a->ip, ip) ? a : NULL;
}

static int compare_neighbour(const void *ip, const void *neighbour)
{
	return ip_compare(*(const struct ip *)ip, ((const struct path_neighbour *)neighbour)->ip);
}

size_t index_first_neighbour(const struct path_index *ix, struct ip ip)
{
	return lower_bound(&ip, ix->neighbours, ix->nneighbours, sizeof(*ix->neighbours),
			   compare_neighbour);
}

const struct path_neighbour *index_neighbour(const struct path_index *ix, struct ip ip,
					     const char *interface)
{
	size_t at = index_first_neighbour(ix, ip);

	for (; at < ix->nneighbours && ip_equal(ix->neighbours[at].ip, ip); at++)
		if (same(ix->neighbours[at].interface, interface))
			return &ix->neighbours[at];
	return NULL;
}

static struct path_link *add_link(struct path_index *ix, const char *name)
{
	ix->links = arena_grow(ix->arena, ix->links, ix->nlinks, sizeof(*ix->links));
	ix->links[ix->nlinks].name = name;
	return &ix->links[ix->nlinks++];
}

static void sort_links(struct path_index *ix)
{
	ix->nnamed = ix->nlinks;
	ix->by_name = arena_array(ix->arena, ix->nlinks + 1, sizeof(*ix->by_name));
	for (size_t i = 0; i < ix->nlinks; i++)
		ix->by_name[i] = (unsigned)i;
	qsort_r(ix->by_name, ix->nlinks, sizeof(*ix->by_name), by_link_name, ix);
}

/* Named by an address only: nothing else is known of it. */
static void add_missing_link(struct path_index *ix, const char *name)
{
	add_link(ix, name)->loopback = same(name, "lo");
}

/*
 * The kernel walks devices as they were registered, the loopback device first: by index, as far as
 * can be told.
 */
static int by_ifindex(const void *a, const void *b)
{
	const struct path_link *x = a, *y = b;

	if (x->loopback != y->loopback)
		return x->loopback ? -1 : 1;
	if (!x->ifindex || !y->ifindex || x->ifindex == y->ifindex)
		return 0;
	return x->ifindex < y->ifindex ? -1 : 1;
}

static void index_links(struct path_index *ix)
{
	const char *last = NULL;

	for_each_row(interface, r, ix->s, ix->host) {
		if (!r->name.s)
			continue;
		struct path_link *l = add_link(ix, r->name.s);
		l->altnames = r->altnames.s;
		ix->altnames = ix->altnames || r->altnames.s;
		l->ifindex = num_or(r->ifindex, 0);
		l->group = num_or(r->ifgroup, 0);
		l->down = r->admin == TRI_NO;
		l->no_carrier = r->carrier == TRI_NO;
		l->loopback = same(r->kind.s, "loopback") || same(r->name.s, "lo");
		l->vrf_table = same(r->kind.s, "vrf") ? table_name(r->vrf_table.s) : NULL;
		l->master_name = r->master.s;
	}
	sort_links(ix);
	for_each_row(address, r, ix->s, ix->host)
		if (r->interface.s && r->interface.s != last && !index_link(ix, r->interface.s)) {
			last = r->interface.s;
			add_missing_link(ix, last);
		}
	bool known = true;
	for (size_t i = 0; i < ix->nlinks; i++)
		known = known && ix->links[i].ifindex;
	if (known && ix->nlinks)
		qsort(ix->links, ix->nlinks, sizeof(*ix->links), by_ifindex);
	sort_links(ix);
	for (size_t i = 0; i < ix->nlinks; i++) {
		const struct path_link *master = index_link(ix, ix->links[i].master_name);
		ix->links[i].vrf = master && master->vrf_table ? master : NULL;
	}
}

static unsigned address_flags(const struct address *r)
{
	static const struct {
		const char *word;
		unsigned flag;
	} words[] = {
		{ "temporary", ADDRESS_TEMPORARY },   { "deprecated", ADDRESS_DEPRECATED },
		{ "tentative", ADDRESS_TENTATIVE },   { "dadfailed", ADDRESS_TENTATIVE },
		{ "optimistic", ADDRESS_OPTIMISTIC }, { "home", ADDRESS_HOME },
		{ "noprefixroute", ADDRESS_NO_ROUTE },
	};
	unsigned flags = r->secondary == TRI_YES ? ADDRESS_SECONDARY : 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(r->flags.s, words[i].word))
			flags |= words[i].flag;
	if (r->address.family == IP_V4 && has_word(r->flags.s, "secondary"))
		flags |= ADDRESS_SECONDARY;
	if (r->address.family == IP_V6 && has_word(r->flags.s, "secondary"))
		flags |= ADDRESS_TEMPORARY;
	return flags;
}

static int by_link(const void *a, const void *b)
{
	const struct path_address *x = a, *y = b;

	if (x->link != y->link)
		return x->link < y->link ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int by_ip(const void *a, const void *b, void *list)
{
	const struct path_address *v = list;
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
	int c = ip_compare(v[x].ip, v[y].ip);

	return c ? c : x < y ? -1 : x > y;
}

static void add_address_row(struct path_index *ix, const struct address *r)
{
	const struct path_link *l = index_link(ix, r->interface.s);
	int slot = family_slot(r->address.family);

	if (!l || !ip_known(r->address))
		return;
	ix->addresses[slot] = arena_grow(ix->arena, ix->addresses[slot], ix->naddresses[slot],
					 sizeof(struct path_address));
	ix->addresses[slot][ix->naddresses[slot]++] = (struct path_address){
		.ip = r->address,
		.peer = ip_known(r->peer) ? r->peer : r->address,
		.len = (uint8_t)num_or(r->prefixlen, ip_bits(r->address)),
		.scope = (uint8_t)scope_value(
			r->scope.s, ip_is_loopback(r->address) ? SCOPE_HOST : SCOPE_GLOBAL),
		.flags = address_flags(r),
		.link = (unsigned)(l - ix->links),
		.row = r->row.index,
	};
	ix->home_addresses = ix->home_addresses || has_word(r->flags.s, "home");
}

static void index_addresses(struct path_index *ix)
{
	for_each_row(address, r, ix->s, ix->host)
		add_address_row(ix, r);
	for (int slot = 0; slot < 2; slot++) {
		struct path_address *v = ix->addresses[slot];
		size_t n = ix->naddresses[slot];
		if (n)
			qsort(v, n, sizeof(*v), by_link);
		ix->by_address[slot] = arena_array(ix->arena, n + 1, sizeof(unsigned));
		for (size_t i = 0; i < n; i++) {
			struct path_link *l = &ix->links[v[i].link];
			ix->by_address[slot][i] = (unsigned)i;
			if (!l->count[slot]++)
				l->first[slot] = i;
		}
		qsort_r(ix->by_address[slot], n, sizeof(unsigned), by_ip, v);
	}
}

static void set_sysctl(struct path_sysctls *to, const char *name, int64_t value)
{
	if (same(name, "ignore_routes_with_linkdown"))
		to->ignore_linkdown = to->ignore_linkdown || value;
	else if (same(name, "route_localnet"))
		to->route_localnet = to->route_localnet || value;
	else if (same(name, "use_oif_addrs_only"))
		to->oif_addresses_only = to->oif_addresses_only || value;
	else if (same(name, "use_tempaddr"))
		to->use_tempaddr = value;
}

/*
 * IPv4: `all` OR the device for these; IPv6: the device alone, except that
 * use_oif_addrs_only of `all` counts too.
 */
static void index_sysctls(struct path_index *ix)
{
	for_each_row(sysctl, r, ix->s, ix->host) {
		bool all = same(r->interface.s, "all"), six = num_is(r->family, 6);
		struct path_link *l =
			(struct path_link *)(all ? NULL : index_link(ix, r->interface.s));
		if (!r->value.known || !r->interface.s)
			continue;
		if (six && all && same(r->name.s, "forwarding"))
			ix->forwarding6 = r->value.v != 0;
		if (l)
			set_sysctl(six ? &l->v6 : &l->v4, r->name.s, r->value.v);
		for (size_t i = 0; all && i < ix->nlinks; i++) {
			if (!six)
				set_sysctl(&ix->links[i].v4, r->name.s, r->value.v);
			else if (same(r->name.s, "use_oif_addrs_only"))
				set_sysctl(&ix->links[i].v6, r->name.s, r->value.v);
		}
	}
}

static int by_neighbour(const void *a, const void *b)
{
	return ip_compare(((const struct path_neighbour *)a)->ip,
			  ((const struct path_neighbour *)b)->ip);
}

static void index_neighbours(struct path_index *ix)
{
	for_each_row(neighbour, r, ix->s, ix->host) {
		bool failed = same(r->state.s, "FAILED");
		bool valid = r->state.s && !failed && !same(r->state.s, "INCOMPLETE") &&
			     !same(r->state.s, "NONE");
		ix->neighbours = arena_grow(ix->arena, ix->neighbours, ix->nneighbours,
					    sizeof(*ix->neighbours));
		ix->neighbours[ix->nneighbours++] = (struct path_neighbour){
			.ip = r->address,
			.interface = r->interface.s,
			.failed = failed,
			.valid = valid,
		};
	}
	if (ix->nneighbours)
		qsort(ix->neighbours, ix->nneighbours, sizeof(*ix->neighbours), by_neighbour);
}

static const char *missing_facts(struct path_index *ix, const struct host *host)
{
	const char *why_route, *why_address;

	ix->vmkernel = same(host->platform.s, "esxi") || same(host->platform.s, "esx");
	if (host->platform.s && !same(host->platform.s, "linux") && !ix->vmkernel)
		return arena_printf(ix->arena, "the routing of %s is not emulated",
				    host->platform.s);
	if (snapshot_coverage(ix->s, ix->host, TABLE_route, &why_route) != COVERAGE_ABSENT ||
	    snapshot_rows(ix->s, TABLE_route, ix->host))
		return NULL;
	if (snapshot_coverage(ix->s, ix->host, TABLE_address, &why_address) != COVERAGE_ABSENT ||
	    snapshot_rows(ix->s, TABLE_address, ix->host))
		return NULL;
	return arena_printf(ix->arena, "no routes and no addresses were read%s%s",
			    why_route ? ": " : "", why_route ? why_route : "");
}

struct path_index *path_index_new(const struct snapshot *s, unsigned host)
{
	return path_index_for(s, host, NULL, 0);
}

struct path_index *path_index_for(const struct snapshot *s, unsigned host, const struct ip *asked,
				  size_t n)
{
	struct arena *arena = arena_new();
	struct path_index *ix = arena_alloc(arena, sizeof(*ix));
	struct host row = { 0 };

	ix->s = s;
	ix->host = host;
	ix->arena = arena;
	get_host(s, host, 0, &row);
	ix->why_not = missing_facts(ix, &row);
	index_links(ix);
	index_addresses(ix);
	index_sysctls(ix);
	index_neighbours(ix);
	if (ix->vmkernel)
		vmkernel_index(ix);
	else
		derive_routes(ix);
	index_nexthops(ix);
	if (asked && !ix->vmkernel)
		index_want(ix, asked, n);
	index_tables(ix);
	if (!ix->vmkernel)
		index_rules(ix);
	return ix;
}

void path_index_free(struct path_index *ix)
{
	if (!ix)
		return;
	snapshot_free(ix->derived);
	for (size_t i = 0; i < ix->ntables; i++) {
		free(ix->tables[i].v);
		free(ix->tables[i].directory);
	}
	free(ix->nexthops);
	arena_free(ix->arena);
}

void path_index_freep(struct path_index **ix)
{
	path_index_free(*ix);
}
