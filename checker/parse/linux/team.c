/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/team.h"

#include <string.h>

#include "parse/linux/rows.h"

struct team_port *team_add_port(struct snapshot *s, struct team *t, struct text name,
				struct origin where)
{
	t->ports = arena_grow(snapshot_arena(s), t->ports, t->nports, sizeof(*t->ports));
	t->ports[t->nports] = (struct team_port){ .name = name, .origin = where };
	return &t->ports[t->nports++];
}

void team_add_watch(struct snapshot *s, struct team *t, struct str name)
{
	struct str list = str_of(t->watches.s), one;

	while (str_split(&list, ',', &one))
		if (str_same(one, name))
			return;
	if (name.n && (!t->watches.s || strlen(t->watches.s) < 200))
		t->watches = snapshot_textf(s, "%s%s%.*s", t->watches.s ? t->watches.s : "",
					    t->watches.s ? "," : "", STR_ARGS(str_upto(name, 40)));
}

/* Only activebackup has a standby that is ready; LACP leaves out what it did not select. */
static const char *role_of(const struct team *t, const struct team_port *p)
{
	if (!t->runner.s)
		return NULL;
	if (same(t->runner.s, "activebackup"))
		return t->active_port.s == p->name.s ? "active" : "standby";
	if (same(t->runner.s, "lacp")) {
		if (p->selected == TRI_UNKNOWN)
			return NULL;
		if (p->selected == TRI_YES)
			return "active";
		return p->link == TRI_NO || same(p->state.s, "disabled") ? "unused" : "standby";
	}
	if (p->link == TRI_UNKNOWN)
		return NULL;
	return p->link == TRI_YES ? "active" : "unused";
}

static void store_port(struct snapshot *s, unsigned host, const struct team *t,
		       const struct team_port *p)
{
	struct uplink row = linux_member(s, host, t->name, "team", p->name, p->origin);
	struct interface i;

	fill_text(&row.role, snapshot_cstr(s, role_of(t, p)));
	fill_tri(&row.link, p->link);
	if (p->aggregator.v)
		fill_num(&row.aggregator, p->aggregator);
	fill_num(&row.actor_state, p->actor_state);
	fill_num(&row.partner_state, p->partner_state);
	put_uplink(s, host, row.row.index, &row);
	linux_enslave(s, host, p->name, t->name, "team", p->origin);
	i = linux_interface(s, host, p->name, p->origin);
	if (p->speed.known && p->speed.v > 0 && p->speed.v < UINT16_MAX * INT64_C(1000)) {
		fill_num(&i.speed, p->speed);
		fill_text(&i.duplex, p->duplex);
	}
	put_interface(s, host, i.row.index, &i);
}

/* Partner and aggregator of the ports that carry the traffic; where none does, anyone's partner. */
static void take_lacp(const struct team *t, struct bond *row)
{
	for (size_t i = 0; i < t->nports; i++) {
		const struct team_port *p = &t->ports[i];
		if (p->selected != TRI_YES)
			continue;
		if (p->aggregator.v)
			fill_num(&row->aggregator, p->aggregator);
		fill_mac(&row->partner_mac, p->partner);
	}
	if (t->nports)
		fill_mac(&row->partner_mac, t->ports[0].partner);
}

static struct text watches_of(struct snapshot *s, const struct team *t)
{
	for (size_t i = 0; i < t->nports && !t->watches.s; i++)
		if (t->ports[i].watched)
			return snapshot_cstr(s, "none");
	return t->watches;
}

static void store_team(struct snapshot *s, unsigned host, const struct team *t)
{
	struct bond row = linux_bond(s, host, t->name, "team", t->origin);
	struct interface i = linux_interface(s, host, t->name, t->origin);

	fill_text(&row.mode, t->runner);
	fill_text(&row.active_member, t->active_port);
	fill_text(&row.link_watch, watches_of(s, t));
	fill_tri(&row.lacp_active, t->lacp_active);
	if (t->fast_rate != TRI_UNKNOWN)
		fill_text(&row.lacp_rate,
			  snapshot_cstr(s, t->fast_rate == TRI_YES ? "fast" : "slow"));
	fill_text(&row.ad_select, t->select_policy);
	take_lacp(t, &row);
	put_bond(s, host, row.row.index, &row);
	fill_text(&i.kind, snapshot_cstr(s, "team"));
	fill_num(&i.ifindex, t->ifindex);
	fill_mac(&i.mac, t->mac);
	put_interface(s, host, i.row.index, &i);
}

static bool is_known_team(struct snapshot *s, unsigned host, struct text name)
{
	for_each_row (bond, b, s, host)
		if (b->name.s == name.s)
			return true;
	return false;
}

void team_store(struct snapshot *s, unsigned host, const char *file, struct team *t)
{
	static const char why[] = "only the teams that teamd's outputs show";

	linux_cover_part(s, host, TABLE_interface, why);
	linux_cover_part(s, host, TABLE_bond, why);
	linux_cover_part(s, host, TABLE_uplink, why);
	if (!t->name.s) {
		snapshot_note(s, host, snapshot_at(s, file, 1), str_of(t->runner.s),
			      "which team it is of, is not said");
		return;
	}
	/* A team of which not every port is known would look as if it lacked the others. */
	if (!t->whole && t->nports < 2 && !is_known_team(s, host, t->name))
		return;
	store_team(s, host, t);
	for (size_t i = 0; i < t->nports; i++)
		store_port(s, host, t, &t->ports[i]);
	if (t->runner.s && t->whole)
		linux_finish_bond(s, host, t->name);
}
