# SPDX-License-Identifier: GPL-2.0-or-later
# A host as it stands in the field, from a seed: `awk -v seed=7 -v dir=DIR -f field.awk`
# writes what host.awk does. What a distribution, an agent or an administrator
# leaves behind is put together here: NetworkManager, cloud images, Docker,
# Kubernetes, VPNs, VDSM, routing daemons, and hands that change things later.

function rnd(n) {
	state = (state * 16807) % 2147483647
	return state % n
}

function chance(percent) { return rnd(100) < percent }

function pick(list,    v, n) {
	n = split(list, v, " ")
	return n ? v[rnd(n) + 1] : ""
}

# Lines of one family go to one batch; the next family begins another, so that the order stays.
function setup(line,    family) {
	family = sub(/^-6 /, "", line) ? 6 : sub(/^-0 /, "", line) ? 0 : 4
	if (family != last_family)
		batch = sprintf("%s/setup.%03d.%d", dir, ++batches, family)
	last_family = family
	print line > batch
}

function ask4(list,    v, n, i) {
	n = split(list, v, " ")
	for (i = 1; i <= n; i++) if (!(v[i] in asked)) { asked[v[i]] = 1; print v[i] > (dir "/dst4") }
}

function ask6(list,    v, n, i) {
	n = split(list, v, " ")
	for (i = 1; i <= n; i++) if (!(v[i] in asked)) { asked[v[i]] = 1; print v[i] > (dir "/dst6") }
}

function link(name, kind) {
	devices = devices " " name
	if (kind == "veth" || kind == "") {
		print "link add " name " type veth peer name p" ++peers > (dir "/links")
		print "link set p" peers " addrgenmode none" > (dir "/links")
		if (chance(88)) print "link set p" peers " up" > (dir "/links")
	} else if (kind == "tun") {
		print "tuntap add mode tun dev " name > (dir "/links")
	} else {
		print "link add " name " type " kind > (dir "/links")
	}
	if (chance(70)) print "link set " name " addrgenmode none" > (dir "/links")
	if (chance(94)) print "link set " name " up" > (dir "/links")
}

function own(ip) { if (ip ~ /:/) own6 = own6 " " ip; else own4 = own4 " " ip }

# ---- network cards, as their manager sets them up ----

function nic4(i,    name, net, len, ip, gw, metric, how) {
	name = nic[i]
	net = chance(75) ? "10." (20 + i) "." rnd(2) : "10.20.0"
	len = pick("24 24 24 23 25 28")
	ip = net "." pick("4 5 9 10")
	gw = net ".1"
	nicip[i] = ip; nicnet[i] = net; nicgw[i] = gw; niclen[i] = len
	metric = 100 + i
	how = rnd(10)
	ask4(net ".1 " net ".5 " net ".20 " net ".77 " net ".255 " net ".0 " ip)
	own(ip)
	if (how < 4) {
		# NetworkManager
		setup("addr add " ip "/" len " dev " name " noprefixroute" (chance(50) ? " brd +" : ""))
		setup("route add " prefix4(ip, len) " dev " name " proto kernel scope link src " ip " metric " metric)
		if (chance(70)) setup("route add default via " gw " dev " name " proto " pick("dhcp static") (chance(60) ? " src " ip : "") " metric " metric)
		if (chance(20)) setup("route add 169.254.0.0/16 dev " name " scope link metric 1000")
		if (chance(20)) setup("route add " gw " dev " name " proto static scope link metric " metric)
	} else if (how < 6) {
		# cloud image: a host address and a gateway beyond it
		setup("addr add " ip "/32 dev " name " metric " pick("0 100"))
		if (chance(50)) setup("route add " gw " dev " name " proto dhcp scope link src " ip " metric 100")
		setup("route add default via " gw " dev " name " proto " pick("dhcp static") " src " ip " metric 100" (chance(60) ? " onlink" : ""))
		if (chance(50)) setup("route add 169.254.169.254 via " gw " dev " name " proto dhcp src " ip " metric 100")
		ask4("169.254.169.254 169.254.170.2")
	} else if (how < 8) {
		# networkd, ifupdown: the kernel makes the route
		setup("addr add " ip "/" len " brd + dev " name)
		if (chance(60)) setup("route add default via " gw " dev " name (chance(40) ? " onlink" : ""))
		if (chance(30)) setup("addr add " net ".30/" len " dev " name)
		if (chance(20)) setup("addr add " net ".40/32 dev " name)
		if (chance(15)) setup("addr add " net ".50/" len " dev " name " preferred_lft 0")
	} else if (how < 9) {
		# point to point
		setup("addr add " net ".2/31 dev " name)
		if (chance(60)) setup("route add default via " net ".3 dev " name " metric " metric)
		nicgw[i] = net ".3"
		ask4(net ".2 " net ".3 " net ".4")
		own(net ".2")
	} else {
		# zeroconf beside an address
		setup("addr add 169.254." i ".7/16 dev " name " scope link")
		setup("addr add " ip "/" len " dev " name)
		ask4("169.254.9.9 169.254." i ".7")
	}
}

