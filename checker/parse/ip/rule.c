/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of policy rules, neighbours and VRFs. */
#include <stdio.h>

#include "model/lookup.h"
#include "parse/ip/rows.h"

static bool has_colon(const struct span *o, const char *path)
{
	struct str v;

	return span_text(o, path, &v) && str_find(v, ':') < v.n;
}

/* A selector that is there but cannot be read: without it the rule would match too much. */
static struct num selector(struct ip_rows *r, const struct span *o, const char *path)
{
	struct num n = ip_number_at(o, path);
	struct str v;

	if (!n.known && span_text(o, path, &v))
		ip_unread(r, v, "a selector of a rule that is not known");
	return n;
}

static struct num protocol_number(struct ip_rows *r, const struct span *o)
{
	static const struct {
		const char *name;
		int number;
	} known[] = {
		{ "tcp", 6 }, { "udp", 17 }, { "icmp", 1 }, { "ipv6-icmp", 58 }, { "sctp", 132 }
	};
	struct str v;

	if (span_text(o, "ipproto", &v))
		for (size_t i = 0; i < countof(known); i++)
			if (str_eq(v, known[i].name))
				return num(known[i].number);
	return selector(r, o, "ipproto");
}

static void take_range(struct ip_rows *r, const struct span *o, const char *name,
		       struct num *ret_from, struct num *ret_to)
{
	struct num n = selector(r, o, name);
	char from[24], to[24];

	snprintf(from, sizeof(from), "%s_start", name);
	snprintf(to, sizeof(to), "%s_end", name);
	*ret_from = n.known ? n : selector(r, o, from);
	*ret_to = n.known ? n : selector(r, o, to);
}

static void take_selector(struct ip_rows *r, const struct span *o, const char *name,
			  const char *length, struct prefix *ret_prefix)
{
	struct num len = ip_number_at(o, length);
	struct ip ip = ip_address_at(o, name);
	struct str v;

	if (ip_known(ip))
		*ret_prefix =
			prefix_of(ip, len.known && len.v >= 0 ? (unsigned)len.v : ip_bits(ip));
	if (!prefix_known(*ret_prefix) && span_text(o, name, &v) && !str_eq(v, "all"))
		ip_unread(r, v, "a selector of a rule that is not known");
}

static void take_action(const struct ip_rows *r, const struct span *o, struct routing_rule *row)
{
	struct text action = ip_text_at(r, o, "action");

	row->goto_priority = ip_number_at(o, "goto");
	row->l3mdev = tri(span_has(o, "l3mdev"));
	if (action.s)
		row->rule_action =
			same(action.s, "to_tbl") ? snapshot_cstr(r->s, "lookup") : action;
	else if (span_has(o, "nop"))
		row->rule_action = snapshot_cstr(r->s, "nop");
	else
		row->rule_action =
			snapshot_cstr(r->s, row->goto_priority.known ? "goto" : "lookup");
	if (same(row->rule_action.s, "lookup") && row->l3mdev == TRI_NO)
		row->route_table = ip_text_at(r, o, "table");
}

static const char *detached(const struct span *o)
{
	bool iif = span_has(o, "iif_detached"), oif = span_has(o, "oif_detached");

	return iif && oif ? "both" : iif ? "iif" : oif ? "oif" : NULL;
}

static void take_numbers(struct ip_rows *r, const struct span *o, struct routing_rule *row)
{
	struct str group;

	row->priority = ip_number_at(o, "priority");
	row->fwmark = selector(r, o, "fwmark");
	row->fwmask = selector(r, o, "fwmask");
	if (row->fwmark.known && !row->fwmask.known)
		row->fwmask = num(UINT32_MAX);
	row->tos = ip_tos_at(r, o, "tos");
	row->dscp = selector(r, o, "dscp");
	row->dscp_mask = selector(r, o, "dscp_mask");
	row->ipproto = protocol_number(r, o);
	row->uid_start = selector(r, o, "uid_start");
	row->uid_end = selector(r, o, "uid_end");
	row->tun_id = selector(r, o, "tun_id");
	row->flowlabel = selector(r, o, "flowlabel");
	row->flowlabel_mask = selector(r, o, "flowlabel_mask");
	row->sport_mask = selector(r, o, "sport_mask");
	row->dport_mask = selector(r, o, "dport_mask");
	row->suppress_prefixlen = selector(r, o, "suppress_prefixlen");
	if (span_text(o, "suppress_ifgroup", &group) && str_eq(group, "default"))
		row->suppress_ifgroup = num(0);
	else
		row->suppress_ifgroup = selector(r, o, "suppress_ifgroup");
	take_range(r, o, "sport", &row->sport_start, &row->sport_end);
	take_range(r, o, "dport", &row->dport_start, &row->dport_end);
}

