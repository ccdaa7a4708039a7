# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Two bound ports in one subnet under strict reverse path filtering: the answers to the second
# arrive on a card that the route back does not name, and are dropped.
beside="node-startup $iqn 10.10.10.50:3260 st1
	node-startup $iqn 10.10.10.50:3260 st2"
expect='reverse-path-filter eth2'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	target san
	initiator
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	for nic in eth1 eth2; do
		sysctl -qw net.ipv4.conf.$nic.rp_filter=1
	done
	login -I st1
}

works() {
	[ "$(sessions)" = 2 ] || login -I st2
}

cure() {
	sysctl -qw net.ipv4.conf.eth2.rp_filter=2
}
