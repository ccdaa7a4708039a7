/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is none of an output is told, whatever stands around it: no reader passes a line over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "parse/ip/ip.h"
#include "parse/iscsi/iscsi.h"
#include "parse/linux/linux.h"

#define IP(name, what)                                                                            \
	static void parse_##name(struct snapshot *s, unsigned host, const char *file,              \
				 struct str text)                                                  \
	{                                                                                          \
		parse_ip(s, host, file, text, what, NULL);                                         \
	}
IP(link, IP_OUTPUT_LINK)
IP(addr, IP_OUTPUT_ADDRESS)
IP(route, IP_OUTPUT_ROUTE)
IP(rule, IP_OUTPUT_RULE)
IP(neigh, IP_OUTPUT_NEIGHBOUR)
IP(nexthop, IP_OUTPUT_NEXTHOP)
IP(vrf, IP_OUTPUT_VRF)

/* free: below the margin such a text has words that others wrote, so any may stand there. */
static const struct output {
	const char *file;
	parse_fn *parse;
	const char *text;
	bool free;
} outputs[] = {
	{ "ip_link", parse_link,
	  "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\n"
	  "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
	  "2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000\n"
	  "    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n"
	  "    RX: bytes  packets  errors  dropped missed  mcast\n    1 2 0 0 0 0\n"
	  "    altname enp1s0\n",
	  false },
	{ "ip_addr", parse_addr,
	  "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n"
	  "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
	  "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n"
	  "2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000\n"
	  "    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n"
	  "    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\n"
	  "       valid_lft forever preferred_lft forever\n",
	  false },
	{ "ip_-br_addr", parse_addr,
	  "lo               UNKNOWN        127.0.0.1/8 ::1/128 \n"
	  "eth0             UP             10.0.0.1/24 fe80::1/64 \n",
	  false },
	{ "ip_-br_link", parse_link,
	  "lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> \n"
	  "eth0             UP             52:54:00:00:00:01 <BROADCAST,UP,LOWER_UP> \n",
	  false },
	{ "ifconfig_-a", parse_addr,
	  "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n"
	  "        inet 10.0.0.1  netmask 255.255.255.0  broadcast 10.0.0.255\n"
	  "        ether 52:54:00:00:00:01  txqueuelen 1000  (Ethernet)\n"
	  "        RX packets 1  bytes 2 (2.0 B)\n        TX packets 1  bytes 2 (2.0 B)\n"
	  "        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n",
	  false },
	{ "ip_route", parse_route,
	  "default via 10.0.0.254 dev eth0 proto static metric 100 \n"
	  "10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 \n"
	  "10.9.0.0/16 proto static\n\tnexthop via 10.0.0.2 dev eth0 weight 1\n",
	  false },
	{ "route_-n", parse_route,
	  "Kernel IP routing table\n"
	  "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n"
	  "0.0.0.0         10.0.0.254      0.0.0.0         UG    100    0        0 eth0\n"
	  "10.0.0.0        0.0.0.0         255.255.255.0   U     100    0        0 eth0\n",
	  false },
	{ "ip_rule", parse_rule,
	  "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n", false },
	{ "ip_neigh", parse_neigh,
	  "10.0.0.2 dev eth0 lladdr 52:54:00:00:00:02 REACHABLE\n10.0.0.3 dev eth0 FAILED\n",
	  false },
	{ "ip_nexthop", parse_nexthop,
	  "id 1 via 10.0.0.2 dev eth0 scope link \nid 5 group 1\n", false },
	{ "ip_vrf", parse_vrf, "Name              Table\n-----------------------\nblue  10\n", false },
	{ "proc/net/bonding/bond0", parse_proc_bonding,
	  "Ethernet Channel Bonding Driver: v5.14.0\n\n"
	  "Bonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\n"
	  "Currently Active Slave: eth0\nMII Status: up\nMII Polling Interval (ms): 100\n"
	  "Up Delay (ms): 0\nDown Delay (ms): 0\nPeer Notification Delay (ms): 0\n\n"
	  "Slave Interface: eth0\nMII Status: up\nSpeed: 1000 Mbps\nDuplex: full\n"
	  "Link Failure Count: 0\nPermanent HW addr: 52:54:00:00:00:01\nSlave queue ID: 0\n",
	  false },
	{ "proc/net/vlan/config", parse_proc_vlan_config,
	  "VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\n"
	  "eth0.5         | 5  | eth0\n",
	  false },
	{ "proc/net/vlan/eth0.5", parse_proc_vlan,
	  "eth0.5  VID: 5\t REORDER_HDR: 1  dev->priv_flags: 1021\n"
	  "         total frames received            1\n          total bytes received           46\n"
	  "      Broadcast/Multicast Rcvd            0\n\n"
	  "      total frames transmitted            1\n       total bytes transmitted           46\n"
	  "Device: eth0\nINGRESS priority mappings: 0:0  1:0\n EGRESS priority mappings: \n",
	  false },
	{ "teamdctl_team0_state", parse_team_state,
	  "setup:\n  runner: activebackup\nports:\n  eth0\n    link watches:\n"
	  "      link summary: up\n      instance[link_watch_0]:\n        name: ethtool\n"
	  "        link: up\n        down count: 0\nrunner:\n  active port: eth0\n",
	  false },
	{ "teamnl_team0_ports", parse_team_ports, " 4: eth2: up 1000Mbit FD \n", false },
	{ "multipath_-ll", parse_multipath,
	  "mpatha (36000) dm-0 IET,VIRTUAL-DISK\nsize=8.0M features='0' hwhandler='0' wp=rw\n"
	  "|-+- policy='service-time 0' prio=1 status=active\n"
	  "| `- 0:0:0:1 sda 8:0  active ready running\n"
	  "`-+- policy='service-time 0' prio=1 status=enabled\n"
	  "  `- 1:0:0:1 sdb 8:16 active ready running\n",
	  false },
	{ "proc/mounts", parse_proc_mounts,
	  "sysfs /sys sysfs rw,nosuid 0 0\n10.0.0.9:/x /mnt nfs4 rw,vers=4.2,addr=10.0.0.9 0 0\n",
	  false },
	{ "mount", parse_mount,
	  "sysfs on /sys type sysfs (rw,nosuid)\n10.0.0.9:/x on /mnt type nfs4 (rw,vers=4.2)\n",
	  false },
	{ "findmnt", parse_findmnt,
	  "TARGET SOURCE      FSTYPE OPTIONS\n/      /dev/sda1   ext4   rw,relatime\n"
	  "`-/mnt 10.0.0.9:/x nfs4   rw,relatime,vers=4.2\n",
	  false },
	{ "nfsstat_-m", parse_nfsstat,
	  "/mnt from 10.0.0.9:/x\n Flags:\trw,relatime,vers=4.2,addr=10.0.0.9\n\n", false },
	{ "etc/fstab", parse_fstab, "10.0.0.9:/x /mnt nfs4 defaults 0 0\n", false },
	{ "sysctl_-a", parse_sysctl,
	  "net.ipv4.conf.lo.rp_filter = 0\nnet.ipv4.ip_forward = 0\n", false },
	{ "ethtool_eth0", parse_ethtool,
	  "Settings for eth0:\n\tSupported ports: [ TP ]\n\tSupported link modes:   10baseT/Half\n"
	  "\t                        1000baseT/Full\n\tSpeed: 1000Mb/s\n\tLink detected: yes\n",
	  false },
	{ "ethtool_-P_eth0", parse_ethtool_address, "Permanent address: 52:54:00:00:00:01\n", false },
	{ "ethtool_-i_eth0", parse_ethtool_driver,
	  "driver: e1000e\nversion: 5.14\nfirmware-version: 0.13-4\nexpansion-rom-version: \n"
	  "bus-info: 0000:00:19.0\nsupports-statistics: yes\n",
	  false },
	{ "lldpctl_-f_keyvalue", parse_lldp_keyvalue,
	  "lldp.eth0.via=LLDP\nlldp.eth0.chassis.name=sw1\nlldp.eth0.port.ifname=Gi1\n", false },
	{ "lldpctl", parse_lldp_text,
	  "-------------------------------\nLLDP neighbors:\n-------------------------------\n"
	  "Interface:    eth0, via: LLDP, RID: 1, Time: 0 day, 00:00:05\n  Chassis:     \n"
	  "    ChassisID:    mac 52:54:00:00:00:09\n    SysName:      sw1\n"
	  "-------------------------------\n",
	  true },
	{ "networkctl_lldp", parse_networkctl_lldp,
	  "LINK CHASSIS-ID        SYSTEM-NAME CAPS        PORT-ID PORT-DESCRIPTION\n"
	  "eth0 52:54:00:00:00:09 sw1         ...b....... Gi1     to web01\n\n"
	  "Capability Flags:\no - Other; p - Repeater;  b - Bridge; w - WLAN Access Point; r - Router;\n"
	  "t - Telephone; d - DOCSIS cable device; a - Station; c - Customer VLAN;\n"
	  "s - Service VLAN, m - Two-port MAC Relay (TPMR)\n\n1 neighbors listed.\n",
	  false },
	{ "iscsiadm_-m_session", parse_iscsiadm,
	  "tcp: [1] 10.0.0.9:3260,1 iqn.2001-05.com.example:a (non-flash)\n", false },
	{ "iscsiadm_-m_iface", parse_iscsiadm, "default tcp,<empty>,<empty>,<empty>,<empty>\n",
	  false },
};

