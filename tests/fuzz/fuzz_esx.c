/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every reader of ESXi texts comes to an end with views inside the text, and every tree can be walked. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "parse/esxi/items.h"
#include "parse/esxi/outline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void inside(struct str text, struct str view)
{
	require(!view.n || (view.p >= text.p && view.p + view.n <= text.p + text.n));
}

static void walk(const struct outline *root)
{
	unsigned nodes = 0;

	for (const struct outline *at = root; at; at = outline_next(root, at))
		nodes++;
	require(nodes <= OUTLINE_NODES_MOST + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct esx_lines conf = esx_lines(text), colon = conf;
	struct net_dvs dvs = { .lines = conf };
	struct dump_db db = { .lines = conf };
	struct arena *a = arena_new();
	struct esx_item item;

	while (esx_conf_next(&conf, &item))
		inside(text, item.value);
	while (net_dvs_next(&dvs, &item))
		require(item.line);
	while (dump_db_next(&db, &item))
		inside(text, item.value);
	while (esx_colon_next(&colon, &item))
		inside(text, item.key);
	walk(parse_vmodl(a, text));
	walk(parse_esxcfg_info(a, text));
	arena_free(a);
	return 0;
}
