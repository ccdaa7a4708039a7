/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PARSE_MARGIN_H
#define PARSE_MARGIN_H

#include "base/arena.h"
#include "base/str.h"

/* The text without one column of numbers, times or blanks that all its lines have; else as it is. */
struct str without_margin(struct arena *a, struct str text);

#endif
