/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files that read what `ip` prints: objects in, rows out. */
#ifndef PARSE_IP_ROWS_H
#define PARSE_IP_ROWS_H

#include "base/keyset.h"
#include "parse/ip/ip.h"
#include "parse/json_leaves.h"

struct ip_object; /* a nexthop object */
struct ip_member; /* of a group of these */

/* Which word of a line of `route -n` it is; -1: none. */
struct ip_columns {
	int mask, flags, metric, interface;
	bool known;
};

/* One output while it is read. */
struct ip_rows {
	struct snapshot *s;
	unsigned host;
	const char *file;
	enum ip_output what;
	enum ip_form form;
	struct ip_said said;
	unsigned line;
	unsigned unread;     /* records, or parts of them, that no row shows */
	struct keyset names; /* of interfaces; of groups of next hops */
	uint64_t seed;
	/* link, addr: numbers of devices */
	unsigned fresh;	 /* not known before */
	unsigned plain;	 /* of these, without what -d says */
	unsigned bare;	 /* told by index and name alone, as -o addr does */
	unsigned linked; /* that -4 and -6 would leave out: with a line of their hardware */
	bool loopback;	 /* one of them is: so none is missing */
	bool detailed;	 /* -d was given: what a device is, is known */
	unsigned addresses[2];
	/* route, nexthop */
	struct ip_columns columns;
	int family; /* of what came before, and so of what does not say */
	unsigned groups;
	struct ip_object *objects;
	struct ip_member *members;
	size_t nobjects, nmembers;
};

/* Lines of a text and their pieces, for -o has a backslash where a line would end. */
struct ip_lines {
	struct str rest, line; /* behind the line; what is left of it */
	unsigned number;
	const struct ip_rows *reader; /* of lines that may be broken; NULL: they are as they are */
	size_t width;		      /* of the longest, in columns; 0: all are short */
	unsigned edges;		      /* lines that are so long */
	unsigned joined;	      /* lines that were made one with the last */
	unsigned torn;		      /* lines whose end is not known */
};

/* The lines of an output, those that a terminal or a mailer broke made whole. */
struct ip_lines ip_lines_of(const struct ip_rows *r, struct str text);
void ip_lines_join(struct ip_lines *l);

/* The next piece that is not blank. */
bool ip_lines_next(struct ip_lines *l, struct str *ret_piece);

/* Is it a line that begins a record of any output? */
bool ip_is_any_line(struct str line);

/*
 * The next record of a text as the object that -j prints for it; false at the end. Lines that are
 * none become notes.
 */
typedef bool ip_text_fn(struct ip_rows *r, struct ip_lines *lines, struct leaves *ret_object);
ip_text_fn ip_text_link;
ip_text_fn ip_text_brief;
ip_text_fn ip_text_ifconfig;
ip_text_fn ip_text_route;
ip_text_fn ip_text_route_table;
ip_text_fn ip_text_rule;
ip_text_fn ip_text_neighbour;
ip_text_fn ip_text_nexthop;
ip_text_fn ip_text_vrf;

/* Does a line begin such a record? */
bool ip_is_link_line(struct str line, bool *ret_addresses);
bool ip_is_brief_line(struct str line, bool *ret_addresses);
bool ip_is_ifconfig_line(struct str line);
bool ip_is_route_line(struct str line);
bool ip_is_route_heading(struct str line);
bool ip_is_rule_line(struct str line);
bool ip_is_neighbour_line(struct str line);
bool ip_is_nexthop_line(struct str line);
bool ip_is_vrf_heading(struct str line);

/* name@lower, name@if7 of another namespace, name@NONE: as members of the object. */
void ip_put_name(struct leaves *o, struct str name);
/* A list of one comma between, as members of the object. */
void ip_put_list(struct leaves *o, const char *list, struct str values);

/* What one object says, as rows. */
typedef void ip_add_fn(struct ip_rows *r, const struct span *o);
ip_add_fn ip_add_link;
ip_add_fn ip_add_route;
ip_add_fn ip_add_rule;
ip_add_fn ip_add_neighbour;
ip_add_fn ip_add_nexthop;
ip_add_fn ip_add_vrf;

/* The addresses that stand in the object of a link. */
void ip_add_addresses(struct ip_rows *r, const struct span *o, struct text interface);

/* Before the first object and after the last; broken: why not all could be read, or NULL. */
void ip_begin_routes(struct ip_rows *r);
void ip_finish_links(struct ip_rows *r, const char *broken);
void ip_finish_nexthops(struct ip_rows *r, const char *broken);

/* A part of the input that no row shows: a note, and the coverage is partial. */
void ip_unread(struct ip_rows *r, struct str what, const char *reason);
struct origin ip_origin(const struct ip_rows *r);

/* Cells of an object. A number may be a text that is one, 0x10 too. */
struct text ip_text_at(const struct ip_rows *r, const struct span *o, const char *path);
struct num ip_number_at(const struct span *o, const char *path);
struct ip ip_address_at(const struct span *o, const char *path);
/* A type of service, which may have a name; one that is not known is noted. */
struct num ip_tos_at(struct ip_rows *r, const struct span *o, const char *path);
/* A list, comma between; {NULL} where there is none. */
struct text ip_joined(const struct ip_rows *r, const struct span *o, const char *name);

#endif
