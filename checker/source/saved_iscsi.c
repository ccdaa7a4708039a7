/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iscsiadm: of the outputs that tell of one table, the one that says the most. */
#include <string.h>

#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"
#include "source/iscsi_files.h"
#include "source/saved.h"
#include "tree/tree.h"

bool saved_is_iscsiadm(struct saved_file *f, const char *base)
{
	f->iscsiadm = iscsiadm_kind(f->text);
	return strstr(base, "iscsiadm") ? f->iscsiadm != ISCSIADM_NONE : iscsiadm_fits(f->text);
}

static enum table_id table_of(const struct saved_file *f)
{
	switch (f->iscsiadm) {
	case ISCSIADM_SESSION_LIST:
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2:
	case ISCSIADM_SESSION_3:
	case ISCSIADM_NO_SESSIONS: return TABLE_iscsi_session;
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE:
	case ISCSIADM_NODE_GREP:
	case ISCSIADM_NODE_RECORDS: return TABLE_iscsi_node;
	case ISCSIADM_IFACE_LIST:
	case ISCSIADM_IFACE_RECORD: return TABLE_iscsi_iface;
	case ISCSIADM_DISCOVERY_LIST:
	case ISCSIADM_DISCOVERY_TREE:
	case ISCSIADM_NODE_LIST: return TABLE_iscsi_target;
	case ISCSIADM_NONE:
	case ISCSIADM_EMPTY:
	case ISCSIADM_FAILED:
	case ISCSIADM_NO_RECORDS: break;
	}
	return TABLE_COUNT;
}

static bool is_read(const struct saved *r, enum table_id t)
{
	const char *why;

	return snapshot_coverage(r->s, r->host, t, &why) == COVERAGE_READ;
}

static void read_one(struct saved *r, struct saved_file *f)
{
	parse_iscsiadm(r->s, r->host, f->origin, f->text);
	f->done = true;
}

/* The output that says the most about a table; all of a kind where each shows one thing. */
static void read_best(struct saved *r, enum table_id t, bool all_of_kind)
{
	struct saved_file *best = NULL;

	if (is_read(r, t))
		return;
	for (size_t i = 0; i < r->n; i++) {
		struct saved_file *f = &r->v[i];
		if (f->class != SAVED_ISCSIADM || table_of(f) != t)
			continue;
		if (!best || f->iscsiadm > best->iscsiadm ||
		    (f->iscsiadm == best->iscsiadm && f->text.n > best->text.n))
			best = f;
	}
	if (!best)
		return;
	read_one(r, best);
	for (size_t i = 0; all_of_kind && i < r->n; i++)
		if (!r->v[i].done && r->v[i].class == SAVED_ISCSIADM && r->v[i].iscsiadm == best->iscsiadm)
			read_one(r, &r->v[i]);
}

/* The list of ifaces has every one; a record only its own. */
static void prefer_iface_list(struct saved *r)
{
	bool list = false;

	for (size_t i = 0; i < r->n; i++)
		list |= r->v[i].iscsiadm == ISCSIADM_IFACE_LIST;
	for (size_t i = 0; list && i < r->n; i++)
		if (r->v[i].iscsiadm == ISCSIADM_IFACE_RECORD)
			r->v[i].class = SAVED_ELSEWHERE;
}

/* Errors and "No records found" count where nothing better spoke. */
static void read_failures(struct saved *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct saved_file *f = &r->v[i];
		const char *slash = strrchr(f->name, '/'), *base = slash ? slash : f->name;
		enum table_id t = strstr(base, "session")     ? TABLE_iscsi_session
				  : strstr(base, "iface")     ? TABLE_iscsi_iface
				  : strstr(base, "discovery") ? TABLE_iscsi_target
							      : TABLE_iscsi_node;
		if (!f->done && f->class == SAVED_ISCSIADM && table_of(f) == TABLE_COUNT &&
		    !is_read(r, t))
			read_one(r, f);
	}
}

void saved_read_iscsi(struct saved *r)
{
	struct files files = { .tree = r->tree, .arena = snapshot_arena(r->s) };

	iscsi_read_records(r->s, r->host, &files);
	if (iscsi_read_sessions(r->s, r->host, &files) && !is_read(r, TABLE_multipath))
		iscsi_read_multipath(r->s, r->host, &files);
	prefer_iface_list(r);
	read_best(r, TABLE_iscsi_session, false);
	read_best(r, TABLE_iscsi_node, false);
	read_best(r, TABLE_iscsi_iface, true);
	read_best(r, TABLE_iscsi_target, true);
	read_failures(r);
	multipath_add_sessions(r->s, r->host);
	iscsi_read_fstab(r->s, r->host, &files);
	iscsi_find_disks(r->s, r->host, &files);
	iscsi_add_node_targets(r->s, r->host);
	if (is_read(r, TABLE_iscsi_node) && !is_read(r, TABLE_iscsi_target))
		snapshot_cover(r->s, r->host, TABLE_iscsi_target, COVERAGE_PARTIAL,
			       "known from node records alone");
	if (snapshot_rows(r->s, TABLE_iscsi_iface, r->host) == 0) {
		iscsi_add_ifaces_of_nodes(r->s, r->host);
		if (snapshot_rows(r->s, TABLE_iscsi_iface, r->host))
			snapshot_cover(r->s, r->host, TABLE_iscsi_iface, COVERAGE_PARTIAL,
				       "known from the copies in node records alone");
	}
	iscsi_find_transports(r->s, r->host, &files);
	iscsi_resolve(r->s, r->host);
}
