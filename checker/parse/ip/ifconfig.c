/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ifconfig of Linux, brought into the form of `ip addr`: of net-tools 2, and of net-tools 1 and
 * busybox.  Other systems have a program of that name too.
 */
#include <stdio.h>

#include "parse/ip/rows.h"

/* One device while its lines are read. */
struct device {
	struct leaves *o;
	struct str label; /* eth0:1 is an address of eth0 */
	unsigned line, addresses, flags;
	bool up, running;
};

/* "eth0: flags=4163<UP,RUNNING>  mtu 1500" */
static bool is_new_heading(struct str line, struct str *ret_name, struct str *ret_rest)
{
	if (!str_word(&line, ret_name) || !str_ends(*ret_name, ":") || ret_name->n < 2)
		return false;
	*ret_name = str_upto(*ret_name, ret_name->n - 1);
	*ret_rest = str_trim(line);
	return str_starts(*ret_rest, "flags=") && str_has(*ret_rest, "<");
}

/* "eth0      Link encap:Ethernet  HWaddr 52:54:00:12:34:56" */
static bool is_old_heading(struct str line, struct str *ret_name, struct str *ret_rest)
{
	struct str word;

	if (!str_word(&line, ret_name))
		return false;
	*ret_rest = str_trim(line);
	return str_word(&line, &word) && str_eq(word, "Link") && str_has(*ret_rest, "encap:");
}

static bool is_heading(struct str line, struct str *ret_name, struct str *ret_rest)
{
	return is_new_heading(line, ret_name, ret_rest) || is_old_heading(line, ret_name, ret_rest);
}

bool ip_is_ifconfig_line(struct str line)
{
	struct str name, rest;

	return is_heading(line, &name, &rest);
}

static void put_flag(struct device *d, struct str flag)
{
	char path[32];

	d->up |= str_eq(flag, "UP");
	d->running |= str_eq(flag, "RUNNING");
	snprintf(path, sizeof(path), "flags.%u", d->flags++);
	leaves_put(d->o, path, flag);
}

/* ifconfig has no word for a missing carrier: RUNNING is missing. */
static void finish_flags(struct device *d)
{
	if (d->up && !d->running)
		put_flag(d, STR("NO-CARRIER"));
}

static void put_of_address(struct device *d, const char *name, struct str value)
{
	char path[64];

	snprintf(path, sizeof(path), "addr_info.%u.%s", d->addresses, name);
	leaves_put(d->o, path, value);
}

static void put_mask(struct device *d, struct str mask)
{
	char text[8];
	struct ip ip;
	uint8_t len;

	if (!ip_parse(mask, &ip) || !netmask_to_len(ip, &len))
		return;
	snprintf(text, sizeof(text), "%u", len);
	put_of_address(d, "prefixlen", str_of(text));
}

static const char *scope_of(struct str word)
{
	static const char *const scopes[] = { "global", "link", "host", "site" };

	for (size_t i = 0; i < countof(scopes); i++)
		if (str_eq_nocase(word, scopes[i]))
			return scopes[i];
	return NULL;
}

static void put_scope(struct device *d, struct str word)
{
	if (scope_of(word))
		put_of_address(d, "scope", str_of(scope_of(word)));
}

/* "A  netmask M  destination D" or "addr:A  P-t-P:D  Mask:M", by the words of both. */
static void take_v4(struct device *d, struct str address, struct str rest)
{
	struct str word, value;

	put_of_address(d, "local", address);
	while (str_word(&rest, &word)) {
		size_t colon = str_find(word, ':');
		value = str_from(word, colon + 1);
		word = str_upto(word, colon);
		if (!value.n && !str_word(&rest, &value))
			break;
		if (str_eq(word, "netmask") || str_eq(word, "Mask"))
			put_mask(d, value);
		else if ((str_eq(word, "destination") || str_eq(word, "P-t-P")) &&
			 !str_same(value, address))
			put_of_address(d, "address", value);
	}
}

/* "A  prefixlen 64  scopeid 0x20<link>" or "addr: A/64 Scope:Link" */
static void take_v6(struct device *d, struct str address, struct str rest)
{
	size_t slash = str_find(address, '/');
	struct str word, value;

	put_of_address(d, "local", str_upto(address, slash));
	if (slash < address.n)
		put_of_address(d, "prefixlen", str_from(address, slash + 1));
	while (str_word(&rest, &word)) {
		if (str_starts(word, "Scope:"))
			put_scope(d, str_from(word, 6));
		else if (str_eq(word, "prefixlen") && str_word(&rest, &value))
			put_of_address(d, "prefixlen", value);
		else if (str_eq(word, "scopeid") && str_word(&rest, &value)) {
			value = str_from(value, str_find(value, '<') + 1);
			put_scope(d, str_upto(value, str_find(value, '>')));
		}
	}
}

