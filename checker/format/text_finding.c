/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings of one rule: the reason once, then each object with evidence and the way out. */
#include "format/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

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

static void show_heading(struct text_report *t, const struct rule *r, enum severity severity)
{
	struct page *p = &t->page;

	page_ink(p, text_severity_ink(severity), severity_name(severity));
	fputs("  ", p->out);
	page_ink(p, INK_BOLD, r->id);
	fputc('\n', p->out);
	if (!r->why || told(t, r))
		return;
	page_ink(p, INK_DIM, "  why: ");
	page_words(p, 7, 7, t->options->verbose ? str_of(r->why) : first_sentence(r->why));
	fputc('\n', p->out);
}

/* name=value; a value with a blank in it, or none, stands in quotes. */
static const char *fact_text(struct arena *a, const struct fact *f)
{
	switch (f->type) {
	case FACT_NULL:
		break;
	case FACT_NUMBER:
		return arena_printf(a, "%s=%" PRId64, f->name, f->number);
	case FACT_TEXT:
		if (!*f->text || strpbrk(f->text, " \t\n"))
			return arena_printf(a, "%s=\"%s\"", f->name, f->text);
		return arena_printf(a, "%s=%s", f->name, f->text);
	}
	return "";
}

static void show_quiet(struct text_report *t, const struct finding *f)
{
	for (const struct fact *fact = f->facts; fact < f->facts + f->nfacts; fact++) {
		if (!fact->quiet)
			continue;
		page_ink(&t->page, INK_DIM, "    also: ");
		page_words(&t->page, 10, 10,
			   str_of(arena_printf(t->arena, "%s (%s)", fact->text, fact->name)));
		fputc('\n', t->page.out);
	}
}

/* What is not known, or nothing, proves nothing. */
static bool is_evidence(const struct fact *fact)
{
	return !fact->quiet && fact->type != FACT_NULL &&
	       !(fact->type == FACT_TEXT && !*fact->text);
}

static void show_facts(struct text_report *t, const struct finding *f)
{
	unsigned column = 0;

	for (size_t i = 0; i < f->nfacts && t->options->verbose; i++) {
		if (!is_evidence(&f->facts[i]))
			continue;
		if (!column)
			column = page_ink(&t->page, INK_DIM, "    evidence: ");
		column = page_item(&t->page, column, 14, 2, fact_text(t->arena, &f->facts[i]));
	}
	if (column)
		fputc('\n', t->page.out);
}

/* The same words and commands, as where one sysctl mends every port. */
static bool same_steps(const struct fix *a, size_t na, const struct fix *b, size_t nb)
{
	if (na != nb)
		return false;
	for (size_t i = 0; i < na; i++)
		if (!same(a[i].say, b[i].say) || !same(a[i].run, b[i].run))
			return false;
	return true;
}

static void show_steps(struct text_report *t, const char *label, const struct fix *v, size_t n)
{
	unsigned indent = 6 + (unsigned)strlen(label);

	for (const struct fix *fix = v; fix < v + n; fix++) {
		fputs("    ", t->page.out);
		page_ink(&t->page, INK_GREEN, label);
		fputc(':', t->page.out);
		if (fix->say) {
			fputc(' ', t->page.out);
			page_words(&t->page, indent, indent, str_of(fix->say));
		}
		fputc('\n', t->page.out);
		if (fix->run)
			page_commands(&t->page, 6, fix->run);
	}
}

static void show_ways_out(struct text_report *t, const struct finding *f,
			  const struct finding *before)
{
	if (before && f->nfixes && same_steps(f->fixes, f->nfixes, before->fixes, before->nfixes))
		page_line(&t->page, 4, "fix: the same as above");
	else
		show_steps(t, "fix", f->fixes, f->nfixes);
	if (before && f->nverify &&
	    same_steps(f->verify, f->nverify, before->verify, before->nverify))
		page_line(&t->page, 4, "verify: the same as above");
	else
		show_steps(t, "verify", f->verify, f->nverify);
}

static void show_finding(struct text_report *t, const struct finding *f,
			 const struct finding *before)
{
	struct page *p = &t->page;
	unsigned column = 2;

	fputs("\n  ", p->out);
	column += page_ink(p, INK_BOLD, f->subject);
	if (f->origin.file)
		page_item(p, column, 4, 2,
			  arena_printf(t->arena, "%s:%u", f->origin.file, f->origin.line));
	fputs("\n    ", p->out);
	page_words(p, 4, 4, str_of(f->message));
	fputc('\n', p->out);
	show_quiet(t, f);
	show_facts(t, f);
	show_ways_out(t, f, before);
}

void text_group(struct text_report *t, const struct outcome *o, enum severity severity)
{
	const struct finding *before = NULL;

	for (const struct finding *f = o->findings; f < o->findings + o->nfindings; f++) {
		if (f->verdict != VERDICT_NON_COMPLIANT || f->severity != severity)
			continue;
		if (!before)
			show_heading(t, o->rule, severity);
		show_finding(t, f, before);
		before = f;
	}
	if (before)
		fputc('\n', t->page.out);
}
