/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A team as teamd tells of it, on the way from its texts to the tables. */
#ifndef PARSE_LINUX_TEAM_H
#define PARSE_LINUX_TEAM_H

#include "model/snapshot.h"

struct team_port {
	struct text name;
	struct origin origin;
	enum tri link;
	struct num speed;
	struct text duplex;
	bool watched; /* the text says by what, even if by nothing */
	struct text state; /* of LACP: current, expired, defaulted, disabled */
	enum tri selected;
	struct num aggregator, actor_state, partner_state;
	struct mac partner;
};

struct team {
	struct text name, runner, active_port;
	struct origin origin;
	struct text watches; /* names of link watchers, comma between */
	enum tri lacp_active, fast_rate;
	struct text select_policy;
	struct num ifindex;
	struct mac mac;
	struct team_port *ports;
	size_t nports;
	bool whole; /* all its ports are there */
};

/* Adds a port; the pointer holds until the next one. */
struct team_port *team_add_port(struct snapshot *s, struct team *t, struct text name,
				struct origin where);

/* A link watcher, named once. */
void team_add_watch(struct snapshot *s, struct team *t, struct str name);

/* Rows of bond, uplink and interface, and their coverage. A team without a name makes a note. */
void team_store(struct snapshot *s, unsigned host, const char *file, struct team *t);

#endif
