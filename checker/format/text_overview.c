/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Very many hosts on one screen: rules by what they found, the worst hosts, fixes of many hosts. */
#include "format/text.h"

#include <stdlib.h>
#include <string.h>

enum { RULES_SHOWN = 8, HOSTS_SHOWN = 6, FIXES_SHOWN = 3, NAMES_SHOWN = 4 };

/*
 * So many different commands are counted. What many hosts share is met early, so it is among
 * them, and its count is exact however many hosts follow.
 */
enum { FIXES_MOST = 4096, SLOTS = 2 * FIXES_MOST };

struct tally {
	const struct rule *rule;
	enum severity worst;
	size_t findings, hosts, commands;
};

/* One command, and the hosts that it is for. */
struct shared {
	const struct rule *rule;
	const char *run;
	size_t findings, hosts, last; /* last host, from 1 */
	const char *names[NAMES_SHOWN];
};

struct overview {
	struct tally *rules;
	size_t nrules;
	struct shared **fixes, **slots; /* slots by hash */
	size_t nfixes, nhosts;
};

static struct tally *tally_of(struct text_report *t, struct overview *all, const struct rule *r)
{
	for (size_t i = 0; i < all->nrules; i++)
		if (all->rules[i].rule == r)
			return &all->rules[i];
	all->rules = arena_grow(t->kept, all->rules, all->nrules, sizeof(*all->rules));
	all->rules[all->nrules] = (struct tally){ .rule = r };
	return &all->rules[all->nrules++];
}

static size_t hash_fix(const struct rule *rule, const char *run)
{
	uint64_t h = (uintptr_t)rule;

	for (; *run; run++)
		h = (h ^ (unsigned char)*run) * 0x100000001b3U;
	return (size_t)(h ^ h >> 29) % SLOTS;
}

/* NULL where there are too many already. */
static struct shared *shared_of(struct text_report *t, struct overview *all,
				const struct rule *rule, const char *run)
{
	size_t i = hash_fix(rule, run);

	while (all->slots[i] && (all->slots[i]->rule != rule || !same(all->slots[i]->run, run)))
		i = (i + 1) % SLOTS;
	if (all->slots[i] || all->nfixes == FIXES_MOST)
		return all->slots[i];
	all->slots[i] = arena_alloc(t->kept, sizeof(struct shared));
	*all->slots[i] = (struct shared){ .rule = rule, .run = arena_strdup(t->kept, run) };
	all->fixes[all->nfixes++] = all->slots[i];
	return all->slots[i];
}

static void add_fix(struct text_report *t, struct overview *all, const struct rule *rule,
		    const char *run, const char *host)
{
	struct shared *s = shared_of(t, all, rule, run);

	if (!s)
		return;
	s->findings++;
	if (s->last == all->nhosts)
		return;
	s->last = all->nhosts;
	if (s->hosts < NAMES_SHOWN)
		s->names[s->hosts] = arena_strdup(t->kept, host);
	s->hosts++;
}

static const char *command_of(const struct finding *f)
{
	for (size_t i = 0; i < f->nfixes; i++)
		if (f->fixes[i].run)
			return f->fixes[i].run;
	return NULL;
}

static void add(struct text_report *t, struct overview *all, const struct outcome *o,
		const char *host)
{
	struct tally *tally = NULL;

	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
		const char *run = f->verdict == VERDICT_NON_COMPLIANT ? command_of(f) : NULL;
		if (f->verdict != VERDICT_NON_COMPLIANT)
			continue;
		if (!tally) {
			tally = tally_of(t, all, o->rule);
			tally->hosts++;
		}
		tally->findings++;
		tally->commands += run != NULL;
		if (f->severity > tally->worst)
			tally->worst = f->severity;
		if (run)
			add_fix(t, all, o->rule, run, host);
	}
}

static void gather(struct text_report *t, struct overview *all)
{
	CLEANUP(report_done) struct report_walk w = { .report = t->report,
						      .depth = REPORT_VERDICTS };

	while (report_next(&w)) {
		all->nhosts++;
		for (size_t i = 0; i < w.host->noutcomes; i++)
			add(t, all, &w.host->outcomes[i], w.host->name);
	}
}

static int worst_rule_first(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->worst != y->worst)
		return x->worst > y->worst ? -1 : 1;
	if (x->findings != y->findings)
		return x->findings > y->findings ? -1 : 1;
	return strcmp(x->rule->id, y->rule->id);
}

static int worst_host_first(const void *a, const void *b, void *summaries)
{
	const struct summary *all = summaries;
	unsigned i = *(const unsigned *)a, j = *(const unsigned *)b;

	if (all[i].errors != all[j].errors)
		return all[i].errors > all[j].errors ? -1 : 1;
	if (all[i].warnings != all[j].warnings)
		return all[i].warnings > all[j].warnings ? -1 : 1;
	return i < j ? -1 : i > j;
}

static int most_hosts_first(const void *a, const void *b)
{
	const struct shared *x = *(struct shared *const *)a, *y = *(struct shared *const *)b;
	int order = strcmp(x->rule->id, y->rule->id);

	if (x->hosts != y->hosts)
		return x->hosts > y->hosts ? -1 : 1;
	return order ? order : strcmp(x->run, y->run);
}