static unsigned notes_of(const struct output *o, const char *text)
{
	struct snapshot *s = snapshot_new();
	struct host h = { .name = snapshot_cstr(s, "a") };
	unsigned host = snapshot_add_host(s, &h), n;

	o->parse(s, host, o->file, str_of(text));
	n = (unsigned)snapshot_rows(s, TABLE_note, host);
	snapshot_free(s);
	return n;
}

/* The text with a line more, behind its first n lines. */
static bool with_line(const char *text, size_t n, const char *line, char *to, size_t size)
{
	const char *at = text;

	for (; n; n--) {
		at = strchr(at, '\n');
		if (!at)
			return false;
		at++;
	}
	snprintf(to, size, "%.*s%s\n%s", (int)(at - text), text, line, at);
	return true;
}

static void test_no_line_passed_over(void **state)
{
	static const char *const foreign[] = {
		"hello, world", "Tue Oct  3 10:11:12 2023", "10 green bottles",
		"\thello world", "    hello world",
	};
	char text[4096];
	bool good = true;

	(void)state;
	for (size_t i = 0; i < countof(outputs); i++) {
		const struct output *o = &outputs[i];
		if (notes_of(o, o->text))
			fail_msg("%s: a line of its own is noted", o->file);
		for (size_t f = 0; f < countof(foreign); f++)
			for (size_t n = 0; with_line(o->text, n, foreign[f], text, sizeof(text)); n++)
				if (!notes_of(o, text) && !(o->free && foreign[f][0] <= ' ')) {
					print_error("%s: '%s' behind line %zu is passed over\n",
						    o->file, foreign[f], n);
					good = false;
				}
	}
	assert_true(good);
}

/* Devices are told by all of these, and fstab looks as what is mounted does. */
static bool are_alike(const struct output *a, const struct output *b)
{
	return ((a->parse == parse_link || a->parse == parse_addr) &&
		(b->parse == parse_link || b->parse == parse_addr)) ||
	       (a->parse == parse_fstab && b->parse == parse_proc_mounts);
}

/* What one prints is none of another: nothing of it, or a note of each line that is not taken. */
static void test_no_output_of_another(void **state)
{
	bool good = true;

	(void)state;
	for (size_t i = 0; i < countof(outputs); i++)
		for (size_t k = 0; k < countof(outputs); k++) {
			const struct output *a = &outputs[i], *b = &outputs[k];
			if (a->parse == b->parse || are_alike(a, b) || notes_of(a, b->text))
				continue;
			print_error("%s is read as %s\n", b->file, a->file);
			good = false;
		}
	assert_true(good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_line_passed_over),
		cmocka_unit_test(test_no_output_of_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
