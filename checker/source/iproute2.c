/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A directory of saved outputs of one Linux host: ip, ifconfig, iscsiadm, multipath
 * and others, and files of it at their own paths.  What a file is, its content says; its name helps
 * only where that is silent.
 */
#include <string.h>

#include "parse/config/config.h"
#include "parse/linux/linux.h"
#include "source/config.h"
#include "source/files.h"
#include "source/saved.h"
#include "source/source.h"
#include "tree/tree.h"

enum { FILES_MOST = 5000 };

static void read_mountinfo(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	parse_mountinfo(s, host, file, text);
	parse_mountinfo_disks(s, host, file, text);
	snapshot_cover(s, host, TABLE_nfs_mount, COVERAGE_READ, NULL);
}

#define EACH TABLE_COUNT
static const struct saved_part parts[] = {
	{ "/proc/net/bonding", NULL, is_proc_bonding, parse_proc_bonding, EACH },
	{ "/proc/net/vlan/config", NULL, is_proc_vlan_config, parse_proc_vlan_config, EACH },
	{ "/proc/net/vlan", NULL, is_proc_vlan, parse_proc_vlan, EACH },
	{ "teamdctl state dump", NULL, is_team_dump, parse_team_dump, EACH },
	{ "teamdctl state", NULL, is_team_state, parse_team_state, EACH },
	{ "teamdctl config dump", NULL, is_team_config, parse_team_config, EACH },
	{ "teamnl ports", NULL, is_team_ports, parse_team_ports, EACH },
	{ "ethtool", NULL, is_ethtool, parse_ethtool, EACH },
	{ "ethtool --json", NULL, is_ethtool_json, parse_ethtool_json, EACH },
	{ "ethtool -P", NULL, is_ethtool_address, parse_ethtool_address, EACH },
	{ "ethtool -i", NULL, is_ethtool_driver, parse_ethtool_driver, EACH },
	{ "lldpctl -f keyvalue", NULL, is_lldp_keyvalue, parse_lldp_keyvalue, TABLE_link_neighbour },
	{ "lldpctl -f json", NULL, is_lldp_json, parse_lldp_json, TABLE_link_neighbour },
	{ "lldpctl", NULL, is_lldp_text, parse_lldp_text, TABLE_link_neighbour },
	{ "networkctl lldp", NULL, is_networkctl_lldp, parse_networkctl_lldp, TABLE_link_neighbour },
	{ "nmcli", NULL, is_nmcli_overview, parse_nmcli_overview, EACH },
	{ "nmcli device", NULL, is_nmcli_devices, parse_nmcli_devices, EACH },
	{ "nmcli device show", NULL, is_nmcli_details, parse_nmcli_details, EACH },
	{ "nmcli connection", NULL, is_nmcli_connections, parse_nmcli_connections, EACH },
	{ "nmcli general", NULL, is_nmcli_general, parse_nmcli_general, EACH },
	{ "networkctl status", NULL, is_networkctl_status, parse_networkctl_status, EACH },
	{ "networkctl", NULL, is_networkctl_list, parse_networkctl_list, EACH },
	{ "wicked ifstatus", NULL, is_wicked, parse_wicked, EACH },
	{ "multipath -ll", NULL, is_multipath, parse_multipath, TABLE_multipath },
	{ "mountinfo", "*mountinfo", NULL, read_mountinfo, TABLE_nfs_mount },
	{ "/proc/mounts", "*mounts*", is_proc_mounts, parse_proc_mounts, TABLE_nfs_mount },
	{ "findmnt -J", NULL, is_findmnt_json, parse_findmnt_json, TABLE_nfs_mount },
	{ "findmnt", NULL, is_findmnt, parse_findmnt, TABLE_nfs_mount },
	{ "mount", NULL, is_mount, parse_mount, TABLE_nfs_mount },
	{ "nfsstat -m", NULL, is_nfsstat, parse_nfsstat, TABLE_nfs_mount },
	{ "/etc/fstab", "*fstab*", NULL, parse_fstab, EACH },
	{ "sysctl.conf", "*etc/sysctl*", NULL, parse_sysctl_file, EACH },
	{ "sysctl.d", "*sysctl.d/*", NULL, parse_sysctl_file, EACH },
	{ "sysctl -a", NULL, is_sysctl, parse_sysctl, TABLE_sysctl },
	{ "/proc/sys/net", "*proc/sys/net/ipv?/*", is_proc_sys, parse_proc_sys, EACH },
	/* What is left of the names of such outputs. */
	{ "multipath", "*multipath*-ll*", NULL, parse_failure, EACH },
	{ "multipath", "*multipath*", is_failure, parse_failure, EACH },
	{ "sysctl", "*sysctl*", is_failure, parse_failure, EACH },
	{ "mount", "*mount*", is_failure, parse_failure, EACH },
	{ "findmnt", "*findmnt*", is_failure, parse_failure, EACH },
	{ "nfsstat", "*nfsstat*", is_failure, parse_failure, EACH },
	{ "teamdctl", "*team*", is_failure, parse_failure, EACH },
	{ "ethtool", "*ethtool*", is_failure, parse_failure, EACH },
	{ "nmcli", "*nmcli*", is_failure, parse_failure, EACH },
	{ "networkctl", "*networkctl*", is_failure, parse_failure, EACH },
	{ "wicked", "*wicked*", is_failure, parse_failure, EACH },
	{ "/proc/net/bonding", "*net/bonding/*", is_failure, parse_failure, EACH },
};

