/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of network configuration, each by itself: what a port's row and its addresses become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "parse/config/config.h"

/* eth0 (index 2, a MAC) with 10.0.0.5/24, 10.0.0.6/24 secondary and fd00::5/64, all without end. */
static unsigned new_host(struct snapshot *s, const char *flags)
{
	struct host h = { .name = snapshot_cstr(s, "a") };
	struct interface port = { .name = snapshot_cstr(s, "eth0"), .ifindex = num(2) };
	struct address a = { .interface = port.name, .prefixlen = num(24) };
	unsigned host = snapshot_add_host(s, &h);

	mac_parse(STR("52:54:00:00:00:01"), &port.mac);
	add_interface(s, host, &port);
	a.flags = snapshot_cstr(s, flags);
	a.secondary = TRI_NO;
	a.address = ip4(0x0a000005);
	add_address(s, host, &a);
	a.secondary = TRI_YES;
	a.address = ip4(0x0a000006);
	add_address(s, host, &a);
	a.secondary = TRI_UNKNOWN;
	a.prefixlen = num(64);
	ip_parse(STR("fd00::5"), &a.address);
	add_address(s, host, &a);
	return host;
}

/* "manager profile | method method method", "-" where one is not known. */
static const char *told(struct snapshot *s, unsigned host)
{
	static char text[400];
	struct interface port;
	size_t n;

	get_interface(s, host, 0, &port);
	n = (size_t)snprintf(text, sizeof(text), "%s %s |", port.manager.s ? port.manager.s : "-",
			     port.connection.s ? port.connection.s : "-");
	for_each_row (address, a, s, host)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " %s",
				      a->method.s ? a->method.s : "-");
	return text;
}

#define RH "etc/sysconfig/network-scripts/ifcfg-eth0"
#define SUSE "etc/sysconfig/network/ifcfg-eth0"
#define KEYFILE "etc/NetworkManager/system-connections/x"
#define UNIT "etc/systemd/network/x.network"
#define PLAN "etc/netplan/x.yaml"
#define UUID "11111111-2222-3333-4444-555555555555"

