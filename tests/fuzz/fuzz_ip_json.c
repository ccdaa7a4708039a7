/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what `ip -j` prints, of every kind. */
#include <stdint.h>

#include "parse/ip_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text = { (const char *)data, size };
	struct host row = { .name = snapshot_cstr(s, "h") };
	unsigned host = snapshot_add_host(s, &row);

	(void)ip_json_kind(text);
	parse_ip_json_link(s, host, "link", text);
	parse_ip_json_route(s, host, "route", text);
	parse_ip_json_rule(s, host, "-6 rule", text);
	parse_ip_json_neighbour(s, host, "neigh", text);
	ip_json_cover_routes(s, host);
	return 0;
}
