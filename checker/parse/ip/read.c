/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an output of `ip` is, and the way through it: object by object. */
#include <string.h>

#include "parse/ip/rows.h"

/* So many lines of a text may be none of the output: a prompt, an error message. */
enum { NOISE_MOST = 8 };

struct origin ip_origin(const struct ip_rows *r)
{
	return snapshot_at(r->s, r->file, r->line);
}

void ip_unread(struct ip_rows *r, struct str what, const char *reason)
{
	snapshot_note(r->s, r->host, ip_origin(r), what, reason);
	r->unread++;
}

struct text ip_text_at(const struct ip_rows *r, const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) ? snapshot_text(r->s, v) : (struct text){ NULL };
}

struct num ip_number_at(const struct span *o, const char *path)
{
	struct str v;
	uint64_t u;
	int64_t n;

	if (span_number(o, path, &n))
		return num(n);
	if (!span_text(o, path, &v))
		return (struct num){ .known = false };
	if (str_starts(v, "0x") && str_to_hex(v, &u) && u <= INT64_MAX)
		return num((int64_t)u);
	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

struct ip ip_address_at(const struct span *o, const char *path)
{
	struct ip ip = { .family = IP_NONE };
	struct str v;

	if (span_text(o, path, &v))
		ip_parse(v, &ip);
	return ip;
}

struct text ip_joined(const struct ip_rows *r, const struct span *o, const char *name)
{
	struct span list = span_below(o, name);
	struct text all = { NULL };
	struct str one;

	for (size_t at = 0; span_next_text(&list, &at, &one);)
		all = snapshot_textf(r->s, "%s%s%.*s", all.s ? all.s : "", all.s ? "," : "",
				     STR_ARGS(str_upto(one, 64)));
	return all;
}

/* -o prints a backslash where another output has the end of a line. */
static size_t piece_length(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '\\' &&
		    (i + 1 == line.n || line.p[i + 1] == ' ' || line.p[i + 1] == '\t'))
			return i;
	return line.n;
}

bool ip_lines_next(struct ip_lines *l, struct str *ret_piece)
{
	for (;;) {
		size_t n;
		if (!l->line.n) {
			if (!str_line(&l->rest, &l->line))
				return false;
			l->number += 1 + l->joined;
			l->joined = 0;
			if (l->reader)
				ip_lines_join(l);
		}
		n = piece_length(l->line);
		*ret_piece = str_upto(l->line, n);
		l->line = str_from(l->line, n + 1);
		if (str_trim(*ret_piece).n)
			return true;
	}
}

/* Every member but `dst` may be left out; `uid` has the answer of `ip route get`. */
static bool is_route(const struct span *o)
{
	static const char *const usual[] = { "dev",   "flags",    "type",    "nexthops", "table",
					     "scope", "protocol", "gateway", "via",      "nhid",
					     "metric" };

	if (!span_has(o, "dst") || span_has(o, "uid"))
		return false;
	for (size_t i = 0; i < countof(usual); i++)
		if (span_has(o, usual[i]))
			return true;
	return false;
}

bool ip_is_json(struct str text)
{
	text = str_trim(text);
	if (!str_starts(text, "["))
		return str_starts(text, "{");
	text = str_trim(str_from(text, 1));
	return str_starts(text, "{") || str_starts(text, "]");
}

/* What an output is, and who printed it. */
struct kind {
	enum ip_output what;
	enum ip_form form;
};

/* -br leaves the MTU out of a list of devices. */
static struct kind json_kind(struct str text)
{
	enum ip_output what = IP_OUTPUT_NONE;
	bool brief = false;
	struct leaves l;
	struct span o;
	struct err err;

	leaves_open(&l, "", text);
	while (what == IP_OUTPUT_NONE && leaves_next(&l, &o, &err) == 1) {
		brief = !span_has(&o, "mtu") && span_has(&o, "operstate");
		if (span_has(&o, "ifname") && (span_has(&o, "mtu") || brief))
			what = span_has(&o, "addr_info") ? IP_OUTPUT_ADDRESS : IP_OUTPUT_LINK;
		else if (span_has(&o, "priority") && span_has(&o, "src"))
			what = IP_OUTPUT_RULE;
		else if (span_has(&o, "dst") && (span_has(&o, "state") || span_has(&o, "lladdr")))
			what = IP_OUTPUT_NEIGHBOUR;
		else if (span_has(&o, "id") && (span_has(&o, "gateway") || span_has(&o, "group") ||
						span_has(&o, "blackhole") || span_has(&o, "scope")))
			what = IP_OUTPUT_NEXTHOP;
		else if (is_route(&o))
			what = IP_OUTPUT_ROUTE;
		else if (span_has(&o, "name") && span_has(&o, "table"))
			what = IP_OUTPUT_VRF;
		else if (o.from < o.to)
			break;
	}
	leaves_close(&l);
	return (struct kind){ what, brief ? IP_FORM_BRIEF : IP_FORM_FULL };
}

