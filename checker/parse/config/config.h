/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who configures an interface, and where its addresses come from: out of the files of
 * NetworkManager, systemd-networkd, netplan, ifupdown, ifcfg (network-scripts and wicked) and VDSM,
 * out of leases, and out of what nmcli, networkctl and wicked print.
 *
 * Files say what shall be, so they fill manager and connection of interfaces and the method of
 * addresses that the host has, where nothing else did; they never add a row.  Secrets that stand
 * in them are not kept.
 */
#ifndef PARSE_CONFIG_CONFIG_H
#define PARSE_CONFIG_CONFIG_H

#include "parse/parse.h"

/* The files of one host, as they are found: below a root, in a tree, in sections of a report. */
struct config;

struct config *config_new(struct snapshot *s, unsigned host);

/*
 * Folders, without slashes around, whose files are wanted, and files that stand alone, each up to a
 * NULL.  Folders X.network.d in the first are wanted too.
 */
extern const char *const config_folders[];
extern const char *const config_single[];

/* Is this path, without a leading slash, a file that config_add() makes something of? */
bool config_knows(struct str path);

/*
 * A file by its path. The text must live until config_apply(); p NULL: it is there and may not be
 * read.  One that config_knows() not is taken as one that interfaces(5) sources.
 */
void config_add(struct config *c, const char *path, struct str text);

/* There are leases that may not be read. */
void config_leases_hidden(struct config *c);

/*
 * The next pattern of a `source` or `source-directory` line of interfaces(5) that was added,
 * without a leading slash; a pattern of a directory ends with a slash.  NULL: no more.
 */
const char *config_next_source(struct config *c);

/*
 * Fills the host's rows, once all files are added and interfaces and addresses are read.
 * whole: what was not added does not exist, for the host itself was asked.
 */
void config_apply(struct config *c, bool whole);

/*
 * nmcli, nmcli device [status], nmcli connection [show], and their -t; nmcli device show [X],
 * nmcli connection show X; nmcli general.
 */
bool is_nmcli_overview(struct str text);
parse_fn parse_nmcli_overview;
bool is_nmcli_devices(struct str text);
parse_fn parse_nmcli_devices;
bool is_nmcli_connections(struct str text);
parse_fn parse_nmcli_connections;
bool is_nmcli_details(struct str text);
parse_fn parse_nmcli_details;
bool is_nmcli_general(struct str text);
parse_fn parse_nmcli_general;

/* networkctl [list] and networkctl status [-a]. */
bool is_networkctl_list(struct str text);
parse_fn parse_networkctl_list;
bool is_networkctl_status(struct str text);
parse_fn parse_networkctl_status;

/* wicked ifstatus and wicked show. */
bool is_wicked(struct str text);
parse_fn parse_wicked;

#endif
