/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "format/snapshot_write.h"
#include "source/native.h"

static char *written(const struct snapshot *s, enum snapshot_syntax syntax)
{
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	snapshot_write(f, s, syntax);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void freep(char **p)
{
	free(*p);
}

static struct snapshot *loaded(const char *text)
{
	struct snapshot *s = snapshot_new();
	struct err err;

	if (native_load_text(s, "x", str_of(text), &err) < 0)
		fail_msg("%s\nin\n%s", err.text, text);
	return s;
}

static const char *error_of(const char *text)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	static struct err err;

	strcpy(err.text, "no error");
	native_load_text(s, "x", str_of(text), &err);
	return err.text;
}

static void test_ten_lines(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	struct interface i;
	struct address a;
	struct host h;
	const char *why;

	(void)state;
	s = loaded("host: db1\n"
		   "platform: linux\n"
		   "interface:\n"
		   "  - name: eth0\n"
		   "    mtu: 1500\n"
		   "    addresses: [10.0.0.1/24, \"fd00::1/64\"]\n"
		   "  - name: eth1\n"
		   "    mtu: 9000\n"
		   "    admin: true\n"
		   "    addresses: [10.0.1.1/24]\n");
	assert_int_equal(snapshot_hosts(s), 1);
	get_host(s, 0, 0, &h);
	assert_string_equal(h.name.s, "db1");
	assert_string_equal(h.kind.s, "native");
	assert_string_equal(h.source.s, "x");
	assert_int_equal(h.row.origin.line, 1);
	assert_int_equal(snapshot_rows(s, TABLE_interface, 0), 2);
	get_interface(s, 0, 1, &i);
	assert_string_equal(i.name.s, "eth1");
	assert_true(num_is(i.mtu, 9000));
	assert_int_equal(i.admin, TRI_YES);
	assert_int_equal(i.carrier, TRI_UNKNOWN);
	assert_int_equal(i.row.origin.line, 7);
	assert_int_equal(snapshot_rows(s, TABLE_address, 0), 3);
	get_address(s, 0, 1, &a);
	assert_string_equal(a.interface.s, "eth0");
	assert_string_equal(ip_text(a.address).s, "fd00::1");
	assert_true(num_is(a.prefixlen, 64));
	assert_int_equal(a.row.origin.line, 6);
	assert_int_equal(snapshot_coverage(s, 0, TABLE_address, &why), COVERAGE_READ);
	assert_int_equal(snapshot_coverage(s, 0, TABLE_route, &why), COVERAGE_ABSENT);
	assert_null(why);
}

/* Shorthand, and both forms of several hosts. */
static void test_forms(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	CLEANUP(snapshot_freep) struct snapshot *again = NULL;
	CLEANUP(freep) char *one = NULL;
	CLEANUP(freep) char *two = NULL;
	struct address a;

	(void)state;
	s = loaded("host: a\nplatform: esxi\nversion: 7.0\naddress: [{address: 10.0.0.1/24}]\n"
		   "---\nplatform: linux\nhost: 12\nroute: []\n");
	get_address(s, 0, 0, &a);
	assert_true(num_is(a.prefixlen, 24));
	assert_string_equal(snapshot_host_name(s, 1), "12");
	again = loaded(
		"{\"uplint_snapshot\": 1, \"hosts\": ["
		"{\"host\": \"a\", \"platform\": \"esxi\", \"version\": \"7.0\","
		" \"address\": [{\"address\": \"10.0.0.1\", \"prefixlen\": 24}]},"
		"{\"host\": \"12\", \"platform\": \"linux\", \"route\": [], \"coverage\": []}]}");
	one = written(s, SNAPSHOT_YAML);
	two = written(again, SNAPSHOT_YAML);
	assert_string_equal(one, two);
	assert_string_equal(
		one,
		"uplint_snapshot: 1\nhost: a\nplatform: esxi\nversion: \"7.0\"\nkind: native\n"
		"address:\n- {address: 10.0.0.1, prefixlen: 24}\n"
		"---\nuplint_snapshot: 1\nhost: \"12\"\nplatform: linux\nkind: native\nroute: []\n");
}

