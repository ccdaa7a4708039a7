/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `ip link` and `ip addr` as text, brought into the form of their JSON. */
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

/* A record is in memory as a whole: no host has more than this. */
enum { ADDRESSES_MOST = 200000 };

/* A word of the text, the path of its value in the JSON, and the lines it may stand in. */
struct word_path {
	const char *kind, *word, *path;
	bool list; /* comma between */
};

/* kind NULL: any line; a line of details begins with its kind. */
static const struct word_path words[] = {
	{ NULL, "permaddr", "permaddr", false },
	{ NULL, "link-netnsid", "link_netnsid", false },
	{ NULL, "link-netns", "link_netns", false },
	{ NULL, "promiscuity", "promiscuity", false },
	{ NULL, "minmtu", "min_mtu", false },
	{ NULL, "maxmtu", "max_mtu", false },
	{ NULL, "parentdev", "parentdev", false },
	{ "vlan", "protocol", "linkinfo.info_data.protocol", false },
	{ "vlan", "id", "linkinfo.info_data.id", false },
	{ "vrf", "table", "linkinfo.info_data.table", false },
	{ "macvlan", "mode", "linkinfo.info_data.mode", false },
	{ "macvtap", "mode", "linkinfo.info_data.mode", false },
	{ "ipvlan", "mode", "linkinfo.info_data.mode", false },
	{ "ipvtap", "mode", "linkinfo.info_data.mode", false },
	{ "vxlan", "id", "linkinfo.info_data.id", false },
	{ "vxlan", "dev", "linkinfo.info_data.link", false },
	{ "bridge", "vlan_filtering", "linkinfo.info_data.vlan_filtering", false },
	{ "bridge_slave", "state", "linkinfo.info_slave_data.state", false },
	{ "bond", "mode", "linkinfo.info_data.mode", false },
	{ "bond", "active_slave", "linkinfo.info_data.active_slave", false },
	{ "bond", "primary", "linkinfo.info_data.primary", false },
	{ "bond", "miimon", "linkinfo.info_data.miimon", false },
	{ "bond", "updelay", "linkinfo.info_data.updelay", false },
	{ "bond", "downdelay", "linkinfo.info_data.downdelay", false },
	{ "bond", "arp_interval", "linkinfo.info_data.arp_interval", false },
	{ "bond", "arp_ip_target", "linkinfo.info_data.arp_ip_target", true },
	{ "bond", "ns_ip6_target", "linkinfo.info_data.ns_ip6_target", true },
	{ "bond", "min_links", "linkinfo.info_data.min_links", false },
	{ "bond", "fail_over_mac", "linkinfo.info_data.fail_over_mac", false },
	{ "bond", "xmit_hash_policy", "linkinfo.info_data.xmit_hash_policy", false },
	{ "bond", "lacp_active", "linkinfo.info_data.ad_lacp_active", false },
	{ "bond", "lacp_rate", "linkinfo.info_data.ad_lacp_rate", false },
	{ "bond", "ad_select", "linkinfo.info_data.ad_select", false },
	{ "bond", "ad_aggregator", "linkinfo.info_data.ad_info.aggregator", false },
	{ "bond", "ad_num_ports", "linkinfo.info_data.ad_info.num_ports", false },
	{ "bond", "ad_partner_mac", "linkinfo.info_data.ad_info.partner_mac", false },
	{ "bond_slave", "state", "linkinfo.info_slave_data.state", false },
	{ "bond_slave", "mii_status", "linkinfo.info_slave_data.mii_status", false },
	{ "bond_slave", "link_failure_count", "linkinfo.info_slave_data.link_failure_count",
	  false },
	{ "bond_slave", "perm_hwaddr", "linkinfo.info_slave_data.perm_hwaddr", false },
	{ "bond_slave", "ad_aggregator_id", "linkinfo.info_slave_data.ad_aggregator_id", false },
	{ "bond_slave", "ad_actor_oper_port_state",
	  "linkinfo.info_slave_data.ad_actor_oper_port_state", false },
	{ "bond_slave", "ad_partner_oper_port_state",
	  "linkinfo.info_slave_data.ad_partner_oper_port_state", false },
};

/* One device while its lines are read. */
struct device {
	struct ip_rows *r;
	struct leaves *o;
	unsigned line; /* of the piece at hand */
	unsigned addresses, altnames;
	bool kind;     /* is told */
	bool left_out; /* a line without an address, or too many of them */
	bool torn; /* an output that does not end its last line: what follows is of another device */
};

