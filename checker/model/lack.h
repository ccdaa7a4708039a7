/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What would have told what an input does not.  The commands stand in one list,
 * here: none comes from an input, so that they may be printed to be pasted.
 */
#ifndef MODEL_LACK_H
#define MODEL_LACK_H

#include "model/snapshot.h"

/* What is lacking of a table of a host: all of it or some rows, or a fact of its rows. */
struct lack {
	const char *what;    /* "NFS mounts and datastores", "service tags" */
	const char *why;     /* or NULL; text of the input may stand in it */
	const char *command; /* whose output would tell; NULL: none is known */
};

enum { LACKS_MOST = 8 };

/*
 * Facts that are known of none of a table's rows, though some output tells them, and what the
 * source said is missing: ", " between; NULL: none.
 */
const char *lack_facts(const struct snapshot *s, unsigned host, enum table_id t);

/* Those of one table, which the host's platform can have; the number of them. */
size_t lack_list(const struct snapshot *s, unsigned host, enum table_id t,
		 struct lack ret_lacks[static LACKS_MOST]);

/* The commands of one table, "; " between; NULL where there is none. */
const char *lack_commands(const struct snapshot *s, unsigned host, enum table_id t);

/* What fetches all that a host of this platform and kind of source has to tell. */
const char *lack_collector(const char *platform, const char *kind);

#endif
