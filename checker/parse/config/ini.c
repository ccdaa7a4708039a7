/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms that files of configuration have: [section] key=value, and NAME=value of a shell. */
#include "parse/config/claim.h"

bool ini_next(struct ini *i)
{
	struct str line;

	while (str_line(&i->text, &line)) {
		struct str t = str_trim(line);
		size_t sign = str_find(t, '=');
		if (!t.n || t.p[0] == '#' || t.p[0] == ';')
			continue;
		if (t.p[0] == '[' && t.p[t.n - 1] == ']' && t.n > 1) {
			i->section = (struct str){ t.p + 1, t.n - 2 };
		} else if (sign < t.n) {
			i->key = str_trim(str_upto(t, sign));
			i->value = str_trim(str_from(t, sign + 1));
			return true;
		}
	}
	return false;
}

struct str ini_value(struct str text, const char *section, const char *key)
{
	struct ini i = { .text = text };
	struct str found = { NULL, 0 };

	while (ini_next(&i))
		if (str_eq(i.section, section) && str_eq(i.key, key))
			found = i.value;
	return found;
}

/* Up to the first blank outside quotes: what stands behind it is another command. */
static struct str unquoted(struct arena *a, struct str text)
{
	char *to = arena_alloc(a, text.n + 1), quote = 0;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? 0 : c;
		} else if (!quote && (c == ' ' || c == '\t' || c == ';')) {
			break;
		} else {
			if (c == '\\' && quote != '\'' && i + 1 < text.n)
				c = text.p[++i];
			to[n++] = c;
		}
	}
	return (struct str){ to, n };
}

bool shell_next(struct arena *a, struct str *rest, struct str *ret_name, struct str *ret_value)
{
	struct str line;

	while (str_line(rest, &line)) {
		struct str t = str_trim(line);
		size_t sign = str_find(t, '=');
		if (str_starts(t, "export "))
			t = str_trim(str_from(t, 7)), sign = str_find(t, '=');
		if (!t.n || t.p[0] == '#' || sign == t.n || sign == 0)
			continue;
		*ret_name = str_upto(t, sign);
		*ret_value = unquoted(a, str_from(t, sign + 1));
		return true;
	}
	return false;
}
