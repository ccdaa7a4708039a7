#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# States of nmstate: shown or desired, YAML or JSON, in objects of Kubernetes; and what is none.
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
verdict() { # FILE RULE STATUS SUBJECT
	uplint check -f json "$1" >out 2>err
	jq -e --arg r "$2" --arg s "$3" --arg o "$4" \
		'any(.results[]; .rule == $r and .status == $s and .subject == $o)' out >/dev/null ||
		fail "$1: no $3 of $2 for $4"
}
state() { gives "$1" "SELECT state, why FROM coverage WHERE fact = '$2'" "$3"; }
refuses() { # FILE WORDS
	ends 2 uplint check "$1"
	has err "$2"
}
route='SELECT dst, gateway, interface, route_table, metric, flags FROM route'

# The published one: two ports in one subnet, two default routes.
captures=$ROOT/fixtures/captures
cp "$captures"/nmstate-shown/whole.yml "$captures"/nmstate-desired/desired.yaml .
shown=$captures/nmstate-two-in-one-subnet/current.yml
verdict "$shown" one-nic-per-subnet non-compliant 192.0.0.0/16
ends 0 uplint path "$shown" 8.8.8.8
has out '8.8.8.8 via 192.0.2.1 dev eth1 src 192.0.2.9'
gives "$shown" 'SELECT name, platform, kind FROM host' 'current,linux,nmstate'
gives "$shown" "$route WHERE is_default" '0.0.0.0/0,192.0.2.1,eth1,main,0,' \
	'0.0.0.0/0,192.0.2.1,eth2,main,100,'
refuses "$captures/nmstate-capture-policy/policy.yml" 'policy.yml:16: a policy whose `capture:`'

# A whole state: lo is among its interfaces, so none is left out, and what follows is certain.
gives whole.yml 'SELECT name FROM host' db7.example.org
state whole.yml interface read,
state whole.yml route read,
gives whole.yml 'SELECT name, kind, mac, mtu, speed, admin, master, master_kind FROM interface' \
	'lo,loopback,,65536,,1,,' 'eth1,physical,00:00:51:00:00:0a,1500,1000,1,,' \
	'eth2,physical,,,,1,br0,bridge' 'br0,bridge,,,,1,,' 'eth3,physical,,,,0,,'
gives whole.yml 'SELECT interface, address, method, flags FROM address' 'lo,127.0.0.1,static,' \
	'eth1,192.0.2.9,dhcp,' 'eth1,192.0.2.10,,secondary' 'eth1,fe80::200:51ff:fe00:a,link-local,'
gives whole.yml "SELECT dst, type, route_table FROM route WHERE flags = 'derived' AND interface = 'eth1'" \
	'192.0.2.9/32,local,local' 192.0.2.0/24,unicast,main 192.0.2.255/32,broadcast,local \
	192.0.2.10/32,local,local fe80::200:51ff:fe00:a/128,local,local fe80::/64,unicast,main
gives whole.yml "SELECT dst, type, mtu, scope FROM route WHERE gateway IS NULL AND flags IS NULL AND nexthops IS NULL" \
	10.8.0.0/16,unicast,1400,link 10.7.0.0/16,blackhole,,
gives whole.yml 'SELECT gateway, weight FROM nexthop' 192.0.2.7,1 192.0.2.8,2
gives whole.yml "SELECT count(*) FROM route WHERE route_table = '200'" 1
gives whole.yml "SELECT family, priority, src, dst, route_table, rule_action, fwmark, iif FROM routing_rule
	WHERE protocol IS NULL" '4,100,192.0.2.9/32,,200,lookup,,' '6,30000,,fd00::/64,,unreachable,16,eth1'
gives whole.yml "SELECT family, priority, route_table FROM routing_rule WHERE protocol = 'kernel'" \
	4,0,local 4,32766,main 4,32767,default 6,0,local 6,32766,main
gives whole.yml 'SELECT reason FROM note'
ends 0 uplint path -f json whole.yml 192.0.2.77
[ "$(jq -r '.paths[0].certain' out)" = true ] || fail "a derived route of a whole state is certain"
grep -q 'derived: the kernel makes this route' out || fail "the path does not say that its route is derived"

# JSON says the same, and so does what Kubernetes keeps of a node; a list of these is as many hosts.
uplint query -f csv 'SELECT dst, interface, gateway, flags FROM route' whole.yml >one
{ echo 'apiVersion: v1'; echo 'items:'
  for node in n1 n2; do
	printf -- '- apiVersion: nmstate.io/v1beta1\n  kind: NodeNetworkState\n  metadata: {name: %s}\n' $node
	printf '  status:\n    lastSuccessfulUpdateTime: "2026-11-20T10:00:00Z"\n    currentState:\n'
	tail -n +2 whole.yml | sed 's/^/      /'
  done; echo 'kind: List'; } >list.yaml