function prefix4(ip, len,    v, i, bits, size) {
	split(ip, v, ".")
	bits = len
	for (i = 1; i <= 4; i++) {
		if (bits < 8) {
			size = 2 ^ (8 - (bits > 0 ? bits : 0))
			v[i] -= v[i] % size
		}
		bits -= 8
	}
	return v[1] "." v[2] "." v[3] "." v[4] "/" len
}

function nic6(i,    name, net, how, ip) {
	name = nic[i]
	net = chance(75) ? "2001:db8:" (20 + i) : "2001:db8:20"
	ip = net "::" pick("5 9 10")
	how = rnd(10)
	nicnet6[i] = net; nicip6[i] = ip
	if (chance(80)) setup("-6 addr add fe80::" (10 + i) "/64 dev " name " nodad")
	ask6(net "::1 " net "::5 " net "::77 " net ":1::9 " ip " fe80::1 fe80::" (10 + i))
	own(ip)
	if (how < 5) {
		# router advertisements, and privacy addresses
		setup("-6 addr add " ip "/64 dev " name " noprefixroute nodad" (chance(30) ? " mngtmpaddr" : ""))
		if (chance(40)) setup("-6 addr add " net ":dead:beef::" rnd(9) "/64 dev " name " nodad preferred_lft " pick("0 0 3000") " valid_lft 4000")
		setup("-6 route add " net "::/64 dev " name " proto ra metric " pick("100 100 101 1024") " pref " pick("medium medium high low"))
		setup("-6 route add default via fe80::1 dev " name " proto ra metric " pick("100 1024 1024 " (100 + i)) " pref " pick("medium medium high low") " expires 1800")
		if (chance(25)) setup("-6 route add default via fe80::2 dev " name " proto ra metric " pick("100 1024") " pref " pick("medium high low") " expires 600")
		if (chance(25)) setup("-6 route add 2001:db8:f00::/48 via fe80::3 dev " name " proto ra metric 1024 pref " pick("medium high low"))
		ask6("2001:db8:f00::9")
	} else if (how < 7) {
		setup("-6 addr add " ip "/64 dev " name " nodad")
		if (chance(70)) setup("-6 route add default via " pick("fe80::1 " net "::1") " dev " name " metric " pick("1024 1024 " (1024 + i)) " onlink")
		if (chance(20)) setup("-6 addr add fd00:" i "::5/64 dev " name " nodad")
		ask6("fd00:" i "::9")
	} else if (how < 8) {
		setup("-6 addr add " net "::2/127 dev " name " nodad")
		setup("-6 route add default via " net "::3 dev " name)
		own(net "::2")
		ask6(net "::2 " net "::3 " net "::4")
	} else if (how < 9) {
		# cloud: a host address, the router is link-local
		setup("-6 addr add " ip "/128 dev " name " nodad")
		setup("-6 route add default via fe80::1 dev " name " proto " pick("ra static") " metric 100 onlink")
	}
}

# ---- what stands beside the cards ----

function docker(    i, n, name, net) {
	n = 1 + rnd(3)
	for (i = 0; i < n; i++) {
		name = i ? "br-" (1000 + rnd(9000)) : "docker0"
		net = "172." (17 + i)
		link(name, "bridge")
		if (chance(60)) {
			print "link add vp" i " type veth peer name vq" i > (dir "/links")
			print "link set vp" i " master " name > (dir "/links")
			print "link set vp" i " up" > (dir "/links")
			print "link set vq" i " up" > (dir "/links")
		}
		setup("addr add " net ".0.1/16 brd + dev " name)
		own(net ".0.1")
		ask4(net ".0.1 " net ".0.2 " net ".255.255 " net ".3.4")
		if (chance(30)) {
			setup("-6 addr add fd17:" i "::1/64 dev " name " nodad")
			own("fd17:" i "::1")
			ask6("fd17:" i "::2 fd17:" i "::1")
		}
		if (chance(20)) sysctls = sysctls " ipv4/conf/" name "/route_localnet=1"
		if (chance(10)) late = late " ipv4/conf/" name "/route_localnet=" pick("0 1")
	}
}

