/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outputs of ESXi: how they are known, what they say, and what several of them say together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parse/esxi/reader.h"

struct said {
	const char *name, *text; /* name NULL: known by its content */
};

/* Reads outputs as the source does: what needs the others behind them. */
static struct snapshot *read_outputs(const struct said *said, size_t n)
{
	struct snapshot *s = snapshot_new();
	struct esxi_label label = { "esx01", "esxi", "test" };
	struct esxi x;

	esxi_init(&x, s);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			struct esxi_capture c = { .file = said[i].name ? said[i].name : "f",
						  .line = 1,
						  .text = str_of(said[i].text) };
			const struct esxi_format *f =
				said[i].name ? esxi_format_named(str_of(said[i].name), &c.args)
					     : NULL;
			if (said[i].name && !f)
				fail_msg("%s has no format", said[i].name);
			if ((f && (f->later || f->last)) == (pass == 1) &&
			    !esxi_read_capture(&x, f, &c))
				fail_msg("output %zu is not known", i);
		}
	}
	assert_int_equal(esxi_finish(&x, &label), 0);
	esxi_done(&x);
	snapshot_seal(s);
	return s;
}

static const char *or_null(struct text t)
{
	return t.s ? t.s : "NULL";
}

static void names_in_any_spelling(void **state)
{
	static const struct {
		const char *name, *format, *args;
	} vectors[] = {
		{ "commands/esxcfg-vmknic_-l.txt", "esxcfg-vmknic -l", "_-l" },
		{ "esxcli network ip interface list.txt", "esxcli network ip interface list", "" },
		{ "commands/esxcli_network-ip-interface-list.txt",
		  "esxcli network ip interface list", "" },
		{ "Network_IP_Interface_List.csv", "esxcli network ip interface list", "" },
		{ "json/localcli_iscsi-networkportal-list.json", "esxcli iscsi networkportal list",
		  "" },
		{ "localcli_iscsi-logicalnetworkportal-list.txt",
		  "esxcli iscsi logicalnetworkportal list", "" },
		{ "esxcli --formatter=json network nic list", "esxcli network nic list", "" },
		{ "esxcfg-route_-f-V6--l.txt", "esxcfg-route", "_-f-V6--l" },
		{ "esxcli network vswitch standard portgroup policy failover get -p iSCSI",
		  "esxcli network vswitch standard portgroup policy failover get", " -p iSCSI" },
		{ "vmware_-vl.txt", "vmware -v", "" },
		{ "vmware -v", "vmware -v", "" },
		{ "etc/vmware/vmkiscsid/initiatorname", NULL, "" },
		{ "esxcli swiscsi nic list -d vmhba39", "esxcli swiscsi nic list", " -d vmhba39" },
		{ "localcli_storage-nfs41-list.txt", "esxcli storage nfs41 list", "" },
		{ "notes.txt", NULL, "" },
		{ "localcli_network-vswitch-dvs-vmware-lacp-stats-get.txt", NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct str args = STR("");
		const struct esxi_format *f = esxi_format_named(str_of(vectors[i].name), &args);

		if (!same(f ? f->name : NULL, vectors[i].format))
			fail_msg("%s is %s", vectors[i].name, f ? f->name : "nothing");
		if (!str_eq(args, vectors[i].args))
			fail_msg("%s: arguments '%.*s'", vectors[i].name, STR_ARGS(args));
	}
}

static void options_as_typed_and_as_named(void **state)
{
	static const struct {
		const char *args, *value;
		bool exact;
	} vectors[] = {
		{ " -p \"iSCSI 1\"", "iSCSI 1", true },
		{ " -p 'iSCSI 1' | cat", "iSCSI 1", true },
		{ " --portgroup-name=iSCSI", "iSCSI", true },
		{ " --portgroup-name iSCSI -x", "iSCSI", true },
		{ "_-p-iSCSI-1", "iSCSI-1", false },
		{ "_-N-vmotion--p-iSCSI-1", "iSCSI-1", false },
		{ " -p", NULL, true },
		{ " -x y", NULL, true },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct esxi_capture c = { .args = str_of(vectors[i].args),
					  .exact = vectors[i].exact };
		struct str value = STR("");

		assert_int_equal(esxi_option(&c, "-p", "--portgroup-name", &value),
				 vectors[i].value != NULL);
		if (vectors[i].value && !str_eq(value, vectors[i].value))
			fail_msg("'%s' gives '%.*s'", vectors[i].args, STR_ARGS(value));
	}
}

static void rows_of_vmknic(void **state)
{
	static const struct {
		const char *row, *portgroup, *address;
		int64_t length, mtu;
		const char *method, *stack;
	} vectors[] = {
		{ "vmk0  Management Network  IPv4  172.18.128.14  255.255.192.0  172.18.191.255  "
		  "c4:34:6b:b8:fd:40 1500 65535 true STATIC defaultTcpipStack",
		  "Management Network", "172.18.128.14", 18, 1500, "static", "NULL" },
		{ "vmk2  8  IPv4  172.18.192.21 255.255.192.0 172.18.255.255 00:50:56:65:d0:7f 1600 65535 true "
		  "DHCP vxlan",
		  "8", "172.18.192.21", 18, 1600, "dhcp", "vxlan" },
		{ "vmk0  IPv4 storage  IPv6  fe80::1  64   c4:34:6b:b8:fd:40 1500 65535 true STATIC, PREFERRED "
		  "defaultTcpipStack",
		  "IPv4 storage", "fe80::1", 64, 1500, "link-local", "NULL" },
		{ "vmk1  Two  words  10.0.0.1  255.0.0.0  10.255.255.255 00:50:56:65:d0:7f 1514 true",
		  "Two  words", "10.0.0.1", 8, 1514, "NULL", "NULL" },
		{ "vmk3  905  IPv4  192.168.150.52  255.255.255.0  192.168.\t150.255 00:50:56:6e:5e:e3 1600 65535 "
		  "true STATIC",
		  "905", "192.168.150.52", 24, 1600, "static", "NULL" },
		{ "vmk4  none yet  IPv4  N/A  N/A  N/A  00:50:56:6e:5e:e3 9000 65535 false NONE",
		  "none yet", NULL, 0, 9000, NULL, "NULL" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char text[512] =
			"Interface  Port Group/DVPort  IP Family IP Address  Netmask  Broadcast  MAC "
			"Address  MTU  TSO MSS  Enabled Type\n";
		struct said said = { NULL, strcat(text, vectors[i].row) };
		CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(&said, 1);
		struct interface nic;
		struct address a;

		assert_true(get_interface(s, 0, 0, &nic));
		assert_string_equal(or_null(nic.portgroup), vectors[i].portgroup);
		assert_string_equal(or_null(nic.stack), vectors[i].stack);
		assert_true(num_is(nic.mtu, vectors[i].mtu));
		assert_int_equal(get_address(s, 0, 0, &a), vectors[i].address != NULL);
		assert_int_equal(snapshot_rows(s, TABLE_note, 0), 0);
		if (!vectors[i].address)
			continue;
		assert_string_equal(ip_text(a.address).s, vectors[i].address);
		assert_true(num_is(a.prefixlen, vectors[i].length));
		assert_string_equal(or_null(a.method), vectors[i].method);
	}
}

#define POLICY(active, standby, unused, own)                                                       \
	"   Load Balancing: srcport\n   Network Failure Detection: link\n   Failback: true\n"      \
	"   Active Adapters: " active "\n   Standby Adapters: " standby "\n   Unused Adapters: "   \
	unused "\n" own

static void order_of(struct snapshot *s, const char *portgroup, const char *active,
		     const char *standby, const char *unused)
{
	for_each_row(portgroup, p, s, 0) {
		if (!same(p->name.s, portgroup))
			continue;
		assert_string_equal(or_null(p->active_uplinks), active);
		assert_string_equal(or_null(p->standby_uplinks), standby);
		assert_string_equal(or_null(p->unused_uplinks), unused);
		return;
	}
	fail_msg("no port group %s", portgroup);
}

#define SWITCHES                                                                                   \
	"Switch Name Num Ports Used Ports Configured Ports MTU Uplinks\n"                          \
	"vSwitch1 128 4 128 9000 vmnic2,vmnic3\n\n"                                                \
	"  PortGroup Name  VLAN ID  Used Ports  Uplinks\n"                                         \
	"  iSCSI 1  20  1  vmnic2\n  iSCSI 2  20  1  vmnic3,vmnic2\n  none 0 0\n\n"                \
	"Switch Name Num Ports Used Ports Configured Ports MTU Uplinks\n"                          \
	"one leg 128 4 128 1500 vmnic0\n\n"                                                        \
	"  PortGroup Name  VLAN ID  Used Ports  Uplinks\n  Mgmt  0  1  vmnic0\n"

/* A list that does not divide proves only what it must. */
static void order_of_lists(void **state)
{
	static const struct said said[] = { { "esxcfg-vswitch_-l.txt", SWITCHES } };
	CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(said, countof(said));
	const char *why;

	(void)state;
	order_of(s, "iSCSI 1", "vmnic2", "NULL", "NULL");
	order_of(s, "iSCSI 2", "NULL", "NULL", "NULL");
	order_of(s, "none", "", "NULL", "NULL");
	order_of(s, "Mgmt", "vmnic0", "", "");
	assert_int_equal(snapshot_coverage(s, 0, TABLE_uplink, &why), COVERAGE_PARTIAL);
	assert_non_null(strstr(why, "iSCSI 1 and 2 more"));
}

/* Policies win over lists; file names keep no blanks. */
static void order_of_policies(void **state)
{
	static const struct said said[] = {
		{ "esxcli network vswitch standard portgroup policy failover get_-p-iSCSI-1.txt",
		  POLICY("vmnic2", "", "vmnic3", "   Override Vswitch Uplinks: true\n") },
		{ "esxcli network vswitch standard portgroup policy failover get_-p-iSCSI-2.txt",
		  POLICY("vmnic3", "vmnic2", "", "   Override Vswitch Uplinks: true\n") },
		{ "esxcli network vswitch standard policy failover get_-v-vSwitch1.txt",
		  POLICY("vmnic2", "vmnic3", "", "") },
		{ "esxcfg-vswitch_-l.txt", SWITCHES },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(said, countof(said));

	(void)state;
	order_of(s, "iSCSI 1", "vmnic2", "", "vmnic3");
	order_of(s, "iSCSI 2", "vmnic3", "vmnic2", "");
}

static void sources_that_differ(void **state)
{
	static const struct said said[] = {
		{ "esxcfg-vmknic_-l.txt",
		  "Interface Port Group IP Family IP Address Netmask Broadcast MAC Address MTU Enabled Type\n"
		  "vmk1 iSCSI IPv4 10.0.0.1 255.255.255.0 10.0.0.255 00:50:56:65:d0:7f 1500 65535 true STATIC\n" },
		{ "esxcli_network-ip-interface-list.txt",
		  "vmk1\n   Name: vmk1\n   MAC Address: 00:50:56:65:d0:7f\n   Portset: vSwitch1\n"
		  "   Portgroup: iSCSI\n   MTU: 9000\n   Port ID: 1\n" },
		{ "esxcli_network-ip-interface-ipv4-get.txt",
		  "Name  IPv4 Address  IPv4 Netmask\n----  ------------  -------------\n"
		  "vmk1  10.0.0.2      255.255.255.0\n" },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(said, countof(said));
	struct interface nic;
	struct address a;
	struct note n;

	(void)state;
	assert_true(get_interface(s, 0, 0, &nic));
	assert_true(num_is(nic.mtu, 9000));
	assert_int_equal(snapshot_rows(s, TABLE_address, 0), 1);
	assert_true(get_address(s, 0, 0, &a));
	assert_string_equal(ip_text(a.address).s, "10.0.0.2");
	assert_int_equal(snapshot_rows(s, TABLE_note, 0), 2);
	assert_true(get_note(s, 0, 1, &n));
	assert_string_equal(n.line_text.s, "interface vmk1: mtu 1500");
	assert_non_null(strstr(n.reason.s, "which is believed: 9000"));
}

static void ports_of_distributed_switches(void **state)
{
	static const struct said said[] = {
		{ "esxcfg-vmknic_-l.txt",
		  "Interface DVPort IP Family IP Address Netmask Broadcast MAC Address MTU TSO MSS Enabled Type\n"
		  "vmk1 510 IPv4 10.0.0.1 255.255.255.0 10.0.0.255 00:50:56:65:d0:7f 1500 65535 true STATIC\n" },
		{ "esxcfg-vswitch_-l.txt",
		  "DVS Name Num Ports Used Ports Configured Ports MTU Uplinks\n"
		  "My DVS 1536 13 512 1600 vmnic1,vmnic0\n\n  DVPort ID  In Use  Client\n"
		  "  897  1  vmnic0\n  510  1  vmk1\n  506  1  VM one ethernet0\n  895  0\n" },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(said, countof(said));
	struct interface nic;

	(void)state;
	assert_true(get_interface(s, 0, 0, &nic));
	assert_string_equal(or_null(nic.vswitch), "My DVS");
	assert_string_equal(or_null(nic.portgroup), "My DVS/510");
	order_of(s, "My DVS/510", "NULL", "NULL", "NULL");
	assert_int_equal(snapshot_rows(s, TABLE_portgroup, 0), 1);
}

static void known_by_content(void **state)
{
	static const struct said said[] = {
		{ NULL, "vmhba32\n   Adapter: vmhba32\n   Vmknic: vmk1\n" },
		{ NULL,
		  "VMkernel Routes:\nNetwork Netmask Gateway Interface\n10.0.0.0 255.0.0.0 Local Subnet vmk0\n"
		  "default 0.0.0.0 10.0.0.1 vmk0\n" },
		{ NULL, "VMware ESXi 7.0.3 build-22348816\nVMware ESXi 7.0 Update 3\n" },
		{ NULL, "ISOs is /data/files/ISOs from fileserver2 mounted available\n" },
		{ NULL,
		  "Volume Name  Host(s)  Share  Accessible  Mounted\n-----------  -------  -----  ----------  -------\n"
		  "nfs41        a,b      /x           true     true\n" },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = read_outputs(said, countof(said));
	struct binding b;
	struct route r;
	const char *why;

	(void)state;
	assert_true(get_binding(s, 0, 0, &b));
	assert_string_equal(b.vmknic.s, "vmk1");
	assert_int_equal(b.compliant, TRI_UNKNOWN);
	assert_int_equal(snapshot_rows(s, TABLE_route, 0), 2);
	assert_true(get_route(s, 0, 0, &r));
	assert_false(ip_known(r.gateway));
	/* One of NFS 3, and one for each server of NFS 4.1. */
	assert_int_equal(snapshot_rows(s, TABLE_nfs_mount, 0), 3);
	assert_int_equal(snapshot_coverage(s, 0, TABLE_route, &why), COVERAGE_READ);
	assert_int_equal(snapshot_coverage(s, 0, TABLE_address, &why), COVERAGE_ABSENT);
	/* The bound port alone. */
	assert_int_equal(snapshot_coverage(s, 0, TABLE_interface, &why), COVERAGE_PARTIAL);
}

static void pieces_of_a_session(void **state)
{
	static const char text[] =
		"Some words about esxcli first\n"
		"~ # esxcli network nic list\nout 1\n"
		"\\[root@esx:\\~\\] esxcfg-vmknic -l\nout 2\nout 3\n"
		"[root@esx:~] ls /tmp\nx\n```\nprose\n/ # esxcli iscsi networkportal list";
	static const char *const commands[] = {
		NULL, "esxcli network nic list",	"esxcfg-vmknic -l", "ls /tmp",
		NULL, "esxcli iscsi networkportal list"
	};
	static const unsigned lines[] = { 1, 3, 5, 8, 10, 11 };
	struct transcript t = transcript_open("f", str_of(text), esxi_begins);
	struct capture c;
	size_t n = 0;

	(void)state;
	for (; transcript_next(&t, &c); n++) {
		assert_true(n < countof(commands));
		if (!str_same(c.command, str_of(commands[n])))
			fail_msg("command %zu is '%.*s'", n, STR_ARGS(c.command));
		if (n < 5)
			assert_int_equal(c.line, lines[n]);
	}
	assert_int_equal(n, countof(commands));
	assert_true(transcript_has_prompts(str_of(text)));
	assert_false(transcript_has_prompts(STR("Use esxcli network nic list for that.\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_in_any_spelling),
		cmocka_unit_test(options_as_typed_and_as_named),
		cmocka_unit_test(rows_of_vmknic),
		cmocka_unit_test(order_of_lists),
		cmocka_unit_test(order_of_policies),
		cmocka_unit_test(sources_that_differ),
		cmocka_unit_test(ports_of_distributed_switches),
		cmocka_unit_test(known_by_content),
		cmocka_unit_test(pieces_of_a_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
