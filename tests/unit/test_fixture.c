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

#include "proof/fixture.h"
#include "proof/prove.h"

#define HOST "host: h\nplatform: linux\ninterface:\n"
#define SMALL "  - { name: a, mtu: 1500 }\n"
#define LARGE "  - { name: b, mtu: 9000 }\n"
#define NONE "  - { name: c }\n"

static const char rule_text[] =
	"title: T\nseverity: error\nplatforms: [linux]\nwhy: W\n"
	"query: SELECT host, name AS subject, mtu <= coalesce(param('most'), 1500) AS ok FROM interface\n"
	"message: '{subject} is large'\nmessage_ok: '{subject} is small'\n"
	"fix: [{say: 'Shrink {subject}', run: 'fix {subject}'}]\nverify: [{run: 'show {subject}'}]\n";

/* NULL: the fixture holds; else the end of what is wrong. */
static const struct {
	const char *name, *text, *fault;
} vectors[] = {
	{ "fail.yaml", HOST SMALL LARGE "---\nexpect: {non-compliant: b, compliant: a, run: fix b}\n", NULL },
	{ "fail.yaml", HOST LARGE NONE "---\nexpect: {error: b, not-evaluated: c}\n", NULL },
	{ "fail.yaml", HOST LARGE "---\nexpect: {warning: b}\n", ": error: expected none, got b" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {}\n", ": non-compliant: expected none, got b" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, run: fix a}\n", ": run: expected fix a, got fix b" },
	{ "fail.yaml",
	  HOST SMALL LARGE "---\nexpect: {error: b, compliant: a, message: b is large, message_ok: a is small, "
			   "say: Shrink b, verify: show b}\n",
	  NULL },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, message: b}\n", ": message: expected b, got b is large" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, message_ok: b}\n", ": message_ok: expected b, got none" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, say: []}\n", ": say: expected none, got Shrink b" },
	{ "fail.yaml", HOST LARGE "---\nexpect: {error: b, verify: []}\n", ": verify: expected none, got show b" },
	{ "fail.yaml", HOST SMALL "---\nexpect: {compliant: a}\n", ": nothing is non-compliant" },
	{ "pass.yaml", HOST LARGE "---\nparams: {most: 9000}\n---\nexpect: {compliant: b}\n", NULL },
	{ "pass.yaml", HOST LARGE "---\nparams: {most: [}\n---\nexpect: {compliant: b}\n", "pass.yaml:6:16:" },
	{ "pass.yaml", HOST LARGE "---\nexpect: {error: b}\n", ": nothing is compliant, or something is not" },
	{ "unknown.yaml", HOST NONE "---\nexpect: {not-evaluated: c}\n", NULL },
	{ "unknown.yaml", HOST SMALL "---\nexpect: {compliant: a}\n", ": all is evaluated" },
	{ "unknown.yaml", "host: h\nplatform: linux\n---\nexpect: {no-result: h, reason: not read}\n", NULL },
	{ "unknown.yaml", "host: h\nplatform: linux\n---\nexpect: {no-result: h, reason: a bond}\n",
	  ": the reason is 'not read: network interfaces'" },
	{ "pass.yaml", HOST SMALL, ": no document 'expect:' behind a line ---" },
	{ "pass.yaml", HOST SMALL "---\nexpect: {complaint: a}\n", "pass.yaml:6:10: unknown key 'complaint'" },
};

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

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
		write_file(path, vectors[i].text);
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

#define MTU "SELECT host, name AS subject, mtu <= 1500 AS ok FROM interface"
#define COUNT "SELECT host, name AS subject, (SELECT count(*) FROM interface) = 2 AS ok FROM interface"
#define PAIR "SELECT a.host, a.name AS subject, a.mtu = b.mtu AS ok FROM interface a JOIN interface b ON b.name <> a.name"
#define PORT "SELECT host, interface AS subject, 0 AS ok FROM port"

