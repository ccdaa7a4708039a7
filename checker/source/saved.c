/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/saved.h"

#include <stdlib.h>
#include <string.h>

#include "parse/config/config.h"
#include "parse/linux/linux.h"
#include "parse/transcript.h"
#include "source/saved_part.h"
#include "tree/tree.h"

enum { OUTPUTS_MOST = 20000, CONFIGS_MOST = 10000 };

static void read_mountinfo(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	parse_mountinfo(s, host, file, text);
	parse_mountinfo_disks(s, host, file, text);
	snapshot_cover(s, host, TABLE_nfs_mount, COVERAGE_READ, NULL);
}

static void read_fstab(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	parse_fstab(s, host, file, text);
	iscsi_take_fstab(s, host, file, text);
}

static void read_initiatorname(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	static const char path[] = "/etc/iscsi/initiatorname.iscsi";
	struct record_place place = { "initiatorname", "/etc/iscsi", path, file, "", 0 };

	parse_iscsi_initiatorname(s, host, &place, text);
	snapshot_cover(s, host, TABLE_iscsi_adapter, COVERAGE_READ, NULL);
}

#define ONLY(table) ((table_set)1 << TABLE_##table)

/* The one list of what is read; ip, net-tools and iscsiadm have more forms (saved_ip.c, …). */
/* clang-format off */
static const struct saved_part parts[] = {
	{ "/proc/net/bonding", "cat", NULL, is_proc_bonding, parse_proc_bonding,
	  MERGE_COMMAND, 0, SAVED_LOOSE },
	{ "/proc/net/vlan/config", "cat", NULL, is_proc_vlan_config, parse_proc_vlan_config,
	  MERGE_COMMAND, 0, SAVED_LOOSE },
	{ "/proc/net/vlan", "cat", NULL, is_proc_vlan, parse_proc_vlan,
	  MERGE_COMMAND, 0, SAVED_LOOSE },
	{ "teamdctl state dump", "teamdctl", NULL, is_team_dump, parse_team_dump,
	  MERGE_TYPED, 0, SAVED_LOOSE },
	{ "teamdctl state", "teamdctl", NULL, is_team_state, parse_team_state,
	  MERGE_COMMAND, 0, SAVED_LOOSE },
	{ "teamdctl config dump", "teamdctl", NULL, is_team_config, parse_team_config,
	  MERGE_CONFIG, 0, SAVED_LOOSE },
	{ "teamnl ports", "teamnl", NULL, is_team_ports, parse_team_ports,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "ethtool", "ethtool", NULL, is_ethtool, parse_ethtool, MERGE_COMMAND, 0, SAVED_LOOSE },
	{ "ethtool --json", "ethtool", NULL, is_ethtool_json, parse_ethtool_json,
	  MERGE_TYPED, 0, SAVED_LOOSE },
	{ "ethtool -P", "ethtool", NULL, is_ethtool_address, parse_ethtool_address,
	  MERGE_COMMAND, 0, SAVED_STRICT },
	{ "ethtool -i", "ethtool", NULL, is_ethtool_driver, parse_ethtool_driver,
	  MERGE_COMMAND, 0, SAVED_STRICT },
	{ "lldpctl -f keyvalue", "lldpctl", NULL, is_lldp_keyvalue, parse_lldp_keyvalue,
	  MERGE_TYPED, ONLY(link_neighbour), SAVED_STRICT },
	{ "lldpctl -f json", "lldpctl", NULL, is_lldp_json, parse_lldp_json,
	  MERGE_TYPED, ONLY(link_neighbour), SAVED_LOOSE },
	{ "lldpctl", "lldpctl", NULL, is_lldp_text, parse_lldp_text,
	  MERGE_COMMAND, ONLY(link_neighbour), SAVED_LOOSE },
	{ "lldpcli", "lldpcli", NULL, is_lldp_text, parse_lldp_text,
	  MERGE_COMMAND, ONLY(link_neighbour), SAVED_LOOSE },
	{ "networkctl lldp", "networkctl", NULL, is_networkctl_lldp, parse_networkctl_lldp,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "nmcli", "nmcli", NULL, is_nmcli_overview, parse_nmcli_overview,
	  MERGE_LISTING, 0, SAVED_LOOSE },
	{ "nmcli device", "nmcli", NULL, is_nmcli_devices, parse_nmcli_devices,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "nmcli connection", "nmcli", NULL, is_nmcli_connections, parse_nmcli_connections,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "nmcli device show", "nmcli", NULL, is_nmcli_details, parse_nmcli_details,
	  MERGE_LISTING, 0, SAVED_LOOSE },
	{ "nmcli general", "nmcli", NULL, is_nmcli_general, parse_nmcli_general,
	  MERGE_LISTING, 0, SAVED_NAMED },
	{ "networkctl status", "networkctl", NULL, is_networkctl_status, parse_networkctl_status,
	  MERGE_LISTING, 0, SAVED_LOOSE },
	{ "networkctl", "networkctl", NULL, is_networkctl_list, parse_networkctl_list,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "wicked ifstatus", "wicked", NULL, is_wicked, parse_wicked,
	  MERGE_LISTING, 0, SAVED_STRICT },
	{ "multipath -ll", "multipath", NULL, is_multipath, parse_multipath,
	  MERGE_COMMAND, ONLY(multipath), SAVED_STRICT },
	{ "mountinfo", "cat", "*mountinfo", NULL, read_mountinfo,
	  MERGE_TYPED, ONLY(disk_mount), SAVED_STRICT },
	{ "/proc/mounts", "cat", "*mounts*", is_proc_mounts, parse_proc_mounts,
	  MERGE_DETAIL, ONLY(disk_mount), SAVED_STRICT },
	{ "findmnt -J", "findmnt", NULL, is_findmnt_json, parse_findmnt_json,
	  MERGE_TYPED, ONLY(disk_mount), SAVED_LOOSE },
	{ "findmnt", "findmnt", NULL, is_findmnt, parse_findmnt,
	  MERGE_COMMAND, ONLY(disk_mount), SAVED_STRICT },
	{ "mount", "mount", NULL, is_mount, parse_mount,
	  MERGE_COMMAND, ONLY(disk_mount), SAVED_STRICT },
	{ "nfsstat -m", "nfsstat", NULL, is_nfsstat, parse_nfsstat,
	  MERGE_COMMAND, 0, SAVED_STRICT },
	{ "/etc/fstab", "cat", "*etc/fstab*", NULL, read_fstab, MERGE_CONFIG, 0, SAVED_STRICT },
	{ "sysctl.conf", "cat", "*etc/sysctl*", NULL, parse_sysctl_file,
	  MERGE_CONFIG, 0, SAVED_LOOSE },
	{ "sysctl.d", "cat", "*sysctl.d/*", NULL, parse_sysctl_file, MERGE_CONFIG, 0, SAVED_LOOSE },
	{ "sysctl -a", "sysctl", NULL, is_sysctl, parse_sysctl,
	  MERGE_COMMAND, ONLY(sysctl), SAVED_STRICT },
	{ "sysctl", "sysctl", NULL, is_sysctl_by_name, parse_sysctl,
	  MERGE_COMMAND, ONLY(sysctl), SAVED_NAMED },
	{ "/proc/sys/net", "cat", "*proc/sys/net/ipv?/*", is_proc_sys, parse_proc_sys,
	  MERGE_COMMAND, 0, SAVED_MANY },
};
/* clang-format on */

