/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "base/file.h"
#include "base/json.h"
#include "base/search.h"

enum { FILE_MOST = 1 << 30, VERSION = 1 };

struct baseline_entry {
	const char *host, *rule, *subject; /* subject NULL, in a key alone: before all others */
	bool met; /* while findings are counted: not gone */
};

struct reading {
	struct arena *arena;
	struct events *events;
	const struct rule_pack *pack;
	struct baseline *baseline;
	struct err *err;
};

static int compare(const void *key, const void *element)
{
	const struct baseline_entry *x = key, *y = element;
	int order = strcmp(x->host, y->host);

	order = order ? order : strcmp(x->rule, y->rule);
	return order || !x->subject ? order : strcmp(x->subject, y->subject);
}

static int expect(struct reading *r, struct event *e, enum event_type type, const char *what)
{
	if (events_next(r->events, e, r->err) < 0)
		return -1;
	if (e->type == type)
		return 0;
	return events_error(r->events, e, r->err, "not a baseline: %s is expected here", what);
}

static int read_member(struct reading *r, struct event *e, struct baseline_entry *entry)
{
	const char **member = str_eq(e->text, "host")	   ? &entry->host
			      : str_eq(e->text, "rule")	   ? &entry->rule
			      : str_eq(e->text, "subject") ? &entry->subject
							   : NULL;

	if (!member)
		return events_error(r->events, e, r->err, "unknown key '%.*s'", STR_ARGS(e->text));
	if (expect(r, e, EVENT_SCALAR, "a text") < 0)
		return -1;
	if (e->scalar != SCALAR_TEXT)
		return events_error(r->events, e, r->err, "not a baseline: a text is expected here");
	*member = arena_str(r->arena, e->text);
	return 0;
}

static int read_entry(struct reading *r, const struct event *at)
{
	struct baseline *b = r->baseline;
	struct baseline_entry entry = { .host = NULL };
	const struct rule *rule;
	struct event e;

	for (;;) {
		if (events_next(r->events, &e, r->err) < 0)
			return -1;
		if (e.type == EVENT_MAP_END)
			break;
		if (read_member(r, &e, &entry) < 0)
			return -1;
	}
	if (!entry.host || !entry.rule || !entry.subject)
		return events_error(r->events, at, r->err, "a finding has host, rule and subject");
	rule = rule_find(r->pack, entry.rule);
	entry.rule = rule ? rule->id : entry.rule;
	b->entries = arena_grow(r->arena, b->entries, b->n, sizeof(entry));
	b->entries[b->n++] = entry;
	return 0;
}

static int read_findings(struct reading *r)
{
	struct event e;

	if (expect(r, &e, EVENT_LIST, "a list") < 0)
		return -1;
	while (events_next(r->events, &e, r->err) == 0) {
		if (e.type == EVENT_LIST_END)
			return 0;
		if (e.type != EVENT_MAP)
			return events_error(r->events, &e, r->err, "not a baseline: a finding is expected here");
		if (read_entry(r, &e) < 0)
			return -1;
	}
	return -1;
}

static int expect_key(struct reading *r, struct event *e, const char *key)
{
	if (expect(r, e, EVENT_KEY, key) < 0)
		return -1;
	if (str_eq(e->text, key))
		return 0;
	return events_error(r->events, e, r->err, "not a baseline: '%s' is expected here", key);
}

static int read_all(struct reading *r)
{
	struct event e;

	if (expect(r, &e, EVENT_DOCUMENT, "a document") < 0 || expect(r, &e, EVENT_MAP, "a map") < 0 ||
	    expect_key(r, &e, "uplint_baseline") < 0 || expect(r, &e, EVENT_SCALAR, "a version") < 0)
		return -1;
	if (e.scalar != SCALAR_INT || e.number != VERSION)
		return events_error(r->events, &e, r->err, "only baselines of version %d are known", VERSION);
	if (expect_key(r, &e, "findings") < 0 || read_findings(r) < 0 ||
	    expect(r, &e, EVENT_MAP_END, "the end") < 0)
		return -1;
	return expect(r, &e, EVENT_END, "the end");
}

int baseline_load(struct arena *a, const char *file, const struct rule_pack *pack,
		  struct baseline **ret_baseline, struct err *err)
{
	struct baseline *b = arena_alloc(a, sizeof(*b));
	struct reading r = { .arena = a, .pack = pack, .baseline = b, .err = err };
	size_t length;
	char *text;
	int status;

	*b = (struct baseline){ .file = file };
	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return -1;
	r.events = events_new(EVENT_JSON, file, (struct str){ text, length });
	status = read_all(&r);
	events_free(r.events);
	free(text);
	if (b->n)
		qsort(b->entries, b->n, sizeof(*b->entries), compare);
	*ret_baseline = b;
	return status;
}

/* The place of the first that is like the key; b->n where there is none. */
static size_t find(const struct baseline *b, const struct baseline_entry *key)
{
	size_t i = lower_bound(key, b->entries, b->n, sizeof(*key), compare);

	return i < b->n && compare(key, &b->entries[i]) == 0 ? i : b->n;
}

bool baseline_holds(const struct baseline *b, const char *host, const char *rule, const char *subject)
{
	return b && find(b, &(struct baseline_entry){ .host = host, .rule = rule, .subject = subject }) < b->n;
}

static void count_outcome(const struct baseline *b, const char *host, const struct outcome *o,
			  struct baseline_counts *counts)
{
	const struct baseline_entry key = { .host = host, .rule = o->rule->id };
	size_t first = find(b, &key), end = first;

	if (o->state != OUTCOME_EVALUATED && o->state != OUTCOME_NOT_APPLICABLE)
		return;
	for (; end < b->n && compare(&key, &b->entries[end]) == 0; end++)
		b->entries[end].met = end > first && compare(&b->entries[end - 1], &b->entries[end]) == 0;
	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
		struct baseline_entry own = { .host = host, .rule = key.rule, .subject = f->subject };
		size_t i = f->verdict == VERDICT_COMPLIANT ? b->n : find(b, &own);
		if (i == b->n)
			continue;
		b->entries[i].met = true;
		counts->known += f->verdict != VERDICT_NOT_EVALUATED;
	}
	for (size_t i = first; i < end; i++)
		counts->gone += !b->entries[i].met;
}

struct baseline_counts baseline_count(const struct baseline *b, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };
	struct baseline_counts counts = { .fresh = r->summary.non_compliant };

	while (report_next(&w))
		for (size_t i = 0; i < w.host->noutcomes; i++)
			count_outcome(b, w.host->name, &w.host->outcomes[i], &counts);
	return counts;
}

static void write_entry(struct json *j, const char *host, const char *rule, const char *subject)
{
	json_map(j);
	json_key(j, "host");
	json_string(j, host);
	json_key(j, "rule");
	json_string(j, rule);
	json_key(j, "subject");
	json_string(j, subject);
	json_end(j);
}

void baseline_write(FILE *out, const struct report *r, const struct baseline *known)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };
	struct json j = json_to(out, JSON_INDENTED);

	json_map(&j);
	json_key(&j, "uplint_baseline");
	json_int(&j, VERSION);
	json_key(&j, "findings");
	json_list(&j);
	while (report_next(&w))
		for_each_result(o, f, w.host)
			if (f->verdict == VERDICT_NON_COMPLIANT ||
			    (f->verdict == VERDICT_WAIVED &&
			     baseline_holds(known, w.host->name, o->rule->id, f->subject)))
				write_entry(&j, w.host->name, o->rule->id, f->subject);
	json_done(&j);
}
