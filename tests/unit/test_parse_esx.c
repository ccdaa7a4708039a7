/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parse/esxi/items.h"
#include "parse/esxi/outline.h"

static void is(struct str s, const char *wanted)
{
	if (!str_eq(s, wanted))
		fail_msg("'%.*s' is not '%s'", STR_ARGS(s), wanted);
}

static void test_conf(void **state)
{
	struct esx_lines l = esx_lines(STR("/net/vswitch/child[0003]/name = \"a = \"b\"\"\r\n\n"
					   "# comment\n"
					   "no key\n"
					   "/adv/Net/X = \"\"\n"
					   "/bare = 7\n"));
	struct esx_item item;

	(void)state;
	assert_true(esx_conf_next(&l, &item));
	is(item.key, "/net/vswitch/child[0003]/name");
	is(item.value, "a = \"b\"");
	assert_true(esx_conf_next(&l, &item));
	assert_int_equal(item.key.n, 0);
	is(item.value, "no key");
	assert_int_equal(item.line, 4);
	assert_true(esx_conf_next(&l, &item));
	is(item.value, "");
	assert_true(esx_conf_next(&l, &item));
	is(item.value, "7");
	assert_false(esx_conf_next(&l, &item));
}

static const char dvs_text[] =
	"switch 57 9b 3e 50 (etherswitch)\n"
	"\tmax ports: 512\n"
	"\tglobal properties:\n"
	"\t\tcom.vmware.common.alias = DSwitch , \tpropType = CONFIG\n"
	"\t\tcom.vmware.common.uplinkPorts:\n"
	"\t\t\tdvUplink1, dvUplink2\n"
	"\t\t\tpropType = CONFIG\n"
	"\thost properties:\n"
	"\t\tcom.vmware.common.host.portset = DvsPortset-0 , \tpropType = CONFIG\n"
	"\tport 431:\n"
	"\t\tcom.vmware.common.port.alias =  , \tpropType = CONFIG\n"
	"\t\tcom.vmware.etherswitch.port.teaming:\n"
	"\t\t\tload balancing = source virtual port id\n"
	"\t\t\tactive = dvUplink1; dvUplink2;\n"
	"\t\t\tstandby =\n"
	"\t\t\tpropType = CONFIG\n"
	"\t\tcom.vmware.etherswitch.port.vlan = Guest VLAN tagging\n"
	"\t\t\tranges = 100\n";

static const struct {
	const char *section, *part, *key, *value;
} dvs_items[] = {
	{ "switch", "", "switch", "57 9b 3e 50 (etherswitch)" },
	{ "switch", "", "", "max ports: 512" },
	{ "global", "", "section", "global" },
	{ "global", "", "com.vmware.common.alias", "DSwitch" },
	{ "global", "com.vmware.common.uplinkPorts", "com.vmware.common.uplinkPorts", "" },
	{ "global", "com.vmware.common.uplinkPorts", "", "dvUplink1, dvUplink2" },
	{ "host", "", "section", "host" },
	{ "host", "", "com.vmware.common.host.portset", "DvsPortset-0" },
	{ "431", "", "section", "431" },
	{ "431", "", "com.vmware.common.port.alias", "" },
	{ "431", "com.vmware.etherswitch.port.teaming", "com.vmware.etherswitch.port.teaming", "" },
	{ "431", "com.vmware.etherswitch.port.teaming", "load balancing",
	  "source virtual port id" },
	{ "431", "com.vmware.etherswitch.port.teaming", "active", "dvUplink1; dvUplink2;" },
	{ "431", "com.vmware.etherswitch.port.teaming", "standby", "" },
	{ "431", "", "com.vmware.etherswitch.port.vlan", "Guest VLAN tagging" },
	{ "431", "", "ranges", "100" },
};

static void test_net_dvs(void **state)
{
	struct net_dvs d = { .lines = esx_lines(str_of(dvs_text)) };
	struct esx_item item;

	(void)state;
	for (size_t i = 0; i < countof(dvs_items); i++) {
		assert_true(net_dvs_next(&d, &item));
		is(item.section, dvs_items[i].section);
		is(item.part, dvs_items[i].part);
		is(item.key, dvs_items[i].key);
		is(item.value, dvs_items[i].value);
	}
	assert_false(net_dvs_next(&d, &item));
}