static bool next_begins(struct ip_lines lines, const char *wanted)
{
	struct str piece, word;

	return ip_lines_next(&lines, &piece) && str_word(&piece, &word) && str_eq(word, wanted);
}

/*
 * A route with a `cache` line is the answer of `ip route get`, or a clone in an old kernel.  One
 * that is a destination alone has its next hops below.
 */
static bool is_route_of_text(struct str line, const struct ip_lines *behind)
{
	struct str word;

	if (ip_is_route_line(line))
		return !next_begins(*behind, "cache");
	return str_word(&line, &word) && !str_trim(line).n && str_find(word, '/') < word.n &&
	       next_begins(*behind, "nexthop");
}

static enum ip_output line_output(struct str line, const struct ip_lines *behind)
{
	bool addresses = false;

	if (ip_is_link_line(line, &addresses))
		return addresses ? IP_OUTPUT_ADDRESS : IP_OUTPUT_LINK;
	if (ip_is_rule_line(line))
		return IP_OUTPUT_RULE;
	if (ip_is_neighbour_line(line))
		return IP_OUTPUT_NEIGHBOUR;
	if (ip_is_nexthop_line(line))
		return IP_OUTPUT_NEXTHOP;
	if (is_route_of_text(line, behind))
		return IP_OUTPUT_ROUTE;
	return IP_OUTPUT_NONE;
}

bool ip_is_any_line(struct str line)
{
	bool addresses;

	return ip_is_brief_line(line, &addresses) || ip_is_ifconfig_line(line) ||
	       ip_is_route_heading(line) ||
	       line_output(line, &(struct ip_lines){ .number = 0 }) != IP_OUTPUT_NONE;
}

bool ip_is_vrf_heading(struct str line)
{
	struct str word[3];

	return str_word(&line, &word[0]) && str_word(&line, &word[1]) &&
	       !str_word(&line, &word[2]) && str_eq(word[0], "Name") && str_eq(word[1], "Table");
}

/* `ip addr` is told from `ip link` by its first address, wherever that stands. */
static enum ip_output links_or_addresses(struct ip_lines lines)
{
	struct str piece, word;
	bool addresses = false;

	while (ip_lines_next(&lines, &piece)) {
		if (ip_is_link_line(piece, &addresses) && addresses)
			return IP_OUTPUT_ADDRESS;
		if (str_word(&piece, &word) && (str_eq(word, "inet") || str_eq(word, "inet6")))
			return IP_OUTPUT_ADDRESS;
	}
	return IP_OUTPUT_LINK;
}

/* The ifconfig of other systems has no txqueuelen. */
static bool is_ifconfig(struct str line, struct str text)
{
	return ip_is_ifconfig_line(line) &&
	       (str_has(line, "Link encap:") || str_has(text, "txqueuelen"));
}

static struct kind line_kind(struct str line, const struct ip_lines *behind, struct str text)
{
	bool addresses = false;

	if (ip_is_brief_line(line, &addresses))
		return (struct kind){ addresses ? IP_OUTPUT_ADDRESS : IP_OUTPUT_LINK,
				      IP_FORM_BRIEF };
	if (is_ifconfig(line, text))
		return (struct kind){ IP_OUTPUT_ADDRESS, IP_FORM_NET_TOOLS };
	if (ip_is_route_heading(line))
		return (struct kind){ IP_OUTPUT_ROUTE, IP_FORM_NET_TOOLS };
	return (struct kind){ line_output(line, behind), IP_FORM_FULL };
}

static struct kind kind_of(struct str text)
{
	struct ip_lines lines = { .rest = text };
	struct kind kind = { IP_OUTPUT_NONE, IP_FORM_FULL };
	struct str piece;

	if (ip_is_json(text))
		return json_kind(text);
	for (unsigned i = 0; i < NOISE_MOST && ip_lines_next(&lines, &piece); i++) {
		if (ip_is_vrf_heading(piece))
			kind.what = IP_OUTPUT_VRF;
		else
			kind = line_kind(piece, &lines, text);
		if (kind.what == IP_OUTPUT_LINK && kind.form == IP_FORM_FULL)
			kind.what = links_or_addresses((struct ip_lines){ .rest = text });
		if (kind.what != IP_OUTPUT_NONE)
			break;
	}
	return kind;
}

enum ip_output ip_output_of(struct str text)
{
	return kind_of(text).what;
}

