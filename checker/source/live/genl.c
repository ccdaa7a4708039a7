/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Generic netlink.  To ask for a family by its name makes the kernel load a
 * module for one that it lacks, so all families are listed and ours picked.
 */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

static void on_family(struct live *l, const struct nlmsghdr *h)
{
	static const char *const names[FAMILY_COUNT] = {
		[FAMILY_ETHTOOL] = "ethtool", [FAMILY_TEAM] = "team"
	};
	struct nlattr *tb[CTRL_ATTR_MAX + 1];
	struct text name;

	if (h->nlmsg_type != GENL_ID_CTRL || !live_attrs(h, GENL_HDRLEN, tb, CTRL_ATTR_MAX))
		return;
	name = attr_text(l, tb[CTRL_ATTR_FAMILY_NAME]);
	for (size_t i = 0; i < FAMILY_COUNT; i++)
		if (same(name.s, names[i]))
			l->families[i] = (int)num_or(attr_num(tb[CTRL_ATTR_FAMILY_ID]), 0);
}

int live_connect_genl(struct live *l)
{
	struct nl_msg *m;

	l->genl = nl_socket_alloc();
	if (!l->genl)
		return -ENOMEM;
	nl_socket_disable_auto_ack(l->genl);
	if (nl_connect(l->genl, NETLINK_GENERIC) < 0)
		return -EPROTONOSUPPORT;
	m = nlmsg_alloc();
	if (!m || !genlmsg_put(m, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, NLM_F_DUMP,
			       CTRL_CMD_GETFAMILY, 1)) {
		nlmsg_free(m);
		return -ENOMEM;
	}
	return live_exchange(l, l->genl, m, on_family);
}

struct nl_msg *live_genl_message(struct live *l, enum live_family family, int flags,
				 uint8_t command)
{
	struct nl_msg *m = nlmsg_alloc();

	if (m &&
	    genlmsg_put(m, NL_AUTO_PORT, NL_AUTO_SEQ, l->families[family], 0, flags, command, 1))
		return m;
	nlmsg_free(m);
	return NULL;
}
