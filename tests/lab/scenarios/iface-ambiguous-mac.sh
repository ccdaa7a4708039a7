# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record bound by a MAC address that a bond shares with its members: the first of them is taken.
expect='iface-hwaddress-unique st1'

build() {
	lan san 10.10.10.50/24
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	ip addr add 10.10.10.11/24 dev bond0
	target san
	initiator
	iface st1 bond0
	discover 10.10.10.50 st1
	mac=$(cat /sys/class/net/bond0/address)
	for what in iface node; do
		iscsiadm -m $what -I st1 --op=update -n iface.hwaddress -v "$mac"
		iscsiadm -m $what -I st1 --op=update -n iface.net_ifacename -v ''
	done
}

works() {
	login -I st1
}

cure() {
	for what in iface node; do
		iscsiadm -m $what -I st1 --op=update -n iface.hwaddress -v ''
		iscsiadm -m $what -I st1 --op=update -n iface.net_ifacename -v bond0
	done
}
