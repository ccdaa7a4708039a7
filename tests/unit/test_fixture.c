/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "check/fixture.h"

#define HOST "host: h\nplatform: linux\ninterface:\n"
#define SMALL "  - { name: a, mtu: 1500 }\n"
#define LARGE "  - { name: b, mtu: 9000 }\n"
#define NONE "  - { name: c }\n"

static const char rule_text[] =
	"title: T\nseverity: error\nplatforms: [linux]\nwhy: W\n"
	"query: SELECT host, name AS subject, mtu <= coalesce(param('most'), 1500) AS ok FROM interface\n"
	"message: m\nmessage_ok: m\nfix: [{run: 'fix {subject}'}]\n";

/* NULL: the fixture holds; else the end of what is wrong. */
static const struct {
	const char *name, *text, *fault;
} vectors[] = {
	{ "fail.yaml", HOST SMALL LARGE "---\nexpect: {non-compliant: b, compliant: a, run: fix b}\n", NULL },
	{ "fail.yaml", HOST LARGE NONE "---\nexpect: {error: b, not-evaluated: c}\n", NULL },
	{ "fail.yaml", HOST LARGE "---\nexpect: {warning: b}\n", ": error: expected none, got b" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {}\n", ": non-compliant: expected none, got b" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, run: fix a}\n", ": run: expected fix a, got fix b" },
	{ "fail.yaml", HOST SMALL "---\nexpect: {compliant: a}\n", ": nothing is non-compliant" },
	{ "pass.yaml", HOST LARGE "---\nparams: {most: 9000}\n---\nexpect: {compliant: b}\n", NULL },
	{ "pass.yaml", HOST LARGE "---\nparams: {most: [}\n---\nexpect: {compliant: b}\n", "pass.yaml:6:16:" },
	{ "pass.yaml", HOST LARGE "---\nexpect: {error: b}\n", ": nothing is compliant, or something is not" },
	{ "unknown.yaml", HOST NONE "---\nexpect: {not-evaluated: c}\n", NULL },
	{ "unknown.yaml", HOST SMALL "---\nexpect: {compliant: a}\n", ": all is evaluated" },
	{ "unknown.yaml", "host: h\nplatform: linux\n---\nexpect: {no-result: h, reason: not read}\n", NULL },
	{ "unknown.yaml", "host: h\nplatform: linux\n---\nexpect: {no-result: h, reason: a bond}\n",
	  ": the reason is `not read: interface'" },
	{ "pass.yaml", HOST SMALL, ": no document `expect:' behind a line ---" },
	{ "pass.yaml", HOST SMALL "---\nexpect: {complaint: a}\n", "pass.yaml:6:10: unknown key `complaint'" },
};

static void compares(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct err err = { "" };
	const struct rule *rule = rule_parse(a, "mtu.yaml", str_of(rule_text), &err);
	const struct rule_pack pack = { .rules = &rule, .n = 1 };
	char dir[] = "/tmp/fixtureXXXXXX", path[64];

	(void)state;
	assert_non_null(rule);
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < countof(vectors); i++) {
		struct words faults = { NULL, 0 };
		snprintf(path, sizeof(path), "%s/%s", dir, vectors[i].name);
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fputs(vectors[i].text, f);
		fclose(f);
		err.text[0] = '\0';
		int result = fixture_run(&pack, rule, path, &err);
		if ((result < 0) != (vectors[i].fault != NULL) ||
		    (result < 0 && !strstr(err.text, vectors[i].fault)))
			fail_msg("%s\n%s", vectors[i].text, err.text);
		fixture_run_dir(a, &pack, rule, dir, &faults);
		assert_int_equal(faults.n, 2 + (result < 0));
		unlink(path);
	}
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(compares) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