static void take_address(struct device *d, bool v6, struct str rest)
{
	char line[16];
	struct str address;

	if (!str_word(&rest, &address))
		return;
	if (str_starts(address, "addr:"))
		address = str_from(address, 5);
	if (!address.n && !str_word(&rest, &address))
		return;
	if (v6)
		take_v6(d, address, rest);
	else
		take_v4(d, address, rest);
	snprintf(line, sizeof(line), "%u", d->line);
	put_of_address(d, "line", str_of(line));
	if (!v6)
		put_of_address(d, "label", d->label);
	d->addresses++;
}

/* ether, loop, infiniband and the rest: the type, and an address where it has one. */
static void take_hardware(struct device *d, struct str type, struct str rest)
{
	struct str word;
	struct mac mac;

	leaves_put(d->o, "link_type", type);
	if (str_word(&rest, &word) && str_find(word, ':') < word.n && mac_parse_any(word, &mac))
		leaves_put(d->o, "address", word);
}

/* "UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1" */
static void take_old_flags(struct device *d, struct str piece)
{
	struct str word, mtu = { NULL, 0 };

	while (str_word(&piece, &word)) {
		if (str_starts(word, "MTU:"))
			mtu = str_from(word, 4);
		else if (str_find(word, ':') == word.n)
			put_flag(d, word);
	}
	finish_flags(d);
	leaves_put(d->o, "mtu", mtu);
}

/* Counters, and what the hardware uses. */
static bool is_passed_over(struct str word)
{
	static const char *const known[] = {
		"RX", "TX", "RX:", "TX:", "device", "collisions:", "Interrupt:", "Base",
		"Memory:", "DMA", "Media:", "Infiniband",
	};

	for (size_t i = 0; i < countof(known); i++)
		if (str_eq(word, known[i]) || (str_ends(str_of(known[i]), ":") &&
					       str_starts(word, known[i])))
			return true;
	return false;
}

/* False: such a line is none of ifconfig. */
static bool take_piece(struct device *d, struct str piece)
{
	static const char *const types[] = {
		"ether", "loop", "infiniband", "unspec", "tunnel", "sit", "ppp", "slip", "ieee1394",
	};
	struct str rest = piece, word;

	if (!str_word(&rest, &word) || is_passed_over(word))
		return true;
	if (str_eq(word, "inet") || str_eq(word, "inet6")) {
		take_address(d, str_eq(word, "inet6"), rest);
		return true;
	}
	for (size_t i = 0; i < countof(types); i++)
		if (str_eq(word, types[i])) {
			take_hardware(d, str_eq(word, "loop") ? STR("loopback") : word, rest);
			return true;
		}
	if (!str_has(piece, "MTU:"))
		return false;
	take_old_flags(d, piece);
	return true;
}

static void take_new_heading(struct device *d, struct str rest)
{
	struct str flags, word;

	rest = str_from(rest, str_find(rest, '<') + 1);
	flags = str_upto(rest, str_find(rest, '>'));
	rest = str_from(rest, flags.n + 1);
	while (str_split(&flags, ',', &word))
		if (word.n)
			put_flag(d, word);
	finish_flags(d);
	if (str_word(&rest, &word) && str_eq(word, "mtu") && str_word(&rest, &word))
		leaves_put(d->o, "mtu", word);
}

static void take_old_heading(struct device *d, struct str rest)
{
	struct str word, address = { NULL, 0 };
	struct str type = str_has(rest, "encap:Local Loopback") ? STR("loopback")
			  : str_has(rest, "encap:Ethernet")	? STR("ether")
								: STR("unspec");

	while (str_word(&rest, &word))
		if (str_eq(word, "HWaddr"))
			(void)str_word(&rest, &address);
	take_hardware(d, type, address);
}

bool ip_text_ifconfig(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object)
{
	struct device d = { .o = ret_object };
	struct str piece, name, rest;

	for (;;) {
		if (!ip_lines_next(lines, &piece))
			return false;
		r->line = lines->number;
		if (is_heading(piece, &name, &rest))
			break;
		snapshot_note(r->s, r->host, ip_origin(r), piece, "no line of ifconfig");
	}
	d.label = name;
	leaves_begin(d.o, lines->number);
	leaves_put(d.o, "ifname", str_upto(name, str_find(name, ':')));
	if (str_starts(rest, "flags="))
		take_new_heading(&d, rest);
	else
		take_old_heading(&d, rest);
	for (struct ip_lines after = *lines; ip_lines_next(&after, &piece); *lines = after) {
		if (is_heading(piece, &name, &rest))
			break;
		d.line = after.number;
		if (!take_piece(&d, piece)) {
			r->line = after.number;
			ip_unread(r, piece, "no line of ifconfig");
		}
	}
	return true;
}
