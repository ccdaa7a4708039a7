# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# One record bound to a bond where two bound ports could be two paths.
expect='no-bond-under-multipath st1'
beside="multipath-covers $iqn"
harmless=1

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	target san
	initiator
	iface st1 bond0
	discover 10.10.10.50 st1
	login
}

works() {
	[ "$(sessions)" -gt 0 ]
}

# Take the bond apart: each port its address and record.
cure() {
	iscsiadm -m node --logout
	iscsiadm -m node -I st1 --op=delete
	ip link del bond0
	ip addr add 10.10.10.11/24 dev eth1
	ip addr add 10.10.10.12/24 dev eth2
	answer_for_own_address eth1 eth2
	ip link set eth1 up
	ip link set eth2 up
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	login
}
