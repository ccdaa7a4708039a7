# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Two ports in one subnet, two portals, and no binding: both sessions leave by the first port.
expect='one-nic-per-subnet 10.10.10.0/24'
beside="sessions-apart $iqn
	multipath-covers $iqn"

build() {
	lan san 10.10.10.50/24 10.10.10.51/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	discover 10.10.10.50
	discover 10.10.10.51
	login
}

leaving_by() {
	ss -tnO state established "dport = 3260 and src $1" | grep -c 3260
}

works() {
	[ "$(leaving_by 10.10.10.11)" -gt 0 ] && [ "$(leaving_by 10.10.10.12)" -gt 0 ]
}

cure() {
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	discover 10.10.10.51 st1 st2
	iscsiadm -m node -I default --logout
	iscsiadm -m node -I default --op=delete
	login
}
