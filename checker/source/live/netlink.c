/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket, the dumps and their attributes. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "source/live/pipe.h"

/*
 * The kernel fills at most 32 KiB at a time, but for a link with many virtual
 * functions; what is not touched costs nothing.
 */
enum { BUFFER = 256 * 1024, TRIES = 5 };

/* After so many datagrams an answer is long enough for a second thread. */
enum { MANY = 16 };

int live_connect(struct live *l, struct err *err)
{
	int on = 1, failed;

	l->sock = nl_socket_alloc();
	l->ear = nl_socket_alloc();
	if (!l->sock || !l->ear)
		return err_set(err, "netlink: out of memory");
	nl_join_groups(l->ear, RTMGRP_LINK);
	failed = nl_connect(l->sock, NETLINK_ROUTE);
	if (failed == 0)
		failed = nl_connect(l->ear, NETLINK_ROUTE);
	if (failed < 0)
		return err_set(err, "netlink: %s", nl_geterror(failed));
	nl_socket_disable_auto_ack(l->sock);
	nl_socket_set_buffer_size(l->sock, 1 << 20, 0);
	/* Older kernels lack it and ignore what they do not know: no harm. */
	(void)setsockopt(nl_socket_get_fd(l->sock), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on,
			 sizeof(on));
	l->buffer = xmalloc(BUFFER);
	return 0;
}

void live_disconnect(struct live *l)
{
	nl_socket_free(l->sock);
	nl_socket_free(l->ear);
	nl_socket_free(l->genl);
	free(l->buffer);
	l->sock = l->ear = l->genl = NULL;
	l->buffer = NULL;
}

/* Takes what has come; a full buffer (ENOBUFS) is news as well. */
bool live_heard(struct live *l)
{
	bool heard = false;
	ssize_t n;

	while ((n = recv(nl_socket_get_fd(l->ear), l->buffer, BUFFER, MSG_DONTWAIT)) > 0 ||
	       (n < 0 && (errno == EINTR || errno == ENOBUFS)))
		heard |= n > 0 || errno == ENOBUFS;
	return heard;
}

