/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `ip rule`, `ip neigh` and `ip vrf` as text, brought into the form of their JSON. */
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

/* "100:" and what follows */
static bool split_priority(struct str line, struct str *ret_priority, struct str *ret_rest)
{
	struct str word;
	uint64_t n;

	if (!str_word(&line, &word) || !str_ends(word, ":"))
		return false;
	word = str_upto(word, word.n - 1);
	if (!str_to_u64(word, &n) || n > UINT32_MAX)
		return false;
	*ret_priority = word;
	*ret_rest = line;
	return true;
}

bool ip_is_rule_line(struct str line)
{
	struct str priority, rest, word;

	if (!split_priority(line, &priority, &rest) || !str_word(&rest, &word))
		return false;
	return str_eq(word, "from") || (str_eq(word, "not") && str_word(&rest, &word) &&
					str_eq(word, "from"));
}

static void put_parts(struct leaves *o, struct str value, char between, const char *first,
		      const char *second)
{
	size_t at = str_find(value, between);

	leaves_put(o, first, str_upto(value, at));
	if (at < value.n)
		leaves_put(o, second, str_from(value, at + 1));
}

/* sport 80, sport 80-90, sport 80/0xff */
static void put_ports(struct leaves *o, const char *name, struct str value)
{
	char first[24], second[24];

	snprintf(first, sizeof(first), "%s_start", name);
	snprintf(second, sizeof(second), "%s_end", name);
	if (str_find(value, '-') < value.n) {
		put_parts(o, value, '-', first, second);
		return;
	}
	snprintf(second, sizeof(second), "%s_mask", name);
	put_parts(o, value, '/', name, second);
}

static void put_lookup(struct leaves *o, struct str table)
{
	if (str_eq(table, "[l3mdev-table]"))
		leaves_put(o, "l3mdev", table);
	else
		leaves_put(o, "table", table);
}

/* A device, with [detached] behind it where it is gone. */
static void put_device(struct leaves *o, const char *name, struct str device, struct str *rest)
{
	struct str after = *rest, word;
	char flag[24];

	leaves_put(o, name, device);
	if (!str_word(&after, &word) || !str_eq(word, "[detached]"))
		return;
	snprintf(flag, sizeof(flag), "%s_detached", name);
	leaves_put(o, flag, word);
	*rest = after;
}

static bool put_plain(struct leaves *o, struct str word, struct str value)
{
	static const char *const pairs[][2] = {
		{ "tos", "tos" },
		{ "dsfield", "tos" },
		{ "ipproto", "ipproto" },
		{ "tun_id", "tun_id" },
		{ "goto", "goto" },
		{ "proto", "protocol" },
		{ "protocol", "protocol" },
		{ "suppress_prefixlength", "suppress_prefixlen" },
		{ "suppress_ifgroup", "suppress_ifgroup" },
		{ "realms", "flow_to" },
	};

	for (size_t i = 0; i < countof(pairs); i++)
		if (str_eq(word, pairs[i][0])) {
			leaves_put(o, pairs[i][1], value);
			return true;
		}
	return false;
}

/* A word with a value. False: no such word. */
static bool put_pair(struct leaves *o, struct str word, struct str *rest)
{
	struct str after = *rest, value;

	if (!str_word(&after, &value))
		return false;
	*rest = after;
	if (str_eq(word, "from"))
		put_parts(o, value, '/', "src", "srclen");
	else if (str_eq(word, "to"))
		put_parts(o, value, '/', "dst", "dstlen");
	else if (str_eq(word, "fwmark"))
		put_parts(o, value, '/', "fwmark", "fwmask");
	else if (str_eq(word, "dscp"))
		put_parts(o, value, '/', "dscp", "dscp_mask");
	else if (str_eq(word, "flowlabel"))
		put_parts(o, value, '/', "flowlabel", "flowlabel_mask");
	else if (str_eq(word, "uidrange"))
		put_parts(o, value, '-', "uid_start", "uid_end");
	else if (str_eq(word, "sport") || str_eq(word, "dport"))
		put_ports(o, str_eq(word, "sport") ? "sport" : "dport", value);
	else if (str_eq(word, "iif") || str_eq(word, "oif"))
		put_device(o, str_eq(word, "iif") ? "iif" : "oif", value, rest);
	else if (str_eq(word, "lookup") || str_eq(word, "table"))
		put_lookup(o, value);
	else
		return put_plain(o, word, value);
	return true;
}

