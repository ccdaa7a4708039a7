# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# What belongs to offload cards in the record of a network card, and a name beside the hardware
# address that wins: the record says eth2 and binds eth1.
expect='iface-address-unset st1
	iface-device-agrees st1
	iface-keys-used st1'
beside="iface-device-usable st1
	iface-in-use st1"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san
	target san
	initiator
	iface st1 eth2
	cat >>/etc/iscsi/ifaces/st1 <<-END
	iface.hwaddress = $(cat /sys/class/net/eth1/address)
	iface.ipaddress = 10.10.10.11
	iface.mtu = 9000
	iface.vlan_id = 7
	END
}

works() {
	! grep -E 'hwaddress|ipaddress|mtu|vlan_id|eth2' /etc/iscsi/ifaces/st1 &&
		discover 10.10.10.50 st1 && login -I st1 && session_leaves_by eth1
}

cure() {
	sed -i '/hwaddress/d; /ipaddress/d; /mtu/d; /vlan_id/d; s/eth2/eth1/' /etc/iscsi/ifaces/st1
}
