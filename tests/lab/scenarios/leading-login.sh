# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The first login of a target is its last: the second path is never made.
expect="node-leading-login $iqn 10.10.10.50:3260 st1
	node-leading-login $iqn 10.10.10.50:3260 st2"
beside="multipath-covers $iqn"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	sed -i 's/^\(node.startup\).*/\1 = automatic/' /etc/iscsi/iscsid.conf
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	must iscsiadm -m node --op=update -n node.leading_login -v Yes
}

# What the unit iscsi.service does at boot.
works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	iscsiadm -m node --loginall=automatic >>/tmp/login.log 2>&1
	[ "$(sessions)" = 2 ]
}

cure() {
	iscsiadm -m node --op=update -n node.leading_login -v No
}