/* `bridge link` prints the same, but for the state of the port and what stands behind it. */
static bool is_bridge_port(struct str rest)
{
	rest = str_upto(rest, str_find(rest, '\\')); /* of -o a member's details follow */
	return str_has(rest, " state ") && str_has(rest, " priority ") && str_has(rest, " cost ");
}

/* "12: eth0: <UP> …" or, of -o, "12: eth0    inet …": index, name with @, and what follows. */
static bool split_heading(struct str line, struct str *ret_index, struct str *ret_name,
			  struct str *ret_rest)
{
	struct str index, rest;
	uint64_t n;
	size_t end;

	line = str_trim(line);
	index = str_upto(line, str_find(line, ':'));
	rest = str_from(line, index.n);
	if (!str_to_u64(index, &n) || n > INT32_MAX || !str_starts(rest, ": "))
		return false;
	rest = str_from(rest, 2);
	end = str_find(rest, ' ');
	if (end < 2 || end == rest.n)
		return false;
	*ret_index = index;
	*ret_name = str_upto(rest, end);
	*ret_rest = str_trim(str_from(rest, end));
	if (str_ends(*ret_name, ":") && str_starts(*ret_rest, "<")) {
		*ret_name = str_upto(*ret_name, ret_name->n - 1);
		return !is_bridge_port(*ret_rest);
	}
	return str_starts(*ret_rest, "inet ") || str_starts(*ret_rest, "inet6 ") ||
	       str_starts(*ret_rest, "link/");
}

bool ip_is_link_line(struct str line, bool *ret_addresses)
{
	struct str index, name, rest;

	if (!split_heading(line, &index, &name, &rest))
		return false;
	*ret_addresses = str_starts(rest, "inet");
	return true;
}

static void put_item(struct leaves *o, const char *list, unsigned index, struct str value)
{
	char path[160];

	snprintf(path, sizeof(path), "%s.%u", list, index);
	leaves_put(o, path, value);
}

void ip_put_list(struct leaves *o, const char *list, struct str values)
{
	struct str one;

	for (unsigned i = 0; str_split(&values, ',', &one);)
		if (one.n)
			put_item(o, list, i++, one);
}

static const struct word_path *find_word(const char *kind, struct str word)
{
	for (size_t i = 0; i < countof(words); i++)
		if (str_eq(word, words[i].word) && (!words[i].kind || same(words[i].kind, kind)))
			return &words[i];
	return NULL;
}

/* Words and their values among others that nobody asks for. */
static void take_words(struct device *d, const char *kind, struct str rest)
{
	struct str word, value;

	while (str_word(&rest, &word)) {
		const struct word_path *w = find_word(kind, word);
		if (str_eq(word, "protodown") && str_word(&rest, &value)) {
			if (str_eq(value, "on"))
				leaves_put(d->o, "proto_down", value);
			continue;
		}
		if (!w || !str_word(&rest, &value))
			continue;
		if (w->list)
			ip_put_list(d->o, w->path, value);
		else
			leaves_put(d->o, w->path, value);
	}
}

/* What the 7 of name@if7 is, a later line says. */
void ip_put_name(struct leaves *o, struct str name)
{
	size_t at = str_find(name, '@');
	struct str lower = str_from(name, at + 1), number = str_from(lower, 2);
	uint64_t n;

	leaves_put(o, "ifname", str_upto(name, at));
	if (at == name.n || str_eq(lower, "NONE"))
		return;
	if (str_starts(lower, "if") && str_to_u64(number, &n))
		leaves_put(o, "link_index", number);
	else
		leaves_put(o, "link", lower);
}

/* <UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP mode DEFAULT group default qlen 1000 */
static void take_heading(struct device *d, struct str rest)
{
	static const char *const known[][2] = {
		{ "mtu", "mtu" },	   { "master", "master" }, { "state", "operstate" },
		{ "group", "group" },	   { "qdisc", "qdisc" },   { "mode", "linkmode" },
		{ "qlen", "txqlen" },
	};
	size_t end = str_find(rest, '>');
	struct str word, value;

	ip_put_list(d->o, "flags", str_from(str_upto(rest, end), 1));
	rest = str_from(rest, end + 1);
	while (str_word(&rest, &word))
		for (size_t i = 0; i < countof(known); i++)
			if (str_eq(word, known[i][0]) && str_word(&rest, &value)) {
				leaves_put(d->o, known[i][1], value);
				break;
			}
}

