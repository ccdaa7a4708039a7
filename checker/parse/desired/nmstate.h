/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files that read nmstate: a state as a tree of values in, rows out. */
#ifndef PARSE_DESIRED_NMSTATE_H
#define PARSE_DESIRED_NMSTATE_H

#include "parse/desired/plan.h"

struct nmstate {
	struct plan plan;
	bool current; /* what a host has, not what it is to have */
};

/* `interfaces:`, then what depends on all of them. */
void nmstate_interfaces(struct nmstate *m, const struct node *state);
/* Connected routes that the state shows by itself; before all that is derived. */
void nmstate_connected(struct nmstate *m, const struct node *state);
/* `routes:` and `route-rules:` */
void nmstate_routes(struct nmstate *m, const struct node *state);
void nmstate_rules(struct nmstate *m, const struct node *state);

#endif
