/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/sql.h"

static void move(struct sql *sql, size_t n)
{
	struct str skipped = str_upto(sql->rest, n);

	for (size_t i = 0; i < skipped.n; i++)
		sql->line += skipped.p[i] == '\n';
	sql->rest = str_from(sql->rest, n);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
	       (c & 0x80);
}

static size_t name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_name(s.p[n]))
		n++;
	return n;
}

/* From the opening quote to behind the closing one; a doubled quote is part of the text. */
static size_t quoted_length(struct str s, char close)
{
	size_t n = 1;

	while (n < s.n && (s.p[n] != close || (close != ']' && n + 1 < s.n && s.p[n + 1] == close)))
		n += s.p[n] == close ? 2 : 1;
	return n < s.n ? n + 1 : s.n;
}

static size_t comment_length(struct str s)
{
	size_t n = 2;

	if (str_starts(s, "--"))
		return str_find(s, '\n');
	if (!str_starts(s, "/*"))
		return 0;
	while (n < s.n && !str_starts(str_from(s, n), "*/"))
		n++;
	return n < s.n ? n + 2 : s.n;
}

static void skip_blanks(struct sql *sql)
{
	size_t n;

	for (;;) {
		for (n = 0; n < sql->rest.n && is_blank(sql->rest.p[n]);)
			n++;
		n = n ? n : comment_length(sql->rest);
		if (!n)
			return;
		move(sql, n);
	}
}

static size_t mark_length(struct str s)
{
	static const char *const pairs[] = { "==", "<>", "!=", "<=", ">=", "||", "<<", ">>", "->" };

	for (size_t i = 0; i < countof(pairs); i++)
		if (str_starts(s, pairs[i]))
			return 2;
	return 1;
}

static enum sql_type type_of(struct str s, size_t *ret_length)
{
	char c = s.p[0];

	*ret_length = 0;
	if (c == '\'' || ((c == 'x' || c == 'X') && s.n > 1 && s.p[1] == '\'')) {
		size_t prefix = c != '\'';
		*ret_length = prefix + quoted_length(str_from(s, prefix), '\'');
		return SQL_STRING;
	}
	if (c == '"' || c == '`' || c == '[') {
		*ret_length = quoted_length(s, c == '[' ? ']' : c);
		return c == '"' ? SQL_DOUBLE : SQL_WORD;
	}
	if (c == '?' || c == ':' || c == '@' || c == '$') {
		*ret_length = 1 + name_length(str_from(s, 1));
		return SQL_PARAMETER;
	}
	if (is_name(c)) {
		*ret_length = name_length(s);
		return is_digit(c) ? SQL_NUMBER : SQL_WORD;
	}
	*ret_length = mark_length(s);
	return SQL_MARK;
}

bool sql_next(struct sql *sql, struct sql_token *ret_token)
{
	size_t n;

	skip_blanks(sql);
	if (!sql->rest.n)
		return false;
	ret_token->line = sql->line;
	ret_token->type = type_of(sql->rest, &n);
	ret_token->text = str_upto(sql->rest, n);
	move(sql, n);
	return true;
}
