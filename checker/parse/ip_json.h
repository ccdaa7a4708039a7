/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `ip -j` prints: link, addr, route, rule and neigh, with or without -d and -s. */
#ifndef PARSE_IP_JSON_H
#define PARSE_IP_JSON_H

#include "parse/parse.h"

enum ip_json_kind {
	IP_JSON_NONE,
	IP_JSON_LINK,	 /* link */
	IP_JSON_ADDRESS, /* addr: links with their addresses */
	IP_JSON_ROUTE,
	IP_JSON_RULE,
	IP_JSON_NEIGHBOUR,
};

/* Told by the keys of the first object that has any. An empty list is none. */
enum ip_json_kind ip_json_kind(struct str text);

/*
 * Each adds the rows of its tables and speaks of their coverage.  Interfaces
 * and addresses that are known already are not added again, so that link and
 * addr may both be read.  `file` is asked for "-6" where a text does not say of
 * which family it is.
 */
parse_fn parse_ip_json_link;
parse_fn parse_ip_json_route;
parse_fn parse_ip_json_rule;
parse_fn parse_ip_json_neighbour;

/* Says which routes are there: only those of main, unless rows of other tables came along. */
void ip_json_cover_routes(struct snapshot *s, unsigned host);

#endif
