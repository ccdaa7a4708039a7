/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mac.h"

#include <stdio.h>
#include <string.h>

bool mac_parse_any(struct str text, struct mac *ret_mac)
{
	struct mac mac = { .len = 0 };
	uint64_t byte;

	for (size_t i = 0; i < text.n; i += 3) {
		struct str piece = str_upto(str_from(text, i), 2);
		char after = i + 2 < text.n ? text.p[i + 2] : ':';

		if (piece.n != 2 || piece.p[1] == 'x' || piece.p[1] == 'X' ||
		    !str_to_hex(piece, &byte) || (after != ':' && after != '-') ||
		    i + 3 == text.n || mac.len == sizeof(mac.bytes))
			return false;
		mac.bytes[mac.len++] = (uint8_t)byte;
	}
	if (!mac.len)
		return false;
	*ret_mac = mac;
	return true;
}

bool mac_parse(struct str text, struct mac *ret_mac)
{
	struct mac mac;

	if (!mac_parse_any(text, &mac) || mac.len < 6)
		return false;
	*ret_mac = mac;
	return true;
}

struct mac mac_from_bytes(const void *bytes, size_t len)
{
	struct mac mac = { .len = 0 };

	if (len && len <= sizeof(mac.bytes)) {
		mac.len = (uint8_t)len;
		memcpy(mac.bytes, bytes, len);
	}
	return mac;
}

struct mac_string mac_text(struct mac mac)
{
	struct mac_string text = { "" };

	for (unsigned i = 0; i < mac.len; i++)
		snprintf(text.s + i * 3, 4, "%02x%s", mac.bytes[i], i + 1 < mac.len ? ":" : "");
	return text;
}

bool mac_known(struct mac mac)
{
	return mac.len != 0;
}

bool mac_equal(struct mac a, struct mac b)
{
	return a.len == b.len && memcmp(a.bytes, b.bytes, a.len) == 0;
}

bool mac_is_zero(struct mac mac)
{
	static const uint8_t zero[20];

	return mac.len && memcmp(mac.bytes, zero, mac.len) == 0;
}
