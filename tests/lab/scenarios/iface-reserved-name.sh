# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record file named `default`: it is listed, and never used. The session stays unbound.
expect='iface-name-reserved default'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	mkdir -p /etc/iscsi/ifaces
	cat >/etc/iscsi/ifaces/default <<-END
	iface.iscsi_ifacename = default
	iface.transport_name = tcp
	iface.net_ifacename = eth1
	END
	discover 10.10.10.50 default
	login -I default
}

works() {
	session_leaves_by eth1
}

cure() {
	rm /etc/iscsi/ifaces/default
	iface st1 eth1
	iscsiadm -m node -I default --logout
	iscsiadm -m node -I default --op=delete
	discover 10.10.10.50 st1
	login -I st1
}
