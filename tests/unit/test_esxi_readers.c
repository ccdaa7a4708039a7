/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of configuration, objects and dumps learn from a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "parse/esxi/reader.h"
#include "parse/esxi/store.h"
#include "model/merge_store.h"

struct reading {
	struct snapshot *s;
	struct esxi x;
};

static void begin(struct reading *r)
{
	r->s = snapshot_new();
	esxi_init(&r->x, r->s);
}

static void end(struct reading *r)
{
	esxi_done(&r->x);
	snapshot_free(r->s);
}

static void read_text(struct reading *r, const struct esxi_format *f, const char *args,
		      const char *text)
{
	struct esxi_capture c = {
		.file = "f", .line = 1, .args = str_of(args), .exact = true, .text = str_of(text)
	};

	f->read(&r->x, &c);
}

/* The row whose text column at `offset` holds the name. */
static const void *named(const struct reading *r, unsigned table, size_t offset, const char *name)
{
	const struct row *row;

	for (size_t i = 0; (row = esxi_get(&r->x, table, i)); i++) {
		struct text t;
		memcpy(&t, (const char *)row + offset, sizeof(t));
		if (same(t.s, name))
			return row;
	}
	fail_msg("no row %s", name);
	return NULL;
}
#define ROW(r, T, column, name) \
	((const struct T *)named((r), TABLE_##T, offsetof(struct T, column), (name)))

static size_t count(const struct reading *r, unsigned table)
{
	size_t n = 0;

	while (esxi_get(&r->x, table, n))
		n++;
	return n;
}

static const char conf_text[] =
	"/adv/Migrate/Vmknic = \"vmk2\"\n"
	"/nas/ISOs/enabled = \"true\"\n"
	"/nas/ISOs/host = \"fileserver2\"\n"
	"/nas/ISOs/readOnly = \"true\"\n"
	"/nas/ISOs/share = \"/data/files/ISOs\"\n"
	"/net/pnic/child[0000]/mac = \"00:0c:29:d3:3d:34\"\n"
	"/net/pnic/child[0000]/name = \"vmnic0\"\n"
	"/net/routes/kernel/gateway = \"10.0.0.1\"\n"
	"/net/vmkernelnic/child[0000]/enable = \"true\"\n"
	"/net/vmkernelnic/child[0000]/ipv4address = \"10.0.0.7\"\n"
	"/net/vmkernelnic/child[0000]/ipv4netmask = \"255.255.255.0\"\n"
	"/net/vmkernelnic/child[0000]/name = \"vmk0\"\n"
	"/net/vmkernelnic/child[0000]/portgroup = \"Management Network\"\n"
	"/net/vmkernelnic/child[0002]/mtu = \"9000\"\n"
	"/net/vmkernelnic/child[0002]/name = \"vmk2\"\n"
	"/net/vmkernelnic/child[0002]/netstackInstance = \"vmotion\"\n"
	"/net/vswitch/child[0000]/name = \"vSwitch0\"\n"
	"/net/vswitch/child[0000]/name = \"a second one\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0000]/name = \"Management Network\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0000]/teamPolicy/maxActive = \"1\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0000]/teamPolicy/uplinks[0000]/pnic = \"vmnic1\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0000]/teamPolicy/uplinks[0001]/pnic = \"vmnic0\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0001]/name = \"VM Network\"\n"
	"/net/vswitch/child[0000]/portgroup/child[0001]/vlanId = \"98\"\n"
	"/net/vswitch/child[0000]/teamPolicy/linkCriteria/beacon = \"ignore\"\n"
	"/net/vswitch/child[0000]/teamPolicy/maxActive = \"2\"\n"
	"/net/vswitch/child[0000]/teamPolicy/rollingRestoration = \"false\"\n"
	"/net/vswitch/child[0000]/teamPolicy/team = \"lb_srcid\"\n"
	"/net/vswitch/child[0000]/teamPolicy/uplinks[0000]/pnic = \"vmnic0\"\n"
	"/net/vswitch/child[0000]/teamPolicy/uplinks[0001]/pnic = \"vmnic1\"\n"
	"/net/vswitch/child[0000]/uplinks/child[0000]/pnic = \"vmnic0\"\n"
	"/net/vswitch/child[0000]/uplinks/child[0001]/pnic = \"vmnic1\"\n";

static void test_conf(void **state)
{
	const struct esxi_team *team;
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_conf, "", conf_text);
	team = ROW(&r, esxi_team, portgroup, "Management Network");
	assert_string_equal(team->active.s, "vmnic1");
	assert_string_equal(team->standby.s, "vmnic0");
	assert_int_equal(team->overrides, TRI_YES);
	team = ROW(&r, esxi_team, portgroup, "VM Network");
	assert_null(team->active.s);
	assert_int_equal(team->overrides, TRI_NO);
	team = ROW(&r, esxi_team, portgroup, NULL);
	assert_string_equal(team->active.s, "vmnic0,vmnic1");
	assert_string_equal(team->standby.s, "");
	assert_string_equal(team->load_balancing.s, "srcport");
	assert_string_equal(team->failure_detection.s, "link");
	assert_int_equal(team->failback, TRI_YES);
	assert_int_equal(ROW(&r, portgroup, name, "VM Network")->vlan_id.v, 98);
	assert_true(num_is(ROW(&r, portgroup, name, "Management Network")->vlan_id, 0));
	assert_string_equal(ROW(&r, vswitch, name, "vSwitch0")->uplinks.s, "vmnic0,vmnic1");
	assert_true(num_is(ROW(&r, interface, name, "vmk2")->mtu, 9000));
	assert_string_equal(ROW(&r, interface, name, "vmk2")->stack.s, "vmotion");
	assert_true(num_is(ROW(&r, address, interface, "vmk0")->prefixlen, 24));
	assert_int_equal(ROW(&r, nfs_mount, path, "ISOs")->read_only, TRI_YES);
	assert_string_equal(ip_text(ROW(&r, route, type, "unicast")->gateway).s, "10.0.0.1");
	/* A NIC that nobody else has seen may have been pulled out. */
	assert_int_equal(count(&r, TABLE_interface), 2);
	end(&r);
}

/* Behind the host's own list, what only the file has is stale. */
static void test_conf_is_last(void **state)
{
	struct interface vmk0 = { .name = { NULL } };
	struct reading r;

	(void)state;
	begin(&r);
	vmk0.name = snapshot_cstr(r.s, "vmk0");
	vmk0.mtu = num(9000);
	esxi_put_interface(&r.x, MERGE_LISTING, &vmk0);
	esxi_read(&r.x, ESXI_PART_VMKNIC);
	esxi_read(&r.x, ESXI_PART_ROUTE4);
	read_text(&r, &esxi_format_conf, "", conf_text);
	assert_int_equal(count(&r, TABLE_interface), 1);
	assert_true(num_is(ROW(&r, interface, name, "vmk0")->mtu, 9000));
	assert_string_equal(ROW(&r, interface, name, "vmk0")->portgroup.s, "Management Network");
	assert_int_equal(count(&r, TABLE_route), 0);
	assert_true(esxi_format_conf.last);
	end(&r);
}

static const char vim_text[] =
	"(vim.host.NetworkInfo) {\n"
	"   vswitch = (vim.host.VirtualSwitch) [\n"
	"      (vim.host.VirtualSwitch) {\n"
	"         name = \"vSwitch1\",\n"
	"         mtu = 9000,\n"
	"         pnic = (string) [ \"key-vim.host.PhysicalNic-vmnic2\", \"key-vim.host.PhysicalNic-vmnic3\" ],\n"
	"         spec = (vim.host.VirtualSwitch.Specification) {\n"
	"            policy = (vim.host.NetworkPolicy) {\n"
	"               nicTeaming = (vim.host.NetworkPolicy.NicTeamingPolicy) {\n"
	"                  policy = \"loadbalance_srcid\",\n"
	"                  rollingOrder = false,\n"
	"                  failureCriteria = (vim.host.NetworkPolicy.NicFailureCriteria) { checkBeacon = true },\n"
	"                  nicOrder = (vim.host.NetworkPolicy.NicOrderPolicy) {\n"
	"                     activeNic = (string) [ \"vmnic2\", \"vmnic3\" ]\n"
	"                  }\n"
	"               }\n"
	"            }\n"
	"         }\n"
	"      }\n"
	"   ],\n"
	"   portgroup = (vim.host.PortGroup) [\n"
	"      (vim.host.PortGroup) {\n"
	"         key = \"key-vim.host.PortGroup-iSCSI-1\",\n"
	"         vswitch = \"key-vim.host.VirtualSwitch-vSwitch1\",\n"
	"         computedPolicy = (vim.host.NetworkPolicy) {\n"
	"            nicTeaming = (vim.host.NetworkPolicy.NicTeamingPolicy) {\n"
	"               policy = \"failover_explicit\",\n"
	"               nicOrder = (vim.host.NetworkPolicy.NicOrderPolicy) {\n"
	"                  activeNic = (string) [ \"vmnic2\" ],\n"
	"                  standbyNic = (string) [ \"vmnic3\" ]\n"
	"               }\n"
	"            }\n"
	"         },\n"
	"         spec = (vim.host.PortGroup.Specification) {\n"
	"            name = \"iSCSI-1\", vlanId = 22,\n"
	"            policy = (vim.host.NetworkPolicy) { nicTeaming = <unset> }\n"
	"         }\n"
	"      }\n"
	"   ],\n"
	"   pnic = (vim.host.PhysicalNic) [\n"
	"      (vim.host.PhysicalNic) { device = \"vmnic2\", mac = \"00:50:56:00:00:02\",\n"
	"         linkSpeed = (vim.host.PhysicalNic.LinkSpeedDuplex) { speedMb = 10000, duplex = true } },\n"
	"      (vim.host.PhysicalNic) { device = \"vmnic3\", linkSpeed = <unset> }\n"
	"   ],\n"
	"   vnic = (vim.host.VirtualNic) [\n"
	"      (vim.host.VirtualNic) {\n"
	"         device = \"vmk1\", portgroup = \"iSCSI-1\",\n"
	"         spec = (vim.host.VirtualNic.Specification) {\n"
	"            ip = (vim.host.IpConfig) { dhcp = false, ipAddress = \"10.10.22.5\", subnetMask = \"255.255.255.0\" },\n"
	"            mac = \"00:50:56:6a:00:01\", mtu = 9000,\n"
	"            netStackInstanceKey = \"defaultTcpipStack\"\n"
	"         }\n"
	"      }\n"
	"   ],\n"
	"   netStackInstance = (vim.host.NetStackInstance) [\n"
	"      (vim.host.NetStackInstance) {\n"
	"         key = \"vmotion\",\n"
	"         routeTableInfo = (vim.host.IpRouteTableInfo) {\n"
	"            ipRoute = (vim.host.IpRouteEntry) [\n"
	"               (vim.host.IpRouteEntry) { network = \"10.20.0.0\", prefixLength = 24, gateway = \"0.0.0.0\", deviceName = \"vmk3\" }\n"
	"            ]\n"
	"         }\n"
	"      }\n"
	"   ]\n"
	"}\n"
	"(vim.AboutInfo) { version = '6.7.0', build = '17167734', productLineId = 'embeddedEsx' }\n"
	"(vim.host.FileSystemMountInfo) {\n"
	"   mountInfo = (vim.host.MountInfo) { accessMode = 'readOnly', mounted = true, accessible = false },\n"
	"   volume = (vim.host.NasVolume) { type = 'NFS', name = 'ISOs', remoteHost = '10.0.0.9', remotePath = '/v' }\n"
	"}\n"
	"(vim.host.InternetScsiHba) {\n"
	"   device = 'vmhba64', driver = 'iscsi_vmk', isSoftwareBased = true, iScsiName = 'iqn.x',\n"
	"   configuredSendTarget = (vim.host.InternetScsiHba.SendTarget) [\n"
	"      (vim.host.InternetScsiHba.SendTarget) { address = '10.10.22.50', port = 3260 }\n"
	"   ]\n"
	"}\n";

static void test_vim(void **state)
{
	const struct esxi_team *team;
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_vim, "", vim_text);
	team = ROW(&r, esxi_team, portgroup, "iSCSI-1");
	assert_string_equal(team->active.s, "vmnic2");
	assert_string_equal(team->standby.s, "vmnic3");
	assert_string_equal(team->load_balancing.s, "explicit");
	assert_int_equal(team->overrides, TRI_NO);
	team = ROW(&r, esxi_team, portgroup, NULL);
	assert_string_equal(team->active.s, "vmnic2,vmnic3");
	assert_string_equal(team->standby.s, "");
	assert_string_equal(team->failure_detection.s, "beacon");
	assert_int_equal(team->failback, TRI_YES);
	assert_string_equal(ROW(&r, vswitch, name, "vSwitch1")->uplinks.s, "vmnic2,vmnic3");
	assert_string_equal(ROW(&r, portgroup, name, "iSCSI-1")->vswitch.s, "vSwitch1");
	assert_true(num_is(ROW(&r, portgroup, name, "iSCSI-1")->vlan_id, 22));
	assert_true(num_is(ROW(&r, interface, name, "vmnic2")->speed, 10000));
	assert_int_equal(ROW(&r, interface, name, "vmnic3")->carrier, TRI_NO);
	assert_null(ROW(&r, interface, name, "vmk1")->stack.s);
	assert_string_equal(ROW(&r, address, interface, "vmk1")->method.s, "static");
	assert_string_equal(ROW(&r, route, route_table, "vmotion")->interface.s, "vmk3");
	assert_string_equal(ROW(&r, host, platform, "esxi")->version.s, "6.7.0");
	assert_int_equal(ROW(&r, nfs_mount, path, "ISOs")->accessible, TRI_NO);
	assert_string_equal(ROW(&r, iscsi_target, method, "sendtargets")->portal.s, "10.10.22.50:3260");
	assert_string_equal(ROW(&r, iscsi_adapter, name, "vmhba64")->kind.s, "software");
	assert_true(esxi_was_read(&r.x, ESXI_PART_PORTGROUP));
	assert_true(esxi_was_read(&r.x, ESXI_PART_VMNIC));
	assert_false(esxi_was_read(&r.x, ESXI_PART_SERVICES));
	end(&r);
}

