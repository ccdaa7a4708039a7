/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same record in every form in which esxcli prints it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "parse/esxi/records.h"

static void parse(struct esxi_records *r, struct arena *a, const char *text)
{
	esxi_records_parse(r, a, "f", str_of(text));
}

static void assert_value(const struct esxi_records *r, size_t i, const char *key, const char *value)
{
	assert_true(i < r->n);
	if (!str_eq(esxi_value(&r->v[i], key), value))
		fail_msg("%s of record %zu is '%.*s', not '%s'", key, i,
			 STR_ARGS(esxi_value(&r->v[i], key)), value);
}

static void every_form_says_the_same(void **state)
{
	static const char *const forms[] = {
		"vmk1\n   Name: vmk1\n   MAC Address: 00:50:56:60:e9:fc\n   Uplinks: vmnic0, vmnic1\n   MTU: 9000\n"
		"\nvmk2\n   Name: vmk2\n   MAC Address: 00:50:56:60:e9:fd\n   Uplinks:\n   MTU: 1500\n",
		"\tvmk1\n\t    Name: vmk1\n\t    MAC Address: 00:50:56:60:e9:fc\r\n\n\t    Uplinks: vmnic0, vmnic1\n"
		"\t    MTU: 9000\n\tvmk2\n\t    Name: vmk2\n\t    MAC Address: 00:50:56:60:e9:fd\n"
		"\t    Uplinks: \n\t    MTU: 1500\n",
		"Name  MAC Address        Uplinks          MTU\n"
		"----  -----------------  --------------  ----\n"
		"vmk1  00:50:56:60:e9:fc  vmnic0, vmnic1  9000\n"
		"vmk2  00:50:56:60:e9:fd                  1500\n",
		"Enter password:\nName  MAC Address        Uplinks          MTU\n"
		"====  =================  ==============  ====\n\n"
		"vmk1  00:50:56:60:e9:fc  vmnic0, vmnic1  9000\n\n"
		"vmk2  00:50:56:60:e9:fd                  1500\n",
		"[{\"Name\": \"vmk1\", \"MACAddress\": \"00:50:56:60:e9:fc\", \"Uplinks\": [\"vmnic0\", "
		"\"vmnic1\"], \"MTU\": 9000},{\"Name\": \"vmk2\", \"MACAddress\": \"00:50:56:60:e9:fd\", "
		"\"Uplinks\": [], \"MTU\": 1500}]",
		"[{\"Name\": \"vmk1\", \"MAC Address\": \"00:50:56:60:e9:fc\", \"Uplinks\": \"vmnic0, vmnic1\", "
		"\"MTU\": \"9000\"},{\"Name\": \"vmk2\", \"MAC Address\": \"00:50:56:60:e9:fd\", "
		"\"Uplinks\": null, \"MTU\": 1500}]",
		"<?xml version=\"1.0\"?><output xmlns=\"x\"><root><list type=\"structure\">"
		"<structure typeName=\"I\"><field name=\"Name\"><string>vmk1</string></field>"
		"<field name=\"MACAddress\"><string>00:50:56:60:e9:fc</string></field>"
		"<field name=\"Uplinks\"><list type=\"string\"><string>vmnic0</string>\n"
		"<string>vmnic1</string></list></field><field name=\"MTU\"><integer>9000</integer></field>"
		"</structure><structure typeName=\"I\"><field name=\"Name\"><string>vmk2</string></field>"
		"<field name=\"MACAddress\"><string>00:50:56:60:e9:fd</string></field>"
		"<field name=\"Uplinks\"><list type=\"string\"/></field>"
		"<field name=\"MTU\"><integer>1500</integer></field></structure></list></root></output>",
		"<obj><DataObject><Name>vmk1</Name><MACAddress>00:50:56:60:e9:fc</MACAddress>"
		"<Uplinks>vmnic0</Uplinks><Uplinks>vmnic1</Uplinks><MTU>9000</MTU></DataObject>"
		"<DataObject><Name>vmk2</Name><MACAddress>00:50:56:60:e9:fd</MACAddress><Uplinks/>"
		"<MTU>1500</MTU></DataObject></obj>",
		"MACAddress,MTU,Name,Uplinks,\n00:50:56:60:e9:fc,9000,vmk1,\"vmnic0, vmnic1\",\n"
		"00:50:56:60:e9:fd,1500,vmk2,,\n",
		"I.Name.string=vmk1\nI.MACAddress.string=00:50:56:60:e9:fc\n"
		"I.Uplinks.string[]=vmnic0, vmnic1\nI.MTU.integer=9000\n"
		"I.Name.string=vmk2\nI.MACAddress.string=00:50:56:60:e9:fd\nI.Uplinks.string[]=\n"
		"I.MTU.integer=1500\n",
	};

	(void)state;
	for (size_t i = 0; i < countof(forms); i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct esxi_records r;

		parse(&r, a, forms[i]);
		if (r.n != 2 || r.nstrays || r.error[0])
			fail_msg("form %zu: %zu records, %zu strays, %s", i, r.n, r.nstrays,
				 r.error);
		assert_true(r.whole);
		assert_int_equal(r.typed, i >= 4);
		assert_value(&r, 0, "name", "vmk1");
		assert_value(&r, 0, "macaddress", "00:50:56:60:e9:fc");
		assert_value(&r, 0, "uplinks", "vmnic0, vmnic1");
		assert_value(&r, 0, "mtu", "9000");
		assert_value(&r, 1, "name", "vmk2");
		assert_value(&r, 1, "uplinks", "");
		assert_value(&r, 1, "mtu", "1500");
	}
}

