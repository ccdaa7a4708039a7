/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/policy.h"

static void reads_all(void **state)
{
	static const char text[] =
		"severity: { one-nic-per-subnet: error, b: info }\n"
		"ignore: [bond-steady, 'iface-*']\n"
		"roles:\n"
		"  storage: { subnets: [10.10.10.0/24, 'fd00::/64'], interfaces: [^ens2f], portgroups: iSCSI }\n"
		"  management: { networks: [ovirtmgmt] }\n"
		"expect:\n"
		"  portals: [10.10.10.50, '10.10.10.51:860', '[fd00::1]:3261', 'fd00::2']\n"
		"  nfs_servers: [{ address: 10.20.0.5, hosts: [esx*] }]\n"
		"params: { storage_mtu: 9000, site: lab, strict: true }\n"
		"waivers:\n"
		"  - { rule: duplicate-address, hosts: [lab*], subjects: [10.0.0.1], reason: known, expires: 2028-02-29, "
		"ticket: N-1 }\n"
		"  - { rule: b, reason: x }\n";
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct policy *p = NULL;
	struct err err = { "" };

	(void)state;
	if (policy_parse(a, "p.yaml", str_of(text), &p, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(p->nseverities, 2);
	assert_int_equal(p->severities[0].severity, SEVERITY_ERROR);
	assert_int_equal(p->ignore.n, 2);
	assert_int_equal(p->nroles, 2);
	assert_int_equal(p->roles[0].nsubnets, 2);
	assert_string_equal(p->roles[0].portgroups.v[0], "iSCSI");
	assert_int_equal(p->nexpects, 5);
	assert_int_equal(p->expects[0].port, 3260);
	assert_int_equal(p->expects[1].port, 860);
	assert_string_equal(ip_text(p->expects[2].address).s, "fd00::1");
	assert_int_equal(p->expects[2].port, 3261);
	assert_string_equal(ip_text(p->expects[3].address).s, "fd00::2");
	assert_true(p->expects[4].nfs && !p->expects[4].port);
	assert_string_equal(p->expects[4].hosts.v[0], "esx*");
	assert_int_equal(policy_param(p, "storage_mtu")->number, 9000);
	assert_string_equal(policy_param(p, "site")->text, "lab");
	assert_int_equal(policy_param(p, "strict")->number, 1);
	assert_null(policy_param(p, "none"));
	assert_null(policy_param(NULL, "none"));
	assert_int_equal(p->nwaivers, 2);
	assert_int_equal(p->waivers[0].line, 11);
	assert_string_equal(p->waivers[0].expires, "2028-02-29");
	assert_null(p->waivers[1].expires);
}

static void refuses_with_a_place(void **state)
{
	static const struct {
		const char *text, *error;
	} vectors[] = {
		{ "", "p:1:1: the file is empty" },
		{ "severities: {}\n", "p:1:1: unknown key 'severities'; did you mean severity?" },
		{ "severity: [a]\n", "p:1:11: expected a mapping, found a list" },
		{ "severity:\n  a: eror\n", "p:2:6: unknown severity 'eror'; did you mean error?" },
		{ "roles: { storrage: {} }\n",
		  "p:1:10: unknown key 'storrage'; did you mean storage?" },
		{ "roles: { storage: { subnets: [10.0.0.1/24] } }\n",
		  "p:1:30: '10.0.0.1/24' is no subnet" },
		{ "roles: { storage: { interfaces: ['('] } }\n", "p:1:33: " },
		{ "expect: { portals: [array.example] }\n",
		  "p:1:21: 'array.example' is no address or address:port" },
		{ "expect: { portals: ['10.0.0.1:0'] }\n", "p:1:21: '10.0.0.1:0' is no address" },
		{ "expect: { portals: ['10.0.0.1:70000'] }\n",
		  "p:1:21: '10.0.0.1:70000' is no address" },
		{ "expect: { portals: ['[fd00::1'] }\n", "p:1:21: '[fd00::1' is no address" },
		{ "expect: { portals: [{ hosts: a }] }\n", "p:1:21: expected 'address'" },
		{ "expect: { portals: [[a]] }\n", "p:1:21: expected an address" },
		{ "expect: { nfs_servers: ['10.0.0.1:2049'] }\n",
		  "p:1:25: '10.0.0.1:2049' is no address;" },
		{ "params: { a: [1] }\n", "p:1:14: expected a text, found a list" },
		{ "waivers: [{ rule: a }]\n", "p:1:11: a waiver needs 'reason'" },
		{ "waivers: [{ reason: a }]\n", "p:1:11: a waiver needs 'rule'" },
		{ "waivers: [a]\n", "p:1:11: expected a mapping" },
		{ "waivers: [{ rule: a, reason: b, expires: 2027-02-29 }]\n",
		  "p:1:42: '2027-02-29' is no date" },
		{ "waivers: [{ rule: a, reason: b, expires: tomorrow }]\n",
		  "p:1:42: 'tomorrow' is no date" },
		{ "ignore: [a]\n---\nignore: [b]\n", "p:2:1: nothing may follow" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct policy *p = NULL;
		struct err err = { "" };
		assert_int_equal(policy_parse(a, "p", str_of(vectors[i].text), &p, &err), -1);
		if (strncmp(err.text, vectors[i].error, strlen(vectors[i].error)) != 0)
			fail_msg("%s\nnot %s", err.text, vectors[i].error);
	}
}

static void discovers(void **state)
{
	(void)state;
	setenv("UPLINT_POLICY", "/from/environment.yaml", 1);
	assert_string_equal(policy_discover("/named.yaml"), "/named.yaml");
	assert_string_equal(policy_discover(NULL), "/from/environment.yaml");
	unsetenv("UPLINT_POLICY");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all),
		cmocka_unit_test(refuses_with_a_place),
		cmocka_unit_test(discovers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
