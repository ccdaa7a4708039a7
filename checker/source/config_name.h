/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host whose configuration does not name it is called after the file. */
#ifndef SOURCE_CONFIG_NAME_H
#define SOURCE_CONFIG_NAME_H

#include "base/arena.h"

/*
 * web01 of hosts/web01.yaml, of web01/etc/netplan and of web01/netplan; localhost where the path
 * says nothing.
 */
const char *config_name(struct arena *a, const char *path);

#endif
