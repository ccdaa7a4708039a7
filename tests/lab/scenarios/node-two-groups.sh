# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The array moved its portal to another group: the record of the old one makes every login fail.
expect="node-portal-unique 10.10.10.50:3260 default"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	discover 10.10.10.50
	must login
	cd "/etc/iscsi/nodes/$iqn" || return
	cp -r 10.10.10.50,3260,1 10.10.10.50,3260,2
	sed -i 's/^\(node.tpgt =\).*/\1 2/' 10.10.10.50,3260,2/default
	cd / || return
}

works() {
	iscsiadm -m node -p 10.10.10.50:3260,1 --logout >>/tmp/login.log 2>&1
	iscsiadm -m node --login >>/tmp/login.log 2>&1
}

cure() {
	iscsiadm -m node -T "$iqn" -p 10.10.10.50:3260,2 -I default --op=delete
}
