/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs while uplint is built: packrules FIXTURES RULE.yaml… writes the rules as
 * constant C data, so that the binary need not read YAML when it starts.  The
 * same loader as for anyone's own rules says what is wrong with a file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "check/check.h"
#include "rule/rule.h"

static void print_text(const char *text)
{
	if (!text) {
		printf("NULL");
		return;
	}
	putchar('"');
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p == '\n')
			printf(p[1] ? "\\n\"\n\t\"" : "\\n");
		else if (*p < ' ' || *p > '~' || *p == '"' || *p == '\\' || *p == '?')
			printf("\\%03o", *p);
		else
			putchar(*p);
	}
	putchar('"');
}

static void print_member(const char *name, const char *text)
{
	if (!text)
		return;
	printf("\t.%s = ", name);
	print_text(text);
	printf(",\n");
}

static void print_words(const char *name, const struct words *words)
{
	if (!words->n)
		return;
	printf("\t.%s = { (const char *const[]){ ", name);
	for (size_t i = 0; i < words->n; i++) {
		print_text(words->v[i]);
		printf(", ");
	}
	printf("}, %zu },\n", words->n);
}

static void print_fixes(const char *name, const char *count, const struct fix *fixes, size_t n)
{
	if (!n)
		return;
	printf("\t.%s = (const struct fix[]){\n", name);
	for (size_t i = 0; i < n; i++) {
		printf("\t\t{ .say = ");
		print_text(fixes[i].say);
		printf(", .run = ");
		print_text(fixes[i].run);
		printf(", .when = ");
		print_text(fixes[i].when);
		printf(", .each = ");
		print_text(fixes[i].each);
		printf(", .line = %u },\n", fixes[i].line);
	}
	printf("\t},\n\t.%s = %zu,\n", count, n);
}

static void print_quiet(const struct quiet *list, size_t n)
{
	if (!n)
		return;
	printf("\t.quiet = (const struct quiet[]){\n");
	for (const struct quiet *q = list; q < list + n; q++) {
		printf("\t\t{ .rule = ");
		print_text(q->rule);
		printf(", .least = (enum severity)%d, .shared = %d, .pairs = (struct quiet_pair[]){ ",
		       (int)q->least, q->shared);
		for (size_t j = 0; j < q->npairs; j++)
			printf("{ \"%s\", \"%s\" }, ", q->pairs[j].mine, q->pairs[j].theirs);
		printf("%s}, .npairs = %zu },\n", q->npairs ? "" : "{ NULL, NULL } ", q->npairs);
	}
	printf("\t},\n\t.nquiet = %zu,\n", n);
}

/* { tables, views, columns, their number } */
static void print_about(const struct about *about)
{
	printf("{ 0x%" PRIx64 ", { ", about->tables);
	for (unsigned i = 0; i < ABOUT_VIEWS_MOST / 64; i++)
		printf("0x%" PRIx64 ", ", about->views[i]);
	printf("}, { ");
	for (unsigned i = 0; i < about->ncolumns; i++) {
		const struct about_column *c = &about->columns[i];
		printf("{ %u, %u, { \"%.*s\", %zu } }, ", c->table, c->column,
		       STR_ARGS(c->value), c->value.n);
	}
	printf("%s}, %u }", about->ncolumns ? "" : "{ 0 } ", about->ncolumns);
}

/* An array of texts and their number, as two members. */
static void print_texts(const char *name, const char *count, const char *const *v, size_t n)
{
	printf(".%s = (const char *const[]){ ", name);
	for (size_t i = 0; i < n; i++) {
		print_text(v[i]);
		printf(", ");
	}
	printf("NULL }, .%s = %zu, ", count, n);
}

static void print_relations(const struct rule_facts *f)
{
	printf("\t.relations = (const struct rule_relation[]){\n");
	for (size_t i = 0; i < f->nrelations; i++) {
		printf("\t\t{ .name = \"%s\", .columns = { ", f->relations[i].name);
		print_texts("v", "n", f->relations[i].columns.v, f->relations[i].columns.n);
		printf("} },\n");
	}
	printf("\t},\n\t.nrelations = %zu,\n", f->nrelations);
}

static void print_facts(const struct rule_facts *f, size_t number)
{
	printf("static const struct rule_facts facts_%zu = {\n\t.reads = 0x%" PRIx64
	       ",\n\t.needs = 0x%" PRIx64 ",\n\t.fix_reads = 0x%" PRIx64 ",\n\t.about = ",
	       number, f->reads, f->needs, f->fix_reads);
	print_about(&f->about);
	printf(",\n\t");
	print_texts("columns", "ncolumns", f->columns, f->ncolumns);
	printf("\n");
	if (f->nrelations)
		print_relations(f);
	print_quiet(f->quiet, f->nquiet);
	printf("};\n\n");
}

static void print_view(const struct view_facts *v)
{
	printf("\t\t{ \"%s\", ", v->name);
	print_text(v->columns);
	printf(", %zu, 0x%" PRIx64 ", ", v->ncolumns, v->reads);
	print_about(&v->about);
	printf(" },\n");
}

