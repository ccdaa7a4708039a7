/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for people: hosts, the worst first, or a summary; what is missing; the counts. */
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

static const char *platform_text(const char *platform)
{
	static const char *const names[][2] = { { "linux", "Linux" }, { "esxi", "ESXi" },
						{ "esx", "ESX" }, { "ovirt", "oVirt engine" } };

	for (size_t i = 0; i < countof(names); i++)
		if (same(platform, names[i][0]))
			return names[i][1];
	return platform;
}

/* "2026-11-20T10:00:00Z" as "2026-11-20 10:00 UTC"; what looks otherwise as it is. */
static const char *time_text(struct arena *a, const char *captured)
{
	struct str s = str_of(captured);

	if (s.n != 20 || s.p[10] != 'T' || s.p[19] != 'Z')
		return captured;
	return arena_printf(a, "%.10s %.5s UTC", captured, captured + 11);
}

/* "esx01  ESXi 7.0.3  esxi esx01.tgz", then what else is known of it. */
static unsigned show_name(struct text_report *t, const struct report_host *h)
{
	struct arena *a = t->arena;
	unsigned column = page_ink(&t->page, INK_BOLD, h->name);
	const char *netns = t->options->netns;

	if (h->platform)
		column = page_item(&t->page, column, 2, 2,
				   arena_printf(a, "%s%s%s", platform_text(h->platform),
						h->version ? " " : "", h->version ? h->version : ""));
	if (netns)
		column = page_item(&t->page, column, 2, 2, arena_printf(a, "netns %s", netns));
	if (h->kind || h->source)
		column = page_item(&t->page, column, 2, 2,
				   arena_printf(a, "%s%s%s", h->kind ? h->kind : "",
						h->kind && h->source ? " " : "",
						h->source ? h->source : ""));
	return column;
}

/* The directory of the rule's file. */
static struct str area_of(const struct rule *r)
{
	struct str rest = r->file ? str_of(r->file) : (struct str){ NULL, 0 }, part, area = rest;

	for (area.n = 0; str_split(&rest, '/', &part) && rest.p && rest.n;)
		area = part;
	return area;
}

static bool holds(const struct outcome *o)
{
	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++)
		if (f->verdict == VERDICT_COMPLIANT || f->verdict == VERDICT_WAIVED)
			return true;
	return false;
}

/* "esxi, links": where the rules lie that reached a verdict. */
static const char *areas(struct text_report *t, const struct report_host *h, size_t *ret_rules)
{
	struct str seen[16];
	const char *list = NULL;
	size_t n = 0, i;

	*ret_rules = 0;
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		struct str area = area_of(o->rule);
		if (!holds(o))
			continue;
		++*ret_rules;
		for (i = 0; i < n && !str_same(seen[i], area);)
			i++;
		if (i < n || n == countof(seen) || !area.n)
			continue;
		seen[n++] = area;
		list = arena_list(t->arena, list, ", ", arena_str(t->arena, area));
	}
	return list;
}

/* One line for a host without findings. */
static void show_clean(struct text_report *t, const struct report_host *h, const struct summary *s)
{
	size_t checks = s->compliant + s->waived, rules;
	const char *list = areas(t, h, &rules);
	unsigned column = show_name(t, h);

	if (!checks)
		column = page_inked_item(&t->page, column, 2, 2, INK_RED, "nothing was evaluated");
	else
		column = page_inked_item(&t->page, column, 2, 2, INK_GREEN, "OK");
	if (checks)
		page_words(&t->page, column, 2,
			   str_of(arena_printf(t->arena, ": %s of %s%s%s%s",
					       text_count(t->arena, checks, "check"),
					       text_count(t->arena, rules, "rule"), list ? " (" : "",
					       list ? list : "", list ? ")" : "")));
	fputc('\n', t->page.out);
}

static void show_host(struct text_report *t, size_t place)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct report_host *h = report_host(t->report, place, a);
	const struct summary *s = &t->report->summaries[place];

	t->arena = a;
	if (s->non_compliant) {
		unsigned column = show_name(t, h);
		if (h->captured)
			page_item(&t->page, column, 2, 2,
				  arena_printf(a, "captured %s", time_text(a, h->captured)));
		fputc('\n', t->page.out);
		text_findings(t, h, s);
	} else {
		show_clean(t, h, s);
	}
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
	for (size_t i = 0; i < r->nhosts; i++)
		show_host(t, places[i]);
	if (r->nhosts && !t->options->verbose && !r->summaries[places[r->nhosts - 1]].non_compliant)
		fputc('\n', t->page.out);
}

const char *text_tally(struct text_report *t, const struct summary *s)
{
	const char *text = NULL;

	if (s->errors)
		text = arena_list(t->arena, text, ", ", text_count(t->arena, s->errors, "error"));
	if (s->warnings)
		text = arena_list(t->arena, text, ", ", text_count(t->arena, s->warnings, "warning"));
	if (s->infos)
		text = arena_list(t->arena, text, ", ", arena_printf(t->arena, "%zu info", s->infos));
	return text ? text : "";
}

static const char *verdict(struct text_report *t)
{
	const struct summary *s = &t->report->summary;

	if (!s->compliant && !s->non_compliant && !s->waived)
		return "nothing was evaluated";
	return s->non_compliant ? text_tally(t, s) : "nothing non-compliant found";
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

	if (s->hosts != 1 || sources->failed || t->broken.n) {
		page_ink(&t->page, INK_BOLD, text_count(t->arena, s->hosts, "host"));
		fputs(": ", t->page.out);
		page_ink(&t->page, verdict_ink(s), verdict(t));
		if (sources->failed)
			fprintf(t->page.out, "; %zu of %s were read", sources->read,
				text_count(t->arena, sources->read + sources->failed, "source"));
		if (t->broken.n)
			fprintf(t->page.out, ", %s",
				text_count(t->arena, t->broken.n, "broken rule"));
		fputc('\n', t->page.out);
	}
	for (size_t i = 0; i < countof(counts); i++)
		column = page_item(&t->page, column, 0, 1,
				   arena_printf(t->arena, "%zu %s", counts[i].n, counts[i].what));
	fputc('\n', t->page.out);
	if (b)
		page_line(&t->page, 0, arena_printf(t->arena, "against the baseline: %zu new, %zu known, %zu gone",
						    b->fresh, b->known, b->gone));
	if (t->first)
		page_line(&t->page, 0, arena_printf(t->arena, "More: uplint rules %s", t->first->id));
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
	if (o->lines && r->nhosts > o->lines)
		text_overview(&t);
	else
		show_hosts(&t);
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
