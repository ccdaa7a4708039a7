/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/knowledge.h"

#include <string.h>

#include "base/options.h"
#include "proof/trial.h"
#include "source/native.h"

#define CELL(table, column) { TABLE_##table, COLUMN(table, column), PLATFORM_ALL }

/*
 * Cells that are not taken away: without them the row is about nothing, or about something else,
 * and no source gives such a row.
 */
static const struct kept_cell {
	enum table_id table;
	size_t column;
	unsigned platforms;
} names[] = {
	CELL(address, interface),    CELL(address, address),       CELL(address, prefixlen),
	CELL(binding, adapter),      CELL(binding, vmknic),        CELL(bond, name),
	CELL(bond, driver),          CELL(interface, name),        CELL(iscsi_adapter, name),
	CELL(iscsi_iface, name),     CELL(iscsi_iface, file_name), CELL(iscsi_iface, path),
	CELL(iscsi_node, target),    CELL(iscsi_node, portal),     CELL(iscsi_node, address),
	CELL(iscsi_node, iface),     CELL(iscsi_node, path),       CELL(iscsi_node, path_portal),
	CELL(iscsi_record, kind),    CELL(iscsi_record, path),     CELL(iscsi_record, root),
	CELL(iscsi_session, adapter), CELL(iscsi_session, target), CELL(iscsi_session, portal),
	CELL(iscsi_session, address), CELL(iscsi_session, iface),  CELL(iscsi_target, adapter),
	CELL(iscsi_target, portal),  CELL(iscsi_target, address),  CELL(link_neighbour, interface),
	CELL(multipath, device),
	CELL(disk_mount, path),      CELL(disk_mount, device),     CELL(fstab, path),
	CELL(fstab, device),
	CELL(multipath, path),       CELL(neighbour, address),     CELL(neighbour, interface),
	CELL(nexthop, nexthops),     CELL(nfs_mount, path),        CELL(nfs_mount, server),
	CELL(portgroup, name),       CELL(portgroup, vswitch),     CELL(route, route_table),
	CELL(route, dst),            CELL(sysctl, name),           CELL(uplink, team),
	CELL(uplink, team_kind),     CELL(uplink, interface),      CELL(vswitch, name),
	/* A VMkernel port is told apart by the command that lists it. */
	{ TABLE_interface, COLUMN(interface, kind), PLATFORM_ESXI | PLATFORM_ESX },
};

/* Cells in which nothing has a meaning of its own: no gateway is on-link, no selector is any. */
static const struct kept_cell telling[] = {
	CELL(address, peer),	     CELL(interface, gateway),	CELL(interface, lower),
	CELL(interface, master),     CELL(interface, stack),	CELL(iscsi_adapter, vmnic),
	CELL(iscsi_iface, device),   CELL(iscsi_target, target), CELL(neighbour, stack),
	CELL(nexthop, gateway),	     CELL(nexthop, interface),	CELL(route, gateway),
	CELL(route, interface),	     CELL(route, metric),	CELL(route, mtu),
	CELL(route, nexthops),	     CELL(route, prefsrc),	CELL(route, src),
	CELL(route, tos),	     CELL(sysctl, interface),
};

#undef CELL

struct run {
	struct arena *arena; /* of the faults */
	const struct rule *rule;
	const char *file;
	const struct snapshot *facts;
	struct trial *trial;
	struct verdicts base;
	struct knowledge_faults *faults;
	struct words *changes;
};

static const struct verdict_row *find_row(const struct verdicts *v, unsigned host,
					  const char *subject)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->rows[i].host == host && same(v->rows[i].subject, subject))
			return &v->rows[i];
	return NULL;
}

static bool has_rows(const struct verdicts *v, unsigned host)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->rows[i].host == host)
			return true;
	return false;
}

static void complain(struct run *r, const struct facts_gap *gap, const char *what,
		     const char *subject)
{
	static const char *const marks[] = {
		[LOSS_TABLE] = "", [LOSS_ROWS] = "~", [LOSS_ROW] = "~", [LOSS_CELL] = "."
	};
	const struct table *t = schema_table(gap->table);
	struct knowledge_faults *faults = r->faults;

	faults->v = arena_grow(r->arena, faults->v, faults->n, sizeof(*faults->v));
	faults->v[faults->n++] = (struct knowledge_fault){
		.what = arena_printf(r->arena, "%s %s%s%s %s", r->rule->id, t->name, marks[gap->loss],
				     gap->loss == LOSS_CELL ? t->columns[gap->column].name : "",
				     what),
		.where = arena_printf(r->arena, "%s: %s", r->file, subject),
	};
}

