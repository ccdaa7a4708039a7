/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines that a terminal or a mailer broke are made whole.  A terminal breaks at its last column, in
 * the middle of a word: such lines are as long as the longest, or 80 columns, and what follows is no
 * line of its own.  A mailer breaks between words.  Where neither explains it, the word in front of
 * the break may be half of one, and is left out.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

enum {
	NARROWEST = 40,
	USUAL = 80,
	EDGES = 3, /* so many lines end in one column: it is a terminal's last */
};

static size_t columns(struct str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++)
		n += ((unsigned char)line.p[i] & 0xc0) != 0x80;
	return n;
}

/* The longest lines: *ret_count of them are as long. */
static size_t widest(struct str text, unsigned *ret_count)
{
	size_t most = 0, n;
	struct str line;

	*ret_count = 0;
	while (str_line(&text, &line)) {
		if (line.n < most || (n = columns(line)) < most)
			continue;
		*ret_count = n > most ? 1 : *ret_count + 1;
		most = n;
	}
	return most < NARROWEST ? 0 : most;
}

struct ip_lines ip_lines_of(const struct ip_rows *r, struct str text)
{
	struct ip_lines l = { .rest = text };

	if (r->form != IP_FORM_NET_TOOLS && r->what != IP_OUTPUT_VRF)
		l.reader = r;
	l.width = widest(text, &l.edges);
	return l;
}

static bool among(const char *const *list, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}

/* Words behind which the line goes on with a value. */
static bool wants_value(struct str word)
{
	static const char *const words[] = {
		"via",	 "dev",	  "table", "proto",  "scope", "src",   "metric", "from", "mtu",
		"weight", "nhid", "pref",  "advmss", "qdisc", "state", "master", "mode", "group",
		"qlen",	 "brd",	  "inet",  "inet6",  "peer",  "lookup", "lladdr", "iif",  "oif",
		"to",	 "fwmark", "hoplimit",
	};

	return among(words, countof(words), word);
}

/* Words that stand within a line of any output, and begin none. */
static bool goes_on(struct str word)
{
	static const char *const words[] = {
		"onlink", "linkdown", "noprefixroute", "dynamic", "secondary", "permaddr",
		"promiscuity", "minmtu", "maxmtu", "preferred_lft", "temporary", "deprecated",
		"tentative", "mngtmpaddr", "dadfailed", "router", "extern_learn",
	};

	return (wants_value(word) && !str_starts(word, "inet")) ||
	       among(words, countof(words), word);
}

static struct str last_word(struct str line)
{
	line = str_trim(line);
	return str_take_last(&line, ' ');
}

static struct str without_last_word(struct str line)
{
	struct str all = str_trim(line), last = last_word(line);

