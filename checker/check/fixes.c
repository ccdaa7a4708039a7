/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/fixes.h"

#include <stdlib.h>
#include <string.h>

#include "base/shell.h"
#include "rule/template.h"

enum { ROWS_MOST = 10000 };

/* A statement over the columns of a row. */
struct asked {
	struct query *query; /* NULL: not prepared yet */
	bool started;        /* its budget counts */
};

struct fixes {
	const struct plan *plan;
	const struct job *job;
	struct db *db;
	unsigned nhosts;
	struct asked *when, *each; /* by entry: of the fix, then of verify */
};

static size_t entries(const struct fixes *x)
{
	return x->job->rule->nfixes + x->job->rule->nverify;
}

struct fixes *fixes_new(const struct plan *p, const struct job *job, struct db *db)
{
	struct fixes *x = xcalloc(1, sizeof(*x));

	*x = (struct fixes){ .plan = p, .job = job, .db = db };
	x->when = xcalloc(entries(x) + 1, sizeof(*x->when));
	x->each = xcalloc(entries(x) + 1, sizeof(*x->each));
	return x;
}

void fixes_free(struct fixes *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < entries(x); i++) {
		query_free(x->when[i].query);
		query_free(x->each[i].query);
	}
	free(x->when);
	free(x->each);
	free(x);
}

void fixes_start(struct fixes *x, unsigned nhosts)
{
	x->nhosts = nhosts;
	for (size_t i = 0; i < entries(x); i++)
		x->when[i].started = x->each[i].started = false;
}

/* What is made of one entry. */
struct offer {
	struct fixes *fixes;
	struct arena *arena;
	const struct result *result;
	const struct fix *entry;
	const char *run; /* of the entry, in the network namespace of the facts; or NULL */
	struct fix **list; /* where it goes */
	size_t *n;
	char *text; /* lines of `run`; NULL: none yet */
	size_t length, room; /* room grows by doubling: a list may be long */
};

static void append_line(struct offer *o, const char *line)
{
	size_t n = strlen(line);

	if (o->length + n + 2 > o->room) {
		char *text = arena_array(o->arena, 2 * (o->length + n + 2), 1);
		if (o->text)
			memcpy(text, o->text, o->length);
		o->text = text;
		o->room = 2 * (o->length + n + 2);
	}
	if (o->length)
		o->text[o->length++] = '\n';
	memcpy(o->text + o->length, line, n + 1);
	o->length += n;
}

static void add_offer(struct offer *o, const char *say, const char *run)
{
	*o->list = arena_grow(o->arena, *o->list, *o->n, sizeof(**o->list));
	(*o->list)[(*o->n)++] = (struct fix){ .say = say, .run = run };
}

/* The row's columns behind those of `each`, which win; with each row lines, or an entry. */
static void add_row(struct offer *o, const struct fact *own, size_t nown)
{
	size_t ncolumns = o->fixes->job->facts->ncolumns, n = nown + ncolumns;
	const struct fix *entry = o->entry;
	struct fact *facts = arena_array(o->arena, n, sizeof(*facts));

	if (nown)
		memcpy(facts, own, nown * sizeof(*facts));
	memcpy(facts + nown, o->result->values, ncolumns * sizeof(*facts));
	if (template_has_null(o->run ? o->run : entry->say, facts, n))
		return;
	if (o->run)
		append_line(o, template_fill(o->arena, o->run, TEMPLATE_SHELL, facts, n));
	else
		add_offer(o, template_fill(o->arena, entry->say, TEMPLATE_WORDS, facts, n), NULL);
}

static int start(struct offer *o, struct asked *s, const char *sql, struct err *err)
{
	const struct rule_facts *facts = o->fixes->job->facts;
	int offset;

	if (!s->query && db_prepare_over(o->fixes->db, sql, facts->columns, facts->ncolumns,
					 &s->query, &offset, err) < 0)
		return -1;
	if (s->started)
		query_restart(s->query);
	else
		query_start(s->query, job_budget(o->fixes->plan, o->fixes->job, o->fixes->nhosts));
	s->started = true;
	query_bind(s->query, o->result->values);
	return 0;
}

/* 1, or 0 where the entry is not offered. */
static int holds_when(struct offer *o, struct asked *s, struct err *err)
{
	if (!o->entry->when)
		return 1;
	if (start(o, s, fixes_condition(o->arena, o->entry->when, o->fixes->job->facts), err) < 0)
		return -1;
	return query_step(s->query, err);
}