static void compare_row(struct run *r, const struct facts_gap *gap, const struct verdicts *now,
			const struct verdict_row *was)
{
	const struct verdict_row *is = find_row(now, was->host, was->subject);

	if (is && !is->silenced && is->verdict == VERDICT_COMPLIANT)
		complain(r, gap, "compliant", was->subject);
	if (!is && was->verdict == VERDICT_NON_COMPLIANT && has_rows(now, was->host) &&
	    !facts_is_partial(gap))
		complain(r, gap, "vanishes", was->subject);
}

static void compare(struct run *r, const struct facts_gap *gap, const struct verdicts *now)
{
	const struct verdicts *base = &r->base;
	unsigned host = gap->host;
	bool said = has_rows(base, host) || base->hosts[host].state == OUTCOME_NOT_EVALUATED;

	if (said && !has_rows(now, host) && now->hosts[host].state == OUTCOME_NOT_APPLICABLE)
		complain(r, gap, "not-applicable", now->hosts[host].reason);
	for (size_t i = 0; i < base->n; i++) {
		const struct verdict_row *was = &base->rows[i];
		if (was->host == host && !was->silenced &&
		    (was->verdict == VERDICT_NON_COMPLIANT ||
		     was->verdict == VERDICT_NOT_EVALUATED))
			compare_row(r, gap, now, was);
	}
}

static const char *verdict_of(const struct verdict_row *row)
{
	return !row ? "gone" : row->silenced ? "said by another rule" : verdict_name(row->verdict);
}

/* What is otherwise of the host with the gap, object by object; NULL: nothing. */
static const char *difference(struct arena *a, const struct verdicts *was,
			      const struct verdicts *is, unsigned host)
{
	const char *list = NULL;

	if (has_rows(was, host) != has_rows(is, host) ||
	    (!has_rows(is, host) && was->hosts[host].state != is->hosts[host].state))
		return has_rows(is, host) ? "evaluated" : outcome_name(is->hosts[host].state);
	for (size_t i = 0; i < was->n; i++) {
		const struct verdict_row *row = &was->rows[i];
		const struct verdict_row *now = find_row(is, host, row->subject);
		if (row->host == host && verdict_of(row) != verdict_of(now))
			list = arena_list(a, list, ", ",
					  arena_printf(a, "%s %s", row->subject, verdict_of(now)));
	}
	for (size_t i = 0; i < is->n; i++)
		if (is->rows[i].host == host && !find_row(was, host, is->rows[i].subject))
			list = arena_list(a, list, ", ",
					  arena_printf(a, "%s %s", is->rows[i].subject,
						       verdict_of(&is->rows[i])));
	return list;
}

static void tell(struct run *r, const struct facts_gap *gap, const struct verdicts *now)
{
	const struct table *t = schema_table(gap->table);
	const char *name = strrchr(r->file, '/'), *what = t->name;
	const char *changed = difference(r->arena, &r->base, now, gap->host);

	if (!changed)
		return;
	if (gap->loss == LOSS_CELL)
		what = arena_printf(r->arena, "%s %zu %s", t->name, gap->row,
				    t->columns[gap->column].name);
	if (snapshot_hosts(r->facts) > 1)
		what = arena_printf(r->arena, "%s @ %s", what,
				    snapshot_host_name(r->facts, gap->host));
	words_add(r->changes,
		  arena_printf(r->arena, "%s %s: %s", name ? name + 1 : r->file, what, changed),
		  r->arena);
}

static int try_gap(void *ctx, const struct facts_gap *gap, struct err *err)
{
	struct run *r = ctx;
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *s = facts_without(r->facts, gap);
	struct verdicts now;

	if (trial_run(r->trial, s, a, &now, err) < 0)
		return -1;
	compare(r, gap, &now);
	if (!facts_is_partial(gap))
		tell(r, gap, &now);
	return 0;
}

