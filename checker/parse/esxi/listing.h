/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables that esxcli prints, by the titles of their columns, which are known: where a copy has
 * lost the blanks between the columns, the kinds of the words tell which column each is of.
 */
#ifndef PARSE_ESXI_LISTING_H
#define PARSE_ESXI_LISTING_H

#include "parse/esxi/row_words.h"

enum { ESXI_MOST_COLUMNS = 24 };

/* What a cell holds. */
enum esxi_kind {
	ESXI_KIND_TEXT, /* a name: one word or more */
	ESXI_KIND_NOTE, /* any words, or none */
	ESXI_KIND_WORD,
	ESXI_KIND_SWITCH, /* a name, vSwitch0 in most cases */
	ESXI_KIND_PORT,
	ESXI_KIND_NIC,
	ESXI_KIND_HBA,
	ESXI_KIND_ADDRESS,
	ESXI_KIND_NETWORK, /* an address, or `default` */
	ESXI_KIND_MASK,	   /* a netmask or a length */
	ESXI_KIND_MAC,	   /* or (incomplete) */
	ESXI_KIND_NUMBER,
	ESXI_KIND_BOOL,
	ESXI_KIND_LINK, /* Up, Down */
	ESXI_KIND_DUPLEX,
	ESXI_KIND_ORIGIN, /* STATIC, DHCP, … */
	ESXI_KIND_EXPIRY, /* 1199 sec */
	ESXI_KIND_STATE,  /* of a neighbour; may be empty */
	ESXI_KIND_LEARNT, /* how a neighbour was; may be empty */
	ESXI_KIND_SERVER, /* one name or more, comma between */
	ESXI_KIND_PATH,	  /* begins with a slash */
	ESXI_KIND_TARGET, /* iqn.… */
	ESXI_KIND_SET,	  /* vmk1, or a word for none; may be empty */
};

struct esxi_title {
	const char *title; /* NULL ends a listing */
	enum esxi_kind kind;
	bool must; /* the listing has it in each version */
	bool last; /* a table may end with it */
};

struct esxi_header {
	const struct esxi_title *columns[ESXI_MOST_COLUMNS];
	size_t n;
	bool cut; /* the copy ends too early: the last column is not to be believed */
};

/* False: the line is not the header of a listing that is known. */
bool esxi_header_parse(struct str line, struct esxi_header *ret);

/* Is each cell that is not empty of its column's kind, or at least no more than it can be? */
bool esxi_header_suits(const struct esxi_header *h, const struct str *cells);
bool esxi_header_bears(const struct esxi_header *h, const struct str *cells);

/* Cells of a row by the kinds of its words.  False: there is no way to divide it, or several. */
bool esxi_header_divide(const struct esxi_header *h, struct str row, struct str *ret_cells);

#endif
