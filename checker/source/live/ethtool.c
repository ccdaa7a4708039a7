/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speed and duplex of all devices in one dump; the driver of the real ones. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/sockios.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void take_speed(struct live *l, struct interface *row, uint32_t speed, uint8_t duplex)
{
	if (speed && speed != (uint32_t)SPEED_UNKNOWN && speed != UINT16_MAX)
		row->speed = num(speed);
	if (duplex == DUPLEX_FULL || duplex == DUPLEX_HALF)
		row->duplex = snapshot_cstr(l->s, duplex == DUPLEX_FULL ? "full" : "half");
}

static void on_linkmodes(struct live *l, const struct nlmsghdr *h)
{
	struct nlattr *tb[ETHTOOL_A_LINKMODES_MAX + 1], *header[ETHTOOL_A_HEADER_MAX + 1];
	struct live_link *link;

	if (h->nlmsg_type != l->families[FAMILY_ETHTOOL] ||
	    !live_attrs(h, GENL_HDRLEN, tb, ETHTOOL_A_LINKMODES_MAX) ||
	    !live_nested(tb[ETHTOOL_A_LINKMODES_HEADER], header, ETHTOOL_A_HEADER_MAX))
		return;
	link = live_link_at(l, attr_index(header[ETHTOOL_A_HEADER_DEV_INDEX]));
	if (link)
		take_speed(
			l, &link->row, (uint32_t)num_or(attr_num(tb[ETHTOOL_A_LINKMODES_SPEED]), 0),
			(uint8_t)num_or(attr_num(tb[ETHTOOL_A_LINKMODES_DUPLEX]), DUPLEX_UNKNOWN));
}

static bool dump_linkmodes(struct live *l)
{
	struct nlattr *header;
	struct nl_msg *m;

	if (!l->families[FAMILY_ETHTOOL])
		return false;
	m = live_genl_message(l, FAMILY_ETHTOOL, NLM_F_DUMP, ETHTOOL_MSG_LINKMODES_GET);
	if (!m)
		return false;
	header = nla_nest_start(m, ETHTOOL_A_LINKMODES_HEADER | NLA_F_NESTED);
	if (!header || nla_put_u32(m, ETHTOOL_A_HEADER_FLAGS, ETHTOOL_FLAG_COMPACT_BITSETS) < 0) {
		nlmsg_free(m);
		return false;
	}
	nla_nest_end(m, header);
	return live_exchange(l, l->genl, m, on_linkmodes) == 0;
}

static bool ask(int fd, const struct live_link *link, void *command)
{
	struct ifreq request = { .ifr_data = command };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", link->row.name.s);
	return ioctl(fd, SIOCETHTOOL, &request) == 0;
}

/* Kernels before 5.6 have no netlink for it. */
static void ask_speed(struct live *l, int fd, struct live_link *link)
{
	struct ethtool_cmd settings = { .cmd = ETHTOOL_GSET };

	if (ask(fd, link, &settings))
		take_speed(l, &link->row, ethtool_cmd_speed(&settings), settings.duplex);
}

static void ask_driver(struct live *l, int fd, struct live_link *link)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	if (!ask(fd, link, &info))
		return;
	link->row.driver = snapshot_text(
		l->s, (struct str){ info.driver, strnlen(info.driver, sizeof(info.driver)) });
	if (!link->row.bus.s && *info.bus_info && strcmp(info.bus_info, "N/A") != 0)
		link->row.bus = snapshot_text(
			l->s, (struct str){ info.bus_info,
					    strnlen(info.bus_info, sizeof(info.bus_info)) });
}

void live_read_ethtool(struct live *l)
{
	bool dumped = dump_linkmodes(l);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (size_t i = 0; fd >= 0 && i < l->links.n; i++) {
		struct live_link *link = &l->links.v[i];
		bool real = same(link->row.kind.s, "physical");
		if (real)
			ask_driver(l, fd, link);
		if (!dumped && (real || link->is_bond))
			ask_speed(l, fd, link);
	}
	if (fd >= 0)
		close(fd);
}
