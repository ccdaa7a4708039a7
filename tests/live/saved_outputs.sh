#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What `ip -j` saves of a namespace is what the kernel says of it.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"

ns_new saved
run() { ip netns exec "$ns" "$@" || skip "$*: not possible here"; }

run ip link add v0 type veth peer name v1
run ip link add v2 type veth peer name v3
run ip link add br0 type bridge
run ip link set v2 master br0
run ip link add mv link v0 type macvlan mode bridge
run ip link add vx type vxlan id 7 dstport 4789 dev v0
run ip link property add dev v0 altname storage0
for device in v0 v1 v2 br0; do
	run ip link set "$device" up
done
run ip addr add 10.1.1.1/24 dev v0
run ip addr add 10.1.1.5/24 dev v0
run ip addr add 10.1.2.1/24 dev v1
run ip -6 addr add fd00::1/64 dev v0 nodad
run ip route add 10.9.0.0/16 nexthop via 10.1.1.2 weight 2 nexthop via 10.1.2.2
run ip route add default via 10.1.1.9 metric 50
run ip route add unreachable 10.8.0.0/16
run ip route add 10.7.0.0/24 via 10.1.1.3 mtu 1400 table 100
run ip route add 10.6.0.0/24 via inet6 fd00::7 dev v0
run ip -6 route add default via fd00::9
run ip -6 route add fd01::/64 nexthop via fd00::2 nexthop via fd00::3
run ip rule add pref 100 from 10.1.1.0/24 fwmark 0x10/0xff lookup 100
run ip rule add pref 101 not to 10.2.0.0/16 iif lo oif v1 ipproto tcp dport 3260-3270 lookup 100
run ip rule add pref 102 goto 32766
run ip rule add pref 103 prohibit uidrange 5-7
run ip rule add pref 104 lookup main suppress_prefixlength 0
run ip rule add pref 98 iif nowhere0 lookup 7
run ip -6 rule add pref 99 from fd00::/64 lookup 100
run ip neigh add 10.1.1.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent
sleep 2 # IPv6 looks for duplicates of the link-local addresses

mkdir saved
save() { run ip "$@" >"saved/ip_$(tr ' ' _ <<<"$*")"; }
save -d -j link
save -d -j addr
save -j route show table all
save -j rule
save -6 -j rule
save -j neigh

same_rows() {
	ends 0 uplint query --netns "$ns" -f csv "$1"
	mv out live
	ends 0 uplint query -f csv "$1" saved
	diff live out >difference || { cat difference; fail "$1"; }
}

same_rows "SELECT name, ifindex, kind, mac, altnames, ifgroup, mtu, min_mtu, max_mtu, admin, carrier, operstate,
	proto_down, master, master_kind, lower, link_netns, mode, vlan_filtering, stack FROM interface ORDER BY name"
same_rows "SELECT team, team_kind, interface, role, link FROM uplink ORDER BY interface"
same_rows "SELECT interface, address, prefixlen, peer, scope, flags, secondary, label, metric FROM address
	ORDER BY interface, family"
same_rows "SELECT route_table, dst, tos, metric, type, protocol, scope, gateway, interface, prefsrc, flags, pref, mtu,
	nexthops IS NULL FROM route"
same_rows "SELECT gateway, interface, weight, flags FROM nexthop"
same_rows "SELECT family, priority, invert, src, dst, iif, oif, detached, fwmark, fwmask, ipproto, dport_start,
	dport_end, uid_start, uid_end, l3mdev, rule_action, route_table, goto_priority, suppress_prefixlen
	FROM routing_rule"
same_rows "SELECT address, interface, mac, state, router FROM neighbour ORDER BY address"