static void test_errors(void **state)
{
#define HEAD "host: a\nplatform: linux\n"
	static const char *const cases[][2] = {
		{ "", "x: the snapshot holds no host" },
		{ "- 1\n",
		  "x:1:1: snapshot: found a list; expected a mapping that begins with 'host: NAME'" },
		{ "platform: linux\n", "x:1:1: the host has no name; expected 'host: NAME'" },
		{ "host: a\nplatform: linus\n",
		  "x:2:11: unknown platform 'linus'; did you mean linux?" },
		{ "uplint_snapshot: 2\n",
		  "x:1:18: uplint_snapshot: found '2'; expected 1, the version of the format" },
		{ "route: []\nhost: a\n",
		  "x:1:1: the host has no name yet; expected 'host: NAME' before its tables" },
		{ "host: [a]\n", "x:1:7: host: found a list; expected text" },
		{ "host: ~\n", "x:1:7: host: found nothing; expected the name of the host" },
		{ HEAD "rutes: []\n", "x:3:1: unknown key 'rutes'; did you mean route?" },
		{ HEAD "gateway: []\n", "x:3:1: unknown key 'gateway'" },
		{ HEAD "source: a\n", "x:3:1: unknown key 'source'" },
		{ HEAD "route:\n",
		  "x:3:7: route: found nothing; expected a list of rows ([] where there are none)" },
		{ HEAD "route: [a]\n",
		  "x:3:9: route: found 'a'; expected a row: a mapping of its columns" },
		{ HEAD "route:\n- {dst: 10.0.0.1/24}\n",
		  "x:4:9: dst: '10.0.0.1/24' has bits set behind the prefix; "
		  "expected 10.0.0.0/24" },
		{ HEAD "route:\n- {dst: default}\n",
		  "x:4:9: dst: found 'default'; expected a prefix such as" },
		{ HEAD "route:\n- {dts: 10.0.0.0/24}\n",
		  "x:4:4: unknown key of route 'dts'; did you mean dst?" },
		{ HEAD "route:\n- {position: 1}\n", "x:4:4: unknown key of route 'position'" },
		{ HEAD "interface:\n- mtu: big\n",
		  "x:4:8: mtu: found 'big'; expected a whole number" },
		{ HEAD "interface:\n- mtu: \"1500\"\n",
		  "x:4:8: mtu: found '1500'; expected a whole number" },
		{ HEAD "interface:\n- mtu: 1.5\n",
		  "x:4:8: mtu: found '1.5'; expected a whole number" },
		{ HEAD "interface:\n- mtu: 9223372036854775808\n",
		  "x:4:8: mtu: found '9223372036854775808'; expected" },
		{ HEAD "interface:\n- mtu: -9223372036854775808\n", "x:4:8: mtu: found" },
		{ HEAD "interface:\n- admin: yes\n",
		  "x:4:10: admin: found 'yes'; expected true or false" },
		{ HEAD "interface:\n- name: true\n",
		  "x:4:9: name: found 'true'; expected text (quoted" },
		{ HEAD "interface:\n- mac: 00:50\n  mac: 1\n",
		  "x:5:3: key 'mac' stands twice in one mapping" },
		{ HEAD "interface:\n- mac: hello\n",
		  "x:4:8: mac: found 'hello'; expected a hardware address such as" },
		{ HEAD "interface:\n- addresses: [10.0.0.1/24]\n",
		  "x:4:3: an interface with addresses must have a name" },
		{ HEAD "interface:\n- addresses: 10.0.0.1/24\n",
		  "x:4:14: addresses: found '10.0.0.1/24'; expected a list" },
		{ HEAD "interface:\n- addresses: [10.0.0.1/33]\n",
		  "x:4:15: addresses: found '10.0.0.1/33'; expected an" },
		{ HEAD "address:\n- {address: 10.0.0.256}\n",
		  "x:4:13: address: found '10.0.0.256'; expected an address" },
		{ HEAD "address:\n- {address: 10.0.0.1/24, prefixlen: 25}\n",
		  "x:4:3: the address says /24, its prefixlen 25" },
		{ HEAD "coverage:\n- {fact: rout, state: read}\n",
		  "x:4:10: unknown table 'rout'; did you mean route?" },
		{ HEAD "coverage:\n- {fact: route, state: red}\n",
		  "x:4:24: unknown state 'red'; did you mean read?" },
		{ HEAD "coverage:\n- {fact: route}\n", "x:4:3: expected both 'fact' and 'state'" },
		{ HEAD "coverage:\n- {fact: route, state: read}\n- {fact: route, state: read}\n",
		  "x:5:10: coverage of 'route' stands twice" },
		{ "hosts: []\nhost: a\n", "x:2:1: 'hosts' stands alone beside 'uplint_snapshot'" },
		{ "host: a\nhosts: []\n", "x:2:1: 'hosts' stands alone beside 'uplint_snapshot'" },
		{ "hosts: [a]\n", "x:1:9: hosts: found 'a'; expected a host: a mapping" },
		{ "hosts: [{hosts: []}]\n", "x:1:10: unknown key 'hosts'" },
		{ "host: a\n  b: c\n", "x:2:4: mapping values are not allowed" },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++)
		if (!str_starts(str_of(error_of(cases[i][0])), cases[i][1]))
			fail_msg("%s\nsays     %s\nexpected %s", cases[i][0], error_of(cases[i][0]),
				 cases[i][1]);
}

