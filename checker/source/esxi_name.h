/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a support bundle says: esx-HOST-2013-08-12--14.06, with or without .tgz. */
#ifndef SOURCE_ESXI_NAME_H
#define SOURCE_ESXI_NAME_H

#include "base/arena.h"
#include "base/str.h"

struct esxi_name {
	struct str host;      /* empty where the name has none, as in 4.x */
	const char *captured; /* RFC 3339; NULL where it has no time. Hosts keep UTC. */
};

struct esxi_name esxi_name(struct arena *a, struct str name);

#endif
