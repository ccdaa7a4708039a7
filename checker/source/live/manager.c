/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who configures an interface, and which of its addresses came by DHCP: what files say of it. */
#include "source/live/shared.h"

#include "source/config.h"
#include "source/files.h"

/* Addresses of another namespace than that of the files are no less of it. */
static void no_files(struct live *l)
{
	for_each_row (address, a, l->s, l->host) {
		if (a->method.s)
			continue;
		a->method = snapshot_cstr(l->s, "static");
		put_address(l->s, l->host, a->row.index, a);
	}
}

void live_read_managers(struct live *l)
{
	const struct files files = { .root = l->root, .arena = snapshot_arena(l->s), .whole = true };

	if (l->elsewhere) {
		no_files(l);
		return;
	}
	if (config_read(l->s, l->host, &files, NULL, 0) < 0)
		snapshot_note(l->s, l->host, snapshot_at(l->s, NULL, 0), STR("DHCP leases"),
			      "permission denied: which addresses came by DHCP is known in part");
}
