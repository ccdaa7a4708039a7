/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nexthop objects: single ones as they come, groups once their members are known. */
#include "source/live/shared.h"

#include <assert.h>
#include <errno.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

/* The kernel's struct nexthop_grp; linux/nexthop.h has two names for what is weight_high here. */
struct member {
	uint32_t id;
	uint8_t weight; /* less one */
	uint8_t weight_high;
	uint16_t reserved;
};
static_assert(sizeof(struct member) == sizeof(struct nexthop_grp), "an entry of a group");

struct object {
	uint32_t id;
	size_t group_len; /* entries; 0 is a single next hop */
	const struct member *group;
	struct nexthop hop;
};

static int compare_ids(const void *a, const void *b)
{
	uint32_t i = ((const struct object *)a)->id, j = ((const struct object *)b)->id;

	return (i > j) - (i < j);
}

static const struct object *find(const struct live_objects *o, uint32_t id)
{
	struct object wanted = { .id = id };

	return o->n ? bsearch(&wanted, o->v, o->n, sizeof(wanted), compare_ids) : NULL;
}

static struct text hop_flags(struct live *l, uint8_t flags, bool fdb)
{
	const struct live_flag names[] = {
		{ RTNH_F_DEAD, "dead" },     { RTNH_F_ONLINK, "onlink" },
		{ RTNH_F_OFFLOAD, "offload" }, { RTNH_F_LINKDOWN, "linkdown" },
		{ RTNH_F_TRAP, "trap" },     { 0x100, "fdb" },
	};

	return live_flags(l, flags | (fdb ? 0x100U : 0), names, countof(names));
}

static void take_group(struct live *l, struct object *o, const struct nlattr *group,
		       const struct nlattr *type)
{
	static const char *const types[] = { "mpath", "resilient" };
	size_t n = (size_t)nla_len(group) / sizeof(struct member);
	struct member *copy = arena_array(snapshot_arena(l->s), n + 1, sizeof(*copy));

	memcpy(copy, nla_data(group), n * sizeof(*copy));
	o->group = copy;
	o->group_len = n;
	o->hop.type = live_word(l, types, countof(types), (uint32_t)num_or(attr_num(type), 0));
}

static void on_object(struct live *l, const struct nlmsghdr *h)
{
	const struct nhmsg *info = NLMSG_DATA(h);
	struct live_objects *list = l->objects;
	struct nlattr *tb[NHA_MAX + 1];
	struct object o = { .group_len = 0 };

	if (h->nlmsg_type != RTM_NEWNEXTHOP || !live_attrs(h, sizeof(*info), tb, NHA_MAX) ||
	    !tb[NHA_ID])
		return;
	o.id = (uint32_t)attr_num(tb[NHA_ID]).v;
	o.hop.nexthops = snapshot_textf(l->s, "nhid %u", o.id);
	o.hop.gateway = attr_ip(tb[NHA_GATEWAY]);
	o.hop.interface = live_link_name(l, attr_index(tb[NHA_OIF]));
	o.hop.blackhole = tri(tb[NHA_BLACKHOLE]);
	o.hop.flags = hop_flags(l, (uint8_t)info->nh_flags, tb[NHA_FDB]);
	o.hop.weight = num(1);
	if (tb[NHA_GROUP])
		take_group(l, &o, tb[NHA_GROUP], tb[NHA_GROUP_TYPE]);
	list->v = arena_grow(snapshot_arena(l->s), list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = o;
}

/* Newer kernels keep 16 bits of a weight; older ones leave the upper half zero. */
static void add_group(struct live *l, const struct object *o)
{
	for (size_t i = 0; i < o->group_len; i++) {
		const struct member *g = &o->group[i];
		const struct object *object = find(l->objects, g->id);
		struct nexthop n =
			object ? object->hop : (struct nexthop){ .blackhole = TRI_UNKNOWN };
		n.nexthops = o->hop.nexthops;
		n.member_id = num(g->id);
		n.weight = num((g->weight | g->weight_high << 8) + 1);
		n.type = o->hop.type;
		add_nexthop(l->s, l->host, &n);
	}
}

static void restart(struct live *l)
{
	l->objects->n = 0;
}

void live_read_nexthops(struct live *l)
{
	struct live_request request = {
		.type = RTM_GETNEXTHOP,
		.header = sizeof(struct nhmsg),
		.restart = restart,
	};
	struct live_objects objects = { .n = 0 };
	int failed;

	l->objects = &objects;
	failed = live_dump(l, &request, on_object);
	if (objects.n)
		qsort(objects.v, objects.n, sizeof(*objects.v), compare_ids);
	for (size_t i = 0; i < objects.n; i++)
		if (objects.v[i].group_len)
			add_group(l, &objects.v[i]);
		else
			add_nexthop(l->s, l->host, &objects.v[i].hop);
	l->objects = NULL;
	live_cover(l, TABLE_nexthop, "nexthop objects", 0);
	live_cover_more(l, TABLE_nexthop, "nexthop objects", failed);
}
