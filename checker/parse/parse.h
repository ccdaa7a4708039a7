/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text formats: text in, rows or values out; nothing is read, printed or kept.
 * A line that is not understood becomes a note, never an error.
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include "model/snapshot.h"

/* file: what the origins say; lines count from 1. */
typedef void parse_fn(struct snapshot *s, unsigned host, const char *file, struct str text);

/* /proc/self/mountinfo: rows of nfs_mount for nfs and nfs4. */
parse_fn parse_mountinfo;

/* A word of fstab or a table of mounts: a blank, tab, # and such stand as \040, or as \x20. */
struct text parse_mount_word(struct snapshot *s, struct str word);

/* Next `number name` of rt_tables, rt_protos and their like; takes it off *rest. False: no more. */
bool parse_next_name(struct str *rest, uint32_t *ret_number, struct str *ret_name);

/* KEY=value of os-release, unquoted; {NULL} where the key is absent. */
struct text parse_os_release(struct snapshot *s, struct str text, const char *key);

/*
 * Value of a key in a section of an ini file as NetworkManager and networkd
 * write it; the last one counts. Section "" is what stands before the first.
 * False where there is none.
 */
bool parse_ini(struct str text, const char *section, const char *key, struct str *ret_value);

/* Do leases of ISC dhclient hold this address for this interface? */
bool parse_dhclient_has(struct str text, const char *interface, struct ip address);

/* What /etc/network/interfaces, or a file that it sources, says of an interface. */
struct ifupdown {
	bool stanza, dhcp4, static4, dhcp6, static6;
};
struct ifupdown parse_ifupdown(struct str text, const char *interface);

#endif
