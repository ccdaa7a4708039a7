/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings of a host: cause before symptom, worst first; those with one way out together. */
#include "format/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ip.h"
#include "base/utf8.h"

enum { LABEL = 5, TEXT = 12, CAUSES_MOST = 16 };

/* A finding with its place on the page. */
struct shown {
	const struct outcome *outcome;
	const struct finding *finding;
	struct shown *cause; /* another finding that it likely comes from; or NULL */
	bool is_cause;
	size_t number; /* on the page */
};

/* The reason in short: its first sentence. `uplint rules ID` has the rest. */
static struct str first_sentence(const char *why)
{
	struct str s = str_of(why);

	for (size_t i = 1; i + 2 < s.n; i++)
		if (s.p[i] == '.' && isspace((unsigned char)s.p[i + 1]) &&
		    isupper((unsigned char)s.p[i + 2]))
			return str_upto(s, i + 1);
	return s;
}

static bool told(struct text_report *t, const struct rule *r)
{
	for (size_t i = 0; i < t->told.n; i++)
		if (t->told.rules[i] == r)
			return true;
	t->told.rules = arena_grow(t->kept, t->told.rules, t->told.n, sizeof(*t->told.rules));
	t->told.rules[t->told.n++] = r;
	return false;
}

static bool has_tag(const struct rule *r, const char *tag)
{
	for (size_t i = 0; i < r->tags.n; i++)
		if (same(r->tags.v[i], tag))
			return true;
	return false;
}

/* What says that something is down, or that a subnet has two ports; others rest on either. */
static bool may_be_cause(const struct shown *s)
{
	const struct rule *r = s->outcome->rule;

	return s->finding->severity == SEVERITY_ERROR &&
	       (has_tag(r, "link") || (has_tag(r, "subnet") && has_tag(r, "multihoming")));
}

/* What fails, or goes astray, where what it rests on does. */
static bool may_be_symptom(const struct shown *s)
{
	static const char *const tags[] = { "link", "login", "session", "multipath", "nfs" };
	const struct rule *r = s->outcome->rule;

	for (size_t i = 0; i < countof(tags); i++)
		if (has_tag(r, tags[i]))
			return true;
	return has_tag(r, "storage") && has_tag(r, "routing");
}

/* Is one of the comma-separated words the name, or an address in the subnet? */
static bool names_it(const char *list, const char *name, struct prefix subnet)
{
	struct str rest = str_of(list), word;
	struct ip ip;

	while (str_split(&rest, ',', &word)) {
		word = str_trim(word);
		if (str_eq(word, name) || (ip_parse(word, &ip) && prefix_has(subnet, ip)))
			return true;
	}
	return false;
}

static bool rests_on(const struct finding *f, const char *subject)
{
	const char *blank = strrchr(subject, ' ');
	struct prefix subnet = { .len = 0 };

	if (!prefix_parse(str_of(blank ? blank + 1 : subject), &subnet))
		subnet = (struct prefix){ .len = 0 };
	for (const struct fact *fact = f->facts; fact < f->facts + f->nfacts; fact++)
		if (fact->type == FACT_TEXT && !fact->quiet && names_it(fact->text, subject, subnet))
			return true;
	return false;
}

static void find_causes(struct shown *v, size_t n)
{
	struct shown *causes[CAUSES_MOST];
	size_t ncauses = 0;

	for (struct shown *s = v; s < v + n && ncauses < CAUSES_MOST; s++)
		if (may_be_cause(s))
			causes[ncauses++] = s;
	for (struct shown *s = v; s < v + n; s++)
		for (size_t i = 0; i < ncauses && !s->cause && !s->is_cause && may_be_symptom(s); i++) {
			struct shown *c = causes[i];
			if (c == s || c->cause || same(c->finding->subject, s->finding->subject) ||
			    !rests_on(s->finding, c->finding->subject))
				continue;
			s->cause = c;
			c->is_cause = true;
		}
}

static int compare_steps(const struct fix *a, size_t na, const struct fix *b, size_t nb)
{
	int order = (na > nb) - (na < nb);

	for (size_t i = 0; i < na && !order; i++) {
		order = strcmp(a[i].say ? a[i].say : "", b[i].say ? b[i].say : "");
		if (!order)
			order = strcmp(a[i].run ? a[i].run : "", b[i].run ? b[i].run : "");
	}
	return order;
}

/* What stands under one number: one rule, one severity, one cause and one way out. */
static int compare_groups(const struct shown *x, const struct shown *y)
{
	const struct finding *f = x->finding, *g = y->finding;

	if (f->severity != g->severity)
		return f->severity > g->severity ? -1 : 1;
	if (x->is_cause != y->is_cause)
		return x->is_cause ? -1 : 1;
	if (x->outcome != y->outcome)
		return x->outcome < y->outcome ? -1 : 1;
	if (x->cause != y->cause)
		return x->cause < y->cause ? -1 : 1;
	return compare_steps(f->fixes, f->nfixes, g->fixes, g->nfixes);
}