/* Programs whose outputs are told elsewhere. */
static const char *const programs[] = { "ip",	    "ifconfig",	 "route",	"netstat",
					"iscsiadm", "hostname", "hostnamectl", "uname" };

/* Files of the host that are read beside those of parts[]. */
static const char *const places[] = { "*proc/net/bonding/*", "*proc/net/vlan/*",
				      "*etc/hostname",	     "*etc/HOSTNAME",
				      "*etc/os-release",     "etc/iscsi/initiatorname.iscsi",
				      "*proc/sys/kernel/hostname", "*proc/sys/kernel/osrelease" };

/* Files that are read at their places, by saved_add_tree() and others: none is an output. */
static const char *const elsewhere[] = {
	"etc/iscsi/*", "*/etc/iscsi/*",	  "var/lib/iscsi/*",  "*/var/lib/iscsi/*",
	"sys/*",       "*/sys/class/net/*", "lib/modules/*/modules.*", "SOURCE",
	"EXPECT",      "README*",
	/* config_read() takes them; some hold secrets, so no line of them becomes a note. */
	"*etc/NetworkManager/*", "*run/NetworkManager/*", "*var/lib/NetworkManager/*",
	"*usr/lib/NetworkManager/*", "*etc/sysconfig/network*", "*etc/network/*",
	"*etc/netplan/*", "*run/netplan/*", "*/systemd/network/*", "*run/systemd/netif/*",
	"*var/lib/dhc*", "*var/lib/wicked/*", "*var/lib/vdsm/*", "*etc/wpa_supplicant/*",
};

