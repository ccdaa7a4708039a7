# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# A record bound by a MAC address that a bond shares with its members: the first of them is taken.
expect='iface-hwaddress-unique st1'
beside='bound-on-link-fallback eth1 10.10.10.50:3260
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
	sed -i "s/iface.net_ifacename = .*/iface.hwaddress = $(cat /sys/class/net/bond0/address)/" \
		/etc/iscsi/ifaces/st1 "/etc/iscsi/nodes/$iqn/10.10.10.50,3260,1/st1"
}

works() {
	login -I st1
}

# open-iscsi turns no record bound by MAC into one bound by name.
cure() {
	iscsiadm -m node -I st1 --op=delete
	iscsiadm -m iface -I st1 --op=delete
	iface st1 bond0
	discover 10.10.10.50 st1
}
