#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files of netplan: one, several that are merged, what networkd makes of them; and what is none.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# gives SOURCE QUERY LINE…: exactly these lines answer it.
gives() {
	local source=$1 query=$2
	shift 2
	ends 0 uplint query -f csv "$query" "$source"
	tail -n +2 out | tr -d '\r"' >got
	: >wanted
	[ $# -eq 0 ] || printf '%s\n' "$@" >wanted
	diff wanted got >difference || { cat difference; fail "$source: $query"; }
}
state() { gives "$1" "SELECT state, why FROM coverage WHERE fact = '$2'" "$3"; }
refuses() { # FILE WORDS
	ends 2 uplint check "$1"
	has err "$2"
}
# one LINE…: a file of one Ethernet device with these keys.
one() { { printf 'network:\n  version: 2\n  ethernets:\n    eth0:\n'; printf '      %s\n' "$@"; } >one.yaml; }
route='SELECT dst, gateway, interface, route_table, metric, scope, flags FROM route'

# All kinds of devices; the second file goes on where the first ended. netplan 0.106 makes the same
# of both (`netplan generate --root-dir`).
mkdir -p web1/etc/netplan
cp "$ROOT"/fixtures/captures/netplan-all-kinds/*.yaml web1/etc/netplan
merged=web1/etc/netplan
gives $merged 'SELECT name, platform, kind FROM host' web1,linux,netplan
gives web1 'SELECT name, platform, kind FROM host' web1,linux,netplan
gives $merged 'SELECT name, kind, permanent_mac, mtu, admin, master, lower, vlan_id, stack, vrf_table, mode FROM interface' \
	lan0,physical,52:54:00:00:00:01,1400,1,,,,,, e1,physical,,,1,bond0,,,,, \
	enp2s0,physical,,,1,bond0,,,,, e3,physical,,,1,blue,,,blue,, d0,dummy,,,0,,,,,, \
	bond0,bond,,9000,1,,,,,, br0,bridge,,,1,,,,,, bond0.5,vlan,,,1,,bond0,5,,, \
	blue,vrf,,,1,,,,blue,42, 'vx7,vxlan,,,1,,lan0,,,,vni 7'
gives $merged 'SELECT interface, address, flags, label FROM address' e3,10.3.0.2,, d0,10.6.0.1,, \
	bond0,10.0.0.2,, bond0,10.0.0.4,secondary, 'bond0,10.0.0.3,secondary,deprecated,bond0:x' \
	bond0.5,10.5.0.2,,
gives $merged 'SELECT mode, miimon, arp_interval, updelay, downdelay, primary_member, arp_targets, lacp_rate FROM bond' \
	'active-backup,1000,0,200,0,enp2s0,10.0.0.1,10.0.0.9,'
gives $merged 'SELECT team, interface FROM uplink' bond0,e1 bond0,enp2s0
gives $merged "$route WHERE family = 4 AND type = 'unicast'" 10.3.0.0/24,,e3,42,0,link,derived \
	10.0.0.0/24,,bond0,main,0,link,derived 10.5.0.0/24,,bond0.5,main,0,link,derived \
	10.33.0.0/16,10.3.0.9,e3,42,0,global, 0.0.0.0/0,10.0.0.1,bond0,main,0,global, \
	10.9.0.0/16,10.0.0.9,bond0,100,0,global, 10.8.0.0/16,,bond0,main,0,link, \
	0.0.0.0/0,10.5.5.5,bond0,7,50,global,onlink 0.0.0.0/0,10.3.0.1,e3,42,0,global,
gives $merged "SELECT dst, interface, type FROM route WHERE type = 'blackhole'" 1.2.3.4/32,,blackhole
gives $merged "SELECT prefsrc FROM route WHERE dst = '10.8.0.0/16'" 10.0.0.4
gives $merged "SELECT mtu FROM route WHERE route_table = '7'" 1300
gives $merged "SELECT interface, route_table FROM route WHERE dst = 'fe80::/64'" lan0,main e3,42 bond0,main br0,main vx7,main
gives $merged "SELECT priority, src, dst, route_table, fwmark, tos FROM routing_rule WHERE protocol = 'static'" \
	999,10.0.0.2/32,,100,, 5,10.77.0.2/32,10.9.0.0/16,100,7,8 4,10.3.0.0/24,,42,,
gives $merged "SELECT family, priority, route_table FROM routing_rule WHERE protocol = 'kernel'" 4,0,local 4,1000, \
	4,32766,main 4,32767,default 6,0,local 6,1000, 6,32766,main
for fact in interface address route routing_rule bond uplink; do state $merged $fact read,; done
gives $merged 'SELECT reason FROM note'
gives $merged "SELECT origin FROM route WHERE dst = '10.33.0.0/16'" $merged/20-b.yaml:3

# A path through it, derived and certain: every interface is known.
ends 0 uplint path -f json $merged 10.5.0.9
jq -e '.paths[0] | .certain and .interface == "bond0.5"' out >/dev/null || fail "the path by bond0.5"
has out 'derived: the kernel makes this route'

# Without a suffix that netplan reads, and hidden by a folder that comes later.
mkdir -p web1/run/netplan web1/lib/netplan
cp $merged/20-b.yaml $merged/30-c.yml
printf 'network: {ethernets: {e3: {addresses: [10.3.0.77/24]}}}\n' >web1/run/netplan/20-b.yaml
printf 'network: {ethernets: {e3: {addresses: [10.3.0.78/24]}}}\n' >web1/lib/netplan/20-b.yaml
gives web1 "SELECT address FROM address WHERE interface = 'e3'" 10.3.0.77
gives web1 "SELECT mtu FROM interface WHERE name = 'bond0'" ''

# What is left open, and why.
one 'dhcp4: yes'
state one.yaml address 'partial,eth0 asks DHCP for an IPv4 address'
state one.yaml route 'partial,eth0 asks DHCP for an IPv4 address'
state one.yaml interface read,
one 'addresses: ["fd00::1/64"]'
state one.yaml address 'partial,eth0 takes what IPv6 routers announce: it has no `accept-ra: false`'
one 'addresses: ["fd00::1/64"]' 'accept-ra: false' 'gateway6: "fd00::fe"'
state one.yaml address read,
gives one.yaml "$route WHERE route_table = 'main'" fd00::/64,,eth0,main,256,global,derived \
	fe80::/64,,eth0,main,256,global,derived ::/0,fd00::fe,eth0,main,1024,global,
one 'addresses: ["fd00::1/64"]' 'link-local: []'
state one.yaml address read,
gives one.yaml "SELECT dst FROM route WHERE dst = 'fe80::/64'"
one 'match: {name: "en*"}' 'addresses: [10.0.0.1/24]'
state one.yaml interface 'partial,eth0 is an ID: the names of its devices are not in the file'
ends 0 uplint path -f json one.yaml 10.0.0.9
jq -e '.paths[0].certain | not' out >/dev/null || fail "certain of a device that has no name"
one 'renderer: NetworkManager' 'addresses: [10.0.0.1/24]'
gives one.yaml "$route WHERE route_table = 'main' AND family = 4" 10.0.0.0/24,,eth0,main,,link,derived
printf 'network: {version: 2, renderer: NetworkManager}\n' >one.yaml
state one.yaml interface 'partial,NetworkManager configures devices too that netplan does not name'

# networkd leaves a bond to the kernel, which watches no link; NetworkManager does otherwise.
printf 'network: {ethernets: {a: {}}, bonds: {bond0: {interfaces: [a]}}}\n' >bond.yaml
gives bond.yaml 'SELECT mode, miimon, arp_interval FROM bond' balance-rr,0,0
ends 1 uplint check --select bond-monitored bond.yaml
printf 'network: {renderer: NetworkManager, ethernets: {a: {}}, bonds: {bond0: {interfaces: [a]}}}\n' >bond.yaml
gives bond.yaml 'SELECT mode, miimon, arp_interval FROM bond' ,,
ends 2 uplint check --select bond-monitored bond.yaml

# Rules without a priority: two for one packet leave open which comes first.
one 'addresses: [10.0.0.1/24]' 'routing-policy: [{from: 10.0.0.0/24, table: 1}, {from: 10.0.1.0/24, table: 2}]'
state one.yaml routing_rule read,
one 'addresses: [10.0.0.1/24]' 'routing-policy: [{from: 10.0.0.0/24, table: 1}, {from: 10.0.0.1, table: 2}]'
state one.yaml routing_rule 'partial,rules without a priority stand in an order that is not said'

# Mistakes are told; what they hide is not known.
one 'adresses: [10.0.0.1/24]'
gives one.yaml 'SELECT line_text, reason FROM note' 'adresses,no key of netplan here'
state one.yaml address 'partial,a value was not understood: no key of netplan here'
one 'addresses: [10.0.0.1]' 'routes: [{via: 10.0.0.2}]' 'mtu: big'
gives one.yaml 'SELECT reason FROM note' 'not a value for this key' \
	'no address with a prefix length' 'a route without a destination or gateway'
gives one.yaml "SELECT state FROM coverage WHERE fact IN ('address', 'route', 'interface')" partial partial partial
printf 'network: {bridges: {br0: {interfaces: [nowhere]}}}\n' >ref.yaml
gives ref.yaml 'SELECT line_text, reason FROM note' 'nowhere,no device of this ID is defined'

# What looks like it and is none.
printf 'network:\n  version: 1\n  config: []\n' >v1.yaml
refuses v1.yaml 'network-config of cloud-init, version 1'
printf 'version: 2\nethernets:\n  eth0: {dhcp4: true}\n' >bare.yaml
refuses bare.yaml 'network-config of cloud-init without `network:`'
printf '#cloud-config\nusers: []\nnetwork: {version: 2, ethernets: {}}\n' >user-data.yaml
refuses user-data.yaml 'user-data of cloud-init'
printf 'network: {version: 2, ethernets: {}}\nhostname: a\n' >beside.yaml
refuses beside.yaml 'this one has others beside it'
printf 'network: {version: 3, ethernets: {}}\n' >v3.yaml
refuses v3.yaml 'version 2 alone'
printf 'network: {driver: bridge, ethernets: {}}\n' >odd.yaml
refuses odd.yaml 'no known kind of input'
printf 'network:\n  ethernets: {eth0: {addresses: [}}\n' >broken.yaml
refuses broken.yaml 'broken.yaml:2:'
mkdir mixed && cp one.yaml mixed/ && echo 'key: value' >mixed/two.yaml
gives mixed 'SELECT host FROM host' one
printf 'network:\n  ethernets:\n    eth0: &a {dhcp4: true}\n    eth1: *a\n' >anchor.yaml
refuses anchor.yaml 'anchors and aliases'