function calico(    i) {
	link("tunl9", "tun")
	if (chance(50)) setup("addr add 10.244.1.0/32 dev tunl9")
	else setup("addr add 10.244.1.0/32 dev lo")
	own("10.244.1.0")
	setup("route add blackhole 10.244.1.0/26 proto bird")
	for (i = 2; i < 5; i++)
		setup("route add 10.244." i ".0/26 via " nicnet[1] "." (100 + i) " dev " (chance(50) ? "tunl9" : nic[1]) " proto bird onlink")
	for (i = 1; i < 4; i++) {
		link("cali" i, "veth")
		setup("route add 10.244.1." (9 + i) " dev cali" i " scope link")
	}
	if (chance(30)) setup("route add unreachable 10.244.0.0/16 metric 4294967295")
	ask4("10.244.1.0 10.244.1.1 10.244.1.10 10.244.1.11 10.244.1.12 10.244.2.5 10.244.3.5 10.244.9.9")
}

# Every pod has its rules, every further card a table (amazon-vpc-cni).
function vpc_cni(    i, n, table) {
	n = 2 + rnd(6)
	setup("rule add pref 1024 fwmark 0x80/0x80 lookup main")
	for (i = 1; i <= n; i++) {
		link("eni" i, "veth")
		setup("route add " nicnet[1] "." (200 + i) " dev eni" i " scope link")
		setup("rule add pref 512 to " nicnet[1] "." (200 + i) " lookup main")
		table = chance(60) ? 2 : 3
		setup("rule add pref " pick("1536 1536 1537") " from " nicnet[1] "." (200 + i) " lookup " table)
		ask4(nicnet[1] "." (200 + i))
	}
	if (nics > 1) {
		setup("route add " nicgw[2] " dev " nic[2] " scope link table 2")
		setup("route add default via " nicgw[2] " dev " nic[2] " table 2")
		setup("rule add pref 1535 from " nicip[2] " lookup 2")
	}
	if (nics > 2)
		setup("route add default via " nicgw[3] " dev " nic[3] " table 3 onlink")
}

# The rule of table local goes behind those of the agent (cilium).
function cilium() {
	setup("rule add pref 9 fwmark 0x200/0xf00 lookup 2004")
	setup("rule add pref 10 fwmark 0xa00/0xf00 lookup 2005")
	setup("rule add pref 100 lookup local")
	if (chance(80)) setup("rule del pref 0")
	setup("route add local default dev lo table 2004")
	link("cilium_host", "veth")
	setup("addr add 10.0.5.7/32 dev cilium_host scope link")
	setup("route add 10.0.5.7 dev cilium_host scope link table 2005")
	setup("route add default via 10.0.5.7 dev cilium_host table 2005")
	setup("route add 10.0.5.0/24 via 10.0.5.7 dev cilium_host proto kernel src 10.0.5.7")
	own("10.0.5.7")
	ask4("10.0.5.7 10.0.5.9 10.0.5.255")
	marks = marks " 512 2560"
	if (chance(40)) {
		setup("-6 rule add pref 9 fwmark 0x200/0xf00 lookup 2004")
		setup("-6 rule add pref 100 lookup local")
		if (chance(80)) setup("-6 rule del pref 0")
		setup("-6 route add local default dev lo table 2004")
	}
}

function wireguard(    name, six, family) {
	name = "wg" rnd(2)
	link(name, chance(70) ? "tun" : "veth")
	setup("addr add 10.66.66.2/32 dev " name)
	own("10.66.66.2")
	ask4("10.66.66.1 10.66.66.2")
	if (chance(50)) {
		setup("-6 addr add fd66::2/128 dev " name " nodad")
		own("fd66::2")
		ask6("fd66::1 fd66::2")
	}
	if (chance(70)) {
		for (six = 0; six < 2; six++) {
			family = six ? "-6 " : ""
			setup(family "route add default dev " name " table 51820")
			setup(family "rule add pref 32765 not fwmark 51820 lookup 51820")
			setup(family "rule add pref 32764 lookup main suppress_prefixlength 0")
		}
		marks = marks " 51820"
	} else {
		setup("route add 10.66.66.0/24 dev " name " scope link")
		setup("route add 10.67.0.0/16 dev " name " scope link")
		ask4("10.66.66.99 10.67.1.1")
	}
	if (chance(20)) setup("rule add pref 5210 fwmark 0x80000/0xff0000 lookup main")
	if (chance(20)) {
		setup("rule add pref 5270 lookup 52")
		setup("route add 100.64.0.7 dev " name " table 52")
		setup("route add throw " nicnet[1] ".0/24 table 52")
		ask4("100.64.0.7")
	}
}

