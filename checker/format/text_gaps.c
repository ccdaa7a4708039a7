/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands beside the findings: gaps in the verdicts, and what -v adds. */
#include "format/text.h"

#include <stdlib.h>
#include <string.h>

enum { REASONS_SHOWN = 2, RULES_SHOWN = 4 };

/* Verdicts that are missing, of one rule and for one reason. */
struct gap {
	const char *reason;
	const struct rule *rule;
	size_t n;
};

/* By hash of rule and reason; as many as there are reasons, not hosts. */
struct gaps {
	struct gap **slots; /* of twice as many as are used, or more */
	struct gap **v;
	size_t room, n;
};

/* Gaps of one reason, beside each other in the sorted list. */
struct reason {
	struct gap *const *gaps;
	size_t ngaps, n; /* n verdicts */
};

static size_t hash_gap(const struct rule *rule, const char *reason)
{
	uint64_t h = (uintptr_t)rule;

	for (; *reason; reason++)
		h = (h ^ (unsigned char)*reason) * 0x100000001b3U;
	return (size_t)(h ^ h >> 29);
}

static struct gap **find_gap(const struct gaps *g, const struct rule *rule, const char *reason)
{
	size_t i = hash_gap(rule, reason) & (g->room - 1);

	while (g->slots[i] && (g->slots[i]->rule != rule || !same(g->slots[i]->reason, reason)))
		i = (i + 1) & (g->room - 1);
	return &g->slots[i];
}

static void grow_gaps(struct text_report *t, struct gaps *g)
{
	g->room = g->room ? 2 * g->room : 256;
	g->slots = arena_array(t->arena, g->room, sizeof(*g->slots));
	for (size_t i = 0; i < g->n; i++)
		*find_gap(g, g->v[i]->rule, g->v[i]->reason) = g->v[i];
}

static void add_gap(struct text_report *t, struct gaps *g, const struct rule *rule,
		    const char *reason)
{
	struct gap **slot;

	reason = reason ? reason : "a fact is not known";
	if (2 * (g->n + 1) > g->room)
		grow_gaps(t, g);
	slot = find_gap(g, rule, reason);
	if (!*slot) {
		*slot = arena_alloc(t->arena, sizeof(**slot));
		**slot = (struct gap){ arena_strdup(t->arena, reason), rule, 0 };
		g->v = arena_grow(t->arena, g->v, g->n, sizeof(*g->v));
		g->v[g->n++] = *slot;
	}
	(*slot)->n++;
}

static void gather_gaps(struct text_report *t, const struct report_host *h, struct gaps *g)
{
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		if (o->state == OUTCOME_NOT_EVALUATED && !o->unread)
			add_gap(t, g, o->rule, o->reason);
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++)
			if (f->verdict == VERDICT_NOT_EVALUATED && !f->unread)
				add_gap(t, g, o->rule, f->reason);
	}
}

static int by_reason(const void *a, const void *b)
{
	const struct gap *x = *(struct gap *const *)a, *y = *(struct gap *const *)b;
	int order = strcmp(x->reason, y->reason);

	return order ? order : strcmp(x->rule->id, y->rule->id);
}

static int most_first(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->gaps < y->gaps ? -1 : x->gaps > y->gaps;
}

static size_t gather_reasons(struct text_report *t, struct gaps *g, struct reason **ret_reasons)
{
	struct reason *v = NULL;
	size_t n = 0;

	if (g->n)
		qsort(g->v, g->n, sizeof(*g->v), by_reason);
	for (size_t i = 0; i < g->n; i++) {
		if (!n || !same(v[n - 1].gaps[0]->reason, g->v[i]->reason)) {
			v = arena_grow(t->arena, v, n, sizeof(*v));
			v[n++].gaps = &g->v[i];
		}
		v[n - 1].ngaps++;
		v[n - 1].n += g->v[i]->n;
	}
	if (n)
		qsort(v, n, sizeof(*v), most_first);
	*ret_reasons = v;
	return n;
}

/* "bond-mode, bond-members-up and 3 more" */
static const char *rule_names(struct text_report *t, const struct reason *r)
{
	const char *text = "";

	for (size_t i = 0; i < r->ngaps; i++)
		if (t->options->verbose || i < RULES_SHOWN)
			text = arena_printf(t->arena, "%s%s%s", text, i ? ", " : "",
					    r->gaps[i]->rule->id);
	if (!t->options->verbose && r->ngaps > RULES_SHOWN)
		text = arena_printf(t->arena, "%s and %zu more", text, r->ngaps - RULES_SHOWN);
	return text;
}

