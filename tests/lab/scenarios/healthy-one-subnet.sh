# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# One subnet because the array wants it, both ports bound, the kernel told: nothing is found.
expect=
harmless=1

build() {
	management
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.eth1.rp_filter=2 net.ipv4.conf.eth2.rp_filter=2
	target san
	initiator
	sed -i 's/^\(node.startup\).*/\1 = automatic/; s/^\(node.session.timeo.replacement_timeout\).*/\1 = 15/' \
		/etc/iscsi/iscsid.conf
	iface st1 eth1
	iface st2 eth2
	discover 10.10.10.50 st1 st2
	login
	multipath
}

works() {
	session_leaves_by eth1 && session_leaves_by eth2
}

cure() {
	:
}