function openvpn() {
	link("tun7", "tun")
	setup("addr add 10.8.0.6 peer 10.8.0.5/32 dev tun7")
	own("10.8.0.6")
	setup("route add 10.8.0.1 via 10.8.0.5 dev tun7")
	setup("route add 0.0.0.0/1 via 10.8.0.5 dev tun7")
	setup("route add 128.0.0.0/1 via 10.8.0.5 dev tun7")
	setup("route add 203.0.113.9 via " nicgw[1] " dev " nic[1])
	if (chance(40)) {
		setup("-6 addr add fd08::1000/112 dev tun7 nodad")
		setup("-6 route add ::/3 dev tun7 metric 1024")
		setup("-6 route add 2000::/4 dev tun7 metric 1024")
		setup("-6 route add 3000::/4 dev tun7 metric 1024")
		setup("-6 route add fc00::/7 dev tun7 metric 1024")
		own("fd08::1000")
	}
	ask4("10.8.0.1 10.8.0.5 10.8.0.6 203.0.113.9 203.0.113.10")
	ask6("fd08::1 3001::1 fd99::1")
}

# A table for each device: its subnet by its own address, and a gateway.
function vdsm(    i, table) {
	for (i = 1; i <= nics; i++) {
		if (chance(25)) continue
		table = 1000000 + rnd(1000)
		setup("route add " nicnet[i] ".0/24 via " nicip[i] " dev " nic[i] " table " table)
		setup("route add default via " nicgw[i] " dev " nic[i] " table " table)
		setup("rule add from " nicnet[i] ".0/24 pref 32000 lookup " table)
		setup("rule add to " nicnet[i] ".0/24 iif " nic[i] " pref 32000 lookup " table)
	}
}

function source_tables(    i) {
	for (i = 1; i <= nics; i++) {
		if (chance(20)) continue
		setup("route add " prefix4(nicip[i], niclen[i]) " dev " nic[i] " src " nicip[i] " table 10" i " scope link")
		if (chance(80)) setup("route add default via " nicgw[i] " dev " nic[i] " table 10" i)
		setup("rule add pref " (100 + i) " from " nicip[i] " lookup 10" i)
		if (chance(30)) setup("rule add pref " (100 + i) " to " prefix4(nicip[i], niclen[i]) " lookup 10" i)
		if (chance(20)) setup("rule add pref " (50 + i) " oif " nic[i] " lookup 10" i)
		if (chance(40)) {
			setup("-6 route add " nicnet6[i] "::/64 dev " nic[i] " table 10" i)
			setup("-6 route add default via fe80::1 dev " nic[i] " table 10" i)
			setup("-6 rule add pref " (100 + i) " from " nicip6[i] " lookup 10" i)
		}
	}
}

