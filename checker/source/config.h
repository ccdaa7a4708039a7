/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who configures interfaces, out of the files of a host, running or saved. */
#ifndef SOURCE_CONFIG_H
#define SOURCE_CONFIG_H

#include "model/snapshot.h"

struct files;

/*
 * Fills managers of interfaces and methods of addresses, which must be read before.  0, or -1 where
 * leases are there that may not be read.
 */
int config_read(struct snapshot *s, unsigned host, const struct files *files);

#endif
