/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `ip route` and `ip nexthop` as text, brought into the form of their JSON. */
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

/* A record is in memory as a whole: the kernel allows fewer. */
enum { HOPS_MOST = 100000 };

/* A route, a next hop of it or a nexthop object while its words are read. */
struct hop {
	struct leaves *o;
	const char *prefix; /* of paths: "" or "nexthops.3." */
	unsigned flags;
};

static const char *type_of(struct str word)
{
	static const char *const types[] = {
		"unicast",   "local",	    "broadcast", "anycast", "multicast",
		"blackhole", "unreachable", "prohibit",	 "throw",   "nat",
	};

	for (size_t i = 0; i < countof(types); i++)
		if (str_eq(word, types[i]))
			return types[i];
	return NULL;
}

static bool is_flag(struct str word)
{
	static const char *const flags[] = {
		"dead",	      "onlink",	    "pervasive",  "offload", "trap",		 "notify",
		"linkdown",   "unresolved", "rt_offload", "rt_trap", "rt_offload_failed",
	};

	for (size_t i = 0; i < countof(flags); i++)
		if (str_eq(word, flags[i]))
			return true;
	return false;
}

static void put(const struct hop *h, const char *name, struct str value)
{
	char path[64];

	snprintf(path, sizeof(path), "%s%s", h->prefix, name);
	leaves_put(h->o, path, value);
}

static void put_flag(struct hop *h, struct str flag)
{
	char name[32];

	snprintf(name, sizeof(name), "flags.%u", h->flags++);
	put(h, name, flag);
}

/* The line ends where a value should stand: what the route is, is not known. */
static void put_cut(const struct hop *h)
{
	leaves_put(h->o, "cut", STR("true"));
}

/* via 10.0.0.1, or via inet6 fe80::1 of an IPv4 route */
static void take_gateway(const struct hop *h, struct str *rest)
{
	struct str word;

	if (!str_word(rest, &word)) {
		put_cut(h);
	} else if (!str_eq(word, "inet") && !str_eq(word, "inet6")) {
		put(h, "gateway", word);
	} else {
		put(h, "via.family", word);
		if (str_word(rest, &word))
			put(h, "via.host", word);
		else
			put_cut(h);
	}
}

/* encap ip id 7 src 0.0.0.0 dst 10.0.0.3 ttl 0 tos 0 via …: none of these is the route's. */
static void skip_encap(struct str *rest)
{
	static const char *const ends[] = { "via", "dev", "nhid", "table", "proto", "scope" };
	struct str after = *rest, word;

	while (str_word(&after, &word)) {
		for (size_t i = 0; i < countof(ends); i++)
			if (str_eq(word, ends[i]))
				return;
		*rest = after;
	}
}

static const char *const metrics[] = {
	"mtu",	"advmss",     "window", "rtt",	  "rttvar",  "reordering", "hoplimit", "initcwnd",
	"cwnd", "ssthresh", "initrwnd", "rto_min", "quickack", "features",   "congctl",
};

/* mtu 1400, or mtu lock 1400 */
static bool take_metric(const struct hop *h, struct str name, struct str *rest)
{
	struct str value;
	size_t i = 0;

	while (i < countof(metrics) && !str_eq(name, metrics[i]))
		i++;
	if (i == countof(metrics))
		return false;
	if (!str_word(rest, &value) || (str_eq(value, "lock") && !str_word(rest, &value)))
		return true; /* the line was cut */
	if (i == 0)
		put(h, "metrics.0.mtu", value);
	return true;
}

