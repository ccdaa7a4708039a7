/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/options.h"
#include "base/typo.h"

static struct {
	bool quiet, strict;
	unsigned verbose;
	const char *format, *output;
	struct words rules, select;
	int64_t jobs;
} o;

static const char *const formats[] = { "text", "json", "jsonl", NULL };

static const struct option own[] = {
	OPT_CHOICE('f', "format", &o.format, "FORMAT", formats, "text, json or jsonl"),
	OPT_STRING(
		'o', "output", &o.output, "FILE",
		"write to FILE, beside it first and renamed at the end, so that nobody ever sees one that is half written"),
	OPT_LIST('r', "rules", &o.rules, "DIR", "more rules; repeatable"),
	OPT_COMMAS(0, "select-a-few-of-them", &o.select, "RULE,...", "only these"),
};
static const struct option common[] = {
	OPT_FLAG('q', "quiet", &o.quiet, "say nothing when clean"),
	OPT_FLAG(0, "strict", &o.strict, "fail"),
	OPT_COUNT('v', "verbose", &o.verbose, "say more"),
	OPT_INT('j', "jobs", &o.jobs, "N", 1, 64, "threads"),
};
static const struct option_group groups[] = {
	{ "Options", own, countof(own) },
	{ "Common options", common, countof(common) },
};
static const struct options table = {
	.command = "prog check",
	.arguments = "[SOURCE...]",
	.summary = "Checks.",
	.groups = groups,
	.ngroups = 2,
};

static void print_words(FILE *out, const char *name, const struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		fprintf(out, "%s%s%s", i ? "," : name, i ? "" : "=", words->v[i]);
	if (words->n)
		fputc(' ', out);
}

/* What a command line, words divided by blanks, comes to. */
static char *parsed(const char *line)
{
	struct arena *a = arena_new();
	struct words argv = { NULL, 0 }, arguments = { NULL, 0 };
	struct str rest = str_of(line), word;
	struct err err = { "" };
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	memset(&o, 0, sizeof(o));
	while (str_word(&rest, &word))
		words_add(&argv, arena_str(a, word), a);
	if (options_parse(&table, (int)argv.n, (char *const *)argv.v, a, &arguments, &err) < 0)
		fputs(err.text, out);
	fprintf(out, "%s%s%.*s", o.quiet ? "q " : "", o.strict ? "s " : "", (int)o.verbose, "vvvv");
	fprintf(out, "%s", o.verbose ? " " : "");
	if (o.format)
		fprintf(out, "f=%s ", o.format);
	if (o.output)
		fprintf(out, "o=%s ", o.output);
	if (o.jobs)
		fprintf(out, "j=%d ", (int)o.jobs);
	print_words(out, "r", &o.rules);
	print_words(out, "select", &o.select);
	print_words(out, "args", &arguments);
	fclose(out);
	arena_free(a);
	return text;
}

static void test_parse(void **state)
{
	static const struct { const char *in, *out; } vectors[] = {
		{ "", "" },
		{ "a - b", "args=a,-,b " },
		{ "a -q b --strict", "q s args=a,b " },
		{ "-qvv -v", "q vvv " },
		{ "-f json --format text", "f=text " },
		{ "-fjson", "f=json " },
		{ "--format=json --output=", "f=json o= " },
		{ "-qfjson x", "q f=json args=x " },
		{ "--output=a=b", "o=a=b " },
		{ "-o -q", "o=-q " },
		{ "-- -q --format", "args=-q,--format " },
		{ "-r a -rb --rules c", "r=a,b,c " },
		{ "--select-a-few-of-them a,b --select-a-few-of-them=c", "select=a,b,c " },
		{ "-j 1 --jobs=64", "j=64 " },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char *text = parsed(vectors[i].in);
		assert_string_equal(text, vectors[i].out);
		free(text);
	}
}

#define ALL                                                                                        \
	"(--format, --output, --rules, --select-a-few-of-them, --quiet, --strict, --verbose, --jobs)"

static void test_wrong(void **state)
{
	static const struct {
		const char *in, *out;
	} vectors[] = {
		{ "--formt x", "unknown option '--formt'; did you mean --format? " ALL },
		{ "--form=x", "unknown option '--form'; did you mean --format? " ALL },
		{ "--zzzzzzzz", "unknown option '--zzzzzzzz' " ALL },
		{ "-z", "unknown option '-z' (-f, -o, -r, -q, -v, -j)" },
		{ "-\x1B", "unknown option '-\\x1B' (-f, -o, -r, -q, -v, -j)" },
		{ "-f jsn", "unknown format 'jsn'; did you mean json? (text, json, jsonl)" },
		{ "-f \x1B[31m", "unknown format '\\x1B[31m' (text, json, jsonl)" },
		{ "--format", "option --format needs a value: FORMAT" },
		{ "-o", "option -o needs a value: FILE" },
		{ "--quiet=yes", "option --quiet takes no value" },
		{ "-j 0", "option --jobs: '0' is not a number from 1 to 64" },
		{ "-j 65", "option --jobs: '65' is not a number from 1 to 64" },
		{ "-j 1x", "option --jobs: '1x' is not a number from 1 to 64" },
		{ "--select-a-few-of-them a,,b",
		  "option --select-a-few-of-them: an empty word in 'a,,b'select=a " },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char *text = parsed(vectors[i].in);
		assert_string_equal(text, vectors[i].out);
		free(text);
	}
}

static void test_help(void **state)
{
	static const char wanted[] =
		"Usage: prog check [OPTION...] [SOURCE...]\n\nChecks.\n\nOptions:\n"
		"  -f, --format FORMAT     text, json or jsonl\n"
		"  -o, --output FILE       write to FILE, beside it first and renamed at the end,\n"
		"                          so that nobody ever sees one that is half written\n"
		"  -r, --rules DIR         more rules; repeatable\n"
		"      --select-a-few-of-them RULE,...\n"
		"                          only these\n"
		"\nCommon options:\n"
		"  -q, --quiet             say nothing when clean\n"
		"      --strict            fail\n"
		"  -v, --verbose           say more\n"
		"  -j, --jobs N            threads\n";
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	options_help(out, &table);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void test_typo(void **state)
{
	static const char *const words[] = { "check", "path", "snapshot", "query", "rules" };
	static const struct { const char *in, *out; } vectors[] = {
		{ "chekc", "check" }, { "chk", NULL }, { "Check", "check" }, { "snap", "snapshot" },
		{ "rule", "rules" }, { "pth", "path" }, { "qurey", "query" }, { "x", NULL },
		{ "", NULL },
		{ "something-else", NULL },
	};
	char *const long_list[] = { "a-word-of-some-length" };
	const char *many[60];
	struct err err;

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		const char *near = typo_nearest(str_of(vectors[i].in), words, countof(words));
		assert_true(same(near, vectors[i].out));
	}
	assert_int_equal(typo_find(&err, "command", "query", words, countof(words)), 3);
	for (size_t i = 0; i < countof(many); i++)
		many[i] = long_list[0];
	assert_int_equal(typo_error(&err, "word", "\xFFzzz", many, countof(many)), -1);
	assert_string_equal(err.text, "unknown word '\\xFFzzz'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_typo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
