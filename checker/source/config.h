/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who configures interfaces, out of the files of a host, running or saved. */
#ifndef SOURCE_CONFIG_H
#define SOURCE_CONFIG_H

#include "model/snapshot.h"

struct files;

/* A file that lies elsewhere, in a section of a report or behind a prompt. */
struct config_file {
	const char *path; /* without a leading slash */
	struct str text;
};

/*
 * Fills managers of interfaces and methods of addresses, which must be read before, from the host's
 * files and `more`.  0, or -1 where leases are there that may not be read.
 */
int config_read(struct snapshot *s, unsigned host, const struct files *files,
		const struct config_file *more, size_t n);

#endif
