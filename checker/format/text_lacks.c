/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the input does not hold, by the command that would tell, and what waits for it. */
#include "format/text.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 5, HOST_LACKS_MOST = 256 };

struct text_lack {
	const char *text;           /* a command, or what is lacking and why */
	bool is_command;
	const struct rule **rules;  /* that wait for it, each once */
	size_t nrules, nobjects, nhosts;
	const struct report_host *last; /* host that was counted */
};

/* A host has few of them, and hosts of one kind have the same. */
static struct text_lack *find_lack(struct text_report *t, struct text_lacks *l,
				   const struct lack *lack)
{
	const char *text = lack->command;
	struct text_lack *one;

	if (!text)
		text = lack->why ? arena_printf(t->arena, "%s: %s", lack->what, lack->why)
				 : lack->what;
	for (size_t i = 0; i < l->n; i++)
		if (same(l->v[i]->text, text))
			return l->v[i];
	one = arena_alloc(t->kept, sizeof(*one));
	*one = (struct text_lack){ .text = arena_strdup(t->kept, text),
				   .is_command = lack->command != NULL };
	l->v = arena_grow(t->kept, l->v, l->n, sizeof(struct text_lack *));
	return l->v[l->n++] = one;
}

static void add_rule(struct text_report *t, struct text_lack *one, const struct rule *rule)
{
	for (size_t i = one->nrules; i > 0; i--)
		if (one->rules[i - 1] == rule)
			return;
	one->rules = arena_grow(t->kept, one->rules, one->nrules, sizeof(struct rule *));
	one->rules[one->nrules++] = rule;
}

/* Lacks of one host, each with the line that it belongs to, once it is wanted. */
struct host_lacks {
	struct text_report *report;
	struct text_lacks *all;
	const struct report_host *host;
	struct text_lack *lines[HOST_LACKS_MOST];
};

/* A table that was read, but for some facts, lacks these alone. */
static void count(struct host_lacks *h, const struct rule *rule, uint64_t unread)
{
	const struct report_host *host = h->host;

	for (size_t i = 0; i < host->nlacks && i < HOST_LACKS_MOST; i++) {
		struct text_lack *one = h->lines[i];
		if (!(unread >> host->lacks[i].table & 1))
			continue;
		if (!one)
			one = h->lines[i] =
				find_lack(h->report, h->all, &host->lacks[i].lack);
		add_rule(h->report, one, rule);
		one->nobjects++;
		one->nhosts += one->last != host;
		one->last = host;
	}
}

static void add_collector(struct text_lacks *l, const struct report_host *h)
{
	const char *one = lack_collector(h->platform, h->kind);
	bool linux_host = same(h->platform, "linux");

	if (one)
		l->collectors[!linux_host] = one;
}

void text_lacks_gather(struct text_report *t, const struct report_host *host,
		       struct text_lacks *l)
{
	struct host_lacks h = { .report = t, .all = l, .host = host };
	bool any = false;

	for (const struct outcome *o = host->outcomes; o < host->outcomes + host->noutcomes; o++) {
		if (o->state == OUTCOME_NOT_EVALUATED && o->unread)
			any = true, count(&h, o->rule, o->unread);
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++)
			if (f->verdict == VERDICT_NOT_EVALUATED && f->unread)
				any = true, count(&h, o->rule, f->unread);
	}
	if (any)
		add_collector(l, host);
	/* The next host may lie where this one did. */
	for (size_t i = 0; i < l->n; i++)
		l->v[i]->last = NULL;
}

static int most_first(const void *a, const void *b)
{
	const struct text_lack *x = *(struct text_lack *const *)a,
			       *y = *(struct text_lack *const *)b;

	if (x->nrules != y->nrules)
		return x->nrules > y->nrules ? -1 : 1;
	if (x->nobjects != y->nobjects)
		return x->nobjects > y->nobjects ? -1 : 1;
	return strcmp(x->text, y->text);
}

static void show_lack(struct text_report *t, const struct text_lack *one)
{
	const char *n = text_count(t->arena, one->nrules, "check");
	unsigned column;

	fprintf(t->page.out, "  %10s  ", n);
	if (one->is_command)
		column = 14 + page_ink(&t->page, INK_PLAIN, one->text);
	else
		column = page_words(&t->page, 14, 16, str_of(one->text));
	if (t->report->nhosts > 1)
		page_item(&t->page, column, 16, 1,
			  arena_printf(t->arena, "(%s)", text_count(t->arena, one->nhosts, "host")));
	fputc('\n', t->page.out);
	for (size_t i = 0; t->options->verbose && i < one->nrules; i++) {
		const char *sep = i + 1 < one->nrules ? "," : "\n";
		if (i == 0)
			column = (unsigned)fprintf(t->page.out, "%16s", "");
		column = page_item(&t->page, column, 16, i > 0,
				   arena_printf(t->arena, "%s%s", one->rules[i]->id,
						*sep == ',' ? sep : ""));
		if (*sep == '\n')
			fputc('\n', t->page.out);
	}
}

static void show_collectors(struct text_report *t, const struct text_lacks *l)
{
	for (size_t i = 0; i < countof(l->collectors); i++)
		if (l->collectors[i])
			page_line(&t->page, 2,
				  arena_printf(t->arena, "All of it, on %s: %s",
					       t->report->nhosts > 1 ? "each host" : "the host",
					       l->collectors[i]));
}

void text_lacks_show(struct text_report *t, struct text_lacks *l)
{
	size_t shown = l->n;

	if (!l->n)
		return;
	qsort(l->v, l->n, sizeof(struct text_lack *), most_first);
	if (!t->options->verbose && l->n > SHOWN + 1)
		shown = SHOWN;
	page_ink(&t->page, INK_BOLD, "Not checked, for want of input");
	fputc('\n', t->page.out);
	for (size_t i = 0; i < shown; i++)
		show_lack(t, l->v[i]);
	if (shown < l->n)
		page_line(&t->page, 2,
			  arena_printf(t->arena, "and %zu more; -v shows all", l->n - shown));
	show_collectors(t, l);
	fputc('\n', t->page.out);
}
