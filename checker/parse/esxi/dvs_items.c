/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "parse/esxi/items.h"

/* The value of a property without the words about the property behind it. */
static struct str bare_value(struct str value)
{
	static const char behind[] = "propType =";
	const char *p = value.n ? memmem(value.p, value.n, behind, sizeof(behind) - 1) : NULL;

	if (p)
		value.n = (size_t)(p - value.p);
	value = str_trim(value);
	while (p && value.n && value.p[value.n - 1] == ',')
		value = str_trim(str_upto(value, value.n - 1));
	return value;
}

/* `port 431:`, `global properties:`, `host properties:` */
static bool is_section(struct str line, struct str *ret_section)
{
	uint64_t number;

	*ret_section = str_upto(line, line.n - 1);
	if (!line.n || line.p[line.n - 1] != ':' || str_starts(line, "com."))
		return false;
	if (str_eq(line, "global properties:") || str_eq(line, "host properties:")) {
		*ret_section = str_upto(line, str_find(line, ' '));
		return true;
	}
	if (!str_starts(line, "port "))
		return false;
	*ret_section = str_trim(str_from(*ret_section, 5));
	return str_to_u64(*ret_section, &number);
}

static void take_property(struct net_dvs *d, struct str line, struct esx_item *item)
{
	size_t sign = str_find(line, '=');
	bool named = str_starts(line, "com.");

	if (named && line.p[line.n - 1] == ':' && sign == line.n) {
		d->part = str_upto(line, line.n - 1);
		item->key = d->part;
	} else if (sign < line.n) {
		/* A value of its own ends the group before it. */
		if (named)
			d->part = (struct str){ NULL, 0 };
		item->key = str_trim(str_upto(line, sign));
		item->value = bare_value(str_from(line, sign + 1));
	} else {
		item->value = bare_value(line);
	}
	item->part = d->part;
}

bool net_dvs_next(struct net_dvs *d, struct esx_item *ret_item)
{
	struct str line, section;

	do {
		if (!esx_line(&d->lines, &line))
			return false;
	} while (str_starts(line, "propType ="));
	*ret_item = (struct esx_item){ .line = d->lines.line };
	if (str_starts(line, "switch ")) {
		d->section = STR("switch");
		d->part = (struct str){ NULL, 0 };
		ret_item->key = d->section;
		ret_item->value = str_trim(str_from(line, 7));
	} else if (is_section(line, &section)) {
		d->section = section;
		d->part = (struct str){ NULL, 0 };
		ret_item->key = STR("section");
		ret_item->value = section;
	} else {
		take_property(d, line, ret_item);
	}
	ret_item->section = d->section;
	return true;
}