/* A word with a value; value only where the route has it. */
static bool take_pair(const struct hop *h, struct str word, struct str *rest)
{
	static const char *const pairs[][2] = {
		{ "dev", "dev" },	  { "table", "table" }, { "proto", "protocol" },
		{ "scope", "scope" },	  { "src", "prefsrc" }, { "metric", "metric" },
		{ "weight", "weight" },	  { "from", "from" },	{ "tos", "tos" },
		{ "dsfield", "tos" },	  { "nhid", "nhid" },	{ "pref", "pref" },
		{ "type", "type" },	  { "expires", "expires" },	{ "error", NULL },
		{ "realm", NULL },	  { "realms", NULL },	{ "mark", NULL },
		{ "users", NULL },	  { "used", NULL },	{ "age", NULL },
		{ "iif", NULL },	  { "uid", NULL },	{ "as", NULL },
		{ "buckets", NULL },	  { "idle_timer", NULL }, { "unbalanced_timer", NULL },
		{ "unbalanced_time", NULL }, { "hw_stats", NULL }, { "ttl-propagate", NULL },
	};
	struct str value;

	for (size_t i = 0; i < countof(pairs); i++) {
		if (!str_eq(word, pairs[i][0]))
			continue;
		if (!str_word(rest, &value))
			put_cut(h);
		else if (pairs[i][1])
			put(h, pairs[i][1], value);
		return true;
	}
	return false;
}

/* False: a word that no version of ip is known to print. */
static bool take_word(struct hop *h, struct str word, struct str *rest)
{
	if (str_eq(word, "via"))
		take_gateway(h, rest);
	else if (str_eq(word, "encap"))
		skip_encap(rest);
	else if (is_flag(word))
		put_flag(h, word);
	else if (str_eq(word, "blackhole") || str_eq(word, "fdb"))
		leaves_put(h->o, str_eq(word, "fdb") ? "fdb" : "blackhole", word);
	else
		return take_metric(h, word, rest) || take_pair(h, word, rest);
	return true;
}

/* What says that a route is one of IPv6 where no address does. */
static bool is_v6_word(struct str word)
{
	return str_eq(word, "error") || str_eq(word, "expires") || str_eq(word, "pref");
}

static void take_words(struct ip_rows *r, struct hop *h, struct str rest)
{
	struct str whole = rest, word;
	bool understood = true, v6 = false;

	while (str_word(&rest, &word)) {
		v6 |= is_v6_word(word);
		understood &= take_word(h, word, &rest);
	}
	if (v6 && !*h->prefix)
		r->family = IP_V6;
	if (!understood)
		snapshot_note(r->s, r->host, ip_origin(r), str_trim(whole),
			      "not all of this route is understood");
}

static bool is_destination(struct str word)
{
	struct prefix p;

	return str_eq(word, "default") || prefix_parse(word, &p);
}

/* Anonymised destinations, 10.xx.0.0/16, are routes too. */
static bool may_be_destination(struct str word)
{
	return is_destination(word) || str_has(word, ".") || str_has(word, ":");
}

/* "10.0.0.1 dev eth0" and no more may be half a neighbour; `rest` begins with the device. */
static bool has_more(struct str rest)
{
	struct str device;

	return str_word(&rest, &device) && str_trim(rest).n;
}

bool ip_is_route_line(struct str line)
{
	struct str word, next;
	bool typed;

	if (!str_word(&line, &word))
		return false;
	typed = type_of(word);
	if (typed && !str_word(&line, &word))
		return false;
	if (!is_destination(word))
		return false;
	if (!str_word(&line, &next))
		return typed;
	if (str_eq(next, "dev") && str_find(word, '/') == word.n && !str_eq(word, "default"))
		return typed || has_more(line);
	return typed || str_eq(next, "via") || str_eq(next, "dev") || str_eq(next, "proto") ||
	       str_eq(next, "nhid") || str_eq(next, "metric") || str_eq(next, "scope") ||
	       str_eq(next, "table") || str_eq(next, "encap") || str_eq(next, "from") ||
	       str_eq(next, "tos");
}

/*
 * The next line where it goes on with a route: a next hop, the mark of a clone, or what old
 * versions had to say beside.  What was copied from a page may have lost its blanks in front, or
 * have more.
 */
static bool next_more(struct ip_lines *lines, struct str *ret_piece, struct str *ret_word)
{
	struct ip_lines after = *lines;
	struct str rest;

	if (!ip_lines_next(&after, ret_piece))
		return false;
	rest = *ret_piece;
	if (!str_word(&rest, ret_word))
		return false;
	if (!str_eq(*ret_word, "nexthop") && !str_eq(*ret_word, "cache") &&
	    (ret_word->p == ret_piece->p || type_of(*ret_word) || may_be_destination(*ret_word)))
		return false;
	*lines = after;
	return true;
}

