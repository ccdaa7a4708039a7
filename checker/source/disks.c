/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which iSCSI targets a mounted block device lies on: down through LVM, RAID, multipath maps and
 * partitions to disks, and from these to sessions.  Sysfs has the layers and udev's files the names
 * (UUID, label, /dev/mapper/…); without them the maps of multipath -ll do, and plain names.
 */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"
#include "source/iscsi_files.h"

enum { TARGETS_MOST = 16, PATHS_MOST = 256, DEPTH_MOST = 16, DEVICES_MOST = 20000 };

static const char class_block[] = "sys/class/block";

/* Targets of a device; unknown: there may be others. */
struct targets {
	const char *v[TARGETS_MOST];
	size_t n;
	bool unknown;
};

/* A name and what it is of: a disk and its target, a map and a path of it, a name in /dev. */
struct pair {
	struct str name;
	const char *of; /* NULL: not known */
	size_t place;	/* of names in /dev: the device */
};

struct pairs {
	struct pair *v;
	size_t n;
};

struct device {
	const char *name;
	bool begun, done;
	struct targets targets;
};

struct disks {
	struct snapshot *s;
	unsigned host;
	const struct files *files;
	struct pairs sessions, paths, names;
	bool every_disk; /* what is in no session's list is in no session */
	struct device *devices;
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	return str_compare(((const struct pair *)a)->name, ((const struct pair *)b)->name);
}

static int name_before(const void *name, const void *pair)
{
	return str_compare(*(const struct str *)name, ((const struct pair *)pair)->name);
}

static void add_pair(struct disks *d, struct pairs *all, struct str name, const char *of,
		     size_t place)
{
	all->v = arena_grow(snapshot_arena(d->s), all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = (struct pair){ name, of, place };
}

static void sort_pairs(struct pairs *all)
{
	if (all->n)
		qsort(all->v, all->n, sizeof(*all->v), by_name);
}

/* The first of that name; the others follow. */
static const struct pair *find(const struct pairs *all, struct str name)
{
	size_t at = lower_bound(&name, all->v, all->n, sizeof(*all->v), name_before);

	return at < all->n && str_same(all->v[at].name, name) ? &all->v[at] : NULL;
}

static void add_target(struct targets *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i], name) == 0)
			return;
	if (t->n == TARGETS_MOST)
		t->unknown = true;
	else
		t->v[t->n++] = name;
}

static void add_targets(struct targets *t, const struct targets *more)
{
	for (size_t i = 0; i < more->n; i++)
		add_target(t, more->v[i]);
	t->unknown |= more->unknown;
}

static void know_sessions(struct disks *d)
{
	const char *why;

	d->every_disk = snapshot_coverage(d->s, d->host, TABLE_iscsi_session, &why) == COVERAGE_READ;
	for_each_row (iscsi_session, n, d->s, d->host) {
		struct str list = str_of(n->disks.s), one;
		d->every_disk &= n->disks.s != NULL;
		while (str_split(&list, ',', &one))
			add_pair(d, &d->sessions, one, n->target.s, 0);
	}
	sort_pairs(&d->sessions);
	for_each_row (multipath, m, d->s, d->host)
		if (m->device.s)
			add_pair(d, &d->paths, str_of(m->device.s),
				 m->target.s ? m->target.s : m->path.s, m->target.s == NULL);
	sort_pairs(&d->paths);
}

/* The names that udev gives the device, blanks as \x20: lines `S:disk/by-uuid/…`. */
static void know_names(struct disks *d, size_t place)
{
	struct arena *a = d->files->arena;
	const char *folder = arena_printf(a, "%s/%s", class_block, d->devices[place].name);
	struct str number = files_line(d->files, folder, "dev"), text, line,
		   mapped = files_line(d->files, arena_printf(a, "%s/dm", folder), "name");
	struct err err;

	add_pair(d, &d->names, str_of(d->devices[place].name), NULL, place);
	if (mapped.n)
		add_pair(d, &d->names, str_of(arena_printf(a, "mapper/%.*s", STR_ARGS(mapped))),
			 NULL, place);
	if (!number.n || files_read(d->files,
				    arena_printf(a, "run/udev/data/b%.*s", STR_ARGS(number)), &text,
				    &err) != 1)
		return;
	while (str_line(&text, &line))
		if (str_starts(line, "S:"))
			add_pair(d, &d->names,
				 str_of(parse_mount_word(d->s, str_from(line, 2)).s), NULL, place);
}