static void show_not_evaluated(struct text_report *t, struct gaps *g)
{
	struct reason *reasons;
	size_t n = gather_reasons(t, g, &reasons), shown = n;

	if (!n)
		return;
	if (!t->options->verbose && n > REASONS_SHOWN)
		shown = REASONS_SHOWN;
	page_ink(&t->page, INK_BOLD, "Not decided by what the input holds");
	fputc('\n', t->page.out);
	for (const struct reason *r = reasons; r < reasons + shown; r++)
		page_line(&t->page, 2, arena_printf(t->arena, "%zu: %s (%s)", r->n,
						    r->gaps[0]->reason, rule_names(t, r)));
	if (shown < n)
		page_line(&t->page, 2,
			  arena_printf(t->arena, "and for %s; -v shows all",
				       text_count(t->arena, n - shown, "other reason")));
	fputc('\n', t->page.out);
}

/* A broken rule breaks on every host alike: it is named once. */
static void show_broken(struct text_report *t, const struct outcome *o)
{
	struct told *named = &t->broken;
	size_t i = 0;

	if (o->state != OUTCOME_BROKEN)
		return;
	while (i < named->n && named->rules[i] != o->rule)
		i++;
	if (i < named->n)
		return;
	if (!named->n) {
		page_ink(&t->page, INK_RED, "broken rules");
		fputc('\n', t->page.out);
	}
	named->rules = arena_grow(t->arena, named->rules, named->n, sizeof(*named->rules));
	named->rules[named->n++] = o->rule;
	page_line(&t->page, 2, arena_printf(t->arena, "%s: %s", o->rule->id, o->reason));
}

void text_gaps(struct text_report *t)
{
	CLEANUP(report_done) struct report_walk w = { .report = t->report,
						      .depth = REPORT_VERDICTS };
	struct gaps gaps = { .n = 0 };
	struct text_lacks lacks = { .n = 0 };

	while (report_next(&w)) {
		for (size_t i = 0; i < w.host->noutcomes; i++)
			show_broken(t, &w.host->outcomes[i]);
		gather_gaps(t, w.host, &gaps);
		text_lacks_gather(t, w.host, &lacks);
	}
	if (t->broken.n)
		fputc('\n', t->page.out);
	text_lacks_show(t, &lacks);
	show_not_evaluated(t, &gaps);
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

void text_rest(struct text_report *t, const struct report_host *h)
{
	enum platform platform = PLATFORM_ALL;
	size_t elsewhere = 0;

	if (h->platform)
		platform_parse(h->platform, &platform);
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		bool fits = !o->rule->platforms || o->rule->platforms & (unsigned)platform;

		elsewhere += o->state == OUTCOME_NOT_APPLICABLE && !fits;
		if ((o->state == OUTCOME_NOT_APPLICABLE && fits) || o->state == OUTCOME_NOT_EVALUATED)
			show_verdict(t, outcome_name(o->state), o->rule->id, NULL, o->reason);
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
			bool reason = f->verdict != VERDICT_COMPLIANT && f->reason;

			if (f->verdict != VERDICT_NON_COMPLIANT)
				show_verdict(t, verdict_name(f->verdict), o->rule->id, f->subject,
				             reason ? f->reason : f->message);
		}
	}
	if (elsewhere)
		show_verdict(t, outcome_name(OUTCOME_NOT_APPLICABLE),
			     text_count(t->arena, elsewhere, "rule"), NULL, "for other platforms");
	fputc('\n', t->page.out);
}

void text_notes(struct text_report *t)
{
	CLEANUP(report_done) struct report_walk w = { .report = t->report, .by_input = true,
						      .depth = REPORT_HEADS };
	size_t n = 0;

	while (report_next(&w)) {
		for (size_t i = 0; i < w.host->nnotes; i++) {
			const struct report_note *note = &w.host->notes[i];

			if (!n++)
				page_line(&t->page, 0, "not understood");
			page_line(&t->page, 2,
				  arena_printf(w.arena, "%s: %s:%u: %s: %s", w.host->name,
					       note->origin.file ? note->origin.file : "kernel",
					       note->origin.line,
					       note->reason ? note->reason : "",
					       note->text ? note->text : ""));
		}
	}
	if (n)
		fputc('\n', t->page.out);
}