static bool is_fact(enum table_id t)
{
	return t != TABLE_host && t != TABLE_coverage && t != TABLE_note &&
	       !schema_table(t)->derived;
}

static unsigned platform_of(const struct snapshot *s, unsigned host)
{
	enum platform platform;
	struct host row;

	if (get_host(s, host, 0, &row) && row.platform.s && platform_parse(row.platform.s, &platform))
		return platform;
	return PLATFORM_ALL;
}

static bool is_among(const struct kept_cell *cells, size_t n, enum table_id t, unsigned column,
		     unsigned platform)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i].table == t && cells[i].column == column &&
		    cells[i].platforms & platform)
			return true;
	return false;
}

/* All of a policy rule are selectors, of which none is any, or what it does. */
static bool is_kept(const struct snapshot *s, unsigned host, enum table_id t, unsigned column)
{
	unsigned platform = platform_of(s, host);

	return t == TABLE_routing_rule || schema_table(t)->columns[column].computed ||
	       is_among(names, countof(names), t, column, platform) ||
	       is_among(telling, countof(telling), t, column, platform);
}

static int visit_cells(const struct snapshot *s, unsigned host, enum table_id t,
		       knowledge_visit *visit, void *ctx, struct err *err)
{
	const struct table *table = schema_table(t);

	for (size_t row = 0; row < snapshot_rows(s, t, host); row++)
		for (unsigned c = 0; c < table->ncolumns; c++) {
			struct facts_gap gap = { LOSS_CELL, host, t, row, c };
			struct cell cell;
			if (is_kept(s, host, t, c))
				continue;
			cell = snapshot_cell(s, t, host, row, c);
			if (cell_known(&cell) && visit(ctx, &gap, err) < 0)
				return -1;
		}
	return 0;
}

/* A list that was cut has lost any of its rows, or all. */
static int visit_parts(const struct snapshot *s, unsigned host, enum table_id t,
		       knowledge_visit *visit, void *ctx, struct err *err)
{
	struct facts_gap gap = { .loss = LOSS_ROWS, .host = host, .table = t };
	size_t n = snapshot_rows(s, t, host);

	if (visit(ctx, &gap, err) < 0)
		return -1;
	gap.loss = LOSS_ROW;
	for (; n > 1 && gap.row < n; gap.row++)
		if (visit(ctx, &gap, err) < 0)
			return -1;
	return 0;
}

static int visit_host(const struct snapshot *s, unsigned host, knowledge_visit *visit, void *ctx,
		      struct err *err)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		struct facts_gap gap = { .host = host, .table = t };
		const char *why;
		if (!is_fact(t) || snapshot_coverage(s, host, t, &why) == COVERAGE_ABSENT)
			continue;
		if (visit(ctx, &gap, err) < 0 || visit_parts(s, host, t, visit, ctx, err) < 0 ||
		    visit_cells(s, host, t, visit, ctx, err) < 0)
			return -1;
	}
	return 0;
}

int knowledge_gaps(const struct snapshot *facts, knowledge_visit *visit, void *ctx,
		   struct err *err)
{
	for (unsigned host = 0; host < snapshot_hosts(facts); host++)
		if (visit_host(facts, host, visit, ctx, err) < 0)
			return -1;
	return 0;
}

int knowledge_run(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		  const char *file, struct knowledge_faults *faults, struct words *changes,
		  struct err *err)
{
	CLEANUP(arena_freep) struct arena *own = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *facts = snapshot_new();
	CLEANUP(snapshot_freep) struct snapshot *whole = NULL;
	CLEANUP(trial_freep) struct trial *trial = NULL;
	struct run r = {
		.arena = a, .rule = rule, .file = file, .faults = faults, .changes = changes
	};
	struct parts parts;

	if (parts_read(own, file, &parts, err) < 0 ||
	    native_load_text(facts, file, parts.snapshot, err) < 0)
		return -1;
	trial = trial_new(pack, rule, parts.parsed, err);
	whole = facts_without(facts, NULL);
	if (!trial || trial_run(trial, whole, own, &r.base, err) < 0)
		return -1;
	r.facts = facts;
	r.trial = trial;
	return knowledge_gaps(facts, try_gap, &r, err);
}
