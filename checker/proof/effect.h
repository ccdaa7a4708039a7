/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a printed command does, as far as two commands of one report may undo each other: it
 * brings an object to a state.  Two that bring one object to different states exclude each other.
 */
#ifndef PROOF_EFFECT_H
#define PROOF_EFFECT_H

#include "base/arena.h"
#include "base/str.h"

struct effect {
	const char *object; /* "record TARGET PORTAL IFACE", "address 10.0.0.5 eth1", … */
	const char *state;  /* "kept", "gone", or the value that it is set to */
};

struct effects {
	struct effect *v;
	size_t n;
};

/* Of the lines of `run`, each a command or several with && between. */
struct effects effects_of(struct arena *a, const char *run);

/* A line as the words that a shell makes of it; without `ip netns exec NAME` before them. */
struct words effect_words(struct arena *a, struct str command);

#endif
