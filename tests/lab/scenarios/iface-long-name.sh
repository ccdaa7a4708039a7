# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A name of 65 characters: every command that names it is refused.
long=storage-port-of-the-second-card-in-the-third-slot-towards-array-1
expect="iface-name-valid $long"
beside="iface-in-use ${long%1}
	iface-in-use st-eth1"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	mkdir -p /etc/iscsi/ifaces
	cat >"/etc/iscsi/ifaces/$long" <<-END
	iface.iscsi_ifacename = $long
	iface.transport_name = tcp
	iface.net_ifacename = eth1
	END
}

# Whatever it is called: a discovery over the first record, and a login.
works() {
	for file in /etc/iscsi/ifaces/*; do
		iscsiadm -m discovery -t sendtargets -p 10.10.10.50 -I "${file##*/}" >>/tmp/login.log 2>&1 || return 1
	done
	login
}

cure() {
	rm "/etc/iscsi/ifaces/$long"
	iface st1 eth1
}
