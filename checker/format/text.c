/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for people: hosts, the worst first; what is missing; the counts. */
#include "format/text.h"

#include <stdlib.h>

enum ink text_severity_ink(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return INK_RED;
	case SEVERITY_WARNING: return INK_YELLOW;
	case SEVERITY_INFO: return INK_BLUE;
	}
	return INK_PLAIN;
}

const char *text_count(struct arena *a, size_t n, const char *noun)
{
	return arena_printf(a, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

/* Places of the report with errors first, then with warnings, then the others. */
static int worst_first(const void *a, const void *b, void *summaries)
{
	const struct summary *all = summaries;
	unsigned i = *(const unsigned *)a, j = *(const unsigned *)b;
	const struct summary *x = &all[i], *y = &all[j];

	if (!x->errors != !y->errors)
		return x->errors ? -1 : 1;
	if (!x->warnings != !y->warnings)
		return x->warnings ? -1 : 1;
	if (!x->infos != !y->infos)
		return x->infos ? -1 : 1;
	return i < j ? -1 : i > j;
}

/* "esx01 (esxi 7.0.3, esxi esx01.tgz)": the platform, and the kind of source. */
static void show_name(struct text_report *t, const struct report_host *h)
{
	bool both = h->source && h->kind;
	const char *where = both ? arena_printf(t->arena, "%s %s", h->kind, h->source)
			   : h->source ? h->source : h->kind;
	unsigned column = page_ink(&t->page, INK_BOLD, h->name);

	if (h->platform || where)
		page_item(&t->page, column, 0, 1,
			  arena_printf(t->arena, "(%s%s%s%s%s)", h->platform ? h->platform : "",
				       h->version ? " " : "", h->version ? h->version : "",
				       h->platform && where ? ", " : "", where ? where : ""));
	fputs("\n\n", t->page.out);
}

static void show_host(struct text_report *t, size_t place)
{
	static const enum severity order[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO };
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct report_host *h = report_host(t->report, place, a);

	t->arena = a;
	show_name(t, h);
	for (size_t s = 0; s < countof(order); s++)
		for (size_t i = 0; i < h->noutcomes; i++)
			text_group(t, &h->outcomes[i], order[s]);
	if (t->options->verbose)
		text_rest(t, h);
	t->arena = t->kept;
}

static void show_hosts(struct text_report *t)
{
	const struct report *r = t->report;
	unsigned *places = arena_array(t->arena, r->nhosts + 1, sizeof(*places));

	for (size_t i = 0; i < r->nhosts; i++)
		places[i] = (unsigned)i;
	qsort_r(places, r->nhosts, sizeof(*places), worst_first, (void *)r->summaries);
	/* Of one host it is always said what it was taken for. */
	for (size_t i = 0; i < r->nhosts; i++)
		if (t->options->verbose || r->nhosts == 1 || r->summaries[places[i]].non_compliant)
			show_host(t, places[i]);
}

/* "2 errors, 1 warning", or what else is to be said of a run without any. */
static const char *verdict(struct text_report *t)
{
	const struct summary *s = &t->report->summary;
	const char *text = "";

	if (!s->compliant && !s->non_compliant && !s->waived)
		return "nothing was evaluated";
	if (!s->non_compliant)
		return "nothing non-compliant found";
	if (s->errors)
		text = text_count(t->arena, s->errors, "error");
	if (s->warnings)
		text = arena_printf(t->arena, "%s%s%s", text, *text ? ", " : "",
		                    text_count(t->arena, s->warnings, "warning"));
	if (s->infos)
		text = arena_printf(t->arena, "%s%s%zu info", text, *text ? ", " : "", s->infos);
	return text;
}

static enum ink verdict_ink(const struct summary *s)
{
	if (s->errors || s->broken || (!s->compliant && !s->non_compliant && !s->waived))
		return INK_RED;
	if (s->warnings)
		return INK_YELLOW;
	return s->infos ? INK_BLUE : INK_GREEN;
}

static void show_summary(struct text_report *t)
{
	const struct report_sources *sources = &t->report->sources;
	const struct summary *s = &t->report->summary;
	const struct baseline_counts *b = t->report->baseline;
	const struct {
		size_t n;
		const char *what;
	} counts[] = {
		{ s->compliant, "compliant," },
		{ s->non_compliant, "non-compliant," },
		{ s->waived, "waived," },
		{ s->not_evaluated, "not evaluated," },
		{ s->not_applicable, "not applicable" },
	};
	unsigned column = 0;

	page_ink(&t->page, INK_BOLD, text_count(t->arena, s->hosts, "host"));
	fputs(": ", t->page.out);
	page_ink(&t->page, verdict_ink(s), verdict(t));
	if (sources->failed)
		fprintf(t->page.out, "; %zu of %s were read", sources->read,
			text_count(t->arena, sources->read + sources->failed, "source"));
	if (t->broken.n)
		fprintf(t->page.out, ", %s", text_count(t->arena, t->broken.n, "broken rule"));
	fputc('\n', t->page.out);
	for (size_t i = 0; i < countof(counts); i++)
		column = page_item(&t->page, column, 0, 1,
				   arena_printf(t->arena, "%zu %s", counts[i].n, counts[i].what));
	fputc('\n', t->page.out);
	if (b)
		page_line(&t->page, 0, arena_printf(t->arena, "against the baseline: %zu new, %zu known, %zu gone",
						    b->fresh, b->known, b->gone));
}

/* What each source was taken for, and why. */
static void show_sources(struct text_report *t)
{
	const struct report_sources *sources = &t->report->sources;

	if (!sources->n)
		return;
	page_ink(&t->page, INK_BOLD, "sources");
	fputc('\n', t->page.out);
	for (const struct report_source *s = sources->v; s < sources->v + sources->n; s++)
		page_line(&t->page, 2,
			  arena_printf(t->arena, "%s: %s%s%s%s", s->source ? s->source : "this host",
				       s->error ? s->error : s->kind ? s->kind : "several kinds",
				       s->why && !s->error ? " (" : "",
				       s->why && !s->error ? s->why : "",
				       s->why && !s->error ? ")" : ""));
	for (size_t i = 0; i < sources->passed.n; i++)
		page_line(&t->page, 2,
			  arena_printf(t->arena, "%s: no source, so it was not read",
				       sources->passed.v[i]));
	fputc('\n', t->page.out);
}

/* What the policy says in vain is said to whoever keeps it. */
static void show_notices(struct text_report *t)
{
	const struct words *notices = &t->report->notices;

	if (!notices->n)
		return;
	page_ink(&t->page, INK_BOLD, "policy");
	fputc('\n', t->page.out);
	for (size_t i = 0; i < notices->n; i++)
		page_line(&t->page, 2, notices->v[i]);
	fputc('\n', t->page.out);
}

static void render(FILE *out, const struct report *r, const struct format_options *o)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct text_report t = {
		.page = { .out = out, .width = o->width ? o->width : 80, .color = o->color },
		.report = r,
		.options = o,
		.arena = a,
		.kept = a,
	};

	/* Of sources that all failed, the errors say everything. */
	if (o->silent || (!r->nhosts && r->sources.failed))
		return;
	show_hosts(&t);
	text_overview(&t);
	text_gaps(&t);
	show_notices(&t);
	if (o->verbose) {
		show_sources(&t);
		text_notes(&t);
		page_line(&t.page, 0,
			  o->policy ? arena_printf(a, "policy: %s", o->policy) : "policy: none");
	}
	show_summary(&t);
}

const struct format format_text = { .name = "text", .doc = "for people", .render = render };
