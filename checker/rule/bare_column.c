/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/bare_column.h"

/* One SELECT: its list is [list, from), its GROUP BY list [group, group_end), both may be empty. */
struct select {
	const struct sql_token *tokens;
	size_t list, from, group, group_end;
};

static bool is(const struct sql_token *t, const char *word)
{
	return (t->type == SQL_WORD || t->type == SQL_MARK) && str_eq_nocase(t->text, word);
}

static bool is_among(const struct sql_token *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is(t, words[i]))
			return true;
	return false;
}

static bool is_keyword(const struct sql_token *t)
{
	static const char *const keywords[] = {
		"all",    "and",      "as",      "asc",  "between", "by",     "case",  "collate",
		"desc",   "distinct", "else",    "end",  "escape",  "exists", "false", "filter",
		"glob",   "group",    "having",  "in",   "is",      "isnull", "like",  "limit",
		"match",  "not",      "notnull", "null", "or",      "order",  "over",  "partition",
		"regexp", "select",   "then",    "true", "when",    "where",
	};

	return is_among(t, keywords, countof(keywords));
}

/* Behind the parenthesis that tokens[open] opens; n where it is never closed. */
static size_t behind(const struct sql_token *tokens, size_t n, size_t open)
{
	unsigned depth = 0;

	for (size_t i = open; i < n; i++) {
		depth += is(&tokens[i], "(");
		depth -= is(&tokens[i], ")");
		if (!depth)
			return i + 1;
	}
	return n;
}

static size_t find(const struct sql_token *tokens, size_t n, size_t i, const char *const *words,
		   size_t nwords)
{
	while (i < n && !is(&tokens[i], ")") && !is_among(&tokens[i], words, nwords))
		i = is(&tokens[i], "(") ? behind(tokens, n, i) : i + 1;
	return i;
}

static struct select read_select(const struct sql_token *tokens, size_t n, size_t start)
{
	static const char *const ends[] = { "union", "intersect", "except", ";" };
	static const char *const from[] = { "from", "union", "intersect", "except", ";" };
	static const char *const group[] = { "group", "union", "intersect", "except", ";" };
	static const char *const group_ends[] = {
		"having", "window", "order", "limit", "union", "intersect", "except", ";",
	};
	struct select s = { .tokens = tokens, .list = start + 1 };

	s.from = find(tokens, n, s.list, from, countof(from));
	s.group = s.group_end = find(tokens, n, s.from, group, countof(group));
	if (s.group + 1 < n && !is(&tokens[s.group], ")") &&
	    !is_among(&tokens[s.group], ends, countof(ends))) {
		s.group += 2;
		s.group_end = find(tokens, n, s.group, group_ends, countof(group_ends));
	}
	return s;
}

/* Behind the aggregate call at tokens[i], its FILTER included; i where there is none. */
static size_t skip_aggregate(const struct sql_token *tokens, size_t n, size_t i, bool *ret_min_max)
{
	static const char *const many[] = {
		"count",
		"sum",
		"total",
		"avg",
		"group_concat",
		"json_group_array",
		"json_group_object",
		"join_words",
		"every",
		"some",
	};
	static const char *const min_max[] = { "min", "max" };
	static const char *const comma[] = { "," };
	size_t end;

	*ret_min_max = is_among(&tokens[i], min_max, countof(min_max));
	if (i + 1 >= n || !is(&tokens[i + 1], "(") ||
	    !(*ret_min_max || is_among(&tokens[i], many, countof(many))))
		return i;
	end = behind(tokens, n, i + 1);
	if (*ret_min_max && find(tokens, end, i + 2, comma, countof(comma)) + 1 < end)
		return i;
	if (end + 1 < n && is(&tokens[end], "filter"))
		end = behind(tokens, n, end + 1);
	return end < n && is(&tokens[end], "over") ? i : end;
}

static bool opens_query(const struct sql_token *tokens, size_t n, size_t i)
{
	return is(&tokens[i], "(") && i + 1 < n &&
	       (is(&tokens[i + 1], "select") || is(&tokens[i + 1], "with"));
}

/* Is any row's value taken? Not where nothing aggregates, nor beside one min() or max() alone. */
static bool takes_any_row(const struct select *s)
{
	size_t all = 0, extremes = 0, i = s->list, next;
	bool min_max;

	while (i < s->from) {
		next = skip_aggregate(s->tokens, s->from, i, &min_max);
		all += next > i;
		extremes += next > i && min_max;
		if (next == i)
			next = opens_query(s->tokens, s->from, i) ? behind(s->tokens, s->from, i)
								  : i + 1;
		i = next;
	}
	return (all || s->group < s->group_end) && !(all == 1 && extremes == 1);
}

static bool is_grouped(const struct select *s, struct str word)
{
	for (size_t i = s->group; i < s->group_end; i++)
		if (s->tokens[i].text.n == word.n && str_same(s->tokens[i].text, word))
			return true;
	return false;
}

/* A name behind AS or directly behind an operand is an alias or a type. */
static bool is_alias(const struct sql_token *tokens, size_t first, size_t i)
{
	const struct sql_token *before = i > first ? &tokens[i - 1] : NULL;

	if (!before)
		return false;
	return is(before, "as") || is(before, ")") || is(before, "end") ||
	       before->type == SQL_STRING || before->type == SQL_NUMBER ||
	       (before->type == SQL_WORD && !is_keyword(before));
}

static const struct sql_token *bare_in_item(const struct select *s, size_t first, size_t end)
{
	const struct sql_token *t = s->tokens;
	size_t next;
	bool min_max;

	for (size_t i = first; i < end; i = next) {
		next = skip_aggregate(t, end, i, &min_max);
		if (next > i)
			continue;
		next = opens_query(t, end, i) ? behind(t, end, i) : i + 1;
		if (t[i].type != SQL_WORD || is_keyword(&t[i]) || is_alias(t, first, i))
			continue;
		if (i + 1 < end && (is(&t[i + 1], "(") || is(&t[i + 1], ".")))
			continue;
		if (!is_grouped(s, t[i].text))
			return &t[i];
	}
	return NULL;
}

/* An item may also be grouped as a whole: by its alias, or by its place in the list. */
static bool item_is_grouped(const struct select *s, size_t place, size_t first, size_t end)
{
	char digits[2] = { (char)('0' + place % 10), '\0' };

	if (place < 10 && is_grouped(s, str_of(digits)))
		return true;
	return end > first && is_alias(s->tokens, first, end - 1) &&
	       is_grouped(s, s->tokens[end - 1].text);
}

const struct sql_token *bare_column(const struct sql_token *tokens, size_t n, size_t select)
{
	static const char *const comma[] = { "," };
	struct select s = read_select(tokens, n, select);
	const struct sql_token *bare;
	size_t place = 0;

	if (!takes_any_row(&s))
		return NULL;
	for (size_t first = s.list, end; first < s.from; first = end + 1) {
		end = find(tokens, s.from, first, comma, countof(comma));
		if (item_is_grouped(&s, ++place, first, end))
			continue;
		bare = bare_in_item(&s, first, end);
		if (bare)
			return bare;
	}
	return NULL;
}
