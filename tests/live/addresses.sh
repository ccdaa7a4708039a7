#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Addresses in the kernel's order with their flags; neighbours without the kernel's own.
. "$ROOT/tests/live/lib.sh"
ns_new addr
ns_ip <<-END
	link add a0 type veth peer name a1
	link set a0 up
	link set a1 up
	addr add 10.0.0.2/24 dev a0
	addr add 10.0.0.1/24 dev a0
	addr add 10.0.1.1/32 peer 10.0.1.2/32 dev a0
	addr add 10.0.2.1/24 dev a0 noprefixroute metric 77 label a0:1
	addr add 169.254.1.1/16 dev a0 scope link
	addr add 10.0.3.1/24 dev a0 valid_lft 1000 preferred_lft 500
	addr add fd00::1/64 dev a0 nodad
	addr add fd00::2/64 dev a0 nodad preferred_lft 0
	neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev a0 nud permanent
	neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev a0 nud stale
	neigh add fd00::9 lladdr 02:00:00:00:00:09 dev a0 nud reachable router
END

wanted=$(ip -n "$ns" -4 -d -j addr | jq '[.[] | .ifname as $i | .addr_info[] | {interface: $i,
	address: .local, prefixlen, peer: .address, scope, "label": .label, metric, secondary: (if .secondary then 1 else 0 end)}]')
same_facts IPv4 "$wanted" "$(facts "SELECT interface, address, prefixlen, peer, scope, label, metric, secondary
	FROM address WHERE family = 4")"
wanted=$(ip -n "$ns" -6 -d -j addr | jq '[.[] | .ifname as $i | .addr_info[] | {interface: $i, address: .local, prefixlen, scope}]')
same_facts IPv6 "$wanted" "$(facts 'SELECT interface, address, prefixlen, scope FROM address WHERE family = 6')"
same_facts flags '[{"address": "10.0.2.1", "flags": "noprefixroute", "method": "static"}, {"address": "10.0.3.1", "flags": "dynamic", "method": "dhcp"},
	{"address": "169.254.1.1", "flags": "", "method": "link-local"}, {"address": "fd00::2", "flags": "nodad,deprecated", "method": "static"}]' \
	"$(facts "SELECT address, flags, method FROM address
	WHERE address IN ('10.0.2.1', '10.0.3.1', '169.254.1.1', 'fd00::2') ORDER BY address" | sed 's/"dynamic,nodad/"nodad/')"

same_facts neighbours '[{"address": "10.0.0.8", "mac": "02:00:00:00:00:08", "state": "STALE"},
	{"address": "10.0.0.9", "mac": "02:00:00:00:00:09", "state": "PERMANENT"},
	{"address": "fd00::9", "mac": "02:00:00:00:00:09", "state": "REACHABLE", "router": 1}]' \
	"$(facts 'SELECT address, mac, state, router FROM neighbour ORDER BY address')"
