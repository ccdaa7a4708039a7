/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a terminal shows on standard error while work takes more than a second. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
	size_t inputs;       /* set by the caller */
	_Atomic size_t done; /* hosts, counted by whoever works */
	bool running, ended;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* Nothing happens where standard error is no terminal. It lives until progress_end(). */
void progress_start(struct progress *p);

/* Erases what was shown. */
void progress_end(struct progress *p);

#endif
