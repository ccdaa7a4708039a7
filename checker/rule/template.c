/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/template.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/shell.h"
#include "base/utf8.h"

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (i && c >= '0' && c <= '9')))
			return false;
	}
	return s.n > 0;
}

int template_check(const char *text, struct err *err)
{
	struct str rest = str_of(text);

	for (size_t open; (open = str_find(rest, '{')) < rest.n;) {
		struct str name = str_from(rest, open + 1);
		if (str_starts(name, "{")) {
			rest = str_from(name, 1);
			continue;
		}
		size_t close = str_find(name, '}');
		if (close == name.n)
			return err_set(err, "'{' is not closed; write '{{' for a brace");
		rest = str_from(name, close + 1);
		name = str_upto(name, close);
		if (!is_name(name))
			return err_set(err, "'{%s}' is no column; write '{{' for a brace",
				       text_shown(name).s);
	}
	return 0;
}

bool template_next(struct str *rest, struct str *ret_before, struct str *ret_name)
{
	size_t open = str_find(*rest, '{');
	struct str after = str_from(*rest, open + 1);

	*ret_before = str_upto(*rest, open);
	*ret_name = str_upto(after, 0);
	if (open == rest->n) {
		*rest = after;
		return false;
	}
	if (str_starts(after, "{")) {
		*ret_before = str_upto(*rest, open + 1);
		*rest = str_from(after, 1);
		return true;
	}
	*ret_name = str_upto(after, str_find(after, '}'));
	*rest = str_from(after, ret_name->n + 1);
	return true;
}

static const struct fact *find_fact(struct str name, const struct fact *facts, size_t nfacts)
{
	for (size_t i = 0; i < nfacts; i++)
		if (str_eq_nocase(name, facts[i].name))
			return facts[i].type == FACT_NULL ? NULL : &facts[i];
	return NULL;
}

static const char *fact_text(struct arena *a, enum template_use use, const struct fact *f)
{
	if (!f)
		return "unknown";
	if (f->type == FACT_NUMBER)
		return arena_printf(a, "%" PRId64, f->number);
	return use == TEMPLATE_SHELL ? shell_word(a, f->text) : text_visible(a, str_of(f->text));
}

struct line {
	char *text;
	size_t n, room;
};

static void append(struct line *l, struct str s)
{
	if (l->n + s.n > l->room) {
		l->room = 2 * (l->n + s.n) + 128;
		l->text = xrealloc(l->text, l->room, 1);
	}
	if (s.n)
		memcpy(l->text + l->n, s.p, s.n);
	l->n += s.n;
}

char *template_fill(struct arena *a, const char *text, enum template_use use,
		    const struct fact *facts, size_t nfacts)
{
	struct str rest = str_of(text), before, name;
	struct line line = { .n = 0 };
	char *kept;
	bool more;

	do {
		more = template_next(&rest, &before, &name);
		append(&line, before);
		if (name.n)
			append(&line, str_of(fact_text(a, use, find_fact(name, facts, nfacts))));
	} while (more);
	kept = arena_str(a, (struct str){ line.text ? line.text : "", line.n });
	free(line.text);
	return kept;
}

bool template_has_null(const char *text, const struct fact *facts, size_t nfacts)
{
	struct str rest = str_of(text), before, name;

	while (template_next(&rest, &before, &name))
		if (name.n && !find_fact(name, facts, nfacts))
			return true;
	return false;
}
