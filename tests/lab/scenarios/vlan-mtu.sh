# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A VLAN of MTU 9000 on a bridge of 9000 whose port has 1500. (Linux does not let a VLAN exceed its
# parent; a bridge may exceed its port.)
expect='mtu-fits-lower eth1'

build() {
	lan san
	ip -n san link add link br0 name br0.7 type vlan id 7
	wire eth1 san
	must ip -n san link set port-eth1 mtu 9000
	must ip -n san link set br0 mtu 9000
	must ip -n san link set br0.7 mtu 9000 up
	must ip -n san addr add 10.10.10.50/24 dev br0.7
	must ip link add br1 type bridge
	must ip link set eth1 master br1
	must ip link set br1 mtu 9000 up
	must ip link add link br1 name storage type vlan id 7
	must ip link set storage mtu 9000 up
	ip addr add 10.10.10.11/24 dev storage
	serve san
	ip link set storage mtu 9001 2>/dev/null && fatal 'a VLAN above its parent'
}

works() {
	loads_from 10.10.10.50
}

cure() {
	ip link set eth1 mtu 9000
}
