/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/items.h"

bool esx_line(struct esx_lines *l, struct str *ret_line)
{
	struct str line;

	while (str_line(&l->rest, &line)) {
		l->line++;
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		*ret_line = line;
		return true;
	}
	return false;
}

/* What stands between the quotes; a value without them is taken as it is. */
static struct str unquoted(struct str value)
{
	if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		return (struct str){ value.p + 1, value.n - 2 };
	return value;
}

bool esx_conf_next(struct esx_lines *l, struct esx_item *ret_item)
{
	struct str line;
	size_t sign;

	if (!esx_line(l, &line))
		return false;
	*ret_item = (struct esx_item){ .value = line, .line = l->line };
	sign = str_find(line, '=');
	if (line.p[0] != '/' || sign == line.n)
		return true;
	ret_item->key = str_trim(str_upto(line, sign));
	ret_item->value = unquoted(str_trim(str_from(line, sign + 1)));
	return true;
}
