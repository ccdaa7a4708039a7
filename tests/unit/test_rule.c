/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/schema.h"
#include "rule/lint.h"
#include "rule/rule.h"
#include "rule/template.h"

#define HEAD "title: T\nseverity: error\nplatforms: [esxi, linux]\nwhy: W\n"
#define WORDS "message: \"{subject} bad\"\nmessage_ok: ok\n"
#define QUERY "query: SELECT 1 AS ok\n"

static void reads_every_key(void **state)
{
	static const char text[] =
		HEAD "tags: [a, b]\noptional: [vswitch]\nabout: [bond, interface.lower]\nacross: "
		     "name\nquery: |\n\n  SELECT\n  1\n" WORDS
		     "unless: no bond\nfix:\n  - say: S\n    run: r {x}\n  - run: q\nverify: "
		     "[{run: ping}]\n"
		     "quiet:\n  other: [subnet]\n  third: {mine: theirs}\n  fourth: "
		     "[]\nreferences: [R]\naliases: old\nexample: E\n";
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct err err;
	const struct rule *r = rule_parse(a, "rules/x/some-rule.yaml", str_of(text), &err);

	(void)state;
	assert_non_null(r);
	assert_string_equal(r->id, "some-rule");
	assert_int_equal(r->severity, SEVERITY_ERROR);
	assert_int_equal(r->platforms, PLATFORM_ESXI | PLATFORM_LINUX);
	assert_int_equal(r->about.n, 2);
	assert_string_equal(r->about.v[1], "interface.lower");
	assert_string_equal(r->across, "name");
	assert_int_equal(r->query_line, 10);
	assert_string_equal(r->query, "\nSELECT\n1\n");
	assert_int_equal(r->nfixes, 2);
	assert_string_equal(r->fixes[0].run, "r {x}");
	assert_null(r->fixes[1].say);
	assert_int_equal(r->nverify, 1);
	assert_int_equal(r->nquiet, 3);
	assert_string_equal(r->quiet[0].pairs[0].theirs, "subnet");
	assert_string_equal(r->quiet[1].pairs[0].mine, "mine");
	assert_string_equal(r->quiet[1].pairs[0].theirs, "theirs");
	assert_int_equal(r->quiet[2].npairs, 0);
	assert_string_equal(r->aliases.v[0], "old");
	assert_string_equal(r->unless, "no bond");
	assert_true(rule_matches(r, "some-rule") && rule_matches(r, "old") && rule_matches(r, "b"));
	assert_true(rule_matches(r, "some-*") && !rule_matches(r, "some"));
}