/* What a rule says of itself; NULL: it is so; else a part of what is said against it. */
static const struct {
	const char *keys, *query, *fault;
} claims[] = {
	{ "", MTU, NULL },
	{ "about: interface", MTU, NULL },
	{ "about: [bond, interface, policy_role]", MTU, NULL },
	{ "about: bond", MTU,
	  "f.yaml: rule r is about more than it says: where there is no bond, it has host: h, subject: a" },
	{ "about: [bond, nfs_mount]", MTU, "no bond or nfs mount, it has host: h, subject: a, ok: 1" },
	{ "about: interface.mtu", MTU, "it has host: h, subject: a, ok: -" },
	{ "about: interface.mtu", MTU " WHERE mtu > 0", NULL },
	{ "about: interface.speed", MTU " WHERE mtu > 0", "it has host: h, subject: a, ok: 1" },
	{ "about: interface.name=a", MTU " WHERE name = 'a'", NULL },
	{ "about: interface.name=b", MTU " WHERE name = 'a'", "it has host: h, subject: a, ok: 1" },
	{ "about: gateway", "SELECT host, dst AS subject, 1 AS ok FROM subnet_route",
	  "where there is no gateway, it has host: h, subject: 0.0.0.0/0" },
	{ "about: subnet_route", "SELECT host, dst AS subject, 1 AS ok FROM subnet_route", NULL },
	{ "about: bonds", MTU, "r.yaml:1: about: no table or view 'bonds'" },
	{ "about: port", PORT, NULL },
	{ "about: address", PORT, NULL },
	{ "about: storage_port", PORT, "it has host: h, subject: a, ok: 0" },
	{ "", COUNT,
	  "f.yaml: rule r looks across hosts: with a copy beside each host, it has host: h, subject: a, ok: 0" },
	{ "across: name", COUNT, NULL },
	{ "", PAIR, "looks across hosts: with a copy beside each host, it has host: h, subject: a, ok: 0" },
	{ "", PAIR " AND b.host = a.host", NULL },
	{ "", MTU " WHERE host NOT LIKE '% %'", "the copy lacks host: h, subject: a, ok: 1" },
};

static int prove(const char *keys, const char *query, struct err *err)
{
	static const char facts[] = HOST SMALL LARGE
		"address: [{interface: a, address: 10.0.0.1, prefixlen: 24}]\n"
		"route: [{dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: a}]\n";
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(prover_freep) struct prover *p = NULL;
	const char *text = arena_printf(a,
					"title: T\nseverity: error\nplatforms: [linux]\n%s\nwhy: W\n"
					"query: %s\nmessage: m\nmessage_ok: m\n",
					keys, query);
	const struct rule *rule = rule_parse(a, "r.yaml", str_of(text), err);

	assert_non_null(rule);
	p = prover_new(rule, NULL, err);
	return p ? prover_run(p, "f.yaml", str_of(facts), err) : -1;
}

static void proves_what_a_rule_says_of_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(claims); i++) {
		struct err err = { "" };
		int result = prove(claims[i].keys, claims[i].query, &err);
		if ((result < 0) != (claims[i].fault != NULL) ||
		    (result < 0 && !strstr(err.text, claims[i].fault)))
			fail_msg("%s %s\n%s", claims[i].keys, claims[i].query, err.text);
	}
}

/* As a fixture does it. */
static void a_fixture_proves_it(void **state)
{
	static const char text[] = HOST SMALL "---\nexpect: {compliant: a}\n";
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct err err = { "" };
	struct rule *rule = rule_parse(a, "mtu.yaml", str_of(rule_text), &err);
	const struct rule *const rules[] = { rule };
	const struct rule_pack pack = { .rules = rules, .n = 1 };
	static const char *const bond = "bond";
	char path[] = "/tmp/fixtureXXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	write_file(path, text);
	assert_int_equal(fixture_run(&pack, rule, path, &err), 0);
	rule->about = (struct words){ &bond, 1 };
	assert_int_equal(fixture_run(&pack, rule, path, &err), -1);
	assert_non_null(strstr(err.text, ": rule mtu is about more than it says"));
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(proves_what_a_rule_says_of_itself),
		cmocka_unit_test(a_fixture_proves_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