static void show_more(struct text_report *t, size_t n, const char *what)
{
	if (n)
		page_line(&t->page, 1, arena_printf(t->arena, "and %s; -v shows all",
						    text_count(t->arena, n, what)));
	fputc('\n', t->page.out);
}

static void show_rules(struct text_report *t, struct overview *all)
{
	struct page *p = &t->page;

	if (!all->nrules)
		return;
	qsort(all->rules, all->nrules, sizeof(*all->rules), worst_rule_first);
	page_ink(p, INK_BOLD, "What to fix first");
	fprintf(p->out, "%26s%7s  %s\n", "findings", "hosts", "with a command");
	for (size_t i = 0; i < all->nrules && i < RULES_SHOWN; i++) {
		const struct tally *r = &all->rules[i];
		unsigned column = 1;
		fputc(' ', p->out);
		column += page_ink(p, text_severity_ink(r->worst), severity_name(r->worst));
		fprintf(p->out, "%*s", (int)(9 - column), "");
		column = 9 + page_ink(p, INK_PLAIN, r->rule->id);
		fprintf(p->out, "%*zu%7zu  %zu\n", column < 37 ? (int)(43 - column) : 6,
			r->findings, r->hosts, r->commands);
	}
	show_more(t, all->nrules > RULES_SHOWN ? all->nrules - RULES_SHOWN : 0, "more rule");
}

static void show_worst(struct text_report *t)
{
	const struct report *r = t->report;
	unsigned *places = arena_array(t->arena, r->nhosts + 1, sizeof(*places));

	for (size_t i = 0; i < r->nhosts; i++)
		places[i] = (unsigned)i;
	qsort_r(places, r->nhosts, sizeof(*places), worst_host_first, (void *)r->summaries);
	page_ink(&t->page, INK_BOLD, "Worst hosts");
	fputc('\n', t->page.out);
	for (size_t i = 0; i < r->nhosts && i < HOSTS_SHOWN; i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		const struct report_host *h = r->host(r->store, places[i], REPORT_HEADS, a);
		unsigned column = 1;
		if (!r->summaries[places[i]].non_compliant)
			break;
		fputc(' ', t->page.out);
		column += page_ink(&t->page, INK_PLAIN, h->name);
		if (h->source)
			column = page_inked_item(&t->page, column, 1, 2, INK_DIM, h->source);
		page_item(&t->page, column, 1, 2, text_tally(t, &r->summaries[places[i]]));
		fputc('\n', t->page.out);
	}
	fputc('\n', t->page.out);
}

static void show_shared(struct text_report *t, const struct shared *s)
{
	const char *names = NULL;

	for (size_t i = 0; i < s->hosts && i < NAMES_SHOWN; i++)
		names = arena_list(t->arena, names, " ", s->names[i]);
	if (s->hosts > NAMES_SHOWN)
		names = arena_printf(t->arena, "%s and %zu more", names, s->hosts - NAMES_SHOWN);
	page_line(&t->page, 1, arena_printf(t->arena, "%s: %s on %s", s->rule->id,
					    text_count(t->arena, s->findings, "finding"),
					    text_count(t->arena, s->hosts, "host")));
	page_prompt(&t->page, 0, 3, s->run);
	page_line(&t->page, 3, arena_printf(t->arena, "on %s", names));
}

static void show_fixes(struct text_report *t, struct overview *all)
{
	size_t n = 0;

	if (all->nfixes)
		qsort(all->fixes, all->nfixes, sizeof(struct shared *), most_hosts_first);
	while (n < all->nfixes && n < FIXES_SHOWN && all->fixes[n]->hosts > 1)
		n++;
	if (!n)
		return;
	page_ink(&t->page, INK_BOLD, "One fix for many hosts");
	fputc('\n', t->page.out);
	for (size_t i = 0; i < n; i++)
		show_shared(t, all->fixes[i]);
	fputc('\n', t->page.out);
}

/* "40 hosts, 38 with findings, 36 with errors" */
static void show_head(struct text_report *t)
{
	const struct report *r = t->report;
	size_t findings = 0, errors = 0;

	for (size_t i = 0; i < r->nhosts; i++) {
		findings += r->summaries[i].non_compliant > 0;
		errors += r->summaries[i].errors > 0;
	}
	page_line(&t->page, 0,
		  arena_printf(t->arena, "%s, %zu with findings, %zu with errors",
			       text_count(t->arena, r->nhosts, "host"), findings, errors));
	fputc('\n', t->page.out);
}

void text_overview(struct text_report *t)
{
	struct overview all = { .fixes = arena_array(t->kept, FIXES_MOST, sizeof(struct shared *)),
				.slots = arena_array(t->kept, SLOTS, sizeof(struct shared *)) };

	show_head(t);
	gather(t, &all);
	show_rules(t, &all);
	if (t->report->summary.non_compliant)
		show_worst(t);
	show_fixes(t, &all);
	page_line(&t->page, 0, "One host: uplint check SOURCE. Every finding: -v, or -o FILE.");
	fputc('\n', t->page.out);
}
