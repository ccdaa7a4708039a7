/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a state of nmstate and as files of netplan, whatever they look like. */
#include <stdint.h>

#include "parse/desired/desired.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text = { (const char *)data, size };
	struct netplan_file files[] = {
		{ "whole", text }, { "again", text }, { "half", str_upto(text, size / 2) },
	};
	struct desired_input input = { "fuzz", "h" };
	struct host row = { .name = snapshot_cstr(s, "fragment") };
	unsigned host = snapshot_add_host(s, &row);
	const char *what;
	struct err err;

	(void)desired_kind_of(text, &what);
	(void)nmstate_load(s, "state", text, &input, &err);
	(void)netplan_load(s, files, 1, &input, &err);
	(void)netplan_load(s, files, countof(files), &input, &err);
	parse_nmstate(s, host, "fragment", text);
	return 0;
}