/* Cut off in the middle: what is there counts, but no list is whole. */
static void test_vim_cut(void **state)
{
	size_t whole = (size_t)(strstr(vim_text, "\n(vim.AboutInfo)") - vim_text);
	char text[sizeof(vim_text)];
	struct reading r;

	(void)state;
	for (size_t n = 0; n < sizeof(vim_text); n += 7) {
		memcpy(text, vim_text, n);
		text[n] = '\0';
		begin(&r);
		read_text(&r, &esxi_format_vim, "", text);
		if (n < whole)
			assert_false(esxi_was_read(&r.x, ESXI_PART_VMKNIC));
		end(&r);
	}
}

static void test_dvs(void **state)
{
	static const char text[] =
		"switch 57 9b (etherswitch)\n"
		"\tglobal properties:\n"
		"\t\tcom.vmware.common.alias = DSwitch , \tpropType = CONFIG\n"
		"\t\tcom.vmware.etherswitch.mtu = 9000 , \tpropType = CONFIG\n"
		"\tport 4:\n"
		"\t\tcom.vmware.common.port.alias = Uplink 1 , \tpropType = CONFIG\n"
		"\t\tcom.vmware.etherswitch.port.teaming:\n"
		"\t\t\tactive =\n"
		"\tport 431:\n"
		"\t\tcom.vmware.common.port.alias = , propType = CONFIG\n"
		"\t\tcom.vmware.common.port.portgroupid = dvportgroup-42 , propType = CONFIG\n"
		"\t\tcom.vmware.etherswitch.port.teaming:\n"
		"\t\t\tload balancing = source virtual port id\n"
		"\t\t\tlink selection = link state up;\n"
		"\t\t\tactive = Uplink 1; Uplink 2;\n"
		"\t\t\tstandby =\n"
		"\t\tcom.vmware.etherswitch.port.vlan = VLAN 98\n"
		"\tport 500:\n"
		"\t\tcom.vmware.etherswitch.port.vlan = Guest VLAN tagging\n"
		"\t\tranges = 0-4094\n";
	const struct esxi_team *team;
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_dvs, "", text);
	team = ROW(&r, esxi_team, portgroup, "DSwitch/431");
	assert_string_equal(team->active.s, "Uplink 1,Uplink 2");
	assert_string_equal(team->standby.s, "");
	assert_string_equal(team->failure_detection.s, "link");
	assert_int_equal(count(&r, TABLE_esxi_team), 1);
	assert_string_equal(ROW(&r, esxi_port, port, "4")->uplink.s, "Uplink 1");
	assert_string_equal(ROW(&r, esxi_port, port, "431")->portgroup.s, "dvportgroup-42");
	assert_true(num_is(ROW(&r, esxi_port, port, "431")->vlan_id, 98));
	assert_string_equal(ROW(&r, esxi_port, port, "500")->vlan_trunk.s, "0-4094");
	assert_true(num_is(ROW(&r, vswitch, name, "DSwitch")->mtu, 9000));
	end(&r);
}