static const char *const hostile[] = {
	"",
	" ",
	"a b",
	" a",
	"a ",
	"yes",
	"No",
	"null",
	"~",
	"true",
	"1e3",
	"0x10",
	"0o14",
	"012",
	"1_000",
	"-1",
	"+1",
	".5",
	"1.5",
	"802.3ad",
	"802.1Q",
	"2026-11-20",
	"10.0.0.1",
	"::",
	"a:b",
	"a: b",
	"a #b",
	"#a",
	"- a",
	"-",
	"--- a",
	"...",
	"[a",
	"{a}",
	"a, b",
	"a,b",
	"&a",
	"*a",
	"!a",
	"|",
	">",
	"'a'",
	"\"",
	"\\",
	"%a",
	"@a",
	"`a`",
	"?",
	"? a",
	"=",
	"<<",
	"a\nb",
	"\n",
	"\r\n",
	"\t",
	"\x1b[31m",
	"\x7f",
	"\xc2\x85",
	"\xe2\x80\xa8",
	"\xef\xbb\xbf",
	"\xef\xbf\xbf",
	"\xf0\x9f\x98\x80",
	"\xf3\xa0\x80\x81",
	"\xff",
	"a\xc3",
	"\xed\xa0\x80",
	"\xc3\xa9t\xc3\xa9",
	"'; rm -rf / #",
	".inf",
	"0",
	"on",
	"0b1",
	"1:30",
	"12e03",
	"0x",
	"e3",
	"/",
	"/a/b",
	"a/",
	"a\\nb",
	"\xe2\x80\xae"
	"a",
};

static uint64_t seed;

static uint64_t some(uint64_t below)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (seed >> 33) % below;
}

static struct ip some_ip(void)
{
	uint8_t bytes[16];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = some(3) ? 0 : (uint8_t)some(256);
	return ip_from_bytes(some(2) ? IP_V4 : IP_V6, bytes);
}

static void fill_cell(struct snapshot *s, enum cell_type type, void *cell)
{
	static const int64_t numbers[] = { 0, 1, -1, 1500, 4294967295, INT64_MAX, INT64_MIN + 1 };
	static const uint8_t bytes[20] = { 0xfe, 1, 2, [19] = 9 };

	if (!some(3))
		return;
	switch (type) {
	case CELL_text:
		*(struct text *)cell = snapshot_cstr(s, hostile[some(countof(hostile))]);
		break;
	case CELL_num: *(struct num *)cell = num(numbers[some(countof(numbers))]); break;
	case CELL_tri: *(enum tri *)cell = tri(some(2)); break;
	case CELL_ip: *(struct ip *)cell = some_ip(); break;
	case CELL_prefix: *(struct prefix *)cell = prefix_of(some_ip(), (unsigned)some(33)); break;
	case CELL_mac: *(struct mac *)cell = mac_from_bytes(bytes, 1 + some(20)); break;
	}
}

