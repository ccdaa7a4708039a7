# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The record says eth2, and the session was made when it still said eth1.
expect="session-follows-binding $iqn 10.10.10.50:3260 st1"
beside="neighbour-agrees 10.10.10.50:3260
	one-nic-per-subnet 10.10.10.0/24"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	iface st1 eth1
	discover 10.10.10.50 st1
	login
	sed -i s/eth1/eth2/ /etc/iscsi/ifaces/st1 "/etc/iscsi/nodes/$iqn/10.10.10.50,3260,1/st1"
}

works() {
	session_leaves_by eth2
}

cure() {
	iscsiadm -m node --logout
	login
}
