#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A fault is built, uplint finds it, the fix is run as printed: the finding is gone and nothing new has come.
. "$ROOT/tests/live/faults.lib.sh"

# Two ports in one subnet: the first route elects, down and up changes it, the fix leaves nothing.
new pair <<-END
	addr add 10.10.10.2/24 dev b0
END
settle rp_filter=0 arp_filter=0 arp_ignore=0 arp_announce=0
elected() { jq -r '.results[] | select(.rule == "one-nic-per-subnet") | "\(.evidence.elected), not \(.evidence.never_used)"' before.json; }
seen "one-nic-per-subnet 10.10.10.0/24"
[ "$(elected)" = "a0, not b0" ] || fail "elected: $(elected)"
ns_ip <<-END
	link set a0 down
	link set a0 up
END
seen "one-nic-per-subnet 10.10.10.0/24"
[ "$(elected)" = "b0, not a0" ] || fail "elected after a0 was down: $(elected)"
cures "one-nic-per-subnet 10.10.10.0/24"
ends 0 ns_exec uplint check -f json
[ "$(jq -r '.results[] | select(.rule == "one-nic-per-subnet") | .status' out)" = compliant ] || fail "not compliant"
ends 0 uplint check --netns "$ns" -q
empty out

# The same with a table for each source: compliant, and the evidence says why.
new tables <<-END
	addr add 10.10.10.2/24 dev b0
	route add 10.10.10.0/24 dev a0 table 101
	route add 10.10.10.0/24 dev b0 table 102
	rule add pref 101 from 10.10.10.1 lookup 101
END
settle rp_filter=1 arp_filter=0 arp_ignore=1 arp_announce=2
seen "one-nic-per-subnet 10.10.10.0/24"
seen "reverse-path-filter b0"
ip -n "$ns" rule add pref 102 from 10.10.10.2 lookup 102
ends 0 ns_exec uplint check -f json
jq -r '.results[] | select(.rule == "one-nic-per-subnet") | "\(.status): \(.evidence.how)"' out >how
grep -q "^compliant: source-based rules .*a0 101, b0 102" how || fail "$(cat how)"

# A second address of the same subnet goes with the first, whether the kernel promotes it or not.
for promote in 0 1; do
	new "second$promote" <<-END
		addr add 10.10.10.2/24 dev b0
		addr add 10.10.10.3/24 dev b0
		addr add fd00::1/64 dev a0 nodad
		addr add fd00::2/64 dev b0 nodad
	END
	settle rp_filter=0 arp_filter=0 arp_ignore=1 arp_announce=2 promote_secondaries=$promote
	cures "one-nic-per-subnet 10.10.10.0/24"
	cures "one-nic-per-subnet fd00::/64"
done

# Storage in a shared subnet, with a table for each source: ARP is kept apart, once for the subnet.
new flux <<-END
	addr add 10.10.10.2/24 dev b0
	route add 10.10.10.0/24 dev b0 table 102
	rule add pref 102 from 10.10.10.2 lookup 102
END
settle rp_filter=0 arp_filter=0 arp_ignore=0 arp_announce=0
printf 'roles: { storage: { interfaces: [^a0$, ^b0$] } }\n' >uplint.yaml
cures "arp-flux 10.10.10.0/24"

new filter <<-END
	addr add 10.10.10.2/24 dev b0
END
settle rp_filter=1 arp_filter=0 arp_ignore=1 arp_announce=2
cures "reverse-path-filter b0"
settle rp_filter=0 arp_filter=1
cures "arp-filter-has-rules b0"

new bridge <<-END
	link add br0 type bridge
	link set a0 master br0
	link set br0 up
	link set br0 mtu 9000
	addr add 10.10.20.1/24 dev br0
	addr add fd00::1/64 dev a0 nodad
END
cures "mtu-fits-lower a0"
cures "bond-member-has-no-address a0"

new vxlan <<-END
	link set b0 mtu 9000
	addr add 10.10.20.1/24 dev b0
	link add vx0 type vxlan id 7 dev b0 dstport 4789 remote 10.10.20.2
	link set vx0 mtu 8950 up
	link set b0 mtu 1500
END
cures "mtu-fits-lower b0"

new lower <<-END
	link add mv0 link b0 type macvlan mode bridge
	link set mv0 up
	addr add 10.10.20.1/24 dev mv0
	link set b0 down
END
cures "lower-is-up mv0"

new defaults <<-END
	addr add 10.10.20.1/24 dev b0
	route add default via 10.10.10.254 metric 10
	route append default via 10.10.20.254 metric 10
	route append default via 10.10.20.253 metric 10
END
cures "one-default-route main inet"
printf 'roles: { management: { interfaces: [^b0$] } }\n' >uplint.yaml
ip -n "$ns" route flush default
ns_ip <<-END
	route add default via 10.10.10.254
	route append default via 10.10.20.254
END
cures "one-default-route main inet"
[ "$(ip -n "$ns" -4 route show default | head -1)" = "default via 10.10.20.254 dev b0 " ] ||
	fail "management's default route: $(ip -n "$ns" -4 route show default)"
ip -n "$ns" route flush default
rm uplint.yaml
ns_ip <<-END
	nexthop add id 1 via 10.10.10.254 dev a0
	route add default nhid 1
	route append default via 10.10.20.254
END
cures "one-default-route main inet"

# Storage: the policy names the array, before any record does.
new storage <<-END
	addr add 10.10.20.1/24 dev b0
	link set b0 mtu 1500
	addr add 10.10.10.254/24 dev a1
	route add default via 10.10.10.254 metric 10
	route add default via 10.10.20.254 metric 20
	route add 10.10.20.50 via 10.10.10.253
END
cat >uplint.yaml <<-END
	roles:
	  management: { interfaces: [^a0$] }
	  storage: { subnets: [10.10.20.0/24] }
	expect: { portals: [10.10.20.50] }
	params: { storage_mtu: 9000 }
END
cures "storage-not-default b0"
cures "storage-mtu-wanted b0"
cures "route-to-storage 10.10.20.50:3260"

new storage6 <<-END
	addr add fd00:20::1/64 dev b0 nodad
	addr add fd00:10::1/64 dev a0 nodad
	route add fd00:20::50 via fd00:10::fe
END
printf 'expect: { nfs_servers: ["fd00:20::50"] }\n' >uplint.yaml
cures "route-to-storage [fd00:20::50]:2049"