static int by_weight(const void *a, const void *b)
{
	const struct shown *x = *(struct shown *const *)a, *y = *(struct shown *const *)b;
	int order = compare_groups(x, y);

	return order ? order : x < y ? -1 : x > y;
}

static size_t collect(struct text_report *t, const struct report_host *h, struct shown ***ret_order)
{
	struct shown *v = NULL, **order;
	size_t n = 0;

	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++)
		for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
			if (f->verdict != VERDICT_NON_COMPLIANT)
				continue;
			v = arena_grow(t->arena, v, n, sizeof(*v));
			v[n++] = (struct shown){ .outcome = o, .finding = f };
		}
	if (n)
		find_causes(v, n);
	order = arena_array(t->arena, n + 1, sizeof(struct shown *));
	for (size_t i = 0; i < n; i++)
		order[i] = &v[i];
	qsort(order, n, sizeof(struct shown *), by_weight);
	for (size_t i = 0; i < n; i++)
		order[i]->number = i == 0 ? 1 : order[i - 1]->number +
					        (compare_groups(order[i - 1], order[i]) != 0);
	*ret_order = order;
	return n;
}

/* "     why    ": what stands behind it begins at TEXT. */
static void show_label(struct text_report *t, const char *label)
{
	unsigned column = LABEL;

	fprintf(t->page.out, "%*s", LABEL, "");
	column += page_ink(&t->page, INK_DIM, label);
	fprintf(t->page.out, "%*s", (int)(TEXT - column), "");
}

static void show_words(struct text_report *t, const char *label, struct str words)
{
	show_label(t, label);
	page_words(&t->page, TEXT, TEXT, words);
	fputc('\n', t->page.out);
}

/* " 1 ERROR  sentence  rule-id" */
static void show_sentence(struct text_report *t, const struct shown *s)
{
	static const char *const names[] = { "INFO", "WARNING", "ERROR" };
	enum severity severity = s->finding->severity;
	struct page *p = &t->page;
	unsigned indent = (unsigned)fprintf(p->out, "%2zu ", s->number), column;

	indent += page_ink(p, text_severity_ink(severity), names[severity]);
	indent += (unsigned)fprintf(p->out, "  ");
	page_begin(p, INK_BOLD);
	column = page_words(p, indent, indent, str_of(s->finding->message));
	page_end(p, INK_BOLD);
	page_inked_item(p, column, indent, 2, INK_DIM, s->outcome->rule->id);
	fputc('\n', p->out);
}

static const char *place_text(struct text_report *t, const struct place *place)
{
	if (!place->file)
		return NULL;
	return place->line ? arena_printf(t->arena, "%s:%u", place->file, place->line) : place->file;
}

/* At blanks, around the subject where the line holds it. */
static const char *shorten(struct text_report *t, const char *line, const char *subject, size_t room)
{
	const char *at = strstr(line, subject);
	size_t n = strlen(line), first = at ? (size_t)(at - line) : 0, end;

	if (text_visible_width(str_of(line)) <= room || room < 16)
		return line;
	first = first > room / 3 ? first - room / 3 : 0;
	while (first && first < n && line[first - 1] != ' ')
		first++;
	end = first + room - 4 < n ? first + room - 4 : n;
	while (end < n && end > first && line[end] != ' ')
		end--;
	while (end > first && line[end - 1] == ' ')
		end--;
	if (first >= n || end == first)
		return line;
	return arena_printf(t->arena, "%s%.*s%s", first ? "\xE2\x80\xA6 " : "", (int)(end - first),
			    line + first, end < n ? " \xE2\x80\xA6" : "");
}

/* The input's own line with its place, or the place alone. */
static void show_proof(struct text_report *t, const struct finding *f)
{
	const char *place = place_text(t, &f->origin), *quote = f->quote;
	unsigned column = LABEL + 3;

	if (!place)
		return;
	fprintf(t->page.out, "%*s", LABEL, "");
	page_ink(&t->page, INK_DIM, "|");
	fputs("  ", t->page.out);
	if (quote)
		column += page_ink(&t->page, INK_PLAIN,
				   shorten(t, quote, f->subject, t->page.width - column));
	page_inked_item(&t->page, column, LABEL + 3, 3, INK_DIM, place);
	fputc('\n', t->page.out);
}

static void show_also(struct text_report *t, const struct finding *f)
{
	for (const struct fact *fact = f->facts; fact < f->facts + f->nfacts; fact++)
		if (fact->quiet)
			show_words(t, "also",
				   str_of(arena_printf(t->arena, "%s (%s)", fact->text, fact->name)));
}

/* name=value; a value with a blank in it stands in quotes. */
static const char *fact_text(struct arena *a, const struct fact *f)
{
	switch (f->type) {
	case FACT_NULL:
		break;
	case FACT_NUMBER:
		return arena_printf(a, "%s=%" PRId64, f->name, f->number);
	case FACT_TEXT:
		if (strpbrk(f->text, " \t\n"))
			return arena_printf(a, "%s=\"%s\"", f->name, f->text);
		return arena_printf(a, "%s=%s", f->name, f->text);
	}
	return "";
}

