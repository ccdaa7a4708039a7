/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the readers of single outputs share: each file that reads one ends in its
 * `const struct esxi_format esxi_format_x`, which formats.def lists.
 */
#ifndef PARSE_ESXI_READER_H
#define PARSE_ESXI_READER_H

#include "parse/esxi/esxi.h"

#define ESXI_FORMAT(name) extern const struct esxi_format esxi_format_##name;
#include "parse/esxi/formats.def"
#undef ESXI_FORMAT

/*
 * The lines of an output without CR and blanks at their ends.
 *
 *	struct esxi_lines l = esxi_lines(c);
 *	while (esxi_next(&l)) … l.text, l.line …
 */
struct esxi_lines {
	struct str rest, text;
	unsigned line; /* in the file */
};
struct esxi_lines esxi_lines(const struct esxi_capture *c);
bool esxi_next(struct esxi_lines *l);

/* Value of an option in args ("-N", "--netstack"): as typed, or what a file name keeps of it.
 * False: none. */
bool esxi_option(const struct esxi_capture *c, const char *letter, const char *word,
		 struct str *ret_value);

/* Does a pipe, or also an option, leave but a part of the list? */
bool esxi_is_piped(const struct esxi_capture *c);
bool esxi_asks_for_part(const struct esxi_format *f, const struct esxi_capture *c);

/* An interface address as ESXi shows it; type: STATIC, DHCP, NONE, "STATIC, PREFERRED". Any may be
 * empty. */
struct esxi_shown_address {
	struct origin origin;
	struct str interface, address, mask, broadcast, type;
};
void esxi_put_shown(struct esxi *x, enum merge_rank rank, const struct esxi_shown_address *shown);

/* An output lists the IPv4 address of this port, be it none. */
void esxi_put_listed(struct esxi *x, struct origin origin, struct str port);

/*
 * The record of a bound port: of what it shows of the port, its port group and its NIC each is a
 * fact of the lowest rank.  nic: where the record names it.  Any text may be empty.
 */
struct esxi_bound {
	struct origin origin;
	struct str vmknic, address, mask, mtu, vlan, vswitch, portgroup, nic, link, speed;
	struct mac mac;
};
void esxi_put_bound(struct esxi *x, const struct esxi_bound *b);

/* A route as ESXi shows it: "default", a mask or a length, "Local Subnet", 0.0.0.0. False: no
 * route. */
struct esxi_shown_route {
	struct origin origin;
	struct str stack, network, mask, gateway, interface, protocol;
};
bool esxi_put_shown_route(struct esxi *x, enum merge_rank rank,
			  const struct esxi_shown_route *shown);

/* Notes a name that is no vmkN, vswifN: an OCR error, most likely. */
void esxi_check_name(struct esxi *x, struct origin origin, struct str name, const char *stem);

#endif