bool saved_reads_program(struct str program)
{
	for (size_t i = 0; i < countof(parts); i++)
		if (parts[i].program && str_eq(program, parts[i].program))
			return true;
	for (size_t i = 0; i < countof(programs); i++)
		if (str_eq(program, programs[i]))
			return true;
	return false;
}

bool saved_reads_path(struct str path)
{
	struct str base = path;
	size_t n;

	for (size_t i = 0; i < countof(parts); i++)
		if (parts[i].path && tree_match(parts[i].path, path))
			return true;
	for (size_t i = 0; i < countof(places); i++)
		if (tree_match(places[i], path))
			return true;
	if (config_knows(path))
		return true;
	while ((n = str_find(base, '/')) < base.n)
		base = str_from(base, n + 1);
	for (n = 0; n < base.n && !strchr("_ -.", base.p[n]); n++)
		;
	return saved_reads_program(str_upto(base, n));
}

static bool is_elsewhere(struct str path)
{
	for (size_t i = 0; i < countof(elsewhere); i++)
		if (tree_match(elsewhere[i], path))
			return !tree_match("*proc/sys/net/*", path);
	return false;
}

bool saved_wants(struct str path)
{
	return saved_reads_path(path) || is_elsewhere(path) || tree_match("*rt_tables*", path);
}

struct saved *saved_new(struct snapshot *s, const struct files *files)
{
	struct saved *r = xcalloc(1, sizeof(*r));

	r->s = s;
	r->files = *files;
	r->arena = arena_new();
	r->scratch = snapshot_scratch(s);
	r->notes = saved_fragment(r);
	return r;
}

void saved_free(struct saved *r)
{
	if (!r)
		return;
	snapshot_free(r->scratch);
	arena_free(r->arena);
	free(r);
}

struct arena *saved_arena(const struct saved *r)
{
	return r->arena;
}

unsigned saved_fragment(struct saved *r)
{
	struct host row = { .name = snapshot_textf(r->scratch, "fragment %u",
						   snapshot_hosts(r->scratch)) };

	return snapshot_add_host(r->scratch, &row);
}

void saved_note(struct saved *r, struct origin origin, struct str text, const char *reason)
{
	snapshot_note(r->scratch, r->notes, origin, text, reason);
}

static struct str first_line(struct str text)
{
	text = str_trim(text);
	return str_upto(text, str_find(text, '\n'));
}

const char *saved_said(struct saved *r, const struct capture *c, const struct asked *asked,
		       const char *path)
{
	struct str command = str_of(asked->words);

	if (path)
		return path;
	if (!command.n)
		return c->file;
	/* `cat /proc/net/bonding/bond0` names the device as the file does. */
	return str_eq(asked->program, "cat") ? arena_str(r->arena, str_from(command, 4))
					     : asked->words;
}

/* A later answer to the same question replaces the earlier one of the same session. */
static void drop_earlier(struct saved *r, const struct saved_output *o)
{
	for (size_t i = 0; o->typed && *o->asked.words && i < r->n; i++) {
		struct saved_output *e = &r->v[i];
		if (e->typed && !e->dropped && same(e->file, o->file) &&
		    same(e->what, o->what) && strcmp(e->asked.words, o->asked.words) == 0)
			e->dropped = true;
	}
}