/* Read elsewhere by its path: open-iscsi's database, sysfs, the host's name. */
static bool is_known_path(const char *name)
{
	static const char *const patterns[] = {
		"etc/iscsi/*", "*/etc/iscsi/*", "var/lib/iscsi/*", "*/var/lib/iscsi/*",
		"sys/*",       "*/sys/*",	"etc/hostname",	   "etc/os-release",
		"hostname",    "SOURCE",	"EXPECT",	   "README*",
		"lib/modules/*", "proc/sys/kernel/*",
		/* Some of these hold secrets, so no line of them becomes a note. */
		"etc/NetworkManager/*", "run/NetworkManager/*", "var/lib/NetworkManager/*",
		"usr/lib/NetworkManager/*", "etc/sysconfig/network*", "etc/network/*",
		"etc/netplan/*", "run/netplan/*", "*/systemd/network/*", "run/systemd/netif/*",
		"var/lib/dhc*", "var/lib/wicked/*", "var/lib/vdsm/*", "etc/wpa_supplicant/*",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], str_of(name)))
			return !tree_match("*proc/sys/net/*", str_of(name));
	return false;
}

/* A file that is all of the input has no name in the tree, but one on the disk. */
static const struct saved_part *part_of(const struct saved_file *f)
{
	struct str name = str_of(*f->name ? f->name : f->origin);

	for (size_t i = 0; i < countof(parts); i++)
		if ((!parts[i].path || tree_match(parts[i].path, name)) &&
		    (!parts[i].is || parts[i].is(f->text)))
			return &parts[i];
	return NULL;
}

static enum saved_class class_of(struct saved_file *f)
{
	const char *slash = strrchr(f->name, '/'), *base = slash ? slash + 1 : f->name;

	f->part = part_of(f);
	if (f->part)
		return SAVED_PART;
	if (saved_is_ip(f, base))
		return SAVED_IP;
	return saved_is_iscsiadm(f, base) ? SAVED_ISCSIADM : SAVED_UNKNOWN;
}

static void read_all(struct saved *r)
{
	struct tree_names names = tree_files(r->tree);
	struct arena *a = snapshot_arena(r->s);
	struct err err;

	r->v = arena_array(a, names.n + 1, sizeof(*r->v));
	for (size_t i = 0; i < names.n && r->n < FILES_MOST; i++) {
		struct saved_file f = { .name = names.v[i],
					 .origin = tree_origin(r->tree, names.v[i]) };
		if (is_known_path(f.name))
			continue;
		if (tree_read(r->tree, f.name, &f.text, &err) != 1) {
			snapshot_note(r->s, r->host, snapshot_at(r->s, f.origin, 0),
				      str_of(err.text), "cannot be read");
			continue;
		}
		f.class = class_of(&f);
		r->v[r->n++] = f;
	}
}

static void note_unread(struct saved *r, struct saved_file *f, const char *reason)
{
	snapshot_note(r->s, r->host, snapshot_at(r->s, f->origin, 1),
		      str_upto(f->text, str_find(f->text, '\n')), reason);
	f->done = true;
}

static void read_part(struct saved *r, struct saved_file *f)
{
	f->part->parse(r->s, r->host, f->origin, f->text);
	f->done = true;
}

