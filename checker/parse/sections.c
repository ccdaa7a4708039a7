/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/sections.h"

enum { LOOKED_AT = 8192 };

/* "#==[ Command ]======================================#" */
static bool is_heading(struct str line, struct str *ret_kind)
{
	static const char begin[] = "#==[ ";
	size_t end;

	if (!str_starts(line, begin))
		return false;
	line = str_from(line, sizeof(begin) - 1);
	end = str_find(line, ']');
	if (end == line.n)
		return false;
	*ret_kind = str_trim(str_upto(line, end));
	return true;
}

bool sections_in(struct str text)
{
	struct str line, kind;

	text = str_upto(text, LOOKED_AT);
	while (str_line(&text, &line))
		if (is_heading(line, &kind))
			return true;
	return false;
}

struct sections sections_open(struct str text)
{
	return (struct sections){ text, 0 };
}

static struct str title_of(struct str line)
{
	return str_trim(str_from(line, str_starts(line, "#")));
}

/* Up to the next heading, which is left. */
static void take_text(struct sections *s, struct section *ret)
{
	struct str line, kind, from = s->rest, here = s->rest;

	ret->line = s->line + 1;
	while (str_line(&s->rest, &line)) {
		if (is_heading(line, &kind)) {
			s->rest = here;
			break;
		}
		s->line++;
		here = s->rest;
	}
	ret->text = str_upto(from, (size_t)(here.p - from.p));
}

bool sections_next(struct sections *s, struct section *ret)
{
	struct str line;

	while (str_line(&s->rest, &line)) {
		s->line++;
		if (!is_heading(line, &ret->kind))
			continue;
		if (!str_line(&s->rest, &line))
			return false;
		s->line++;
		ret->title = title_of(line);
		take_text(s, ret);
		return true;
	}
	return false;
}
