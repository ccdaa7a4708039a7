/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands beside the findings: gaps in the verdicts, and what -v adds. */
#include "format/text.h"

#include <stdlib.h>
#include <string.h>

enum { REASONS_SHOWN = 5, RULES_SHOWN = 4 };

/* A verdict that is missing. */
struct gap {
	const char *reason;
	const struct rule *rule;
	unsigned host;
};

struct gaps {
	struct gap *v;
	size_t n;
};

/* Gaps of one reason, beside each other in the sorted list. */
struct reason {
	const struct gap *gaps;
	size_t n;
};

static void add_gap(struct text_report *t, struct gaps *g, const struct outcome *o,
		    const char *reason)
{
	g->v = arena_grow(t->arena, g->v, g->n, sizeof(*g->v));
	g->v[g->n++] = (struct gap){ reason ? reason : "a fact is not known", o->rule, o->host };
}

static struct gaps gather_gaps(struct text_report *t)
{
	const struct outcome *end = t->report->outcomes + t->report->noutcomes;
	struct gaps g = { NULL, 0 };

	for (const struct outcome *o = t->report->outcomes; o < end; o++) {
		if (o->state == OUTCOME_NOT_EVALUATED)
			add_gap(t, &g, o, o->reason);
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++)
			if (f->verdict == VERDICT_NOT_EVALUATED)
				add_gap(t, &g, o, f->reason);
	}
	return g;
}

static int by_reason(const void *a, const void *b)
{
	const struct gap *x = a, *y = b;
	int order = strcmp(x->reason, y->reason);

	if (!order)
		order = strcmp(x->rule->id, y->rule->id);
	return order ? order : (x->host > y->host) - (x->host < y->host);
}

static int most_first(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->gaps < y->gaps ? -1 : x->gaps > y->gaps;
}

static size_t gather_reasons(struct text_report *t, struct gaps g, struct reason **ret_reasons)
{
	struct reason *v = NULL;
	size_t n = 0;

	if (g.n)
		qsort(g.v, g.n, sizeof(*g.v), by_reason);
	for (const struct gap *gap = g.v; gap < g.v + g.n; gap++) {
		if (!n || strcmp(v[n - 1].gaps->reason, gap->reason)) {
			v = arena_grow(t->arena, v, n, sizeof(*v));
			v[n++].gaps = gap;
		}
		v[n - 1].n++;
	}
	if (n)
		qsort(v, n, sizeof(*v), most_first);
	*ret_reasons = v;
	return n;
}

/* "bond-mode, bond-members-up and 3 more" */
static const char *rule_names(struct text_report *t, const struct reason *r)
{
	const struct rule *last = NULL;
	const char *text = "";
	size_t n = 0;

	for (const struct gap *gap = r->gaps; gap < r->gaps + r->n; gap++) {
		if (gap->rule == last)
			continue;
		last = gap->rule;
		if (t->options->verbose || n < RULES_SHOWN)
			text = arena_printf(t->arena, "%s%s%s", text, n ? ", " : "", last->id);
		n++;
	}
	if (!t->options->verbose && n > RULES_SHOWN)
		text = arena_printf(t->arena, "%s and %zu more", text, n - RULES_SHOWN);
	return text;
}

static void show_not_evaluated(struct text_report *t)
{
	struct reason *reasons;
	size_t n = gather_reasons(t, gather_gaps(t), &reasons), shown = n;

	if (!n)
		return;
	if (!t->options->verbose && n > REASONS_SHOWN)
		shown = REASONS_SHOWN;
	page_ink(&t->page, INK_BOLD, "not evaluated");
	fputc('\n', t->page.out);
	for (const struct reason *r = reasons; r < reasons + shown; r++)
		page_line(&t->page, 2, arena_printf(t->arena, "%zu: %s (%s)", r->n, r->gaps->reason,
		                                    rule_names(t, r)));
	if (shown < n)
		page_line(&t->page, 2,
			  arena_printf(t->arena, "and for %s; -v shows all",
				       text_count(t->arena, n - shown, "other reason")));
	fputc('\n', t->page.out);
}

/* A broken rule breaks on every host alike: it is named once. */
static void show_broken(struct text_report *t)
{
	const struct outcome *end = t->report->outcomes + t->report->noutcomes;
	struct told *named = &t->broken;

	for (const struct outcome *o = t->report->outcomes; o < end; o++) {
		size_t i = 0;

		if (o->state != OUTCOME_BROKEN)
			continue;
		while (i < named->n && named->rules[i] != o->rule)
			i++;
		if (i < named->n)
			continue;
		if (!named->n) {
			page_ink(&t->page, INK_RED, "broken rules");
			fputc('\n', t->page.out);
		}
		named->rules = arena_grow(t->arena, named->rules, named->n, sizeof(*named->rules));
		named->rules[named->n++] = o->rule;
		page_line(&t->page, 2, arena_printf(t->arena, "%s: %s", o->rule->id, o->reason));
	}
	if (named->n)
		fputc('\n', t->page.out);
}

void text_gaps(struct text_report *t)
{
	show_broken(t);
	show_not_evaluated(t);
}

/* "compliant  bond-mode bond0: …" */
static void show_verdict(struct text_report *t, const char *verdict, const char *rule,
			 const char *subject, const char *words)
{
	bool good = same(verdict, verdict_name(VERDICT_COMPLIANT));
	unsigned column = page_ink(&t->page, good ? INK_GREEN : INK_DIM, verdict);

	column += (unsigned)fprintf(t->page.out, "%*s", column < 16 ? (int)(16 - column) : 1, "");
	page_words(&t->page, column, 4,
		   str_of(arena_printf(t->arena, "%s%s%s%s%s", rule, subject ? " " : "",
				       subject ? subject : "", words ? ": " : "",
				       words ? words : "")));
	fputc('\n', t->page.out);
}

void text_rest(struct text_report *t, const struct text_host *h)
{
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->n; o++) {
		if (o->state == OUTCOME_NOT_APPLICABLE || o->state == OUTCOME_NOT_EVALUATED)
			show_verdict(t, outcome_name(o->state), o->rule->id, NULL, o->reason);
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
			bool reason = f->verdict != VERDICT_COMPLIANT && f->reason;

			if (f->verdict != VERDICT_NON_COMPLIANT)
				show_verdict(t, verdict_name(f->verdict), o->rule->id, f->subject,
				             reason ? f->reason : f->message);
		}
	}
	fputc('\n', t->page.out);
}

void text_notes(struct text_report *t)
{
	const struct snapshot *s = t->report->snapshot;
	size_t n = 0;

	for (unsigned host = 0; host < snapshot_hosts(s); host++) {
		for_each_row(note, r, s, host) {
			const char *file = r->row.origin.file.s ? r->row.origin.file.s : "kernel";

			if (!n++)
				page_line(&t->page, 0, "not understood");
			page_line(&t->page, 2,
				  arena_printf(t->arena, "%s: %s:%u: %s: %s",
					       snapshot_host_name(s, host), file,
					       r->row.origin.line, r->reason.s ? r->reason.s : "",
					       r->line_text.s ? r->line_text.s : ""));
		}
	}
	if (n)
		fputc('\n', t->page.out);
}
