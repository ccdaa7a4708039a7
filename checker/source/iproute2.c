/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A directory of saved outputs of one Linux host: `ip -j`, iscsiadm, and files
 * of it at their own paths.  What a file is, its content says; its name helps
 * only where that is silent.
 */
#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "parse/ip_json.h"
#include "parse/iscsi.h"
#include "source/iscsi_files.h"
#include "source/source.h"
#include "tree/tree.h"

enum { FILES_MOST = 5000 };

/* In the order of reading. */
enum class {
	CLASS_LINK,
	CLASS_ADDRESS,
	CLASS_ROUTE,
	CLASS_RULE,
	CLASS_NEIGHBOUR,
	CLASS_MOUNTS,
	CLASS_ISCSIADM,
	CLASS_KNOWN, /* read by its path */
	CLASS_UNKNOWN,
};

struct output_file {
	const char *name, *origin;
	struct str text;
	enum class class;
	enum iscsiadm_kind kind;
	bool v6, done;
};

struct reader {
	struct snapshot *s;
	unsigned host;
	struct tree *tree;
	struct output_file *v;
	size_t n;
};

static bool ends_with(const char *name, const char *tail)
{
	struct str s = str_of(name),
		   rest = str_from(s, s.n > strlen(tail) ? s.n - strlen(tail) : 0);

	return str_eq(rest, tail) && (rest.n == s.n || rest.p[-1] == '/');
}

/* Read elsewhere by its path: open-iscsi's database, sysfs, the host's name. */
static bool is_known_path(const char *name)
{
	static const char *const patterns[] = {
		"etc/iscsi/*", "*/etc/iscsi/*", "var/lib/iscsi/*", "*/var/lib/iscsi/*",
		"sys/*",       "*/sys/*",	"etc/hostname",	   "etc/os-release",
		"hostname",    "SOURCE",	"EXPECT",	   "README*",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], str_of(name)))
			return true;
	return false;
}

static enum class class_of_json(struct str text)
{
	switch (ip_json_kind(text)) {
	case IP_JSON_LINK: return CLASS_LINK;
	case IP_JSON_ADDRESS: return CLASS_ADDRESS;
	case IP_JSON_ROUTE: return CLASS_ROUTE;
	case IP_JSON_RULE: return CLASS_RULE;
	case IP_JSON_NEIGHBOUR: return CLASS_NEIGHBOUR;
	case IP_JSON_NONE: break;
	}
	return CLASS_UNKNOWN;
}

/* An empty list, `[]`, has no content that could tell. */
static enum class class_of_name(const char *name)
{
	if (strstr(name, "bridge") || strstr(name, "ethtool"))
		return CLASS_UNKNOWN;
	if (strstr(name, "nexthop"))
		return CLASS_KNOWN; /* no objects */
	if (strstr(name, "neigh"))
		return CLASS_NEIGHBOUR;
	if (strstr(name, "rule"))
		return CLASS_RULE;
	return strstr(name, "route") ? CLASS_ROUTE : CLASS_UNKNOWN;
}

static void classify(struct output_file *f)
{
	const char *slash = strrchr(f->name, '/'), *base = slash ? slash + 1 : f->name;
	struct str text = str_trim(f->text);

	f->class = CLASS_UNKNOWN;
	f->v6 = strstr(base, "-6");
	if (is_known_path(f->name)) {
		f->class = CLASS_KNOWN;
	} else if (ends_with(f->name, "proc/self/mountinfo") || ends_with(f->name, "mountinfo")) {
		f->class = CLASS_MOUNTS;
	} else if (text.n && (text.p[0] == '[' || text.p[0] == '{')) {
		f->class = str_eq(text, "[]") || str_eq(text, "[{}]") ? class_of_name(base)
								      : class_of_json(text);
	} else {
		f->kind = iscsiadm_kind(f->text);
		if (f->kind > ISCSIADM_FAILED ||
		    (f->kind != ISCSIADM_NONE && strstr(base, "iscsiadm")))
			f->class = CLASS_ISCSIADM;
	}
}

static void read_all(struct reader *r)
{
	struct tree_names names = tree_files(r->tree);
	struct arena *a = snapshot_arena(r->s);
	struct err err;

	r->v = arena_array(a, names.n + 1, sizeof(*r->v));
	for (size_t i = 0; i < names.n && r->n < FILES_MOST; i++) {
		struct output_file f = { .name = names.v[i],
					 .origin = tree_origin(r->tree, names.v[i]) };
		if (is_known_path(f.name))
			continue;
		if (tree_read(r->tree, f.name, &f.text, &err) != 1) {
			snapshot_note(r->s, r->host, snapshot_at(r->s, f.origin, 0),
				      str_of(err.text), "cannot be read");
			continue;
		}
		classify(&f);
		r->v[r->n++] = f;
	}
}