/* What is not known, or nothing, proves nothing; what the sentence says needs no proof. */
static bool is_evidence(const struct finding *f, const struct fact *fact)
{
	if (fact->quiet || fact->type == FACT_NULL)
		return false;
	return fact->type == FACT_NUMBER || (*fact->text && !same(fact->text, "known") &&
					     !strstr(f->message, fact->text));
}

static void show_facts(struct text_report *t, const struct finding *f)
{
	const char *list = NULL;

	for (const struct fact *fact = f->facts; fact < f->facts + f->nfacts; fact++)
		if (is_evidence(f, fact))
			list = arena_list(t->arena, list, "; ", fact_text(t->arena, fact));
	if (list)
		show_words(t, "facts", str_of(list));
}

/* A step without words has its command behind the label. */
static void show_steps(struct text_report *t, const char *label, const struct fix *v, size_t n)
{
	for (const struct fix *fix = v; fix < v + n; fix++) {
		if (fix->say)
			show_words(t, label, str_of(fix->say));
		else
			show_label(t, label);
		if (fix->run)
			page_prompt(&t->page, fix->say ? 0 : TEXT, TEXT, fix->run);
	}
}

/* Beside the first of them: its sentence, and where it was read. */
static void show_other(struct text_report *t, const struct finding *f)
{
	const char *place = place_text(t, &f->origin);
	unsigned column;

	show_label(t, "and");
	column = page_words(&t->page, TEXT, TEXT, str_of(f->message));
	if (place)
		page_inked_item(&t->page, column, TEXT, 2, INK_DIM, place);
	fputc('\n', t->page.out);
}

static void show_checks(struct text_report *t, struct shown *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = v[i]->finding, *before = i ? v[i - 1]->finding : NULL;

		if (!before ||
		    compare_steps(f->verify, f->nverify, before->verify, before->nverify) != 0)
			show_steps(t, "check", f->verify, f->nverify);
	}
}

/* Findings under one number. */
static void show_group(struct text_report *t, struct shown *const *v, size_t n)
{
	const struct finding *first = v[0]->finding;
	const struct rule *rule = v[0]->outcome->rule;

	show_sentence(t, v[0]);
	show_proof(t, first);
	for (size_t i = 0; i < n; i++) {
		if (i)
			show_other(t, v[i]->finding);
		if (t->options->verbose)
			show_facts(t, v[i]->finding);
	}
	if (v[0]->cause)
		show_words(t, "cause", str_of(arena_printf(t->arena, "likely because of %zu",
							  v[0]->cause->number)));
	if (rule->why && !told(t, rule))
		show_words(t, "why", t->options->verbose ? str_of(rule->why)
							 : first_sentence(rule->why));
	for (size_t i = 0; i < n; i++)
		show_also(t, v[i]->finding);
	show_steps(t, "fix", first->fixes, first->nfixes);
	show_checks(t, v, n);
	fputc('\n', t->page.out);
}

/* How many of the findings have a command among their fixes. */
static const char *command_words(struct text_report *t, size_t commands, size_t n)
{
	if (n == 1)
		return commands ? "It has a command." : "It has no command.";
	if (!commands)
		return "None has a command.";
	return arena_printf(t->arena, "%zu of %zu ha%s a command.", commands, n,
			    commands == 1 ? "s" : "ve");
}

/* "2 errors, 1 warning; start with 1. 2 of 3 have a command." */
static void show_start(struct text_report *t, const struct summary *s, struct shown *const *v,
		       size_t n)
{
	size_t commands = 0, symptoms = 0;
	unsigned column;

	for (size_t i = 0; i < n; i++) {
		symptoms += v[i]->cause != NULL;
		for (size_t k = 0; k < v[i]->finding->nfixes; k++)
			if (v[i]->finding->fixes[k].run) {
				commands++;
				break;
			}
	}
	column = page_ink(&t->page, text_severity_ink(v[0]->finding->severity), text_tally(t, s));
	page_words(&t->page, column, 0,
		   str_of(arena_printf(t->arena, "%s%s %s", n > 1 ? "; start with 1." : ".",
				       symptoms ? arena_printf(t->arena, " %zu likely follow%s from another.",
							       symptoms, symptoms == 1 ? "s" : "") : "",
				       command_words(t, commands, n))));
	fputs("\n\n", t->page.out);
}

void text_findings(struct text_report *t, const struct report_host *h, const struct summary *s)
{
	struct shown **v;
	size_t n = collect(t, h, &v), end;

	if (!n)
		return;
	if (!t->first)
		t->first = v[0]->outcome->rule;
	show_start(t, s, v, n);
	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		while (end < n && v[end]->number == v[i]->number)
			end++;
		show_group(t, &v[i], end - i);
	}
}