/* link/ether 52:54:… brd ff:ff:… permaddr 52:54:… promiscuity 0 minmtu 68 …; link/none has none. */
static void take_hardware(struct device *d, struct str rest)
{
	struct str type, address, after;

	str_word(&rest, &type);
	leaves_put(d->o, "link_type", str_from(type, strlen("link/")));
	after = rest;
	if (str_word(&after, &address) && !find_word(NULL, address)) {
		leaves_put(d->o, "address", address);
		rest = after;
	}
	take_words(d, NULL, rest);
}

static void put_of_address(struct device *d, const char *name, struct str value)
{
	char path[64];

	snprintf(path, sizeof(path), "addr_info.%u.%s", d->addresses, name);
	leaves_put(d->o, path, value);
}

/* An address with its length, or without. */
static void put_ip(struct device *d, const char *name, struct str word)
{
	size_t slash = str_find(word, '/');

	put_of_address(d, name, str_upto(word, slash));
	if (slash < word.n)
		put_of_address(d, "prefixlen", str_from(word, slash + 1));
}

static const char *address_flag(struct str word)
{
	static const char *const flags[] = {
		"secondary",  "temporary", "dynamic",  "deprecated",	 "tentative",
		"dadfailed",  "optimistic", "noprefixroute", "mngtmpaddr", "nodad",
		"home",	      "homeaddress", "autojoin", "stable-privacy",
	};

	for (size_t i = 0; i < countof(flags); i++)
		if (str_eq(word, flags[i]))
			return str_eq(word, "homeaddress") ? "home" : flags[i];
	return NULL;
}

/* The label ends the line of an IPv4 address; it may be a name that is also a flag's. */
static bool is_label(const struct device *d, struct str word, struct str rest, bool v6)
{
	struct span all = leaves_all(d->o);
	struct str name;

	if (v6 || str_trim(rest).n)
		return false;
	return !address_flag(word) || (span_text(&all, "ifname", &name) && str_same(name, word));
}

/* inet 10.0.0.1/24 brd 10.0.0.255 scope global secondary eth0:1, or 10.0.0.1 peer 10.0.0.2/32 */
static void take_address(struct device *d, struct str rest)
{
	static const char *const known[][2] = {
		{ "metric", "metric" }, { "scope", "scope" },	 { "brd", "broadcast" },
		{ "any", "anycast" },	{ "proto", "protocol" }, { "flags", "flags" },
	};
	char line[16];
	struct str word, value;
	bool v6, whole;

	str_word(&rest, &word);
	v6 = str_eq(word, "inet6");
	if (d->addresses == ADDRESSES_MOST || !str_word(&rest, &word)) {
		d->left_out = true;
		return;
	}
	whole = str_find(word, '/') < word.n;
	put_ip(d, "local", word);
	snprintf(line, sizeof(line), "%u", d->line);
	put_of_address(d, "line", str_of(line));
	while (str_word(&rest, &word)) {
		size_t i = 0;
		while (i < countof(known) && !str_eq(word, known[i][0]))
			i++;
		if (str_eq(word, "peer") && str_word(&rest, &value)) {
			put_ip(d, "address", value);
			whole = true;
		} else if (is_label(d, word, rest, v6)) {
			put_of_address(d, "label", word);
		} else if (i < countof(known)) {
			if (str_word(&rest, &value))
				put_of_address(d, known[i][1], value);
		} else if (address_flag(word)) {
			put_of_address(d, address_flag(word), STR("true"));
		}
	}
	if (!whole)
		put_of_address(d, "prefixlen", v6 ? STR("128") : STR("32"));
	d->addresses++;
}

/* Statistics, virtual functions, programs, lifetimes: nothing that is asked for. */
static bool is_passed_over(struct str word)
{
	static const char *const known[] = {
		"valid_lft", "RX:", "TX:", "RX", "TX", "vf", "prog/xdp", "ingress-qos-map",
		"egress-qos-map", "mpls", "remotemode", "family",
	};

	for (size_t i = 0; i < countof(known); i++)
		if (str_eq(word, known[i]))
			return true;
	return false;
}

