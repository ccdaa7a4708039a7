/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least that anyone has to do who wants the facts of this host: asks the
 * kernel for links, addresses, routes, rules and neighbours, and counts them.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned char buffer[32 * 1024];

/* The number of messages in one answer, or -1. */
static long dump(int fd, unsigned short type, unsigned seq, size_t header)
{
	struct {
		struct nlmsghdr h;
		unsigned char body[64];
	} request = {
		.h.nlmsg_len = (unsigned)NLMSG_LENGTH(header),
		.h.nlmsg_type = type,
		.h.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		.h.nlmsg_seq = seq,
	};
	long count = 0;

	if (send(fd, &request, request.h.nlmsg_len, 0) < 0)
		return -1;
	for (;;) {
		ssize_t n = recv(fd, buffer, sizeof(buffer), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		for (struct nlmsghdr *h = (void *)buffer; NLMSG_OK(h, (size_t)n); h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_type == NLMSG_DONE)
				return count;
			if (h->nlmsg_type == NLMSG_ERROR)
				return -1;
			count++;
		}
	}
}

int main(void)
{
	static const struct {
		unsigned short type;
		size_t header;
		const char *name;
	} parts[] = {
		{ RTM_GETLINK, sizeof(struct ifinfomsg), "links" },
		{ RTM_GETADDR, 8, "addresses" },
		{ RTM_GETROUTE, sizeof(struct rtmsg), "routes" },
		{ RTM_GETRULE, 12, "rules" },
		{ RTM_GETNEIGH, 12, "neighbours" },
	};
	int on = 1, fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	(void)setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		long count = dump(fd, parts[i].type, i + 1, parts[i].header);
		if (count < 0) {
			fprintf(stderr, "%s: %s\n", parts[i].name, strerror(errno));
			return 1;
		}
		printf("%ld %s\n", count, parts[i].name);
	}
	close(fd);
	return 0;
}
