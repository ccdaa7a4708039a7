/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of `route` and `netstat -r`, brought into the form of `ip route`. */
#include <stdio.h>

#include "parse/ip/rows.h"

enum { WORDS_MOST = 12 };

static const char title[] = "Kernel IP";

static bool is_heading(struct str line, struct ip_columns *ret_columns)
{
	struct ip_columns c = { -1, -1, -1, -1, true };
	struct str word;
	int at = 0;

	if (!str_word(&line, &word) || !str_eq(word, "Destination"))
		return false;
	while (str_word(&line, &word)) {
		if (str_eq(word, "Hop")) /* Next Hop is one */
			continue;
		at++;
		if (str_eq(word, "Genmask"))
			c.mask = at;
		else if (str_eq(word, "Flags") || str_eq(word, "Flag"))
			c.flags = at;
		else if (str_eq(word, "Metric") || str_eq(word, "Met"))
			c.metric = at;
		else if (str_eq(word, "Iface") || str_eq(word, "If"))
			c.interface = at;
	}
	*ret_columns = c;
	return c.flags > 0 && c.interface > c.flags;
}

bool ip_is_route_heading(struct str line)
{
	struct ip_columns c;

	return is_heading(line, &c);
}

int ip_heading_family(struct str text)
{
	struct ip_columns c;
	struct str line;

	while (str_line(&text, &line))
		if (is_heading(line, &c))
			return c.mask > 0 ? IP_V4 : IP_V6;
	return IP_NONE;
}

static bool has(struct str flags, char flag)
{
	return str_find(flags, flag) < flags.n;
}

static bool is_none(struct str word)
{
	return str_eq(word, "*") || str_eq(word, "-");
}

/* 10.0.0.0 and its mask, fd00::/64, [::]/0, or `default` */
static void put_destination(struct leaves *o, struct str dst, struct str mask)
{
	char text[80];
	struct ip ip;
	uint8_t len;

	if (str_starts(dst, "[") && str_ends(dst, "]/0"))
		dst = STR("::/0");
	if (!mask.n || !ip_parse(dst, &ip) || !ip_parse(mask, &ip) || !netmask_to_len(ip, &len)) {
		leaves_put(o, "dst", dst);
		return;
	}
	snprintf(text, sizeof(text), "%.*s/%u", STR_ARGS(str_upto(dst, 64)), len);
	leaves_put(o, "dst", str_of(text));
}

/*
 * The kernel shows no type.  IPv4 has `!` for what is unreachable or prohibited, and a black hole or
 * a throw without a device (net/ipv4/fib_trie.c, fib_flag_trans); IPv6 has `!` for all of these.  It
 * has the routes of all tables: its own addresses, multicast, and the entry for what no route is for.
 */
static void put_type(struct leaves *o, struct str dst, struct str flags, struct str metric,
		     struct str interface)
{
	if (has(flags, '!') && str_eq(metric, "-1")) {
		leaves_put(o, "type", STR("unreachable"));
		leaves_put(o, "table", STR("unspec"));
	} else if (has(flags, '!') || str_eq(interface, "*")) {
		leaves_put(o, "type", STR("reject"));
	} else if (has(flags, 'n') || str_starts(dst, "ff00::")) {
		leaves_put(o, "type", has(flags, 'n') ? STR("local") : STR("multicast"));
		leaves_put(o, "table", STR("local"));
	}
}

/* Without -n a router may have a name, which says no address; one of IPv6 has zeros. */
static void take_gateway(struct ip_rows *r, struct leaves *o, struct str gateway)
{
	struct ip ip;

	if (!ip_parse(gateway, &ip))
		ip_unread(r, gateway, "a router by its name, as without -n");
	else if (!ip_is_unspecified(ip))
		leaves_put(o, "gateway", gateway);
}

static bool take_route(struct ip_rows *r, struct leaves *o, struct str piece)
{
	const struct ip_columns *c = &r->columns;
	struct str word[WORDS_MOST], none = { NULL, 0 }, mask, metric;
	int n = 0;

	while (n < WORDS_MOST && str_word(&piece, &word[n]))
		n++;
	if (!c->known || n <= c->interface)
		return false;
	mask = c->mask > 0 ? word[c->mask] : none;
	metric = c->metric > 0 ? word[c->metric] : none;
	put_destination(o, word[0], mask);
	if (has(word[c->flags], 'G'))
		take_gateway(r, o, word[1]);
	if (!is_none(word[c->interface]))
		leaves_put(o, "dev", word[c->interface]);
	if (metric.n)
		leaves_put(o, "metric", metric);
	put_type(o, word[0], word[c->flags], metric, word[c->interface]);
	if (has(word[c->flags], 'A') && has(word[c->flags], 'G'))
		leaves_put(o, "protocol", STR("ra"));
	return true;
}

bool ip_text_route_table(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece;

	while (ip_lines_next(lines, &piece)) {
		r->line = lines->number;
		if (is_heading(piece, &r->columns) || str_starts(str_trim(piece), title))
			continue;
		leaves_begin(ret_object, lines->number);
		if (take_route(r, ret_object, piece))
			return true;
		snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of route or netstat -r");
	}
	return false;
}
