/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `ip` and net-tools printed, and what follows from all of it. */
#include <string.h>

#include "base/keyset.h"
#include "source/saved_part.h"
#include "tree/tree.h"

enum { VRFS_NAMED = 4096, NAMES_MOST = 65536 };

#define ONLY(table) ((table_set)1 << TABLE_##table)

/* An output without anything has no content that could tell. */
static enum ip_output output_of_words(const struct asked *asked)
{
	const char *words = asked->words;

	if (!str_eq(asked->program, "ip"))
		return IP_OUTPUT_NONE;
	if (strstr(words, "nexthop"))
		return IP_OUTPUT_NEXTHOP;
	if (strstr(words, " n"))
		return IP_OUTPUT_NEIGHBOUR;
	if (strstr(words, " ru"))
		return IP_OUTPUT_RULE;
	return strstr(words, " r") ? IP_OUTPUT_ROUTE : IP_OUTPUT_NONE;
}

static bool is_empty(struct str text)
{
	return !text.n || str_eq(text, "[]") || str_eq(text, "[{}]") || str_eq(text, "[ ]");
}

/* Devices are told best with their details (-d), then with their hardware (-4, -6 and -o leave it out). */
static enum merge_rank rank_of(enum ip_output what, enum ip_form form, struct str text)
{
	bool json = ip_is_json(text);

	if (form != IP_FORM_FULL)
		return MERGE_LISTING;
	if (what != IP_OUTPUT_LINK && what != IP_OUTPUT_ADDRESS)
		return json ? MERGE_TYPED : MERGE_COMMAND;
	if (!str_has(text, json ? "\"promiscuity\"" : " promiscuity "))
		return str_has(text, json ? "\"link_type\"" : "link/") ? MERGE_COMMAND
								       : MERGE_LISTING;
	return json ? MERGE_TYPED : MERGE_DETAIL;
}

/* `show table all`: only then a route of table local is among them and its table is named. */
static bool names_every_table(const struct asked *asked, struct str text)
{
	if (asked->table)
		return same(asked->table, "all");
	return ip_is_json(text) ? str_has(text, "\"table\":\"local\"") ||
					  str_has(text, "\"table\": \"local\"")
				: str_has(text, " table local ");
}

/* The numbers of the three tables that have names everywhere. */
static const char *plain_table(const char *table)
{
	return same(table, "255")   ? "local"
	       : same(table, "254") ? "main"
	       : same(table, "253") ? "default"
				    : table;
}

static unsigned families_of_routes(const struct saved *r, unsigned fragment)
{
	unsigned families = 0;

	for_each_row (route, route, r->scratch, fragment) {
		families |= route->dst.ip.family == IP_V6 ? 2 : 1;
		if (families == 3)
			break;
	}
	return families;
}

/* Addresses tell, and the table `default`, which IPv6 has no rule for (net/ipv6/fib6_rules.c). */
static int family_of_rules(const struct saved *r, unsigned fragment)
{
	int family = IP_NONE;

	for_each_row (routing_rule, rule, r->scratch, fragment) {
		if (prefix_known(rule->src) || prefix_known(rule->dst))
			return prefix_known(rule->src) ? rule->src.ip.family : rule->dst.ip.family;
		if (same(rule->route_table.s, "default"))
			family = IP_V4;
	}
	return family;
}

static void set_family(struct saved *r, struct saved_output *o, int family)
{
	o->families = family == IP_V6 ? 2 : 1;
	o->fragment.families = o->families;
	for_each_row (routing_rule, rule, r->scratch, o->fragment.host) {
		rule->family = num(family);
		put_routing_rule(r->scratch, o->fragment.host, rule->row.index, rule);
	}
}

/* Without a command, rules that say nothing of their family stay without one. */
static void set_rules_scope(struct saved *r, struct saved_output *o)
{
	int family = o->asked.family ? o->asked.family : family_of_rules(r, o->fragment.host);

	if (family || o->asked.program.n)
		set_family(r, o, family ? family : IP_V4);
}

/* What one family's rules are not are the other's. */
void saved_settle_rules(struct saved *r)
{
	unsigned known = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].ip == IP_OUTPUT_RULE && !r->v[i].dropped)
			known |= r->v[i].families;
	for (size_t i = 0; i < r->n; i++) {
		struct saved_output *o = &r->v[i];
		if (o->ip != IP_OUTPUT_RULE || o->dropped || o->families)
			continue;
		if (known == 1 || known == 2) {
			set_family(r, o, known == 1 ? IP_V6 : IP_V4);
			continue;
		}
		o->dropped = true;
		saved_note(r, snapshot_at(r->scratch, o->file, o->fragment.line), STR("ip rule"),
			   "nothing says whether these rules are of IPv4 or IPv6");
	}
}

/* An empty list of routes is one of IPv4, as `ip route` shows them. */
static unsigned families_of(const struct saved *r, const struct saved_output *o, struct str text)
{
	int family = o->asked.family;
	unsigned families;

	if (!family)
		family = ip_heading_family(text);
	if (family)
		return family == IP_V6 ? 2 : 1;
	families = families_of_routes(r, o->fragment.host);
	return families ? families : 1;
}