	return str_upto(all, all.n - last.n);
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The line ends with a word that wants a value. */
static bool is_left_open(struct str line)
{
	struct str last = last_word(line);

	return last.n && is_letter(last.p[last.n - 1]) && wants_value(last);
}

/* "via 10.1.": an address that is none, for the rest of it is missing. */
static bool ends_in_half(const struct ip_rows *r, struct str line)
{
	struct str value = last_word(line), word = last_word(without_last_word(line));
	struct ip ip;

	return r->what == IP_OUTPUT_ROUTE && (str_eq(word, "via") || str_eq(word, "src")) &&
	       !ip_parse(value, &ip) && !str_eq(value, "inet") && !str_eq(value, "inet6");
}

/* What follows is an address, as a line of its own begins with one. */
static bool wants_address(const struct ip_rows *r, struct str line)
{
	struct str word = last_word(line);

	return r->what == IP_OUTPUT_ROUTE &&
	       (str_eq(word, "via") || str_eq(word, "src") || str_eq(word, "from"));
}

static size_t blanks(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

static bool begins_link(struct str line)
{
	static const char *const words[] = {
		"inet", "inet6", "altname", "alias", "valid_lft", "RX:", "TX:", "RX", "TX", "vf",
	};
	bool addresses;
	struct str word;

	return ip_is_link_line(line, &addresses) || blanks(line) >= 4 ||
	       (str_word(&line, &word) && (str_starts(word, "link/") ||
					   among(words, countof(words), word)));
}

/* Destinations that were made unreadable, 10.xx.0.0/16, begin one too. */
static bool begins_route(struct str line)
{
	struct str rest = line, word, next;

	if (blanks(line) > 1 || !str_word(&rest, &word))
		return true;
	if (str_find(word, '.') < word.n || str_find(word, ':') < word.n)
		return str_find(word, '/') < word.n ||
		       (str_word(&rest, &next) && wants_value(next));
	return str_eq(word, "nexthop") || str_eq(word, "cache") || ip_is_route_line(line);
}

static bool begins_neighbour(struct str line)
{
	struct str word;
	struct ip ip;

	return str_word(&line, &word) && ip_parse(word, &ip);
}

/* Is it a line of its own in such an output? */
static bool begins_record(const struct ip_rows *r, struct str line)
{
	struct str word;
	bool addresses;

	if (!str_trim(line).n || line.p[0] == '\t')
		return true;
	if (r->form == IP_FORM_BRIEF)
		return ip_is_brief_line(line, &addresses);
	switch (r->what) {
	case IP_OUTPUT_LINK:
	case IP_OUTPUT_ADDRESS: return begins_link(line);
	case IP_OUTPUT_ROUTE: return begins_route(line);
	case IP_OUTPUT_RULE: return ip_is_rule_line(line);
	case IP_OUTPUT_NEIGHBOUR: return begins_neighbour(line);
	case IP_OUTPUT_NEXTHOP:
		return blanks(line) > 1 || (str_word(&line, &word) && str_eq(word, "id"));
	case IP_OUTPUT_VRF:
	case IP_OUTPUT_NONE: break;
	}
	return true;
}

/* Words that follow a value; those of -d make the longest lines. */
static bool is_detail(struct str word)
{
	static const char *const words[] = {
		"addrgenmode", "numtxqueues", "numrxqueues", "gso_max_size", "gso_max_segs",
		"tso_max_size", "tso_max_segs", "gro_max_size", "gso_ipv4_max_size",
		"gro_ipv4_max_size", "parentbus", "parentdev", "allmulti", "link-netnsid",
		"valid_lft", "forever", "id", "REACHABLE", "STALE",
		"DELAY", "PROBE", "PERMANENT", "NOARP", "FAILED", "INCOMPLETE", "dead", "offload",
		"link", "host", "global",
	};

	return among(words, countof(words), word);
}

/* Half a number, an address, a word or a list of flags: behind it stands what is known. */
static bool is_torn_off(struct str line)
{
	struct str word, next;

	if (blanks(line) > 1 || !str_word(&line, &word))
		return false;
	if (str_ends(word, ">"))
		return true;
	for (size_t i = 0; i < word.n; i++)
		if (!isalnum((unsigned char)word.p[i]) && !strchr("-./:_", word.p[i]))
			return false;
	if (!str_trim(line).n)
		return true;
	while (str_word(&line, &next))
		if (goes_on(next) || is_detail(next) || str_find(next, '/') < next.n)
			return true;
	return false;
}

/* "metr", "ic 100" */
static bool are_halves(struct str line, struct str next)
{
	struct str before = last_word(line), after;
	char word[32];
	int n;

	if (str_ends(line, " ") || !str_word(&next, &after))
		return false;
	n = snprintf(word, sizeof(word), "%.*s%.*s", STR_ARGS(before), STR_ARGS(after));
	return n < (int)sizeof(word) && (goes_on(str_of(word)) || is_detail(str_of(word)));
}

enum join {
	JOIN_NOT,
	JOIN_AS_IS, /* the break is within a word */
	JOIN_WORDS, /* it is between two */
	JOIN_CUT,   /* nobody can tell: the word in front is left out */
	JOIN_LOST,  /* and so is what follows, for it looks like a line of its own */
};

/* All lines of a device but its first are further in: what is not goes on with the one before. */
static bool has_margin(const struct ip_rows *r)
{
	return (r->what == IP_OUTPUT_LINK || r->what == IP_OUTPUT_ADDRESS) &&
	       r->form == IP_FORM_FULL;
}

static enum join join_of(const struct ip_lines *l, struct str line, struct str next)
{
	size_t n = line.n + 1 < l->width && line.n + 1 < USUAL ? 0 : columns(line);
	bool at_edge = n && (n == l->width || n == USUAL);
	bool near_edge = n && (n + 1 == l->width || n + 1 == USUAL);
	bool open = is_left_open(line), half = ends_in_half(l->reader, line);
	bool record = begins_record(l->reader, next) && !(at_edge && blanks(next) == 1);
	struct str rest = next, first = next;

	(void)str_word(&rest, &first);
	if (record && !half && !(open && wants_address(l->reader, line)))
		return JOIN_NOT;
	if (at_edge && are_halves(line, next))
		return JOIN_AS_IS;
	if (goes_on(first) || open)
		return JOIN_WORDS;
	if (half && !at_edge)
		return record ? JOIN_LOST : JOIN_CUT;
	if (n && n == l->width && l->edges >= EDGES && blanks(next) < 2 && has_margin(l->reader))
		return JOIN_AS_IS;
	if (!half && (!is_torn_off(next) || ip_is_any_line(next)))
		return JOIN_NOT;
	if (at_edge)
		return JOIN_AS_IS;
	return near_edge ? JOIN_WORDS : JOIN_CUT;
}

/* How many lines are joined to that at l->line, how long it becomes, and why it ends there. */
static enum join measure(const struct ip_lines *l, unsigned *ret_joined, size_t *ret_length)
{
	struct str last = l->line, rest = l->rest, next;
	enum join join = JOIN_NOT;

	*ret_joined = 0;
	*ret_length = last.n;
	while (str_line(&rest, &next)) {
		join = join_of(l, last, next);
		if (join != JOIN_AS_IS && join != JOIN_WORDS)
			return join;
		++*ret_joined;
		*ret_length += next.n + 1;
		last = next;
	}
	return JOIN_NOT;
}

/* Appends to the text that *to ends. */
static void append(struct str *to, char *buffer, struct str piece)
{
	memcpy(buffer + to->n, piece.p, piece.n);
	to->n += piece.n;
}

void ip_lines_join(struct ip_lines *l)
{
	struct str last = l->line, next, whole = l->line;
	unsigned joined;
	size_t length;
	enum join end = measure(l, &joined, &length);

	if (joined) {
		char *buffer = arena_alloc(snapshot_arena(l->reader->s), length + 1);
		whole = (struct str){ buffer, 0 };
		append(&whole, buffer, last);
		for (unsigned i = 0; i < joined; i++) {
			(void)str_line(&l->rest, &next);
			if (join_of(l, last, next) == JOIN_WORDS)
				append(&whole, buffer, STR(" "));
			append(&whole, buffer, next);
			last = next;
		}
	}
	if (end == JOIN_CUT || end == JOIN_LOST) {
		whole = without_last_word(whole);
		l->torn++;
	}
	if (end == JOIN_LOST)
		joined += str_line(&l->rest, &next);
	l->joined = joined;
	l->line = whole;
}
