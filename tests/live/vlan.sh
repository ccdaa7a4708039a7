#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# VLANs: id, protocol, and the device below.
. "$ROOT/tests/live/lib.sh"
need_kind veth
ns_new vlan
ip -n "$ns" link add a0 type veth peer name a1
ip -n "$ns" link add link a0 name a0.100 type vlan id 100 2>/dev/null || skip "this kernel has no VLAN devices"
ip -n "$ns" link add link a0 name q0 type vlan protocol 802.1ad id 7
ip -n "$ns" link add link q0 name q0.8 type vlan id 8
same_facts VLANs '[{"name": "a0.100", "kind": "vlan", "lower": "a0", "vlan_id": 100, "vlan_protocol": "802.1Q"},
	{"name": "q0", "kind": "vlan", "lower": "a0", "vlan_id": 7, "vlan_protocol": "802.1ad"},
	{"name": "q0.8", "kind": "vlan", "lower": "q0", "vlan_id": 8, "vlan_protocol": "802.1Q"}]' \
	"$(facts 'SELECT name, kind, lower, vlan_id, vlan_protocol FROM interface WHERE vlan_id IS NOT NULL ORDER BY name')"
