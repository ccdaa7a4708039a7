/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of nexthop objects: single ones as they come, groups once their members are known. */
#include <stdlib.h>

#include "parse/ip/rows.h"

struct ip_object {
	int64_t id;
	bool is_group;
	size_t first, members; /* of a group: places in the list of members */
	struct nexthop hop;
};

struct ip_member {
	int64_t id, weight;
};

static struct text flags_of(const struct ip_rows *r, const struct span *o)
{
	struct text flags = ip_joined(r, o, "flags");

	if (span_has(o, "fdb"))
		return flags.s ? snapshot_textf(r->s, "%s,fdb", flags.s)
			       : snapshot_cstr(r->s, "fdb");
	return flags.s ? flags : snapshot_cstr(r->s, "");
}

static void take_members(struct ip_rows *r, const struct span *o, struct ip_object *object)
{
	struct span list = span_below(o, "group"), one;

	object->is_group = list.from < list.to;
	object->first = r->nmembers;
	for (size_t at = 0; span_next(&list, &at, &one);) {
		struct ip_member member = {
			.id = num_or(ip_number_at(&one, "id"), -1),
			.weight = num_or(ip_number_at(&one, "weight"), 1),
		};
		r->members = arena_grow(snapshot_arena(r->s), r->members, r->nmembers,
					sizeof(*r->members));
		r->members[r->nmembers++] = member;
	}
	object->members = r->nmembers - object->first;
	if (object->is_group) {
		object->hop.type = ip_text_at(r, o, "type");
		if (!object->hop.type.s)
			object->hop.type = snapshot_cstr(r->s, "mpath");
	}
}

void ip_add_nexthop(struct ip_rows *r, const struct span *o)
{
	struct ip_object object = { .id = num_or(ip_number_at(o, "id"), -1) };
	struct ip gateway = ip_address_at(o, "gateway");

	if (object.id < 0) {
		ip_unread(r, STR("id"), "a nexthop object without a number");
		return;
	}
	object.hop = (struct nexthop){
		.row.origin = ip_origin(r),
		.nexthops = snapshot_textf(r->s, "nhid %lld", (long long)object.id),
		.gateway = ip_known(gateway) ? gateway : ip_address_at(o, "via.host"),
		.interface = ip_text_at(r, o, "dev"),
		.weight = num(1),
		.flags = flags_of(r, o),
		.blackhole = tri(span_has(o, "blackhole")),
	};
	take_members(r, o, &object);
	r->objects = arena_grow(snapshot_arena(r->s), r->objects, r->nobjects,
				sizeof(*r->objects));
	r->objects[r->nobjects++] = object;
}

static int compare_ids(const void *a, const void *b)
{
	int64_t i = ((const struct ip_object *)a)->id, j = ((const struct ip_object *)b)->id;

	return (i > j) - (i < j);
}

static const struct ip_object *find(const struct ip_rows *r, int64_t id)
{
	struct ip_object wanted = { .id = id };

	return bsearch(&wanted, r->objects, r->nobjects, sizeof(wanted), compare_ids);
}

static void add_group(const struct ip_rows *r, const struct ip_object *o)
{
	for (size_t i = 0; i < o->members; i++) {
		const struct ip_member *m = &r->members[o->first + i];
		const struct ip_object *member = find(r, m->id);
		struct nexthop n =
			member ? member->hop : (struct nexthop){ .blackhole = TRI_UNKNOWN };
		n.row.origin = o->hop.row.origin;
		n.nexthops = o->hop.nexthops;
		n.member_id = num(m->id);
		n.weight = num(m->weight);
		n.type = o->hop.type;
		add_nexthop(r->s, r->host, &n);
	}
}

void ip_finish_nexthops(struct ip_rows *r, const char *broken)
{
	if (r->nobjects)
		qsort(r->objects, r->nobjects, sizeof(*r->objects), compare_ids);
	for (size_t i = 0; i < r->nobjects; i++)
		if (r->objects[i].is_group)
			add_group(r, &r->objects[i]);
		else
			add_nexthop(r->s, r->host, &r->objects[i].hop);
	snapshot_cover(r->s, r->host, TABLE_nexthop, broken ? COVERAGE_PARTIAL : COVERAGE_READ,
		       broken);
}
