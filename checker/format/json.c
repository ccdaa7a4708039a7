/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for programs: one document, or a result a line. */
#include "base/json.h"

#include "format/format.h"

/* A member that is a text; null where it is not known. */
static void member(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_string(j, text);
}

static void count(struct json *j, const char *key, size_t n)
{
	json_key(j, key);
	json_int(j, (int64_t)n);
}

static void counts(struct json *j, const struct summary *s)
{
	count(j, "hosts", s->hosts);
	count(j, "compliant", s->compliant);
	count(j, "non_compliant", s->non_compliant);
	count(j, "waived", s->waived);
	count(j, "not_evaluated", s->not_evaluated);
	count(j, "not_applicable", s->not_applicable);
	count(j, "broken", s->broken);
}

static void hosts(struct json *j, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .by_input = true, .depth = REPORT_HEADS };

	json_key(j, "hosts");
	json_list(j);
	while (report_next(&w)) {
		json_map(j);
		member(j, "host", w.host->name);
		member(j, "platform", w.host->platform);
		member(j, "version", w.host->version);
		member(j, "kind", w.host->kind);
		member(j, "source", w.host->source);
		member(j, "captured", w.host->captured);
		json_end(j);
	}
	json_end(j);
}

/* Those that were given, and those in them that could not be read. */
static void sources(struct json *j, const struct report *r)
{
	json_key(j, "sources");
	json_list(j);
	for (size_t i = 0; i < r->sources.n; i++) {
		json_map(j);
		member(j, "source", r->sources.v[i].source);
		member(j, "kind", r->sources.v[i].kind);
		member(j, "error", r->sources.v[i].error);
		json_end(j);
	}
	json_end(j);
}

static void evidence(struct json *j, const struct finding *f)
{
	json_key(j, "evidence");
	json_map(j);
	for (const struct fact *fact = f->facts; fact < f->facts + f->nfacts; fact++) {
		json_key(j, fact->name);
		switch (fact->type) {
		case FACT_NULL: json_null(j); break;
		case FACT_NUMBER: json_int(j, fact->number); break;
		case FACT_TEXT: json_string(j, fact->text); break;
		}
	}
	json_end(j);
}

static void steps(struct json *j, const char *key, const struct fix *v, size_t n)
{
	json_key(j, key);
	json_list(j);
	for (const struct fix *fix = v; fix < v + n; fix++) {
		json_map(j);
		if (fix->say)
			member(j, "say", fix->say);
		if (fix->run)
			member(j, "run", fix->run);
		json_end(j);
	}
	json_end(j);
}

static void origin(struct json *j, const struct finding *f)
{
	json_key(j, "origin");
	if (!f->origin.file) {
		json_null(j);
		return;
	}
	json_map(j);
	member(j, "file", f->origin.file);
	count(j, "line", f->origin.line);
	json_end(j);
}

static void result(struct json *j, const char *host, const struct outcome *o,
		   const struct finding *f)
{
	member(j, "host", host);
	member(j, "rule", o->rule->id);
	member(j, "severity", severity_name(f->severity));
	member(j, "status", verdict_name(f->verdict));
	member(j, "subject", f->subject);
	member(j, "message", f->message);
	if (f->reason)
		member(j, "reason", f->reason);
	evidence(j, f);
	origin(j, f);
	steps(j, "fix", f->fixes, f->nfixes);
	steps(j, "verify", f->verify, f->nverify);
	member(j, "fingerprint", f->fingerprint);
}

/* Rules that gave no result on a host, and why. */
static void silent_rules(struct json *j, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };

	json_key(j, "rules");
	json_list(j);
	while (report_next(&w)) {
		for (size_t i = 0; i < w.host->noutcomes; i++) {
			const struct outcome *o = &w.host->outcomes[i];

			if (o->state == OUTCOME_EVALUATED)
				continue;
			json_map(j);
			member(j, "host", w.host->name);
			member(j, "rule", o->rule->id);
			member(j, "status", outcome_name(o->state));
			member(j, "reason", o->reason);
			json_end(j);
		}
	}
	json_end(j);
}

/* Only where the policy says something in vain: a key beyond the schema, never in its way. */
static void notices(struct json *j, const struct report *r)
{
	if (!r->notices.n)
		return;
	json_key(j, "notices");
	json_list(j);
	for (size_t i = 0; i < r->notices.n; i++)
		json_text(j, str_of(r->notices.v[i]));
	json_end(j);
}

static void baseline(struct json *j, const struct baseline_counts *b)
{
	if (!b)
		return;
	json_key(j, "baseline");
	json_map(j);
	count(j, "new", b->fresh);
	count(j, "known", b->known);
	count(j, "gone", b->gone);
	json_end(j);
}

static void results(struct json *j, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };

	json_key(j, "results");
	json_list(j);
	while (report_next(&w)) {
		for_each_result(o, f, w.host) {
			json_map(j);
			result(j, w.host->name, o, f);
			json_end(j);
		}
	}
	json_end(j);
}

static void render_json(FILE *out, const struct report *r, const struct format_options *options)
{
	struct json j = json_to(out, JSON_INDENTED);

	json_map(&j);
	member(&j, "uplint", options->version);
	count(&j, "schema", 1);
	json_key(&j, "summary");
	json_map(&j);
	counts(&j, &r->summary);
	json_end(&j);
	baseline(&j, r->baseline);
	sources(&j, r);
	hosts(&j, r);
	results(&j, r);
	silent_rules(&j, r);
	notices(&j, r);
	json_done(&j);
}

static void render_jsonl(FILE *out, const struct report *r, const struct format_options *options)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };

	while (report_next(&w)) {
		for_each_result(o, f, w.host) {
			struct json line = json_to(out, JSON_LINE);

			json_map(&line);
			member(&line, "type", "result");
			result(&line, w.host->name, o, f);
			json_done(&line);
		}
	}
	struct json j = json_to(out, JSON_LINE);

	json_map(&j);
	member(&j, "type", "summary");
	member(&j, "uplint", options->version);
	count(&j, "schema", 1);
	json_key(&j, "summary");
	json_map(&j);
	counts(&j, &r->summary);
	json_end(&j);
	sources(&j, r);
	hosts(&j, r);
	silent_rules(&j, r);
	notices(&j, r);
	json_done(&j);
}

const struct format format_json = { .name = "json",
				    .doc = "one JSON document",
				    .render = render_json };
const struct format format_jsonl = { .name = "jsonl",
				     .doc = "a JSON result a line, then the summary",
				     .render = render_jsonl };
