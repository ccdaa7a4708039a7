/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/event.h"
#include "check/result.h"
#include "rule/template.h"

const char *result_message(const struct job *job, enum verdict verdict, const struct fact *values,
			   struct arena *a)
{
	const struct rule *rule = job->rule;

	switch (verdict) {
	case VERDICT_COMPLIANT:
		return template_fill(a, rule->message_ok, TEMPLATE_WORDS, values,
				     job->facts->ncolumns);
	case VERDICT_NON_COMPLIANT:
	case VERDICT_WAIVED:
		return template_fill(a, rule->message, TEMPLATE_WORDS, values,
				     job->facts->ncolumns);
	case VERDICT_NOT_EVALUATED: break;
	}
	return rule->title;
}

struct lines {
	struct arena *arena;
	const struct job *job;
	const struct result *result;
	const struct fix *fix;
	char *text; /* NULL: none yet */
	size_t n, room; /* of the text; room grows by doubling: a list may be long */
};

static void append_line(struct lines *l, const char *line)
{
	size_t n = strlen(line);

	if (l->n + n + 2 > l->room) {
		char *text = arena_array(l->arena, 2 * (l->n + n + 2), 1);
		if (l->text)
			memcpy(text, l->text, l->n);
		l->text = text;
		l->room = 2 * (l->n + n + 2);
	}
	if (l->n)
		l->text[l->n++] = '\n';
	memcpy(l->text + l->n, line, n + 1);
	l->n += n;
}

/* An object's keys stand before the columns of the row, so that they win. */
static void add_line(struct lines *l, const struct fact *keys, size_t nkeys)
{
	struct arena *a = l->arena;
	size_t n = nkeys + l->job->facts->ncolumns;
	struct fact *facts = arena_array(a, n, sizeof(*facts));

	if (nkeys)
		memcpy(facts, keys, nkeys * sizeof(*facts));
	memcpy(facts + nkeys, l->result->values, l->job->facts->ncolumns * sizeof(*facts));
	if (template_has_null(l->fix->run, facts, n))
		return;
	append_line(l, template_fill(a, l->fix->run, TEMPLATE_SHELL, facts, n));
}

static int read_object(struct lines *l, struct events *e, struct err *err)
{
	struct arena *a = l->arena;
	struct fact *keys = NULL;
	struct event at;
	size_t n = 0;

	for (;;) {
		struct fact f = { .type = FACT_NULL };
		if (events_next(e, &at, err) < 0)
			return -1;
		if (at.type != EVENT_KEY)
			break;
		f.name = arena_str(a, at.text);
		if (events_next(e, &at, err) < 0)
			return -1;
		if (at.type != EVENT_SCALAR)
			return events_error(e, &at, err, "expected a text or a number");
		if (at.scalar == SCALAR_INT) {
			f.type = FACT_NUMBER;
			f.number = at.number;
		} else if (at.scalar != SCALAR_NULL) {
			f.type = FACT_TEXT;
			f.text = arena_str(a, at.text);
		}
		keys = arena_grow(a, keys, n, sizeof(*keys));
		keys[n++] = f;
	}
	add_line(l, keys, n);
	return 0;
}

/* What the query did not make with json_group_array() is no list of objects, and is not repeated. */
static void add_each(struct lines *l, const char *json)
{
	CLEANUP(events_freep) struct events *e = events_new(EVENT_JSON, "each", str_of(json));
	struct event at = { .type = EVENT_DOCUMENT };
	struct err err;

	while (at.type != EVENT_LIST_END && at.type != EVENT_END) {
		if (events_next(e, &at, &err) < 0)
			return;
		if (at.type == EVENT_MAP && read_object(l, e, &err) < 0)
			return;
	}
}

static bool fill_fix(struct lines *l, struct fix *ret_fix)
{
	const struct fix *fix = l->fix;
	const struct fact *values = l->result->values;
	size_t n = l->job->facts->ncolumns;

	l->text = NULL;
	l->n = l->room = 0;
	if (fix->say && template_has_null(fix->say, values, n))
		return false;
	if (fix->run && fix->each) {
		const struct fact *list = &values[job_column(l->job, fix->each)];
		if (list->type == FACT_TEXT)
			add_each(l, list->text);
	} else if (fix->run) {
		add_line(l, NULL, 0);
	}
	if (fix->run && !l->text)
		return false;
	*ret_fix = (struct fix){ .run = l->text };
	if (fix->say)
		ret_fix->say = template_fill(l->arena, fix->say, TEMPLATE_WORDS, values, n);
	return true;
}

static size_t fill_fixes(struct lines *l, const struct fix *fixes, size_t n,
			 const struct fix **ret_fixes)
{
	struct fix *filled = arena_array(l->arena, n ? n : 1, sizeof(*filled));
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		l->fix = &fixes[i];
		count += fill_fix(l, &filled[count]);
	}
	*ret_fixes = filled;
	return count;
}

/* "file:line"; what has no number behind its last colon is a file alone. */
struct place result_origin(const struct job *job, const struct fact *values, struct arena *a)
{
	const struct fact *origin =
		job->place[COLUMN_ORIGIN] < 0 ? NULL : &values[job->place[COLUMN_ORIGIN]];
	struct place place = { NULL, 0 };
	const char *colon;
	uint64_t line;

	if (!origin || origin->type != FACT_TEXT || !*origin->text)
		return place;
	place.file = origin->text;
	colon = strrchr(origin->text, ':');
	if (colon && str_to_u64(str_of(colon + 1), &line) && line <= UINT32_MAX) {
		place.line = (unsigned)line;
		place.file = arena_str(
			a, (struct str){ origin->text, (size_t)(colon - origin->text) });
	}
	return place;
}

void result_fixes(const struct job *job, const struct result *r, struct arena *a,
		  struct finding *f)
{
	struct lines l = { .arena = a, .job = job, .result = r };

	f->nfixes = fill_fixes(&l, job->rule->fixes, job->rule->nfixes, &f->fixes);
	f->nverify = fill_fixes(&l, job->rule->verify, job->rule->nverify, &f->verify);
}
