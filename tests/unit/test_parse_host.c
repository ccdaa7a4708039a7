/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "parse/ip/ip.h"
#include "parse/linux/linux.h"

static unsigned new_host(struct snapshot *s)
{
	struct host h = { .name = snapshot_cstr(s, "a") };

	return snapshot_add_host(s, &h);
}

static void test_mountinfo(void **state)
{
	static const char text[] =
		"22 28 0:20 / /sys rw,nosuid - sysfs sysfs rw\n"
		"90 28 0:50 / /mnt/a\\040b rw,relatime shared:5 master:1 - nfs4 nas.example:/vol/x "
		"rw,vers=4.2,rsize=1048576,proto=tcp,nconnect=4,clientaddr=10.0.0.1,local_lock=none,addr=10.0.0.9\n"
		"91 28 0:51 / /mnt/six ro,relatime - nfs [fd00::9]:/v ro,vers=3,port=2050,proto=tcp6,addr=fd00::9\n"
		"broken\n"
		"92 28 0:52 / /x rw - nfs4\n";
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = new_host(s);
	struct nfs_mount m;
	struct note n;

	(void)state;
	parse_mountinfo(s, host, "mountinfo", str_of(text));
	assert_int_equal(snapshot_rows(s, TABLE_nfs_mount, host), 2);
	get_nfs_mount(s, host, 0, &m);
	assert_string_equal(m.path.s, "/mnt/a b");
	assert_string_equal(m.server.s, "nas.example");
	assert_string_equal(m.share.s, "/vol/x");
	assert_string_equal(m.version.s, "4.2");
	assert_string_equal(ip_text(m.server_ip).s, "10.0.0.9");
	assert_string_equal(ip_text(m.clientaddr).s, "10.0.0.1");
	assert_true(num_is(m.nconnect, 4));
	assert_false(m.port.known);
	assert_int_equal(m.read_only, TRI_NO);
	assert_int_equal(m.row.origin.line, 2);
	get_nfs_mount(s, host, 1, &m);
	assert_string_equal(m.server.s, "[fd00::9]");
	assert_string_equal(ip_text(m.server_ip).s, "fd00::9");
	assert_true(num_is(m.port, 2050));
	assert_int_equal(m.read_only, TRI_YES);
	assert_int_equal(snapshot_rows(s, TABLE_note, host), 2);
	get_note(s, host, 0, &n);
	assert_string_equal(n.line_text.s, "broken");
}

static void test_os_release(void **state)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{ "NAME=x\nID=debian\nVERSION_ID=\"12\"\n", "debian" },
		{ "ID='rhel'", "rhel" },
		{ "ID=\"a\\\"b\"", "a\"b" },
		{ "ID_LIKE=suse\n", NULL },
		{ "ID=one\nID=two", "two" },
		{ "ID=\"", "\"" },
		{ "", NULL },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();

	(void)state;
	for (size_t i = 0; i < countof(cases); i++)
		assert_true(same(parse_os_release(s, str_of(cases[i].text), "ID").s, cases[i].value));
}

static void test_names(void **state)
{
	struct str text = STR("# reserved\n255\tlocal\n 0x65 storage # ours\nx y\n99999999999 big\n7\n"), name;
	uint32_t number;

	(void)state;
	assert_true(parse_next_name(&text, &number, &name));
	assert_int_equal(number, 255);
	assert_true(str_eq(name, "local"));
	assert_true(parse_next_name(&text, &number, &name));
	assert_int_equal(number, 0x65);
	assert_true(str_eq(name, "storage"));
	assert_false(parse_next_name(&text, &number, &name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mountinfo), cmocka_unit_test(test_os_release),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
