# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record bound to a card that is not there: the login fails.
expect='iface-device-exists st1'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	iface st1 eth1
	discover 10.10.10.50 st1
	iscsiadm -m iface -I st1 --op=update -n iface.net_ifacename -v eth9
	iscsiadm -m node -I st1 --op=update -n iface.net_ifacename -v eth9
}

works() {
	login -I st1
}

cure() {
	iscsiadm -m iface -I st1 --op=update -n iface.net_ifacename -v eth1
	iscsiadm -m node -I st1 --op=update -n iface.net_ifacename -v eth1
}
