/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a Linux host says of itself beside ip and iscsiadm: files of /proc, and
 * what teamdctl, multipath, sysctl, mount, ethtool and their like print.
 *
 * Each text is told by its content; only where that names no device does the
 * last part of `file` say which it is ("proc/net/bonding/bond0",
 * "teamdctl_team0_state").  Each parser speaks of the coverage of its tables:
 * read, where the text shows all there is, else partial.  What is known
 * already stays (rows.h), so links come before all these.
 */
#ifndef PARSE_LINUX_LINUX_H
#define PARSE_LINUX_LINUX_H

#include "parse/linux/rows.h"
#include "parse/parse.h"
#include "parse/transcript.h"

/* Which output of a Linux host a line begins: of ip, iscsiadm and all below. */
transcript_begins_fn linux_begins;

/* /proc/net/bonding/X: rows of bond, uplink and interface. */
bool is_proc_bonding(struct str text);
parse_fn parse_proc_bonding;

/* /proc/net/vlan/config, and the file of one VLAN device beside it. */
bool is_proc_vlan_config(struct str text);
parse_fn parse_proc_vlan_config;
bool is_proc_vlan(struct str text);
parse_fn parse_proc_vlan;

/*
 * teamdctl X state dump (JSON), X state or X state view (text), X config dump
 * (JSON), and teamnl X ports.  They say less in this order.
 */
bool is_team_dump(struct str text);
parse_fn parse_team_dump;
bool is_team_state(struct str text);
parse_fn parse_team_state;
bool is_team_config(struct str text);
parse_fn parse_team_config;
bool is_team_ports(struct str text);
parse_fn parse_team_ports;

/*
 * multipath -ll, of any verbosity, today's form and that of RHEL 4 and 5.  The
 * session of a path is not said here: multipath_add_sessions() finds it, when
 * sessions are read too, by disk and by SCSI host.
 */
bool is_multipath(struct str text);
parse_fn parse_multipath;
void multipath_add_sessions(struct snapshot *s, unsigned host);

/*
 * sysctl -a or a part of it: `net.ipv4.conf.bond0/100.rp_filter = 1`, also with slashes.  A file of
 * settings may look the same: it is none where nothing is said of lo, nor all there is to say.
 */
bool is_sysctl(struct str text);
bool is_sysctl_by_name(struct str text); /* of a file called sysctl -a: is anything in it? */
parse_fn parse_sysctl;

/* A file below proc/sys/net/ipv4 or ipv6 with its one number. */
bool is_proc_sys(struct str text);
parse_fn parse_proc_sys;

/* /etc/sysctl.conf and its like: a note, for the kernel may have another value. */
parse_fn parse_sysctl_file;

/*
 * Mounts of NFS and of block devices: /proc/mounts, mount, findmnt as a tree, as a list, raw (-r)
 * and as JSON; of NFS alone: nfsstat -m.  /etc/fstab comes last: what
 * is in it alone is configured, and not mounted where the mounts are known.
 */
bool is_proc_mounts(struct str text);
parse_fn parse_proc_mounts;
bool is_mount(struct str text);
parse_fn parse_mount;
bool is_findmnt(struct str text);
parse_fn parse_findmnt;
bool is_findmnt_json(struct str text);
parse_fn parse_findmnt_json;
bool is_nfsstat(struct str text);
parse_fn parse_nfsstat;
parse_fn parse_fstab;

/* ethtool X, ethtool --json X, ethtool -P X and ethtool -i X. */
bool is_ethtool(struct str text);
parse_fn parse_ethtool;
bool is_ethtool_json(struct str text);
parse_fn parse_ethtool_json;
bool is_ethtool_address(struct str text);
parse_fn parse_ethtool_address;
bool is_ethtool_driver(struct str text);
parse_fn parse_ethtool_driver;

/*
 * LLDP and CDP neighbours: lldpctl and lldpcli show neighbors as text, -f keyvalue, -f json and
 * json0; networkctl lldp; and the file that systemd-networkd keeps of an interface below
 * /run/systemd/netif/lldp.
 */
bool is_lldp_keyvalue(struct str text);
parse_fn parse_lldp_keyvalue;
bool is_lldp_text(struct str text);
parse_fn parse_lldp_text;
bool is_lldp_json(struct str text);
parse_fn parse_lldp_json;
bool is_networkctl_lldp(struct str text);
parse_fn parse_networkctl_lldp;
void parse_lldp_frames(struct snapshot *s, unsigned host, struct text interface,
		       struct origin where, struct str frames);

/*
 * What a command left instead of an answer: an error's words, or nothing at
 * all.  The name of the file says which command it was, and so what is not
 * known now.
 */
bool is_failure(struct str text);
parse_fn parse_failure;

/* /proc/self/mountinfo: rows of nfs_mount for nfs and nfs4; rows of disk_mount. */
parse_fn parse_mountinfo;
parse_fn parse_mountinfo_disks;

/* A word of fstab or a table of mounts: a blank, tab, # and such stand as \040, or as \x20. */
struct text parse_mount_word(struct snapshot *s, struct str word);

/* KEY=value of os-release, unquoted; {NULL} where the key is absent. */
struct text parse_os_release(struct snapshot *s, struct str text, const char *key);

#endif