int netlink_receive(struct nl_sock *sock, unsigned char *buffer, size_t room)
{
	struct sockaddr_nl from = { .nl_family = AF_NETLINK };
	struct iovec iov = { buffer, room };
	struct msghdr m = { .msg_name = &from, .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t n;

	do {
		m.msg_namelen = sizeof(from);
		n = recvmsg(nl_socket_get_fd(sock), &m, 0);
	} while ((n < 0 && errno == EINTR) || (n >= 0 && from.nl_pid != 0));
	if (n < 0)
		return -errno;
	return m.msg_flags & MSG_TRUNC ? -EMSGSIZE : (int)n;
}

struct answer {
	bool done, interrupted;
	int error;
};

static int32_t payload_error(const struct nlmsghdr *h)
{
	int32_t error = 0;

	if (h->nlmsg_len >= NLMSG_LENGTH(sizeof(error)))
		memcpy(&error, NLMSG_DATA(h), sizeof(error));
	return error;
}

static void take(struct live *l, const struct nlmsghdr *h, live_handle *handle, struct answer *a)
{
	a->interrupted |= (h->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
	a->done = netlink_ends(h, h->nlmsg_seq);
	if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
		a->error = payload_error(h);
	else if (h->nlmsg_type >= NLMSG_MIN_TYPE)
		handle(l, h);
}

/* Reads to the end of the answer, so that the next one starts with its own. */
static struct answer read_answer(struct live *l, struct nl_sock *sock, uint32_t seq,
				 live_handle *handle)
{
	struct answer a = { .done = false };
	struct pipe *pipe = NULL;

	for (unsigned i = 0; !a.done; i++) {
		unsigned char *bytes = l->buffer;
		if (i == MANY && !l->alone)
			pipe = pipe_start(sock, seq);
		int left =
			pipe ? pipe_next(pipe, &bytes) : netlink_receive(sock, l->buffer, BUFFER);
		if (left < 0) {
			a.error = left;
			a.interrupted = left == -ENOBUFS;
			break;
		}
		for (struct nlmsghdr *h = (struct nlmsghdr *)(void *)bytes;
		     nlmsg_ok(h, left) && !a.done; h = nlmsg_next(h, &left))
			if (h->nlmsg_seq == seq)
				take(l, h, handle, &a);
	}
	pipe_stop(pipe);
	return a;
}

int live_exchange(struct live *l, struct nl_sock *sock, struct nl_msg *request, live_handle *handle)
{
	int failed = nl_send_auto(sock, request);
	struct answer a;

	if (failed < 0) {
		nlmsg_free(request);
		return -EIO;
	}
	a = read_answer(l, sock, nlmsg_hdr(request)->nlmsg_seq, handle);
	nlmsg_free(request);
	return a.interrupted ? -EINTR : a.error;
}

static struct nl_msg *make_dump(const struct live_request *request)
{
	unsigned char header[64] = { (unsigned char)request->family };
	struct nl_msg *m = nlmsg_alloc_simple(request->type, NLM_F_DUMP);

	if (!m || nlmsg_append(m, header, request->header, NLMSG_ALIGNTO) < 0 ||
	    (request->ext_mask && nla_put_u32(m, IFLA_EXT_MASK, request->ext_mask) < 0)) {
		nlmsg_free(m);
		return NULL;
	}
	return m;
}

int live_dump(struct live *l, const struct live_request *request, live_handle *handle)
{
	size_t rows[TABLE_COUNT];
	int failed = -EINTR;

	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		rows[t] = snapshot_rows(l->s, t, l->host);
	l->family = request->family;
	for (int i = 0; i < TRIES && failed == -EINTR; i++) {
		struct nl_msg *m = make_dump(request);
		if (!m)
			return -ENOMEM;
		for (enum table_id t = 0; t < TABLE_COUNT; t++)
			snapshot_truncate(l->s, t, l->host, rows[t]);
		if (request->restart)
			request->restart(l);
		failed = live_exchange(l, l->sock, m, handle);
	}
	return failed;
}

void live_cover(struct live *l, enum table_id t, const char *what, int error)
{
	char why[128];

	if (error == 0) {
		snapshot_cover(l->s, l->host, t, COVERAGE_READ, NULL);
		return;
	}
	if (error == -EINTR)
		snprintf(why, sizeof(why), "%s: the kernel's table kept changing while it was read",
			 what);
	else
		snprintf(why, sizeof(why), "%s: %s", what, strerror(-error));
	snapshot_cover(l->s, l->host, t, error == -EINTR ? COVERAGE_PARTIAL : COVERAGE_ABSENT, why);
}

void live_cover_more(struct live *l, enum table_id t, const char *what, int error)
{
	if (error && error != -EAFNOSUPPORT && error != -EOPNOTSUPP)
		live_cover(l, t, what, error);
}

bool live_attrs(const struct nlmsghdr *h, size_t header, struct nlattr **tb, int max)
{
	return nlmsg_parse((struct nlmsghdr *)(uintptr_t)h, (int)header, tb, max, NULL) == 0;
}

bool live_nested(const struct nlattr *a, struct nlattr **tb, int max)
{
	memset(tb, 0, sizeof(*tb) * (size_t)(max + 1));
	return a && nla_parse_nested(tb, max, (struct nlattr *)(uintptr_t)a, NULL) == 0;
}

struct num attr_num(const struct nlattr *a)
{
	uint64_t v = 0;
	int n = a ? nla_len(a) : 0;

	if (n != 1 && n != 2 && n != 4 && n != 8)
		return (struct num){ .known = false };
	switch (n) {
	case 1: v = *(const uint8_t *)nla_data(a); break;
	case 2: v = nla_get_u16(a); break;
	case 4: v = nla_get_u32(a); break;
	default: v = nla_get_u64(a); break;
	}
	return num((int64_t)v);
}

struct num attr_be_num(const struct nlattr *a)
{
	struct num n = attr_num(a);

	if (!n.known)
		return n;
	switch (nla_len(a)) {
	case 2: n.v = __builtin_bswap16((uint16_t)n.v); break;
	case 4: n.v = __builtin_bswap32((uint32_t)n.v); break;
	case 8: n.v = (int64_t)__builtin_bswap64((uint64_t)n.v); break;
	}
	return n;
}

int attr_index(const struct nlattr *a)
{
	struct num n = attr_num(a);

	return n.known && n.v > 0 && n.v <= INT32_MAX ? (int)n.v : 0;
}

struct mac attr_mac(const struct nlattr *a)
{
	return a ? mac_from_bytes(nla_data(a), (size_t)nla_len(a)) : (struct mac){ .len = 0 };
}

struct ip attr_ip(const struct nlattr *a)
{
	if (a && nla_len(a) == 4)
		return ip_from_bytes(IP_V4, nla_data(a));
	if (a && nla_len(a) == 16)
		return ip_from_bytes(IP_V6, nla_data(a));
	return (struct ip){ .family = IP_NONE };
}

struct text attr_text(struct live *l, const struct nlattr *a)
{
	if (!a)
		return (struct text){ NULL };
	return snapshot_text(l->s, (struct str){ nla_data(a), (size_t)nla_len(a) });
}

struct text live_flags(struct live *l, uint32_t value, const struct live_flag *list, size_t n)
{
	char all[256] = "";
	size_t used = 0;

	for (size_t i = 0; i < n && used < sizeof(all); i++)
		if (value & list[i].bit)
			used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s",
						 used ? "," : "", list[i].name);
	return snapshot_cstr(l->s, all);
}

struct text live_word(struct live *l, const char *const *names, size_t n, uint32_t value)
{
	if (value < n && names[value])
		return snapshot_cstr(l->s, names[value]);
	return snapshot_textf(l->s, "%u", value);
}
