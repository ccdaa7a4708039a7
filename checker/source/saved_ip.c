/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `ip` printed.  The same fact is often saved twice: as JSON and as text,
 * with details and without.  It is read once, from where it is told best.
 */
#include <string.h>

#include "base/keyset.h"
#include "source/saved.h"
#include "tree/tree.h"

/* Outputs of one kind that are read: each is compared with what is known, and no host has so many. */
enum { FILES_READ = 64, VRFS_NAMED = 4096, NAMES_MOST = 65536 };

static const char *base_of(const struct saved_file *f)
{
	const char *slash = strrchr(f->name, '/');

	return slash ? slash + 1 : f->name;
}

/* An output without anything has no content that could tell. */
static enum ip_output output_of_name(const char *base)
{
	if (strstr(base, "bridge") || strstr(base, "ethtool") || strncmp(base, "ip", 2) != 0)
		return IP_OUTPUT_NONE;
	if (strstr(base, "nexthop"))
		return IP_OUTPUT_NEXTHOP;
	if (strstr(base, "neigh"))
		return IP_OUTPUT_NEIGHBOUR;
	if (strstr(base, "rule"))
		return IP_OUTPUT_RULE;
	return strstr(base, "route") && !strstr(base, "get") ? IP_OUTPUT_ROUTE : IP_OUTPUT_NONE;
}

static bool is_empty(struct str text)
{
	return !text.n || str_eq(text, "[]") || str_eq(text, "[{}]") || str_eq(text, "[ ]");
}

/*
 * How much an output says of devices: all of them and their hardware (-4 and -6 leave that out),
 * then what they are (-d), then JSON before text.  Of tables of routes netstat's has no metrics.
 */
static unsigned worth(const struct saved_file *f)
{
	bool json = ip_is_json(f->text);

	if (f->form == IP_FORM_NET_TOOLS)
		return f->output == IP_OUTPUT_ROUTE && !str_has(f->text, " irtt");
	if (f->output == IP_OUTPUT_ROUTE)
		return 2;
	return 1 + (str_has(f->text, json ? "\"link_type\"" : "link/") ? 4U : 0) +
	       (str_has(f->text, json ? "\"promiscuity\"" : " promiscuity ") ? 2U : 0) + json;
}

/* `show table all`: only then a route of table local is among them and its table is named. */
static bool names_every_table(const struct saved_file *f)
{
	const char *base = base_of(f);

	if (strstr(base, "table_all") || strstr(base, "table all") || strstr(base, "table-all"))
		return true;
	return ip_is_json(f->text) ? str_has(f->text, "\"table\":\"local\"") ||
				    str_has(f->text, "\"table\": \"local\"")
			  : str_has(f->text, " table local ");
}

bool saved_is_ip(struct saved_file *f, const char *base)
{
	struct str text = str_trim(f->text);

	f->output = is_empty(text) ? output_of_name(base) : ip_output_of(text);
	f->form = ip_form_of(text);
	if (f->output == IP_OUTPUT_LINK || f->output == IP_OUTPUT_ADDRESS ||
	    f->output == IP_OUTPUT_ROUTE)
		f->worth = worth(f);
	f->every_table = f->output == IP_OUTPUT_ROUTE && names_every_table(f);
	return f->output != IP_OUTPUT_NONE;
}

/* -4 or -6 among the words of a name: ip_-6_route, ip -6 route, ip-6-route. */
static int family_of_name(const char *base)
{
	for (const char *p = strchr(base, '-'); p; p = strchr(p + 1, '-'))
		if ((p[1] == '4' || p[1] == '6') && !(p[2] >= '0' && p[2] <= '9'))
			return p[1] == '4' ? IP_V4 : IP_V6;
	return IP_NONE;
}

/* X of ip_route_show_table_X; NULL: no table is named. */
static const char *table_of_name(struct saved *r, const struct saved_file *f)
{
	const char *p = strstr(base_of(f), "table");
	struct str name;

	if (f->form == IP_FORM_NET_TOOLS || !p || !p[5] || !p[6])
		return NULL;
	name = str_of(p + 6);
	if (str_ends(name, ".json") || str_ends(name, ".txt"))
		name = str_upto(name, str_ends(name, ".json") ? name.n - 5 : name.n - 4);
	return arena_str(snapshot_arena(r->s), name);
}

static bool is_better(const struct saved_file *f, const struct saved_file *than)
{
	bool json = ip_is_json(f->text), other = ip_is_json(than->text);

	if (f->worth != than->worth)
		return f->worth > than->worth;
	if (f->output != than->output) /* link; the addresses come from addr then */
		return f->output < than->output;
	return json != other ? json : f->text.n > than->text.n;
}

typedef bool choose_fn(struct saved *r, const struct saved_file *f);

