# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Source-based routing keeps two ports of one subnet apart, but nothing is bound: the session has
# no source before it is made, and only the first port is used.
expect="portal-bound $iqn 10.10.10.50:3260"
beside="route-order-stable 10.10.10.0/24
	multipath-covers $iqn"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	for n in 1 2; do
		must ip route add 10.10.10.0/24 dev eth$n src 10.10.10.1$n table 10$n
		must ip rule add pref 10$n from 10.10.10.1$n lookup 10$n
	done
	target san
	initiator
	discover 10.10.10.50
	login
}

works() {
	session_leaves_by eth1 && session_leaves_by eth2
}

cure() {
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	iscsiadm -m node -I default --logout
	iscsiadm -m node -I default --op=delete
	login
}
