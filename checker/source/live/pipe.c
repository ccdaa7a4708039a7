/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <netlink/msg.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "source/live/pipe.h"

/*
 * The kernel fills at most 32 KiB at a time with routes.  To wake a thread costs
 * as much as to fill a slot, so a side that had to wait goes on when half are ready.
 */
enum { SLOTS = 32, HALF = SLOTS / 2, SLOT_BYTES = 32 * 1024 };

struct pipe {
	struct nl_sock *sock;
	uint32_t seq;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled_half, emptied;
	bool ended;
	unsigned filled, taken; /* datagrams so far; slot: modulo SLOTS; the last one taken is still
				   in use */
	int lengths[SLOTS];
	unsigned char slots[SLOTS][SLOT_BYTES];
};

static bool is_last(struct pipe *p, unsigned char *bytes, int left)
{
	struct nlmsghdr *h = (struct nlmsghdr *)(void *)bytes;

	if (left < 0)
		return true;
	for (; nlmsg_ok(h, left); h = nlmsg_next(h, &left))
		if (netlink_ends(h, p->seq))
			return true;
	return false;
}

static void *fill(void *pipe)
{
	struct pipe *p = pipe;
	bool last = false;

	for (unsigned i = 0; !last; i++) {
		pthread_mutex_lock(&p->lock);
		if (i - p->taken >= SLOTS - 1)
			while (i - p->taken > HALF)
				pthread_cond_wait(&p->emptied, &p->lock);
		pthread_mutex_unlock(&p->lock);
		int n = netlink_receive(p->sock, p->slots[i % SLOTS], SLOT_BYTES);
		last = is_last(p, p->slots[i % SLOTS], n);
		pthread_mutex_lock(&p->lock);
		p->lengths[i % SLOTS] = n;
		p->filled = i + 1;
		p->ended = last;
		if (last || p->filled - p->taken == HALF)
			pthread_cond_signal(&p->filled_half);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

struct pipe *pipe_start(struct nl_sock *sock, uint32_t seq)
{
	struct pipe *p = xmalloc(sizeof(*p));

	p->sock = sock;
	p->seq = seq;
	p->filled = p->taken = 0;
	p->ended = false;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->filled_half, NULL);
	pthread_cond_init(&p->emptied, NULL);
	if (pthread_create(&p->thread, NULL, fill, p) == 0)
		return p;
	free(p);
	return NULL;
}

/* One slot always stays with the reader: the writer keeps SLOTS - 1 behind `taken`. */
int pipe_next(struct pipe *p, unsigned char **ret_bytes)
{
	int n;

	pthread_mutex_lock(&p->lock);
	if (p->filled == p->taken)
		while (!p->ended && p->filled - p->taken < HALF)
			pthread_cond_wait(&p->filled_half, &p->lock);
	n = p->lengths[p->taken % SLOTS];
	*ret_bytes = p->slots[p->taken % SLOTS];
	p->taken++;
	if (p->filled - p->taken == HALF)
		pthread_cond_signal(&p->emptied);
	pthread_mutex_unlock(&p->lock);
	return n;
}

void pipe_stop(struct pipe *p)
{
	if (!p)
		return;
	pthread_join(p->thread, NULL);
	pthread_cond_destroy(&p->filled_half);
	pthread_cond_destroy(&p->emptied);
	pthread_mutex_destroy(&p->lock);
	free(p);
}
