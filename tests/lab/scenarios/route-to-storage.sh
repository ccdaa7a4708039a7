# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A host route sends the unbound session out by the management port; the storage port is idle.
expect='route-to-storage 10.20.0.50:3260'

build() {
	lan san 10.20.0.50/24 192.168.1.1/24
	wire eth0 san 192.168.1.10/24
	wire eth1 san 10.20.0.11/24
	answer_for_own_address eth0 eth1
	must ip route add default via 192.168.1.1
	must ip route add 10.20.0.50 dev eth0
	target san
	initiator
	discover 10.20.0.50
	login
}

read_disk() {
	disk=$(echo /sys/class/iscsi_session/session*/device/target*/*/block/sd*)
	dd if="/dev/${disk##*/}" of=/dev/null bs=64k count=16 iflag=direct 2>/dev/null
}

# The socket keeps its source address, so a new session is made.
works() {
	iscsiadm -m node --logout >>/tmp/login.log 2>&1
	login
	sleep 1
	if carried_by eth1 read_disk; then
		foretold 10.20.0.50 eth1
	else
		foretold 10.20.0.50 eth0
		return 1
	fi
}

cure() {
	ip route del 10.20.0.50 dev eth0
}