/* Best of the outputs that are not read yet and that `choose` takes. */
static struct saved_file *best(struct saved *r, choose_fn *choose)
{
	struct saved_file *found = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct saved_file *f = &r->v[i];
		if (f->class == SAVED_IP && !f->done && choose(r, f) &&
		    (!found || is_better(f, found)))
			found = f;
	}
	return found;
}

static void read_file(struct saved *r, struct saved_file *f, const struct ip_said *said)
{
	parse_ip(r->s, r->host, f->origin, f->text, f->output, said);
	f->done = true;
}

static bool is_link(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_LINK || f->output == IP_OUTPUT_ADDRESS;
}

static bool is_address(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_ADDRESS;
}

static bool is_nexthop(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_NEXTHOP;
}

static bool is_vrf(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_VRF;
}

static bool is_neighbour(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_NEIGHBOUR;
}

static void families_of_addresses(const struct saved *r, bool known[static 2])
{
	known[0] = known[1] = false;
	for_each_row (address, a, r->s, r->host)
		known[a->address.family == IP_V6] = true;
}

static void families_of_neighbours(const struct saved *r, bool known[static 2])
{
	known[0] = known[1] = false;
	for_each_row (neighbour, n, r->s, r->host)
		known[n->address.family == IP_V6] = true;
}

/*
 * The best one tells the devices; addresses come from it and from all that have some of a family
 * not known yet.
 */
static void read_links(struct saved *r)
{
	struct ip_said said = { .table = NULL };
	struct saved_file *f = best(r, is_link);

	for (unsigned i = 0; i < FILES_READ && f && !(said.known[0] && said.known[1]); i++) {
		said.family = family_of_name(base_of(f));
		read_file(r, f, &said);
		families_of_addresses(r, said.known);
		f = best(r, is_address);
	}
}

static void read_neighbours(struct saved *r)
{
	struct ip_said said = { .table = NULL };
	struct saved_file *f;

	for (unsigned i = 0; i < FILES_READ && !(said.known[0] && said.known[1]); i++) {
		f = best(r, is_neighbour);
		if (!f)
			break;
		read_file(r, f, &said);
		families_of_neighbours(r, said.known);
	}
}

/* Rules of IPv6 are told by -6 in the name, else by an address in them; all others are of IPv4. */
static bool is_v6_rules(const struct saved_file *f)
{
	struct str text = f->text, line, word;

	if (family_of_name(base_of(f)))
		return family_of_name(base_of(f)) == IP_V6;
	if (ip_is_json(f->text))
		return str_has(text, "::");
	while (str_line(&text, &line))
		for (bool first = true; str_word(&line, &word); first = false)
			if (!first && str_find(word, ':') < word.n)
				return true;
	return false;
}

static bool is_v4_rule(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_RULE && !is_v6_rules(f);
}

static bool is_v6_rule(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_RULE && is_v6_rules(f);
}

static void read_rules(struct saved *r, struct ip_saved *saved)
{
	for (int v6 = 0; v6 < 2; v6++) {
		struct ip_said said = { .family = v6 ? IP_V6 : IP_V4 };
		struct saved_file *f = best(r, v6 ? is_v6_rule : is_v4_rule);
		if (!f)
			continue;
		read_file(r, f, &said);
		saved->rules[v6] = true;
	}
}

static bool is_every_route(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->every_table;
}

static bool is_main_route(struct saved *r, const struct saved_file *f)
{
	const char *table = table_of_name(r, f);

	return f->output == IP_OUTPUT_ROUTE && (!table || same(table, "main"));
}

static bool is_route(struct saved *r, const struct saved_file *f)
{
	(void)r;
	return f->output == IP_OUTPUT_ROUTE;
}

/* Families of the routes from row `first` on. */
static void families_of_routes(const struct saved *r, size_t first, bool has[static 2])
{
	struct route route = { .row.next = first };

	while (!(has[0] && has[1]) && snapshot_next(r->s, TABLE_route, r->host, &route.row))
		has[route.dst.ip.family == IP_V6] = true;
}

static int family_of_table(const struct saved_file *f)
{
	return f->form == IP_FORM_NET_TOOLS ? ip_heading_family(f->text)
					    : family_of_name(base_of(f));
}

/* Reads routes of families that are not known, and says which it had. */
static void read_routes_of(struct saved *r, struct saved_file *f, const char *table,
			   const bool known[static 2], bool has[static 2])
{
	struct ip_said said = {
		.family = family_of_table(f),
		.table = table,
		.known = { known[0], known[1] },
	};
	size_t before = snapshot_rows(r->s, TABLE_route, r->host);

	has[0] = has[1] = false;
	read_file(r, f, &said);
	families_of_routes(r, before, has);
	if (said.family)
		has[said.family == IP_V6] = true;
	else if (!has[0] && !has[1])
		has[known[0]] = true;
}