function several_ways(    a, b, n) {
	a = 1; b = nics > 1 ? 2 : 1
	n = rnd(6)
	if (n == 0)
		setup("route add default metric 50 nexthop via " nicgw[a] " dev " nic[a] " weight 3 nexthop via " nicgw[b] " dev " nic[b] " weight 1")
	else if (n == 1) {
		setup("nexthop add id 11 via " nicgw[a] " dev " nic[a])
		setup("nexthop add id 12 via " nicgw[b] " dev " nic[b])
		setup("-0 nexthop add id 20 group 11,3/12")
		setup("route add 10.90.0.0/16 nhid 20 proto bgp metric 20")
		setup("route add 10.91.0.0/16 nhid 11 proto bgp metric 20")
		setup("route add 10.92.0.0/16 nhid 12 proto ospf metric 20 src " nicip[1])
		setup("nexthop add id 13 blackhole")
		setup("route add 10.93.0.0/16 nhid 13")
		setup("route append 10.91.0.0/16 via " nicgw[b] " dev " nic[b] " metric 20")
	} else if (n == 2) {
		setup("route add 10.90.0.0/16 proto bgp metric 20 nexthop via inet6 fe80::1 dev " nic[a] " nexthop via inet6 fe80::1 dev " nic[b])
		setup("route add 10.91.0.0/16 via inet6 fe80::2 dev " nic[a] " proto bgp src " nicip[1])
		setup("addr add 10.255.0.1/32 dev lo")
		setup("route add 10.92.0.0/16 via inet6 fe80::2 dev " nic[a] " proto bgp src 10.255.0.1")
		own("10.255.0.1")
	} else if (n == 3) {
		setup("-6 route add 2001:db8:90::/48 metric 20 nexthop via fe80::1 dev " nic[a] " weight 2 nexthop via fe80::2 dev " nic[b])
		setup("-6 route add 2001:db8:91::/48 via fe80::1 dev " nic[a] " metric 30")
		setup("-6 route append 2001:db8:91::/48 via fe80::2 dev " nic[b] " metric 30")
	} else if (n == 4) {
		setup("-6 nexthop add id 31 via fe80::1 dev " nic[a])
		setup("-6 nexthop add id 32 via fe80::1 dev " nic[b])
		setup("-0 nexthop add id 40 group 31/32")
		setup("-6 route add 2001:db8:90::/48 nhid 40 proto bgp")
		setup("-6 route add 2001:db8:91::/48 nhid 31 proto bgp")
		setup("route add 10.90.0.0/16 nhid 31")
	} else {
		setup("route add default via " nicgw[a] " dev " nic[a] " metric 70")
		setup("route append default via " nicgw[b] " dev " nic[b] " metric 70")
		if (chance(50)) setup("route append default via " nicnet[a] ".9 dev " nic[a] " metric 70")
	}
	ask4("10.90.1.1 10.90.2.2 10.91.0.1 10.92.0.1 10.93.0.1 10.255.0.1")
	ask6("2001:db8:90::1 2001:db8:90:5::9 2001:db8:91::1")
}

function by_hand(    n, i) {
	n = 1 + rnd(4)
	for (i = 0; i < n; i++)
		one_by_hand(rnd(22))
}

function one_by_hand(n,    d) {
	d = nic[1 + rnd(nics)]
	if (n == 0) setup("route add blackhole 10.0.0.0/8")
	if (n == 1) setup("route add unreachable 192.168.0.0/16 metric 4278198272")
	if (n == 2) setup("route add prohibit 10.21.0.0/17")
	if (n == 3) setup("-6 route add unreachable fc00::/7 metric 2147483647")
	if (n == 4) setup("-6 route add blackhole 2001:db8::/32")
	if (n == 5) { setup("route add local 10.99.0.0/16 dev lo"); ask4("10.99.0.1 10.99.255.255"); own("10.99.0.1") }
	if (n == 6) { setup("route add local 10.98.0.1 dev " d " src " nicip[1]); ask4("10.98.0.1"); own("10.98.0.1") }
	if (n == 7) setup("route del local " nicip[1] " dev " nic[1] " table local")
	if (n == 8) setup("route del broadcast " nicnet[1] ".255 dev " nic[1] " table local")
	if (n == 9) { setup("-6 route add local fd99::/64 dev lo"); ask6("fd99::1"); own("fd99::1") }
	if (n == 10) { setup("rule add pref 220 lookup 220"); setup("route add throw " nicnet[1] ".0/24 table 220"); setup("route add 10.0.0.0/8 via " nicgw[1] " dev " nic[1] " table 220 src " nicip[1]) }
	if (n == 11) setup("rule add pref 1000 l3mdev")
	if (n == 12) { setup("addr add 10.97.0.1/32 dev lo"); setup("route add 10.97.1.0/24 via " nicgw[1] " dev " nic[1] " src 10.97.0.1"); own("10.97.0.1"); ask4("10.97.0.1 10.97.1.1") }
	if (n == 13) { setup("route add 10.96.0.0/16 via " nicip[1] " dev " nic[1]); setup("route add 10.96.1.0/24 via " nicnet[1] ".88 dev " nic[1] " onlink"); ask4("10.96.0.1 10.96.1.1") }
	if (n == 14) { setup("addr add 10.95.0.1 peer 10.95.0.2 dev " d); own("10.95.0.1"); ask4("10.95.0.1 10.95.0.2") }
	if (n == 15) { setup("route add 10.94.0.0/16 dev " d " scope link"); setup("route add 10.94.5.0/24 via 10.94.0.1 dev " d); ask4("10.94.5.1 10.94.0.1") }
	if (n == 16) { setup("rule add pref 30000 ipproto tcp dport 3260 lookup 77"); setup("route add default via " nicgw[nics] " dev " nic[nics] " table 77 onlink") }
	if (n == 17) setup("rule add pref 200 to " nicnet[1] ".0/25 " pick("unreachable prohibit blackhole"))
	if (n == 18) { setup("rule add pref 150 goto 30500"); setup("rule add pref 200 blackhole"); setup("rule add pref 30500 lookup main suppress_prefixlength " pick("0 8 16 24")) }
	if (n == 19) setup("rule del pref 32767")
	if (n == 20) setup("route add multicast 239.0.0.0/8 dev " d)
	if (n == 21) setup("route add 239.0.0.0/8 dev " d " scope link")
}