static void test_info(void **state)
{
	static const char text[] =
		"   \\==+Virtual Switch : \n"
		"      |----Name.........vSwitch1\n"
		"      |----Uplinks......vmnic2, vmnic3\n"
		"      |----MTU..........9000\n"
		"      \\==+Port Groups : \n"
		"         \\==+Port Group : \n"
		"            |----Name.............iSCSI-1\n"
		"            |----Virtual Switch...vSwitch1\n"
		"            |----Vlan Id..........22\n"
		"   \\==+VmKernel Nic : \n"
		"      |----Port Group....iSCSI-1\n"
		"      |----Interface.....vmk1\n"
		"      |----Tags..........VMOTION, MANAGEMENT\n"
		"      |----IPv4 Address..10.10.22.5\n"
		"      |----IPv4 Netmask..255.255.255.0\n";
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_info, "", text);
	assert_string_equal(ROW(&r, vswitch, name, "vSwitch1")->uplinks.s, "vmnic2,vmnic3");
	assert_true(num_is(ROW(&r, portgroup, name, "iSCSI-1")->vlan_id, 22));
	assert_true(num_is(ROW(&r, address, interface, "vmk1")->prefixlen, 24));
	assert_true(esxi_services_are_known(&r.x, STR("vmk1")));
	assert_false(esxi_services_are_known(&r.x, STR("vmk2")));
	end(&r);
}

