/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One row for one thing, whatever number of outputs speak of it: the first that
 * names it adds the row, later ones fill what is still unknown in it.  What is
 * known already stays, so outputs are read best first.
 */
#ifndef PARSE_LINUX_ROWS_H
#define PARSE_LINUX_ROWS_H

#include "model/snapshot.h"

/*
 * The row of that name, added where there is none (with the origin, and a
 * bond's driver or a member's team_kind); put_x(s, host, row.row.index, &row)
 * stores what was filled in.
 */
struct interface linux_interface(struct snapshot *s, unsigned host, struct text name,
				 struct origin where);
struct bond linux_bond(struct snapshot *s, unsigned host, struct text name, const char *driver,
		       struct origin where);
struct uplink linux_member(struct snapshot *s, unsigned host, struct text team, const char *kind,
			   struct text member, struct origin where);

/* Says on the interface that it is a member. */
void linux_enslave(struct snapshot *s, unsigned host, struct text member, struct text team,
		   const char *kind, struct origin where);

/* Only where nothing is known yet. */
void fill_text(struct text *cell, struct text value);
void fill_num(struct num *cell, struct num value);
void fill_mac(struct mac *cell, struct mac value);
void fill_tri(enum tri *cell, enum tri value);

/* Numbers and hardware addresses in a text; not known where it holds something else. */
struct num num_of(struct str v);
struct mac mac_of(struct str v);

/* The table holds what was read and perhaps lacks more: partial, unless it is that or whole already. */
void linux_cover_part(struct snapshot *s, unsigned host, enum table_id t, const char *why);

/* has_active of a bond or team whose members are all there and have their roles. */
void linux_finish_bond(struct snapshot *s, unsigned host, struct text name);

/* The last part of a path, without .txt, .json or .out. */
struct str linux_base_name(const char *file);

/*
 * The device in the name of a saved output: "teamdctl_team0_state_dump" with
 * before "teamdctl" and after "state" has team0; after NULL: the rest of the
 * name.  Between the words stands a blank, '_' or '-'.  p NULL: there is none.
 */
struct str linux_device_of_name(const char *file, const char *before, const char *after);

#endif