static const struct one_file {
	const char *path, *text, *wanted;
} cases[] = {
	/* ifcfg: quotes, comments, numbers; what is beside it */
	{ RH, "BOOTPROTO=static\nIPADDR=10.0.0.5\n", "- - | static static -" },
	{ RH, "BOOTPROTO=\"none\" # by hand\nIPADDR0='10.0.0.5'\n", "- - | static static -" },
	{ RH, "BOOTPROTO=dhcp\n", "- - | dhcp - -" },
	{ RH, "BOOTPROTO=dhcp\nIPADDR=10.0.0.5\n", "- - | dhcp - -" },
	{ RH, "BOOTPROTO=ibft\n", "- - | - - -" },
	{ RH, "DEVICE=eth1\nBOOTPROTO=dhcp\n", "- - | - - -" },
	{ RH, "#BOOTPROTO=dhcp\n", "- - | - - -" },
	{ RH, "IPADDRESS=10.0.0.5\n", "- - | - - -" },
	{ RH, "BOOTPROTO=none\nDHCPV6C=yes\n", "- - | static static dhcp" },
	{ RH, "IPV6ADDR_SECONDARIES='fd00::6/64 fd00::5/64'\n", "- - | - - static" },
	{ RH, "NM_CONTROLLED=\"no\"\n", "network-scripts /" RH " | - - -" },
	{ RH ".rpmsave", "NM_CONTROLLED=no\n", "- - | - - -" },
	{ SUSE, "BOOTPROTO='dhcp'\n", "wicked /" SUSE " | dhcp - dhcp" },
	{ SUSE, "BOOTPROTO='dhcp4+auto6'\n", "wicked /" SUSE " | dhcp - -" },
	{ SUSE, "BOOTPROTO='dhcp6'\nIPADDR='10.0.0.5/24'\n", "wicked /" SUSE " | static - dhcp" },
	{ SUSE, "BOOTPROTO=static\n", "wicked /" SUSE " | static static static" },
	{ SUSE, "STARTMODE=off\n", "wicked /" SUSE " | - - -" },
	/* keyfiles */
	{ KEYFILE, "[connection]\nid=x\ninterface-name=eth0\n[ipv4]\nmethod=manual\n",
	  "NetworkManager x | static static -" },
	{ KEYFILE, "[connection]\nid=x\ninterface-name=eth0\n[ipv4]\nmethod=auto\n"
		   "address1=10.0.0.5/24,10.0.0.1\n", "NetworkManager x | static - -" },
	{ KEYFILE, "[connection]\nid=x\ninterface-name=eth0\n[ipv4]\naddresses1=10.0.0.5/24\n"
		   "[ipv6]\nmethod=dhcp\n", "NetworkManager x | static - -" },
	{ KEYFILE, "[connection]\nid=x\ninterface-name=eth1\n[ipv4]\nmethod=manual\n", "- - | - - -" },
	{ KEYFILE, "[connection]\nid=x\nuuid=u\n[ethernet]\nmac-address=52:54:00:00:00:01\n",
	  "NetworkManager x | - - -" },
	{ KEYFILE, "[connection]\ninterface-name=eth0\n", "- - | - - -" },
	/* .network */
	{ UNIT, "[Match]\nName=eth[0-3]\n[Network]\nAddress=10.0.0.5/24\n",
	  "systemd-networkd /" UNIT " | static static static" },
	{ UNIT, "[Match]\nName=en* eth?\n[Network]\nDHCP=ipv6\n",
	  "systemd-networkd /" UNIT " | static static -" },
	{ UNIT, "[Match]\nName=!eth0\n", "- - | - - -" },
	{ UNIT, "[Match]\nName=eth[!0]\n", "- - | - - -" },
	{ UNIT, "[Match]\nName=eth[1-\n", "- - | - - -" },
	{ UNIT, "[Match]\nMACAddress=52:54:00:00:00:01\nName=eth1\n", "- - | - - -" },
	{ UNIT, "[Match]\nName=eth0\nDriver=e1000\n", "- - | - - -" },
	{ UNIT, "[Network]\nDHCP=yes\n", "- - | - - -" },
	/* netplan */
	{ PLAN, "network:\n  ethernets:\n    eth0: {dhcp4: no, dhcp6: true}\n",
	  "netplan /" PLAN " | static static -" },
	{ PLAN, "network:\n  ethernets:\n    x: {match: {name: 'eth*'}, addresses: [fd00::5/64]}\n",
	  "netplan /" PLAN " | - - static" },
	{ PLAN, "network:\n  ethernets:\n    eth1: {match: {name: eth0}, set-name: eth1}\n", "- - | - - -" },
	{ PLAN, "network:\n  ethernets:\n    eth0: {match: {driver: x}}\n", "- - | - - -" },
	{ PLAN, "network:\n  bonds:\n    eth0: {interfaces: [a, b], dhcp4: true}\n  oops",
	  "netplan /" PLAN " | - - -" },
	{ PLAN, "network: {ethernets: {eth0: {", "- - | - - -" },
	/* interfaces(5) */
	{ "etc/network/interfaces", "iface eth0 inet dhcp\n", "ifupdown /etc/network/interfaces | dhcp - -" },
	{ "etc/network/interfaces", "iface eth0 inet manual\n",
	  "ifupdown /etc/network/interfaces | - - -" },
	{ "etc/network/interfaces", "iface eth0 inet \\\nstatic\naddress 10.0.0.6\nauto eth0\naddress 10.0.0.5\n",
	  "ifupdown /etc/network/interfaces | static static -" },
	{ "etc/network/interfaces", "iface eth0 inet dhcp\niface eth0 inet static\naddress 10.0.0.5/24\n",
	  "ifupdown /etc/network/interfaces | static - -" },
	{ "etc/network/interfaces.d/a", "iface eth0 inet6 auto\n",
	  "ifupdown /etc/network/interfaces.d/a | - - -" },
	/* leases */
	{ "var/lib/dhcp/dhclient.leases",
	  "lease {\n  interface \"eth0\";\n  fixed-address 10.0.0.5;\n}\nlease6 {\n  interface \"eth0\";\n"
	  "  ia-na 1 {\n    iaaddr fd00::5 {\n", "- - | dhcp - dhcp" },
	{ "var/lib/dhcp/dhclient.leases", "lease {\n  interface \"eth1\";\n  fixed-address 10.0.0.5;\n}\n",
	  "- - | - - -" },
	{ "var/lib/NetworkManager/internal-" UUID "-eth0.lease", "ADDRESS=10.0.0.5\n", "- - | dhcp - -" },
	{ "var/lib/NetworkManager/internal-" UUID "-xeth0.lease", "ADDRESS=10.0.0.5\n", "- - | - - -" },
	{ "var/lib/NetworkManager/dhclient-" UUID "-eth0.lease",
	  "lease {\n  interface \"eth0\";\n  fixed-address 10.0.0.5;\n}\n", "- - | dhcp - -" },
	{ "run/systemd/netif/leases/2", "# private\nADDRESS=10.0.0.6\n", "- - | - dhcp -" },
	{ "run/systemd/netif/leases/3", "ADDRESS=10.0.0.6\n", "- - | - - -" },
	{ "var/lib/wicked/lease-eth0-dhcp-ipv4.xml",
	  "<lease>\n <addresses>\n  <address>\n   <local>10.0.0.5/24</local>\n", "- - | dhcp - -" },
	/* state */
	{ "run/systemd/netif/links/2", "ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-x.network\n",
	  "netplan /run/systemd/network/10-netplan-x.network | - - -" },
	{ "run/systemd/netif/links/2", "ADMIN_STATE=unmanaged\nNETWORK_FILE=/x\n", "- - | - - -" },
	{ "run/NetworkManager/devices/2", "[device]\nmanaged=true\nconnection-uuid=u\n",
	  "NetworkManager - | - - -" },
	{ "var/lib/vdsm/persistence/netconf/nets/eth0", "{}", "vdsm /var/lib/vdsm/persistence/netconf/nets/eth0 | - - -" },
};

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		unsigned host = new_host(s, "");
		struct config *c = config_new(s, host);
		if (config_knows(str_of(cases[i].path)))
			config_add(c, cases[i].path, str_of(cases[i].text));
		config_apply(c, false);
		if (strcmp(told(s, host), cases[i].wanted) != 0)
			fail_msg("%s: %s: %s", cases[i].path, cases[i].text, told(s, host));
	}
}

