#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Forms of ip's text that no kernel of today prints, or that only a certain host has.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# new NAME…: an empty directory ./host, and files in it with a line each of standard input
new() { rm -rf host && mkdir host; }
put() { cat >"host/$1"; }

# says SQL ROW…
says() {
	ends 0 uplint query -f csv "$1" host
	tr -d '\r' <out | sed 1d >rows
	if [ $# -gt 1 ]; then printf '%s\n' "${@:2}"; fi >wanted
	diff wanted rows >differ || fail "$1: $(cat differ)"
}
coverage() { says "SELECT state, why FROM coverage WHERE fact = '$1'" "$2"; }

# Old: blanks twice, -1 for the largest metric, clones of a cache, which are no routes.
new
put ip_route_show_table_all <<-'EOF'
	default via 10.0.0.1 dev eth0  proto static
	10.0.0.0/24 dev eth0  proto kernel  scope link  src 10.0.0.5
	10.9.9.9 via 10.0.0.1 dev eth0  src 10.0.0.5
	    cache  mtu 1500 advmss 1460 hoplimit 64
	broadcast 10.0.0.255 dev eth0  table local  proto kernel  scope link  src 10.0.0.5
	local 10.0.0.5 dev eth0  table local  proto kernel  scope host  src 10.0.0.5
	unreachable default dev lo  table unspec  proto none  metric -1  error -101 hoplimit 255
	fe80::/64 dev eth0  proto kernel  metric 256  mtu 9000 advmss 1440 hoplimit 4294967295
	fe80::1 via fe80::1 dev eth0  metric 0
	    cache  expires 30sec mtu 1500 advmss 1440 hoplimit 64
	default dev eth1 table big proto boot metric 7 pref medium
	10.66.0.0/16 dev eth0 table 4294967290
EOF
says 'SELECT dst, route_table, type, metric, mtu, interface FROM route' 0.0.0.0/0,main,unicast,0,,eth0 \
	10.0.0.0/24,main,unicast,0,,eth0 10.0.0.255/32,local,broadcast,0,,eth0 10.0.0.5/32,local,local,0,,eth0 \
	::/0,unspec,unreachable,4294967295,,lo fe80::/64,main,unicast,256,9000,eth0 ::/0,big,unicast,7,,eth1 \
	10.66.0.0/16,4294967290,unicast,0,,eth0
says 'SELECT line_text FROM note'
says 'SELECT origin FROM route WHERE position = 2' host/ip_route_show_table_all:5
coverage route read,
says 'SELECT interface, address, prefixlen FROM address' eth0,10.0.0.5,24

# What is none of the output is a note, and what it makes unknown is said.
new
put ip_addr <<-'EOF'
	# ip addr
	Message truncated
	1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default
	    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
	    inet 127.0.0.1/8 scope host lo
	3: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/[65534] brd 0
	    inet 10.0.0.x/24 scope global eth0
	    inet 10.0.0.9/24 brd 10.0.0.255 scope global dynamic
	    inet 10.0.0.10/24 scope global secondary eth0:1
	    inet6 fe80::x/64 scope link
	    what is this
EOF
put ip_rule <<-'EOF'
	0:	from all lookup local
	100:	from 10.x.0.0/16 lookup 7
	101:	from all colour red lookup main
	102:	from all suppress_ifgroup office lookup main
	103:	not from 10.0.0.0/8 iif lo [detached] tos AF41 sport 80/0xff dscp 10 nop
EOF
put ip_route <<-'EOF'
	default via 10.0.0.1 dev eth0 hovering
	10.x.0.0/16 via 10.0.0.1 dev eth0
	10.3.0.0/16 tos odd via 10.0.0.1 dev eth0
	10.4.0.0/16 encap ip id 7 src 0.0.0.0 dst 10.0.0.3 ttl 0 tos 16 via 10.0.0.7 dev eth0 onlink
	10.5.0.0/16 dev eth0 mtu
	10.6.0.0/16 dev eth0 mtu lock
	not a route
EOF
says 'SELECT address, label, secondary, flags FROM address' 127.0.0.1,lo,0,"\"\"" '10.0.0.9,,0,dynamic' \
	'10.0.0.10,eth0:1,1,secondary'
says 'SELECT line_text FROM note ORDER BY line_text' '10.0.0.x' '10.x.0.0' \
	'10.x.0.0/16' '101:\tfrom all colour red lookup main' 'Message truncated' 'fe80::x' 'not a route' odd office \
	'via 10.0.0.1 dev eth0 hovering' 'what is this'
coverage address 'partial,2 of the lines could not be read: see the notes'
coverage routing_rule 'partial,3 of the lines could not be read: see the notes'
coverage route 'partial,2 of the lines could not be read: see the notes'
says 'SELECT dst, tos, gateway, flags FROM route' '0.0.0.0/0,0,10.0.0.1,""' '10.3.0.0/16,,10.0.0.1,""' \
	10.4.0.0/16,0,10.0.0.7,onlink '10.5.0.0/16,0,,""' '10.6.0.0/16,0,,""'
says 'SELECT invert, src, iif, detached, tos, dscp, sport_start, sport_mask, rule_action FROM routing_rule WHERE priority = 103' \
	1,10.0.0.0/8,lo,iif,136,10,80,255,nop

# Nexthop objects: what a route expands to stands for one that was not saved.
new
put ip_route <<-'EOF'
	10.1.0.0/16 nhid 3 proto static
	nexthop via 10.0.0.7 dev eth0 weight 1
	nexthop via 10.0.1.8 dev eth1 weight 5 linkdown
	10.2.0.0/16 nhid 3 proto static
	nexthop via 10.0.0.7 dev eth0 weight 1
	nexthop via 10.0.1.8 dev eth1 weight 5 linkdown
	10.3.0.0/16 nhid 4 via inet6 fe80::7 dev eth0
	blackhole 10.4.0.0/16 nhid 9 dev lo
	10.5.0.0/16 nhid 10
EOF
says 'SELECT nexthops, gateway, interface, weight, flags, blackhole FROM nexthop' 'nhid 3,10.0.0.7,eth0,1,"",0' \
	'nhid 3,10.0.1.8,eth1,5,linkdown,0' 'nhid 4,fe80::7,eth0,1,"",0' 'nhid 9,,,1,"",1'
says "SELECT line_text, reason FROM note" 'nhid 10,a nexthop object that was not saved'
put ip_nexthop <<-'EOF'
	id 1 via 10.0.0.7 dev eth0 scope link
	id 2 dev eth1 scope link fdb
	id 3 group 1/2,5 proto zebra
	id 4 group 1 type resilient buckets 8 idle_timer 120 unbalanced_timer 0 unbalanced_time 0
	id 9 blackhole proto static
	id 10 via inet6 fe80::9 dev eth0 onlink
EOF
says 'SELECT nexthops, member_id, gateway, interface, weight, flags, blackhole, type FROM nexthop' \
	'nhid 1,,10.0.0.7,eth0,1,"",0,' 'nhid 2,,,eth1,1,fdb,0,' 'nhid 3,1,10.0.0.7,eth0,1,"",0,mpath' \
	'nhid 3,2,,eth1,5,fdb,0,mpath' 'nhid 4,1,10.0.0.7,eth0,1,"",0,resilient' 'nhid 9,,,,1,"",1,' \
	'nhid 10,,fe80::9,eth0,1,onlink,0,'
says 'SELECT line_text FROM note'

# Copied from a page: blanks in front are gone, or there are more.
new
put ip_addr <<-'EOF'
	$ ip addr
	2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff
	inet 10.0.0.2/24 brd 10.0.0.255 scope global eth0
	valid_lft forever preferred_lft forever
EOF
sed 's/^/        /' >host/ip_route <<-'EOF'
	default via 10.0.0.1 dev eth0
	10.1.0.0/16
	    nexthop via 10.0.0.7 dev eth0 weight 1
	    nexthop via 10.0.0.8 dev eth0 weight 1
	10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.2
EOF
says 'SELECT i.name, i.mac, a.address FROM interface i JOIN address a ON a.interface = i.name' eth0,52:54:00:00:00:02,10.0.0.2
says 'SELECT r.dst, n.gateway FROM route r LEFT JOIN nexthop n ON n.nexthops = r.nexthops' 0.0.0.0/0, \
	10.1.0.0/16,10.0.0.7 10.1.0.0/16,10.0.0.8 10.0.0.0/24,

# Tables by name: rt_tables says which number a VRF's is. One output of one table does not name it.
new
put ip_-d_link <<-'EOF'
	1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
	    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0
	2: red: <NOARP,MASTER,UP,LOWER_UP> mtu 65575 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0
	    vrf table 10 addrgenmode eui64
	3: eth0@if9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master red state UP
	    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 0
	    veth
	    vrf_slave table 10
EOF
put ip_route <<<'10.0.0.0/24 dev eth1 proto kernel scope link src 10.0.0.1'
put ip_route_show_table_blue <<<'default via 10.0.0.9 dev eth1'
put ip_route_show_table_201 <<<'default via 10.0.0.8 dev eth1'
put ip_-6_route_show_table_201.txt <<<'default via fd00::8 dev eth1 metric 1024 pref medium'
put ip_rule <<<'100:	from all lookup blue'
says 'SELECT route_table, gateway FROM route ORDER BY route_table, family' 201,10.0.0.8 201,fd00::8 blue,10.0.0.9 main,
says "SELECT vrf_table FROM interface WHERE kind = 'vrf'" 10
coverage route 'partial,without rt_tables the tables of VRFs have no names'
mkdir -p host/etc/iproute2
printf '255\tlocal\n11\tgreen\n' >host/etc/iproute2/rt_tables
mkdir host/etc/iproute2/rt_tables.d
printf '# ours\n10 blue\n' >host/etc/iproute2/rt_tables.d/ours.conf
says "SELECT vrf_table FROM interface WHERE kind = 'vrf'" blue
says "SELECT name, master, master_kind, stack, lower, link_netns FROM interface WHERE name = 'eth0'" \
	'eth0,red,vrf,red,,nsid 0'

# Without -d a list of VRFs still tells which device is one.
new
put ip_link <<-'EOF'
	2: red: <NOARP,MASTER,UP,LOWER_UP> mtu 65575 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
	3: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master red state UP
	    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff
EOF
put ip_vrf_show <<-'EOF'
	Name              Table
	-----------------------
	red                 10
EOF
says 'SELECT name, kind, vrf_table, stack, master_kind FROM interface' red,vrf,10,red, eth0,,,red,vrf
says 'SELECT name FROM bond'

# Nor is -d needed to see a VLAN that is named after its parent, and the MTU of both.
new
put ip_link <<-'EOF'
	1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
	    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
	2: eth0: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc mq master bond1 state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
	4: bond1: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
	5: bond1.101@bond1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9000 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
	6: bond1.x@bond1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
	7: bond1.4095@bond1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
EOF
says 'SELECT name, kind, lower, vlan_id, master FROM interface' lo,loopback,,, eth0,,,,bond1 bond1,bond,,, \
	bond1.101,vlan,bond1,, bond1.x,,bond1,, bond1.4095,,bond1,,
ends 1 uplint check --select mtu-fits-lower host
has out 'bond1 takes 1500 bytes at most (MTU), less than the 9000 of bond1.101'

# The answer of a question is no table.
new
printf '10.0.0.9 via 10.1.0.1 dev eth0 src 10.1.0.5 uid 0 \n    cache \n' | put ip_route_get_10.0.0.9
put ip_addr <<<'2: eth0    inet 10.1.0.5/24 brd 10.1.0.255 scope global eth0\       valid_lft forever preferred_lft forever'
says 'SELECT dst FROM route'
says 'SELECT name, admin, mtu FROM interface' eth0,,
coverage interface 'partial,told by addresses alone'
coverage address read,

# One output alone is an input, and may come from anywhere.
uplint query -f csv 'SELECT address FROM address' - <host/ip_addr >out 2>err || fail "standard input"
has out 10.1.0.5

# What a file is, its content says.
new
put a.txt <<<'2: eth0    inet 10.1.0.5/24 brd 10.1.0.255 scope global eth0'
put b <<<'10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.5'
put rules <<<'0:	from all lookup local'
put known <<<'10.1.0.9 dev eth0 lladdr 52:54:00:00:00:09 STALE'
says 'SELECT a.address, r.dst, n.mac FROM address a, route r, neighbour n' 10.1.0.5,10.1.0.0/24,52:54:00:00:00:09

# A first route with little in it, and a key that iproute2 prints twice: the route's own comes first.
new
put routes.json <<-'EOF'
	[{"dst":"default","table":"100","flags":[],"nexthops":[{"gateway":"10.1.0.1","dev":"e1","weight":1,"flags":[]},{"gateway":"10.1.0.2","dev":"e1","weight":1,"flags":[]}]},
	{"dst":"10.9.0.0/24","encap":"ip","id":5,"src":"0.0.0.0","dst":"1.2.3.4","ttl":0,"tos":0,"dev":"e1","scope":"link","flags":[]},
	{"dst":"10.1.0.0/24","dev":"e1","protocol":"kernel","scope":"link","prefsrc":"10.1.0.5","flags":[]}]
	EOF
says 'SELECT dst, route_table, interface FROM route' 0.0.0.0/0,100, 10.9.0.0/24,main,e1 10.1.0.0/24,main,e1
says 'SELECT line_text FROM note'

# -br: a device a line. Flags tell the members of the one bond; no MTU is told, and nothing of an address but itself.
new
put ip_-br_link <<-'EOF'
	$ ip -br link
	lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP>
	eth0             UP             52:54:00:aa:bb:01 <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP>
	eth1             DOWN           52:54:00:aa:bb:02 <NO-CARRIER,BROADCAST,MULTICAST,UP>
	bond0            UP             52:54:00:aa:bb:01 <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP>
	bond0.30@bond0   UP             52:54:00:aa:bb:01 <BROADCAST,MULTICAST,UP,LOWER_UP>
	wg0              UNKNOWN        <POINTOPOINT,NOARP,UP,LOWER_UP>
EOF
says 'SELECT name, kind, mac, mtu, admin, carrier, operstate, lower, master FROM interface' \
	lo,loopback,00:00:00:00:00:00,,1,1,unknown,, eth0,,52:54:00:aa:bb:01,,1,1,up,,bond0 \
	eth1,,52:54:00:aa:bb:02,,1,0,down,, bond0,bond,52:54:00:aa:bb:01,,1,1,up,, \
	bond0.30,vlan,52:54:00:aa:bb:01,,1,1,up,bond0, wg0,,,,1,1,unknown,,
says 'SELECT team, interface, role FROM uplink' bond0,eth0,
says 'SELECT name, has_active FROM bond' bond0,
says 'SELECT line_text FROM note'
coverage interface 'partial,saved with -br: shows neither what a device is nor its MTU'
coverage bond 'partial,saved with -br: shows neither what a device is nor its MTU'
coverage address absent,
put ip_-br_link <<-'EOF'
	lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP>
	eth0             UP             52:54:00:aa:bb:01 <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP>
	bond0            UP             52:54:00:aa:bb:01 <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP>
	bond1            UP             52:54:00:aa:bb:03 <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP>
EOF
says "SELECT master, master_kind, (SELECT count(*) FROM uplink) FROM interface WHERE name = 'eth0'" ,bond,0
put ip_-br_addr <<-'EOF'
	lo               UNKNOWN        127.0.0.1/8 ::1/128
	eth0             UP             10.0.0.5/24 10.0.0.6/24 10.0.1.6/24 metric 7 10.8.0.1 peer 10.8.0.2/32 fd00::5/64 fe80::1/64
	eth1@if9         LOWERLAYERDOWN 10.0.2.5/24
	eth2             DOWN
	eth3             DORMANT
EOF
rm host/ip_-br_link
says 'SELECT interface, address, prefixlen, peer, metric, secondary, flags, method FROM address' \
	lo,127.0.0.1,8,,,0,,loopback lo,::1,128,,,,,loopback eth0,10.0.0.5,24,,,0,, eth0,10.0.0.6,24,,,1,, \
	eth0,10.0.1.6,24,,7,0,, eth0,10.8.0.1,32,10.8.0.2,,0,, eth0,fd00::5,64,,,,, eth0,fe80::1,64,,,,,link-local \
	eth1,10.0.2.5,24,,,0,,
says 'SELECT name, kind, admin, carrier, lower FROM interface' lo,loopback,1,1, eth0,,1,1, eth1,,1,0,if9 eth2,,,0, eth3,,1,,
coverage address read,
printf '%s\n' 'eth0             UP             10.0.0.5/24 ' >host/ip_-br_addr
coverage address 'partial,only IPv4 addresses were saved'
ends 0 uplint query -f csv 'SELECT name, mac FROM interface' - <<<'eth0             UP             52:54:00:aa:bb:01 <UP,LOWER_UP>'
has out eth0,52:54:00:aa:bb:01

# ifconfig of net-tools 2; of net-tools 1 and busybox; of a Mac, which is no Linux host.
new
put ifconfig <<-'EOF'
	[root@web ~]# ifconfig -a
	bond0: flags=5187<UP,BROADCAST,RUNNING,MASTER,MULTICAST>  mtu 9000
	        inet 10.0.0.5  netmask 255.255.254.0  broadcast 10.0.1.255
	        inet6 fd00::5  prefixlen 64  scopeid 0x0<global>
	        inet6 fe80::5  prefixlen 64  scopeid 0x20<link>
	        ether 52:54:00:aa:bb:01  txqueuelen 1000  (Ethernet)
	        RX packets 1  bytes 90 (90.0 B)
	        device interrupt 20  memory 0xfe9e0000-fea00000

	bond0:1: flags=5187<UP,BROADCAST,RUNNING,MASTER,MULTICAST>  mtu 9000
	        inet 10.0.0.6  netmask 255.255.254.0  broadcast 10.0.1.255
	        ether 52:54:00:aa:bb:01  txqueuelen 1000  (Ethernet)

	eth0: flags=6211<UP,BROADCAST,RUNNING,SLAVE,MULTICAST>  mtu 9000
	        ether 52:54:00:aa:bb:01  txqueuelen 1000  (Ethernet)

	eth1: flags=4099<UP,BROADCAST,MULTICAST>  mtu 1500
	        ether 52:54:00:aa:bb:02  txqueuelen 1000  (Ethernet)

	eth2: flags=4098<BROADCAST,MULTICAST>  mtu 1500
	        ether 52:54:00:aa:bb:03  txqueuelen 1000  (Ethernet)

	lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
	        inet 127.0.0.1  netmask 255.0.0.0
	        inet6 ::1  prefixlen 128  scopeid 0x10<host>
	        loop  txqueuelen 1000  (Local Loopback)

	tun0: flags=4305<UP,POINTOPOINT,RUNNING,NOARP,MULTICAST>  mtu 1400
	        inet 10.8.0.1  netmask 255.255.255.255  destination 10.8.0.2
	        unspec 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00  txqueuelen 500  (UNSPEC)
EOF
says 'SELECT name, kind, mac, mtu, admin, carrier, master FROM interface' bond0,bond,52:54:00:aa:bb:01,9000,1,1, \
	eth0,,52:54:00:aa:bb:01,9000,1,1,bond0 eth1,,52:54:00:aa:bb:02,1500,1,0, eth2,,52:54:00:aa:bb:03,1500,0,, \
	lo,loopback,,65536,1,1, tun0,,,1400,1,1,
says 'SELECT interface, address, prefixlen, peer, label, scope, secondary, flags FROM address ORDER BY family, interface' \
	bond0,10.0.0.5,23,,bond0,,, bond0,10.0.0.6,23,,bond0:1,,, lo,127.0.0.1,8,,lo,host,, tun0,10.8.0.1,32,10.8.0.2,tun0,,, \
	bond0,fd00::5,64,,,global,, bond0,fe80::5,64,,,link,, lo,::1,128,,,host,,
says "SELECT origin FROM address WHERE label = 'bond0:1'" host/ifconfig:11
says 'SELECT line_text FROM note'
coverage interface 'partial,ifconfig shows neither what a device is nor what carries it'
coverage address 'partial,ifconfig shows one IPv4 address of each label'
put ifconfig <<-'EOF'
	eth0      Link encap:Ethernet  HWaddr 52:54:00:AA:BB:01
	          inet addr:10.0.0.5  Bcast:10.0.0.255  Mask:255.255.255.0
	          inet6 addr: fd00::5/64 Scope:Global
	          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
	          RX packets:1 errors:0 dropped:0 overruns:0 frame:0
	          collisions:0 txqueuelen:1000

	eth0:1    Link encap:Ethernet  HWaddr 52:54:00:AA:BB:01
	          inet addr:10.0.3.6  Bcast:10.0.3.255  Mask:255.255.255.0
	          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1

	eth1      Link encap:Ethernet  HWaddr 52:54:00:AA:BB:02
	          UP BROADCAST MULTICAST  MTU:1500  Metric:1

	lo        Link encap:Local Loopback
	          inet addr:127.0.0.1  Mask:255.0.0.0
	          UP LOOPBACK RUNNING  MTU:65536  Metric:1

	tun0      Link encap:UNSPEC  HWaddr 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00
	          inet addr:10.8.0.1  P-t-P:10.8.0.2  Mask:255.255.255.255
	          UP POINTOPOINT RUNNING NOARP MULTICAST  MTU:1400  Metric:1
EOF
says 'SELECT name, kind, mac, mtu, admin, carrier FROM interface' eth0,,52:54:00:aa:bb:01,1500,1,1 \
	eth1,,52:54:00:aa:bb:02,1500,1,0 lo,loopback,,65536,1,1 tun0,,,1400,1,1
says 'SELECT interface, address, prefixlen, peer, label, scope FROM address ORDER BY family, interface' \
	eth0,10.0.0.5,24,,eth0, eth0,10.0.3.6,24,,eth0:1, lo,127.0.0.1,8,,lo,host tun0,10.8.0.1,32,10.8.0.2,tun0, \
	eth0,fd00::5,64,,,global
says 'SELECT line_text FROM note'
printf '%s\n' 'en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500' \
	'	ether 52:54:00:aa:bb:01' '	inet 10.0.0.5 netmask 0xffffff00 broadcast 10.0.0.255' >mac
ends 2 uplint query 'SELECT name FROM interface' mac

# route and netstat -r: no types, no sources, table main alone; netstat leaves out the metrics.
new
put route_-n <<-'EOF'
	$ route -n
	Kernel IP routing table
	Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
	0.0.0.0         10.0.0.1        0.0.0.0         UG    100    0        0 eth0
	10.0.0.0        0.0.0.0         255.255.255.0   U     100    0        0 eth0
	10.9.0.0        -               255.255.0.0     !     0      -        0 -
	10.10.0.0       0.0.0.0         255.255.0.0     U     0      0        0 *
	10.14.0.1       10.0.0.9        255.255.255.255 UGH   0      0        0 eth0
	what is this
EOF
says 'SELECT dst, gateway, interface, metric, type, route_table, protocol, scope, tos, flags FROM route' \
	0.0.0.0/0,10.0.0.1,eth0,100,unicast,main,,,, 10.0.0.0/24,,eth0,100,unicast,main,,,, \
	10.9.0.0/16,,,0,reject,main,,,, 10.10.0.0/16,,,0,reject,main,,,, 10.14.0.1/32,10.0.0.9,eth0,0,unicast,main,,,,
says 'SELECT line_text FROM note' 'what is this'
coverage route 'partial,"route and netstat show no table but main, and one next hop of each route"'
coverage routing_rule absent,
put netstat <<-'EOF'
	Kernel IP routing table
	Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
	0.0.0.0         10.0.0.1        0.0.0.0         UG        0 0          0 eth0
EOF
rm host/route_-n
says 'SELECT dst, gateway, interface, metric FROM route' 0.0.0.0/0,10.0.0.1,eth0,
# Names of routers, as without -n, say no address; IPv6 lists every table.
put netstat <<-'EOF'
	Kernel IP routing table
	Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
	default         _gateway        0.0.0.0         UG    100    0        0 eth0
	10.0.0.0        *               255.255.255.0   U     100    0        0 eth0
	Kernel IPv6 routing table
	Destination                    Next Hop                   Flag Met Ref Use If
	[::]/0                         fe80::1                    UGDAe 1024 1   0 eth0
	fd00::/64                      [::]                       UAe  256 2     0 eth0
	fd09::/64                      ::                         !n   1024 2    0 lo
	fd00::5/128                    ::                         Un   0   2     0 eth0
	ff00::/8                       ::                         U    256 2     0 eth0
	::/0                           ::                         !n   -1  1     0 lo
EOF
says 'SELECT dst, gateway, interface, metric, type, route_table, protocol FROM route' 0.0.0.0/0,,eth0,100,unicast,main, \
	10.0.0.0/24,,eth0,100,unicast,main, ::/0,fe80::1,eth0,1024,unicast,main,ra fd00::/64,,eth0,256,unicast,main, \
	fd09::/64,,lo,1024,reject,main, fd00::5/128,,eth0,0,local,local, ff00::/8,,eth0,256,multicast,local, \
	::/0,,lo,4294967295,unreachable,unspec,
says 'SELECT line_text, reason FROM note' '_gateway,"a router by its name, as without -n"'
put ip_route <<<'10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5'
says 'SELECT dst, protocol FROM route WHERE family = 4' 10.0.0.0/24,kernel
# `!` is one of four types: another output that says which does not contradict it, and a path by it alone is not sure.
put route_-n <<-'EOF'
	Kernel IP routing table
	Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
	10.9.0.0        -               255.255.0.0     !     0      -        0 -
EOF
uplint path 10.9.0.1 host/route_-n >out 2>err
has out 'does not say whether this route is thrown out'
put ip_route <<<'prohibit 10.9.0.0/16 '
says 'SELECT type FROM route WHERE family = 4' prohibit
says "SELECT count(*) FROM note WHERE reason LIKE 'contra%'" 0
# ip -br says no scope: of IPv6 the address tells it, of IPv4 nothing does, and the subnets are not judged by it.
rm -f host/*
put ip_-br_addr <<-'EOF'
	lo               UNKNOWN        127.0.0.1/8 ::1/128
	eth0             UP             10.1.2.3/24 fd00::1/64 fe80::1/64
	eth1             UP             10.1.2.254/30 10.2.0.1/24
	eth2             UP             10.2.0.2/24
EOF
says 'SELECT address, scope FROM address' 127.0.0.1,host ::1,host 10.1.2.3, fd00::1,global fe80::1,link \
	10.1.2.254, 10.2.0.1, 10.2.0.2,