static void test_iscsi(void **state)
{
	static const char db[] = "=========[Targets]=========\n"
				 "`node.name'='iqn.a'\n"
				 "`node.conn[0].address'='10.10.22.21'\n"
				 "`node.conn[0].port'='3261'\n"
				 "`node.name'='iqn.b'\n"
				 "`node.conn[0].address'='10.10.24.21'\n"
				 "`node.conn[1].address'='fd00::1'\n"
				 "=========[internal]=========\n"
				 "`node.conn[0].address'='10.9.9.9'\n";
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_iscsi_db, "", db);
	assert_int_equal(count(&r, TABLE_iscsi_target), 3);
	assert_string_equal(ROW(&r, iscsi_target, portal, "10.10.22.21:3261")->target.s, "iqn.a");
	assert_string_equal(ROW(&r, iscsi_target, portal, "[fd00::1]:3260")->target.s, "iqn.b");
	end(&r);
	begin(&r);
	read_text(&r, &esxi_format_iscsi_tool, " -T -l vmhba36",
		  "NAME   : iqn.c\nALIAS  :\nPortal 0   : 10.10.3.4:3260\n");
	assert_string_equal(ROW(&r, iscsi_target, portal, "10.10.3.4:3260")->target.s, "iqn.c");
	assert_string_equal(ROW(&r, iscsi_target, target, "iqn.c")->adapter.s, "vmhba36");
	read_text(&r, &esxi_format_iscsi_tool, " -I -l vmhba36", "iSCSI Node Name: iqn.me\n");
	assert_string_equal(ROW(&r, iscsi_adapter, name, "vmhba36")->initiator_name.s, "iqn.me");
	end(&r);
}

