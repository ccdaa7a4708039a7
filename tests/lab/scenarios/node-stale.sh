# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The iface record was edited by hand: the copy in the node record wins at login.
expect="node-iface-current $iqn 10.10.10.50:3260 st2"
beside="neighbour-agrees 10.10.10.50:3260
	one-nic-per-subnet 10.10.10.0/24
	session-follows-binding $iqn 10.10.10.50:3260 st2"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	iface st2 eth1
	discover 10.10.10.50 st2
	sed -i s/eth1/eth2/ /etc/iscsi/ifaces/st2
}

works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	login
	session_leaves_by eth2
}

cure() {
	iscsiadm -m iface -I st2 --op=update -n iface.net_ifacename -v eth2
}
