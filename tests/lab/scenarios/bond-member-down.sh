# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# A member that somebody set down: the bond lives on one leg.
expect='bond-members-up eth2'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	must ip link set eth2 down
	ping -c 1 -W 2 10.10.10.50 >/dev/null
}

# Pull the cable of the other.
works() {
	ip -n san link set port-eth1 down
	sleep 1
	alive=0
	ping -c 1 -W 2 10.10.10.50 >/dev/null || alive=$?
	ip -n san link set port-eth1 up
	sleep 1
	return $alive
}

cure() {
	ip link set eth2 up
	sleep 1
}