/* Off means that nothing is bound; on says nothing of what is. */
static void test_swiscsi(void **state)
{
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_swiscsi, " -q", "Software iSCSI is enabled.\n");
	assert_false(esxi_was_read(&r.x, ESXI_PART_BINDING));
	assert_false(esxi_was_read(&r.x, ESXI_PART_ADAPTER));
	read_text(&r, &esxi_format_swiscsi, " -q", "Software iSCSI is not enabled.\n");
	assert_true(esxi_was_read(&r.x, ESXI_PART_BINDING));
	assert_true(esxi_was_read(&r.x, ESXI_PART_ADAPTER));
	end(&r);
}

static void read_bound(struct reading *r, const struct esxi_format *f, const char *args,
		       const char *text)
{
	struct esxi_capture c = {
		.file = "f", .line = 1, .args = str_of(args), .exact = true, .text = str_of(text)
	};

	assert_true(esxi_read_capture(&r->x, f, &c));
}

/* A binding of 4.x: the port, its address and the NIC are in its record. */
static void test_bound_4x(void **state)
{
	static const char *const texts[] = {
		"vmk2\n    pNic name: vmnic4\n    ipv4 address: 10.1.1.11\n"
		"    ipv4 net mask: 255.255.255.0\n    mac address: 00:26:55:01:00:01\n"
		"    mtu: 9000\n    link connected: false\n    ethernet speed: 1000\n",
		"vmk2\npNic name: vmnic4\nipv4 address: 10.1.1.11\nipv4 net mask: 255.255.255.0\n"
		"mac address: 00:26:55:01:00:01\nmtu: 9000\nlink connected: false\n"
		"ethernet speed: 1000\n",
	};

	(void)state;
	for (size_t i = 0; i < countof(texts); i++) {
		struct reading r;
		begin(&r);
		read_bound(&r, NULL, "", texts[i]);
		assert_int_equal(count(&r, TABLE_binding), 0);
		assert_false(esxi_was_read(&r.x, ESXI_PART_BINDING));
		read_bound(&r, &esxi_format_cli_swiscsi, " -d vmhba39", texts[i]);
		assert_string_equal(ROW(&r, binding, vmknic, "vmk2")->adapter.s, "vmhba39");
		assert_string_equal(ROW(&r, binding, vmknic, "vmk2")->vmnic.s, "vmnic4");
		assert_true(num_is(ROW(&r, address, interface, "vmk2")->prefixlen, 24));
		assert_true(num_is(ROW(&r, interface, name, "vmk2")->mtu, 9000));
		assert_int_equal(ROW(&r, interface, name, "vmnic4")->carrier, TRI_NO);
		assert_false(ROW(&r, interface, name, "vmnic4")->speed.known);
		assert_string_equal(((const struct host *)esxi_get(&r.x, TABLE_host, 0))->version.s,
				    "4");
		assert_true(esxi_was_read(&r.x, ESXI_PART_BINDING));
		end(&r);
	}
}

