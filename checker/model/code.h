/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A cell as a code of at most 8 bytes, 0 where it is unknown: what a column
 * keeps, and by which cells of one snapshot compare.  A text is its number, a
 * number is itself with the sign turned over, an ip has its family in the low
 * byte and then the IPv4 address, or the place of an IPv6 one; a prefix has
 * its length between them.  Of interest to model/ alone.
 */
#ifndef MODEL_CODE_H
#define MODEL_CODE_H

#include <string.h>

#include "model/cell.h"
#include "model/intern.h"

/* Addresses and MACs that do not fit a code; a code holds their place, from 1. */
struct wides {
	struct wide {
		uint8_t bytes[20];
	} *v; /* freed by the owner */
	size_t n, room;
};

/* Bytes of a code. */
static const uint8_t code_widths[] = {
	[CELL_text] = 4, [CELL_num] = 8,    [CELL_tri] = 1,
	[CELL_ip] = 5,   [CELL_prefix] = 6, [CELL_mac] = 8,
};

static inline uint64_t plain_ip(const struct ip *ip)
{
	const uint8_t *b = ip->bytes;

	return (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3];
}

static inline uint64_t plain_mac(const struct mac *mac)
{
	uint64_t code = 0;

	memcpy(&code, mac->bytes, 7);
	return mac->len ? code << 8 | mac->len : 0;
}

/* The code of a cell, out of it alone; false where it is too wide for that. */
static inline bool code_plain(const void *cell, enum cell_type type, uint64_t *ret_code)
{
	const struct num *n = cell;
	const struct ip *ip = cell; /* a prefix begins with one */

	switch (type) {
	case CELL_text:
		*ret_code = intern_number(((const struct text *)cell)->s);
		return true;
	case CELL_num:
		*ret_code = n->known ? (uint64_t)n->v ^ (uint64_t)INT64_MIN : 0;
		return true;
	case CELL_tri:
		*ret_code = (uint64_t)*(const enum tri *)cell;
		return true;
	case CELL_ip:
		*ret_code = ip->family ? plain_ip(ip) << 8 | IP_V4 : 0;
		return ip->family != IP_V6;
	case CELL_prefix:
		*ret_code = ip->family ? plain_ip(ip) << 16 |
						 (uint64_t)((const struct prefix *)cell)->len << 8 |
						 IP_V4
				       : 0;
		return ip->family != IP_V6;
	case CELL_mac:
		*ret_code = plain_mac(cell);
		return ((const struct mac *)cell)->len <= 7;
	}
	return false;
}

/* Of a cell that is too wide. before: the code of the row in front, which may be the same. */
uint64_t code_wide(struct wides *w, const void *cell, enum cell_type type, uint64_t before);

/* The cell that a code stands for. */
void code_read(const struct intern *texts, const struct wides *w, uint64_t code, enum cell_type type,
	       void *cell);

#endif
