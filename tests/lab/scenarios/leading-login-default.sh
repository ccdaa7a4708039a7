# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Leading login goes by the files of iface records: the built-in iface has none, and nothing is logged in.
expect="node-leading-login $iqn 10.10.10.50:3260 default"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	sed -i 's/^\(node.startup\).*/\1 = automatic/' /etc/iscsi/iscsid.conf
	discover 10.10.10.50
	must iscsiadm -m node --op=update -n node.leading_login -v Yes
}

# What the unit iscsi.service does at boot.
works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	iscsiadm -m node --loginall=automatic >>/tmp/login.log 2>&1
	[ "$(sessions)" = 1 ]
}

cure() {
	iscsiadm -m node --op=update -n node.leading_login -v No
}
