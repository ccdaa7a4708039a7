# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# The management port bears an address of the storage port too, and its route came first.
expect='duplicate-address 10.20.0.11'

build() {
	lan san 10.20.0.50/24
	lan office 192.168.1.1/24
	wire eth0 office 10.20.0.11/24
	wire eth1 san 10.20.0.11/24
	must ip addr add 192.168.1.10/24 dev eth0
}

works() {
	ping -c 1 -W 2 10.20.0.50 >/dev/null
}

cure() {
	ip addr del 10.20.0.11/24 dev eth0
}
