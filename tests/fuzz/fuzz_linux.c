/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what /proc, teamdctl, multipath, sysctl, mount and ethtool say, told and forced. */
#include <stdint.h>

#include "parse/linux/linux.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	bool (*is)(struct str text);
	parse_fn *parse;
	const char *file;
} forms[] = {
	{ is_proc_bonding, parse_proc_bonding, "x/proc/net/bonding/bond0" },
	{ is_proc_vlan_config, parse_proc_vlan_config, "x/proc/net/vlan/config" },
	{ is_proc_vlan, parse_proc_vlan, "x/proc/net/vlan/bond0.100" },
	{ is_team_dump, parse_team_dump, "x/teamdctl_team0_state_dump" },
	{ is_team_state, parse_team_state, "x/teamdctl_team0_state" },
	{ is_team_config, parse_team_config, "x/teamdctl_team0_config_dump" },
	{ is_team_ports, parse_team_ports, "x/teamnl_team0_ports" },
	{ is_multipath, parse_multipath, "x/multipath_-ll" },
	{ is_lldp_keyvalue, parse_lldp_keyvalue, "x/lldpctl" },
	{ is_lldp_json, parse_lldp_json, "x/lldpctl" },
	{ is_lldp_text, parse_lldp_text, "x/lldpctl" },
	{ is_networkctl_lldp, parse_networkctl_lldp, "x/networkctl_lldp" },
	{ is_proc_mounts, parse_proc_mounts, "x/proc/mounts" },
	{ is_mount, parse_mount, "x/mount" },
	{ is_findmnt, parse_findmnt, "x/findmnt" },
	{ is_findmnt_json, parse_findmnt_json, "x/findmnt_-J" },
	{ is_nfsstat, parse_nfsstat, "x/nfsstat_-m" },
	{ is_failure, parse_mountinfo, "x/proc/self/mountinfo" },
	{ is_failure, parse_mountinfo_disks, "x/proc/self/mountinfo" },
	{ is_failure, parse_fstab, "x/etc/fstab" },
	{ is_sysctl, parse_sysctl, "x/sysctl_-a" },
	{ is_proc_sys, parse_proc_sys, "x/proc/sys/net/ipv4/conf/eth0.100/rp_filter" },
	{ is_ethtool, parse_ethtool, "x/ethtool_eth0" },
	{ is_ethtool_json, parse_ethtool_json, "x/ethtool_--json_eth0" },
	{ is_ethtool_address, parse_ethtool_address, "x/ethtool_-P_eth0" },
	{ is_ethtool_driver, parse_ethtool_driver, "x/ethtool_-i_eth0" },
	{ is_failure, parse_failure, "x/multipath_-ll" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text = { (const char *)data, size };
	struct host row = { .name = snapshot_cstr(s, "h") };
	unsigned told = snapshot_add_host(s, &row), forced = snapshot_add_host(s, &row);
	size_t name = size < 64 ? size : 64;
	const char *file = snapshot_text(s, (struct str){ text.p, name }).s;

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (forms[i].is(text))
			forms[i].parse(s, told, forms[i].file, text);
		forms[i].parse(s, forced, file ? file : "", text);
	}
	multipath_add_sessions(s, forced);
	return 0;
}
