# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# An editor's backup among the records is a live iface: each discovery makes records for it too.
expect='iface-stray-file /etc/iscsi/ifaces/st1.bak'
beside="bound-on-link-fallback eth2 10.10.10.50:3260
	iface-device-usable st1.bak
	node-startup $iqn 10.10.10.50:3260 st1
	node-startup $iqn 10.10.10.50:3260 st1.bak"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san
	target san
	initiator
	iface st1 eth1
	sed '/iscsi_ifacename/d; s/eth1/eth2/' /etc/iscsi/ifaces/st1 >/etc/iscsi/ifaces/st1.bak
}

works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	iscsiadm -m discovery -t sendtargets -p 10.10.10.50 >>/tmp/login.log 2>&1
	login
}

cure() {
	rm /etc/iscsi/ifaces/st1.bak
	iscsiadm -m node -I st1.bak --op=delete || :
}
