#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Bonds and their members as ip sees them.
. "$ROOT/tests/live/lib.sh"
need_kind bond
ns_new bond
ns_ip <<-END
	link add a0 type veth peer name a1
	link add b0 type veth peer name b1
	link add c0 type veth peer name c1
	link add d0 type veth peer name d1
	link set a1 up
	link set b1 up
	link set c1 up
	link add bond0 type bond mode active-backup miimon 100 updelay 200
	link set a0 master bond0
	link set b0 master bond0
	link set bond0 up
	link set bond0 type bond primary b0
	link add bond1 type bond mode 802.3ad miimon 50 lacp_rate fast xmit_hash_policy layer3+4 min_links 1
	link set c0 master bond1
	link set d0 master bond1
	link set bond1 up
END
sleep 1

wanted=$(ip -n "$ns" -d -j link show type bond | jq '[.[] | .linkinfo.info_data as $d | {name: .ifname, driver: "bond", mode: $d.mode,
	miimon: $d.miimon, updelay: $d.updelay, min_links: $d.min_links, hash_policy: $d.xmit_hash_policy, active_member: $d.active_slave,
	primary_member: $d.primary, lacp_rate: (if $d.mode == "802.3ad" then $d.ad_lacp_rate else null end)}]')
same_facts bonds "$wanted" "$(facts 'SELECT name, driver, mode, miimon, updelay, min_links, hash_policy, active_member, primary_member,
	lacp_rate FROM bond')"
wanted=$(ip -n "$ns" -d -j link | jq '[.[] | select(.linkinfo.info_slave_kind == "bond") | .linkinfo.info_slave_data as $d |
	{team: .master, interface: .ifname, failures: $d.link_failure_count, permanent_mac: $d.perm_hwaddr,
	aggregator: $d.ad_aggregator_id, link: (if $d.mii_status == "UP" then 1 else 0 end)}] | sort_by(.interface)')
same_facts members "$wanted" "$(facts 'SELECT team, interface, failures, permanent_mac, aggregator, link FROM uplink ORDER BY interface')"
active=$(ip -n "$ns" -d -j link show bond0 | jq -r '.[0].linkinfo.info_data.active_slave')
same_facts "the active one" "[{\"interface\": \"$active\"}]" \
	"$(facts "SELECT interface FROM uplink WHERE team = 'bond0' AND role = 'active'")"
same_facts carries '[{"has_active": 1}]' "$(facts "SELECT has_active FROM bond WHERE name = 'bond0'")"
