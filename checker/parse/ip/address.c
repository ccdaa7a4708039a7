/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of a link, as rows. */
#include <stdio.h>
#include <string.h>

#include "parse/ip/rows.h"

/* Flags of an address in the order in which the kernel numbers them, as a live host has them. */
static struct text address_flags(const struct ip_rows *r, const struct span *a)
{
	static const char *const flags[] = {
		"secondary",  "temporary",  "dynamic",	     "nodad",	   "optimistic",
		"dadfailed",  "home",	    "deprecated",    "tentative",  "mngtmpaddr",
		"noprefixroute", "autojoin", "stable-privacy",
	};
	char list[160] = "";
	size_t n = 0;

	for (size_t i = 0; i < countof(flags); i++)
		if (span_has(a, flags[i]))
			n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? "," : "",
					      flags[i]);
	return snapshot_cstr(r->s, list);
}

static const char *method_of(const struct address *a, const struct span *o)
{
	bool v6 = a->address.family == IP_V6;

	if (ip_is_loopback(a->address))
		return "loopback";
	if (v6 && ip_is_link_local(a->address))
		return "link-local";
	if (v6 && (span_has(o, "temporary") || span_has(o, "mngtmpaddr") ||
		   span_has(o, "stable-privacy")))
		return "slaac";
	if (span_has(o, "dynamic"))
		return v6 && !num_is(a->prefixlen, 128) ? "slaac" : "dhcp";
	return !v6 && ip_is_link_local(a->address) ? "link-local" : NULL;
}

/* What cannot be read of a link-local address decides nothing. */
static void unreadable(struct ip_rows *r, const struct span *o)
{
	struct str v;

	if (!span_text(o, "local", &v))
		return;
	if (str_starts(v, "fe80:"))
		snapshot_note(r->s, r->host, ip_origin(r), v, "no address");
	else
		ip_unread(r, v, "no address");
}

/* The kernel lists an address behind those of its subnet that are older: these make it secondary. */
static enum tri is_secondary(struct ip_rows *r, const struct address *a, const struct span *o)
{
	struct ip ip = ip_known(a->peer) ? a->peer : a->address;
	struct prefix subnet;
	const char *key;

	if (r->form == IP_FORM_FULL)
		return tri(span_has(o, "secondary"));
	if (r->form != IP_FORM_BRIEF || !a->prefixlen.known)
		return TRI_UNKNOWN;
	subnet = prefix_of(ip, (unsigned)a->prefixlen.v);
	key = snapshot_textf(r->s, "%s %s", a->interface.s, prefix_text(subnet).s).s;
	return tri(!keyset_add(&r->names, r->seed, str_of(key)));
}

/* IPv6 has the scope in the address (net/ipv6/addrconf_core.c), IPv4 the one that it was given. */
static const char *scope_of(struct ip ip)
{
	if (ip_is_loopback(ip))
		return "host";
	if (ip.family == IP_V4)
		return NULL;
	return ip_is_link_local(ip) ? "link" : "global";
}

static void add_address_row(struct ip_rows *r, const struct span *o, struct text interface)
{
	struct address a = {
		.row.origin = ip_origin(r),
		.interface = interface,
		.address = ip_address_at(o, "local"),
		.prefixlen = ip_number_at(o, "prefixlen"),
		.peer = ip_address_at(o, "address"),
		.scope = ip_text_at(r, o, "scope"),
		.label = ip_text_at(r, o, "label"),
		.metric = ip_number_at(o, "metric"),
	};
	bool v6 = a.address.family == IP_V6;

	if (!ip_known(a.address)) {
		unreadable(r, o);
		return;
	}
	if (!a.scope.s)
		a.scope = snapshot_cstr(r->s, scope_of(a.address));
	r->addresses[v6]++;
	if (a.prefixlen.known && (a.prefixlen.v < 0 || a.prefixlen.v > ip_bits(a.address)))
		a.prefixlen = (struct num){ .known = false };
	if (r->form == IP_FORM_FULL)
		a.flags = address_flags(r, o);
	if (!v6)
		a.secondary = is_secondary(r, &a, o);
	a.method = snapshot_cstr(r->s, method_of(&a, o));
	add_address(r->s, r->host, &a);
}

void ip_add_addresses(struct ip_rows *r, const struct span *o, struct text interface)
{
	struct span list = span_below(o, "addr_info"), one;

	for (size_t at = 0; span_next(&list, &at, &one);) {
		struct num line = ip_number_at(&one, "line");
		unsigned of_link = r->line;
		if (line.known)
			r->line = (unsigned)line.v;
		add_address_row(r, &one, interface);
		r->line = of_link;
	}
}
