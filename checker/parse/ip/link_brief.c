/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `ip -br link` and `ip -br addr` as text: a device a line. */
#include <stdio.h>

#include "parse/ip/rows.h"

static bool is_state(struct str word)
{
	static const char *const states[] = {
		"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP",
	};

	for (size_t i = 0; i < countof(states); i++)
		if (str_eq(word, states[i]))
			return true;
	return false;
}

static bool split_line(struct str line, struct str *ret_name, struct str *ret_state,
		       struct str *ret_rest)
{
	if (!str_word(&line, ret_name) || !str_word(&line, ret_state) || !is_state(*ret_state))
		return false;
	*ret_rest = str_trim(line);
	return true;
}

/* 10.0.0.1/24, or the 10.0.0.1 of a peer */
static bool is_address(struct str word, struct str rest)
{
	struct str next;
	struct ip ip;

	return ip_parse(str_upto(word, str_find(word, '/')), &ip) &&
	       (str_find(word, '/') < word.n || (str_word(&rest, &next) && str_eq(next, "peer")));
}

bool ip_is_brief_line(struct str line, bool *ret_addresses)
{
	struct str name, state, rest, word;
	struct mac mac;

	if (!split_line(line, &name, &state, &rest) || !str_word(&rest, &word))
		return false;
	*ret_addresses = is_address(word, rest);
	return *ret_addresses || str_starts(word, "<") ||
	       (mac_parse_any(word, &mac) && str_starts(str_trim(rest), "<"));
}

static void put_of_address(struct leaves *o, unsigned i, const char *name, struct str value)
{
	char path[64];

	snprintf(path, sizeof(path), "addr_info.%u.%s", i, name);
	leaves_put(o, path, value);
}

/* 10.0.0.1/24, 10.0.0.1 peer 10.0.0.2/32, each with `metric 5` behind it or not */
static void take_addresses(struct leaves *o, struct str rest)
{
	struct str word, value;
	unsigned n = 0;

	while (str_word(&rest, &word)) {
		size_t slash = str_find(word, '/');
		if (n && str_eq(word, "metric")) {
			if (str_word(&rest, &value))
				put_of_address(o, n - 1, "metric", value);
			continue;
		}
		if (n && str_eq(word, "peer")) {
			if (!str_word(&rest, &word))
				break;
			slash = str_find(word, '/');
			put_of_address(o, n - 1, "address", str_upto(word, slash));
			put_of_address(o, n - 1, "prefixlen", str_from(word, slash + 1));
			continue;
		}
		put_of_address(o, n, "local", str_upto(word, slash));
		if (slash < word.n)
			put_of_address(o, n, "prefixlen", str_from(word, slash + 1));
		n++;
	}
}

bool ip_text_brief(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct str piece, name, state, rest, word, after;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		r->line = lines->number;
		if (split_line(piece, &name, &state, &rest))
			break;
		snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of ip -br");
	}
	leaves_begin(ret_object, lines->number);
	ip_put_name(ret_object, name);
	leaves_put(ret_object, "operstate", state);
	after = rest;
	if (r->what == IP_OUTPUT_ADDRESS) {
		take_addresses(ret_object, rest);
		return true;
	}
	if (str_word(&after, &word) && !str_starts(word, "<")) {
		leaves_put(ret_object, "address", word);
		rest = str_trim(after);
	}
	if (str_starts(rest, "<"))
		ip_put_list(ret_object, "flags", str_from(str_upto(rest, str_find(rest, '>')), 1));
	return true;
}
