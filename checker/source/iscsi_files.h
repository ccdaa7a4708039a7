/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iSCSI of a Linux host out of its files: open-iscsi's database and what sysfs says. */
#ifndef SOURCE_ISCSI_FILES_H
#define SOURCE_ISCSI_FILES_H

#include "model/snapshot.h"
#include "source/files.h"

/*
 * Both roots: rows of iscsi_record, iscsi_iface, iscsi_node, iscsi_target and
 * iscsi_adapter, and their coverage.  What a saved tree does not hold is not
 * spoken of.  True where there was something of open-iscsi.
 */
bool iscsi_read_records(struct snapshot *s, unsigned host, const struct files *f);

/* Rows of fstab. Without the file nothing is known of it, but on a running host. */
void iscsi_read_fstab(struct snapshot *s, unsigned host, const struct files *f);

/*
 * After sessions, multipath, fstab and disk_mount: the targets of what these two name, by sysfs
 * and udev's files, by the disks of sessions and maps; then iscsi_node.fstab.
 */
void iscsi_find_disks(struct snapshot *s, unsigned host, const struct files *f);

/* Sessions and DM multipath of sysfs. False where the tree holds no sysfs: nothing is said then. */
bool iscsi_read_sessions(struct snapshot *s, unsigned host, const struct files *f);
bool iscsi_read_multipath(struct snapshot *s, unsigned host, const struct files *f);

/* After records and sessions: iscsi_iface.transport_available, from sysfs and the kernel's modules. */
void iscsi_find_transports(struct snapshot *s, unsigned host, const struct files *f);

#endif