static void refuses_with_a_place(void **state)
{
	static const struct {
		const char *file, *text, *error;
	} vectors[] = {
		{ "r.yaml", "", "r.yaml:1:1: the file is empty" },
		{ "r.yaml", "- a\n", "r.yaml:1:1: expected a mapping, found a list" },
		{ "r.yaml", HEAD WORDS, "r.yaml:1:1: the rule has no 'query'" },
		{ "r.yaml", "titel: T\n", "r.yaml:1:1: unknown key 'titel'; did you mean title?" },
		{ "r.yaml", "title:\n", "r.yaml:1:7: expected a text, found nothing" },
		{ "r.yaml", "title: ''\n", "r.yaml:1:8: expected a text, found nothing" },
		{ "r.yaml", "title: [a]\n", "r.yaml:1:8: expected a text, found a list" },
		{ "r.yaml", "severity: fatal\n", "r.yaml:1:11: unknown severity 'fatal'" },
		{ "r.yaml", "platforms: [windows]\n", "r.yaml:1:12: unknown platform 'windows'" },
		{ "r.yaml", "platforms: []\n", "r.yaml:1:12: expected at least one platform" },
		{ "r.yaml", "about: []\n", "r.yaml:1:8: expected at least one name" },
		{ "r.yaml", "about: ''\n", "r.yaml:1:8: expected a text, found nothing" },
		{ "r.yaml", "about: {bond: 1}\n", "r.yaml:1:8: expected" },
		{ "r.yaml", "across: [name]\n", "r.yaml:1:9: expected a text, found a list" },
		{ "r.yaml", "message: a {b\n", "r.yaml:1:10: '{' is not closed" },
		{ "r.yaml", "fix: [{run: 'a {b c}'}]\n", "r.yaml:1:13: '{b c}' is no column" },
		{ "r.yaml", "fix: [{}]\n", "r.yaml:1:8: expected 'say' or 'run'" },
		{ "r.yaml", "fix: [{fun: a}]\n",
		  "r.yaml:1:8: unknown key 'fun'; did you mean run?" },
		{ "r.yaml", "query: SELECT \"a\"\n",
		  "r.yaml:1: \"a\": a text stands in single quotes" },
		{ "r.yaml", "title: T\nquery: |\n  SELECT\n    a = NULL\n",
		  "r.yaml:4: = NULL is never true" },
		{ "R.yaml", HEAD QUERY WORDS, "R.yaml:1:1: a rule's file is named by its id" },
		{ "a/.yaml", HEAD QUERY WORDS, "a/.yaml:1:1: a rule's file is named by its id" },
		{ "r.yaml", HEAD QUERY WORDS "---\na: b\n", "r.yaml:8:1: nothing may follow" },
		{ "r.yaml", HEAD QUERY WORDS "title: again\n",
		  "r.yaml:8:1: key 'title' stands twice" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct err err = { "" };
		assert_null(rule_parse(a, vectors[i].file, str_of(vectors[i].text), &err));
		if (strncmp(err.text, vectors[i].error, strlen(vectors[i].error)) != 0)
			fail_msg("%s\nnot %s", err.text, vectors[i].error);
	}
}

/* NULL: nothing is wrong; else the beginning of the words, after "line:". */
static void lints_queries(void **state)
{
	static const struct {
		const char *query, *error;
	} vectors[] = {
		{ "SELECT a, 'x \"y\" = NULL', `q`, [w] FROM t -- \"no\" = NULL\n /* = NULL ? */",
		  NULL },
		{ "SELECT 'it''s', x'00' FROM t WHERE a IS NULL AND b IS NOT NULL", NULL },
		{ "SELECT a\nFROM t WHERE a =\n \"eth0\"", "2:\"eth0\"" },
		{ "SELECT a WHERE a <> /* c */ null", "0:<> NULL" },
		{ "SELECT a WHERE a != NULL", "0:!= NULL" },
		{ "SELECT a WHERE a NOT IN\n( SELECT b)", "0:NOT IN (SELECT" },
		{ "SELECT a WHERE a NOT IN ('x', 'y') AND b IN (SELECT c)", NULL },
		{ "SELECT ?1", "0:?1: a rule has no parameters" },
		{ "SELECT :a", "0::a: a rule has no parameters" },
		{ "SELECT host, count(*) FROM t", "0:column 'host'" },
		{ "SELECT t.host, count(*) FROM t GROUP BY t.host", NULL },
		{ "SELECT t.host, t.mtu, count(*) FROM t GROUP BY t.host", "0:column 'mtu'" },
		{ "SELECT host, mtu FROM t GROUP BY host", "0:column 'mtu'" },
		{ "SELECT host, max(mtu), name FROM t", NULL },
		{ "SELECT host, max(mtu), min(mtu), name FROM t GROUP BY host", "0:column 'name'" },
		{ "SELECT host, max(mtu, 3) FROM t", NULL },
		{ "SELECT subnet(a, n) AS s, count(*) > 1 AS ok FROM t GROUP BY s", NULL },
		{ "SELECT a || ' ' || b AS s, count(*) n FROM t GROUP BY 1", NULL },
		{ "SELECT a, (SELECT count(*) FROM u WHERE u.a = t.a) AS n FROM t", NULL },
		{ "SELECT a, (SELECT max(b) || min(b) || c FROM u) FROM t", "0:column 'c'" },
		{ "SELECT a, count(*) OVER (PARTITION BY b) FROM t", NULL },
		{ "SELECT a, count(*) FILTER (WHERE b = 1) FROM t GROUP BY a HAVING c > 1 ORDER BY "
		  "d",
		  NULL },
		{ "SELECT CASE WHEN count(*) = 1 THEN 1 ELSE 0 END AS ok, CAST(sum(x) AS text) y "
		  "FROM t",
		  NULL },
		{ "WITH w AS (SELECT a, sum(b) AS n FROM t GROUP BY a) SELECT a, n FROM w", NULL },
		{ "SELECT count(*) FROM t UNION ALL SELECT a FROM t", NULL },
		{ "SELECT 'unclosed", NULL },
		{ "SELECT (((", NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct err err = { "" }, text = { "" };
		unsigned line = 0;
		if (lint_sql(str_of(vectors[i].query), LINT_QUERY, &line, &err) < 0)
			err_set(&text, "%u:%s", line, err.text);
		const char *want = vectors[i].error ? vectors[i].error : "";
		if ((!*want && *text.text) || strncmp(text.text, want, strlen(want)) != 0)
			fail_msg("%s\n%s\nnot %s", vectors[i].query, text.text, want);
	}
}

static void fills_templates(void **state)
{
	static const struct fact facts[] = {
		{ .name = "name", .type = FACT_TEXT, .text = "eth1; rm -rf /" },
		{ .name = "esc", .type = FACT_TEXT, .text = "a\033[31m\n" },
		{ .name = "n", .type = FACT_NUMBER, .number = -5 },
		{ .name = "none", .type = FACT_NULL },
		{ .name = "list", .type = FACT_TEXT, .text = "eth1,eth2" },
	};
	static const struct {
		const char *in;
		enum template_use use;
		const char *out;
	} vectors[] = {
		{ "plain", TEMPLATE_WORDS, "plain" },
		{ "{name} is {n}, {none}", TEMPLATE_WORDS, "eth1; rm -rf / is -5, unknown" },
		{ "{esc}|", TEMPLATE_WORDS, "a\\x1B[31m\\n|" },
		{ "a {{name} {n}}", TEMPLATE_WORDS, "a {name} -5}" },
		{ "ip link set {name} mtu {n} # {list}", TEMPLATE_SHELL,
		  "ip link set 'eth1; rm -rf /' mtu -5 # eth1,eth2" },
		{ "", TEMPLATE_WORDS, "" },
	};
	CLEANUP(arena_freep) struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++)
		assert_string_equal(
			template_fill(a, vectors[i].in, vectors[i].use, facts, countof(facts)),
			vectors[i].out);
	assert_true(template_has_null("x {none}", facts, countof(facts)));
	assert_false(template_has_null("x {n} {{none}", facts, countof(facts)));
}

static void write_rule(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void loads_a_directory(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct rule_pack pack = *rule_builtin();
	struct rule_fault *faults = NULL;
	size_t nfaults = 0, before = pack.n;
	char dir[] = "/tmp/rulesXXXXXX", sub[64], command[96];
	struct err err;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(sub, sizeof(sub), "%s/sub", dir);
	assert_int_equal(mkdir(sub, 0700), 0);
	write_rule(dir, "zz-good.yaml", HEAD QUERY WORDS);
	write_rule(dir, "zz-bad.yaml", "title: [\n");
	write_rule(dir, ".hidden.yaml", "title: [\n");
	write_rule(dir, "notes.txt", "x");
	write_rule(sub, "zz-good.yaml", HEAD QUERY WORDS "aliases: zz-old\n");
	write_rule(sub, "aa-deep.yaml", HEAD QUERY WORDS);
	assert_int_equal(rule_load_dir(a, &pack, dir, &faults, &nfaults, &err), 0);
	assert_int_equal(pack.n, before + 2);
	assert_int_equal(nfaults, 2);
	assert_non_null(rule_find(&pack, "zz-old"));
	assert_non_null(rule_find(&pack, "aa-deep"));
	assert_null(rule_find(&pack, "zz-bad"));
	for (size_t i = 1; i < pack.n; i++)
		assert_true(strcmp(pack.rules[i - 1]->id, pack.rules[i]->id) < 0);
	assert_int_equal(rule_load_dir(a, &pack, dir, &faults, &nfaults, &err), 0);
	assert_int_equal(pack.n, before + 2);
	assert_int_equal(rule_load_dir(a, &pack, "/nonexistent", &faults, &nfaults, &err), -1);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_key),      cmocka_unit_test(refuses_with_a_place),
		cmocka_unit_test(lints_queries),        cmocka_unit_test(fills_templates),
		cmocka_unit_test(loads_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
