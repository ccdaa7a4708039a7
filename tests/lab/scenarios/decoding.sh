# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# Bonds of every kind, team, VLAN, VRF, bridge: what uplint reads is what ip says.
expect=
harmless=1

build() {
	management
	lan san
	lan peer
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	must ip link set bond0 type bond primary eth1
	bond bond1 san eth3,eth4 mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4
	bond bond2 san eth5,eth6 mode balance-rr
	bond bond3 san eth7,eth8 mode active-backup arp_interval 1000 arp_ip_target 10.1.3.1
	bond bond4 peer eth9,eth10 mode 802.3ad miimon 100
	partner peer eth9 eth10
	ip addr add 10.1.0.2/24 dev bond0
	wire eth11 san
	wire eth12 san
	wire eth13 san
	wire eth14 san
	wire eth15 san
	must ip link add team0 type team
	must teamnl team0 setoption mode activebackup
	must ip link set eth11 down master team0
	must ip link set eth12 down master team0
	must ip link set team0 up
	must ip link set eth11 up
	must ip link set eth12 up
	must teamnl team0 setoption activeport "$(cat /sys/class/net/eth11/ifindex)"
	must ip link add link bond0 name bond0.100 type vlan id 100
	must ip link add link eth13 name storage type vlan protocol 802.1ad id 7
	must ip link set bond0.100 up
	must ip link add red type vrf table 100
	must ip link set red up
	must ip link set eth14 master red
	must ip addr add 10.1.4.2/24 dev eth14
	must ip link add br1 type bridge vlan_filtering 1
	must ip link set eth15 master br1
	must ip link set br1 up
	must ip link set eth13 up
	must ip link property add dev eth13 altname storage-port-with-a-long-name
	must ip link add dummy0 type dummy
	must ip link add link eth13 name macv0 type macvlan mode bridge
	must ip addr add fd00:1::2/64 dev storage
	must ip link set storage up
	must ip route add 10.9.0.0/16 nexthop via 10.1.0.3 weight 2 nexthop via 192.168.1.7
	must ip route add unreachable 10.8.0.0/16
	must ip rule add pref 101 from 10.1.0.2 lookup 101
	must ip route add 10.1.0.0/24 dev bond0 table 101
	sleep 3
}

works() {
	ip link show master bond0 | grep -q eth2
}

cure() {
	:
}
