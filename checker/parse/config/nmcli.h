/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of nmcli's outputs share. */
#ifndef PARSE_CONFIG_NMCLI_H
#define PARSE_CONFIG_NMCLI_H

#include "parse/config/claim.h"

/*
 * A device in a state such as "connected" or "connected (externally)", with its connection ("--" or
 * nothing: none).
 */
void nmcli_device(struct snapshot *s, unsigned host, struct text device, struct str state,
		  struct str connection, struct origin where);

/* Does it begin with a state of a device? */
bool nmcli_is_state(struct str text);

/* A table's line of titles, such as "DEVICE  TYPE  STATE  CONNECTION". */
enum { NMCLI_COLUMNS_MOST = 40 };
struct nmcli_table {
	struct str title[NMCLI_COLUMNS_MOST];
	size_t start[NMCLI_COLUMNS_MOST]; /* in characters */
	size_t n;
};
bool nmcli_titles(struct nmcli_table *t, struct str line); /* false: a line of something else */
bool nmcli_has(const struct nmcli_table *t, const char *title);

/* The cell below a title; false: there is no such column, or the line does not keep to columns. */
bool nmcli_cell(const struct nmcli_table *t, struct str line, const char *title,
		struct str *ret_cell);

/* The next part of a terse line: "\:" is no end of it. */
bool nmcli_part(struct arena *a, struct str *rest, struct str *ret_part);

#endif
