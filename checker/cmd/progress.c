/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

enum { FIRST_MS = 900, NEXT_MS = 200, NUMBER = 32 };

/* 6214 as "6,214" */
static const char *grouped(size_t n, char text[NUMBER])
{
	char *at = text + NUMBER;

	*--at = '\0';
	for (unsigned digits = 0; n || !digits; n /= 10, digits++) {
		if (digits && digits % 3 == 0)
			*--at = ',';
		*--at = (char)('0' + n % 10);
	}
	return at;
}

/* Files of one host, or many hosts in one file, make the number of inputs no number of hosts. */
static void show(const struct progress *p)
{
	char done[NUMBER], all[NUMBER];

	if (p->done && p->done <= p->inputs && p->inputs > 1)
		fprintf(stderr, "\r\033[Kchecking %s of %s hosts", grouped(p->done, done),
			grouped(p->inputs, all));
	else if (p->done)
		fprintf(stderr, "\r\033[Kchecking hosts: %s so far", grouped(p->done, done));
	else
		fputs("\r\033[Kreading", stderr);
	fflush(stderr);
}

static void *run(void *progress)
{
	struct progress *p = progress;
	long wait = FIRST_MS;
	bool shown = false;

	pthread_mutex_lock(&p->lock);
	while (!p->ended) {
		struct timespec until;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += wait * 1000 * 1000;
		until.tv_sec += until.tv_nsec / (1000 * 1000 * 1000);
		until.tv_nsec %= 1000 * 1000 * 1000;
		if (pthread_cond_timedwait(&p->changed, &p->lock, &until) == 0)
			continue;
		show(p);
		shown = true;
		wait = NEXT_MS;
	}
	pthread_mutex_unlock(&p->lock);
	if (shown)
		fputs("\r\033[K", stderr);
	return NULL;
}

void progress_start(struct progress *p)
{
	const char *term = getenv("TERM");

	if (!isatty(STDERR_FILENO) || !term || strcmp(term, "dumb") == 0)
		return;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	p->running = pthread_create(&p->thread, NULL, run, p) == 0;
}

void progress_end(struct progress *p)
{
	if (!p->running)
		return;
	pthread_mutex_lock(&p->lock);
	p->ended = true;
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
	pthread_join(p->thread, NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->changed);
}
