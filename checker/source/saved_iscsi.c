/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iscsiadm, open-iscsi's files of a tree, and what follows from both. */
#include "parse/linux/linux.h"
#include "source/iscsi_files.h"
#include "source/saved_part.h"
#include "source/sys_net.h"

#define ONLY(table) ((table_set)1 << TABLE_##table)

/* How much an output says of its table, and whether it lists all of it. */
static void set_kind(struct saved_output *o)
{
	struct merge_fragment *f = &o->fragment;

	f->rank = MERGE_COMMAND;
	switch (o->iscsiadm) {
	case ISCSIADM_NO_SESSIONS:
	case ISCSIADM_SESSION_LIST:
		f->rank = MERGE_LISTING;
		f->whole = ONLY(iscsi_session);
		break;
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2: f->whole = ONLY(iscsi_session); break;
	case ISCSIADM_SESSION_3:
		f->rank = MERGE_DETAIL;
		f->whole = ONLY(iscsi_session);
		break;
	case ISCSIADM_NODE_RECORDS:
		f->rank = MERGE_DETAIL;
		f->whole = ONLY(iscsi_node);
		break;
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE: f->whole = ONLY(iscsi_node); break;
	case ISCSIADM_IFACE_LIST: f->whole = ONLY(iscsi_iface); break;
	case ISCSIADM_IFACE_RECORD:
		f->rank = MERGE_DETAIL;
		f->filter = "records of single ifaces, not the list of them";
		break;
	case ISCSIADM_NODE_LIST:
	case ISCSIADM_DISCOVERY_LIST:
	case ISCSIADM_DISCOVERY_TREE:
	case ISCSIADM_NODE_GREP: f->rank = MERGE_LISTING; break;
	case ISCSIADM_NONE:
	case ISCSIADM_EMPTY:
	case ISCSIADM_FAILED:
	case ISCSIADM_NO_RECORDS: f->rank = MERGE_GUESS; break;
	}
}

/* Lists of plain words, of which other texts have lines too. */
static bool is_plain_list(enum iscsiadm_kind kind)
{
	return kind == ISCSIADM_IFACE_LIST || kind == ISCSIADM_NODE_LIST ||
	       kind == ISCSIADM_DISCOVERY_LIST || kind == ISCSIADM_SESSION_LIST;
}

bool saved_take_iscsiadm(struct saved *r, const struct capture *c, const struct asked *asked)
{
	struct saved_output o = { .what = "iscsiadm", .asked = *asked };
	bool named = str_eq(asked->program, "iscsiadm");

	o.iscsiadm = iscsiadm_kind(c->text);
	if (o.iscsiadm == ISCSIADM_NONE || (o.iscsiadm <= ISCSIADM_FAILED && !named))
		return false;
	if (o.iscsiadm == ISCSIADM_EMPTY && c->typed && !c->may_be_empty)
		return false;
	if (r->must_fit && !iscsiadm_fits(c->text))
		return false;
	o.fragment.host = saved_fragment(r);
	set_kind(&o);
	parse_iscsiadm(r->scratch, o.fragment.host, saved_said(r, c, asked, NULL), c->text);
	if (o.fragment.filter && !o.asked.filter)
		o.asked.filter = o.fragment.filter;
	return saved_keep(r, c, &o, is_plain_list(o.iscsiadm));
}

static void keep_tree(struct saved *r, unsigned host, enum merge_rank rank, table_set whole)
{
	struct saved_output o = { .what = "files", .file = "" };

	o.fragment = (struct merge_fragment){
		.from = r->scratch, .host = host, .rank = rank, .whole = whole
	};
	r->v = arena_grow(r->arena, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = o;
}

/* Attributes of interfaces in a saved sys/class/net, where all else is silent. */
static void add_sys_net(struct saved *r)
{
	unsigned host = saved_fragment(r);

	parse_sys_net(r->scratch, host, &r->files);
	keep_tree(r, host, MERGE_DUMP, 0);
}

void saved_add_tree(struct saved *r)
{
	const struct files *files = &r->files;
	unsigned host = saved_fragment(r);

	if (iscsi_read_records(r->scratch, host, files))
		keep_tree(r, host, MERGE_TYPED,
			  ONLY(iscsi_iface) | ONLY(iscsi_node) | ONLY(iscsi_record));
	host = saved_fragment(r);
	if (iscsi_read_sessions(r->scratch, host, files)) {
		keep_tree(r, host, MERGE_TYPED, ONLY(iscsi_session));
		host = saved_fragment(r);
		if (iscsi_read_multipath(r->scratch, host, files))
			keep_tree(r, host, MERGE_DUMP, 0);
	}
	add_sys_net(r);
}

static bool is_read(const struct saved *r, unsigned host, enum table_id t)
{
	const char *why;

	return snapshot_coverage(r->s, host, t, &why) == COVERAGE_READ;
}

/* What fstab alone has is not mounted, where the mounts are known. */
static void settle_mounts(struct saved *r, unsigned host)
{
	for_each_row (nfs_mount, m, r->s, host) {
		if (m->mounted != TRI_UNKNOWN || !is_read(r, host, TABLE_nfs_mount))
			continue;
		m->mounted = TRI_NO;
		put_nfs_mount(r->s, host, m->row.index, m);
	}
}

void saved_finish_iscsi(struct saved *r, unsigned host)
{
	settle_mounts(r, host);
	multipath_add_sessions(r->s, host);
	iscsi_find_disks(r->s, host, &r->files);
	iscsi_add_node_targets(r->s, host);
	if (is_read(r, host, TABLE_iscsi_node) && !is_read(r, host, TABLE_iscsi_target))
		snapshot_cover(r->s, host, TABLE_iscsi_target, COVERAGE_PARTIAL,
			       "known from node records alone");
	if (snapshot_rows(r->s, TABLE_iscsi_iface, host) == 0) {
		iscsi_add_ifaces_of_nodes(r->s, host);
		if (snapshot_rows(r->s, TABLE_iscsi_iface, host))
			snapshot_cover(r->s, host, TABLE_iscsi_iface, COVERAGE_PARTIAL,
				       "known from the copies in node records alone");
	}
	iscsi_find_transports(r->s, host, &r->files);
	iscsi_resolve(r->s, host);
}
