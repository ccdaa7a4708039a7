/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A long report in a few lines: how often each rule was not met. */
#include "format/text.h"

#include <stdlib.h>
#include <string.h>

enum { LONG_REPORT = 20 };

struct tally {
	const struct rule *rule;
	enum severity worst;
	size_t findings, hosts;
};

struct tallies {
	struct tally *v;
	size_t n;
};

static struct tally *tally_of(struct text_report *t, struct tallies *all, const struct rule *r)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].rule == r)
			return &all->v[i];
	all->v = arena_grow(t->arena, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct tally){ .rule = r };
	return &all->v[all->n++];
}

static void add(struct tally *tally, const struct outcome *o)
{
	size_t before = tally->findings;

	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
		if (f->verdict != VERDICT_NON_COMPLIANT)
			continue;
		tally->findings++;
		if (f->severity > tally->worst)
			tally->worst = f->severity;
	}
	tally->hosts += tally->findings > before;
}

static int worst_first(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->worst != y->worst)
		return x->worst > y->worst ? -1 : 1;
	if (x->findings != y->findings)
		return x->findings > y->findings ? -1 : 1;
	return strcmp(x->rule->id, y->rule->id);
}

static void show(struct text_report *t, const struct tally *tally)
{
	struct page *p = &t->page;
	unsigned column = 2;

	fputs("  ", p->out);
	column += page_ink(p, text_severity_ink(tally->worst), severity_name(tally->worst));
	fprintf(p->out, "%*s%6zu  ", (int)(10 - column), "", tally->findings);
	column = 18 + page_ink(p, INK_PLAIN, tally->rule->id);
	page_item(p, column, 18, 1,
		  arena_printf(t->arena, "(%s)", text_count(t->arena, tally->hosts, "host")));
	fputc('\n', p->out);
}

void text_overview(struct text_report *t)
{
	CLEANUP(report_done) struct report_walk w = { .report = t->report,
						      .depth = REPORT_VERDICTS };
	struct tallies all = { NULL, 0 };

	if (t->report->summary.non_compliant < LONG_REPORT)
		return;
	while (report_next(&w))
		for (size_t i = 0; i < w.host->noutcomes; i++)
			if (w.host->outcomes[i].nfindings)
				add(tally_of(t, &all, w.host->outcomes[i].rule),
				    &w.host->outcomes[i]);
	qsort(all.v, all.n, sizeof(*all.v), worst_first);
	page_ink(&t->page, INK_BOLD, "findings by rule");
	fputc('\n', t->page.out);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].findings)
			show(t, &all.v[i]);
	fputc('\n', t->page.out);
}
