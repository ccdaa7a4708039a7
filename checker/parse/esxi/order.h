/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Effective failover order of switches and port groups, worked out from all that was put. */
#ifndef PARSE_ESXI_ORDER_H
#define PARSE_ESXI_ORDER_H

#include "parse/esxi/facts.h"

struct esxi_order {
	struct text active, standby, unused; /* vmnics, comma between; {NULL}: not known */
	struct text load_balancing, failure_detection;
	enum tri failback, overrides, lag;
	struct origin origin; /* of the policy; zero where none was read */
};

/* Of a switch (portgroup NULL) or of a port group ("dvs/port" for a distributed one). */
struct esxi_order esxi_order(struct esxi *x, const char *vswitch, const char *portgroup);

/* Elements of a list as esxi_list() makes it. */
size_t esxi_list_length(const char *list);
bool esxi_list_has(const char *list, struct str name);

/* The row of a switch, or NULL. */
const struct vswitch *esxi_find_switch(const struct esxi *x, const char *name);

#endif
