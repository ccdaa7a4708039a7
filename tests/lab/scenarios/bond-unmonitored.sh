# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# Without monitoring a bond never leaves a port that lost its link.
expect='bond-monitored bond0'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup
	ip addr add 10.10.10.11/24 dev bond0
	ping -c 1 -W 2 10.10.10.50 >/dev/null
}

# Pull the cable of the active port.
works() {
	port=port-$(cat /sys/class/net/bond0/bonding/active_slave)
	ip -n san link set "$port" down
	sleep 1
	alive=0
	ping -c 1 -W 2 10.10.10.50 >/dev/null || alive=$?
	ip -n san link set "$port" up
	sleep 1
	return $alive
}

cure() {
	ip link set bond0 type bond miimon 100
}
