/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hardware addresses as values: EUI-48, or up to 20 bytes (InfiniBand).
 * A zeroed struct is "not known".
 */
#ifndef BASE_MAC_H
#define BASE_MAC_H

#include "base/base.h"
#include "base/str.h"

struct mac {
	uint8_t len; /* bytes; 0 is not known */
	uint8_t bytes[20];
};

struct mac_string {
	char s[60];
};

/* "00:50:56:6a:11:22", any case, ':' or '-' between two-digit bytes; 6 to 20 bytes. */
bool mac_parse(struct str text, struct mac *ret_mac);
bool mac_parse_any(struct str text, struct mac *ret_mac); /* 1 byte is enough: tunnels have 4 */
struct mac mac_from_bytes(const void *bytes, size_t len); /* not known where len is not 1 to 20 */
/* lower case, ':' between; "" when not known */
struct mac_string mac_text(struct mac mac);
bool mac_known(struct mac mac);
bool mac_equal(struct mac a, struct mac b);
bool mac_is_zero(struct mac mac); /* 00:00:…: "none" in the kernel's words, e.g. no LACP partner */

#endif