static void know_devices(struct disks *d)
{
	struct files_list names;
	struct err err;

	if (files_list(d->files, class_block, &names, &err) != 1)
		return;
	d->devices = arena_array(d->files->arena, names.n + 1, sizeof(*d->devices));
	for (d->n = 0; d->n < names.n && d->n < DEVICES_MOST; d->n++) {
		d->devices[d->n].name = names.v[d->n];
		know_names(d, d->n);
	}
	sort_pairs(&d->names);
}

/* sdb of sdb1, mpatha of mpatha-part1, mpathap1 and mpatha1 */
static struct str without_part(struct str name)
{
	size_t n = name.n;

	while (n && name.p[n - 1] >= '0' && name.p[n - 1] <= '9')
		n--;
	name = str_upto(name, n);
	if (str_ends(name, "-part"))
		name = str_upto(name, name.n - 5);
	return name;
}

/* open-iscsi's disks are SCSI disks; virtual and NVMe ones are none of its. */
static bool is_scsi(struct str name)
{
	return str_starts(name, "sd");
}

static void add_disk(const struct disks *d, struct str name, struct targets *t)
{
	const struct pair *found = find(&d->sessions, name);

	if (found && found->of)
		add_target(t, found->of);
	else
		t->unknown |= found || (is_scsi(name) && !d->every_disk);
}

static void take_device(struct disks *d, size_t place, unsigned depth);

static void add_device(struct disks *d, struct str name, unsigned depth, struct targets *t)
{
	const struct pair *found = find(&d->names, name);

	if (!found) {
		t->unknown = true;
		return;
	}
	take_device(d, found->place, depth + 1);
	if (d->devices[found->place].done)
		add_targets(t, &d->devices[found->place].targets);
	else
		t->unknown = true; /* it lies on itself */
}

/* What it lies on comes first, each device once. */
static void take_device(struct disks *d, size_t place, unsigned depth)
{
	struct device *dev = &d->devices[place];
	const char *folder = arena_printf(d->files->arena, "%s/%s", class_block, dev->name);
	struct files_list below = { NULL, 0, NULL };
	struct err err;

	if (dev->begun)
		return;
	dev->begun = true;
	(void)files_list(d->files, arena_printf(d->files->arena, "%s/slaves", folder), &below,
			 &err);
	if (depth > DEPTH_MOST)
		dev->targets.unknown = true;
	else if (files_line(d->files, folder, "partition").n)
		add_device(d, without_part(str_of(dev->name)), depth, &dev->targets);
	else if (below.n)
		for (size_t i = 0; i < below.n; i++)
			add_device(d, str_of(below.v[i]), depth, &dev->targets);
	else
		add_disk(d, str_of(dev->name), &dev->targets);
	dev->done = true;
}

static bool add_map(const struct disks *d, struct str name, struct targets *t)
{
	const struct pair *p = find(&d->paths, name), *end = d->paths.v + d->paths.n;

	if (!p)
		return false;
	for (size_t i = 0; i < PATHS_MOST && p < end && str_same(p->name, name); i++, p++)
		if (!p->of)
			t->unknown = true;
		else if (p->place)
			add_disk(d, str_of(p->of), t);
		else
			add_target(t, p->of);
	return true;
}

/*
 * Without sysfs: a map of multipath -ll, a SCSI disk that is mounted, or a disk of a virtual machine
 * or of NVMe.  Which disk gets the name of a SCSI disk that is not there now, nobody knows.
 */
static void add_plain(const struct disks *d, struct str name, bool mounted, struct targets *t)
{
	static const char *const others[] = { "vd", "xvd", "hd", "nvme", "mmcblk", "zram", "loop" };
	struct str whole = without_part(name);

	if (str_starts(name, "mapper/")) {
		name = str_from(name, strlen("mapper/"));
		whole = str_from(whole, strlen("mapper/"));
		t->unknown |= !add_map(d, name, t) && !add_map(d, whole, t) &&
			      !(str_ends(whole, "p") && add_map(d, str_upto(whole, whole.n - 1), t));
		return;
	}
	for (size_t i = 0; i < countof(others); i++)
		if (str_starts(name, others[i]))
			return;
	if (is_scsi(name) && (mounted || find(&d->sessions, whole)))
		add_disk(d, whole, t);
	else
		t->unknown = true;
}

