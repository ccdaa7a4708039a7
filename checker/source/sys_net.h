/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOURCE_SYS_NET_H
#define SOURCE_SYS_NET_H

#include "model/snapshot.h"
#include "source/files.h"

/* Rows of interface: attributes in a saved sys/class/net. */
void parse_sys_net(struct snapshot *s, unsigned host, const struct files *files);

#endif
