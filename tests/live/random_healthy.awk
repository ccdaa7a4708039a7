# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v seed=N -f random_healthy.awk: a healthy host, as a script of fixtures/healthy is: a LAN, and at random what
# people add to it: containers, guests, a VPN, virtual addresses, storage.

# The same everywhere, which rand() is not.
function pick(n) {
	state = (state * 69069 + 1) % 4294967296
	return int(state / 65536) % n
}
function maybe() { return pick(3) == 0 }
function say(text) { print text }

BEGIN {
	state = seed
	for (i = 0; i < 8; i++) pick(2)
	storage = pick(6)
	strict = storage == 4 ? pick(2) * 2 : pick(3)
	split("debian rhel ubuntu fedora alpine", os, " ")
	say("# seed " seed ", storage " storage "\nos " os[1 + pick(5)] " 9 " strict)

	lan = pick(4)
	wire = "eth0"
	if (lan == 0) say("nic eth0 192.168.1.10/24\nip route add default via 192.168.1.1 dev eth0")
	else if (lan == 1) say("nic eth0\nleased eth0 192.168.1.10/24\nip route add default via 192.168.1.1 dev eth0 proto dhcp metric 100")
	else if (lan == 2) {
		wire = "br0"
		say("nic eth0\nbridge br0 192.168.1.10/24 -- eth0\nip route add default via 192.168.1.1 dev br0\nguest vnet0 br0")
	} else say("nic eth0\nip addr add 192.168.1.10/32 dev eth0\nip route add 192.168.1.1 dev eth0 scope link\nip route add default via 192.168.1.1 dev eth0")
	if (maybe()) say("addresses " wire " 2001:db8:1::10/64\nip -6 route add default via fe80::1 dev " wire (pick(2) ? " proto ra metric 1024" : ""))
	if (maybe()) say("nic eth9 10.77.0.1/24")
	if (maybe()) say("nic wlan0\nip -n \"$world\" link set p$cables down")

	if (maybe()) { say("bridge docker0 172.17.0.1/16"); if (pick(2)) say("bridge br-aa55 172.18.0.1/16\nguest veth55 br-aa55") }
	if (maybe()) say("bridge virbr0 192.168.122.1/24\nip tuntap add dev tap7 mode tap\nip link set tap7 master virbr0 up")
	if (maybe()) say("guest cali00aa\nip route add 10.233.90.7 dev cali00aa scope link\nip route add blackhole 10.233.90.0/26 proto 80")
	if (maybe()) say("bridge cni0 10.244.0.1/24\nguest veth0244 cni0\nsetting ipv4/ip_forward=1")
	if (maybe()) say("guest lxd7\nip addr add 169.254.0.1/32 dev lxd7\nip route add 192.168.1.77 dev lxd7 scope link")

	vpn = pick(6)
	if (vpn == 0) say("tunnel wg0 10.66.66.2/32\nip route add default dev wg0 table 51820\nip rule add pref 32765 not fwmark 0xca6c lookup 51820\nip rule add pref 32764 lookup main suppress_prefixlength 0\nsetting ipv4/conf/all/src_valid_mark=1")
	if (vpn == 1) say("tunnel tailscale0 100.101.102.103/32\nip rule add pref 5210 fwmark 0x80000/0xff0000 lookup main\nip rule add pref 5270 lookup 52\nip route add 100.64.3.7 dev tailscale0 table 52")
	if (vpn == 2) say("tunnel tun0\nip addr add 10.8.0.6 peer 10.8.0.5/32 dev tun0\nip route add 10.80.0.0/16 via 10.8.0.5 dev tun0")

	ha = pick(6)
	if (ha == 0) say("ip addr add 192.168.1.200/32 dev " wire)
	if (ha == 1 && lan < 3) say("ip addr add 192.168.1.200/24 dev " wire)
	if (ha == 2 && lan < 3) say("ip link add link " wire " name vrrp.7 address 00:00:5e:00:01:07 type macvlan mode private\nip link set vrrp.7 up\nip addr add 192.168.1.200/" (pick(2) ? 24 : 32) " dev vrrp.7\n# As keepalived does it.\nsetting ipv4/conf/all/rp_filter=0 ipv4/conf/vrrp.7/rp_filter=0 ipv4/conf/vrrp.7/arp_ignore=1 ipv4/conf/vrrp.7/accept_local=1")
	if (ha == 3) say("addresses lo 192.0.2.53/32")

	if (storage == 1) say("nic eth1 10.60.0.10/24\nmounted 10.60.0.5:/data /data")
	if (storage == 2 && lan < 3) say("mounted 192.168.1.5:/home /home")
	if (storage == 3) say("nic eth1 10.10.1.10/24\nnic eth2 10.10.2.10/24\ninitiator\nfor i in 1 2; do\n\tnode iqn.2001-05.com.example:a 10.10.$i.50 default\n\tsession iqn.2001-05.com.example:a 10.10.$i.50 default 10.10.$i.10 sd$i\ndone\nmap mpatha sd1 sd2")
	if (storage == 4) say("nic eth1 10.10.1.10/24\nnic eth2 10.10.1.11/24\nsetting ipv4/conf/all/arp_ignore=1 ipv4/conf/all/arp_announce=2\ninitiator\nfor i in 1 2; do\n\tiface st$i eth$i\n\tnode iqn.2001-05.com.example:a 10.10.1.50 st$i\n\tsession iqn.2001-05.com.example:a 10.10.1.50 st$i 10.10.1.1$((i - 1)) sd$i\ndone\nmap mpatha sd1 sd2")
	if (storage == 5) say("nic eth1 10.10.1.10/24\ninitiator\nfor i in 1 2; do\n\tnode iqn.2001-05.com.example:a 10.10.1.5$i default\n\tsession iqn.2001-05.com.example:a 10.10.1.5$i default 10.10.1.10 sd$i\ndone\nmap mpatha sd1 sd2")
}