enum ip_form ip_form_of(struct str text)
{
	return kind_of(text).form;
}

/* NULL: read to the end; else why not, in words that live as long as the snapshot. */
static const char *read_json(struct ip_rows *r, struct str text, ip_add_fn *add)
{
	struct leaves l;
	struct span o;
	struct err err;
	int more;

	leaves_open(&l, r->file, text);
	while ((more = leaves_next(&l, &o, &err)) == 1) {
		r->line = l.line;
		if (o.from < o.to) /* {}: what a filter left out */
			add(r, &o);
	}
	leaves_close(&l);
	if (more == 0)
		return NULL;
	r->line += !r->line;
	snapshot_note(r->s, r->host, ip_origin(r), str_of(err.text), "not all could be read");
	return arena_strdup(snapshot_arena(r->s), err.text);
}

static const char *read_text(struct ip_rows *r, struct str text, ip_text_fn *next, ip_add_fn *add)
{
	struct ip_lines lines = ip_lines_of(r, text);
	struct leaves object = { .n = 0 };

	while (next(r, &lines, &object)) {
		struct span all = leaves_all(&object);
		r->line = object.line;
		add(r, &all);
	}
	leaves_close(&object);
	r->unread += lines.torn;
	return NULL;
}

static void cover(const struct ip_rows *r, enum table_id t, const char *broken)
{
	snapshot_cover(r->s, r->host, t, broken ? COVERAGE_PARTIAL : COVERAGE_READ, broken);
}

/* The rows of one output are there: what is to be said of them? */
static void finish(struct ip_rows *r, enum ip_output what, const char *broken)
{
	if (!broken && r->unread)
		broken = snapshot_textf(r->s, "%u of the lines could not be read: see the notes",
					r->unread).s;
	switch (what) {
	case IP_OUTPUT_LINK:
	case IP_OUTPUT_ADDRESS: ip_finish_links(r, broken); break;
	case IP_OUTPUT_NEXTHOP: ip_finish_nexthops(r, broken); break;
	case IP_OUTPUT_ROUTE:
		if (r->form == IP_FORM_NET_TOOLS && !broken)
			broken = "route and netstat show no table but main, and one next hop of each route";
		cover(r, TABLE_route, broken);
		cover(r, TABLE_nexthop, broken);
		break;
	case IP_OUTPUT_RULE: cover(r, TABLE_routing_rule, broken); break;
	case IP_OUTPUT_NEIGHBOUR: cover(r, TABLE_neighbour, broken); break;
	case IP_OUTPUT_VRF:
	case IP_OUTPUT_NONE: break;
	}
}

void parse_ip(struct snapshot *s, unsigned host, const char *file, struct str text,
	      enum ip_output what, const struct ip_said *said)
{
	static const struct {
		ip_text_fn *text;
		ip_add_fn *add;
		void (*begin)(struct ip_rows *r);
	} ways[] = {
		[IP_OUTPUT_LINK] = { ip_text_link, ip_add_link, NULL },
		[IP_OUTPUT_ADDRESS] = { ip_text_link, ip_add_link, NULL },
		[IP_OUTPUT_NEXTHOP] = { ip_text_nexthop, ip_add_nexthop, NULL },
		[IP_OUTPUT_ROUTE] = { ip_text_route, ip_add_route, ip_begin_routes },
		[IP_OUTPUT_RULE] = { ip_text_rule, ip_add_rule, NULL },
		[IP_OUTPUT_NEIGHBOUR] = { ip_text_neighbour, ip_add_neighbour, NULL },
		[IP_OUTPUT_VRF] = { ip_text_vrf, ip_add_vrf, NULL },
	};
	static ip_text_fn *const others[][2] = {
		[IP_FORM_BRIEF] = { ip_text_brief, NULL },
		[IP_FORM_NET_TOOLS] = { ip_text_ifconfig, ip_text_route_table },
	};
	struct ip_rows r = { .s = s, .host = host, .file = file, .what = what };
	struct kind kind = kind_of(text);
	ip_text_fn *read;
	const char *broken;

	if (what == IP_OUTPUT_NONE)
		return;
	r.seed = keyset_seed();
	if (kind.what == what)
		r.form = kind.form;
	read = r.form == IP_FORM_FULL ? ways[what].text : others[r.form][what == IP_OUTPUT_ROUTE];
	if (said)
		r.said = *said;
	r.family = r.said.family ? r.said.family : IP_V4;
	if (ways[what].begin)
		ways[what].begin(&r);
	broken = ip_is_json(text)
			 ? read_json(&r, text, ways[what].add)
			 : read_text(&r, text, read, ways[what].add);
	finish(&r, what, broken);
	keyset_clear(&r.names);
}