static void fill_row(struct snapshot *s, enum table_id id, struct row *row)
{
	const struct table *t = schema_table(id);

	memset(row, 0, t->size);
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].computed)
			fill_cell(s, t->columns[c].type, (char *)row + t->columns[c].offset);
}

static void fill_host(struct snapshot *s)
{
	static const char *const whys[] = { NULL, "", "permission denied", "\x1b: no" };
	static const char *const platforms[] = { "linux", "esxi", "esx", "ovirt" };
	union any_row any;
	unsigned host;

	fill_row(s, TABLE_host, &any.row);
	any.host.name = snapshot_textf(s, "h%s", hostile[some(countof(hostile))]);
	any.host.platform = snapshot_cstr(s, platforms[some(4)]);
	any.host.kind = snapshot_cstr(s, "live");
	host = snapshot_add_host(s, &any.host);
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		if (t == TABLE_host || t == TABLE_coverage || schema_table(t)->derived)
			continue;
		for (uint64_t n = some(4) ? some(5) : 0; n; n--) {
			fill_row(s, t, &any.row);
			snapshot_add(s, t, host, &any.row);
		}
		if (t != TABLE_note && some(4))
			snapshot_cover(s, host, t, (enum coverage_state)some(3), whys[some(4)]);
	}
}

static struct snapshot *random_snapshot(void)
{
	struct snapshot *s = snapshot_new();

	for (uint64_t n = 1 + some(3); n; n--)
		fill_host(s);
	return s;
}

/* Invalid bytes became U+FFFD when written, which is all that may differ. */
static bool same_cells(const struct cell *a, const struct cell *b)
{
	if (a->type == CELL_text && a->text.s && b->text.s && strstr(b->text.s, "\xEF\xBF\xBD"))
		return true;
	return cell_equal(a, b);
}

static void assert_same_rows(const struct snapshot *a, const struct snapshot *b, unsigned host,
			     enum table_id t)
{
	const struct table *table = schema_table(t);

	assert_int_equal(snapshot_rows(a, t, host), snapshot_rows(b, t, host));
	for (size_t i = 0; i < snapshot_rows(a, t, host); i++) {
		for (size_t c = 0; c < table->ncolumns; c++) {
			if (table->columns[c].computed ||
			    (t == TABLE_host && c == COLUMN(host, source)))
				continue;
			struct cell x = snapshot_cell(a, t, host, i, c),
				    y = snapshot_cell(b, t, host, i, c);
			if (!same_cells(&x, &y))
				fail_msg("%s.%s differs", table->name, table->columns[c].name);
		}
	}
}

static void assert_same_facts(const struct snapshot *a, const struct snapshot *b)
{
	const char *why_a, *why_b;

	assert_int_equal(snapshot_hosts(a), snapshot_hosts(b));
	for (unsigned host = 0; host < snapshot_hosts(a); host++) {
		for (enum table_id t = 0; t < TABLE_COUNT; t++) {
			assert_same_rows(a, b, host, t);
			assert_int_equal(snapshot_coverage(a, host, t, &why_a),
					 snapshot_coverage(b, host, t, &why_b));
			assert_true(same(why_a, why_b));
		}
	}
}

