#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# VRFs: the table, the ports' stack, the rule that leads there.
. "$ROOT/tests/live/lib.sh"
need_kind vrf table 10
ns_new vrf
ns_ip <<-END
	link add red type vrf table 10
	link set red up
	link add a0 type veth peer name a1
	link set a0 master red up
	addr add 10.0.0.1/24 dev a0
END
same_facts VRF '[{"name": "a0", "stack": "red", "master": "red", "master_kind": "vrf"},
	{"name": "red", "kind": "vrf", "stack": "red", "vrf_table": "10"}]' \
	"$(facts "SELECT name, CASE kind WHEN 'vrf' THEN kind END AS kind, stack, master, master_kind, vrf_table FROM interface
	WHERE stack IS NOT NULL ORDER BY name")"
same_facts route '[{"dst": "10.0.0.0/24", "interface": "a0"}]' \
	"$(facts "SELECT dst, interface FROM route WHERE route_table = '10' AND dst = '10.0.0.0/24'")"
same_facts rule '[{"l3mdev": 1, "rule_action": "lookup"}]' \
	"$(facts 'SELECT l3mdev, rule_action, route_table FROM routing_rule WHERE family = 4 AND priority = 1000')"
