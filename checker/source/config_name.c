/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/config_name.h"

static bool says_nothing(struct str part)
{
	static const char *const parts[] = { "", ".", "..", "-", "netplan", "etc" };

	for (size_t i = 0; i < countof(parts); i++)
		if (str_eq(part, parts[i]))
			return true;
	return false;
}

static struct str without_suffix(struct str name)
{
	static const char *const suffixes[] = { ".yaml", ".yml", ".json" };

	for (size_t i = 0; i < countof(suffixes); i++)
		if (str_ends(name, suffixes[i]))
			return str_upto(name, name.n - str_of(suffixes[i]).n);
	return name;
}

const char *config_name(struct arena *a, const char *path)
{
	struct str rest = str_of(path), part;

	do {
		part = without_suffix(str_take_last(&rest, '/'));
	} while (says_nothing(part) && rest.n);
	return says_nothing(part) ? "localhost" : arena_str(a, part);
}
