/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where in a tree the outputs of ESX and ESXi hosts lie: a support bundle, the
 * collector's archive, a folder of saved outputs, or several of them in one
 * (what vCenter hands out for a cluster).  Names alone decide; nothing is read
 * but a bundle's README.
 */
#ifndef SOURCE_ESXI_PLACES_H
#define SOURCE_ESXI_PLACES_H

#include "base/arena.h"
#include "base/err.h"

struct tree;

/* The files of one host. */
struct esxi_place {
	const char *root;     /* their folder; "" is the tree itself */
	const char *host;     /* as the folder's name has it; NULL where it does not */
	const char *captured; /* RFC 3339, UTC; NULL where nothing says it */
	const char *const *files; /* names in the tree, sorted */
	size_t nfiles;
	bool named;           /* one of them is esxi_named() */
};

struct esxi_places {
	struct esxi_place *v;
	size_t n;
};

/* Members of an archive that are worth keeping, for tree_want(). */
extern const char *const esxi_wants[];

/* Does the name, path and all, say that an ESX or ESXi host made the file? */
bool esxi_named(struct str name);

/*
 * Folders with at least one file that is esxi_named(), and the tree's own
 * whatever is in it; of these all files that may be outputs, be it that only
 * their content tells.  Lives in the arena.
 */
struct esxi_places esxi_places(struct tree *t, struct arena *a);

#endif