static void note_unread(struct reader *r, struct output_file *f, const char *reason)
{
	snapshot_note(r->s, r->host, snapshot_at(r->s, f->origin, 1),
		      str_upto(f->text, str_find(f->text, '\n')), reason);
	f->done = true;
}

/* The largest that is left of a class and family says the most; the others say the same again. */
static struct output_file *largest(struct reader *r, enum class class, bool v6)
{
	struct output_file *best = NULL;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].class == class && r->v[i].v6 == v6 &&
		    (!best || r->v[i].text.n > best->text.n))
			best = &r->v[i];
	return best;
}

static bool has_v6(const struct reader *r, enum class class)
{
	if (class == CLASS_ROUTE)
		for_each_row (route, route, r->s, r->host)
			if (route->dst.ip.family == IP_V6)
				return true;
	if (class == CLASS_NEIGHBOUR)
		for_each_row (neighbour, n, r->s, r->host)
			if (n->address.family == IP_V6)
				return true;
	return false;
}

static void read_class(struct reader *r, enum class class, parse_fn *parse)
{
	for (int v6 = 0; v6 < 2; v6++) {
		struct output_file *f = largest(r, class, v6);
		if (!f || (v6 && has_v6(r, class)))
			continue;
		parse(r->s, r->host, f->origin, f->text);
		f->done = true;
	}
}

static enum table_id table_of(const struct output_file *f)
{
	switch (f->kind) {
	case ISCSIADM_SESSION_LIST:
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2:
	case ISCSIADM_SESSION_3:
	case ISCSIADM_NO_SESSIONS: return TABLE_iscsi_session;
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE:
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

static bool is_read(const struct reader *r, enum table_id t)
{
	const char *why;

	return snapshot_coverage(r->s, r->host, t, &why) == COVERAGE_READ;
}

static void read_one(struct reader *r, struct output_file *f)
{
	parse_iscsiadm(r->s, r->host, f->origin, f->text);
	f->done = true;
}

/* The output that says the most about a table; all of a kind where each shows one thing. */
static void read_best(struct reader *r, enum table_id t, bool all_of_kind)
{
	struct output_file *best = NULL;

	if (is_read(r, t))
		return;
	for (size_t i = 0; i < r->n; i++) {
		struct output_file *f = &r->v[i];
		if (f->class != CLASS_ISCSIADM || table_of(f) != t)
			continue;
		if (!best || f->kind > best->kind ||
		    (f->kind == best->kind && f->text.n > best->text.n))
			best = f;
	}
	if (!best)
		return;
	read_one(r, best);
	for (size_t i = 0; all_of_kind && i < r->n; i++)
		if (!r->v[i].done && r->v[i].class == CLASS_ISCSIADM && r->v[i].kind == best->kind)
			read_one(r, &r->v[i]);
}

/* The list of ifaces has every one; a record only its own. */
static void prefer_iface_list(struct reader *r)
{
	bool list = false;

	for (size_t i = 0; i < r->n; i++)
		list |= r->v[i].kind == ISCSIADM_IFACE_LIST;
	for (size_t i = 0; list && i < r->n; i++)
		if (r->v[i].kind == ISCSIADM_IFACE_RECORD)
			r->v[i].class = CLASS_KNOWN;
}

/* Errors and "No records found" count where nothing better spoke. */
static void read_failures(struct reader *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct output_file *f = &r->v[i];
		const char *slash = strrchr(f->name, '/'), *base = slash ? slash : f->name;
		enum table_id t = strstr(base, "session")     ? TABLE_iscsi_session
				  : strstr(base, "iface")     ? TABLE_iscsi_iface
				  : strstr(base, "discovery") ? TABLE_iscsi_target
							      : TABLE_iscsi_node;
		if (!f->done && f->class == CLASS_ISCSIADM && table_of(f) == TABLE_COUNT &&
		    !is_read(r, t))
			read_one(r, f);
	}
}

static void read_iscsi(struct reader *r)
{
	struct files files = { .tree = r->tree, .arena = snapshot_arena(r->s) };

	iscsi_read_records(r->s, r->host, &files);
	if (iscsi_read_sessions(r->s, r->host, &files))
		iscsi_read_multipath(r->s, r->host, &files);
	prefer_iface_list(r);
	read_best(r, TABLE_iscsi_session, false);
	read_best(r, TABLE_iscsi_node, false);
	read_best(r, TABLE_iscsi_iface, true);
	read_best(r, TABLE_iscsi_target, true);
	read_failures(r);
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
	iscsi_resolve(r->s, r->host);
}

static struct text host_name(struct snapshot *s, struct tree *t)
{
	static const char *const files[] = { "etc/hostname", "hostname",
					     "proc/sys/kernel/hostname" };
	const char *label = tree_label(t), *slash = strrchr(label, '/');
	struct str text;
	struct err err;

