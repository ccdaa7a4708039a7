/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/ip/ip.h"

bool parse_next_name(struct str *rest, uint32_t *ret_number, struct str *ret_name)
{
	struct str line;

	while (str_line(rest, &line)) {
		struct str words = str_upto(line, str_find(line, '#')), number, name;
		uint64_t n;
		if (!str_word(&words, &number) || !str_word(&words, &name))
			continue;
		if (!(str_starts(number, "0x") ? str_to_hex(number, &n) : str_to_u64(number, &n)) ||
		    n > UINT32_MAX)
			continue;
		*ret_number = (uint32_t)n;
		*ret_name = name;
		return true;
	}
	return false;
}
