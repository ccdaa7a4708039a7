/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/explain.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"

static const struct {
	enum platform platform;
	const char *name;
} platforms[] = {
	{ PLATFORM_LINUX, "linux" },
	{ PLATFORM_ESXI, "esxi" },
	{ PLATFORM_ESX, "esx" },
	{ PLATFORM_OVIRT, "ovirt" },
};

static enum ink ink_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return INK_RED;
	case SEVERITY_WARNING: return INK_YELLOW;
	case SEVERITY_INFO: return INK_BLUE;
	}
	return INK_PLAIN;
}

static void pad(const struct page *p, unsigned column, unsigned to)
{
	fprintf(p->out, "%*s", column < to ? (int)(to - column) : 1, "");
}

void explain_list(const struct page *p, const struct rule *const *rules, size_t n)
{
	unsigned widest = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned width = (unsigned)text_visible_width(str_of(rules[i]->id));

		if (width > widest)
			widest = width;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned title = 9 + widest + 2;

		pad(p, page_ink(p, ink_of(rules[i]->severity), severity_name(rules[i]->severity)),
		    9);
		pad(p, page_ink(p, INK_BOLD, rules[i]->id), widest + 2);
		page_words(p, title, title, str_of(rules[i]->title));
		fputc('\n', p->out);
	}
}

static void section(const struct page *p, const char *title)
{
	fputc('\n', p->out);
	page_ink(p, INK_BOLD, title);
	fputc('\n', p->out);
}

static void paragraph(const struct page *p, const char *title, const char *text)
{
	section(p, title);
	fputs("  ", p->out);
	page_words(p, 2, 2, str_of(text));
	fputc('\n', p->out);
}

static void word_list(const struct page *p, const char *label, const struct words *words)
{
	unsigned column = 11;

	if (!words->n)
		return;
	pad(p, page_ink(p, INK_DIM, label), column);
	for (size_t i = 0; i < words->n; i++) {
		if (i)
			fputc(',', p->out);
		column = page_item(p, column + (i > 0), 11, 1, words->v[i]);
	}
	fputc('\n', p->out);
}

static void steps(const struct page *p, const char *title, const struct fix *v, size_t n)
{
	if (!n)
		return;
	section(p, title);
	for (const struct fix *fix = v; fix < v + n; fix++) {
		if (fix->say)
			page_line(p, 2, fix->say);
		if (fix->when) {
			page_line(p, 4, "# where:");
			page_commands(p, 6, fix->when);
		}
		if (fix->each) {
			page_line(p, 4, "# once for each row of:");
			page_commands(p, 6, fix->each);
		}
		if (fix->run)
			page_commands(p, 4, fix->run);
	}
}

static void show_platforms(const struct page *p, const struct rule *r)
{
	const char *names[countof(platforms)];
	struct words words = { names, 0 };

	for (size_t i = 0; i < countof(platforms); i++)
		if (r->platforms & platforms[i].platform)
			names[words.n++] = platforms[i].name;
	word_list(p, "platforms", &words);
}

void explain_rule(const struct page *p, const struct rule *r)
{
	page_ink(p, INK_BOLD, r->id);
	fputs(" (", p->out);
	page_ink(p, ink_of(r->severity), severity_name(r->severity));
	fputs(")\n", p->out);
	page_line(p, 0, r->title);
	fputc('\n', p->out);
	show_platforms(p, r);
	word_list(p, "tags", &r->tags);
	word_list(p, "aliases", &r->aliases);
	word_list(p, "optional", &r->optional);
	paragraph(p, "Why", r->why);
	if (r->when) {
		section(p, "Hosts: but those where this is false");
		page_commands(p, 2, r->when);
	}
	section(p, "Condition: a row for each object; compliant where ok is 1");
	page_commands(p, 2, r->query);
	paragraph(p, "Where it is not met", r->message);
	if (r->message_ok)
		paragraph(p, "Where it is", r->message_ok);
	steps(p, "Fix", r->fixes, r->nfixes);
	steps(p, "Verify", r->verify, r->nverify);
	if (r->references.n)
		section(p, "References");
	for (size_t i = 0; i < r->references.n; i++)
		page_line(p, 2, r->references.v[i]);
	if (r->example) {
		section(p, "An example that fails");
		page_commands(p, 2, r->example);
	}
}

static void member(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_string(j, text);
}

static void json_words(struct json *j, const char *key, const struct words *words)
{
	json_key(j, key);
	json_list(j);
	for (size_t i = 0; i < words->n; i++)
		json_string(j, words->v[i]);
	json_end(j);
}

static void json_steps(struct json *j, const char *key, const struct fix *v, size_t n)
{
	json_key(j, key);
	json_list(j);
	for (const struct fix *fix = v; fix < v + n; fix++) {
		json_map(j);
		if (fix->say)
			member(j, "say", fix->say);
		if (fix->run)
			member(j, "run", fix->run);
		if (fix->when)
			member(j, "when", fix->when);
		if (fix->each)
			member(j, "each", fix->each);
		json_end(j);
	}
	json_end(j);
}

static void json_rule(struct json *j, const struct rule *r)
{
	json_map(j);
	member(j, "rule", r->id);
	member(j, "title", r->title);
	member(j, "severity", severity_name(r->severity));
	json_key(j, "platforms");
	json_list(j);
	for (size_t i = 0; i < countof(platforms); i++)
		if (r->platforms & platforms[i].platform)
			json_string(j, platforms[i].name);
	json_end(j);
	json_words(j, "tags", &r->tags);
	json_words(j, "aliases", &r->aliases);
	json_words(j, "optional", &r->optional);
	member(j, "why", r->why);
	if (r->when)
		member(j, "when", r->when);
	member(j, "query", r->query);
	member(j, "message", r->message);
	if (r->message_ok)
		member(j, "message_ok", r->message_ok);
	json_steps(j, "fix", r->fixes, r->nfixes);
	json_steps(j, "verify", r->verify, r->nverify);
	json_words(j, "references", &r->references);
	member(j, "file", r->file);
	json_end(j);
}

void explain_json(FILE *out, const char *version, const struct rule *const *rules, size_t n)
{
	struct json j = json_to(out, JSON_INDENTED);

	json_map(&j);
	member(&j, "uplint", version);
	json_key(&j, "schema");
	json_int(&j, 1);
	json_key(&j, "rules");
	json_list(&j);
	for (size_t i = 0; i < n; i++)
		json_rule(&j, rules[i]);
	json_done(&j);
}