static int add_each(struct offer *o, struct asked *s, struct err *err)
{
	size_t n = 0, ncolumns;
	struct fact *own;
	int more;

	if (start(o, s, o->entry->each, err) < 0)
		return -1;
	ncolumns = query_columns(s->query);
	own = arena_array(o->arena, ncolumns + 1, sizeof(*own));
	while ((more = query_step(s->query, err)) > 0) {
		if (n++ == ROWS_MOST)
			return err_set(err, "more than %d rows", ROWS_MOST);
		for (size_t i = 0; i < ncolumns; i++) {
			own[i] = result_value(s->query, i, o->arena);
			own[i].name = query_column_name(s->query, i);
		}
		add_row(o, own, ncolumns);
	}
	return more;
}

static int offer(struct offer *o, struct asked *when, struct asked *each, struct err *err)
{
	const struct fix *entry = o->entry;
	const struct fact *values = o->result->values;
	size_t n = o->fixes->job->facts->ncolumns;
	int status = holds_when(o, when, err);
	const char *say = NULL;

	if (status <= 0)
		return status;
	if (o->run && entry->say && template_has_null(entry->say, values, n))
		return 0;
	if (entry->each)
		status = add_each(o, each, err);
	else
		add_row(o, NULL, 0);
	if (status < 0 || !o->text)
		return status;
	if (entry->say)
		say = template_fill(o->arena, entry->say, TEMPLATE_WORDS, values, n);
	add_offer(o, say, o->text);
	return 0;
}

static const char *double_braces(struct arena *a, const char *text)
{
	const char *all = "";

	for (; *text; text++)
		all = arena_printf(a, *text == '{' ? "%s{%c" : "%s%c", all, *text);
	return all;
}

/* Each line is a command, or commands with " && " between. */
static const char *in_namespace(struct arena *a, const char *netns, const char *run)
{
	struct str rest = run ? str_of(run) : (struct str){ NULL, 0 }, line;
	const char *before, *all = NULL;

	if (!netns || !run)
		return run;
	before = arena_printf(a, "ip netns exec %s ", double_braces(a, shell_word(a, netns)));
	while (str_line(&rest, &line)) {
		const char *text = before, *and;
		while ((and = memmem(line.p, line.n, " && ", 4))) {
			size_t n = (size_t)(and - line.p) + 4;
			text = arena_printf(a, "%s%.*s%s", text, (int)n, line.p, before);
			line = str_from(line, n);
		}
		text = arena_printf(a, "%s%.*s", text, STR_ARGS(line));
		all = arena_list(a, all, "\n", text);
	}
	return all;
}

static int offer_all(struct fixes *x, const struct fix *entries, size_t n, size_t first,
		     struct offer o, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		o.entry = &entries[i];
		o.run = in_namespace(o.arena, x->plan->options->netns, entries[i].run);
		o.text = NULL;
		o.length = o.room = 0;
		if (offer(&o, &x->when[first + i], &x->each[first + i], err) < 0)
			return err_wrap(err, "%s:%u", x->job->rule->file, entries[i].line);
	}
	return 0;
}

int fixes_offer(struct fixes *x, struct result *r, struct arena *a, struct err *err)
{
	const struct rule *rule = x->job->rule;
	struct offer o = { .fixes = x, .arena = a, .result = r };
	struct fix *fixes = NULL, *verify = NULL;

	o.list = &fixes;
	o.n = &r->nfixes;
	if (offer_all(x, rule->fixes, rule->nfixes, 0, o, err) < 0)
		return -1;
	o.list = &verify;
	o.n = &r->nverify;
	if (offer_all(x, rule->verify, rule->nverify, rule->nfixes, o, err) < 0)
		return -1;
	r->fixes = fixes;
	r->verify = verify;
	return 0;
}

const char *fixes_condition(struct arena *a, const char *when, const struct rule_facts *facts)
{
	const char *row = NULL;

	for (size_t i = 0; i < facts->ncolumns; i++)
		row = arena_list(a, row, ", ",
				 arena_printf(a, ":%s AS %s", facts->columns[i], facts->columns[i]));
	return arena_printf(a, "SELECT 1 FROM (SELECT %s) WHERE (%s\n)", row, when);
}