/* Flags that are not known: an address may be one that expires. */
static void test_without_flags(void **state)
{
	static const struct one_file brief[] = {
		{ SUSE, "BOOTPROTO=static\nIPADDR=10.0.0.5/24\n", "wicked /" SUSE " | static - -" },
		{ SUSE, "BOOTPROTO=dhcp\n", "wicked /" SUSE " | dhcp - -" },
		{ UNIT, "[Match]\nName=eth0\n[Network]\nDHCP=yes\n",
		  "systemd-networkd /" UNIT " | dhcp - -" },
		{ "var/lib/NetworkManager/internal-" UUID "-eth0.lease", "ADDRESS=10.0.0.5\n",
		  "- - | dhcp - -" },
	};

	(void)state;
	for (size_t i = 0; i < countof(brief); i++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		unsigned host = new_host(s, NULL);
		struct config *c = config_new(s, host);
		config_add(c, brief[i].path, str_of(brief[i].text));
		config_apply(c, false);
		assert_string_equal(told(s, host), brief[i].wanted);
	}
}

/* The host itself was asked: what no lease has is set by hand, unless some leases are hidden. */
static void test_whole(void **state)
{
	(void)state;
	for (int hidden = 0; hidden < 2; hidden++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		unsigned host = new_host(s, "");
		struct config *c = config_new(s, host);
		config_add(c, "run/NetworkManager/devices/2",
			   STR("[device]\nmanaged=true\nconnection-uuid=u\n"));
		config_add(c, KEYFILE, STR("[connection]\nid=x\nuuid=u\n[ipv4]\nmethod=auto\n"));
		if (hidden)
			config_leases_hidden(c);
		config_apply(c, true);
		assert_string_equal(told(s, host), hidden ? "NetworkManager x | - - -"
							  : "NetworkManager x | static static static");
	}
}

static void test_places(void **state)
{
	static const char *const known[] = { RH, SUSE, KEYFILE, UNIT, PLAN, "etc/network/interfaces",
					     "etc/systemd/network/x.network.d/y.conf" };
	static const char *const others[] = {
		"etc/sysconfig/network-scripts/ifup-eth", "etc/sysconfig/network/routes",
		"var/lib/NetworkManager/secret_key",	  "etc/netplan/x.yaml.bak",
		"etc/systemd/network/x.netdev",		  "etc/systemd/network/x.network.d/y",
		"etc/systemd/network/x.network.d/z/y.conf", "x/etc/netplan/x.yaml",
		"etc/network/interfaces~",		  "",
		"etc/sysconfig/network-scripts/ifcfg-",
	};

	(void)state;
	for (size_t i = 0; i < countof(known); i++)
		assert_true(config_knows(str_of(known[i])));
	for (size_t i = 0; i < countof(others); i++)
		if (config_knows(str_of(others[i])))
			fail_msg("%s", others[i]);
}

