/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a host says beside ip and iscsiadm: told apart, and value by value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "model/lookup.h"
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

static unsigned new_host(struct snapshot *s)
{
	struct host h = { .name = snapshot_cstr(s, "a") };

	return snapshot_add_host(s, &h);
}

static const struct {
	const char *name;
	bool (*is)(struct str text);
	const char *text;
} forms[] = {
	{ "bonding", is_proc_bonding, "Ethernet Channel Bonding Driver: 6.1\n\nBonding Mode: x\n" },
	{ "vlan config", is_proc_vlan_config, "VLAN Dev name	 | VLAN ID\nv | 1 | e\n" },
	{ "vlan", is_proc_vlan, "v  VID: 1\t REORDER_HDR: 1  dev->priv_flags: 1\n" },
	{ "dump", is_team_dump, "{\"ports\": {}, \"setup\": {\"runner_name\": \"lacp\"}}" },
	{ "state", is_team_state, "setup:\n  runner: lacp\nports:\n" },
	{ "config", is_team_config, "{\"device\": \"t\", \"runner\": {\"name\": \"lacp\"}}" },
	{ "ports", is_team_ports, " 4: eth2: up 0Mbit HD \n" },
	{ "multipath", is_multipath,
	  "x (3) dm-0 A,B\nsize=1G\n'-+- policy='x'\n  `- 1:0:0:1 sda 8:0 active ready running\n" },
	{ "mounts", is_proc_mounts, "sysfs /sys sysfs rw,nosuid 0 0\n" },
	{ "mount", is_mount, "sysfs on /sys type sysfs (rw,nosuid)\n" },
	{ "findmnt", is_findmnt, "TARGET SOURCE FSTYPE OPTIONS\n/ /dev/sda1 ext4 rw\n" },
	{ "findmnt -J", is_findmnt_json, "{\"filesystems\": [{\"fstype\": \"ext4\"}]}" },
	{ "nfsstat", is_nfsstat, "/mnt from nas:/x\n Flags:\trw,vers=3\n" },
	{ "sysctl", is_sysctl, "net.ipv4.conf.lo.rp_filter = 1\nnet.ipv4.ip_forward = 0\n" },
	{ "number", is_proc_sys, "1\n" },
	{ "ethtool", is_ethtool, "Settings for eth0:\n\tSpeed: 10Mb/s\n" },
	{ "ethtool --json", is_ethtool_json, "[{\"ifname\": \"e\", \"link-detected\": true}]" },
	{ "ethtool -P", is_ethtool_address, "Permanent address: not set\n" },
	{ "ethtool -i", is_ethtool_driver, "driver: veth\nversion: 1\nbus-info: \n" },
	{ "failure", is_failure, "bash: multipath: command not found\n" },
};

static void test_told_apart(void **state)
{
	static const char *const foreign[] = {
		"1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue\n    link/loopback 00:00:00:00:00:00\n",
		"[{\"ifname\": \"lo\", \"mtu\": 65536, \"flags\": [\"UP\"]}]",
		"default via 10.0.0.1 dev eth0 proto static\n",
		"tcp: [1] 10.0.0.1:3260,1 iqn.2001-05.com.example:a (non-flash)\n",
		"# BEGIN RECORD 2.1.8\nnode.name = iqn.x:y\n# END RECORD\n",
		"{\"interfaces\": []}",
		"defaults {\n\tuser_friendly_names yes\n}\n",
	};

	(void)state;
	for (size_t i = 0; i < countof(forms); i++)
		for (size_t k = 0; k < countof(forms); k++)
			if (forms[i].is(str_of(forms[k].text)) != (i == k))
				fail_msg("%s as %s", forms[k].name, forms[i].name);
	for (size_t i = 0; i < countof(forms); i++)
		for (size_t k = 0; k < countof(foreign); k++)
			if (forms[i].is(str_of(foreign[k])))
				fail_msg("text %zu as %s", k, forms[i].name);
	assert_true(is_failure(STR("")));
	assert_true(is_failure(STR("\n")));
}

