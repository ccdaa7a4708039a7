#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What ip printed as text: published outputs, and virtual machines that saved it beside the JSON.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"
ln -s "$ROOT/fixtures/captures" captures
captures=captures

# answers SOURCE SQL ROW…
answers() {
	ends 0 uplint query -f csv "$2" "$captures/$1"
	tr -d '\r' <out | sed 1d >rows
	{ [ $# -lt 3 ] || printf '%s\n' "${@:3}"; } >wanted
	diff wanted rows >differ || fail "$1: $2: $(cat differ)"
}

# finds SOURCE RULE SUBJECT…: these, and no other finding at all.
finds() {
	uplint check -f json "$captures/$1" >out 2>err
	jq -r '.results[] | select(.status == "non-compliant") | .rule + ": " + .subject' out >rows
	printf '%s\n' "${@:2}" >wanted
	diff <(sort wanted) <(sort rows) >differ || fail "$1: $(cat differ)"
}
finds_nothing() {
	uplint check -f json "captures/$1" >out 2>err
	jq -e 'all(.results[]; .status != "non-compliant")' out >/dev/null || fail "$1: a false alarm"
}

# way SOURCE ADDRESS DEVICE GATEWAY SOURCE_ADDRESS
way() {
	uplint path -f json "$2" "$captures/$1" >out 2>err
	jq -r '.paths[0] | [.interface, .gateway // "-", .source] | join(" ")' out >rows
	echo "$3 $4 $5" >wanted
	diff wanted rows >differ || fail "way to $2: $(cat differ)"
}

# 802.3ad without a partner, a bridge port too: two lines of details on one device.
where=bond-lacp-no-partner-under-bridge-ip-d-addr
finds $where 'lacp-negotiated: bond1'
answers $where 'SELECT name, ifindex, kind, master, master_kind FROM interface' bond1,45,bond,br-bond1,bridge \
	tap40f8453b-31,150,tun,ovs-system,openvswitch br-bond1,46,bridge,, tap1fd66df1-42,151,tun,ovs-system,openvswitch
answers $where 'SELECT mode, miimon, hash_policy, lacp_rate, aggregator, ports, partner_mac, has_active FROM bond' \
	802.3ad,100,layer3+4,fast,1,1,00:00:00:00:00:00,
answers $where 'SELECT team, interface, role FROM uplink' br-bond1,bond1,forwarding
answers $where 'SELECT interface, address, prefixlen FROM address WHERE family = 4' br-bond1,10.10.101.33,26
answers $where "SELECT origin FROM address WHERE family = 4" captures/$where/ip_-d_address:16
answers $where "SELECT fact, state FROM coverage WHERE fact IN ('interface', 'address', 'uplink')" \
	interface,partial address,partial uplink,partial

# One of two members was kept in the published extract: no finding says that the bond has only one.
where=bond-lacp-vlan-jumbo-ip-d-link
answers $where 'SELECT arp_interval, arp_targets IS NULL, arp_targets FROM bond' '0,0,""'
finds_nothing $where
answers $where 'SELECT name, kind, mtu, lower, vlan_id, vlan_protocol FROM interface' lo,loopback,65536,,, \
	enp59s0f0,physical,9000,,, bond1,bond,9000,,, bond1.4003,vlan,9000,bond1,4003,802.1Q
answers $where 'SELECT b.hash_policy, b.ports, u.role, u.link, u.actor_state, u.partner_state FROM bond b JOIN uplink u
	ON u.team = b.name' layer2,2,active,1,63,63
answers $where 'SELECT interface, address FROM address' lo,127.0.0.1 lo,::1

finds ml-netdev-bond-no-link-monitoring 'bond-monitored: bond5' 'bond-members-up: enp0s31f6' 'bond-redundant: bond5'

# Hardware addresses made unreadable; a bond is known by its flag, what kind of bond is not.
where=gh-fusioninventory-376-bond-altnames
finds_nothing $where
answers $where 'SELECT name, kind, altnames, master, master_kind, mac FROM interface' eno1,,enp2s0f0,bond0,bond, \
	ens3f0,,enp8s0f0,bond0,bond, bond0,bond,,,,
answers $where 'SELECT name, mode FROM bond' bond0,
answers $where 'SELECT interface, address, prefixlen FROM address' bond0,10.2.0.2,24
answers $where "SELECT line_text FROM note WHERE reason = 'no address'" fe80::wwww:xxxx:xxxx:7535
answers $where "SELECT fact, state FROM coverage WHERE fact IN ('interface', 'bond', 'address')" interface,partial \
	address,partial bond,partial

# Labels are no devices; all share one hardware address; a VLAN is only a device on another without -d.
where=gh-fusioninventory-640-bond-vlans
finds_nothing $where
answers $where 'SELECT DISTINCT interface FROM address' lo bond0 bond0.3000
answers $where "SELECT label, subnet FROM address WHERE label LIKE '%:%'" bond0:10x1,10.0.1.0/24 \
	bond0:192x1,192.168.1.0/24 bond0:192x2,192.168.2.0/24 bond0:192x99,192.168.99.0/24
answers $where "SELECT count(DISTINCT mac) FROM interface WHERE name <> 'lo'" 1
answers $where "SELECT name, lower, kind FROM interface WHERE name LIKE '%.%'" bond0.3000,bond0,vlan
answers $where "SELECT origin FROM address WHERE label = 'bond0:10x1'" captures/$where/ip_-o_addr_mixed:6

# Routes alone: the kernel's own name the addresses. Answers of a kernel with these routes.
where=forum-em1-em3-em4-wide-netmask
way $where 10.31.45.106 em1 - 10.0.0.100
way $where 10.31.96.1 em3 - 10.31.97.100
way $where 10.31.97.5 em3 - 10.31.97.100
way $where 10.31.96.61 lo - 10.31.96.61
way $where 8.8.8.8 em3 10.31.96.1 10.31.97.100
way $where 192.168.1.1 em3 10.31.96.1 10.31.97.100
finds $where 'one-nic-per-subnet: 10.31.96.0/22' 'overlapping-subnets: em1 em3' 'overlapping-subnets: em1 em4'
answers $where 'SELECT interface, address, prefixlen FROM address' em1,10.0.0.100,8 em3,10.31.97.100,22 em4,10.31.96.61,22

# One host as net-tools, busybox and ip -br show it: each says its part, and no part is guessed.
for where in net-tools-three-nics busybox-three-nics; do
	finds_nothing $where
	answers $where "SELECT name, mac, mtu, admin, carrier FROM interface WHERE name GLOB 'eth*'" \
		eth0,52:54:00:00:01:00,1500,1,1 eth1,52:54:00:00:01:01,1500,1,1 eth2,52:54:00:00:01:02,1500,0,
	answers $where "SELECT address, prefixlen, label FROM address WHERE interface = 'eth1' AND scope IS NOT 'link'" \
		10.20.0.5,24,eth1 fd00:20::5,64, 10.20.0.7,24,eth1:nfs
	answers $where "SELECT dst, gateway, interface, metric, type FROM route WHERE family = 4" 0.0.0.0/0,192.0.2.1,eth0,100,unicast \
		10.20.0.0/24,,eth1,0,unicast 10.30.0.0/16,10.20.0.1,eth1,0,unicast 10.99.0.0/16,,,0,reject \
		192.0.2.0/24,,eth0,0,unicast
	way $where 10.30.0.9 eth1 10.20.0.1 10.20.0.5
	way $where fd00:30::9 eth1 fd00:20::1 fd00:20::5
	answers $where 'SELECT line_text FROM note'
done
finds_nothing ip-brief-three-nics
answers ip-brief-three-nics "SELECT name, admin, carrier, mtu FROM interface WHERE name GLOB 'eth*'" eth0,1,1, eth1,1,1, eth2,0,,
answers ip-brief-three-nics "SELECT address, secondary FROM address WHERE interface = 'eth1' AND family = 4" 10.20.0.5,0 \
	10.20.0.6,1 10.20.0.7,1

# Bonds of all kinds, team, VLAN, VRF: text and JSON of one machine say the same. The text names
# network namespaces where the JSON numbers them.
for capture in "$captures"/lab-*/; do
	[ -e "$capture/ip_-d_-j_link.json" ] || continue
	for form in json txt; do
		rm -rf $form
		mkdir $form
		cp "$capture"/ip_*.$form $form
		cp "$capture"/ip_-6_rule.txt $form
		echo lab >$form/hostname
		uplint snapshot $form >$form.yaml || fail "$capture $form"
		sed -i -e 's/link_netns: .*/link_netns: X/' -e '/line_text: "*ip_/d' -e '/^note:$/d' $form.yaml
	done
	diff json.yaml txt.yaml >difference || fail "$capture: $(cat difference)"
done
ends 0 uplint query -f csv "SELECT name, mode FROM bond" txt
