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

static void count_findings(struct text_host *h, const struct outcome *o)
{
	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
		if (f->verdict != VERDICT_NON_COMPLIANT)
			continue;
		switch (f->severity) {
		case SEVERITY_ERROR: h->errors++; break;
		case SEVERITY_WARNING: h->warnings++; break;
		case SEVERITY_INFO: h->infos++; break;
		}
	}
}

static int worst_first(const void *a, const void *b)
{
	const struct text_host *x = a, *y = b;

	if (!x->errors != !y->errors)
		return x->errors ? -1 : 1;
	if (!x->warnings != !y->warnings)
		return x->warnings ? -1 : 1;
	if (!x->infos != !y->infos)
		return x->infos ? -1 : 1;
	return x->outcomes < y->outcomes ? -1 : x->outcomes > y->outcomes;
}

static size_t gather_hosts(struct text_report *t, struct text_host **ret_hosts)
{
	const struct outcome *end = t->report->outcomes + t->report->noutcomes;
	struct text_host *hosts = NULL;
	size_t n = 0;

	for (const struct outcome *o = t->report->outcomes; o < end; o++) {
		if (!n || hosts[n - 1].host != o->host) {
			hosts = arena_grow(t->arena, hosts, n, sizeof(*hosts));
			hosts[n++] = (struct text_host){ .host = o->host, .outcomes = o };
		}
		hosts[n - 1].n++;
		count_findings(&hosts[n - 1], o);
	}
	if (n)
		qsort(hosts, n, sizeof(*hosts), worst_first);
	*ret_hosts = hosts;
	return n;
}

/* "esx01 (esxi 7.0.3, esx01.tgz)" */
static void show_host(struct text_report *t, const struct text_host *h)
{
	struct host row = { .row.index = 0 };
	const char *where;
	unsigned column;

	get_host(t->report->snapshot, h->host, 0, &row);
	where = row.source.s ? row.source.s : row.kind.s;
	column = page_ink(&t->page, INK_BOLD, snapshot_host_name(t->report->snapshot, h->host));
	if (row.platform.s || where)
		page_item(&t->page, column, 0, 1, arena_printf(t->arena, "(%s%s%s%s%s)",
			row.platform.s ? row.platform.s : "", row.version.s ? " " : "",
			row.version.s ? row.version.s : "", row.platform.s && where ? ", " : "",
			where ? where : ""));
	fputs("\n\n", t->page.out);
}

static void show_hosts(struct text_report *t)
{
	static const enum severity order[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO };
	struct text_host *hosts;
	size_t n = gather_hosts(t, &hosts);

	for (const struct text_host *h = hosts; h < hosts + n; h++) {
		if (!t->options->verbose && !h->errors && !h->warnings && !h->infos)
			continue;
		show_host(t, h);
		for (size_t s = 0; s < countof(order); s++)
			for (size_t i = 0; i < h->n; i++)
				text_group(t, &h->outcomes[i], order[s]);
		if (t->options->verbose)
			text_rest(t, h);
	}
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
	const struct summary *s = &t->report->summary;
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
	if (t->broken.n)
		fprintf(t->page.out, ", %s", text_count(t->arena, t->broken.n, "broken rule"));
	fputc('\n', t->page.out);
	for (size_t i = 0; i < countof(counts); i++)
		column = page_item(&t->page, column, 0, 1,
				   arena_printf(t->arena, "%zu %s", counts[i].n, counts[i].what));
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
	};

	if (o->silent)
		return;
	show_hosts(&t);
	text_overview(&t);
	text_gaps(&t);
	show_notices(&t);
	if (o->verbose) {
		text_notes(&t);
		page_line(&t.page, 0,
			  o->policy ? arena_printf(a, "policy: %s", o->policy) : "policy: none");
	}
	show_summary(&t);
}

const struct format format_text = { .name = "text", .doc = "for people", .render = render };
