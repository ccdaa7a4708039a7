#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A host is built by hand as a file of netplan and a state of nmstate describe it: the kernel makes
# the routes that were derived, goes the ways that were told, and the verdicts are the same.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"
need_kind veth
switch=
ns_new desired
ns_new switch switch

for port in eth0 eth1 eth2; do
	ip link add $port netns "$ns" type veth peer name $port netns "$switch"
	ip -n "$switch" link set $port up
	ip -n "$ns" link set $port up
done
ns_ip <<-END
	link set eth2 mtu 1400
	addr add 192.0.2.21/24 dev eth0
	addr add 10.10.1.21/24 dev eth1
	addr add 10.10.1.22/24 dev eth1
	addr add 10.10.2.21/31 dev eth1
	addr add 10.10.3.21/32 dev eth1
	addr add fd00:1::21/64 dev eth1 nodad
	addr add 10.10.1.23/24 dev eth2
	addr add fd00:2::23/128 dev eth2 nodad
	route add default via 192.0.2.1 dev eth0 proto static
	route add default via 192.0.2.2 dev eth0 proto static metric 50 table 7
	route add 10.20.0.0/16 via 10.10.1.1 dev eth2 proto static metric 9 mtu 1300
	route add 10.21.0.0/16 dev eth1 proto static scope link src 10.10.1.22
	route add 172.16.9.0/24 via 172.16.0.1 dev eth1 proto static onlink
	route add unreachable 10.22.0.0/16 proto static
	rule add from 10.10.1.23 lookup 7
	rule add to 10.30.0.0/16 from 192.0.2.21 lookup 7 priority 500
END
ip -n "$ns" -6 route add default via fd00:1::1 dev eth1 proto static

cat >planned.yaml <<'END'
network:
  version: 2
  ethernets:
    lo: {addresses: [127.0.0.1/8, "::1/128"]}
    eth0:
      accept-ra: false
      addresses: [192.0.2.21/24]
      routes:
      - {to: default, via: 192.0.2.1}
      - {to: default, via: 192.0.2.2, metric: 50, table: 7}
      - {to: 10.22.0.0/16, type: unreachable}
      routing-policy:
      - {from: 192.0.2.21, to: 10.30.0.0/16, table: 7, priority: 500}
    eth1:
      accept-ra: false
      addresses: [10.10.1.21/24, 10.10.1.22/24, 10.10.2.21/31, 10.10.3.21/32, "fd00:1::21/64"]
      routes:
      - {to: 10.21.0.0/16, scope: link, from: 10.10.1.22}
      - {to: 172.16.9.0/24, via: 172.16.0.1, on-link: true}
      - {to: default, via: "fd00:1::1"}
    eth2:
      accept-ra: false
      mtu: 1400
      addresses: [10.10.1.23/24, "fd00:2::23/128"]
      routes:
      - {to: 10.20.0.0/16, via: 10.10.1.1, metric: 9, mtu: 1300}
      routing-policy:
      - {from: 10.10.1.23, table: 7, priority: 32765}
END
cat >state.yml <<'END'
interfaces:
- {name: lo, type: loopback, state: up, ipv4: {enabled: true, address: [{ip: 127.0.0.1, prefix-length: 8}]}, ipv6: {enabled: true, address: [{ip: '::1', prefix-length: 128}]}}
- {name: eth0, type: veth, state: up, ipv4: {enabled: true, address: [{ip: 192.0.2.21, prefix-length: 24}]}}
- name: eth1
  type: veth
  state: up
  ipv4:
    enabled: true
    address:
    - {ip: 10.10.1.21, prefix-length: 24}
    - {ip: 10.10.1.22, prefix-length: 24}
    - {ip: 10.10.2.21, prefix-length: 31}
    - {ip: 10.10.3.21, prefix-length: 32}
  ipv6: {enabled: true, address: [{ip: 'fd00:1::21', prefix-length: 64}]}
- name: eth2
  type: veth
  state: up
  mtu: 1400
  ipv4: {enabled: true, address: [{ip: 10.10.1.23, prefix-length: 24}]}
  ipv6: {enabled: true, address: [{ip: 'fd00:2::23', prefix-length: 128}]}
