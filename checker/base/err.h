/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why the tool cannot go on, in the user's words.  The caller owns the struct
 * and nothing is allocated.  A function that fails fills it and returns -1;
 * each floor on the way up may wrap it once.  Only cmd/ shows it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/base.h"

struct err {
	char text[512];
};

/* Sets the text (cut to fit, at a character's border).  Always -1: return err_set(err, "…"); */
int err_set(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* Puts "context: " in front of the text.  Always -1. */
int err_wrap(struct err *err, const char *fmt, ...) PRINTF(2, 3);

#endif
