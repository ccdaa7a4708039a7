/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks open-iscsi's database: ROOT/ifaces, nodes, send_targets, isns, static and fw. */
#include "source/iscsi_files.h"

#include <stdio.h>
#include <string.h>

#include "parse/iscsi/iscsi.h"

/* Distributions disagree about the root, and an upgrade may leave records in the other one. */
static const char *const roots[] = { "etc/iscsi", "var/lib/iscsi" };

enum { FILES_MOST = 100000 };

struct walk {
	struct snapshot *s;
	unsigned host;
	const struct files *files;
	const char *root;		 /* "/etc/iscsi" */
	size_t count;			 /* files so far */
	bool seen[TABLE_COUNT];		 /* a folder of it is there */
	const char *failed[TABLE_COUNT]; /* why something in it could not be read */
};

/* The first reason counts. */
static void fail(struct walk *w, enum table_id t, const char *name, const char *why)
{
	char *text = arena_printf(w->files->arena, "/%.120s: %.100s", name, why);

	if (!w->failed[t])
		w->failed[t] = text;
	if (!w->failed[TABLE_iscsi_record])
		w->failed[TABLE_iscsi_record] = text;
}

/* There is more in a folder than is read. */
static void leave(struct walk *w, enum table_id t, const char *folder, const char *why)
{
	fail(w, t, folder, why);
	snapshot_note(w->s, w->host, snapshot_at(w->s, files_origin(w->files, folder), 0),
		      str_of(folder), why);
}

/* Text of a file that a table needs; false, and said so, where it cannot be had. */
static bool read_file(struct walk *w, enum table_id t, const struct record_place *place,
		      struct str *ret_text)
{
	struct err err;
	int found;

	if (++w->count > FILES_MOST) {
		fail(w, t, place->path + 1, "too many records, the rest was not read");
		return false;
	}
	found = files_read(w->files, place->path + 1, ret_text, &err);
	if (found < 0) {
		record_add_file(w->s, w->host, place, "unreadable");
		fail(w, t, place->path + 1, err.text);
	}
	return found == 1;
}

/* 1 where the folder could be listed; else it is empty. */
static int list(struct walk *w, enum table_id t, const char *folder, struct files_list *ret_names)
{
	struct err err;
	int found = files_list(w->files, folder, ret_names, &err);

	if (found < 0)
		fail(w, t, folder, err.text);
	if (found != 1)
		*ret_names = (struct files_list){ NULL, 0, NULL };
	else if (ret_names->cut)
		leave(w, t, folder, ret_names->cut);
	return found;
}

static struct record_place place_at(struct walk *w, const char *kind, const char *name,
				    const char *path)
{
	return (struct record_place){
		.kind = kind,
		.root = w->root,
		.path = arena_printf(w->files->arena, "/%s", path),
		.file = files_origin(w->files, path),
		.name = name,
	};
}

static char *join(struct walk *w, const char *folder, const char *name)
{
	return arena_printf(w->files->arena, "%s/%s", folder, name);
}

static void read_ifaces(struct walk *w, const char *folder)
{
	struct files_list names;

	w->seen[TABLE_iscsi_iface] |= list(w, TABLE_iscsi_iface, folder, &names) != 0;
	for (size_t i = 0; i < names.n; i++) {
		struct record_place place =
			place_at(w, "iface", names.v[i], join(w, folder, names.v[i]));
		struct str text;
		if (read_file(w, TABLE_iscsi_iface, &place, &text))
			parse_iscsi_iface(w->s, w->host, &place, text);
	}
}

static void read_node(struct walk *w, const char *path, const char *target, const char *portal,
		      const char *iface)
{
	const char *name = arena_printf(w->files->arena, "%s %s%s%s", target, portal,
					iface ? " " : "", iface ? iface : "");
	struct record_place place = place_at(w, "node", name, path);
	struct str text;

	if (read_file(w, TABLE_iscsi_node, &place, &text))
		parse_iscsi_node(w->s, w->host, &place, str_of(target), str_of(portal),
				 str_of(iface), text);
}