gives list.yaml 'SELECT name, captured FROM host' n1,2026-11-20T10:00:00Z n2,2026-11-20T10:00:00Z
uplint query -f csv "SELECT dst, interface, gateway, flags FROM route WHERE host = 'n2'" list.yaml >other
cmp one other || fail "a node's object says other routes than its state"
cat >state.json <<'END'
{"routes": {"config": [{"destination": "::/0", "next-hop-interface": "eth0", "next-hop-address": "fd00::1"}]},
 "interfaces": [{"name": "eth0", "type": "ethernet", "state": "up",
   "ipv6": {"enabled": true, "address": [{"ip": "fd00::5", "prefix-length": 64}]}}]}
END
gives state.json "$route WHERE route_table = 'main'" 'fd00::/64,,eth0,main,,derived' \
	'fe80::/64,,eth0,main,1024,derived' '::/0,fd00::1,eth0,main,,'

# A desired state is a part of its host: what is wrong in it stands, what is right is not all.
gives desired.yaml 'SELECT name FROM host' desired
gives desired.yaml 'SELECT name, driver, mode, miimon, lacp_rate, hash_policy, primary_member, arp_targets FROM bond' \
	'bond1,bond,802.3ad,140,fast,layer3+4,eth2,' 'team0,team,lacp,,,,,'
gives desired.yaml 'SELECT team, interface FROM uplink' bond1,eth2 bond1,eth3 team0,eth4
gives desired.yaml "SELECT name, kind, lower, vlan_id, vlan_protocol, stack, vrf_table, mode, master FROM interface
	WHERE kind IS NOT NULL" 'bond1,bond,,,,,,,' 'bond1.5,vlan,bond1,5,802.1ad,blue,,,blue' \
	'blue,vrf,,,,blue,42,,' 'team0,team,,,,,,,' 'ovs0,openvswitch,,,,,,,' 'vx0,vxlan,eth4,,,,,vni 77,'
gives desired.yaml "SELECT master, master_kind FROM interface WHERE name = 'eth5'" ovs0,openvswitch
gives desired.yaml "$route WHERE flags IS NULL" 10.6.0.0/16,10.5.0.1,bond1.5,42,,
gives desired.yaml 'SELECT line_text, reason FROM note' 'colour,no key of an interface in nmstate'
gives desired.yaml "SELECT count(*) FROM routing_rule WHERE l3mdev" 2
state desired.yaml address 'partial,bond1 asks DHCP for addresses'
state desired.yaml interface 'partial,a desired state names only what it changes on its host'
verdict desired.yaml mtu-fits-lower non-compliant bond1
ends 0 uplint path -f json desired.yaml 10.4.0.9
[ "$(jq -r '.paths[0].certain' out)" = false ] || fail "nothing of a part of a host is certain"

# Two ports in one subnet: NetworkManager gives them metrics as they come up.
sed 's/^- {name: eth3.*/- {name: eth3, type: ethernet, state: up, ipv4: {enabled: true, address: [{ip: 192.0.2.99, prefix-length: 24}]}}/' \
	whole.yml >crowded.yml
ends 0 uplint path -f json crowded.yml 192.0.2.77
[ "$(jq -r '.paths[0].certain' out)" = false ] || fail "which of two ports comes first is not certain"
has out 'the metrics of the ports in this subnet are not known'

# The first nmstate showed connected routes too: they are not derived again.
cat >python.yml <<'END'
interfaces:
- {name: lo, type: unknown, state: down}
- {name: eth0, type: ethernet, state: up, ipv4: {enabled: true, address: [{ip: 10.1.0.5, prefix-length: 24}]}}
routes:
  config: []
  running:
  - {destination: 10.1.0.0/24, metric: 100, next-hop-address: '', next-hop-interface: eth0, table-id: 254}
END
gives python.yml "$route WHERE route_table = 'main'" 10.1.0.0/24,,eth0,main,100,

# What looks like it and is none.
printf 'interfaces:\n  - {name: eth0, type: ethernet}\nfrobnicate: 1\n' >other.yaml
refuses other.yaml 'no known kind of input'
printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n' >manifest.yaml
refuses manifest.yaml "an object of Kubernetes that is none of nmstate's"
printf 'all:\n  hosts:\n    web1: {ansible_host: 10.0.0.1}\n' >inventory.yaml
refuses inventory.yaml 'an inventory of Ansible'
printf 'services:\n  web: {image: nginx}\nnetworks:\n  front: {}\n' >compose.yaml
refuses compose.yaml 'a compose file of containers'
printf 'interfaces:\n- {name: eth0, type: ethernet, mtu: [}\n' >broken.yaml
refuses broken.yaml 'broken.yaml:2:'
printf 'desiredState:\n  interfaces: [{name: eth0, type: ethernet}]\n' >plain.yaml
gives plain.yaml 'SELECT name FROM interface' eth0
faulty_host >native.yaml
gives native.yaml 'SELECT kind FROM host' native
printf 'interfaces:\n- {name: eth0, type: ethernet, ipv4: {address: [{ip: 10.0.0.300, prefix-length: 24}]}}\n' >bad.yaml
gives bad.yaml 'SELECT reason FROM note' 'no address with a prefix-length'
gives bad.yaml 'SELECT count(*) FROM address' 0
