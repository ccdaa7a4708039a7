/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where one output of ip or net-tools ends and the next begins, in a text that no command names. */
#include <string.h>

#include "base/ip.h"
#include "parse/ip/rows.h"

enum {
	BEGINS_NONE,
	BEGINS_LINK,	/* "2: eth0: <UP> …", of link and addr */
	BEGINS_ADDRESS, /* "2: eth0    inet …", of -o addr */
	BEGINS_BRIEF_LINK,
	BEGINS_BRIEF_ADDRESS,
	BEGINS_IFCONFIG,
	BEGINS_RULE,
	BEGINS_NEIGHBOUR,
	BEGINS_NEXTHOP,
	BEGINS_ROUTE4,
	BEGINS_ROUTE6,
	BEGINS_ROUTE_GET,
	BEGINS_ROUTE_TABLE, /* of route, netstat -r */
	BEGINS_VRF,
};

/* Buckets in which kernels before 6.x keep devices: below that the numbers rise. */
enum { BUCKETS = 256 };

static bool number_before(struct str line, uint64_t *ret_number)
{
	size_t end = str_find(line, ':');

	return end < line.n && str_to_u64(str_upto(line, end), ret_number);
}

/* The device that a line of such an output is about; 0: of none. */
static uint64_t index_of(struct str line)
{
	bool addresses;
	uint64_t n;

	return ip_is_link_line(line, &addresses) && number_before(str_trim(line), &n) ? n : 0;
}

static struct str last_heading(struct str before)
{
	while (before.n) {
		struct str line = transcript_last_line(before);
		bool addresses;
		if (ip_is_link_line(line, &addresses))
			return line;
		before = str_upto(before, line.p ? (size_t)(line.p - before.p) : 0);
	}
	return STR("");
}

/* Devices come in the order of their numbers: one that is not behind the last begins a list. */
static struct transcript_begin link_begins(struct str before, struct str line, bool row)
{
	uint64_t index = index_of(line), last = index_of(last_heading(before));
	bool anew = (row ? index < last : index <= last) && (last < BUCKETS || index == 1);

	return (struct transcript_begin){ .kind = row ? BEGINS_ADDRESS : BEGINS_LINK, .anew = anew };
}

static struct transcript_begin rule_begins(struct str before, struct str line)
{
	struct str last = transcript_last_line(before);
	uint64_t priority = 0, was = 0;

	number_before(str_trim(line), &priority);
	if (ip_is_rule_line(last))
		number_before(last, &was);
	return (struct transcript_begin){ .kind = BEGINS_RULE, .anew = priority < was };
}

/* The family of an address or prefix; IP_NONE: it is none. */
static int family_of(struct str word)
{
	struct ip ip;

	return ip_parse(str_upto(word, str_find(word, '/')), &ip) ? ip.family : IP_NONE;
}

/* "default" has none of its own: what follows tells, or nothing does. */
static int route_family(struct str line)
{
	struct str word;
	int family = IP_NONE;

	while (family == IP_NONE && str_word(&line, &word)) {
		if (str_eq(word, "pref"))
			return IP_V6;
		if (str_eq(word, "inet6"))
			return IP_V4;
		family = family_of(word);
	}
	return family;
}

static bool is_cached(struct str rest)
{
	struct str line = STR(""), word = STR("");

	return str_line(&rest, &line) && str_word(&line, &word) && str_eq(word, "cache");
}

static struct transcript_begin route_begins(struct str before, struct str line, struct str rest)
{
	struct str last = transcript_last_line(before);
	int family = route_family(line);

	if (is_cached(rest))
		return (struct transcript_begin){ .kind = BEGINS_ROUTE_GET, .anew = true };
	if (family == IP_NONE && ip_is_route_line(last))
		family = route_family(last);
	return (struct transcript_begin){ .kind = family == IP_V6 ? BEGINS_ROUTE6 : BEGINS_ROUTE4 };
}

static bool is_table_title(struct str line)
{
	return str_starts(line, "Kernel IP") && str_has(line, "routing table");
}

static struct transcript_begin table_begins(struct str before)
{
	bool titled = is_table_title(transcript_last_line(before));

	return (struct transcript_begin){ .kind = BEGINS_ROUTE_TABLE, .anew = !titled };
}

struct transcript_begin ip_begins(struct str before, struct str line, struct str rest)
{
	struct transcript_begin b = { .kind = BEGINS_NONE };
	bool addresses = false;

	if (!line.n || line.p[0] == ' ' || line.p[0] == '\t')
		return b;
	if (ip_is_link_line(line, &addresses))
		return link_begins(before, line, addresses);
	if (ip_is_brief_line(line, &addresses))
		return (struct transcript_begin){ .kind = addresses ? BEGINS_BRIEF_ADDRESS :
								      BEGINS_BRIEF_LINK,
						  .anew = str_starts(line, "lo ") };
	if (ip_is_rule_line(line))
		return rule_begins(before, line);
	if (ip_is_neighbour_line(line))
		b.kind = BEGINS_NEIGHBOUR;
	else if (ip_is_nexthop_line(line))
		b.kind = BEGINS_NEXTHOP;
	else if (ip_is_route_line(line))
		return route_begins(before, line, rest);
	else if (is_table_title(line) || ip_is_route_heading(line))
		return table_begins(before);
	else if (ip_is_ifconfig_line(line))
		b.kind = BEGINS_IFCONFIG;
	else if (ip_is_vrf_heading(line))
		b = (struct transcript_begin){ .kind = BEGINS_VRF, .anew = true };
	return b;
}
