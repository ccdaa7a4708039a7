/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what `ip` prints, text or JSON, of every kind. */
#include <stdint.h>

#include "parse/ip/ip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text = { (const char *)data, size };
	struct host row = { .name = snapshot_cstr(s, "h") };
	struct ip_saved saved = { .routes = { true, true }, .rules = { true, true } };
	unsigned host = snapshot_add_host(s, &row);

	parse_ip(s, host, "told", text, ip_output_of(text), NULL);
	for (enum ip_output what = IP_OUTPUT_LINK; what <= IP_OUTPUT_VRF; what++)
		parse_ip(s, host, "forced", text, what, NULL);
	ip_cover_routes(s, host, &saved);
	return 0;
}
