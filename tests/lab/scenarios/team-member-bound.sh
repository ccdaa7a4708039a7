# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record bound to a port of a team.
expect='iface-not-enslaved st1'
beside='bound-on-link-fallback eth1 10.10.10.50:3260
	iface-device-usable st1
	neighbour-agrees 10.10.10.50:3260
	no-bond-under-multipath st1'

build() {
	lan san 10.10.10.50/24
	wire eth1 san
	wire eth2 san
	must ip link add team0 type team
	must teamnl team0 setoption mode activebackup
	for nic in eth1 eth2; do
		ip link set $nic down
		ip link set $nic master team0
		ip link set $nic up
	done
	must teamnl team0 setoption activeport "$(cat /sys/class/net/eth1/ifindex)"
	# The runner of teamd would do that.
	ip link set team0 up address "$(cat /sys/class/net/eth1/address)"
	ip addr add 10.10.10.11/24 dev team0
	target san
	initiator
	iface st1 team0
	discover 10.10.10.50 st1
	rebind st1 eth1
}

works() {
	login -I st1
}

cure() {
	rebind st1 team0
}
