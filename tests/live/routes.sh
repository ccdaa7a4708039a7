#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Routes of all tables in the kernel's order, their next hops and objects.
. "$ROOT/tests/live/lib.sh"
ns_new routes
ns_ip <<-END
	link add a0 type veth peer name a1
	link add b0 type veth peer name b1
	link set a0 up
	link set a1 up
	link set b0 up
	link set b1 up
	addr add 10.0.0.1/24 dev a0
	addr add 10.0.0.2/24 dev b0
	addr add 10.1.0.1/24 dev b0
	addr add fd00::1/64 dev a0 nodad
	addr add fd00::2/64 dev b0 nodad
	route add default via 10.0.0.254 dev a0
	route append default via 10.0.0.253 dev a0
	route add default via 10.1.0.254 dev b0 metric 200 mtu 1400
	route add 10.9.0.0/16 via 10.0.0.254 dev a0 table 101 proto static
	route add 10.9.0.0/16 via 10.0.0.253 dev a0 tos 0x10
	route add blackhole 10.8.0.0/16
	route add unreachable 10.8.1.0/24 metric 5
	route add prohibit 10.8.2.0/24
	route add throw 10.8.3.0/24 table 4294967294
	route add 192.168.7.7 via 172.16.0.1 dev a0 onlink src 10.0.0.1 proto 201
	route add 192.168.8.0/24 via inet6 fd00::99 dev a0
	route add 10.20.0.0/16 nexthop via 10.0.0.254 dev a0 weight 3 nexthop via 10.1.0.254 dev b0
	route add 10.21.0.0/16 nexthop via 10.0.0.254 dev a0 weight 3 nexthop via 10.1.0.254 dev b0
	nexthop add id 7 via 10.0.0.250 dev a0
	nexthop add id 8 via 10.1.0.250 dev b0
	nexthop add id 9 blackhole
	nexthop add id 70 group 7,2/8,5
	route add 10.30.0.0/16 nhid 7
	route add 10.31.0.0/16 nhid 70
END
ns_ip -6 <<-END
	route add default via fd00::fe dev a0 pref high
	route add 2001:db8::/32 nexthop via fd00::fe dev a0 nexthop via fd00::fd dev b0
	route add blackhole 2001:db8:1::/48
END

as_uplint='def dst($any): if .dst == "default" then $any elif .dst | contains("/") then .dst
		else .dst + (if .dst | contains(":") then "/128" else "/32" end) end;
	[.[] | {dst: dst($any), type: (.type // "unicast"), route_table: (.table // "main"), protocol, metric: (.metric // 0),
	tos: (if .tos then 16 else 0 end), prefsrc,
	interface: (if .nhid or .nexthops then null else .dev end),
	gateway: (if .nhid or .nexthops then null else .gateway // .via.host end),
	grouped: (if .nhid or .nexthops then 1 else 0 end)}]'
columns='dst, type, route_table, protocol, metric, tos, prefsrc, interface, gateway, nexthops IS NOT NULL AS grouped'
# An error route of IPv4 has no device; ip invents none.
same_facts "IPv4 routes" "$(ip -n "$ns" -4 -d -j route show table all | jq --arg any 0.0.0.0/0 "$as_uplint")" \
	"$(facts "SELECT $columns FROM route WHERE family = 4")"
same_facts "IPv6 routes" "$(ip -n "$ns" -6 -d -j route show table all | jq --arg any ::/0 "$as_uplint")" \
	"$(facts "SELECT $columns FROM route WHERE family = 6")"

same_facts "first of equals" '[{"interface": "a0"}, {"interface": "b0"}]' \
	"$(facts "SELECT interface FROM route WHERE dst = '10.0.0.0/24' AND route_table = 'main' ORDER BY position")"
same_facts "mtu, flags, preference" '[{"dst": "0.0.0.0/0", "mtu": 1400, "flags": ""}, {"dst": "192.168.7.7/32", "flags": "onlink"},
	{"dst": "::/0", "flags": "", "pref": "high"}]' \
	"$(facts "SELECT dst, mtu, flags, pref FROM route WHERE mtu IS NOT NULL OR flags = 'onlink' OR pref = 'high' ORDER BY dst")"
same_facts "multipath list, shared by two routes" '[{"dst": "10.20.0.0/16", "gateway": "10.0.0.254", "interface": "a0", "weight": 3},
	{"dst": "10.20.0.0/16", "gateway": "10.1.0.254", "interface": "b0", "weight": 1},
	{"dst": "10.21.0.0/16", "gateway": "10.0.0.254", "interface": "a0", "weight": 3},
	{"dst": "10.21.0.0/16", "gateway": "10.1.0.254", "interface": "b0", "weight": 1}]' \
	"$(facts "SELECT r.dst, n.gateway, n.interface, n.weight FROM route r JOIN nexthop n ON n.nexthops = r.nexthops
		WHERE r.dst IN ('10.20.0.0/16', '10.21.0.0/16') ORDER BY r.dst, n.gateway")"
same_facts "nexthop objects" '[{"nexthops": "nhid 7", "gateway": "10.0.0.250", "interface": "a0", "weight": 1, "blackhole": 0},
	{"nexthops": "nhid 70", "member_id": 7, "gateway": "10.0.0.250", "interface": "a0", "weight": 2, "type": "mpath", "blackhole": 0},
	{"nexthops": "nhid 70", "member_id": 8, "gateway": "10.1.0.250", "interface": "b0", "weight": 5, "type": "mpath", "blackhole": 0},
	{"nexthops": "nhid 8", "gateway": "10.1.0.250", "interface": "b0", "weight": 1, "blackhole": 0},
	{"nexthops": "nhid 9", "weight": 1, "blackhole": 1}]' \
	"$(facts "SELECT nexthops, member_id, gateway, interface, weight, type, blackhole FROM nexthop
		WHERE nexthops LIKE 'nhid%' ORDER BY nexthops, member_id" | jq 'map(if .interface == "lo" then del(.interface) else . end)')"