# Traffic for a proxy on this host, marked by a firewall.
function tproxy(    six) {
	for (six = 0; six < 2; six++) {
		if (six && chance(50)) continue
		setup((six ? "-6 " : "") "rule add pref " pick("100 32000 5") " fwmark " pick("0x1 1/1") " lookup 100")
		setup((six ? "-6 " : "") "route add local default dev lo table 100")
	}
	marks = marks " 1"
}

# What stops traffic when the tunnel is gone.
function kill_switch() {
	setup("rule add pref 31000 not fwmark 0x6d6f6c65 lookup 1836018789")
	setup("rule add pref 30999 lookup main suppress_prefixlength " pick("0 1"))
	if (chance(60)) setup("route add default dev " nic[nics] " table 1836018789")
	setup("route add unreachable default metric 4278198272 table 1836018789")
	setup("-6 rule add pref 31000 not fwmark 0x6d6f6c65 lookup 1836018789")
	setup("-6 rule add pref 30999 lookup main suppress_prefixlength 0")
	setup("-6 route add " pick("unreachable blackhole prohibit") " default metric 4278198272 table 1836018789")
	marks = marks " 1836018789"
}

# Two providers, each prefix by its own router: routes that look at the source.
function two_providers(    i) {
	for (i = 1; i <= nics && i <= 2; i++) {
		setup("-6 route add default from " nicnet6[i] "::/64 via fe80::1 dev " nic[i] " metric 512")
		if (chance(40)) setup("-6 route add default from " nicnet6[i] "::/64 via fe80::2 dev " nic[i] " metric 600")
		if (chance(30)) setup("-6 route add 2001:db8:f0" i "::/48 from " nicip6[i] " dev " nic[i])
	}
	if (chance(50)) setup("-6 route add unreachable default metric 2000")
	ask6("2001:db8:f01::1 2001:db8:f02::1")
}

# A bridge takes over a card that keeps its address; macvlans beside it.
function enslaved(    d) {
	d = nic[nics]
	link("br9", "bridge")
	setup("-0 link set " d " master br9")
	if (chance(60)) setup("addr add " nicnet[nics] ".6/24 dev br9")
	if (chance(50)) setup("route add default via " nicgw[nics] " dev br9 metric " pick("0 425"))
	if (chance(50)) setup("-6 addr add " nicnet6[nics] "::6/64 dev br9 nodad")
	if (chance(40)) {
		print "link add mv0 link " nic[1] " type macvlan mode bridge" > (dir "/links")
		print "link set mv0 up" > (dir "/links")
		devices = devices " mv0"
		setup("addr add " nicnet[1] ".66/24 dev mv0")
		if (chance(30)) setup("addr add " nicnet[1] ".67/24 dev mv0 noprefixroute")
		own(nicnet[1] ".66")
	}
	own(nicnet[nics] ".6")
	ask4(nicnet[nics] ".6")
}

