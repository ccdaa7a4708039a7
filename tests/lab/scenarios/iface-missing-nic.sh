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
	rebind st1 eth9
}

works() {
	login -I st1
}

cure() {
	rebind st1 eth1
}
