/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/linux.h"

bool parse_ini(struct str text, const char *section, const char *key, struct str *ret_value)
{
	bool here = !*section, found = false;
	struct str line;

	while (str_line(&text, &line)) {
		struct str t = str_trim(line);
		size_t sign = str_find(t, '=');
		if (!t.n || t.p[0] == '#' || t.p[0] == ';')
			continue;
		if (t.p[0] == '[' && t.p[t.n - 1] == ']') {
			here = str_eq((struct str){ t.p + 1, t.n - 2 }, section);
		} else if (here && sign < t.n && str_eq(str_trim(str_upto(t, sign)), key)) {
			*ret_value = str_trim(str_from(t, sign + 1));
			found = true;
		}
	}
	return found;
}