# Addresses come and go: the next in line takes the place of the first.
function turnover(    i, d, n) {
	for (i = 1; i <= nics; i++) {
		d = nic[i]
		n = rnd(8)
		if (n == 0) { setup("addr add " nicnet[i] ".31/" niclen[i] " dev " d); setup("addr del " nicip[i] "/" niclen[i] " dev " d); own(nicnet[i] ".31") }
		if (n == 1) { late = late " ipv4/conf/all/promote_secondaries=1"; setup("addr add " nicnet[i] ".32/" niclen[i] " dev " d) }
		if (n == 2) { setup("addr add 10.7" i ".0.1/16 dev " d); setup("addr add 10.7" i ".0.9/24 dev " d); ask4("10.7" i ".0.50 10.7" i ".9.9 10.7" i ".0.255"); own("10.7" i ".0.9") }
		if (n == 3) setup("addr change " nicip[i] "/" niclen[i] " dev " d " preferred_lft 0 valid_lft 3000")
		if (n == 4) setup("-6 addr change " nicip6[i] "/64 dev " d " preferred_lft 0 valid_lft 3000")
		if (n == 5) { setup("-6 addr add " nicnet6[i] "::31/64 dev " d " nodad"); setup("-6 addr del " nicip6[i] "/64 dev " d); own(nicnet6[i] "::31") }
		if (n == 6) { setup("route replace default via " nicnet[i] ".9 dev " d " metric " (100 + i)); setup("route change default via " nicgw[i] " dev " d " metric " (100 + i)) }
		if (n == 7) { setup("addr add 192.0.2." i "/32 dev lo"); setup("addr add 10.7" i ".1.1/32 peer 10.7" i ".1.2/32 dev " d " scope link"); own("192.0.2." i); ask4("10.7" i ".1.2") }
	}
}

function odd_rules(    n, d) {
	n = 1 + rnd(3)
	while (n--) {
		d = nic[1 + rnd(nics)]
		odd_rule(rnd(14), d)
	}
	if (chance(50)) setup("route add default via " nicgw[1] " dev " nic[1] " table 900 onlink")
	if (chance(50)) setup("route add " nicnet[1] ".0/24 dev " nic[nics] " table 900 scope link")
	if (chance(30)) setup("route add 8.8.8.0/24 via " nicgw[nics] " dev " nic[nics] " table default onlink")
	if (chance(50)) setup("-6 route add default dev " nic[nics] " table 900 metric 1024")
}

function odd_rule(n, d,    pref) {
	pref = 10000 + rnd(20) * 100
	if (n == 0) setup("rule add pref " pref " iif lo lookup 900")
	if (n == 1) setup("rule add pref " pref " not to 10.0.0.0/8 lookup 900")
	if (n == 2) setup("rule add pref " pref " not from " nicip[1] " to 8.8.8.0/24 lookup 900")
	if (n == 3) setup("rule add pref " pref " uidrange 0-0 lookup 900")
	if (n == 4) setup("rule add pref " pref " uidrange 1000-2000 lookup 900")
	if (n == 5) setup("rule add pref " pref " from all tos 0x10 lookup 900")
	if (n == 6) setup("rule add pref " pref " lookup main suppress_ifgroup " pick("0 7"))
	if (n == 7) setup("rule add pref " pref " ipproto udp dport 53 lookup 900")
	if (n == 8) setup("rule add pref " pref " ipproto udp lookup 900")
	if (n == 9) setup("rule add pref " pref " oif " d " lookup 900")
	if (n == 10) setup("rule add pref " pref " iif " d " lookup 900")
	if (n == 11) setup("-6 rule add pref " pref " from " nicnet6[1] "::/64 lookup 900")
	if (n == 12) setup("-6 rule add pref " pref " not to 2001:db8::/32 lookup 900")
	if (n == 13) setup("rule add pref " pref " from 127.0.0.0/8 lookup 900")
}

# Cables are pulled, devices are restarted, settings change late.
function events(    n, d) {
	while (chance(35)) {
		n = rnd(5)
		d = nic[1 + rnd(nics)]
		if (n == 0) setup("link set p" (1 + rnd(peers)) " down")
		if (n == 1) { setup("link set " d " down"); if (chance(70)) setup("link set " d " up") }
		if (n == 2) late = late " ipv4/conf/" pick("all " d) "/ignore_routes_with_linkdown=" pick("0 1")
		if (n == 3) late = late " ipv6/conf/" pick("all " d) "/ignore_routes_with_linkdown=" pick("0 1")
		if (n == 4) late = late " ipv4/conf/" pick("all " d) "/route_localnet=" pick("0 1")
	}
	if (chance(15)) late = late " ipv6/conf/all/forwarding=1"
}

