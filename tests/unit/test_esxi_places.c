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

#include "source/esxi_places.h"
#include "tree/tree.h"

static char dir[64];

static void put_file(const char *name, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	for (char *p = path + strlen(dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/places.XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static struct esxi_places look(struct arena *a, struct tree **ret_tree)
{
	struct err err;

	*ret_tree = tree_open(dir, &err);
	assert_non_null(*ret_tree);
	return esxi_places(*ret_tree, a);
}

/* What vCenter hands out: two bundles beside its own logs. */
static void test_bundles(void **state)
{
	struct arena *a = arena_new();
	struct esxi_places p;
	struct tree *t;

	(void)state;
	put_file("esx-prod-vm01-2013-08-12--14.06/commands/esxcfg-vmknic_-l.txt", "");
	put_file("esx-prod-vm01-2013-08-12--14.06/json/localcli_iscsi-networkportal-list.json", "");
	put_file("esx-prod-vm01-2013-08-12--14.06/etc/vmware/esx.conf", "");
	put_file("esx-prod-vm01-2013-08-12--14.06/etc/vmware/hostd/config.xml", "");
	put_file("esx-prod-vm01-2013-08-12--14.06/var/log/vmkernel.log", "");
	put_file("esx-2010-99-12--14.06.771/commands/esxcfg-vswitch_-l.txt", "");
	put_file("b/esx-c-2020-01-02--03.04-0007/commands/localcli_iscsi-software-get.txt", "");
	put_file("b/esx-c-2020-01-02--03.04-0007/README",
		 "x\nCaptured on: 2020-01-02 03:05:06.123\n");
	put_file("vcenter/log.txt", "");
	p = look(a, &t);
	assert_int_equal(p.n, 3);
	assert_string_equal(p.v[0].root, "b/esx-c-2020-01-02--03.04-0007");
	assert_string_equal(p.v[0].host, "c");
	assert_string_equal(p.v[0].captured, "2020-01-02T03:05:06Z");
	assert_string_equal(p.v[1].root, "esx-2010-99-12--14.06.771");
	assert_null(p.v[1].host);
	assert_null(p.v[1].captured);
	assert_string_equal(p.v[2].host, "prod-vm01");
	assert_string_equal(p.v[2].captured, "2013-08-12T14:06:00Z");
	assert_int_equal(p.v[2].nfiles, 3);
	tree_close(t);
	arena_free(a);
}

/* Outputs saved by hand. */
static void test_flat(void **state)
{
	struct arena *a = arena_new();
	struct esxi_places p;
	struct tree *t;

	(void)state;
	put_file("esxcfg-vmknic -l.txt", "");
	put_file("notes.txt", "");
	put_file("picture.png", "");
	put_file("other/esxcli_network-nic-list", "");
	put_file("third/things.txt", "");
	p = look(a, &t);
	assert_int_equal(p.n, 2);
	assert_string_equal(p.v[0].root, "");
	assert_true(p.v[0].named);
	assert_int_equal(p.v[0].nfiles, 2);
	assert_null(p.v[0].host);
	assert_string_equal(p.v[1].root, "other");
	tree_close(t);
	arena_free(a);
}

/* Trees of other products. */
static void test_others(void **state)
{
	static const char *const names[] = {
		"sos_commands/networking/ip_route_show_table_all",
		"sos_commands/networking/route_-n",
		"etc/vmware-tools/tools.conf",
		"network.txt",
		"basic-environment.txt",
	};
	struct arena *a = arena_new();
	struct esxi_places p;
	struct tree *t;

	(void)state;
	for (size_t i = 0; i < countof(names); i++) {
		assert_false(esxi_named(str_of(names[i])));
		put_file(names[i], "");
	}
	p = look(a, &t);
	assert_int_equal(p.n, 1);
	assert_false(p.v[0].named);
	tree_close(t);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bundles, make_dir, drop_dir),
		cmocka_unit_test_setup_teardown(test_flat, make_dir, drop_dir),
		cmocka_unit_test_setup_teardown(test_others, make_dir, drop_dir),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
