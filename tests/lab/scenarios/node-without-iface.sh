# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The iface record was deleted by hand: iscsiadm knows the node record's iface no more.
expect="node-iface-exists $iqn 10.10.10.50:3260 st1"
beside="node-startup $iqn 10.10.10.50:3260 st1"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	iface st1 eth1
	discover 10.10.10.50 st1
	must rm /etc/iscsi/ifaces/st1
}

works() {
	iscsiadm -m node -I st1 --logout >>/tmp/login.log 2>&1
	iscsiadm -m discovery -t sendtargets -p 10.10.10.50 -I st1 >>/tmp/login.log 2>&1 &&
		login -I st1 && session_leaves_by eth1
}

cure() {
	iface st1 eth1
}
