/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts of ESX and ESXi hosts that are lines of keys and values.  Each reader
 * hands out one item after the other, as views into the text; what they mean is
 * the source's business.  A line that is not understood is an item without key,
 * its value the line.
 */
#ifndef PARSE_ESXI_ITEMS_H
#define PARSE_ESXI_ITEMS_H

#include "base/str.h"

struct esx_lines {
	struct str rest;
	unsigned line; /* of the item handed out last, from 1 */
};

struct esx_item {
	struct str section; /* where the text has such: the port, the part of a database */
	struct str part;    /* a group within it */
	struct str key, value;
	unsigned line;
};

static inline struct esx_lines esx_lines(struct str text)
{
	return (struct esx_lines){ text, 0 };
}

/* The next line that is not empty, trimmed, without a comment's '#'. */
bool esx_line(struct esx_lines *l, struct str *ret_line);

/* esx.conf: /path/of/the/key = "value". */
bool esx_conf_next(struct esx_lines *l, struct esx_item *ret_item);

/*
 * net-dvs -l: section is "switch", "global", "host" or the number of a port,
 * part the property that the key belongs to (com.vmware.etherswitch.port.teaming),
 * else empty.  `switch …` itself is an item with the key "switch".  Copies that
 * lost their indentation read the same.
 */
struct net_dvs {
	struct esx_lines lines;
	struct str section, part;
};
bool net_dvs_next(struct net_dvs *d, struct esx_item *ret_item);

/* vmkiscsid --dump-db: 'key'='value' below =========[section]=========. */
struct dump_db {
	struct esx_lines lines;
	struct str section;
};
bool dump_db_next(struct dump_db *d, struct esx_item *ret_item);

/*
 * Lines `key : value` as vmkiscsi-tool and esxcfg-swiscsi print them; a line without colon is its
 * own key.
 */
bool esx_colon_next(struct esx_lines *l, struct esx_item *ret_item);

#endif
