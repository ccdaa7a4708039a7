/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions of /sys/class/iscsi_* and paths of DM multipath in /sys/class/block. */
#include <stdio.h>
#include <string.h>

#include "parse/iscsi/iscsi.h"
#include "source/iscsi_files.h"

static const char class_session[] = "sys/class/iscsi_session";

/* Session and the SCSI host in whose folder it stands. */
struct home {
	const char *session, *host;
};

struct sysfs {
	struct snapshot *s;
	unsigned host;
	const struct files *files;
	struct home *homes;
	size_t nhomes;
};

/* The kernel prints what is not set in several ways. */
static bool is_none(struct str v)
{
	return !v.n || str_eq(v, "(null)") || str_eq(v, "<NULL>") || str_eq(v, "default") ||
	       str_eq(v, "<empty>");
}

static struct text attribute(const struct sysfs *y, const char *folder, const char *name)
{
	struct str v = files_line(y->files, folder, name);

	return is_none(v) ? (struct text){ NULL } : snapshot_text(y->s, v);
}

/* The same where the file is there but says nothing: "". */
static struct text attribute_or_none(const struct sysfs *y, const char *folder, const char *name)
{
	struct str v = files_line(y->files, folder, name);

	return !v.p ? (struct text){ NULL } : snapshot_text(y->s, is_none(v) ? STR("") : v);
}

static struct num number(const struct sysfs *y, const char *folder, const char *name)
{
	struct str v = files_line(y->files, folder, name);
	int64_t n;

	if (str_eq(v, "off"))
		return num(-1);
	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

static char *join(const struct sysfs *y, const char *folder, const char *name)
{
	return arena_printf(y->files->arena, "%s/%s", folder, name);
}

static struct files_list list(const struct sysfs *y, const char *folder)
{
	struct files_list names = { NULL, 0, NULL };
	struct err err;

	return files_list(y->files, folder, &names, &err) == 1
		       ? names
		       : (struct files_list){ NULL, 0, NULL };
}

static void find_homes(struct sysfs *y)
{
	struct files_list hosts = list(y, "sys/class/iscsi_host");

	for (size_t i = 0; i < hosts.n; i++) {
		char *device =
			arena_printf(y->files->arena, "sys/class/iscsi_host/%s/device", hosts.v[i]);
		struct files_list in = list(y, device);
		for (size_t k = 0; k < in.n; k++) {
			if (strncmp(in.v[k], "session", strlen("session")) != 0)
				continue;
			y->homes =
				arena_grow(y->files->arena, y->homes, y->nhomes, sizeof(*y->homes));
			y->homes[y->nhomes++] = (struct home){ in.v[k], hosts.v[i] };
		}
	}
}

/* NULL where it is not known. */
static const char *host_of(const struct sysfs *y, const char *session)
{
	for (size_t i = 0; i < y->nhomes; i++)
		if (strcmp(y->homes[i].session, session) == 0)
			return y->homes[i].host;
	return NULL;
}

static void add_disk(char *disks, size_t room, const char *name)
{
	size_t n = strlen(disks);

	if (n + strlen(name) + 2 <= room)
		snprintf(disks + n, room - n, "%s%s", n ? "," : "", name);
}

/* sessionN/device/targetH:C:I/H:C:I:L/block/sdX */
static struct text disks_of(const struct sysfs *y, const char *device)
{
	struct files_list targets = list(y, device);
	char disks[2048] = "";