/* nodes/TARGET/PORTAL is a folder of ifaces, or in the old layout the record itself. */
static void read_target(struct walk *w, const char *folder, const char *target)
{
	struct files_list portals, ifaces;
	struct err err;

	list(w, TABLE_iscsi_node, folder, &portals);
	for (size_t i = 0; i < portals.n; i++) {
		const char *portal = join(w, folder, portals.v[i]);
		int found = files_list(w->files, portal, &ifaces, &err);
		if (found < 0)
			fail(w, TABLE_iscsi_node, portal, err.text);
		else if (found == 1 && ifaces.cut)
			leave(w, TABLE_iscsi_node, portal, ifaces.cut);
		if (found == 0)
			read_node(w, portal, target, portals.v[i], NULL);
		for (size_t k = 0; found == 1 && k < ifaces.n; k++)
			read_node(w, join(w, portal, ifaces.v[k]), target, portals.v[i],
				  ifaces.v[k]);
	}
}

static void read_nodes(struct walk *w, const char *folder)
{
	struct files_list targets;

	w->seen[TABLE_iscsi_node] |= list(w, TABLE_iscsi_node, folder, &targets) != 0;
	for (size_t i = 0; i < targets.n; i++)
		read_target(w, join(w, folder, targets.v[i]), targets.v[i]);
}

static void add_target(struct walk *w, const char *path, struct str target, struct str address,
		       struct str port, struct str tpgt, const char *method)
{
	struct iscsi_target row = {
		.row.origin = snapshot_at(w->s, files_origin(w->files, path), 0),
		.adapter = snapshot_cstr(w->s, "initiator"),
		.target = snapshot_text(w->s, target),
		.method = snapshot_cstr(w->s, method),
	};
	int64_t n;

	if (str_to_i64(port, &n) && n >= 0 && n <= 65535) {
		row.port = num(n);
		row.portal = iscsi_portal_text(w->s, address, n);
	}
	ip_parse(address, &row.address);
	if (tpgt.n && str_to_i64(tpgt, &n))
		row.tpgt = num(n);
	add_iscsi_target(w->s, w->host, &row);
}

/* TARGET,ADDRESS,PORT,TPGT,IFACE: the name of a link to a node record. */
static void read_link(struct walk *w, const char *folder, const char *name, const char *before,
		      const char *method)
{
	struct str rest = str_of(name);
	struct str iface = str_take_last(&rest, ','), tpgt = str_take_last(&rest, ',');
	struct str port = str_take_last(&rest, ','), address = str_take_last(&rest, ',');
	size_t same_portal = strlen(name) - iface.n;

	/* Sorted names: the other ifaces of one portal follow each other. */
	if (rest.n && !(before && strncmp(before, name, same_portal) == 0))
		add_target(w, join(w, folder, name), rest, address, port, tpgt, method);
}

static void read_links(struct walk *w, const char *folder, const char *config, const char *method)
{
	struct files_list names;

	w->seen[TABLE_iscsi_target] |= list(w, TABLE_iscsi_target, folder, &names) != 0;
	for (size_t i = 0; i < names.n; i++)
		if (!config || strcmp(names.v[i], config) != 0)
			read_link(w, folder, names.v[i], i ? names.v[i - 1] : NULL, method);
}

/* A settings file: nothing of it but the faults of its lines. */
static void read_config(struct walk *w, enum table_id t, const char *kind, const char *name,
			const char *path)
{
	struct record_place place = place_at(w, kind, name, path);
	struct record ignored;
	struct str text;

	if (!read_file(w, t, &place, &text))
		return;
	record_read(w->s, w->host, &place, text, false, &ignored);
	record_add_file(w->s, w->host, &place, "used");
}

/* send_targets/ADDRESS,PORT/ or isns/ADDRESS,PORT/: a discovery address and what it answered. */
static void read_discovery(struct walk *w, const char *folder, const char *kind, const char *config,
			   const char *method)
{
	struct files_list portals;

	w->seen[TABLE_iscsi_target] |= list(w, TABLE_iscsi_target, folder, &portals) != 0;
	for (size_t i = 0; i < portals.n; i++) {
		char *portal = join(w, folder, portals.v[i]);
		struct str address = str_of(portals.v[i]), port = str_take_last(&address, ',');
		if (!address.n)
			continue;
		read_config(w, TABLE_iscsi_target, kind, portals.v[i], join(w, portal, config));
		add_target(w, join(w, portal, config), (struct str){ NULL, 0 }, address, port,
			   STR(""), method);
		read_links(w, portal, config, method);
	}
}

static void read_initiator(struct walk *w)
{
	static const char path[] = "etc/iscsi/initiatorname.iscsi";
	struct record_place place = place_at(w, "initiatorname", NULL, path);
	struct str text = { NULL, 0 };
	struct err err;
	int found = files_read(w->files, path, &text, &err);

	if (found == 0)
		return;
	if (found < 0)
		fail(w, TABLE_iscsi_adapter, path, err.text);
	w->seen[TABLE_iscsi_adapter] = true;
	parse_iscsi_initiatorname(w->s, w->host, &place, text);
}

