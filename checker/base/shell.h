/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as one word of a POSIX shell: a person pastes the commands that
 * are printed, and the names in them come from strangers.
 */
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include <stdio.h>

#include "base/arena.h"
#include "base/base.h"

/*
 * The word stays bare, or stands in single quotes; where it holds what a
 * terminal obeys or nobody sees, it becomes "$(printf '\033…')".  On one line
 * always, and the shell makes exactly the same bytes of it.  A word that
 * begins with '-' is quoted no differently: that it may be an option is the
 * caller's matter.
 */
char *shell_word(struct arena *a, const char *text);
void shell_word_print(FILE *out, const char *text);

#endif