static void test_device_of_name(void **state)
{
	static const struct {
		const char *file, *before, *after, *device;
	} cases[] = {
		{ "a/teamdctl_team0_state", "teamdctl", "state", "team0" },
		{ "a/teamdctl_team0_state_dump.json", "teamdctl", "state", "team0" },
		{ "teamdctl team0 state view", "teamdctl", "state", "team0" },
		{ "teamdctl_my_team-1_config_dump", "teamdctl", "config", "my_team-1" },
		{ "teamdctl_state_state", "teamdctl", "state", "state" },
		{ "teamdctl-team0.7-state.txt", "teamdctl", "state", "team0.7" },
		{ "teamdctl_team0", "teamdctl", "state", NULL },
		{ "teamdctl", "teamdctl", "state", NULL },
		{ "state", "teamdctl", "state", NULL },
		{ "x/ethtool_-P_eth0.100", "-P", NULL, "eth0.100" },
		{ "x/ethtool_-P_", "-P", NULL, NULL },
		{ "", "-P", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct str d = linux_device_of_name(cases[i].file, cases[i].before, cases[i].after);
		if (cases[i].device ? !str_eq(d, cases[i].device) : d.p != NULL)
			fail_msg("%s: %.*s", cases[i].file, STR_ARGS(d));
	}
}

static void test_path_states(void **state)
{
	static const struct {
		const char *words, *wanted;
	} cases[] = {
		{ "active ready running", "active" },
		{ "active ghost running", "standby" },
		{ "failed faulty offline", "failed" },
		{ "active faulty running", "failed" },
		{ "active ready offline", "failed" },
		{ "active i/o pending running", "active" },
		{ "undef undef unknown", NULL },
		{ "[active][ready]", "active" },
		{ "[failed][faulty]", "failed" },
		{ "[active]", "active" },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		unsigned host = new_host(s);
		struct multipath m;
		char text[200];
		snprintf(text, sizeof(text), "m (3)\nsize=1\n`- 7:0:0:1 sda 8:0 %s\n", cases[i].words);
		parse_multipath(s, host, "multipath", str_of(text));
		assert_true(get_multipath(s, host, 0, &m));
		if (!same(m.state.s, cases[i].wanted))
			fail_msg("%s: %s", cases[i].words, m.state.s);
		assert_true(num_is(m.scsi_host, 7));
	}
}

static void test_bond_modes(void **state)
{
	static const struct {
		const char *said, *mode, *fail_over_mac;
	} cases[] = {
		{ "load balancing (round-robin)", "balance-rr", NULL },
		{ "fault-tolerance (active-backup)", "active-backup", "none" },
		{ "fault-tolerance (active-backup) (fail_over_mac follow)", "active-backup", "follow" },
		{ "load balancing (xor)", "balance-xor", NULL },
		{ "fault-tolerance (broadcast)", "broadcast", NULL },
		{ "IEEE 802.3ad Dynamic link aggregation", "802.3ad", NULL },
		{ "transmit load balancing", "balance-tlb", NULL },
		{ "adaptive load balancing", "balance-alb", NULL },
		{ "telepathy", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
		unsigned host = new_host(s);
		struct bond b;
		char text[300];
		snprintf(text, sizeof(text),
			 "Ethernet Channel Bonding Driver: 6.1\n\nBonding Mode: %s\nMII Status: down\n"
			 "MII Polling Interval (ms): 0\nUp Delay (ms): 0\nDown Delay (ms): 0\n",
			 cases[i].said);
		parse_proc_bonding(s, host, "proc/net/bonding/b", str_of(text));
		assert_true(get_bond(s, host, 0, &b));
		assert_true(same(b.mode.s, cases[i].mode));
		assert_true(same(b.fail_over_mac.s, cases[i].fail_over_mac));
		assert_int_equal(b.has_active, TRI_NO);
		assert_true(num_is(b.arp_interval, 0));
	}
}

/* The first row counts, later rows are found too, and so is what stands behind a truncation. */
static void test_lookup(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = new_host(s);
	size_t i;

	(void)state;
	for (int n = 0; n < 1000; n++) {
		struct interface row = { .name = snapshot_textf(s, "e%d", n % 700) };
		struct interface none = { .mtu = num(n) };
		add_interface(s, host, &row);
		add_interface(s, host, &none);
		assert_true(snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name),
						 row.name, &i));
		assert_int_equal(i, 2 * (n % 700));
	}
	assert_false(snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name),
					  snapshot_cstr(s, "e701"), &i));
	snapshot_truncate(s, TABLE_interface, host, 10);
	assert_false(snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name),
					  snapshot_cstr(s, "e5"), &i));
	assert_true(snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name),
					 snapshot_cstr(s, "e4"), &i));
	assert_int_equal(i, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told_apart), cmocka_unit_test(test_device_of_name),
		cmocka_unit_test(test_path_states), cmocka_unit_test(test_bond_modes),
		cmocka_unit_test(test_lookup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
