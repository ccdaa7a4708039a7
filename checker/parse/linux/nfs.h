/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NFS mounts, and those of block devices, out of the words that every table of mounts has. */
#ifndef PARSE_LINUX_NFS_H
#define PARSE_LINUX_NFS_H

#include "model/snapshot.h"

struct nfs_words {
	struct str source, path, type;
	struct str options; /* of the mount */
	struct str super;   /* of the file system; p NULL where the options hold these too */
};

/*
 * Fills a row whose origin is set already: mounted, with the octal and hex
 * escapes of these tables undone.  False: no NFS.
 */
bool nfs_mount_of(struct snapshot *s, const struct nfs_words *w, struct nfs_mount *ret_row);

/* The same of a file system on a block device; what it lies on is not said. */
bool disk_mount_of(struct snapshot *s, const struct nfs_words *w, struct disk_mount *ret_row);

#endif
