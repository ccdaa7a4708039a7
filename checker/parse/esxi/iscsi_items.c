/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/items.h"

/* Quotes of any kind: copies through a web page turn one into the other. */
static struct str unquoted(struct str s)
{
	s = str_trim(s);
	while (s.n && (s.p[0] == '\'' || s.p[0] == '`' || s.p[0] == '"'))
		s = str_from(s, 1);
	while (s.n && (s.p[s.n - 1] == '\'' || s.p[s.n - 1] == '`' || s.p[s.n - 1] == '"'))
		s.n--;
	return s;
}

/* "=========[Targets]=========" */
static bool is_rule(struct str line, struct str *ret_section)
{
	size_t open = str_find(line, '['), close = str_find(line, ']');

	if (!str_starts(line, "===="))
		return false;
	*ret_section = open < close && close < line.n
			       ? (struct str){ line.p + open + 1, close - open - 1 }
			       : (struct str){ NULL, 0 };
	return true;
}

bool dump_db_next(struct dump_db *d, struct esx_item *ret_item)
{
	struct str line, section;
	size_t sign;

	do {
		if (!esx_line(&d->lines, &line))
			return false;
		/* A rule without a name divides records of the same section. */
		if (is_rule(line, &section) && section.n)
			d->section = section;
	} while (str_starts(line, "===="));
	*ret_item =
		(struct esx_item){ .section = d->section, .value = line, .line = d->lines.line };
	sign = str_find(line, '=');
	if (sign < line.n) {
		ret_item->key = unquoted(str_upto(line, sign));
		ret_item->value = unquoted(str_from(line, sign + 1));
	}
	return true;
}

bool esx_colon_next(struct esx_lines *l, struct esx_item *ret_item)
{
	struct str line;
	size_t colon;

	if (!esx_line(l, &line))
		return false;
	colon = str_find(line, ':');
	*ret_item = (struct esx_item){
		.key = str_trim(str_upto(line, colon)),
		.value = str_trim(str_from(line, colon + 1)),
		.line = l->line,
	};
	return true;
}
