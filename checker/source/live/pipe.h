/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Receives ahead: a second thread has the kernel fill the next datagrams of a
 * long answer while the first ones are taken apart.  A dump of a million routes
 * then takes little longer than the kernel needs to write it.
 */
#ifndef SOURCE_LIVE_PIPE_H
#define SOURCE_LIVE_PIPE_H

#include <linux/netlink.h>
#include "base/base.h"

struct nl_sock;
struct pipe;

/*
 * Takes over the receiving of the answer to request `seq`; NULL where there is no thread to be had.
 */
struct pipe *pipe_start(struct nl_sock *sock, uint32_t seq);

/*
 * The next datagram, valid until the next call: its length, or a negative errno, which is the end.
 */
int pipe_next(struct pipe *p, unsigned char **ret_bytes);

/* After the last message of the answer, or the error. Accepts NULL. */
void pipe_stop(struct pipe *p);

/* One datagram of the kernel: its length, or a negative errno. */
int netlink_receive(struct nl_sock *sock, unsigned char *buffer, size_t room);

/* Does the answer to request `seq` end in this datagram? */
static inline bool netlink_ends(const struct nlmsghdr *h, uint32_t seq)
{
	return h->nlmsg_seq == seq &&
	       (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR ||
		!(h->nlmsg_flags & NLM_F_MULTI));
}

#endif
