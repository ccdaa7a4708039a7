#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What `ip -j` and `ip` save of a namespace is what the kernel says of it.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"

for kind in veth bridge macvlan 'vxlan id 7 dstport 4789'; do
	# shellcheck disable=SC2086 # words
	need_kind $kind
done
ns_new saved
run() { ip netns exec "$ns" "$@" || fail "$*"; }

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
run ip rule add pref 105 fwmark 0/0x1 lookup 100
run ip rule add pref 106 fwmark 0 lookup 100
run ip rule add pref 107 fwmark 0x3/0 lookup 100
run ip rule add pref 98 iif nowhere0 lookup 7
run ip -6 rule add pref 99 from fd00::/64 lookup 100
run ip neigh add 10.1.1.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent
sleep 2 # IPv6 looks for duplicates of the link-local addresses

run ip nexthop add id 1 via 10.1.1.20 dev v0
run ip nexthop add id 2 via 10.1.2.20 dev v1
run ip nexthop add id 3 group 1/2,5
run ip nexthop add id 4 blackhole
run ip nexthop add id 5 via fd00::20 dev v0
run ip route add 10.20.0.0/16 nhid 3
run ip route add 10.21.0.0/16 nhid 1
run ip route add 10.22.0.0/16 nhid 4
run ip -6 route add fd02::/64 nhid 5
run ip addr add 10.3.0.1 peer 10.3.0.2/32 dev v1 metric 7
run ip link set v1 alias 'two words'
sleep 2 # IPv6 looks for duplicates of the link-local addresses

save() {
	local to=$1
	shift
	run ip "$@" >"$to/ip_$(tr ' ' _ <<<"$*")"
}

# The same facts in all the forms that ip has for them.
mkdir json text lines parts
for form in 'json -j' 'text' 'lines -o'; do
	read -r to option <<<"$form"
	for what in '-s -d link' '-d addr' 'route show table all' rule '-6 rule' neigh nexthop; do
		# shellcheck disable=SC2086 # words
		save "$to" $option $what
	done
done
for what in '-d link' '-4 addr' '-6 addr' 'route' '-6 route' 'route show table 100' 'route show table local' \
	'-6 route show table local' rule '-6 rule' neigh; do
	# shellcheck disable=SC2086 # words
	save parts $what
done

forms='json text lines parts'
same_rows() {
	for saved in $forms; do
		ends 0 uplint query --netns "$ns" -f csv "$1"
		mv out live
		ends 0 uplint query -f csv "$1" "$saved"
		diff live out >difference || { cat difference; fail "$saved: $1"; }
	done
}

same_rows "SELECT name, ifindex, kind, mac, altnames, alias, ifgroup, mtu, min_mtu, max_mtu, admin, carrier, operstate,
	proto_down, master, master_kind, lower, link_netns, mode, vlan_filtering, stack FROM interface ORDER BY name"
same_rows "SELECT team, team_kind, interface, role, link FROM uplink ORDER BY interface"
same_rows "SELECT interface, address, prefixlen, peer, scope, flags, secondary, label, metric FROM address
	ORDER BY interface, family"
same_rows "SELECT route_table, dst, tos, metric, type, protocol, scope, gateway, interface, prefsrc, flags, pref, mtu,
	nexthops IS NULL FROM route ORDER BY route_table, family, position"
same_rows "SELECT r.dst, n.gateway, n.interface, n.weight, n.flags, n.blackhole FROM route r JOIN nexthop n
	ON n.nexthops = r.nexthops ORDER BY r.dst"
same_rows "SELECT route_table, gateway, interface, routes FROM gateway ORDER BY route_table, gateway, interface"
same_rows "SELECT family, priority, invert, src, dst, iif, oif, detached, fwmark, fwmask, ipproto, dport_start,
	dport_end, uid_start, uid_end, l3mdev, rule_action, route_table, goto_priority, suppress_prefixlen
	FROM routing_rule"