bool saved_keep(struct saved *r, const struct capture *c, struct saved_output *o, bool strict)
{
	bool named = o->asked.program.n && saved_reads_program(o->asked.program);

	if ((r->must_fit || (strict && !named)) &&
	    snapshot_rows(r->scratch, TABLE_note, o->fragment.host))
		return false;
	if (r->n == OUTPUTS_MOST)
		return false;
	o->file = c->file;
	o->typed = c->typed;
	o->fragment.from = r->scratch;
	o->fragment.file = snapshot_cstr(r->s, c->file);
	o->fragment.line = c->line;
	o->fragment.filter = o->asked.filter;
	drop_earlier(r, o);
	r->v = arena_grow(r->arena, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = *o;
	return true;
}

/* Files of one number each, tens of thousands on a host with many devices: one fragment for all. */
static bool take_one_of_many(struct saved *r, const struct capture *c, const char *path,
			     const struct saved_part *part)
{
	struct saved_output o = { .what = part->what, .file = c->file };

	if (!r->many) {
		r->many = saved_fragment(r);
		o.fragment = (struct merge_fragment){ .from = r->scratch, .host = r->many,
						      .rank = part->rank };
		r->v = arena_grow(r->arena, r->v, r->n, sizeof(*r->v));
		r->v[r->n++] = o;
	}
	/* Rows keep the file's own name, which says the rest. */
	part->parse(r->scratch, r->many, str_has(str_of(c->file), path) ? c->file : path, c->text);
	return true;
}

static bool take_part(struct saved *r, const struct capture *c, const struct asked *asked,
		      const char *path, const struct saved_part *part)
{
	struct saved_output o = { .what = part->what, .asked = *asked };

	if (part->fit == SAVED_MANY)
		return take_one_of_many(r, c, path, part);
	o.fragment.host = saved_fragment(r);
	o.fragment.rank = part->rank;
	o.fragment.whole = part->whole;
	part->parse(r->scratch, o.fragment.host, saved_said(r, c, asked, path), c->text);
	return saved_keep(r, c, &o, part->fit == SAVED_STRICT && !part->path);
}

/* A file whose place says what it is, or a text whose shape does. */
static const struct saved_part *part_of(struct str text, const char *path, struct str program)
{
	for (size_t i = 0; i < countof(parts); i++) {
		const struct saved_part *p = &parts[i];
		if (p->path && (!path || !tree_match(p->path, str_of(path))))
			continue;
		if (p->fit == SAVED_NAMED && !str_eq(program, p->program))
			continue;
		if (!p->is || p->is(text))
			return p;
	}
	return NULL;
}

bool saved_is_output(struct str text)
{
	return part_of(text, NULL, STR("")) || ip_output_of(text) != IP_OUTPUT_NONE ||
	       iscsiadm_kind(text) > ISCSIADM_NO_RECORDS;
}

/* The command is known, and its answer is an error's words or nothing. */
static bool take_failure(struct saved *r, const struct capture *c, const struct asked *asked)
{
	static const struct saved_part failure = { "an error", NULL,	     NULL, is_failure,
						   parse_failure, MERGE_GUESS, 0,    SAVED_LOOSE };

	if (!asked->program.n || !saved_reads_program(asked->program) || !is_failure(c->text))
		return false;
	if (!str_trim(c->text).n && !c->may_be_empty && c->typed)
		return true; /* a script's line, or its output was not copied */
	return take_part(r, c, asked, NULL, &failure);
}

/* The initiator's name and iscsid.conf, where they are no files of a tree. */
static bool take_record_file(struct saved *r, const struct capture *c, const struct asked *asked,
			     const char *path)
{
	static const struct saved_part part = {
		"initiatorname.iscsi", NULL, "etc/iscsi/initiatorname.iscsi", NULL, read_initiatorname,
		MERGE_TYPED, 0, SAVED_LOOSE
	};

	if (!path || strcmp(path, part.path) != 0)
		return false;
	return take_part(r, c, asked, path, &part);
}

/* A file of network configuration that is no file of a tree; what it says follows the merge. */
static bool take_config(struct saved *r, const struct capture *c, const char *path)
{
	if (!path || !config_knows(str_of(path)) || r->nconfigs == CONFIGS_MOST)
		return false;
	r->configs = arena_grow(r->arena, r->configs, r->nconfigs, sizeof(*r->configs));
	r->configs[r->nconfigs++] = (struct config_file){ path, c->text };
	return true;
}

static bool take(struct saved *r, const struct capture *c, const struct asked *asked,
		 const char *path)
{
	const struct saved_part *part;

	if (take_config(r, c, path))
		return true;
	if (saved_take_name(r, c, asked, path) || take_record_file(r, c, asked, path))
		return true;
	part = part_of(c->text, path, asked->program);
	if (part && take_part(r, c, asked, path, part))
		return true;
	return saved_take_ip(r, c, asked) || saved_take_iscsiadm(r, c, asked) ||
	       take_failure(r, c, asked);
}

/* `cat /etc/fstab` shows the file. */
static const char *path_of(const struct asked *asked)
{
	const char *words = asked->words;

	return strncmp(words, "cat /", 5) == 0 && !strchr(words + 5, ' ') ? words + 5 : NULL;
}

bool saved_add(struct saved *r, const struct capture *c, const char *path)
{
	struct asked asked = asked_of(r->arena, c);
	struct origin here = snapshot_at(r->scratch, c->file, c->line);

	if (c->typed && !path)
		path = path_of(&asked);
	if (c->host.n)
		saved_take_host(r, c->host, c->file, c->line);
	if (asked.netns) {
		saved_note(r, here, c->command,
			   "of another network namespace: it is not the host's own");
		return false;
	}
	if (asked.is_lookup)
		return false;
	if (c->typed && asked.program.n && !saved_reads_program(asked.program)) {
		if (str_trim(c->text).n)
			saved_note(r, here, c->command, "no command whose output uplint reads");
		return false;
	}
	if (take(r, c, &asked, path))
		return true;
	if (str_trim(c->text).n)
		saved_note(r, here, first_line(c->text), "no output that uplint knows");
	return false;
}

static const char *last_part(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* Of files below proc/, sys/ and etc/ the place says what they are; their names are no commands. */
static bool is_of_host(const char *path)
{
	return strncmp(path, "proc/", 5) == 0 || strncmp(path, "sys/", 4) == 0 ||
	       strncmp(path, "etc/", 4) == 0 || strstr(path, "/proc/") ||
	       strstr(path, "/sys/") || strstr(path, "/etc/");
}

bool saved_add_file(struct saved *r, const char *file, const char *path, struct str text)
{
	struct capture c = { .file = file, .line = 1, .text = text };

	if (!is_of_host(path))
		c.command = str_of(last_part(path));
	return !is_elsewhere(str_of(path)) && saved_add(r, &c, path);
}

/* Outputs one behind another, though the name is that of one; a name of a part says more than they. */
static bool holds_several(const struct asked *asked, const char *name, struct str text)
{
	struct transcript t = transcript_open("", text, linux_begins);
	struct capture c;
	unsigned n = 0;

	if (is_of_host(name) || asked->family || asked->table || asked->netns || asked->filter ||
	    asked->is_lookup)
		return false;
	while (n < 2 && transcript_next(&t, &c))
		n += saved_is_output(c.text);
	return n == 2;
}

/* A text that is one output, by the name of its file or by all of its lines. */
static bool add_whole(struct saved *r, const char *file, const char *name, struct str text)
{
	bool named = saved_reads_path(str_of(name)), taken;
	struct capture c = { .file = file, .line = 1, .text = text,
			     .command = str_of(named ? last_part(name) : NULL) };
	struct asked asked = asked_of(r->arena, &c);

	if (named && !holds_several(&asked, name, text))
		return saved_add_file(r, file, name, text);
	r->must_fit = true;
	taken = take(r, &c, &asked, NULL);
	r->must_fit = false;
	return taken;
}

bool saved_add_text(struct saved *r, const char *file, const char *name, struct str text)
{
	struct str plain = transcript_text(r->arena, text);
	struct transcript t = transcript_open(file, plain, linux_begins);
	struct str named = { NULL, 0 }; /* the command that vouches for lines that are foreign */
	struct capture c;
	bool any = false;

	if (is_elsewhere(str_of(name)))
		return false;
	if (!transcript_has_prompts(plain)) {
		if (add_whole(r, file, name, plain))
			return true;
		if (transcript_next(&t, &c) && str_trim(c.text).n == str_trim(plain).n)
			return saved_add_file(r, file, name, plain);
		t = transcript_open(file, plain, linux_begins);
		named = str_of(saved_reads_path(str_of(name)) ? last_part(name) : NULL);
	}
	while (transcript_next(&t, &c)) {
		if (named.n && saved_is_output(c.text))
			c.command = named;
		any |= saved_add(r, &c, NULL);
	}
	return any;
}
