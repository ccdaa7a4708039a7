# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# No blank before the equals sign: open-iscsi does not read the line, and the record binds nothing.
expect='record-syntax /etc/iscsi/ifaces/st2'
beside='iface-bound st2
	one-nic-per-subnet 10.10.10.0/24'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	iface st2 eth2
	sed -i 's/net_ifacename = /net_ifacename=/' /etc/iscsi/ifaces/st2
	discover 10.10.10.50 st2
	login
}

works() {
	session_leaves_by eth2
}

cure() {
	iscsiadm -m node --logout
	iscsiadm -m iface -I st2 --op=update -n iface.net_ifacename -v eth2
	login
}
