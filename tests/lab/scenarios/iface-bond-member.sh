# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record bound to a member of a bond: the answers come in by the bond, where nobody listens.
expect='iface-not-enslaved st1'
beside='bound-on-link-fallback eth1 10.10.10.50:3260
	iface-device-usable st1
	neighbour-agrees 10.10.10.50:3260
	no-bond-under-multipath st1'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	target san
	initiator
	iface st1 bond0
	discover 10.10.10.50 st1
	rebind st1 eth1
}

works() {
	login -I st1
}

cure() {
	rebind st1 bond0
}
