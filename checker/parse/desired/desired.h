/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a host's network is to be, or is said to be, by those who configure it: states
 * of nmstate (`nmstatectl show` and what `nmstatectl apply` is given, alone or in the
 * objects of kubernetes-nmstate) and files of netplan, YAML or JSON.
 *
 * Such a text says nothing of what the kernel adds: connected routes, table local and
 * the default policy rules are derived from it.  Derived routes have the flag
 * `derived` and the line of their address, derived rules no file.
 */
#ifndef PARSE_DESIRED_DESIRED_H
#define PARSE_DESIRED_DESIRED_H

#include "base/err.h"
#include "model/snapshot.h"

enum desired_kind {
	DESIRED_NONE,
	DESIRED_NMSTATE,
	DESIRED_NETPLAN,
	DESIRED_OTHER, /* looks like one of them; what it is, ret_what says */
};

/* Told by the keys of its first document, all of them: `interfaces` alone is no state. */
enum desired_kind desired_kind_of(struct str text, const char **ret_what);

/* What the row of a host says of its input. */
struct desired_input {
	const char *source; /* as the user named it */
	const char *name;   /* of a host that has none in the text */
};

/*
 * Adds a host for each state in the text.  -1 where it cannot be read, or holds references that
 * only the host can fill in (`capture:`).
 */
int nmstate_load(struct snapshot *s, const char *file, struct str text,
		 const struct desired_input *input, struct err *err);

/* One file of netplan; `file` is what origins say. They come in netplan's order. */
struct netplan_file {
	const char *file;
	struct str text;
};

/* Adds the one host that the files describe together. 0 or -1. */
int netplan_load(struct snapshot *s, const struct netplan_file *files, size_t n,
		 const struct desired_input *input, struct err *err);

#endif