void ip_add_rule(struct ip_rows *r, const struct span *o)
{
	struct routing_rule row = {
		.row.origin = ip_origin(r),
		.invert = tri(span_has(o, "not")),
		.iif = ip_text_at(r, o, "iif"),
		.oif = ip_text_at(r, o, "oif"),
		.detached = snapshot_cstr(r->s, detached(o)),
		.protocol = ip_text_at(r, o, "protocol"),
	};

	if (has_colon(o, "src") || has_colon(o, "dst"))
		r->family = IP_V6;
	row.family = num(r->family);
	take_selector(r, o, "src", "srclen", &row.src);
	take_selector(r, o, "dst", "dstlen", &row.dst);
	take_numbers(r, o, &row);
	take_action(r, o, &row);
	add_routing_rule(r->s, r->host, &row);
}

/* What the kernel keeps for multicast, broadcast and its own addresses tells nothing. */
static bool is_noise(const struct neighbour *n)
{
	return same(n->state.s, "NOARP") &&
	       (ip_is_multicast(n->address) || ip_is_loopback(n->address) ||
		ip_is_unspecified(n->address) || ip4_value(n->address) == UINT32_MAX ||
		mac_is_zero(n->mac) || (n->mac.len == 6 && n->mac.bytes[0] == 0xff));
}

void ip_add_neighbour(struct ip_rows *r, const struct span *o)
{
	struct span states = span_below(o, "state");
	struct neighbour row = {
		.row.origin = ip_origin(r),
		.address = ip_address_at(o, "dst"),
		.interface = ip_text_at(r, o, "dev"),
	};
	struct str v;
	size_t at = 0;

	if (span_text(o, "lladdr", &v))
		mac_parse_any(v, &row.mac);
	if (span_next_text(&states, &at, &v))
		row.state = snapshot_text(r->s, v);
	if (row.address.family == IP_V6)
		row.router = tri(span_has(o, "router"));
	if (ip_known(row.address) && !span_has(o, "proxy") && !is_noise(&row))
		add_neighbour(r->s, r->host, &row);
}

/* What `ip vrf show` says of a device. */
void ip_add_vrf(struct ip_rows *r, const struct span *o)
{
	struct text name = ip_text_at(r, o, "name");
	struct interface row = {
		.row.origin = ip_origin(r),
		.name = name,
		.kind = snapshot_cstr(r->s, "vrf"),
		.vrf_table = ip_text_at(r, o, "table"),
		.stack = name,
	};

	if (name.s)
		add_interface(r->s, r->host, &row);
}

/* The kernel shows no carrier of a device that is down; -br says down of it as of one without. */
static bool drop_carrier(struct interface *i)
{
	bool wrong = i->admin == TRI_NO && i->carrier == TRI_NO;

	if (wrong)
		i->carrier = TRI_UNKNOWN;
	return wrong;
}

static bool take_master_kind(struct snapshot *s, unsigned host, struct interface *i)
{
	struct interface master;
	size_t at;

	if (!i->master.s || i->master_kind.s ||
	    !snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name), i->master,
				  &at) ||
	    !get_interface(s, host, at, &master) || !master.kind.s)
		return false;
	i->master_kind = master.kind;
	if (same(master.kind.s, "vrf"))
		i->stack = master.name;
	return true;
}

void ip_place_members(struct snapshot *s, unsigned host)
{
	for_each_row (interface, i, s, host) {
		bool changed = drop_carrier(i);
		if (take_master_kind(s, host, i) || changed)
			put_interface(s, host, i->row.index, i);
	}
}
