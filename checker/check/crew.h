/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads that read inputs and evaluate the hosts in them.  Whoever is free
 * takes the next host, else the next input.  Hosts get their names in the order
 * of the inputs, whichever was read first, so the report is the same for any
 * number of threads.
 */
#ifndef CHECK_CREW_H
#define CHECK_CREW_H

#include "check/store.h"

/* Into the store; jobs threads at most. -1 where the work could not be done at all. */
int crew_work(struct store *s, const struct check_inputs *inputs, unsigned jobs, struct err *err);

#endif