	for (size_t t = 0; t < targets.n; t++) {
		char *target = join(y, device, targets.v[t]);
		struct files_list luns = list(y, target);
		if (strncmp(targets.v[t], "target", 6) != 0)
			continue;
		for (size_t l = 0; l < luns.n; l++) {
			char *block =
				arena_printf(y->files->arena, "%s/%s/block", target, luns.v[l]);
			struct files_list names = list(y, block);
			for (size_t d = 0; d < names.n; d++)
				add_disk(disks, sizeof(disks), names.v[d]);
		}
	}
	return snapshot_cstr(y->s, disks);
}

static void take_connection(const struct sysfs *y, const char *folder, struct iscsi_session *row)
{
	struct str address = files_line(y->files, folder, "address");
	struct str persistent = files_line(y->files, folder, "persistent_address");
	struct num persistent_port = number(y, folder, "persistent_port");
	struct str local = files_line(y->files, folder, "local_ipaddr");

	row->port = number(y, folder, "port");
	if (is_none(address)) { /* not connected */
		address = persistent;
		row->port = persistent_port;
	}
	ip_parse(address, &row->address);
	ip_parse(local, &row->local_address);
	if (!is_none(address) && row->port.known)
		row->portal = iscsi_portal_text(y->s, address, row->port.v);
	if (!is_none(persistent) && persistent_port.known)
		row->persistent_portal = iscsi_portal_text(y->s, persistent, persistent_port.v);
	row->connection_state = attribute(y, folder, "state");
	row->local_port = number(y, folder, "local_port");
	row->noop_out_timeout = number(y, folder, "ping_tmo");
	row->noop_out_interval = number(y, folder, "recv_tmo");
}

static void take_host(const struct sysfs *y, const char *name, struct iscsi_session *row)
{
	char *folder = arena_printf(y->files->arena, "sys/class/iscsi_host/%s", name);
	char *scsi = arena_printf(y->files->arena, "sys/class/scsi_host/%s", name);
	struct str driver = files_line(y->files, scsi, "proc_name");
	int64_t n;

	if (str_starts(str_of(name), "host") && str_to_i64(str_of(name + strlen("host")), &n))
		row->scsi_host = num(n);
	row->transport =
		snapshot_text(y->s, str_starts(driver, "iscsi_") ? str_from(driver, 6) : driver);
	row->netdev = attribute_or_none(y, folder, "netdev");
	row->hwaddress = attribute_or_none(y, folder, "hwaddress");
	if (!ip_known(row->local_address))
		ip_parse(files_line(y->files, folder, "ipaddress"), &row->local_address);
	if (!row->initiator_name.s)
		row->initiator_name = attribute(y, folder, "initiatorname");
}

/* Kernels before 5.5 tell no state of the connection; the session's then speaks for both. */
static enum tri logged_in(const struct iscsi_session *row)
{
	if (!row->state.s)
		return TRI_UNKNOWN;
	return tri(same(row->state.s, "LOGGED_IN") &&
		   (!row->connection_state.s || same(row->connection_state.s, "up")));
}

static void read_session(const struct sysfs *y, const char *name)
{
	char *folder = join(y, class_session, name), *device = join(y, folder, "device");
	const char *host = host_of(y, name);
	struct files_list in = list(y, device);
	struct iscsi_session row = {
		.row.origin =
			snapshot_at(y->s, files_origin(y->files, join(y, folder, "targetname")), 1),
		.adapter = snapshot_cstr(y->s, "initiator"),
		.target = attribute(y, folder, "targetname"),
		.tpgt = number(y, folder, "tpgt"),
		.iface = attribute(y, folder, "ifacename"),
		.state = attribute(y, folder, "state"),
		.initiator_name = attribute(y, folder, "initiatorname"),
		.recovery_timeout = number(y, folder, "recovery_tmo"),
	};
	int64_t sid;

	if (str_to_i64(str_of(name + strlen("session")), &sid))
		row.sid = num(sid);
	if (!row.iface.s && files_line(y->files, folder, "ifacename").p)
		row.iface = snapshot_cstr(y->s, "default"); /* the word that stands for unset */
	for (size_t i = 0; i < in.n; i++)
		if (strncmp(in.v[i], "connection", strlen("connection")) == 0) {
			take_connection(y,
					arena_printf(y->files->arena,
						     "sys/class/iscsi_connection/%s", in.v[i]),
					&row);
			break;
		}
	if (host)
		take_host(y, host, &row);
	row.disks = disks_of(y, device);
	row.logged_in = logged_in(&row);
	add_iscsi_session(y->s, y->host, &row);
}

static struct files with_losses(const struct files *f, const char **lost)
{
	struct files files = *f;

	files.lost = lost;
	return files;
}

static void cover(const struct sysfs *y, enum table_id t, const char *lost)
{
	bool rows = snapshot_rows(y->s, t, y->host);

	snapshot_cover(y->s, y->host, t,
		       !lost ? COVERAGE_READ : rows ? COVERAGE_PARTIAL : COVERAGE_ABSENT, lost);
}

bool iscsi_read_sessions(struct snapshot *s, unsigned host, const struct files *f)
{
	const char *lost = NULL;
	struct files files = with_losses(f, &lost);
	struct sysfs y = { .s = s, .host = host, .files = &files };
	struct files_list names = { NULL, 0, NULL };
	struct err err;
	int found = files_list(&files, class_session, &names, &err);

	if (found == 0 && !(f->whole && list(&y, "sys/class").n) && !lost)
		return false; /* no sysfs at all: nothing is known */
	if (found == 1)
		find_homes(&y);
	for (size_t i = 0; i < names.n; i++)
		if (strncmp(names.v[i], "session", strlen("session")) == 0)
			read_session(&y, names.v[i]);
	cover(&y, TABLE_iscsi_session, lost);
	return true;
}

static bool has_disk(const char *disks, const char *name)
{
	struct str list = str_of(disks), one;

	while (str_split(&list, ',', &one))
		if (str_eq(one, name))
			return true;
	return false;
}

static void add_path(const struct sysfs *y, const char *dm, struct text device,
		     const char *disk)
{
	char *state = arena_printf(y->files->arena, "sys/class/block/%s/device", disk);
	struct multipath row = {
		.row.origin = snapshot_at(y->s, files_origin(y->files, join(y, dm, "uuid")), 1),
		.device = device,
		.path = snapshot_cstr(y->s, disk),
		.state = attribute(y, state, "state"),
	};

	for_each_row (iscsi_session, session, y->s, y->host)
		if (session->disks.s && has_disk(session->disks.s, disk)) {
			row.adapter = session->adapter;
			row.target = session->target;
			row.portal = session->portal;
			row.scsi_host = session->scsi_host;
			break;
		}
	add_multipath(y->s, y->host, &row);
}

bool iscsi_read_multipath(struct snapshot *s, unsigned host, const struct files *f)
{
	const char *lost = NULL;
	struct files files = with_losses(f, &lost);
	struct sysfs y = { .s = s, .host = host, .files = &files };
	struct files_list names = { NULL, 0, NULL };
	struct err err;

	if (files_list(&files, "sys/class/block", &names, &err) == 0)
		return false;
	for (size_t i = 0; i < names.n; i++) {
		char *folder = join(&y, "sys/class/block", names.v[i]),
		     *dm = join(&y, folder, "dm");
		struct files_list slaves;
		if (strncmp(names.v[i], "dm-", 3) != 0 ||
		    !str_starts(files_line(&files, dm, "uuid"), "mpath-"))
			continue;
		slaves = list(&y, join(&y, folder, "slaves"));
		for (size_t k = 0; k < slaves.n; k++)
			add_path(&y, dm, attribute(&y, dm, "name"), slaves.v[k]);
	}
	cover(&y, TABLE_multipath, lost);
	return true;
}
