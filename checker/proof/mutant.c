/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/mutant.h"

#include <string.h>

#include "rule/sql.h"

enum { NAME_MOST = 90 };

/* An expression that is being read: at one depth of parentheses, or between words of a CASE. */
struct level {
	const char *opener; /* what it follows: "(", "WHERE", "WHEN", … */
	size_t first;       /* token */
	size_t term, arm;   /* tokens at which the term of AND, the arm of OR begin */
	size_t nterms, narms;
	bool between;       /* the next AND belongs to BETWEEN */
	bool is_case, has_value;
};

struct reader {
	struct arena *arena;
	struct str sql;
	struct sql_token *v;
	size_t n;
	struct level *levels;
	size_t depth;
	struct mutants found;
};

static bool is(const struct reader *r, size_t i, const char *word)
{
	return i < r->n && (r->v[i].type == SQL_WORD || r->v[i].type == SQL_MARK) &&
	       str_eq_nocase(r->v[i].text, word);
}

static bool is_any(const struct reader *r, size_t i, const char *const *words, size_t n)
{
	for (size_t w = 0; w < n; w++)
		if (is(r, i, words[w]))
			return true;
	return false;
}

/* From the first token to before the end. */
static struct str span(const struct reader *r, size_t first, size_t end)
{
	const char *from = r->v[first].text.p, *to = r->v[end - 1].text.p + r->v[end - 1].text.n;

	return (struct str){ from, (size_t)(to - from) };
}

/* Without comments and in one line: every run of blanks is one. */
static const char *shown(const struct reader *r, size_t first, size_t end)
{
	const char *text = "", *behind = NULL;

	for (size_t i = first; i < end; i++) {
		bool apart = behind && behind != r->v[i].text.p;
		text = arena_printf(r->arena, "%s%s%.*s", text, apart ? " " : "",
				    STR_ARGS(r->v[i].text));
		behind = r->v[i].text.p + r->v[i].text.n;
		if (strlen(text) > NAME_MOST)
			break;
	}
	if (strlen(text) <= NAME_MOST)
		return text;
	return arena_printf(r->arena, "%.*s…", NAME_MOST, text);
}

static bool is_marked(const struct reader *r, size_t token)
{
	size_t at = (size_t)(r->v[token].text.p - r->sql.p);
	struct str rest = str_from(r->sql, at);

	return str_has((struct str){ rest.p, str_find(rest, '\n') }, "-- equivalent: ");
}

static bool is_host_term(const struct reader *r, size_t first, size_t end)
{
	return end - first == 7 && is(r, first + 1, ".") && is(r, first + 2, "host") &&
	       is(r, first + 3, "=") && is(r, first + 5, ".") && is(r, first + 6, "host");
}

static const char *numbered(const struct reader *r, const char *name)
{
	size_t before = 0, n = strlen(name);

	for (size_t i = 0; i < r->found.n; i++) {
		const char *other = r->found.v[i].name;
		before += strncmp(other, name, n) == 0 &&
			  (!other[n] || strncmp(other + n, " #", 2) == 0);
	}
	return before ? arena_printf(r->arena, "%s #%zu", name, before + 1) : name;
}

static void add(struct reader *r, const char *kind, size_t first, size_t end, const char *instead)
{
	struct str old;
	const char *name;

	if (first >= end || is_marked(r, first) || is_host_term(r, first, end))
		return;
	old = span(r, first, end);
	name = numbered(r, arena_printf(r->arena, "%s: %s", kind, shown(r, first, end)));
	r->found.v = arena_grow(r->arena, r->found.v, r->found.n, sizeof(*r->found.v));
	r->found.v[r->found.n++] = (struct mutant){
		.name = name,
		.sql = arena_printf(r->arena, "%.*s%s%s", (int)(old.p - r->sql.p), r->sql.p,
				    instead, old.p + old.n),
	};
}

static struct level *top(struct reader *r)
{
	return &r->levels[r->depth - 1];
}

static void begin(struct level *l, const char *opener, size_t first)
{
	l->opener = opener;
	l->first = l->term = l->arm = first;
	l->nterms = l->narms = 0;
	l->between = false;
}

static void push(struct reader *r, const char *opener, size_t first)
{
	r->levels = arena_grow(r->arena, r->levels, r->depth, sizeof(*r->levels));
	r->levels[r->depth] = (struct level){ .is_case = false };
	begin(&r->levels[r->depth++], opener, first);
}

static bool is_condition(const char *opener)
{
	return same(opener, "WHERE") || same(opener, "ON") || same(opener, "HAVING");
}