	for (size_t i = 0; i < countof(files); i++)
		if (tree_read(t, files[i], &text, &err) == 1 && str_trim(text).n) {
			text = str_trim(text);
			return snapshot_text(s, str_upto(text, str_find(text, '\n')));
		}
	if (slash && slash[1])
		label = slash + 1;
	return snapshot_cstr(s, *label && strcmp(label, "-") != 0 ? label : "localhost");
}

static void add_this_host(struct reader *r)
{
	struct host row = {
		.name = host_name(r->s, r->tree),
		.platform = snapshot_cstr(r->s, "linux"),
		.kind = snapshot_cstr(r->s, "iproute2"),
		.source = snapshot_cstr(r->s, tree_label(r->tree)),
	};
	struct str text;
	struct err err;

	if (tree_read(r->tree, "etc/os-release", &text, &err) == 1) {
		row.os = parse_os_release(r->s, text, "ID");
		row.os_version = parse_os_release(r->s, text, "VERSION_ID");
	}
	r->host = snapshot_add_host(r->s, &row);
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct reader r = { .s = s, .tree = t };

	(void)err;
	add_this_host(&r);
	read_all(&r);
	read_class(&r, CLASS_LINK, parse_ip_json_link);
	read_class(&r, CLASS_ADDRESS, parse_ip_json_link);
	read_class(&r, CLASS_ROUTE, parse_ip_json_route);
	read_class(&r, CLASS_RULE, parse_ip_json_rule);
	read_class(&r, CLASS_NEIGHBOUR, parse_ip_json_neighbour);
	ip_json_cover_routes(s, r.host);
	for (size_t i = 0; i < r.n; i++)
		if (r.v[i].class == CLASS_MOUNTS && !r.v[i].done) {
			parse_mountinfo(s, r.host, r.v[i].origin, r.v[i].text);
			snapshot_cover(s, r.host, TABLE_nfs_mount, COVERAGE_READ, NULL);
			r.v[i].done = true;
			break;
		}
	read_iscsi(&r);
	for (size_t i = 0; i < r.n; i++)
		if (!r.v[i].done && r.v[i].class == CLASS_UNKNOWN)
			note_unread(&r, &r.v[i], "no output that uplint knows");
	return 0;
}

static bool names_output(const char *name)
{
	static const char *const patterns[] = {
		"ip_-*",	"ip -*",     "ip-*",	   "ip_*.json", "ip_addr*",
		"ip_link*",	"ip_route*", "ip_rule*",   "iscsiadm*", "addr.json",
		"address.json", "link.json", "route.json", "rule.json",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], str_of(name)))
			return true;
	return false;
}

/* One saved output alone is one too. Directories of other kinds have marks of their own. */
static bool probe(struct tree *t)
{
	struct tree_names names;
	struct str text;
	struct err err;

	if (tree_is_file(t))
		return tree_read(t, "", &text, &err) == 1 &&
		       (class_of_json(text) != CLASS_UNKNOWN ||
			iscsiadm_kind(text) > ISCSIADM_NO_RECORDS);
	if (tree_entries(t, "", &names, &err) != 1)
		return false;
	for (size_t i = 0; i < names.n; i++)
		if (strcmp(names.v[i], "sos_commands") == 0)
			return false;
	for (size_t i = 0; i < names.n; i++)
		if (names_output(names.v[i]))
			return true;
	return tree_entries(t, "etc/iscsi", &names, &err) == 1 ||
	       tree_entries(t, "var/lib/iscsi", &names, &err) == 1;
}

static const char *const wants[] = {
	"*ip_*",	   "*ip-*",	  "*iscsiadm*",	  "*link.json",	    "*addr*.json",
	"*route*.json",	   "*rule*.json", "*neigh*.json", "etc/iscsi/*",    "*/etc/iscsi/*",
	"var/lib/iscsi/*", "*mountinfo",  "*hostname",	  "etc/os-release", NULL,
};

const struct source source_iproute2 = {
	.name = "iproute2",
	.doc = "a directory of saved outputs of one Linux host: ip -j, iscsiadm",
	.wants = wants,
	.probe = probe,
	.load = load,
};
