/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule or a view is about.  A host that has a row in none of these has no
 * row of the query either, so that the query need not even be prepared there.
 * The fixtures prove it (proof/prove.h).
 */
#ifndef RULE_ABOUT_H
#define RULE_ABOUT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/cell.h"
#include "model/rule.h"

/* The number, below ABOUT_VIEWS_MOST, of the view or the policy's table of that name; false: there is none. */
typedef bool about_view(struct str name, unsigned *ret_number);

/* Does a row with this cell of the column count? */
bool about_counts(const struct about_column *c, const struct cell *cell);

/* -1 with words where a name is unknown; they name no file.  The names must outlive *ret_about. */
int about_resolve(const struct words *names, about_view *view, struct about *ret_about,
		  struct err *err);

/* The same of one text with commas between the names. */
int about_resolve_list(struct str names, about_view *view, struct about *ret_about,
		       struct err *err);

/* "no bond", "no iscsi session or nfs mount": why a host has none of them. */
const char *about_words(struct arena *a, const struct words *names);

#endif