routes:
  running:
  - {destination: 0.0.0.0/0, next-hop-interface: eth0, next-hop-address: 192.0.2.1, table-id: 254}
  - {destination: 0.0.0.0/0, next-hop-interface: eth0, next-hop-address: 192.0.2.2, metric: 50, table-id: 7}
  - {destination: 10.20.0.0/16, next-hop-interface: eth2, next-hop-address: 10.10.1.1, metric: 9, mtu: 1300, table-id: 254}
  - {destination: 10.21.0.0/16, next-hop-interface: eth1, next-hop-address: 0.0.0.0, source: 10.10.1.22, table-id: 254}
  - {destination: 172.16.9.0/24, next-hop-interface: eth1, next-hop-address: 172.16.0.1, table-id: 254}
  - {destination: 10.22.0.0/16, route-type: unreachable, table-id: 254}
  - {destination: '::/0', next-hop-interface: eth1, next-hop-address: 'fd00:1::1', metric: 1024, table-id: 254}
route-rules:
  config:
  - {ip-from: 10.10.1.23/32, route-table: 7, priority: 32765}
  - {ip-from: 192.0.2.21/32, ip-to: 10.30.0.0/16, route-table: 7, priority: 500}
END
sleep 2 # IPv6 looks for duplicates of the link-local addresses

# Every route but those of addresses that depend on a MAC; table local of IPv6 has more on some kernels.
columns='dst, type, route_table, coalesce(metric, 0) AS metric, prefsrc, gateway, interface, protocol'
routes="SELECT $columns FROM route WHERE (family = 4 OR route_table = 'main') AND dst <> 'fe80::/64'
	AND dst <> '::1/128' ORDER BY dst, route_table, interface, type"
sorted() { jq -S 'map(with_entries(select(.value != null)))'; }
same_facts 'routes of netplan' "$(facts "$routes")" "$(uplint query -f json "$routes" planned.yaml | sorted)"
rules="SELECT family, priority, src, dst, route_table, rule_action FROM routing_rule ORDER BY family, priority"
addresses="SELECT interface, address, prefixlen, secondary, scope FROM address WHERE address NOT LIKE 'fe80%'
	ORDER BY interface, address"
for file in planned.yaml state.yml; do
	same_facts "rules of $file" "$(facts "$rules")" "$(uplint query -f json "$rules" $file | sorted)"
	same_facts "addresses of $file" "$(facts "$addresses")" "$(uplint query -f json "$addresses" $file | sorted)"
done

# The same way by both: device, gateway, source.
kernel() { ip -n "$ns" -j route get "$@" 2>err | jq -r '.[0] | [.dev, .gateway // "", .prefsrc // ""] | join(" ")'; }
told() { uplint path -f json "$@" 2>err | jq -r '.paths[0] | select(.reachable) | [.interface, .gateway // "", .source // ""] | join(" ")'; }
for to in 192.0.2.9 8.8.8.8 10.10.1.9 10.10.1.22 10.10.1.255 10.10.2.20 10.10.3.21 10.20.1.1 10.21.1.1 172.16.9.9 10.22.0.1 \
	10.30.0.1 127.0.0.1 127.9.9.9 fd00:1::9 fd00:2::23 fd00:3::1; do
	for file in planned.yaml state.yml; do
		wanted=$(kernel $to) got=$(told $file $to)
		[ "$wanted" = "$got" ] || fail "$file: $to: the kernel goes '$wanted', told '$got'"
	done
done
for from in 10.10.1.23 192.0.2.21 10.10.1.22; do
	for to in 8.8.8.8 10.30.0.1 10.10.1.9; do
		for file in planned.yaml state.yml; do
			wanted=$(ip -n "$ns" -j route get $to from $from | jq -r '.[0] | [.dev, .gateway // ""] | join(" ")')
			got=$(uplint path -f json $file $to --from $from | jq -r '.paths[0] | [.interface // "", .gateway // ""] | join(" ")')
			[ "$wanted" = "$got" ] || fail "$file: $to from $from: the kernel goes '$wanted', told '$got'"
		done
	done
done

# The verdicts of what both hold.
select="one-nic-per-subnet,overlapping-subnets,gateway-on-link,one-default-route,duplicate-address"
verdicts() { jq -r '.results[] | select(.status == "non-compliant" or .status == "compliant") | [.rule, .subject, .status] | join(" ")' | sort; }
uplint check -f json --select "$select" --netns "$ns" 2>err | verdicts >live
grep -q '^one-nic-per-subnet 10.10.1.0/24 non-compliant' live || fail "the host has two ports in one subnet"
for file in planned.yaml state.yml; do
	uplint check -f json --select "$select" "$file" 2>err | verdicts >told
	diff live told || fail "$file: other verdicts"
done