/* The largest file of the first part that tells a fact, and every one of a part that tells none. */
static void read_parts(struct saved *r)
{
	bool told[TABLE_COUNT + 1] = { false };

	for (size_t p = 0; p < countof(parts); p++) {
		struct saved_file *best = NULL;
		for (size_t i = 0; i < r->n; i++) {
			struct saved_file *f = &r->v[i];
			if (f->class != SAVED_PART || f->part != &parts[p])
				continue;
			if (f->part->fact == TABLE_COUNT)
				read_part(r, f);
			else if (!best || f->text.n > best->text.n)
				best = f;
		}
		if (!best || told[parts[p].fact])
			continue;
		read_part(r, best);
		told[parts[p].fact] = true;
	}
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

static void add_this_host(struct saved *r)
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
	struct saved r = { .s = s, .tree = t };

	(void)err;
	add_this_host(&r);
	read_all(&r);
	saved_read_ip(&r);
	read_parts(&r);
	saved_read_sys_net(&r);
	saved_read_iscsi(&r);
	config_read(s, r.host, &(struct files){ .tree = t, .arena = snapshot_arena(s) });
	for (size_t i = 0; i < r.n; i++)
		if (!r.v[i].done && r.v[i].class == SAVED_UNKNOWN)
			note_unread(&r, &r.v[i], "no output that uplint knows");
	return 0;
}

static bool names_output(const char *name)
{
	static const char *const patterns[] = {
		"ip_*",	        "ip *",	     "ip-*",	   "iscsiadm*", "addr.json",
		"address.json", "link.json", "route.json", "rule.json",
		"teamdctl*",	"teamnl*",   "multipath*", "sysctl*",	"ethtool*",
		"mount",	"mount.txt", "mount_*",	   "findmnt*",	"nfsstat*",
		"ifconfig*",	"route_*",   "route -*",   "netstat*",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], str_of(name)))
			return true;
	return false;
}

static bool is_output(struct tree *t, struct str text)
{
	struct saved_file f = { .name = "", .origin = tree_label(t), .text = text };
	const struct saved_part *part = part_of(&f);

	return (part && part->parse != parse_failure) || ip_output_of(text) != IP_OUTPUT_NONE ||
	       iscsiadm_kind(text) > ISCSIADM_NO_RECORDS;
}

/* Names that say nothing: so many files are looked into. */
enum { LOOKED_INTO = 8 };

static bool has_output(struct tree *t, const struct tree_names *names)
{
	struct str text;
	struct err err;

	for (size_t i = 0; i < names->n && i < LOOKED_INTO; i++)
		if (tree_read(t, names->v[i], &text, &err) == 1 && is_output(t, text))
			return true;
	return false;
}

/* One saved output alone is one too. Directories of other kinds have marks of their own. */
static bool probe(struct tree *t)
{
	static const char *const folders[] = {
		"etc/iscsi", "var/lib/iscsi", "proc/net/bonding", "proc/net/vlan", "proc/sys/net",
		"sys/class/net",
	};
	struct tree_names names, inside;
	struct str text;
	struct err err;

	if (tree_is_file(t))
		return tree_read(t, "", &text, &err) == 1 && is_output(t, text);
	if (tree_entries(t, "", &names, &err) != 1)
		return false;
	for (size_t i = 0; i < names.n; i++)
		if (strcmp(names.v[i], "sos_commands") == 0)
			return false;
	for (size_t i = 0; i < names.n; i++)
		if (names_output(names.v[i]))
			return true;
	for (size_t i = 0; i < countof(folders); i++)
		if (tree_entries(t, folders[i], &inside, &err) == 1)
			return true;
	return tree_has(t, "proc/mounts") || tree_has(t, "proc/self/mountinfo") ||
	       has_output(t, &names);
}

static const char *const wants[] = {
	"*ip_*",	   "*ip-*",	  "*ip *",	   "*rt_tables*",
	"*iscsiadm*",	  "*link.json",	    "*addr*.json",
	"*route*.json",	   "*rule*.json", "*neigh*.json", "etc/iscsi/*",    "*/etc/iscsi/*",
	"var/lib/iscsi/*", "*mountinfo",  "*hostname",	  "etc/os-release",
	"*ifconfig*",	   "*route_*",	  "*route -*",	    "*netstat*",
	"etc/fstab",	   "proc/sys/kernel/osrelease", "lib/modules/*/modules.dep",
	"lib/modules/*/modules.builtin",  NULL,
};

const struct source source_iproute2 = {
	.name = "iproute2",
	.doc = "a directory of saved outputs of one Linux host: ip, iscsiadm, multipath, ...",
	.wants = wants,
	.probe = probe,
	.load = load,
};