same_rows "SELECT address, interface, mac, state, router FROM neighbour ORDER BY address"
same_rows "SELECT line_text FROM note"
ends 0 uplint query -f csv "SELECT fact, why FROM coverage WHERE state = 'partial'" parts
has out 'route,the routes of table 7 were not saved' # it is empty, but that nothing told
forms='json text lines'
same_rows "SELECT fact, state, why FROM coverage WHERE fact IN ('interface', 'address', 'uplink', 'bond', 'route',
	'nexthop', 'routing_rule', 'neighbour', 'subnet_route', 'gateway')"

# Saved twice, a fact is read once.
mkdir both
echo saved >json/hostname
cp json/* both
cp text/ip_route_show_table_all text/ip_-d_addr text/ip_rule both
read_once() {
	ends 0 uplint query -f csv "$1" json
	mv out once
	ends 0 uplint query -f csv "$1" both
	diff once out >difference || { cat difference; fail "twice: $1"; }
}
for table in interface address route routing_rule nexthop neighbour; do
	read_once "SELECT * FROM $table"
done
read_once 'SELECT fact, state, why FROM coverage'

# Without what tells it, nothing is known: no details, other tables, IPv6.
mkdir poor
save poor addr
save poor route
ends 0 uplint query -f csv "SELECT fact, state, why FROM coverage WHERE state = 'partial'" poor
has out 'interface,partial,saved without -d'
has out 'route,partial,'
lacks out address
ends 0 uplint query -f csv "SELECT kind FROM interface WHERE name = 'br0'" poor
lacks out bridge

# ip -br says less, and nothing else.
mkdir brief briefer
save brief -br link
save brief -br addr
save briefer -j -br link
save briefer -j -br addr
forms='brief briefer'
same_rows "SELECT name, mac, admin, carrier, operstate FROM interface ORDER BY name"
same_rows "SELECT interface, address, prefixlen, peer, secondary FROM address ORDER BY interface, family"
ends 0 uplint query -f csv "SELECT fact, state FROM coverage WHERE fact IN ('interface', 'address')" brief
has out interface,partial
has out address,read
ends 0 uplint query -f csv "SELECT count(*) FROM interface WHERE mtu IS NOT NULL OR master IS NOT NULL" brief
has out 0
ends 0 uplint query -f csv "SELECT name, lower FROM interface WHERE name = 'mv'" brief
has out mv,v0
rm brief/ip_-br_link
forms=brief
same_rows "SELECT name, operstate, CASE WHEN operstate <> 'down' THEN carrier END FROM interface ORDER BY name"

# What net-tools show; of routes those of table main, by one next hop, without what they do not print.
same_tools() {
	forms=tools
	same_rows "SELECT name, mac, mtu, admin, carrier FROM interface WHERE kind IS NOT 'loopback' ORDER BY name"
	same_rows "SELECT interface, address, prefixlen, scope FROM address WHERE family = 6 ORDER BY interface, address"
	same_rows "SELECT interface, address, prefixlen FROM address
		WHERE family = 4 AND peer IS NULL AND NOT coalesce(secondary, 0) ORDER BY interface"
	same_rows "SELECT dst, gateway, interface, metric FROM route WHERE route_table = 'main' AND nexthops IS NULL
		AND type = 'unicast'
		AND dst NOT IN ('10.6.0.0/24', '10.9.0.0/16', '10.20.0.0/16', '10.21.0.0/16', '10.22.0.0/16', 'fd01::/64', 'fd02::/64')
		ORDER BY ip_family(dst), dst, interface"
	ends 0 uplint query -f csv "SELECT fact, state FROM coverage WHERE state <> 'absent' ORDER BY fact" tools
	tr -d '\r' <out | tail -n +2 >states
	printf '%s,partial\n' address interface nexthop route | diff - states >difference ||
		{ cat difference; fail "coverage of net-tools"; }
}
if command -v ifconfig route netstat >/dev/null; then
	mkdir tools
	run ifconfig -a >tools/ifconfig
	run route -n >tools/route_-n
	run netstat -rn >tools/netstat_-rn
	run route -6 -n >tools/route6
	same_tools
	rm tools/route_-n
	ends 0 uplint query -f csv "SELECT metric FROM route WHERE dst = '0.0.0.0/0'" tools
	lacks out 50
else
	left_out "ifconfig, route and netstat are not installed"
fi
