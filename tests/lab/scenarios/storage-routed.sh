# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The storage port has a wrong mask: the portal is reached through the gateway, by the management port.
expect='storage-not-routed 10.20.0.50:3260'

build() {
	lan san 10.20.0.50/24 192.168.1.1/24
	wire eth0 san 192.168.1.10/24
	wire eth1 san 10.20.0.11/28
	answer_for_own_address eth0 eth1
	must ip route add default via 192.168.1.1
	ip netns exec san sysctl -qw net.ipv4.ip_forward=1
	target san
	initiator
	discover 10.20.0.50
	login
}

read_disk() {
	disk=$(echo /sys/class/iscsi_session/session*/device/target*/*/block/sd*)
	dd if="/dev/${disk##*/}" of=/dev/null bs=64k count=16 iflag=direct 2>/dev/null
}

works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	login
	sleep 1
	carried_by eth1 read_disk
}

cure() {
	ip addr add 10.20.0.11/24 dev eth1
	ip addr del 10.20.0.11/28 dev eth1
}