/* Outputs of commands, and whose they are. */
static void test_told_apart(void **state)
{
	static const struct {
		bool (*is)(struct str text);
		const char *yes, *no;
	} outputs[] = {
		{ is_nmcli_devices, "DEVICE  TYPE  STATE  CONNECTION\n", "NAME  UUID  TYPE  DEVICE\n" },
		{ is_nmcli_devices, "eth0:ethernet:connected:a\\:b\n", "eth0:x:y:z\n" },
		{ is_nmcli_connections, "NAME  UUID  TYPE  DEVICE\n", "NAME  STATE  TYPE\n" },
		{ is_nmcli_connections, "x:" UUID ":802-3-ethernet:eth0\n", "root:x:0:0\n" },
		{ is_nmcli_details, "GENERAL.DEVICE:   eth0\n", "GENERAL: x\n" },
		{ is_nmcli_details, "connection.id:   x\n", "connection.idle:   x\n" },
		{ is_nmcli_overview, "eth0: connected to x\n", "eth0: flags=4163<UP>\n" },
		{ is_nmcli_general, "STATE  CONNECTIVITY  WIFI-HW  WIFI\n", "STATE  WIFI\n" },
		{ is_networkctl_list, "IDX LINK TYPE OPERATIONAL SETUP\n", "IDX LINK\n" },
		{ is_networkctl_status, "* 2: eth0\n  Link File: n/a\n", "2: eth0: <UP> mtu 1500\n" },
		{ is_wicked, "eth0 up\nlink: #2, state up\n", "eth0 up\n link: x\n" },
		{ is_wicked, "\neth0   setup-in-progress\n      link:     #2\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(outputs); i++) {
		if (!outputs[i].is(str_of(outputs[i].yes)))
			fail_msg("not taken: %s", outputs[i].yes);
		if (outputs[i].is(str_of(outputs[i].no)))
			fail_msg("taken: %s", outputs[i].no);
	}
}

/* A terse value may hold ':'; a profile of an external device says nothing. */
static void test_nmcli(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = new_host(s, "");
	struct interface row;

	(void)state;
	parse_nmcli_devices(s, host, "x", STR("eth0:ethernet:connected:a\\:b\\\\c\nvirbr0:bridge:connected (externally):virbr0\n"
					      "nonsense\n"));
	assert_string_equal(told(s, host), "NetworkManager a:b\\c | - - -");
	assert_int_equal(snapshot_rows(s, TABLE_note, host), 1);
	assert_int_equal(snapshot_rows(s, TABLE_interface, host), 2);
	get_interface(s, host, 1, &row);
	assert_null(row.manager.s);
}

/* Addresses are facts; those of an external profile come from nobody. */
static void test_details(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct host h = { .name = snapshot_cstr(s, "a") };
	unsigned host = snapshot_add_host(s, &h);
	struct address a;

	(void)state;
	parse_nmcli_details(s, host, "x", STR("GENERAL.DEVICE:eth7\nGENERAL.STATE:100 (connected)\nGENERAL.CONNECTION:p\n"
					      "IP4.ADDRESS[1]:10.7.0.1/24\nIP6.ADDRESS[1]:fd00\\:\\:7/64\n"));
	assert_int_equal(snapshot_rows(s, TABLE_address, host), 2);
	get_address(s, host, 1, &a);
	assert_string_equal(ip_text(a.address).s, "fd00::7");
	assert_null(a.method.s);
	parse_nmcli_details(s, host, "x", STR("connection.id: eth0\nconnection.autoconnect: no\nipv4.method: manual\n"
					      "ipv4.addresses: 10.0.0.5/24\nGENERAL.DEVICES: eth0\nGENERAL.STATE: activated\n"
					      "IP4.ADDRESS[1]: 10.0.0.5/24\n"));
	get_address(s, host, 2, &a);
	assert_string_equal(ip_text(a.address).s, "10.0.0.5");
	assert_null(a.method.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),	   cmocka_unit_test(test_without_flags),
		cmocka_unit_test(test_whole),	   cmocka_unit_test(test_places),
		cmocka_unit_test(test_told_apart), cmocka_unit_test(test_nmcli),
		cmocka_unit_test(test_details),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
