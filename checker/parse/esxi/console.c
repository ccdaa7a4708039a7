/* SPDX-License-Identifier: GPL-2.0-or-later */
/* route -n in the Service Console of classic ESX: a table apart from VMkernel's. */
#include "parse/esxi/items.h"
#include "parse/esxi/reader.h"

enum { DESTINATION, GATEWAY, MASK, FLAGS, METRIC, REF, USE, INTERFACE, COLUMNS };

static bool read_row(struct esxi *x, struct str line, struct origin origin)
{
	struct route r = { .row.origin = origin };
	struct str word[COLUMNS];
	struct ip dst, mask;
	uint8_t len;

	for (size_t i = 0; i < COLUMNS; i++)
		if (!str_word(&line, &word[i]))
			return false;
	if (!ip_parse(word[DESTINATION], &dst) || !ip_parse(word[MASK], &mask) ||
	    !netmask_to_len(mask, &len) || !prefix_make(dst, len, &r.dst) ||
	    !ip_parse(word[GATEWAY], &r.gateway))
		return false;
	if (ip_is_unspecified(r.gateway))
		r.gateway = (struct ip){ .family = IP_NONE };
	/* Routes by other ports are those of a Linux host. */
	if (!str_starts(word[INTERFACE], "vswif") && !str_eq(word[INTERFACE], "lo"))
		return false;
	r.interface = snapshot_text(x->s, word[INTERFACE]);
	r.route_table = esxi_route_table(x, STR("console"));
	r.type = snapshot_cstr(x->s, "unicast");
	r.protocol = snapshot_cstr(x->s, ip_known(r.gateway) ? "static" : "kernel");
	esxi_put_route(x, MERGE_LISTING, &r);
	return true;
}

static void read_routes(struct esxi *x, const struct esxi_capture *c)
{
	struct esx_lines l = esx_lines(c->text);
	struct str line;

	while (esx_line(&l, &line)) {
		struct origin origin = esxi_at(x, c, c->line + l.line - 1);
		if (str_starts(line, "Kernel IP") || str_starts(line, "Destination"))
			continue;
		if (!read_row(x, line, origin))
			esxi_note(x, origin, line, "not a route of the Service Console");
	}
}

static bool looks(struct str text)
{
	return str_has(text, "Kernel IP routing table") && str_has(text, " vswif");
}

static const char *const names[] = { "routen", NULL };

const struct esxi_format esxi_format_console_route = {
	.name = "route -n",
	.names = names,
	.looks = looks,
	.read = read_routes,
};
