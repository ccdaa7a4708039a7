# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# TCP storage over balance-rr: segments overtake each other.
expect='bond-round-robin-storage bond0'
harmless=1

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode balance-rr miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	target san
	initiator
	discover 10.10.10.50
	login
}

works() {
	ping -c 1 -W 2 10.10.10.50 >/dev/null
}

# A mode can only be changed without members.
cure() {
	ip link set bond0 down
	ip link set eth1 nomaster
	ip link set eth2 nomaster
	ip link set bond0 type bond mode active-backup miimon 100
	ip link set eth1 down master bond0
	ip link set eth2 down master bond0
	ip link set bond0 up
}
