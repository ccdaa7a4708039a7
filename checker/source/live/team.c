/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Teams.  The kernel knows mode, active port and link state and tells root
 * alone; runner, link watchers and LACP live in teamd, which is not asked.
 */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_team.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

static void take_option(struct live *l, const struct nlattr *option)
{
	struct nlattr *tb[TEAM_ATTR_OPTION_MAX + 1];
	const char *name;

	if (!live_nested(option, tb, TEAM_ATTR_OPTION_MAX) || tb[TEAM_ATTR_OPTION_PORT_IFINDEX])
		return;
	name = attr_text(l, tb[TEAM_ATTR_OPTION_NAME]).s;
	if (same(name, "mode"))
		l->team->bond.mode = attr_text(l, tb[TEAM_ATTR_OPTION_DATA]);
	else if (same(name, "activeport"))
		l->team->active = attr_index(tb[TEAM_ATTR_OPTION_DATA]);
}

static void take_port(struct live *l, const struct nlattr *item)
{
	struct nlattr *tb[TEAM_ATTR_PORT_MAX + 1];
	struct live_link *port;

	if (!live_nested(item, tb, TEAM_ATTR_PORT_MAX) || tb[TEAM_ATTR_PORT_REMOVED])
		return;
	port = live_link_at(l, attr_index(tb[TEAM_ATTR_PORT_IFINDEX]));
	if (port && port->is_port)
		port->port.link = tri(tb[TEAM_ATTR_PORT_LINKUP]);
}

static void on_team(struct live *l, const struct nlmsghdr *h)
{
	struct nlattr *tb[TEAM_ATTR_MAX + 1];
	const struct nlattr *a;
	int left;

	if (h->nlmsg_type != l->families[FAMILY_TEAM] ||
	    !live_attrs(h, GENL_HDRLEN, tb, TEAM_ATTR_MAX))
		return;
	if (tb[TEAM_ATTR_LIST_OPTION])
		nla_for_each_nested(a, tb[TEAM_ATTR_LIST_OPTION], left)
			take_option(l, a);
	if (tb[TEAM_ATTR_LIST_PORT])
		nla_for_each_nested(a, tb[TEAM_ATTR_LIST_PORT], left)
			take_port(l, a);
}

static int ask(struct live *l, uint8_t command)
{
	struct nl_msg *m;

	if (!l->families[FAMILY_TEAM])
		return -ENOENT;
	m = live_genl_message(l, FAMILY_TEAM, 0, command);
	if (!m || nla_put_u32(m, TEAM_ATTR_TEAM_IFINDEX, (uint32_t)l->team->index) < 0) {
		nlmsg_free(m);
		return -ENOMEM;
	}
	return live_exchange(l, l->genl, m, on_team);
}

/*
 * In the modes that use every port, one whose link is down is unused; only activebackup has a
 * standby.
 */
static const char *role_of(const struct live_link *team, const struct live_link *port)
{
	if (!team->bond.mode.s || port->port.link == TRI_UNKNOWN)
		return NULL;
	if (same(team->bond.mode.s, "activebackup"))
		return port->index == team->active ? "active" : "standby";
	return port->port.link == TRI_YES ? "active" : "unused";
}

static void finish(struct live *l, struct live_link *team)
{
	enum tri active = team->bond.mode.s ? TRI_NO : TRI_UNKNOWN;

	team->bond.active_member = live_link_name(l, team->active);
	for (size_t i = 0; i < l->links.n; i++) {
		struct live_link *port = &l->links.v[i];
		if (!port->is_port || port->master != team->index)
			continue;
		port->port.role = snapshot_cstr(l->s, role_of(team, port));
		if (same(port->port.role.s, "active") && port->port.link == TRI_YES)
			active = TRI_YES;
	}
	team->bond.has_active = active;
}

static int read_team(struct live *l, struct live_link *team)
{
	int failed;

	team->is_bond = true;
	team->bond.name = team->row.name;
	team->bond.driver = snapshot_cstr(l->s, "team");
	l->team = team;
	failed = ask(l, TEAM_CMD_OPTIONS_GET);
	if (failed == 0)
		failed = ask(l, TEAM_CMD_PORT_LIST_GET);
	l->team = NULL;
	finish(l, team);
	return failed;
}

void live_read_teams(struct live *l)
{
	bool any = false;
	int failed = 0;

	for (size_t i = 0; i < l->links.n; i++) {
		if (!same(l->links.v[i].row.kind.s, "team"))
			continue;
		any = true;
		int one = read_team(l, &l->links.v[i]);
		failed = one ? one : failed;
	}
	if (!any)
		return;
	if (failed)
		l->teams_why = snapshot_textf(l->s, "teams: %s", strerror(-failed)).s;
	else
		l->teams_why = "teams: link watchers and LACP are known to teamd alone";
}
