#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Links as ip sees them.
. "$ROOT/tests/live/lib.sh"
elsewhere=
ns_new links
ns_new other elsewhere

ns_ip <<-END
	link add a0 type veth peer name a1
	link add b0 type veth peer name b1 netns $elsewhere
	link set a0 mtu 4000 alias "storage port" up
	link set b0 up
	link property add dev a0 altname first
	link property add dev a0 altname second
	link add br0 type bridge
	link add br1 type bridge
	link set a1 master br0 up
	link set br0 up
END

# The kernel works out the operational state a moment later.
for _ in {1..50}; do
	ip -n "$ns" -j link show br0 | grep -q '"operstate":"UP"' && break
	sleep 0.1
done
wanted=$(ip -n "$ns" -d -j link | jq '[.[] | {name: .ifname, ifindex, mtu, min_mtu, max_mtu, mac: .address, master,
	alias: .ifalias, altnames: (if .altnames then .altnames | join(",") else null end),
	admin: (if .flags | index("UP") then 1 else 0 end), operstate: (.operstate | ascii_downcase)}]')
same_facts links "$wanted" "$(facts 'SELECT name, ifindex, mtu, min_mtu, max_mtu, mac, master, alias, altnames, admin, operstate FROM interface')"

same_facts kinds '[{"name": "a0", "kind": "veth"}, {"name": "br0", "kind": "bridge"}, {"name": "lo", "kind": "loopback"}]' \
	"$(facts "SELECT name, kind FROM interface WHERE name IN ('a0', 'br0', 'lo') ORDER BY name")"
# A kernel without VLANs has no such setting: 0 or nothing then.
filters=$(ip -n "$ns" link set br1 type bridge vlan_filtering 1 2>/dev/null && echo 1 || echo 0)
[ "$(facts "SELECT coalesce(vlan_filtering, 0) AS f FROM interface WHERE name = 'br1'" | jq '.[0].f')" = "$filters" ] ||
	fail "vlan_filtering is not $filters"
same_facts port '[{"team": "br0", "team_kind": "bridge", "interface": "a1", "role": "forwarding", "link": 1}]' \
	"$(facts 'SELECT team, team_kind, interface, role, link FROM uplink')"
same_facts master '[{"master": "br0", "master_kind": "bridge"}]' \
	"$(facts "SELECT master, master_kind FROM interface WHERE name = 'a1'")"
same_facts "a veth's peer is no lower device" '[{"name": "a0"}]' "$(facts "SELECT name, lower FROM interface WHERE name = 'a0'")"
same_facts "the other namespace" "[{\"link_netns\": \"$elsewhere\"}]" \
	"$(facts "SELECT link_netns FROM interface WHERE name = 'b0'")"
same_facts "carrier of a link that is down" '[{"admin": 0}]' \
	"$(facts "SELECT admin, carrier FROM interface WHERE name = 'br1'")"

if has_kind macvlan; then
	ip -n "$ns" link add mv0 link a0 type macvlan mode private
	same_facts macvlan '[{"kind": "macvlan", "lower": "a0", "mode": "private"}]' \
		"$(facts "SELECT kind, lower, mode FROM interface WHERE name = 'mv0'")"
else
	left_out "this kernel has no macvlan devices"
fi
if has_kind vxlan id 1 dstport 4789; then
	ip -n "$ns" link add vx0 type vxlan id 42 dev a0 dstport 4789
	same_facts vxlan '[{"kind": "vxlan", "lower": "a0", "mode": "vni 42"}]' \
		"$(facts "SELECT kind, lower, mode FROM interface WHERE name = 'vx0'")"
else
	left_out "this kernel has no vxlan devices"
fi

# The link message and /proc/sys/net must be of this namespace, not of ours.
ns_exec sysctl -qw net.ipv4.conf.a0.rp_filter=2 net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.a0.arp_ignore=1 \
	net.ipv4.conf.default.arp_announce=2 net.ipv6.conf.a0.accept_ra=0 net.ipv4.fib_multipath_hash_policy=1
same_facts settings '[{"family": 4, "name": "fib_multipath_hash_policy", "value": 1},
	{"family": 4, "interface": "a0", "name": "arp_ignore", "value": 1},
	{"family": 4, "interface": "a0", "name": "rp_filter", "value": 2},
	{"family": 4, "interface": "all", "name": "rp_filter", "value": 1},
	{"family": 4, "interface": "default", "name": "arp_announce", "value": 2},
	{"family": 6, "interface": "a0", "name": "accept_ra", "value": 0}]' \
	"$(facts "SELECT family, interface, name, value FROM sysctl WHERE name = 'fib_multipath_hash_policy'
		OR (interface = 'a0' AND name IN ('arp_ignore', 'rp_filter', 'accept_ra') AND (family = 4) = (name <> 'accept_ra'))
		OR (interface = 'all' AND name = 'rp_filter') OR (interface = 'default' AND name = 'arp_announce')
		ORDER BY family, interface, name")"
[ "$(facts "SELECT count(*) AS n FROM sysctl WHERE name = 'rp_filter'" | jq '.[0].n')" -ge 7 ] || fail "rp_filter"
