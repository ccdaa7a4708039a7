/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of other network namespaces: a link message has a number that this one gave to them. */
#include "source/live/shared.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <unistd.h>

enum { NAMES_MOST = 4096 };

static void on_nsid(struct live *l, const struct nlmsghdr *h)
{
	struct nlattr *tb[NETNSA_MAX + 1];

	if (h->nlmsg_type == RTM_NEWNSID && live_attrs(h, sizeof(struct rtgenmsg), tb, NETNSA_MAX))
		l->nsid = (int32_t)num_or(attr_num(tb[NETNSA_NSID]), -1);
}

/* The number of the namespace that this file is; -1 where it has none. */
static int ask_nsid(struct live *l, int fd)
{
	struct rtgenmsg header = { .rtgen_family = 0 };
	struct nl_msg *m = nlmsg_alloc_simple(RTM_GETNSID, 0);

	l->nsid = -1;
	if (!m || nlmsg_append(m, &header, sizeof(header), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(m, NETNSA_FD, (uint32_t)fd) < 0) {
		nlmsg_free(m);
		return -1;
	}
	return live_exchange(l, l->sock, m, on_nsid) == 0 ? l->nsid : -1;
}

static void give_name(struct live *l, int nsid, const char *name)
{
	for (size_t i = 0; i < l->links.n; i++)
		if (l->links.v[i].row.link_netns.s && l->links.v[i].nsid == nsid)
			l->links.v[i].row.link_netns = snapshot_cstr(l->s, name);
}

static bool any_elsewhere(const struct live *l)
{
	for (size_t i = 0; i < l->links.n; i++)
		if (l->links.v[i].row.link_netns.s)
			return true;
	return false;
}

void live_name_namespaces(struct live *l)
{
	DIR *dir = any_elsewhere(l) ? opendir("/run/netns") : NULL;
	struct dirent *e;

	for (unsigned i = 0; dir && i < NAMES_MOST && (e = readdir(dir)); i++) {
		int fd = openat(dirfd(dir), e->d_name,
				O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
		int nsid = fd >= 0 && e->d_name[0] != '.' ? ask_nsid(l, fd) : -1;
		if (nsid >= 0)
			give_name(l, nsid, e->d_name);
		if (fd >= 0)
			close(fd);
	}
	if (dir)
		closedir(dir);
}
