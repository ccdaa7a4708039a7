# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record bound to a port in a VRF; the portal is reachable outside it only.
expect='vrf-fits eth1 10.10.10.50:3260'
beside='storage-reachable 10.10.10.50:3260'

build() {
	lan san 10.10.10.50/24
	wire eth1 san
	wire eth2 san 10.10.10.12/24
	must ip link add red type vrf table 100
	must ip link set red up
	must ip link set eth1 master red
	must ip addr add 10.20.0.11/24 dev eth1
	target san
	initiator
	iface st1 eth2
	discover 10.10.10.50 st1
	rebind st1 eth1
}

works() {
	login -I st1
}

cure() {
	rebind st1 eth2
}