static void nested_records(void **state)
{
	static const char *const forms[] = {
		"DSwitch\n   Name: DSwitch\n   DVPort:\n         Client: vmnic1\n         Port ID: 4\n\n"
		"         Client: vmk2\n         Port ID: 8\n",
		"DSwitch\n   Name: DSwitch\n   DVPort:\n         Client: vmnic1\n         Port ID: 4\n"
		"   DVPort:\n         Client: vmk2\n         Port ID: 8\n",
		"[{\"Name\": \"DSwitch\", \"DVPort\": [{\"Client\": \"vmnic1\", \"Port ID\": \"4\"}, "
		"{\"Client\": \"vmk2\", \"Port ID\": 8}]}]",
	};

	(void)state;
	for (size_t i = 0; i < countof(forms); i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct esxi_records r;

		parse(&r, a, forms[i]);
		assert_int_equal(r.n, 3);
		assert_int_equal(r.v[0].outer, 0);
		assert_value(&r, 0, "name", "DSwitch");
		assert_int_equal(r.v[1].outer, 1);
		assert_value(&r, 1, "client", "vmnic1");
		assert_int_equal(r.v[2].outer, 1);
		assert_value(&r, 2, "portid", "8");
	}
}

static void copies_that_lost_blanks(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct esxi_records r;

	(void)state;
	parse(&r, a,
	      "Name  Virtual Switch  VLAN ID\n----  --------------  -------\n"
	      "iSCSI one  vSwitch0  20\nvmk0 vSwitch1 30\nno way to tell these four\n");
	assert_int_equal(r.n, 2);
	assert_value(&r, 0, "name", "iSCSI one");
	assert_value(&r, 0, "vlanid", "20");
	assert_value(&r, 1, "virtualswitch", "vSwitch1");
	assert_int_equal(r.nstrays, 1);
	assert_int_equal(r.strays[0].line, 5);
}

static void single_values(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct esxi_records r;

	(void)state;
	parse(&r, a, "   Tags: Management, VMotion\n");
	assert_int_equal(r.n, 1);
	assert_value(&r, 0, "tags", "Management, VMotion");
	parse(&r, a, "false\n");
	assert_int_equal(r.n, 1);
	assert_string_equal(r.v[0].title, "false");
	parse(&r, a, "[]");
	assert_true(r.whole);
	assert_int_equal(r.n, 0);
	parse(&r, a, "");
	assert_false(r.whole);
	parse(&r, a, "[{\"Name\": \"vmk1\"}, {\"Na");
	assert_int_equal(r.n, 2);
	assert_true(r.error[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_says_the_same),
		cmocka_unit_test(nested_records),
		cmocka_unit_test(copies_that_lost_blanks),
		cmocka_unit_test(single_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
