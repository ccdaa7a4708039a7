/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "db/with.h"

#include <string.h>
#include <strings.h>

#include "rule/sql.h"

enum { TABLES_MOST = 32 };

struct part {
	struct str name;
	size_t first, body, end; /* tokens: of its name, of its SELECT, of the parenthesis behind */
	bool keep;
	unsigned number;
};

struct split {
	struct arena *arena;
	const char *sql;
	struct sql_token *tokens;
	size_t n;
	struct part parts[TABLES_MOST];
	unsigned nparts;
	size_t main; /* token where the statement itself begins */
	bool recursive;
};

/* Text that is put together. */
struct text {
	struct arena *arena;
	char *p;
	size_t n, room;
};

static void append(struct text *t, struct str piece)
{
	if (t->n + piece.n > t->room) {
		char *grown = arena_alloc(t->arena, t->room = 2 * (t->n + piece.n));
		if (t->n)
			memcpy(grown, t->p, t->n);
		t->p = grown;
	}
	if (piece.n)
		memcpy(t->p + t->n, piece.p, piece.n);
	t->n += piece.n;
}

static bool is(const struct split *s, size_t i, const char *word)
{
	return i < s->n && (s->tokens[i].type == SQL_WORD || s->tokens[i].type == SQL_MARK) &&
	       str_eq_nocase(s->tokens[i].text, word);
}

