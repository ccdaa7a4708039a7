/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text as a terminal, an editor or Windows saved it, made plain: UTF-8 without
 * a byte order mark, lines that end with LF, no-break spaces as blanks, no
 * escape sequences.  What was typed over or erased is gone, as on the screen.
 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include "base/arena.h"
#include "base/str.h"

/* The text itself where it is plain already; else a copy in the arena, never longer but for UTF-16. */
struct str plain_text(struct arena *a, struct str text);

#endif