static void read_every_table(struct saved *r, struct ip_saved *saved)
{
	struct saved_file *f;
	bool has[2];

	while (!(saved->routes[0] && saved->routes[1]) && (f = best(r, is_every_route))) {
		read_routes_of(r, f, NULL, saved->routes, has);
		for (int i = 0; i < 2; i++)
			saved->routes[i] = saved->every_table[i] |= has[i];
	}
}

static void read_main(struct saved *r, struct ip_saved *saved)
{
	struct saved_file *f;
	bool has[2];

	while (!(saved->routes[0] && saved->routes[1]) && (f = best(r, is_main_route))) {
		read_routes_of(r, f, NULL, saved->routes, has);
		for (int i = 0; i < 2; i++)
			saved->routes[i] |= has[i];
	}
}

/* The numbers of the three tables that have names everywhere. */
static const char *plain_table(const char *table)
{
	return same(table, "255") ? "local" : same(table, "253") ? "default" : table;
}

/* Others told what this one tells, and better. */
static void note_twice(struct saved *r, struct saved_file *f)
{
	f->done = true;
	if (!is_empty(str_trim(f->text)))
		snapshot_note(r->s, r->host, snapshot_at(r->s, f->origin, 1), str_of(base_of(f)),
			      "not read: other outputs tell the same, or more");
}

/* Outputs of one table each, which do not name it. */
static void read_single_tables(struct saved *r, struct ip_saved *saved)
{
	struct arena *a = snapshot_arena(r->s);
	uint64_t seed = keyset_seed();
	struct keyset read = { .count = 0 };
	const char **names = NULL;
	struct saved_file *f;
	bool has[2];

	while ((f = best(r, is_route))) {
		const char *table = table_of_name(r, f);
		bool v6 = family_of_name(base_of(f)) == IP_V6;
		if (!table || same(table, "main") || same(table, "254") || same(table, "cache") ||
		    saved->every_table[v6] ||
		    !keyset_add(&read, seed, str_of(arena_printf(a, "%d %s", v6, table)))) {
			note_twice(r, f);
			continue;
		}
		table = plain_table(table);
		names = arena_grow(a, names, saved->tables.n, sizeof(*names));
		names[saved->tables.n++] = table;
		read_routes_of(r, f, table, saved->every_table, has);
	}
	saved->tables.v = names;
	keyset_clear(&read);
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
static bool tables_of_routes(const struct saved *r, struct keyset *tables, uint64_t seed)
{
	static const char *const known[] = { "main", "local", "default", "unspec" };
	bool named = false;

	for_each_row (route, route, r->s, r->host) {
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
	struct str names = { NULL, 0 };

	for (size_t i = 0; i < r->n; i++) {
		struct saved_file *f = &r->v[i];
		if (!str_ends(str_of(f->name), "rt_tables") &&
		    !tree_match("*rt_tables.d/*.conf", str_of(f->name)))
			continue;
		f->class = SAVED_ELSEWHERE;
		if (f->text.n > NAMES_MOST || names.n > NAMES_MOST)
			continue;
		names = str_of(arena_printf(snapshot_arena(r->s), "%.*s\n%.*s", STR_ARGS(names),
					    STR_ARGS(f->text)));
	}
	return names;
}

/*
 * Routes name their table by rt_tables of the host, a VRF by number. Without that file nothing says
 * that both are one.
 */
static void name_vrf_tables(struct saved *r)
{
	struct str names = read_rt_tables(r);
	struct keyset tables = { .count = 0 };
	uint64_t seed = keyset_seed();
	bool named = tables_of_routes(r, &tables, seed);
	unsigned vrfs = 0;

	for_each_row (interface, i, r->s, r->host) {
		if (!is_number(i->vrf_table.s) || vrfs++ >= VRFS_NAMED)
			continue;
		i->vrf_table = table_name(r, names, i->vrf_table);
		put_interface(r->s, r->host, i->row.index, i);
		if (!names.n && named && keyset_add(&tables, seed, str_of(i->vrf_table.s)))
			snapshot_cover(r->s, r->host, TABLE_route, COVERAGE_PARTIAL,
				       "without rt_tables the tables of VRFs have no names");
	}
	keyset_clear(&tables);
}

static void note_others(struct saved *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].class == SAVED_IP && !r->v[i].done)
			note_twice(r, &r->v[i]);
}

void saved_read_ip(struct saved *r)
{
	struct ip_saved saved = { .routes = { false } };
	struct saved_file *f;

	read_links(r);
	if ((f = best(r, is_nexthop)))
		read_file(r, f, NULL);
	if ((f = best(r, is_vrf)))
		read_file(r, f, NULL);
	read_rules(r, &saved);
	read_every_table(r, &saved);
	read_main(r, &saved);
	read_single_tables(r, &saved);
	read_neighbours(r);
	if (!snapshot_rows(r->s, TABLE_address, r->host))
		ip_add_connected(r->s, r->host);
	ip_cover_routes(r->s, r->host, &saved);
	name_vrf_tables(r);
	note_others(r);
}
