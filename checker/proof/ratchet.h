/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of what a test lets pass, in a file, a line each, which may only get shorter: the test
 * fails where a fault is not listed, and where a listed one is none any more.  Lines that begin
 * with `#' say why those below them may pass.
 */
#ifndef PROOF_RATCHET_H
#define PROOF_RATCHET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct ratchet {
	const char *file;
	const char *head;   /* the lines with `#' that it begins with */
	struct words lines; /* in their order */
	bool *met;
};

int ratchet_read(struct arena *a, const char *file, struct ratchet *ret_ratchet, struct err *err);

/* Is the fault listed? Then it was met. */
bool ratchet_passes(struct ratchet *r, const char *fault);

/* Writes the file anew: its head, then these faults in order, each once. */
int ratchet_write(const struct ratchet *r, struct arena *a, const struct words *faults,
		  struct err *err);

/* Adds the lines that were not met to *faults. */
void ratchet_end(const struct ratchet *r, struct arena *a, struct words *faults);

#endif
