/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JUnit XML: a suite for each host, a test case for each rule and subject, those that pass too.
 * Readers drop a case of a known class and name without a word, so these are unique.
 */
#include <string.h>

#include "base/utf8.h"
#include "format/format.h"
#include "format/trouble.h"

/* Text of XML: hidden characters visible, what XML forbids besides (U+FFFE, U+FFFF) replaced. */
static void put(FILE *out, struct arena *a, const char *text)
{
	for (const char *p = text_visible(a, str_of(text)); *p; p++)
		switch (*p) {
		case '&': fputs("&amp;", out); break;
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '"': fputs("&quot;", out); break;
		default:
			if (!strncmp(p, "\xEF\xBF\xBE", 3) || !strncmp(p, "\xEF\xBF\xBF", 3)) {
				fputs(UTF8_REPLACEMENT, out);
				p += 2;
			} else {
				fputc(*p, out);
			}
		}
}

/* Two names that differ still do: a backslash is doubled, and a host's blank is no end of it. */
static void put_name(FILE *out, struct arena *a, const char *text, bool blanks)
{
	for (struct str rest = str_of(text); rest.n;) {
		size_t n = 0;

		while (n < rest.n && rest.p[n] != '\\' && (blanks || rest.p[n] != ' '))
			n++;
		put(out, a, arena_str(a, str_upto(rest, n)));
		if (n < rest.n)
			fputs(rest.p[n] == ' ' ? "\\x20" : "\\\\", out);
		rest = str_from(rest, n + 1);
	}
}

static void attribute(FILE *out, struct arena *a, const char *name, const char *text)
{
	if (!text)
		return;
	fprintf(out, " %s=\"", name);
	put(out, a, text);
	fputc('"', out);
}

static void begin_case(FILE *out, struct arena *a, const char *rule, const char *host,
		       const char *subject)
{
	fputs("    <testcase classname=\"uplint.", out);
	put(out, a, rule);
	fputs("\" name=\"", out);
	put_name(out, a, host, false);
	if (subject) {
		fputc(' ', out);
		put_name(out, a, subject, true);
	}
	fputc('"', out);
}

/* What became of a case that did not pass, with nothing in it. */
static void end_case(FILE *out, struct arena *a, const char *element, const char *type,
		     const char *message)
{
	fprintf(out, ">\n      <%s", element);
	attribute(out, a, "type", type);
	attribute(out, a, "message", message);
	fputs("/>\n    </testcase>\n", out);
}

static void failure(FILE *out, struct arena *a, const struct finding *f)
{
	fputs(">\n      <failure", out);
	attribute(out, a, "type", severity_name(f->severity));
	attribute(out, a, "message", f->message);
	fputc('>', out);
	put(out, a, f->message);
	if (f->origin.file) {
		fputc('\n', out);
		put(out, a, arena_printf(a, "%s:%u", f->origin.file, f->origin.line));
	}
	for (const struct fix *fix = f->fixes; fix < f->fixes + f->nfixes; fix++) {
		struct str rest = str_of(fix->run), command;

		if (fix->say) {
			fputs("\nfix: ", out);
			put(out, a, fix->say);
		}
		while (str_line(&rest, &command)) {
			fputs("\n  ", out);
			put(out, a, arena_str(a, command));
		}
	}
	fputs("</failure>\n    </testcase>\n", out);
}

/* The element of what is not evaluated. */
static const char *undecided(const struct format_options *o)
{
	return o->strict ? "error" : "skipped";
}

static void show_finding(FILE *out, struct arena *a, const struct format_options *o,
			 const struct finding *f)
{
	switch (f->verdict) {
	case VERDICT_COMPLIANT: fputs("/>\n", out); break;
	case VERDICT_NON_COMPLIANT: failure(out, a, f); break;
	case VERDICT_WAIVED: end_case(out, a, "skipped", "waived", f->reason); break;
	case VERDICT_NOT_EVALUATED:
		end_case(out, a, undecided(o), "not-evaluated", f->reason);
		break;
	}
}

static void show_state(FILE *out, struct arena *a, const struct format_options *o,
		       const struct outcome *outcome, const char *host)
{
	const char *element = outcome->state == OUTCOME_BROKEN		? "error"
			      : outcome->state == OUTCOME_NOT_EVALUATED ? undecided(o)
									: "skipped";

	begin_case(out, a, outcome->rule->id, host, NULL);
	end_case(out, a, element, outcome_name(outcome->state), outcome->reason);
}

/* Their sum is the number of cases. */
struct counts {
	size_t passed, failures, errors, skipped;
};

static struct counts counts_of(const struct summary *s, const struct format_options *o)
{
	struct counts c = { s->compliant, s->non_compliant, s->broken,
			    s->waived + s->not_applicable };

	*(o->strict ? &c.errors : &c.skipped) += s->not_evaluated;
	return c;
}

static void put_counts(FILE *out, const struct counts *c)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"",
		c->passed + c->failures + c->errors + c->skipped, c->failures, c->errors);
}

static void show_suite(FILE *out, const struct report_walk *w, const struct format_options *o)
{
	const struct counts counts = counts_of(&w->report->summaries[w->next - 1], o);

	fputs("  <testsuite", out);
	attribute(out, w->arena, "name", w->host->name);
	put_counts(out, &counts);
	fprintf(out, " skipped=\"%zu\"", counts.skipped);
	attribute(out, w->arena, "timestamp", w->host->captured);
	fputs(">\n", out);
	for (const struct outcome *r = w->host->outcomes;
	     r < w->host->outcomes + w->host->noutcomes; r++) {
		if (r->state != OUTCOME_EVALUATED)
			show_state(out, w->arena, o, r, w->host->name);
		for (const struct finding *f = r->findings; f < r->findings + r->nfindings; f++) {
			begin_case(out, w->arena, r->rule->id, w->host->name, f->subject);
			show_finding(out, w->arena, o, f);
		}
	}
	fputs("  </testsuite>\n", out);
}

/* What is no result of a host: an error each. */
static void show_troubles(FILE *out, struct arena *a, const struct troubles *t, size_t n)
{
	size_t number = 0;

	fprintf(out, "  <testsuite name=\"uplint\" tests=\"%zu\" failures=\"0\" errors=\"%zu\""
		     " skipped=\"0\">\n", n, n);
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].rule)
			continue;
		fprintf(out, "    <testcase classname=\"uplint\" name=\"%zu ", ++number);
		put(out, a, t->v[i].text);
		fputc('"', out);
		end_case(out, a, "error", "uplint", t->v[i].text);
	}
	fputs("  </testsuite>\n", out);
}

static void render(FILE *out, const struct report *r, const struct format_options *o)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct troubles t = troubles_of(r, o, a);
	struct counts counts = counts_of(&r->summary, o);
	size_t others = 0;

	for (size_t i = 0; i < t.n; i++)
		others += !t.v[i].rule;
	counts.errors += others;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"uplint\"", out);
	put_counts(out, &counts);
	fputs(">\n", out);
	if (others)
		show_troubles(out, a, &t, others);
	while (report_next(&w))
		show_suite(out, &w, o);
	fputs("</testsuites>\n", out);
}

const struct format format_junit = { .name = "junit",
				     .doc = "JUnit XML: a test case for each rule and subject",
				     .render = render };