static void print_rule(const struct rule *r, size_t number, const char *example)
{
	printf("static const struct rule rule_%zu = {\n", number);
	print_member("id", r->id);
	print_member("file", r->file);
	printf("\t.line = %u,\n\t.query_line = %u,\n\t.when_line = %u,\n", r->line, r->query_line,
	       r->when_line);
	print_member("title", r->title);
	printf("\t.severity = (enum severity)%u,\n\t.platforms = %u,\n", (unsigned)r->severity,
	       r->platforms);
	print_words("tags", &r->tags);
	print_words("optional", &r->optional);
	print_words("about", &r->about);
	print_member("across", r->across);
	print_words("references", &r->references);
	print_words("aliases", &r->aliases);
	print_member("why", r->why);
	print_member("query", r->query);
	print_member("message", r->message);
	print_member("message_ok", r->message_ok);
	print_member("when", r->when);
	print_member("unless", r->unless);
	print_fixes("fixes", "nfixes", r->fixes, r->nfixes);
	print_fixes("verify", "nverify", r->verify, r->nverify);
	print_quiet(r->quiet, r->nquiet);
	printf("\t.facts = &facts_%zu,\n", number);
	print_member("example", example);
	printf("};\n\n");
}

/* The snapshot of the fixture that fails: what stands before the first line "---". */
static const char *read_example(struct arena *a, const char *fixtures, const struct rule *r)
{
	struct str rest, line, kept;
	const char *example;
	struct err err;
	size_t length;
	char *text;

	if (r->example)
		return r->example;
	if (file_read(arena_printf(a, "%s/%s/fail.yaml", fixtures, r->id), 1 << 20, &text, &length,
		      &err) < 0)
		return NULL;
	rest = (struct str){ text, length };
	kept = rest;
	while (str_line(&rest, &line)) {
		if (str_eq(line, "---")) {
			kept.n = (size_t)(line.p - text);
			break;
		}
	}
	example = arena_str(a, kept);
	free(text);
	return example;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(const struct rule *const *)a)->id, (*(const struct rule *const *)b)->id);
}

/* An id or alias stands for one rule. */
static int check_names(const struct rule_pack *pack, struct err *err)
{
	for (size_t i = 0; i < pack->n; i++) {
		const struct rule *r = pack->rules[i], *other = rule_find(pack, r->id);
		if (other != r)
			return err_set(err, "%s:1: the id is taken by %s", r->file, other->file);
		for (size_t j = 0; j < r->aliases.n; j++) {
			other = rule_find(pack, r->aliases.v[j]);
			if (other != r)
				return err_set(err, "%s:1: the alias %s is taken by %s", r->file,
					       r->aliases.v[j], other->file);
		}
		for (size_t j = 0; j < r->nquiet; j++)
			if (strncmp(r->quiet[j].rule, "tag:", 4) != 0 &&
			    !rule_find(pack, r->quiet[j].rule))
				return err_set(err, "%s:1: quiet beside '%s', which is no rule",
					       r->file, r->quiet[j].rule);
	}
	return 0;
}

static int fail(const struct err *err)
{
	fprintf(stderr, "%s\n", err->text);
	return 1;
}

int main(int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	size_t n = argc > 2 ? (size_t)argc - 2 : 0;
	const struct rule **rules = arena_array(a, n + 1, sizeof(*rules));
	struct rule_pack pack = { .rules = rules, .n = n };
	struct check_study study;
	struct err err;

	for (size_t i = 0; i < n; i++) {
		rules[i] = rule_read(a, argv[i + 2], &err);
		if (!rules[i])
			return fail(&err);
	}
	if (n)
		qsort(rules, n, sizeof(*rules), compare_ids);
	if (check_names(&pack, &err) < 0 || check_study(a, &pack, &study, &err) < 0)
		return fail(&err);
	printf("/* Written by packrules from rules/. */\n#pragma GCC diagnostic ignored "
	       "\"-Woverlength-strings\"\n"
	       "#include \"rule/rule.h\"\n\n");
	for (size_t i = 0; i < n; i++) {
		print_facts(&study.facts[i], i);
		print_rule(rules[i], i, read_example(a, argv[1], rules[i]));
	}
	/* Outside a function, where arrays without a name are constant. */
	printf("static const struct view_facts views[] = {\n");
	for (size_t i = 0; i < study.nviews; i++)
		print_view(&study.views[i]);
	printf("};\n\nconst struct rule_pack *rule_builtin(void)\n{\n\tstatic const struct rule "
	       "*const rules[] = {\n");
	for (size_t i = 0; i < n; i++)
		printf("\t\t&rule_%zu,\n", i);
	printf("\t\tNULL,\n\t};\n\tstatic const struct rule_pack pack = { rules, %zu, views, %zu };\n\n"
	       "\treturn &pack;\n}\n",
	       n, study.nviews);
	return fflush(stdout) != 0 || ferror(stdout);
}
