/* SPDX-License-Identifier: GPL-2.0-or-later */
/* esxcfg-route, -l and -n, of IPv4 and IPv6. */
#include <string.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

struct listing {
	struct esxi *x;
	const struct esxi_capture *c;
	struct str stack;
	bool routes, neighbours; /* of which a header was seen */
	bool v6;
};

/* "VMkernel default gateway is 10.0.0.1" */
static bool default_gateway(struct listing *l, struct str line, struct origin origin)
{
	struct esxi_shown_route r = { .origin = origin,
				      .stack = l->stack,
				      .network = STR("default") };
	static const char words[] = "default gateway is ";
	struct ip ip;

	for (size_t i = 0; i + sizeof(words) - 1 <= line.n; i++) {
		if (memcmp(line.p + i, words, sizeof(words) - 1) != 0)
			continue;
		r.gateway = str_trim(str_from(line, i + sizeof(words) - 1));
		if (!ip_parse(r.gateway, &ip))
			esxi_note(l->x, origin, line, "no address of a gateway");
		else
			esxi_put_shown_route(l->x, MERGE_LISTING, &r);
		return true;
	}
	return false;
}

/* network, mask, "Local Subnet" or gateway, [interface] */
static bool route_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	struct esxi_shown_route r = { .origin = origin,
				      .stack = l->stack,
				      .network = esxi_row_word(w, 0) };
	size_t at = 1;
	struct ip ip;
	uint64_t n;

	if (at < w->n && (ip_parse(w->v[at], &ip) || str_to_u64(w->v[at], &n)) &&
	    !(l->v6 && ip.family == IP_V6 && str_find(r.network, '/') < r.network.n))
		r.mask = w->v[at++];
	r.gateway = esxi_row_word(w, at);
	if (str_eq(r.gateway, "Local") || str_eq(r.gateway, "Link"))
		at++;
	r.interface = esxi_row_word(w, at + 1);
	return w->n >= 3 && esxi_put_shown_route(l->x, MERGE_LISTING, &r);
}

/* neighbour, MAC, vmknic, expiry, state */
static bool neighbour_row(struct listing *l, const struct esxi_row_words *w, struct origin origin)
{
	struct neighbour n = { .row.origin = origin, .stack = esxi_stack(l->x, l->stack) };
	struct str address = esxi_row_word(w, 0);

	if (!ip_parse(str_upto(address, str_find(address, '%')), &n.address))
		return false;
	for (size_t i = 1; i < w->n; i++) {
		if (!mac_known(n.mac) && mac_parse(w->v[i], &n.mac))
			continue;
		if (!n.interface.s && (str_starts(w->v[i], "vmk") || str_starts(w->v[i], "vswif")))
			n.interface = snapshot_text(l->x->s, w->v[i]);
	}
	esxi_put_neighbour(l->x, MERGE_LISTING, &n);
	return true;
}

static bool header(struct listing *l, struct str line)
{
	if (str_starts(line, "Network") && str_has(line, "Gateway")) {
		l->routes = true;
		l->neighbours = false;
		return true;
	}
	if (str_starts(line, "Neighbor") ||
	    (str_starts(line, "Destination") && str_has(line, "Mac"))) {
		l->neighbours = true;
		l->routes = false;
		return true;
	}
	return str_ends(line, "Routes:") || str_ends(line, "Neighbors:") || str_starts(line, "---");
}

static uint32_t lost_part(const struct listing *l)
{
	if (l->neighbours)
		return 1u << ESXI_PART_NEIGHBOUR;
	return l->v6 ? 1u << ESXI_PART_ROUTE6 : 1u << ESXI_PART_ROUTE4;
}

static void part_read(struct listing *l)
{
	if (l->stack.n)
		return;
	if (l->routes)
		esxi_read(l->x, l->v6 ? ESXI_PART_ROUTE6 : ESXI_PART_ROUTE4);
	if (l->neighbours)
		esxi_read(l->x, ESXI_PART_NEIGHBOUR);
}

static void read_route(struct esxi *x, const struct esxi_capture *c)
{
	struct listing l = { .x = x, .c = c };
	struct esxi_lines lines = esxi_lines(c);
	struct esxi_row_words w;
	struct str family;

	if (esxi_option(c, "-N", "--netstack", &l.stack) && !esxi_stack(x, l.stack).s)
		l.stack = STR("");
	l.v6 = esxi_option(c, "-f", "--family", &family) && str_starts(family, "V6");
	while (esxi_next(&lines)) {
		struct str line = str_trim(lines.text);
		struct origin origin = esxi_at(x, c, lines.line);
		if (!line.n || header(&l, line) || default_gateway(&l, line, origin))
			continue;
		esxi_row_split(&w, line);
		if (!(l.neighbours ? neighbour_row(&l, &w, origin)
				   : l.routes && route_row(&l, &w, origin))) {
			esxi_note(x, origin, line, "not a row of this listing");
			esxi_lost_row(x, lost_part(&l), line);
		}
		part_read(&l);
	}
	part_read(&l);
}

static bool looks_route(struct str text)
{
	text = str_trim(text);
	return str_starts(text, "VMkernel default gateway is ") ||
	       str_starts(text, "VMkernel Routes:") || str_starts(text, "VM Kernel Routes:") ||
	       str_starts(text, "VMkernel Neighbors:");
}

static const char *const names[] = { "esxcfgroute", "vicfgroute", NULL };
const struct esxi_format esxi_format_route = {
	.name = "esxcfg-route",
	.names = names,
	.looks = looks_route,
	.read = read_route,
	.parts = 1u << ESXI_PART_ROUTE4,
};
