# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A member of a bond that kept its address keeps its route, and its traffic goes nowhere.
expect='bond-member-has-no-address eth1'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100 fail_over_mac active
	ip link set bond0 type bond active_slave eth2
	ip addr add 10.10.10.12/24 dev eth1
	ip addr add 10.10.10.11/24 dev bond0
}

works() {
	ping -c 2 -W 1 10.10.10.50 >/dev/null
}

cure() {
	ip addr replace 10.10.10.12/24 dev bond0
	ip addr del 10.10.10.12/24 dev eth1
}