/* Below RX: and TX: of -s; with -h they are 1.2M.  At the margin stands what was torn off. */
static bool are_counters(struct str line)
{
	struct str word;

	if (!str_starts(line, " "))
		return false;
	while (str_word(&line, &word))
		if (word.p[0] < '0' || word.p[0] > '9')
			return false;
	return true;
}

/* bond mode 802.3ad miimon 100 …; a device may have a line of its kind and one of its master's. */
static void take_kind(struct device *d, struct str word, struct str rest)
{
	char kind[32];

	snprintf(kind, sizeof(kind), "%.*s", STR_ARGS(word));
	if (str_ends(word, "_slave")) {
		leaves_put(d->o, "linkinfo.info_slave_kind", str_upto(word, word.n - 6));
	} else if (!d->kind) {
		leaves_put(d->o, "linkinfo.info_kind", word);
		d->kind = true;
	} else {
		return;
	}
	take_words(d, kind, rest);
}

static bool is_known_kind(struct str word)
{
	static const char *const kinds[] = {
		"vlan", "bond", "bridge", "team", "vrf", "macvlan", "macvtap", "ipvlan", "vxlan",
		"veth", "tun", "dummy", "ipip", "gre", "gretap", "openvswitch", "geneve",
	};

	for (size_t i = 0; i < countof(kinds); i++)
		if (str_eq(word, kinds[i]))
			return true;
	return str_ends(word, "_slave");
}

/* A line of details has four blanks in front; what goes on with it has more. */
static bool is_detail(const struct device *d, struct str piece, struct str word)
{
	struct span all = leaves_all(d->o);

	return is_known_kind(word) ||
	       (span_has(&all, "promiscuity") && (size_t)(word.p - piece.p) == 4);
}

static void take_piece(struct device *d, struct str piece)
{
	struct str rest = piece, word;

	if (!str_word(&rest, &word))
		return;
	d->torn |= str_has(piece, ": <") && !str_eq(word, "alias") && !str_eq(word, "altname");
	if (d->torn)
		ip_unread(d->r, str_trim(piece), "the name of its device is not at the begin of a line");
	else if (str_starts(word, "link/"))
		take_hardware(d, piece);
	else if (str_eq(word, "inet") || str_eq(word, "inet6"))
		take_address(d, piece);
	else if (str_eq(word, "altname"))
		put_item(d->o, "altnames", d->altnames++, str_trim(rest));
	else if (str_eq(word, "alias"))
		leaves_put(d->o, "ifalias", str_trim(rest));
	else if (is_passed_over(word) || are_counters(piece))
		return;
	else if (is_detail(d, piece, word))
		take_kind(d, word, rest);
	else if (word.p == piece.p || (!d->kind && (size_t)(word.p - piece.p) <= 4))
		snapshot_note(d->r->s, d->r->host, snapshot_at(d->r->s, d->r->file, d->line),
			      str_trim(piece), "no line of ip link or ip addr");
}

/* Lines in front of the first device, and those of stderr between them. */
static void note_line(struct ip_rows *r, const struct ip_lines *lines, struct str piece)
{
	r->line = lines->number;
	if (str_has(piece, "Message truncated"))
		ip_unread(r, piece, "devices are missing");
	else
		snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of ip link or ip addr");
}

/* Up to the next device: what was copied from a page may have lost its blanks in front. */
static void take_pieces(struct device *d, struct ip_lines *lines)
{
	struct str piece, index, name, rest;

	for (struct ip_lines after = *lines; ip_lines_next(&after, &piece); *lines = after) {
		if (split_heading(piece, &index, &name, &rest))
			return;
		d->line = after.number;
		if (str_has(piece, "Message truncated"))
			note_line(d->r, &after, piece);
		else
			take_piece(d, piece);
	}
}

bool ip_text_link(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct device d = { .r = r, .o = ret_object };
	struct str piece, index, name, rest;
	unsigned line;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		if (split_heading(piece, &index, &name, &rest))
			break;
		note_line(r, lines, piece);
	}
	line = d.line = lines->number;
	leaves_begin(d.o, line);
	leaves_put(d.o, "ifindex", index);
	ip_put_name(d.o, name);
	if (str_starts(rest, "<"))
		take_heading(&d, rest);
	else
		take_piece(&d, rest);
	take_pieces(&d, lines);
	r->line = line;
	if (d.torn) /* what the piece said of its kind is lost */
		leaves_put(ret_object, "torn", name);
	if (d.left_out)
		ip_unread(r, name, "not all addresses are read");
	return true;
}