static unsigned lists_of_hops(const struct saved *r)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].ip == IP_OUTPUT_ROUTE)
			n += (unsigned)snapshot_rows(r->scratch, TABLE_nexthop,
						     r->v[i].fragment.host);
	return n;
}

static table_set whole_of(enum ip_output what)
{
	static const table_set whole[] = {
		[IP_OUTPUT_LINK] = ONLY(interface) | ONLY(bond) | ONLY(uplink),
		[IP_OUTPUT_ADDRESS] = ONLY(interface) | ONLY(bond) | ONLY(uplink) | ONLY(address),
		[IP_OUTPUT_NEXTHOP] = ONLY(nexthop),
		[IP_OUTPUT_ROUTE] = ONLY(route),
		[IP_OUTPUT_RULE] = ONLY(routing_rule),
		[IP_OUTPUT_NEIGHBOUR] = ONLY(neighbour),
		[IP_OUTPUT_VRF] = 0,
	};

	return whole[what];
}

/* Which lines of a table an output lists: of a family, of a table of routes. */
static void set_scope(struct saved *r, struct saved_output *o, struct str text)
{
	struct merge_fragment *f = &o->fragment;
	const char *table = o->asked.table;

	if (o->ip == IP_OUTPUT_RULE)
		set_rules_scope(r, o);
	if (o->ip == IP_OUTPUT_ROUTE) {
		o->families = families_of(r, o, text);
		f->families = o->families == 3 ? 0 : o->families;
	}
	if (o->ip == IP_OUTPUT_NEIGHBOUR && o->asked.family)
		f->families = o->asked.family == IP_V6 ? 2 : 1;
	if (o->ip != IP_OUTPUT_ROUTE)
		return;
	o->every_table = names_every_table(&o->asked, text);
	if (!o->every_table)
		f->list = table ? plain_table(table) : "main";
}

bool saved_take_ip(struct saved *r, const struct capture *c, const struct asked *asked)
{
	struct str text = str_trim(c->text);
	struct saved_output o = { .what = "ip", .asked = *asked };
	struct ip_said said = { .family = asked->family };
	enum ip_form form = ip_form_of(text);

	o.ip = is_empty(text) ? output_of_words(asked) : ip_output_of(text);
	if (o.ip == IP_OUTPUT_NONE || (is_empty(text) && c->typed && !c->may_be_empty))
		return false;
	if (asked->table && !same(asked->table, "all"))
		said.table = plain_table(asked->table);
	said.groups = o.ip == IP_OUTPUT_ROUTE ? lists_of_hops(r) : 0;
	o.fragment.host = saved_fragment(r);
	o.fragment.rank = rank_of(o.ip, form, text);
	o.fragment.whole = form == IP_FORM_FULL ? whole_of(o.ip) : 0;
	o.masters = form == IP_FORM_FULL &&
		    str_has(text, ip_is_json(text) ? "\"mtu\"" : " mtu ");
	parse_ip(r->scratch, o.fragment.host, saved_said(r, c, asked, NULL), c->text, o.ip, &said);
	set_scope(r, &o, text);
	/* No other text has lines like those of devices. */
	return saved_keep(r, c, &o, o.ip != IP_OUTPUT_LINK && o.ip != IP_OUTPUT_ADDRESS);
}

static bool is_number(const char *table)
{
	uint64_t n;

	return table && str_to_u64(str_of(table), &n);
}

/* What rt_tables says a number is called; the last line counts, as for ip. */
static struct text table_name(struct saved *r, struct str names, struct text number)
{
	struct text found = number;
	struct str name;
	uint64_t wanted = 0;
	uint32_t n;

	(void)str_to_u64(str_of(number.s), &wanted);
	while (parse_next_name(&names, &n, &name))
		if (n == wanted)
			found = snapshot_text(r->s, name);
	return found;
}

/* Tables that routes are in; true: one of them has a name that only its host knows. */
static bool tables_of_routes(const struct saved *r, unsigned host, struct keyset *tables, uint64_t seed)
{
	static const char *const known[] = { "main", "local", "default", "unspec" };
	bool named = false;

	for_each_row (route, route, r->s, host) {
		bool plain = !route->route_table.s || is_number(route->route_table.s);
		if (!route->route_table.s ||
		    !keyset_add(tables, seed, str_of(route->route_table.s)))
			continue;
		for (size_t i = 0; i < countof(known); i++)
			plain |= same(route->route_table.s, known[i]);
		named |= !plain;
	}
	return named;
}

/* All files of names, one behind the other. */
static struct str read_rt_tables(struct saved *r)
{
	struct tree_names files = tree_files(r->files.tree);
	struct str names = { NULL, 0 }, text;
	struct err err;

