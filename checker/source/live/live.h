/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The running host as a source: asked of its kernel and read from its files.  Nothing
 * is changed, no program is run and no module loaded.
 */
#ifndef SOURCE_LIVE_LIVE_H
#define SOURCE_LIVE_LIVE_H

#include "base/err.h"
#include "model/snapshot.h"

/* How the live host is read. Zeroed: this namespace, files below /. */
struct live_options {
	const char *netns; /* name below /run/netns, or a path with a slash */
	const char *root;  /* read files below this directory */
	unsigned jobs;     /* threads at most; 0: as many as there are cores */
	/*
	 * Tables, and parts of them, that nobody will look into.  What fills them alone is not read, and
	 * their coverage is that of what was not asked; they may have rows all the same.
	 */
	table_set unwanted;
};

/* This Linux host, from the kernel and its files. */
int source_load_live(struct snapshot *s, const struct live_options *options, struct err *err);

#endif
