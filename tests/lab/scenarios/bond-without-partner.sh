# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# 802.3ad on ports whose switch knows nothing of it: one port carries all.
expect='lacp-negotiated eth1
	lacp-negotiated eth2'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode 802.3ad miimon 100 lacp_rate fast
	ip addr add 10.10.10.11/24 dev bond0
	sleep 2
}

works() {
	[ "$(cat /sys/class/net/bond0/bonding/ad_num_ports)" = 2 ]
}

# On the switch.
cure() {
	partner san eth1 eth2
	for attempt in 1 2 3 4 5 6 7 8 9 10; do
		works && break
		sleep 1
	done
	sleep 4 # until both ends collect and distribute
}
