/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/fstab: block devices that it mounts, and the targets of those named by udev's path. */
#include <stdio.h>
#include <string.h>

#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"

enum { LINES_MOST = 100000, ROWS_MOST = 1000 };

static bool has_option(struct str options, const char *name)
{
	struct str one;

	while (str_split(&options, ',', &one))
		if (str_eq(one, name))
			return true;
	return false;
}

static bool has_option_of(struct str options, const char *prefix)
{
	struct str one;

	while (str_split(&options, ',', &one))
		if (str_starts(one, prefix))
			return true;
	return false;
}

static bool is_target(struct str name)
{
	return str_starts(name, "iqn.") || str_starts(name, "eui.") || str_starts(name, "naa.");
}

/*
 * [pci-…-]ip-ADDRESS:PORT-iscsi-TARGET-lun-N[-partN], an IPv6 address without
 * brackets.  The address may be a name, and hold "-iscsi-" itself.
 */
static bool target_of_path(struct str base, struct str *ret_target)
{
	static const char mark[] = "-iscsi-", lun[] = "-lun-";
	size_t at = 0, end;

	if (!str_starts(base, "ip-") && !str_has(base, "-ip-"))
		return false;
	while (at < base.n && !(str_starts(str_from(base, at), mark) &&
				is_target(str_from(base, at + strlen(mark)))))
		at++;
	base = str_from(base, at + strlen(mark));
	for (end = base.n; end > 0 && !str_starts(str_from(base, end), lun);)
		end--;
	*ret_target = str_upto(base, end);
	return end > 0;
}

/* By udev's path a disk of no target is one of none; by another name it may be anybody's. */
struct text iscsi_target_of_device(struct snapshot *s, struct str device)
{
	static const char by_path[] = "/dev/disk/by-path/";
	struct str target = STR("");

	if (!str_starts(device, by_path))
		return (struct text){ NULL };
	(void)target_of_path(str_from(device, strlen(by_path)), &target);
	return snapshot_text(s, target);
}

static bool is_block_device(struct str device)
{
	static const char *const tags[] = { "UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ID=" };

	for (size_t i = 0; i < countof(tags); i++)
		if (str_starts(device, tags[i]))
			return true;
	return str_starts(device, "/dev/");
}

static bool is_at_boot(struct str options)
{
	return !has_option(options, "noauto") || has_option(options, "x-systemd.automount") ||
	       has_option(options, "comment=systemd.automount");
}

static void take_line(struct snapshot *s, unsigned host, struct origin origin, struct str line)
{
	struct str device, where, type, options = STR("");
	struct fstab row = { .row.origin = origin };

	if (!str_word(&line, &device) || device.p[0] == '#' || !str_word(&line, &where) ||
	    !str_word(&line, &type))
		return;
	(void)str_word(&line, &options);
	row.device = parse_mount_word(s, device);
	if (!is_block_device(str_of(row.device.s)))
		return;
	row.path = str_eq(type, "swap") ? snapshot_text(s, type) : parse_mount_word(s, where);
	row.type = snapshot_text(s, type);
	row.options = snapshot_text(s, options);
	row.at_boot = tri(is_at_boot(options));
	row.netdev = tri(has_option(options, "_netdev") ||
			 has_option_of(options, "x-systemd.requires="));
	row.nofail = tri(has_option(options, "nofail"));
	row.target = iscsi_target_of_device(s, str_of(row.device.s));
	add_fstab(s, host, &row);
}

void iscsi_take_fstab(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line;

	for (unsigned n = 1; n <= LINES_MOST && snapshot_rows(s, TABLE_fstab, host) < ROWS_MOST &&
			     str_line(&text, &line);
	     n++)
		take_line(s, host, snapshot_at(s, file, n), line);
	if (text.n)
		snapshot_cover(s, host, TABLE_fstab, COVERAGE_PARTIAL, "too many lines");
	else
		snapshot_cover(s, host, TABLE_fstab, COVERAGE_READ, NULL);
}

static bool has_word(const char *list, const char *word)
{
	struct str rest = str_of(list), one;

	while (str_split(&rest, ',', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

/* A disk that waits for the network, or for a unit of open-iscsi, and may be of any target. */
static bool may_be(const struct fstab *f)
{
	return f->at_boot == TRI_YES && !f->target.s &&
	       (f->netdev == TRI_YES || str_has(str_of(f->options.s), "iscsi"));
}

static struct text mounts_of(struct snapshot *s, unsigned host, const char *target)
{
	char list[1024] = "";
	bool unsure = false;
	size_t n = 0;

	for_each_row (fstab, f, s, host) {
		unsure |= may_be(f);
		if (f->at_boot != TRI_YES || !f->target.s || !has_word(f->target.s, target) ||
		    n + strlen(f->path.s) + 2 > sizeof(list))
			continue;
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? "," : "", f->path.s);
	}
	return !n && unsure ? (struct text){ NULL } : snapshot_cstr(s, list);
}

void iscsi_add_fstab_to_nodes(struct snapshot *s, unsigned host)
{
	const char *why;

	if (snapshot_coverage(s, host, TABLE_fstab, &why) == COVERAGE_ABSENT)
		return;
	for_each_row (iscsi_node, n, s, host) {
		if (!n->target.s)
			continue;
		n->fstab = mounts_of(s, host, n->target.s);
		put_iscsi_node(s, host, n->row.index, n);
	}
}