	for (size_t i = 0; i < files.n; i++) {
		struct str name = str_of(files.v[i]);
		if (!str_starts(name, r->files.below) ||
		    (!str_ends(name, "rt_tables") && !tree_match("*rt_tables.d/*.conf", name)))
			continue;
		if (tree_read(r->files.tree, files.v[i], &text, &err) != 1 || text.n > NAMES_MOST ||
		    names.n > NAMES_MOST)
			continue;
		names = str_of(arena_printf(r->arena, "%.*s\n%.*s", STR_ARGS(names),
					    STR_ARGS(text)));
	}
	return names;
}

/*
 * Routes name their table by rt_tables of the host, a VRF by number. Without that file nothing says
 * that both are one.
 */
static void name_vrf_tables(struct saved *r, unsigned host)
{
	struct str names = read_rt_tables(r);
	struct keyset tables = { .count = 0 };
	uint64_t seed = keyset_seed();
	bool named = tables_of_routes(r, host, &tables, seed);
	unsigned vrfs = 0;

	for_each_row (interface, i, r->s, host) {
		if (!is_number(i->vrf_table.s) || vrfs++ >= VRFS_NAMED)
			continue;
		i->vrf_table = table_name(r, names, i->vrf_table);
		put_interface(r->s, host, i->row.index, i);
		if (!names.n && named && keyset_add(&tables, seed, str_of(i->vrf_table.s)))
			snapshot_cover(r->s, host, TABLE_route, COVERAGE_PARTIAL,
				       "without rt_tables the tables of VRFs have no names");
	}
	keyset_clear(&tables);
}

/* Which routes and rules were saved, for ip_cover_routes(). */
static struct ip_saved saved_lists(struct saved *r)
{
	struct ip_saved all = { .routes = { false } };
	const char **tables = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const struct saved_output *o = &r->v[i];
		if (o->dropped || o->asked.filter)
			continue;
		for (int v6 = 0; v6 < 2; v6++) {
			bool has = o->families >> v6 & 1;
			all.rules[v6] |= has && o->ip == IP_OUTPUT_RULE;
			all.routes[v6] |= has && o->ip == IP_OUTPUT_ROUTE &&
					  (o->every_table || same(o->fragment.list, "main"));
			all.every_table[v6] |= has && o->every_table;
		}
		if (o->ip != IP_OUTPUT_ROUTE || o->every_table)
			continue;
		tables = arena_grow(r->arena, tables, all.tables.n, sizeof(*tables));
		tables[all.tables.n++] = o->fragment.list;
	}
	all.tables.v = tables;
	return all;
}

/* `ip -4 addr` and `ip -6 addr` are the whole list together. */
static void cover_addresses(struct saved *r, unsigned host)
{
	unsigned families = 0;
	const char *why;

	for (size_t i = 0; i < r->n; i++) {
		const struct saved_output *o = &r->v[i];
		if (!o->dropped && !o->asked.filter && o->ip == IP_OUTPUT_ADDRESS && o->asked.family)
			families |= o->asked.family == IP_V6 ? 2 : 1;
	}
	if (families == 3 &&
	    snapshot_coverage(r->s, host, TABLE_address, &why) == COVERAGE_PARTIAL)
		snapshot_cover(r->s, host, TABLE_address, COVERAGE_READ, NULL);
}

/* `ip -br` and ifconfig say no scope: an address of scope link is for no other traffic. */
static void miss_scopes(struct saved *r, unsigned host)
{
	bool missing = false;
	const char *why;

	for_each_row (address, a, r->s, host)
		missing |= !a->scope.s;
	if (missing && snapshot_coverage(r->s, host, TABLE_address, &why) == COVERAGE_READ)
		snapshot_miss(r->s, host, TABLE_address, "scopes of addresses");
}

/* `ip -br`, `ip -o addr` and ifconfig name no master: that of a bridge's port is not known to be none. */
static void miss_masters(struct saved *r, unsigned host)
{
	bool listed = false;
	const char *why;

	for (size_t i = 0; i < r->n; i++) {
		const struct saved_output *o = &r->v[i];
		if (o->dropped || (o->ip != IP_OUTPUT_LINK && o->ip != IP_OUTPUT_ADDRESS))
			continue;
		if (o->masters)
			return;
		listed = true;
	}
	if (listed && snapshot_coverage(r->s, host, TABLE_interface, &why) == COVERAGE_PARTIAL)
		snapshot_miss(r->s, host, TABLE_interface, "masters of ports");
}

/* What `ip route` calls main, where a list of a single table was saved beside it. */
void saved_finish_ip(struct saved *r, unsigned host)
{
	struct ip_saved saved = saved_lists(r);

	cover_addresses(r, host);
	miss_scopes(r, host);
	miss_masters(r, host);
	if (!snapshot_rows(r->s, TABLE_address, host))
		ip_add_connected(r->s, host);
	ip_cover_routes(r->s, host, &saved);
	ip_cover_hops(r->s, host);
	name_vrf_tables(r, host);
	ip_place_members(r->s, host);
}
