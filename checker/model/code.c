/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/code.h"

#include <stdlib.h>

/* Wide values: the last one of the column is often meant again. */
static uint64_t widen(struct wides *w, const void *bytes, size_t n, uint64_t before)
{
	if (before && memcmp(w->v[before - 1].bytes, bytes, n) == 0)
		return before;
	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 64;
		w->v = xrealloc(w->v, w->room, sizeof(*w->v));
	}
	w->v[w->n] = (struct wide){ { 0 } };
	memcpy(w->v[w->n].bytes, bytes, n);
	return ++w->n;
}

static uint64_t encode_ipv6(struct wides *w, const struct ip *ip, unsigned shift, uint64_t before)
{
	return widen(w, ip->bytes, 16, (before & 0xff) == IP_V6 ? before >> shift : 0) << shift |
	       IP_V6;
}

uint64_t code_wide(struct wides *w, const void *cell, enum cell_type type, uint64_t before)
{
	const struct mac *mac = cell;

	if (type == CELL_mac)
		return widen(w, mac->bytes, mac->len, (before & 0xff) == mac->len ? before >> 8 : 0)
			       << 8 |
		       mac->len;
	if (type == CELL_prefix)
		return encode_ipv6(w, cell, 16, before) |
		       (uint64_t)((const struct prefix *)cell)->len << 8;
	return encode_ipv6(w, cell, 8, before);
}

static struct ip decode_ip(const struct wides *w, uint64_t code, unsigned shift)
{
	if ((code & 0xff) == IP_V4)
		return ip4((uint32_t)(code >> shift));
	if ((code & 0xff) == IP_V6)
		return ip_from_bytes(IP_V6, w->v[(code >> shift) - 1].bytes);
	return (struct ip){ .family = IP_NONE };
}

static struct mac decode_mac(const struct wides *w, uint64_t code)
{
	size_t len = code & 0xff;
	uint64_t bytes = code >> 8;

	return mac_from_bytes(len > 7 ? (const void *)w->v[bytes - 1].bytes : &bytes, len);
}

void code_read(const struct intern *texts, const struct wides *w, uint64_t code, enum cell_type type,
	       void *cell)
{
	switch (type) {
	case CELL_text:
		*(struct text *)cell = (struct text){ intern_at(texts, (uint32_t)code) };
		break;
	case CELL_num:
		*(struct num *)cell =
			(struct num){ code != 0, code ? (int64_t)(code ^ (uint64_t)INT64_MIN) : 0 };
		break;
	case CELL_tri:
		*(enum tri *)cell = (enum tri)code;
		break;
	case CELL_ip:
		*(struct ip *)cell = decode_ip(w, code, 8);
		break;
	case CELL_prefix:
		*(struct prefix *)cell =
			(struct prefix){ decode_ip(w, code, 16), (uint8_t)(code >> 8) };
		break;
	case CELL_mac:
		*(struct mac *)cell = decode_mac(w, code);
		break;
	}
}
