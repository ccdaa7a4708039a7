/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policy routing rules with all their selectors. */
#include "source/live/shared.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <sys/socket.h>

/* Selectors that came after linux/fib_rules.h of Debian 12. */
enum {
	RULE_DSCP = 25,
	RULE_FLOWLABEL,
	RULE_FLOWLABEL_MASK,
	RULE_SPORT_MASK,
	RULE_DPORT_MASK,
	RULE_DSCP_MASK,
	RULE_ATTRS,
	RULE_TRIED = 64, /* room to see one that is newer still */
};

static void range(const struct nlattr *a, struct num *ret_start, struct num *ret_end)
{
	const uint16_t *ports = a && nla_len(a) == 4 ? nla_data(a) : NULL;

	if (!ports)
		return;
	*ret_start = num(ports[0]);
	*ret_end = num(ports[1]);
}

static void uid_range(const struct nlattr *a, struct routing_rule *r)
{
	const uint32_t *uids = a && nla_len(a) == 8 ? nla_data(a) : NULL;

	if (!uids)
		return;
	r->uid_start = num(uids[0]);
	r->uid_end = num(uids[1]);
}

/* -1 says that nothing is suppressed. */
static struct num suppress(const struct nlattr *a)
{
	struct num n = attr_num(a);

	return num_is(n, UINT32_MAX) ? (struct num){ .known = false } : n;
}

/* The kernel leaves out a mark of 0, also where a mask says that it is asked for. */
static struct num mark(const struct nlattr *value, const struct nlattr *mask)
{
	return !value && mask ? num(0) : attr_num(value);
}

static void selectors(struct live *l, struct routing_rule *r, const struct fib_rule_hdr *info,
		      struct nlattr *const *tb)
{
	r->src = prefix_of(attr_ip(tb[FRA_SRC]), info->src_len);
	r->dst = prefix_of(attr_ip(tb[FRA_DST]), info->dst_len);
	r->iif = attr_text(l, tb[FRA_IIFNAME]);
	r->oif = attr_text(l, tb[FRA_OIFNAME]);
	r->fwmark = mark(tb[FRA_FWMARK], tb[FRA_FWMASK]);
	r->fwmask = attr_num(tb[FRA_FWMASK]);
	r->tos = info->tos ? num(info->tos) : (struct num){ .known = false };
	r->dscp = attr_num(tb[RULE_DSCP]);
	r->dscp_mask = attr_num(tb[RULE_DSCP_MASK]);
	r->ipproto = attr_num(tb[FRA_IP_PROTO]);
	range(tb[FRA_SPORT_RANGE], &r->sport_start, &r->sport_end);
	range(tb[FRA_DPORT_RANGE], &r->dport_start, &r->dport_end);
	r->sport_mask = attr_num(tb[RULE_SPORT_MASK]);
	r->dport_mask = attr_num(tb[RULE_DPORT_MASK]);
	uid_range(tb[FRA_UID_RANGE], r);
	r->tun_id = attr_be_num(tb[FRA_TUN_ID]);
	r->flowlabel = attr_be_num(tb[RULE_FLOWLABEL]);
	r->flowlabel_mask = attr_be_num(tb[RULE_FLOWLABEL_MASK]);
}

static const char *action(uint8_t action)
{
	switch (action) {
	case FR_ACT_TO_TBL: return "lookup";
	case FR_ACT_GOTO: return "goto";
	case FR_ACT_NOP: return "nop";
	case FR_ACT_BLACKHOLE: return "blackhole";
	case FR_ACT_UNREACHABLE: return "unreachable";
	case FR_ACT_PROHIBIT: return "prohibit";
	default: return NULL;
	}
}

static const char *detached(uint32_t flags)
{
	bool iif = flags & FIB_RULE_IIF_DETACHED, oif = flags & FIB_RULE_OIF_DETACHED;

	if (iif && oif)
		return "both";
	return iif ? "iif" : oif ? "oif" : NULL;
}

static void note_newer(struct live *l, struct nlattr *const *tb, int64_t priority)
{
	for (int i = RULE_ATTRS; i < RULE_TRIED; i++) {
		if (!tb[i])
			continue;
		struct text what =
			snapshot_textf(l->s, "rule %lld: attribute %d", (long long)priority, i);
		snapshot_note(l->s, l->host, snapshot_at(l->s, NULL, 0), str_of(what.s),
			      "a selector of routing rules that is newer than uplint");
		l->newer_rules = true;
	}
}

static void on_rule(struct live *l, const struct nlmsghdr *h)
{
	const struct fib_rule_hdr *info = NLMSG_DATA(h);
	struct nlattr *tb[RULE_TRIED];
	struct routing_rule r = { .invert = TRI_UNKNOWN };
	uint32_t table;

	if (h->nlmsg_type != RTM_NEWRULE || !live_attrs(h, sizeof(*info), tb, RULE_TRIED - 1) ||
	    info->family != l->family)
		return;
	selectors(l, &r, info, tb);
	table = (uint32_t)num_or(attr_num(tb[FRA_TABLE]), info->table);
	r.family = num(l->family == AF_INET ? 4 : 6);
	r.priority = num(num_or(attr_num(tb[FRA_PRIORITY]), 0));
	r.invert = tri(info->flags & FIB_RULE_INVERT);
	r.detached = snapshot_cstr(l->s, detached(info->flags));
	r.l3mdev = tri(num_or(attr_num(tb[FRA_L3MDEV]), 0) != 0);
	r.rule_action = snapshot_cstr(l->s, action(info->action));
	if (info->action == FR_ACT_TO_TBL && r.l3mdev == TRI_NO)
		r.route_table = live_name(l, NAMES_TABLE, table);
	r.goto_priority = attr_num(tb[FRA_GOTO]);
	r.suppress_prefixlen = suppress(tb[FRA_SUPPRESS_PREFIXLEN]);
	r.suppress_ifgroup = suppress(tb[FRA_SUPPRESS_IFGROUP]);
	if (tb[FRA_PROTOCOL])
		r.protocol = live_name(l, NAMES_PROTOCOL, (uint32_t)attr_num(tb[FRA_PROTOCOL]).v);
	note_newer(l, tb, r.priority.v);
	add_routing_rule(l->s, l->host, &r);
}

void live_read_rules(struct live *l)
{
	struct live_request request = {
		.type = RTM_GETRULE,
		.family = AF_INET,
		.header = sizeof(struct fib_rule_hdr),
	};

	live_cover(l, TABLE_routing_rule, "IPv4 rules", live_dump(l, &request, on_rule));
	request.family = AF_INET6;
	live_cover_more(l, TABLE_routing_rule, "IPv6 rules", live_dump(l, &request, on_rule));
	if (l->newer_rules)
		snapshot_cover(l->s, l->host, TABLE_routing_rule, COVERAGE_PARTIAL,
			       "a rule has a selector that is newer than uplint");
}
