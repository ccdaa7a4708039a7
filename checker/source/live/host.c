/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files of the host say: its name, NFS mounts, who configures an interface and how. */
#include "source/live/shared.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "parse/linux/linux.h"

static struct str read_text(struct live *l, const char *name)
{
	struct str text = { NULL, 0 };

	(void)root_read(l->root, name, snapshot_arena(l->s), &text);
	return text;
}

struct text live_host_name(struct live *l)
{
	struct str text = read_text(l, "proc/sys/kernel/hostname"), name;

	if (!str_trim(text).n)
		text = read_text(l, "etc/hostname");
	while (str_line(&text, &name)) {
		name = str_trim(name);
		if (name.n && name.p[0] != '#')
			return snapshot_text(l->s, name);
	}
	return snapshot_cstr(l->s, "localhost");
}

void live_read_os(struct live *l, struct host *row)
{
	struct str text = read_text(l, "etc/os-release");

	if (!text.p)
		text = read_text(l, "usr/lib/os-release");
	row->os = parse_os_release(l->s, text, "ID");
	row->os_version = parse_os_release(l->s, text, "VERSION_ID");
	row->vdsm = tri(root_has(l->root, "etc/vdsm/vdsm.conf"));
}

/*
 * To list some hundred mounts costs the kernel more than the dump of the links.
 * The file systems that it knows are few; what is not among them is not mounted.
 */
static bool may_have_nfs(struct live *l)
{
	struct str known = read_text(l, "proc/filesystems");

	return !known.n || str_has(known, "\tnfs");
}

static void read_mounts(struct live *l)
{
	struct str text = STR("");
	int failed = may_have_nfs(l) ? root_read(l->root, "proc/self/mountinfo",
						 snapshot_arena(l->s), &text)
				     : 0;

	if (failed == 0)
		parse_mountinfo(l->s, l->host, "/proc/self/mountinfo", text);
	live_cover(l, TABLE_nfs_mount, "/proc/self/mountinfo", failed);
	if (!l->elsewhere || snapshot_rows(l->s, TABLE_nfs_mount, l->host) == 0)
		return;
	/* The servers are reached from the namespace in which they were mounted. */
	snapshot_truncate(l->s, TABLE_nfs_mount, l->host, 0);
	snapshot_cover(
		l->s, l->host, TABLE_nfs_mount, COVERAGE_PARTIAL,
		"the mounts of this host may be of another network namespace than that of --netns");
}

void live_read_files(struct live *l)
{
	if (live_wants(l, TABLE_nfs_mount))
		read_mounts(l);
	live_read_managers(l);
	if (live_wants(l, TABLE_link_neighbour))
		live_read_lldp(l);
	live_read_iscsi(l);
}
