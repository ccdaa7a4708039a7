# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A record of iSER, of which this kernel has no module: open-iscsi drops it at every discovery.
expect='iface-transport-known ib0'
beside='iface-in-use ib0'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	mkdir -p /etc/iscsi/ifaces
	cat >/etc/iscsi/ifaces/ib0 <<-END
	iface.iscsi_ifacename = ib0
	iface.transport_name = iser
	END
}

works() {
	iscsiadm -m discovery -t sendtargets -p 10.10.10.50 -I ib0 >>/tmp/login.log 2>&1
	login -I ib0
}

# There is no package to install here; a network card without RDMA is tcp's.
cure() {
	sed -i 's/^\(iface.transport_name =\).*/\1 tcp/' /etc/iscsi/ifaces/ib0
	rebind ib0 eth1
}
