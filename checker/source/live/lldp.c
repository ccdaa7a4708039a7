/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LLDP neighbours that systemd-networkd keeps below /run, a file for each interface by its index. */
#include "source/live/shared.h"

#include <errno.h>

#include "parse/linux/linux.h"

#define DIRECTORY "run/systemd/netif/lldp"

static int read_file(struct live *l, const char *name)
{
	struct arena *a = snapshot_arena(l->s);
	const char *path = arena_printf(a, "%s/%s", DIRECTORY, name);
	struct str text;
	uint64_t index;
	int failed;

	if (!str_to_u64(str_of(name), &index) || index > INT32_MAX || !live_link(l, (int)index))
		return 0;
	failed = root_read(l->root, path, a, &text);
	if (failed < 0)
		return failed;
	parse_lldp_frames(l->s, l->host, live_link_name(l, (int)index),
			  snapshot_at(l->s, arena_printf(a, "/%s", path), 0), text);
	return 0;
}

/* networkd listens on its own interfaces only, and lldpd keeps its neighbours to itself. */
void live_read_lldp(struct live *l)
{
	char **names;
	size_t n = 0;
	int failed = l->elsewhere ? -ENOENT
				  : root_list(l->root, DIRECTORY, snapshot_arena(l->s), &names, &n);

	for (size_t i = 0; failed >= 0 && i < n; i++)
		failed = read_file(l, names[i]);
	if (failed == -ENOENT || (failed == 0 && !n))
		snapshot_cover(l->s, l->host, TABLE_link_neighbour, COVERAGE_ABSENT,
			       "systemd-networkd keeps none; lldpctl may tell");
	else if (failed >= 0)
		snapshot_cover(l->s, l->host, TABLE_link_neighbour, COVERAGE_PARTIAL,
			       "only those that systemd-networkd keeps");
	else
		live_cover(l, TABLE_link_neighbour, "/" DIRECTORY, failed);
}
