/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which commands there are, in a file, a form each:
 *
 *	esxcli iscsi networkportal add -A ADAPTER -n VMK
 *	ip [-4] [-6] route delete PREFIX [via IP] [dev NAME] [table NAME]
 *
 * A word of capitals is a type (proof/grammar.c), any other is itself.  `[…]` may be left out,
 * `...' behind a type: as often as one likes.  Options, with the type behind them, stand anywhere.
 */
#ifndef PROOF_GRAMMAR_H
#define PROOF_GRAMMAR_H

#include "base/arena.h"
#include "base/err.h"

struct grammar;

/* It lives in the arena. */
struct grammar *grammar_read(struct arena *a, const char *file, struct err *err);

/* NULL where the line is a command, or several with && between; else what is wrong. */
const char *grammar_wrong(const struct grammar *g, struct arena *a, const char *line);

#endif