/* What the record of a binding shows is believed where nothing better says it. */
static void test_bound(void **state)
{
	static const char portal[] = "vmhba64\n   Adapter: vmhba64\n   Vmknic: vmk1\n"
				     "   MAC Address: 00:50:56:00:00:02\n   IPv4: 10.1.1.11\n"
				     "   IPv4 Subnet Mask: 255.255.255.0\n   MTU: 9000\n"
				     "   Vlan ID: 7\n   Link Up: true\n   Current Speed: 10000\n"
				     "   Vswitch: vSwitch1\n   PortGroup: iSCSI-1\n";
	struct reading r;

	(void)state;
	begin(&r);
	esxi_put_interface(&r.x, MERGE_LISTING,
			   &(struct interface){ .name = snapshot_cstr(r.s, "vmk1"),
						.mtu = num(1500) });
	esxi_put_interface(&r.x, MERGE_LISTING,
			   &(struct interface){ .name = snapshot_cstr(r.s, "vmnic2"),
						.kind = snapshot_cstr(r.s, "vmnic"),
						.mac = mac_from_bytes("\0\x50\x56\0\0\2", 6) });
	read_bound(&r, &esxi_format_cli_bindings, "", portal);
	assert_true(num_is(ROW(&r, interface, name, "vmk1")->mtu, 1500));
	assert_string_equal(ROW(&r, interface, name, "vmk1")->portgroup.s, "iSCSI-1");
	assert_string_equal(ROW(&r, portgroup, name, "iSCSI-1")->vswitch.s, "vSwitch1");
	assert_true(num_is(ROW(&r, portgroup, name, "iSCSI-1")->vlan_id, 7));
	assert_string_equal(ip_text(ROW(&r, address, interface, "vmk1")->address).s, "10.1.1.11");
	assert_string_equal(ROW(&r, esxi_team, portgroup, "iSCSI-1")->carries.s, "vmnic2");
	assert_int_equal(ROW(&r, interface, name, "vmnic2")->carrier, TRI_YES);
	assert_true(num_is(ROW(&r, interface, name, "vmnic2")->speed, 10000));
	end(&r);
}

