/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a command asks for, as far as its output does not say it: `ip -6 route show table 100 dev
 * eth0`, typed or as the name of a file that it was saved in (ip_-6_route_show_table_100).
 */
#ifndef SOURCE_ASKED_H
#define SOURCE_ASKED_H

#include "base/arena.h"
#include "parse/capture.h"

struct asked {
	struct str program;   /* "ip"; p NULL: no command is known */
	const char *words;    /* the command, blanks between; "" where none is known */
	int family;	      /* of -4 or -6; IP_NONE */
	const char *table;    /* of `table X`, `all` too; NULL */
	const char *netns;    /* it ran in this network namespace; NULL: in the host's own */
	const char *filter;   /* why it shows a part alone, in words; NULL: it does not */
	bool is_lookup;	      /* ip route get: the answer for one destination */
};

/* Texts live in the arena. */
struct asked asked_of(struct arena *a, const struct capture *c);

#endif