function neighbours(    i) {
	for (i = 1; i <= nics; i++) {
		if (chance(20)) setup("neigh replace " nicgw[i] " dev " nic[i] " nud failed")
		if (chance(30)) setup("neigh replace " nicgw[i] " dev " nic[i] " lladdr 02:00:00:00:00:01 nud " pick("permanent reachable stale"))
		if (chance(20)) setup("-6 neigh replace fe80::1 dev " nic[i] " nud failed")
		if (chance(30)) setup("-6 neigh replace fe80::1 dev " nic[i] " lladdr 02:00:00:00:00:01 router nud " pick("permanent reachable stale"))
		if (chance(15)) setup("-6 neigh replace fe80::2 dev " nic[i] " nud failed")
	}
}

function settings(file, list,    v, n, i, at) {
	n = split(list, v, " ")
	for (i = 1; i <= n; i++) {
		at = index(v[i], "=")
		print substr(v[i], 1, at - 1), substr(v[i], at + 1) > (dir "/" file)
	}
}

function flow(family, from, oif, mark) { print family, from == "" ? "-" : from, oif, mark > (dir "/flows") }

function flows(    family, i, mine, v, n) {
	for (family = 4; family <= 6; family += 2) {
		mine = family == 4 ? own4 : own6
		flow(family, "-", "-", "-")
		n = split(marks, v, " ")
		for (i = 1; i <= n; i++) flow(family, "-", "-", v[i])
		n = split(devices, v, " ")
		for (i = 1; i <= n && i <= 6; i++) flow(family, "-", v[i], "-")
		n = split(mine, v, " ")
		for (i = 1; i <= n && i <= 7; i++) flow(family, v[i], "-", "-")
		for (i = 0; i < 4; i++) flow(family, pick(mine), pick(devices), "-")
		if (marks != "") flow(family, pick(mine), "-", pick(marks))
		flow(family, family == 4 ? "10.20.0.33" : "2001:db8:21::33", "-", "-")
	}
}

BEGIN {
	state = (seed * 7919 + 54321) % 2147483646 + 1
	for (i = 0; i < 10; i++) rnd(2)
	print "link set lo up" > (dir "/links")
	nics = 1 + rnd(4)
	for (i = 1; i <= nics; i++) {
		nic[i] = pick("eth ens enp3s") i
		link(nic[i], "veth")
	}
	sysctls = "ipv6/conf/all/accept_dad=0 ipv6/conf/default/accept_dad=0 ipv6/conf/default/accept_ra=0"
	if (chance(60)) sysctls = sysctls " ipv4/ip_forward=1"
	if (chance(25)) sysctls = sysctls " ipv6/conf/all/forwarding=1"
	if (chance(15)) sysctls = sysctls " ipv4/conf/all/ignore_routes_with_linkdown=1"
	if (chance(15)) sysctls = sysctls " ipv6/conf/all/ignore_routes_with_linkdown=1"
	if (chance(10)) sysctls = sysctls " ipv6/conf/all/keep_addr_on_down=1"
	for (i = 1; i <= nics; i++) {
		if (chance(95)) nic4(i)
		else { nicnet[i] = "10." (20 + i) ".0"; nicip[i] = nicnet[i] ".5"; nicgw[i] = nicnet[i] ".1"; niclen[i] = 24 }
		if (chance(75)) nic6(i)
		else { nicnet6[i] = "2001:db8:" (20 + i); nicip6[i] = nicnet6[i] "::5" }
	}
	if (chance(40)) docker()
	if (chance(20)) calico()
	if (chance(15)) vpc_cni()
	if (chance(15)) cilium()
	if (chance(30)) wireguard()
	if (chance(20)) openvpn()
	if (chance(20)) vdsm()
	if (chance(25)) source_tables()
	if (chance(40)) several_ways()
	if (chance(10)) tproxy()
	if (chance(10)) kill_switch()
	if (chance(15)) two_providers()
	if (chance(15)) enslaved()
	if (chance(25)) turnover()
	if (chance(20)) odd_rules()
	if (chance(60)) by_hand()
	events()
	neighbours()
	settings("sysctl", sysctls)
	settings("late", late)
	ask4("8.8.8.8 1.1.1.1 192.168.1.1 172.31.0.1 10.200.0.1 127.0.0.1 127.8.8.8 224.0.0.251 239.1.1.1 255.255.255.255 0.0.0.0 169.254.1.1 240.0.0.1 100.100.100.100")
	ask6("2001:4860::8888 2606:4700::1111 ::1 ff02::1 ff05::2 fe80::99 fd00::1 64:ff9b::808:808 ::ffff:8.8.8.8 2002:a00::1")
	flows()
}