static void test_nas(void **state)
{
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_nas, " -l",
		  "a is /vol/a from 10.1.1.50 mounted available\n"
		  "b is /vol/b from 10.1.1.50 not mounted\n"
		  "c is /vol/c from 10.1.1.50 mounted unavailable\n"
		  "d is /vol/d from 10.1.1.50 mounted\n");
	assert_int_equal(ROW(&r, nfs_mount, path, "a")->mounted, TRI_YES);
	assert_int_equal(ROW(&r, nfs_mount, path, "a")->accessible, TRI_YES);
	assert_int_equal(ROW(&r, nfs_mount, path, "b")->mounted, TRI_NO);
	assert_int_equal(ROW(&r, nfs_mount, path, "c")->accessible, TRI_NO);
	assert_int_equal(ROW(&r, nfs_mount, path, "d")->mounted, TRI_YES);
	assert_int_equal(ROW(&r, nfs_mount, path, "d")->accessible, TRI_UNKNOWN);
	end(&r);
	begin(&r);
	read_bound(&r, NULL, "", "No NAS datastore found\n");
	assert_true(esxi_was_read(&r.x, ESXI_PART_NFS3));
	assert_int_equal(r.x.merge->nnotes, 0);
	end(&r);
}

/* Two sessions of one target are two, though the copy shows no ISID line. */
static void test_sessions(void **state)
{
	struct reading r;

	(void)state;
	begin(&r);
	read_bound(&r, &esxi_format_cli_connections, "",
		   "vmhba64,iqn.a,00023d000001,0\n   Adapter: vmhba64\n   Target: iqn.a\n"
		   "   RemoteAddress: 10.1.1.50\n   LocalAddress: 10.1.1.11\n\n"
		   "vmhba64,iqn.a,00023d000002,0\n   Adapter: vmhba64\n   Target: iqn.a\n"
		   "   RemoteAddress: 10.1.1.50\n   LocalAddress: 10.1.1.12\n");
	assert_int_equal(count(&r, TABLE_iscsi_session), 2);
	assert_string_equal(
		ip_text(ROW(&r, iscsi_session, isid, "00023d000002")->local_address).s,
		"10.1.1.12");
	end(&r);
}

static void test_console(void **state)
{
	static const char text[] =
		"Kernel IP routing table\n"
		"Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
		"10.0.1.0        0.0.0.0         255.255.255.0   U     0      0        0 vswif0\n"
		"0.0.0.0         10.0.1.1        0.0.0.0         UG    0      0        0 vswif0\n"
		"10.0.9.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0\n";
	struct reading r;

	(void)state;
	begin(&r);
	read_text(&r, &esxi_format_console_route, "", text);
	assert_int_equal(count(&r, TABLE_route), 2);
	assert_string_equal(ROW(&r, route, protocol, "kernel")->route_table.s, "console");
	assert_string_equal(ip_text(ROW(&r, route, protocol, "static")->gateway).s, "10.0.1.1");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conf),    cmocka_unit_test(test_conf_is_last),
		cmocka_unit_test(test_vim),     cmocka_unit_test(test_vim_cut),
		cmocka_unit_test(test_dvs),     cmocka_unit_test(test_info),
		cmocka_unit_test(test_iscsi),   cmocka_unit_test(test_console),
		cmocka_unit_test(test_swiscsi), cmocka_unit_test(test_bound_4x),
		cmocka_unit_test(test_bound),   cmocka_unit_test(test_nas),
		cmocka_unit_test(test_sessions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
