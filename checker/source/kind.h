/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What kind of input a tree is, by the scores of all sources: the best wins, and the order of
 * sources.def breaks a tie.
 */
#ifndef SOURCE_KIND_H
#define SOURCE_KIND_H

#include "source/source.h"

struct kind {
	const struct source *source;
	unsigned score;
	const char *why; /* in memory of the tree, or NULL */
};

/* 1: found; 0: none; -1: outputs of hosts of two platforms lie together, and err names them. */
int kind_of(struct tree *t, struct kind *ret_kind, struct err *err);

/* The same for the beginning of a file: is it a document of some kind? */
bool kind_begins(struct tree *t, struct kind *ret_kind);

/* The sources say what they will read of an archive. */
void kind_wants(struct tree *t, const struct source *forced);

/* Why a tree is of no kind: what it looks like instead, and what to try. Always -1. */
int kind_unknown(struct tree *t, struct err *err);

/* Is a file meant as a snapshot, though it is none?  Its first mistake is worth telling then. */
bool kind_is_meant(const char *name, struct str text);

#endif
