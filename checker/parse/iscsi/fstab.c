/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/fstab: which targets of node records it mounts at boot, by udev's names of their disks. */
#include <stdio.h>
#include <string.h>

#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"

enum { USES_MOST = 1000 };

struct use {
	struct text target, where;
};

struct fstab {
	struct snapshot *s;
	struct use *v;
	size_t n;
	bool unsure; /* there is a network disk under a name that does not tell whose */
};

static bool has_option(struct str options, const char *name)
{
	struct str one;

	while (str_split(&options, ',', &one))
		if (str_eq(one, name))
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

static bool is_tag(struct str device)
{
	static const char *const tags[] = { "UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ID=" };

	for (size_t i = 0; i < countof(tags); i++)
		if (str_starts(device, tags[i]))
			return true;
	return false;
}

/* A disk that waits for the network, or for a unit of open-iscsi. */
static bool waits(struct str options)
{
	return has_option(options, "_netdev") || str_has(options, "iscsi");
}

static void take_entry(struct fstab *f, struct str device, struct str where, struct str options)
{
	static const char by_path[] = "/dev/disk/by-path/";
	struct str plain = str_of(parse_mount_word(f->s, device).s), target;

	if (str_starts(plain, by_path)) {
		if (!target_of_path(str_from(plain, strlen(by_path)), &target))
			return;
		if (f->n == USES_MOST) {
			f->unsure = true;
			return;
		}
		f->v[f->n++] = (struct use){ snapshot_text(f->s, target),
					     parse_mount_word(f->s, where) };
	} else if ((str_starts(plain, "/dev/") || is_tag(plain)) && waits(options)) {
		f->unsure = true;
	}
}

static void take_line(struct fstab *f, struct str line)
{
	struct str device, where, type, options = STR("");

	if (!str_word(&line, &device) || device.p[0] == '#' || !str_word(&line, &where) ||
	    !str_word(&line, &type))
		return;
	(void)str_word(&line, &options);
	if (has_option(options, "noauto") && !has_option(options, "x-systemd.automount") &&
	    !has_option(options, "comment=systemd.automount"))
		return;
	take_entry(f, device, str_eq(type, "swap") ? type : where, options);
}

static struct text mounts_of(const struct fstab *f, struct text target)
{
	char list[1024] = "";
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].target.s != target.s || n + strlen(f->v[i].where.s) + 2 > sizeof(list))
			continue;
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", n ? "," : "",
				      f->v[i].where.s);
	}
	if (!n && f->unsure)
		return (struct text){ NULL };
	return snapshot_cstr(f->s, list);
}

void iscsi_take_fstab(struct snapshot *s, unsigned host, struct str text)
{
	struct fstab f = { .s = s };
	struct str line;

	f.v = arena_array(snapshot_arena(s), USES_MOST, sizeof(*f.v));
	while (str_line(&text, &line))
		take_line(&f, line);
	for_each_row (iscsi_node, n, s, host) {
		if (!n->target.s)
			continue;
		n->fstab = mounts_of(&f, n->target);
		put_iscsi_node(s, host, n->row.index, n);
	}
}
