# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Two ports in one subnet, each with a table of its own: no fault, even with strict filtering.
expect=
harmless=1

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	answer_for_own_address eth1 eth2
	for n in 1 2; do
		sysctl -qw net.ipv4.conf.eth$n.rp_filter=1
		must ip route add 10.10.10.0/24 dev eth$n src 10.10.10.1$n table 10$n
		must ip rule add pref 10$n from 10.10.10.1$n lookup 10$n
	done
}

works() {
	ping -c 1 -W 2 -I 10.10.10.11 10.10.10.50 >/dev/null && ping -c 1 -W 2 -I eth2 10.10.10.50 >/dev/null
}

cure() {
	:
}