/* Without the file, or without a line of it in the file, a logout asks nothing. */
static void read_safe_logout(struct walk *w)
{
	struct str text = STR("");
	struct host row;
	struct err err;
	int found = files_read(w->files, "etc/iscsi/iscsid.conf", &text, &err);

	if (found < 0 || (found == 0 && !w->files->whole) || !get_host(w->s, w->host, 0, &row))
		return;
	row.safe_logout = tri(iscsi_is_safe_logout(text));
	put_host(w->s, w->host, 0, &row);
}

/* Reports keep /etc/iscsi without ifaces/ and nodes/ (sos): nothing is known of records then. */
static bool has_records(struct walk *w, const char *root)
{
	struct files_list names;
	struct err ignored;

	return w->files->whole || files_list(w->files, join(w, root, "ifaces"), &names, &ignored) ||
	       files_list(w->files, join(w, root, "nodes"), &names, &ignored);
}

static bool read_root(struct walk *w, const char *root)
{
	struct files_list names;
	int found = list(w, TABLE_iscsi_record, root, &names);

	if (found == 0)
		return false;
	w->root = arena_printf(w->files->arena, "/%s", root);
	w->seen[TABLE_iscsi_record] |= has_records(w, root);
	read_ifaces(w, join(w, root, "ifaces"));
	read_nodes(w, join(w, root, "nodes"));
	read_discovery(w, join(w, root, "send_targets"), "send_targets", "st_config",
		       "sendtargets");
	read_discovery(w, join(w, root, "isns"), "isns", "isns_config", "isns");
	read_links(w, join(w, root, "static"), NULL, "static");
	read_links(w, join(w, root, "fw"), NULL, "fw");
	return true;
}

/* In a saved tree a folder that is not there was perhaps not saved. */
static void cover(struct walk *w)
{
	static const enum table_id tables[] = { TABLE_iscsi_record, TABLE_iscsi_iface,
						TABLE_iscsi_node, TABLE_iscsi_target,
						TABLE_iscsi_adapter };

	w->seen[TABLE_iscsi_target] |= w->seen[TABLE_iscsi_node];
	for (size_t i = 0; i < countof(tables); i++) {
		enum table_id t = tables[i];
		bool rows = snapshot_rows(w->s, t, w->host);
		if (w->failed[t])
			snapshot_cover(w->s, w->host, t, rows ? COVERAGE_PARTIAL : COVERAGE_ABSENT,
				       w->failed[t]);
		else if (w->files->whole || w->seen[t])
			snapshot_cover(w->s, w->host, t, COVERAGE_READ, NULL);
	}
}

bool iscsi_read_records(struct snapshot *s, unsigned host, const struct files *f)
{
	struct walk w = { .s = s, .host = host, .files = f };
	bool found = false;

	for (size_t i = 0; i < countof(roots); i++)
		found |= read_root(&w, roots[i]);
	read_safe_logout(&w);
	if (found) {
		w.root = "/etc/iscsi";
		read_config(&w, TABLE_iscsi_record, "config", NULL, "etc/iscsi/iscsid.conf");
		read_initiator(&w);
	}
	if (w.seen[TABLE_iscsi_iface] || (found && f->whole))
		iscsi_add_builtin_ifaces(s, host, (struct origin){ { NULL }, 0 });
	if (w.failed[TABLE_iscsi_node] && !w.failed[TABLE_iscsi_target])
		w.failed[TABLE_iscsi_target] = w.failed[TABLE_iscsi_node];
	iscsi_add_node_targets(s, host);
	cover(&w);
	return found;
}

void iscsi_read_fstab(struct snapshot *s, unsigned host, const struct files *f)
{
	static const char path[] = "etc/fstab";
	struct str text = STR("");
	struct err err;
	int found = files_read(f, path, &text, &err);

	if (found < 0) {
		snapshot_note(s, host, snapshot_at(s, files_origin(f, path), 0), str_of(err.text),
			      "cannot be read");
		snapshot_cover(s, host, TABLE_fstab, COVERAGE_ABSENT, err.text);
	} else if (found == 1 || f->whole) {
		iscsi_take_fstab(s, host, files_origin(f, path), text);
	}
}
