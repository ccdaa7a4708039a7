/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saved outputs side by side, each a file or a folder: which of them are one host's?  Those of one
 * name, and those that share an own address or MAC; what has neither (routes, rules, neighbours)
 * belongs to the one host that it fits.  Names, MACs or addresses of one interface that differ keep
 * them apart, whatever else they share.
 */
#ifndef SOURCE_PIECES_H
#define SOURCE_PIECES_H

#include "source/source.h"

struct pieces;

struct pieces *pieces_new(void);
void pieces_free(struct pieces *p);
void pieces_freep(struct pieces **p);

/* Loads the outputs by themselves and keeps what tells a host.  The tree may go afterwards. */
void pieces_add(struct pieces *p, struct tree *t, const struct source *kind);

/* What the caller calls the last one, and its number; the tag must outlive the pieces. */
void pieces_tag(struct pieces *p, const char *tag, size_t number);

/* Are there so many that no more can be compared? */
bool pieces_full(const struct pieces *p);

/* After the last one.  The result does not depend on the order in which they came. */
void pieces_group(struct pieces *p);

/* How many hosts there are that have a name, address or MAC of their own. */
size_t pieces_hosts(const struct pieces *p);

/* The groups, by their first tags; within each the pieces are sorted by their tags. */
struct pieces_of {
	const struct source *kind;
	size_t *numbers;
	size_t n;
};
size_t pieces_groups(const struct pieces *p);
struct pieces_of *pieces_of(const struct pieces *p, size_t group);

#endif