static void test_round_trips(void **state)
{
	(void)state;
	for (seed = 1; seed < 300; seed++) {
		CLEANUP(snapshot_freep) struct snapshot *s = NULL;
		CLEANUP(snapshot_freep) struct snapshot *from_yaml = NULL;
		CLEANUP(snapshot_freep) struct snapshot *from_json = NULL;
		CLEANUP(freep) char *yaml = NULL;
		CLEANUP(freep) char *json = NULL;
		CLEANUP(freep) char *yaml_again = NULL;
		CLEANUP(freep) char *json_again = NULL;
		CLEANUP(freep) char *crossed = NULL;
		uint64_t start = seed;

		s = random_snapshot();
		yaml = written(s, SNAPSHOT_YAML);
		json = written(s, SNAPSHOT_JSON);
		from_yaml = loaded(yaml);
		from_json = loaded(json);
		assert_same_facts(s, from_yaml);
		assert_same_facts(s, from_json);
		yaml_again = written(from_yaml, SNAPSHOT_YAML);
		json_again = written(from_json, SNAPSHOT_JSON);
		crossed = written(from_json, SNAPSHOT_YAML);
		assert_string_equal(yaml, yaml_again);
		assert_string_equal(json, json_again);
		assert_string_equal(yaml, crossed);
		seed = start;
	}
}

/* Every hostile text alone, so that none hides behind another. */
static void test_hostile_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(hostile); i++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		CLEANUP(snapshot_freep) struct snapshot *again = NULL;
		CLEANUP(freep) char *text = NULL;
		struct host h = { .name = snapshot_cstr(s, "a"),
				  .platform = snapshot_cstr(s, "linux") };
		struct interface row = { .name = snapshot_cstr(s, hostile[i]) }, back;

		snapshot_add_host(s, &h);
		add_interface(s, 0, &row);
		text = written(s, SNAPSHOT_YAML);
		for (const char *p = text; *p; p++)
			assert_true(*p == '\n' || ((unsigned char)*p >= ' ' && *p != 0x7f));
		again = loaded(text);
		get_interface(again, 0, 0, &back);
		if (utf8_valid_length(str_of(hostile[i])) == strlen(hostile[i]))
			assert_string_equal(back.name.s, hostile[i]);
	}
}

static void test_layout(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = NULL;
	CLEANUP(freep) char *yaml = NULL;
	CLEANUP(freep) char *json = NULL;

	(void)state;
	s = loaded(
		HEAD
		"interface: [{name: eth0, mac: 00:50:56:6a:11:22, altnames: enp1s0, "
		"alias: to the upper storage switch, mtu: 9000, admin: true, carrier: true, operstate: up, speed: 25000}, {}]\n"
		"route: [{dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: eth0, type: unicast}]\n"
		"sysctl: []\n"
		"coverage: [{fact: route, state: partial, why: 'IPv6: permission denied'}, "
		"{fact: sysctl, state: absent}]\n"
		"note: [{line_text: \"\\e[1m\", reason: odd}]\n");
	yaml = written(s, SNAPSHOT_YAML);
	assert_string_equal(
		yaml,
		"uplint_snapshot: 1\nhost: a\nplatform: linux\nkind: native\n"
		"interface:\n"
		"- name: eth0\n  mac: \"00:50:56:6a:11:22\"\n  altnames: enp1s0\n"
		"  alias: to the upper storage switch\n  mtu: 9000\n  admin: true\n  carrier: true\n"
		"  operstate: up\n  speed: 25000\n"
		"- {}\n"
		"route:\n- {dst: 0.0.0.0/0, type: unicast, gateway: 10.0.0.254, interface: eth0}\n"
		"coverage:\n- {fact: route, state: partial, why: \"IPv6: permission denied\"}\n"
		"note:\n- {line_text: \"\\x1B[1m\", reason: odd}\n");
	json = written(s, SNAPSHOT_JSON);
	assert_non_null(strstr(
		json,
		"{\"uplint_snapshot\":1,\"hosts\":[\n{\"host\":\"a\",\"platform\":\"linux\""));
	assert_non_null(strstr(json, "\"interface\":[\n{\"name\":\"eth0\""));
	assert_non_null(strstr(json, "\n{}\n],\n\"route\":[\n{\"dst\":\"0.0.0.0/0\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ten_lines), cmocka_unit_test(test_forms),
		cmocka_unit_test(test_errors),    cmocka_unit_test(test_hostile_texts),
		cmocka_unit_test(test_layout),    cmocka_unit_test(test_round_trips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