static void take_more(struct ip_rows *r, struct ip_lines *lines, struct leaves *o)
{
	struct str piece, word;
	unsigned hops = 0;
	char prefix[32];

	while (next_more(lines, &piece, &word)) {
		r->line = lines->number;
		if (str_eq(word, "cache")) {
			leaves_put(o, "cache", word);
		} else if (!str_eq(word, "nexthop")) {
			take_words(r, &(struct hop){ .o = o, .prefix = "" }, piece);
		} else if (hops++ < HOPS_MOST) {
			snprintf(prefix, sizeof(prefix), "nexthops.%u.", hops - 1);
			(void)str_word(&piece, &word);
			take_words(r, &(struct hop){ .o = o, .prefix = prefix }, piece);
		}
	}
	if (hops > HOPS_MOST)
		ip_unread(r, STR("nexthop"), "too many next hops");
}

static void note_line(struct ip_rows *r, const struct ip_lines *lines, struct str line,
		      const char *reason)
{
	r->line = lines->number;
	snapshot_note(r->s, r->host, ip_origin(r), line, reason);
}

bool ip_text_route(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct hop h = { .o = ret_object, .prefix = "" };
	struct str piece, rest, word;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		rest = piece;
		leaves_begin(h.o, lines->number);
		if (!str_word(&rest, &word))
			continue;
		if (type_of(word)) {
			leaves_put(h.o, "type", word);
			if (!str_word(&rest, &word))
				word = STR("");
		}
		if (may_be_destination(word))
			break;
		note_line(r, lines, piece, "no line of ip route");
	}
	r->line = lines->number;
	leaves_put(h.o, "dst", word);
	take_words(r, &h, rest);
	take_more(r, lines, h.o);
	return true;
}

bool ip_is_nexthop_line(struct str line)
{
	struct str word[3];
	uint64_t id;

	for (size_t i = 0; i < countof(word); i++)
		if (!str_word(&line, &word[i]))
			return false;
	return str_eq(word[0], "id") && str_to_u64(word[1], &id) && id <= UINT32_MAX &&
	       (str_eq(word[2], "via") || str_eq(word[2], "dev") || str_eq(word[2], "group") ||
		str_eq(word[2], "blackhole") || str_eq(word[2], "scope") ||
		str_eq(word[2], "encap"));
}

/* group 1/2,5: the second has weight 5 */
static void take_members(struct leaves *o, struct str list)
{
	struct str one, id;
	char path[32];

	for (unsigned i = 0; i < HOPS_MOST && str_split(&list, '/', &one); i++) {
		id = str_upto(one, str_find(one, ','));
		snprintf(path, sizeof(path), "group.%u.id", i);
		leaves_put(o, path, id);
		snprintf(path, sizeof(path), "group.%u.weight", i);
		if (id.n < one.n)
			leaves_put(o, path, str_from(one, id.n + 1));
	}
}

/* What -s prints below a group: "stats:", then "id 1 packets 0" for each member. */
static bool is_group_line(struct str line)
{
	struct str word[3];

	if (!str_word(&line, &word[0]) || !str_word(&line, &word[1]))
		return str_eq(word[0], "stats:");
	return str_eq(word[0], "id") && str_word(&line, &word[2]) && str_eq(word[2], "packets");
}

bool ip_text_nexthop(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece, word, members = { NULL, 0 };

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		if (ip_is_nexthop_line(piece))
			break;
		if (!is_group_line(piece))
			note_line(r, lines, piece, "no line of ip nexthop");
	}
	r->line = lines->number;
	leaves_begin(ret_object, lines->number);
	str_word(&piece, &word);
	str_word(&piece, &word);
	leaves_put(ret_object, "id", word);
	struct str after = piece;
	if (str_word(&after, &word) && str_eq(word, "group") && str_word(&after, &members)) {
		take_members(ret_object, members);
		piece = after;
	}
	take_words(r, &(struct hop){ .o = ret_object, .prefix = "" }, piece);
	return true;
}