static bool same_name(struct str a, struct str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static void read_tokens(struct split *s)
{
	struct sql sql = { .rest = str_of(s->sql) };
	struct sql_token token;

	while (sql_next(&sql, &token)) {
		s->tokens = arena_grow(s->arena, s->tokens, s->n, sizeof(token));
		s->tokens[s->n++] = token;
	}
}

/* The parenthesis that closes the one at i; n where there is none. */
static size_t closing(const struct split *s, size_t i)
{
	for (unsigned depth = 0; i < s->n; i++) {
		depth += is(s, i, "(");
		depth -= is(s, i, ")");
		if (!depth)
			return i;
	}
	return s->n;
}

/* name AS [[NOT] MATERIALIZED] (SELECT …); one with a list of columns is left alone. */
static bool read_part(struct split *s, size_t *at)
{
	struct part *p = &s->parts[s->nparts];
	size_t i = *at;

	if (s->nparts == TABLES_MOST || i >= s->n || s->tokens[i].type != SQL_WORD)
		return false;
	*p = (struct part){ .name = s->tokens[i].text, .first = i, .keep = true };
	if (is(s, ++i, "(")) {
		p->keep = false;
		i = closing(s, i) + 1;
	}
	if (!is(s, i++, "as"))
		return false;
	if (is(s, i, "not")) {
		p->keep = false;
		i++;
	}
	i += is(s, i, "materialized");
	p->body = i + 1;
	p->end = is(s, i, "(") ? closing(s, i) : s->n;
	if (p->end == s->n)
		return false;
	s->nparts++;
	*at = p->end + 1;
	return true;
}

/* No second WITH, no second statement, no name in quotes. */
static bool is_plain(const struct split *s)
{
	for (size_t i = 1; i < s->n; i++) {
		char c = s->tokens[i].text.p[0];
		if (is(s, i, "with") || is(s, i, ";") || s->tokens[i].type == SQL_DOUBLE ||
		    c == '[' || c == '`')
			return false;
	}
	return true;
}

static bool read_parts(struct split *s)
{
	size_t at = 1;

	if (!is(s, 0, "with"))
		return false;
	s->recursive = is(s, at, "recursive");
	at += s->recursive;
	while (read_part(s, &at) && is(s, at, ","))
		at++;
	s->main = at;
	return s->nparts && is(s, at, "select") && is_plain(s);
}

static bool names(const struct split *s, size_t i, const struct part *p)
{
	return s->tokens[i].type == SQL_WORD && same_name(s->tokens[i].text, p->name);
}

/* Behind FROM or JOIN, and no table function, no schema. IS DISTINCT FROM has an expression. */
static bool is_table(const struct split *s, size_t i)
{
	return i && ((is(s, i - 1, "from") && !(i > 1 && is(s, i - 2, "distinct"))) ||
		     is(s, i - 1, "join")) &&
	       !is(s, i + 1, "(") && !is(s, i + 1, ".");
}

/* Could the name be read as a table there, though it does not stand behind FROM or JOIN? */
static bool is_doubtful(const struct split *s, size_t i)
{
	return i && !is_table(s, i) && !is(s, i - 1, ".") && !is(s, i - 1, "as") &&
	       !is(s, i + 1, ".");
}

static bool mentions(const struct split *s, size_t from, size_t to, const struct part *p)
{
	for (size_t i = from; i < to; i++)
		if (names(s, i, p) && (is_table(s, i) || is_doubtful(s, i)))
			return true;
	return false;
}

/* The first table of the statement, or of another table, is read once from end to end. */
static bool is_first(const struct split *s, size_t i)
{
	size_t start = s->main;
	unsigned depth = 0;

	for (unsigned j = 0; j < s->nparts; j++)
		if (i >= s->parts[j].body && i < s->parts[j].end)
			start = s->parts[j].body;
	for (size_t k = start; k < i; k++) {
		depth += is(s, k, "(");
		depth -= is(s, k, ")");
	}
	return !depth && is(s, i - 1, "from");
}

static bool is_worth(const struct split *s, const struct part *p)
{
	unsigned reads = 0;
	bool first = false;

	for (size_t i = p->end; i < s->n; i++) {
		if (!names(s, i, p) || !is_table(s, i))
			continue;
		first = is_first(s, i);
		reads++;
	}
	return reads > 1 || (reads == 1 && !first);
}

/*
 * A column of a WITH has the type that its CAST says, or that of a blob; one of
 * a kept table has not.  length(CAST(x AS BLOB)) is neither.
 */
static bool has_cast(const struct split *s, const struct part *p)
{
	for (size_t i = p->body; i < p->end; i++) {
		const struct sql_token *t = &s->tokens[i];
		if (t->type == SQL_STRING && *t->text.p != '\'')
			return true;
		if (is(s, i, "cast") && !(is(s, i - 1, "(") && is(s, i - 2, "length")))
			return true;
	}
	return false;
}

static void choose(struct split *s, bool (*is_fact)(const void *ctx, struct str name),
		   const void *ctx)
{
	for (unsigned j = 0; j < s->nparts; j++) {
		struct part *p = &s->parts[j];
		bool fact = is_fact(ctx, p->name);

		p->keep = p->keep && is_worth(s, p) && !has_cast(s, p) &&
			  !mentions(s, p->body, p->end, p);
		for (size_t i = 1; i < s->n && fact; i++)
			if (i != p->first && names(s, i, p) && is_doubtful(s, i))
				p->keep = false;
	}
}

static bool has_alias(const struct split *s, size_t i)
{
	static const char *const others[] = {
		"on",    "using", "where",   "group",     "order",  "limit",  "join",   "left",
		"inner", "cross", "natural", "full",      "right",  "union",  "except", "having",
		"outer", "not",   "indexed", "intersect", "window", "offset", NULL
	};

	if (i >= s->n || s->tokens[i].type != SQL_WORD)
		return false;
	for (const char *const *w = others; *w; w++)
		if (is(s, i, *w))
			return false;
	return true;
}

/* The tokens as they stand, but for the names of tables that are kept. */
static void append_tokens(struct text *t, const struct split *s, size_t from, size_t to)
{
	const char *at = s->tokens[from].text.p;

	for (size_t i = from; i < to; i++) {
		struct str token = s->tokens[i].text;
		const struct part *p = NULL;

		for (unsigned j = 0; j < s->nparts; j++)
			if (s->parts[j].keep && names(s, i, &s->parts[j]) && is_table(s, i))
				p = &s->parts[j];
		append(t, (struct str){ at, (size_t)(token.p - at) });
		at = token.p + token.n;
		append(t, p ? str_of(arena_printf(t->arena, "%.*s__%u%s%.*s", STR_ARGS(p->name),
						  p->number, has_alias(s, i + 1) ? "" : " AS ",
						  has_alias(s, i + 1) ? 0 : (int)p->name.n,
						  p->name.p))
			    : token);
	}
}

static uint32_t read_by(const struct split *s, size_t from, size_t to)
{
	uint32_t in = 0;

	for (unsigned j = 0; j < s->nparts; j++)
		if (!s->parts[j].keep && mentions(s, from, to, &s->parts[j]))
			in |= (uint32_t)1 << j;
	return in;
}

/* The tables that stay and that these tokens read, and what those read. */
static uint32_t left_in(const struct split *s, size_t from, size_t to)
{
	uint32_t in = read_by(s, from, to), before;

	do {
		before = in;
		for (unsigned j = 0; j < s->nparts; j++)
			if (in & (uint32_t)1 << j)
				in |= read_by(s, s->parts[j].body, s->parts[j].end);
	} while (in != before);
	return in;
}

static const char *select_of(const struct split *s, size_t from, size_t to)
{
	uint32_t in = left_in(s, from, to);
	struct text t = { .arena = s->arena };

	for (unsigned j = 0; j < s->nparts; j++) {
		if (!(in & (uint32_t)1 << j))
			continue;
		append(&t, str_of(t.n ? ", " : s->recursive ? "WITH RECURSIVE " : "WITH "));
		append_tokens(&t, s, s->parts[j].first, s->parts[j].end + 1);
	}
	append(&t, str_of(t.n ? " " : ""));
	append_tokens(&t, s, from, to);
	return arena_str(s->arena, (struct str){ t.p, t.n });
}

static struct str text_of(const struct split *s, size_t from, size_t to)
{
	const char *start = s->tokens[from].text.p;
	struct str last = s->tokens[to - 1].text;

	return (struct str){ start, (size_t)(last.p + last.n - start) };
}

static const char *whole_of(const struct split *s, unsigned j)
{
	const struct part *p = &s->parts[j];
	struct str before = j ? text_of(s, 0, p->first - 1) : STR(""),
		   body = text_of(s, p->body, p->end);

	return arena_printf(s->arena, "%.*s %.*s", STR_ARGS(before), STR_ARGS(body));
}

bool with_split(struct arena *a, const char *sql, unsigned number,
		bool (*is_fact)(const void *ctx, struct str name), const void *ctx,
		struct with *ret_with)
{
	struct split *s = arena_alloc(a, sizeof(*s));
	struct with with = { .n = 0 };

	/* SQLite alone reads WITH: shared steps are views. */
	if (number < UINT32_MAX)
		return false;
	*s = (struct split){ .arena = a, .sql = sql };
	read_tokens(s);
	if (!read_parts(s))
		return false;
	choose(s, is_fact, ctx);
	for (unsigned j = 0; j < s->nparts; j++)
		if (s->parts[j].keep)
			s->parts[j].number = number + (unsigned)with.n++;
	if (!with.n)
		return false;
	with.tables = arena_array(a, with.n, sizeof(*with.tables));
	with.n = 0;
	for (unsigned j = 0; j < s->nparts; j++) {
		const struct part *p = &s->parts[j];
		if (p->keep)
			with.tables[with.n++] = (struct with_table){
				arena_printf(a, "%.*s__%u", STR_ARGS(p->name), p->number),
				select_of(s, p->body, p->end),
				whole_of(s, j),
				j,
			};
	}
	with.sql = select_of(s, s->main, s->n);
	*ret_with = with;
	return true;
}