static void test_dump_db(void **state)
{
	struct dump_db d = { .lines = esx_lines(STR("Dumping\n=========[Targets]=========\n"
						    "'node.name'='iqn.a'\n==================\n"
						    "`node.conn[0].address'='10.10.22.21'\n")) };
	struct esx_item item;

	(void)state;
	assert_true(dump_db_next(&d, &item));
	assert_int_equal(item.key.n, 0);
	assert_true(dump_db_next(&d, &item));
	is(item.section, "Targets");
	is(item.key, "node.name");
	is(item.value, "iqn.a");
	assert_true(dump_db_next(&d, &item));
	is(item.section, "Targets");
	is(item.key, "node.conn[0].address");
	is(item.value, "10.10.22.21");
	assert_int_equal(item.line, 5);
	assert_false(dump_db_next(&d, &item));
}

static const char info_text[] =
	"+Host : \n"
	"   \\==+Network Entities : \n"
	"      \\==+VmKernel Nic : \n"
	"         |----Port Group........................iSCSI-1\n"
	"         |----IPv4 Address......................10.10.10.11\n"
	"         |----Tags..............................\n"
	"         \\==+Actual IP Settings : \n"
	"            |----IPv4 Netmask......255.255.255.0\n"
	"      \\==+VmKernel Nic : \n"
	"         |----Interface.vmk2\n";

static void test_esxcfg_info(void **state)
{
	struct arena *a = arena_new();
	const struct outline *root = parse_esxcfg_info(a, str_of(info_text)), *nic, *second;

	(void)state;
	nic = outline_at(root, "Host.Network Entities.VmKernel Nic");
	assert_non_null(nic);
	is(outline_value(nic, "Port Group"), "iSCSI-1");
	is(outline_value(nic, "IPv4 Address"), "10.10.10.11");
	is(outline_value(nic, "Tags"), "");
	is(outline_value(nic, "Actual IP Settings.IPv4 Netmask"), "255.255.255.0");
	assert_null(outline_value(nic, "Interface").p);
	second = nic->next;
	is(outline_value(second, "Interface"), "vmk2");
	assert_int_equal(second->first->line, 10);
	assert_false(root->cut);
	arena_free(a);
}

static const char vim_text[] =
	"=== 1. Title ===\n"
	"(vim.host.NetworkInfo) {\n"
	"   dynamicType = <unset>,\n"
	"   portgroup = (vim.host.PortGroup) [\n"
	"      (vim.host.PortGroup) {\n"
	"         key = 'key-vim.host.PortGroup-it\\'s, {odd}',\n"
	"         spec = (vim.host.PortGroup.Specification) {\n"
	"            name = \"it's, {odd}\", \n"
	"            vlanId = (short) 100\n"
	"         },\n"
	"         activeNic = (str) [\n"
	"            'vmnic1',\n"
	"            'vmnic2'\n"
	"         ],\n"
	"         standbyNic = (str) [],\n"
	"      }\n"
	"   ]\n"
	"}\n"
	"words (not a type) { here\n"
	"(vim.host.Other) {}\n";

static void test_vmodl(void **state)
{
	struct arena *a = arena_new();
	const struct outline *root = parse_vmodl(a, str_of(vim_text)), *group;
	unsigned n = 0;

	(void)state;
	group = outline_at(root->first, "portgroup")->first;
	is(group->type, "vim.host.PortGroup");
	assert_int_equal(group->line, 5);
	is(outline_value(group, "key"), "key-vim.host.PortGroup-it's, {odd}");
	is(outline_value(group, "spec.name"), "it's, {odd}");
	is(outline_value(group, "spec.vlanId"), "100");
	is(outline_at(group, "activeNic")->first->next->value, "vmnic2");
	assert_null(outline_at(group, "standbyNic")->first);
	assert_null(outline_value(root->first, "dynamicType").p);
	assert_null(outline_at(NULL, "x"));
	is(root->last->type, "vim.host.Other");
	for (const struct outline *at = root; at; at = outline_next(root, at))
		n++;
	assert_int_equal(n, 14);
	assert_false(root->cut);
	arena_free(a);
}

/*
 * Nested deeper than is taken, cut off in the middle, full of openings: an end, and the root says
 * so.
 */
static void test_vmodl_hostile(void **state)
{
	struct arena *a = arena_new();
	char deep[4096] = "(a) {\n";

	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(deep, "x = (b) {");
	assert_true(parse_vmodl(a, str_of(deep))->cut);
	assert_true(parse_vmodl(a, STR("(a) {\n b = 'never closed\\"))->cut);
	assert_true(parse_vmodl(a, STR("(a) {\n )=(=)(]"))->cut == false);
	assert_null(parse_vmodl(a, STR("((((((\n(a\n(a)\n"))->first);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conf),      
		cmocka_unit_test(test_net_dvs),   cmocka_unit_test(test_dump_db),
		cmocka_unit_test(test_esxcfg_info), cmocka_unit_test(test_vmodl),
		cmocka_unit_test(test_vmodl_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