static bool put_word(struct leaves *o, struct str word)
{
	if (str_eq(word, "not") || str_eq(word, "nop"))
		leaves_put(o, str_eq(word, "not") ? "not" : "nop", word);
	else if (str_eq(word, "blackhole") || str_eq(word, "unreachable") ||
		 str_eq(word, "prohibit"))
		leaves_put(o, "action", word);
	else
		return str_eq(word, "[unresolved]");
	return true;
}

bool ip_text_rule(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece, priority, rest, word;
	bool understood = true;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		r->line = lines->number;
		if (ip_is_rule_line(piece))
			break;
		snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of ip rule");
	}
	split_priority(piece, &priority, &rest);
	leaves_begin(ret_object, lines->number);
	leaves_put(ret_object, "priority", priority);
	while (str_word(&rest, &word))
		understood &= put_word(ret_object, word) || put_pair(ret_object, word, &rest);
	if (!understood)
		ip_unread(r, piece, "a selector of a rule that is not known");
	return true;
}

static bool is_state(struct str word)
{
	static const char *const states[] = {
		"INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE",
		"FAILED",     "NOARP",	   "PERMANENT", "NONE",
	};

	word = str_upto(word, str_find(word, ','));
	for (size_t i = 0; i < countof(states); i++)
		if (str_eq(word, states[i]))
			return true;
	return false;
}

bool ip_is_neighbour_line(struct str line)
{
	struct str word, first, last = { NULL, 0 };
	struct ip ip;
	bool hardware = false;

	if (!str_word(&line, &first) || !ip_parse(first, &ip))
		return false;
	while (str_word(&line, &word)) {
		hardware |= str_eq(word, "lladdr");
		last = word;
	}
	return hardware || is_state(last);
}

bool ip_text_neighbour(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece, word, value;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		r->line = lines->number;
		if (ip_is_neighbour_line(piece))
			break;
		if (!str_ends(str_trim(piece), "proxy"))
			snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of ip neigh");
	}
	leaves_begin(ret_object, lines->number);
	str_word(&piece, &word);
	leaves_put(ret_object, "dst", word);
	while (str_word(&piece, &word)) {
		if ((str_eq(word, "dev") || str_eq(word, "lladdr")) && str_word(&piece, &value))
			leaves_put(ret_object, str_eq(word, "dev") ? "dev" : "lladdr", value);
		else if (str_eq(word, "router") || str_eq(word, "proxy"))
			leaves_put(ret_object, str_eq(word, "router") ? "router" : "proxy", word);
		else if (is_state(word))
			leaves_put(ret_object, "state.0", str_upto(word, str_find(word, ',')));
	}
	return true;
}

static bool is_vrf_title(struct str line)
{
	struct str word;

	return str_word(&line, &word) &&
	       (str_starts(word, "----") || str_eq(word, "Name") ||
		/* of a namespace without any: "No VRF has been configured" */
		(str_eq(word, "No") && str_starts(str_trim(line), "VRF")));
}

/* Name, Table, a line of dashes, then a VRF a line. */
bool ip_text_vrf(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece, rest, name, table;
	uint64_t n;

	while (ip_lines_next(lines, &piece)) {
		r->line = lines->number;
		rest = piece;
		if (!str_word(&rest, &name) || !str_word(&rest, &table) ||
		    !str_to_u64(table, &n) || str_trim(rest).n) {
			if (!is_vrf_title(piece))
				ip_unread(r, piece, "no line of ip vrf");
			continue;
		}
		leaves_begin(ret_object, lines->number);
		leaves_put(ret_object, "name", name);
		leaves_put(ret_object, "table", table);
		return true;
	}
	return false;
}
