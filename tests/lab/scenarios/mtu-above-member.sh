# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A bond of MTU 9000 over a member of 1500: what is larger is lost on the way back.
expect='mtu-fits-lower eth1'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	for port in port-eth1 port-eth2 br0; do
		must ip -n san link set $port mtu 9000
	done
	must ip link set bond0 mtu 9000
	must ip link set eth1 mtu 1500
	serve san
}

works() {
	loads_from 10.10.10.50
}

cure() {
	ip link set eth1 mtu 9000
}