/* The term of AND that ends before this token; the last of its arm, or not. */
static void end_term(struct reader *r, size_t end, bool last)
{
	struct level *l = top(r);
	bool whole = last && !l->nterms && !l->narms;

	if (!last || l->nterms || (whole && is_condition(l->opener)))
		add(r, "and", l->term, end, "1");
	l->nterms++;
	l->term = end + 1;
}

static void end_arm(struct reader *r, size_t end, bool last)
{
	struct level *l = top(r);
	bool several = !last || l->narms;

	/* The whole of an expression is a term, an arm of one term is told as an arm. */
	if (l->nterms || !several)
		end_term(r, end, true);
	if (several)
		add(r, "or", l->arm, end, "0");
	l->narms++;
	l->nterms = 0;
	l->arm = l->term = end + 1;
}

/* The expression ends before this token; another one begins behind it. */
static void next(struct reader *r, size_t end, const char *opener)
{
	end_arm(r, end, true);
	begin(top(r), opener, end + 1);
}

static size_t closing(const struct reader *r, size_t open)
{
	size_t depth = 0;

	for (size_t i = open; i < r->n; i++) {
		depth += is(r, i, "(");
		depth -= is(r, i, ")");
		if (!depth)
			return i;
	}
	return r->n;
}

/* coalesce(a, b): b is taken out. */
static void try_coalesce(struct reader *r, size_t i)
{
	size_t depth = 0, end;

	if (!(is(r, i, "coalesce") || is(r, i, "ifnull")) || !is(r, i + 1, "("))
		return;
	end = closing(r, i + 1);
	for (size_t k = i + 1; k < end; k++) {
		depth += is(r, k, "(");
		depth -= is(r, k, ")");
		if (depth != 1 || !is(r, k, ","))
			continue;
		add(r, "coalesce", i, end + 1,
		    arena_printf(r->arena, "(%.*s)", STR_ARGS(span(r, i + 2, k))));
		return;
	}
}

static bool read_case(struct reader *r, size_t i)
{
	struct level *l = top(r);

	if (is(r, i, "case")) {
		push(r, "CASE", i + 1);
		top(r)->is_case = true;
		top(r)->has_value = !is(r, i + 1, "when");
	} else if (l->is_case && is(r, i, "when")) {
		next(r, i, "WHEN");
	} else if (l->is_case && is(r, i, "then")) {
		add(r, "when", l->first, i, l->has_value ? "NULL" : "0");
		next(r, i, "THEN");
	} else if (l->is_case && is(r, i, "else")) {
		next(r, i, "ELSE");
	} else if (l->is_case && is(r, i, "end")) {
		end_arm(r, i, true);
		r->depth--;
	} else {
		return false;
	}
	return true;
}

static void read_token(struct reader *r, size_t i)
{
	static const char *const enders[] = {
		",",	 "select", "from",  "group", "order",  "limit", "union", "except",
		"intersect", "join", "left", "inner", "cross", "as",	"over",	 "values",
	};
	struct level *l = top(r);

	try_coalesce(r, i);
	if (read_case(r, i))
		return;
	if (is(r, i, "(")) {
		push(r, "(", i + 1);
	} else if (is(r, i, ")")) {
		end_arm(r, i, true);
		if (r->depth > 1)
			r->depth--;
	} else if (is(r, i, "where")) {
		next(r, i, "WHERE");
	} else if (is(r, i, "on")) {
		next(r, i, "ON");
	} else if (is(r, i, "having")) {
		next(r, i, "HAVING");
	} else if (is(r, i, "between")) {
		l->between = true;
	} else if (is(r, i, "and") && l->between) {
		l->between = false;
	} else if (is(r, i, "and")) {
		end_term(r, i, false);
	} else if (is(r, i, "or")) {
		end_arm(r, i, false);
	} else if (is_any(r, i, enders, countof(enders))) {
		next(r, i, "");
	}
}

static struct reader read_tokens(struct arena *a, const char *text)
{
	struct reader r = { .arena = a, .sql = str_of(text) };
	struct sql sql = { .rest = r.sql };
	struct sql_token token;

	while (sql_next(&sql, &token)) {
		r.v = arena_grow(a, r.v, r.n, sizeof(token));
		r.v[r.n++] = token;
	}
	return r;
}

const char *mutant_shown(struct arena *a, const char *sql)
{
	const struct reader r = read_tokens(a, sql);

	return shown(&r, 0, r.n);
}

struct mutants mutants_of(struct arena *a, const char *text)
{
	struct reader r = read_tokens(a, text);

	push(&r, "", 0);
	for (size_t i = 0; i < r.n; i++)
		read_token(&r, i);
	end_arm(&r, r.n, true);
	return r.found;
}
