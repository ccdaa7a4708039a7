#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Faults whose fix is in words alone: found, and gone once a person has done what they say.
. "$ROOT/tests/live/faults.lib.sh"

# mends FINDING, stdin: commands of ip.
mends() {
	seen "$1"
	ns_ip
	gone "$1"
}

new twice <<-END
	addr add 10.10.10.1/24 dev b0
END
settle rp_filter=0 arp_filter=0 arp_ignore=1 arp_announce=2
seen "duplicate-address 10.10.10.1"
! grep -q '^one-nic-per-subnet' before || fail "one-nic-per-subnet speaks of the duplicate too"
mends "duplicate-address 10.10.10.1" <<-END
	addr del 10.10.10.1/24 dev b0
END

new overlap <<-END
	addr add 10.10.0.1/16 dev b0
END
mends "overlapping-subnets a0 b0" <<-END
	addr del 10.10.0.1/16 dev b0
	addr add 10.11.0.1/16 dev b0
END

new gateway <<-END
	addr add 10.9.0.1/24 dev b0
	addr add 10.20.0.1/24 dev b0
	route add 10.8.0.0/16 via 10.9.0.254 src 10.20.0.1
	route add 10.7.0.0/16 via 172.16.0.1 dev b0 onlink
	route add 10.6.0.0/16 via inet6 fe80::1 dev b0
	addr del 10.9.0.1/24 dev b0
END
mends "gateway-on-link 10.9.0.254" <<-END
	route del 10.8.0.0/16
END

# The array is on-link by b0; what follows takes its way from it in turn.
array() {
	new "$@"
	cat >uplint.yaml <<-END
		roles:
		  management: { interfaces: [^a0$] }
		  storage: { interfaces: [^b0$] }
		expect: { portals: [10.10.20.50] }
	END
}
array reach <<-END
	addr add 10.10.20.1/24 dev b0
	route add blackhole 10.10.20.50
END
mends "storage-reachable 10.10.20.50:3260" <<-END
	route del blackhole 10.10.20.50
END
ip -n "$ns" link set b1 down
mends "storage-reachable 10.10.20.50:3260" <<-END
	link set b1 up
END
ip -n "$ns" addr del 10.10.20.1/24 dev b0
mends "storage-reachable 10.10.20.50:3260" <<-END
	addr add 10.10.20.1/24 dev b0
END
ip -n "$ns" route add 10.10.20.50 via 10.10.20.254
mends "storage-not-routed 10.10.20.50:3260" <<-END
	route del 10.10.20.50
END
ip -n "$ns" route add 10.10.20.50 dev b0 mtu 1400
mends "route-mtu 10.10.20.50:3260" <<-END
	route del 10.10.20.50
END
ns_ip <<-END
	neigh add 10.10.20.50 lladdr 02:00:00:00:00:50 dev a0 nud reachable
END
mends "neighbour-agrees 10.10.20.50:3260" <<-END
	neigh add 10.10.20.50 lladdr 02:00:00:00:00:50 dev b0 nud reachable
END

# The spare port of the array's subnet is dead; its route waits behind the other.
array spare <<-END
	addr add 10.10.20.1/24 dev b0
	link add c0 type veth peer name c1
	link set c0 up
	route add 10.10.20.0/24 dev c0 metric 100
END
mends "link-down-route 10.10.20.0/24 c0" <<-END
	link set c1 up
END

array order <<-END
	addr add 10.10.20.1/24 dev b0
	link add c0 type veth peer name c1
	link set c0 up
	link set c1 up
	route append 10.10.20.0/24 dev c0
END
mends "route-order-stable 10.10.20.0/24" <<-END
	route del 10.10.20.0/24 dev c0
	route add 10.10.20.0/24 dev c0 metric 100
END

array rules <<-END
	addr add 10.10.20.1/24 dev b0
	route add default via 10.10.10.254 dev a0 table 101
	rule add pref 101 from 10.10.20.1 lookup 101
END
mends "connection-follows-lookup 10.10.20.50:3260" <<-END
	rule del pref 101
END

array mtu <<-END
	addr add 10.10.20.1/24 dev b0
	link add c0 type veth peer name c1
	link set c0 mtu 9000 up
	link set c1 up
	addr add 10.10.20.2/24 dev c0
	rule add pref 101 from 10.10.20.1 lookup 101
	rule add pref 102 from 10.10.20.2 lookup 102
	route add 10.10.20.0/24 dev b0 table 101
	route add 10.10.20.0/24 dev c0 table 102
	route del 10.10.20.0/24 dev c0
END
sed -i 's/\^b0\$/"^[bc]0$"/' uplint.yaml
settle rp_filter=0 arp_filter=0 arp_ignore=1 arp_announce=2
mends "storage-mtu-equal 10.10.20.0/24" <<-END
	link set b0 mtu 9000
END

array apart <<-END
	addr add 10.10.10.2/24 dev b0
	rule add pref 101 from 10.10.10.1 lookup 101
	rule add pref 102 from 10.10.10.2 lookup 102
	route add 10.10.10.0/24 dev a0 table 101
	route add 10.10.10.0/24 dev b0 table 102
END
settle rp_filter=0 arp_filter=0 arp_ignore=1 arp_announce=2
mends "management-apart 10.10.10.0/24" <<-END
	addr del 10.10.10.2/24 dev b0
	addr add 10.10.20.2/24 dev b0
END