/* sda1 of /dev/sda1, disk/by-uuid/X of UUID=X: names below /dev, as udev writes them. */
static struct str name_in_dev(const struct disks *d, const char *device)
{
	static const char *const tags[][2] = {
		{ "UUID=", "uuid" },	       { "LABEL=", "label" }, { "PARTUUID=", "partuuid" },
		{ "PARTLABEL=", "partlabel" }, { "ID=", "id" },
	};
	struct str all = str_of(device), value;

	for (size_t i = 0; i < countof(tags); i++) {
		if (!str_starts(all, tags[i][0]))
			continue;
		value = str_from(all, strlen(tags[i][0]));
		if (value.n > 1 && value.p[0] == '"' && str_ends(value, "\""))
			value = str_from(str_upto(value, value.n - 1), 1);
		return str_of(arena_printf(d->files->arena, "disk/by-%s/%.*s", tags[i][1],
					   STR_ARGS(value)));
	}
	return str_starts(all, "/dev/") ? str_from(all, strlen("/dev/")) : all;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct text text_of(const struct disks *d, struct targets *t)
{
	const char *all = "";

	if (t->unknown)
		return (struct text){ NULL };
	qsort(t->v, t->n, sizeof(*t->v), by_text);
	for (size_t i = 0; i < t->n; i++)
		all = arena_printf(d->files->arena, "%s%s%s", all, *all ? "," : "", t->v[i]);
	return snapshot_cstr(d->s, all);
}

static struct text target_of(struct disks *d, const char *device, bool mounted)
{
	struct targets t = { .n = 0 };
	struct str name = name_in_dev(d, device);

	if (find(&d->names, name))
		add_device(d, name, 0, &t);
	else
		add_plain(d, name, mounted, &t);
	return text_of(d, &t);
}

/* Without sessions and records no disk is one of a target. */
static bool has_iscsi(const struct disks *d)
{
	static const enum table_id tables[] = { TABLE_iscsi_session, TABLE_iscsi_node };
	const char *why;

	for (size_t i = 0; i < countof(tables); i++)
		if (snapshot_rows(d->s, tables[i], d->host) ||
		    snapshot_coverage(d->s, d->host, tables[i], &why) != COVERAGE_READ)
			return true;
	return false;
}

/* What is mounted at the place that a line of fstab names is, as a rule, what the line means. */
static struct text target_of_path(const struct disks *d, struct text path)
{
	for_each_row (disk_mount, m, d->s, d->host)
		if (m->path.s == path.s)
			return m->target;
	return (struct text){ NULL };
}

static void take_mounts(struct disks *d, bool iscsi)
{
	for_each_row (disk_mount, m, d->s, d->host) {
		m->target = iscsi_target_of_device(d->s, str_of(m->device.s));
		if (!m->target.s)
			m->target = iscsi ? target_of(d, m->device.s, true) : snapshot_cstr(d->s, "");
		put_disk_mount(d->s, d->host, m->row.index, m);
	}
	for_each_row (fstab, f, d->s, d->host) {
		if (!f->target.s)
			f->target = iscsi ? target_of(d, f->device.s, false) : snapshot_cstr(d->s, "");
		if (!f->target.s)
			f->target = target_of_path(d, f->path);
		put_fstab(d->s, d->host, f->row.index, f);
	}
}

void iscsi_find_disks(struct snapshot *s, unsigned host, const struct files *f)
{
	struct disks d = { .s = s, .host = host, .files = f };
	bool iscsi = has_iscsi(&d);

	if (snapshot_rows(s, TABLE_disk_mount, host) || snapshot_rows(s, TABLE_fstab, host)) {
		if (iscsi) {
			know_sessions(&d);
			know_devices(&d);
		}
		take_mounts(&d, iscsi);
	}
	iscsi_add_fstab_to_nodes(s, host);
}
