# SPDX-License-Identifier: GPL-2.0-or-later
# A random host from a seed: `awk -v seed=7 -v dir=DIR -f host.awk` writes
#   DIR/links, DIR/setup.N.F  for ip -F -force -batch (what the kernel refuses is left out)
#   DIR/sysctl             lines "path value" below /proc/sys/net
#   DIR/flows              lines "family from interface mark" (- is not given)
#   DIR/dst4, DIR/dst6     destinations
# The generator is its own, so that a seed means the same host under every awk.

function rnd(n) {
	state = (state * 16807) % 2147483647
	return state % n
}

function chance(percent) { return rnd(100) < percent }

function pick(list,    v, n) {
	n = split(list, v, " ")
	return n ? v[rnd(n) + 1] : ""
}

function dev() { return device[rnd(ndevices) + 1] }

function net4() { return "10." rnd(2) "." rnd(4) }

function host4() {
	if (chance(8))
		return "172.16." rnd(2) "." rnd(256)
	return net4() "." pick("0 1 2 3 5 9 17 33 64 65 100 128 129 200 254 255")
}

function net6() { return "fd00:" rnd(2) ":" rnd(3) }

function host6() { return chance(8) ? "2001:db8::" rnd(4) : net6() "::" pick("0 1 2 3 5 9 11 100 8000 ffff") }

# The address with its host bits cleared.
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

function prefix6(    n) {
	n = rnd(10)
	if (n == 0) return "default"
	if (n == 1) return "fd00::/16"
	if (n == 2) return "fd00:" rnd(2) "::/32"
	if (n == 3) return host6() "/128"
	if (n == 4) return net6() "::/112"
	if (n == 5) return net6() "::/56"
	return net6() "::/64"
}

function dst4(    n) {
	n = rnd(8)
	if (n == 0) return "default"
	if (n == 1) return prefix4(host4(), 8)
	if (n == 2) return host4() "/32"
	if (n == 3) return prefix4(host4(), pick("9 12 16 20 22 23"))
	return prefix4(host4(), pick("24 24 24 25 26 28 30 31"))
}

function links(    i, kind) {
	ndevices = 2 + rnd(5)
	for (i = 1; i <= ndevices; i++) {
		device[i] = "e" i
		kind = rnd(10)
		if (kind < 7 || i == 1) {
			print "link add e" i " type veth peer name p" i > (dir "/links")
			print "link set p" i " addrgenmode none" > (dir "/links")
			if (chance(80))
				print "link set p" i " up" > (dir "/links")
		} else if (kind < 9) {
			print "link add e" i " type bridge" > (dir "/links")
		} else {
			print "link add e" i " link e" (rnd(i - 1) + 1) " type macvlan mode bridge" > (dir "/links")
		}
		if (chance(50))
			print "link set e" i " addrgenmode none" > (dir "/links")
		if (chance(20))
			print "link set e" i " group " (rnd(2) + 1) > (dir "/links")
	}
	if (chance(15) && ndevices > 2)
		print "link set e" ndevices " master e" (ndevices - 1) > (dir "/links")
	for (i = 1; i <= ndevices; i++)
		if (chance(93))
			print "link set e" i " up" > (dir "/links")
	print "link set lo up" > (dir "/links")
}

# Lines of one family go to one batch; the next family begins another, so that the order stays.
function setup(line,    family) {
	family = sub(/^-6 /, "", line) ? 6 : sub(/^-0 /, "", line) ? 0 : 4
	if (family != last_family)
		batch = sprintf("%s/setup.%03d.%d", dir, ++batches, family)
	last_family = family
	print line > batch
}

function address4(    ip, line, len) {
	ip = host4()
	len = pick("24 24 24 24 25 16 8 28 30 31 32")
	line = "addr add " ip
	if (chance(6))
		line = line " peer " host4() "/" pick("32 32 24")
	else
		line = line "/" len
	own4 = own4 " " ip
	line = line " dev " (chance(4) ? "lo" : dev())
	if (chance(40)) line = line " broadcast +"
	if (chance(10)) line = line " scope " pick("link link host global")
	if (chance(10)) line = line " noprefixroute"
	if (chance(10)) line = line " metric " pick("5 10 100")
	if (chance(8)) line = line " valid_lft 5000 preferred_lft " pick("0 3000")
	setup(line)
}

function address6(    ip, line) {
	ip = host6()
	if (chance(10)) ip = "fe80::" rnd(9)
	if (chance(5)) ip = "fec0::" rnd(9)
	if (chance(5)) ip = "2002:a00::" rnd(9)
	own6 = own6 " " ip
	line = "-6 addr add " ip
	if (chance(5)) line = line " peer " host6() "/128"
	else line = line "/" pick("64 64 64 64 128 56 112 48")
	line = line " dev " (chance(4) ? "lo" : dev())
	if (chance(10)) line = line " noprefixroute"
	if (chance(10)) line = line " metric " pick("5 10 100 1024")
	if (chance(15)) line = line " valid_lft 5000 preferred_lft " pick("0 0 3000")
	if (chance(70)) line = line " nodad"
	setup(line)
}

function table() { return pick("main main main 100 101 102" (chance(5) ? " local default" : "")) }

function hop4() {
	return (chance(20) ? "" : "via " host4() " ") "dev " dev() (chance(50) ? " onlink" : "")
}

function type() { return pick("blackhole unreachable prohibit throw") }

function route4(    line, n, tail) {
	line = "route " pick("add append append prepend") " "
	n = rnd(20)
	tail = ""
	if (n < 3)
		line = line type() " " dst4()
	else if (n < 6) {
		line = line dst4()
		tail = " nexthop " hop4() " weight " (rnd(3) + 1) " nexthop " hop4() " weight 1"
		if (chance(30)) tail = tail " nexthop " hop4()
	} else if (n < 8)
		line = line dst4() " nhid " (chance(40) ? 200 + rnd(3) : 100 + rnd(6))
	else if (n < 9)
		line = line dst4() " via inet6 fe80::99 dev " dev() " onlink"
	else if (n < 10)
		line = line pick("local broadcast unicast") " " host4() " dev " dev()
	else if (n < 13)
		line = line "default " hop4()
	else
		line = line dst4() " " hop4()
	line = line " table " table()
	if (chance(50)) line = line " metric " pick("0 5 10 10 100")
	if (chance(8)) line = line " tos " pick("0x04 0x10")
	if (chance(15)) line = line " src " pick(own4)
	if (chance(8)) line = line " scope " pick("link global host")
	setup(line tail)
}

function hop6() {
	return (chance(25) ? "" : "via " (chance(60) ? "fe80::" rnd(9) : host6()) " ") "dev " dev() (chance(50) ? " onlink" : "")
}

function route6(    line, n, tail) {
	tail = ""
	line = "-6 route " pick("add append append") " "
	n = rnd(20)
	if (n < 3)
		line = line type() " " prefix6()
	else if (n < 6) {
		line = line prefix6()
		tail = " nexthop via fe80::" rnd(9) " dev " dev() " weight 2 nexthop via fe80::" rnd(9) " dev " dev()
		if (chance(40)) tail = tail " nexthop via fe80::" rnd(9) " dev " dev() " onlink"
	} else if (n < 8)
		line = line prefix6() " nhid " (chance(40) ? 400 + rnd(3) : 300 + rnd(6))
	else if (n < 11)
		line = line "default " hop6()
	else
		line = line prefix6() " " hop6()
	if (chance(6)) line = line " from " pick("fd00::/16 fd00:0::/32 fd00:0:1::/64 " host6() "/128")
	line = line " table " table()
	# Gateway routes of one metric become one list, of which the kernel shows the first one's
	# source and preference alone, and no route that stands between them: metrics of their own.
	if (tail == "" && line !~ / via /) {
		line = line " metric " pick("2 6 300 1023 1023")
		setup(line)
		return
	}
	if (chance(10)) line = line " src " pick(own6) " metric " (2000 + ++sourced)
	else if (chance(15)) line = line " pref " pick("low medium high") " metric " pick(tail == "" ? "1025 1024" : "1026")
	else if (chance(50)) line = line " metric " pick("1 5 10 256 1024 1024")
	setup(line tail)
}

function nexthops(    i) {
	for (i = 0; i < 6; i++) {
		if (chance(70)) setup("nexthop add id " (100 + i) " " (chance(10) ? "blackhole" : hop4()))
		if (chance(70)) setup("-6 nexthop add id " (300 + i) " " (chance(10) ? "blackhole" : hop6()))
	}
	for (i = 0; i < 3; i++) {
		setup("-0 nexthop add id " (200 + i) " group " (100 + rnd(6)) ",2/" (100 + rnd(6)) (chance(30) ? "/" (100 + rnd(6)) : ""))
		setup("-0 nexthop add id " (400 + i) " group " (300 + rnd(6)) ",2/" (300 + rnd(6)))
	}
}

function rule(six,    line, pref) {
	pref = pick("1 5 10 10 20 30 100 100 1000 32765 32766 32767 33000 40000")
	line = (six ? "-6 " : "") "rule add pref " pref
	if (chance(15)) line = line " not"
	if (chance(45))
		line = line " from " (six ? pick("fd00::/16 fd00:0::/32 fd00:1:1::/64 " host6() " " pick(own6)) : (chance(50) ? pick(own4) : prefix4(host4(), pick("8 16 24 32 0 5"))))
	if (chance(30)) line = line " to " (six ? net6() "::/64" : prefix4(host4(), pick("8 16 24 25 32")))
	if (chance(10)) line = line " fwmark " pick("1 2 0x10/0xf0 0/1 3/2")
	if (chance(15)) line = line " oif " dev()
	if (chance(12)) line = line " iif " (chance(60) ? "lo" : dev())
	if (chance(6)) line = line " tos 0x10"
	if (chance(8)) line = line " uidrange " pick("0-0 0-1000 1000-2000")
	if (chance(8)) line = line " ipproto " pick("tcp udp icmp")
	if (chance(6)) line = line " dport " pick("3260 2049 1-65535")
	if (chance(3)) line = line " iif gone0"
	if (chance(3)) line = line " oif gone1"
	if (chance(12)) line = line " " pick("unreachable blackhole prohibit")
	else if (chance(10)) line = line " nop"
	else if (chance(15)) line = line " goto " pick("20 30 100 1000 32766 33000")
	else {
		line = line " lookup " pick("main local default 100 101 102 103")
		if (chance(20)) line = line " suppress_prefixlength " pick("0 0 8 16 24 31")
		if (chance(10)) line = line " suppress_ifgroup " pick("0 1 2")
	}
	setup(line)
}

function rules(    i, n) {
	if (chance(40)) return
	n = rnd(9)
	for (i = 0; i < n; i++) rule(chance(50))
	if (chance(5)) setup("rule del pref 0")
	if (chance(10)) setup("rule del pref 32767")
}

function neighbours(    i) {
	for (i = 0; i < 3; i++) {
		if (chance(50)) setup("neigh replace " host4() " dev " dev() " nud failed")
		if (chance(50)) setup("-6 neigh replace fe80::" rnd(9) " dev " dev() " nud failed")
		if (chance(40)) setup("-6 neigh replace fe80::" rnd(9) " dev " dev() " lladdr 02:00:00:00:00:01 nud " pick("permanent reachable stale"))
		if (chance(40)) setup("neigh replace " host4() " dev " dev() " lladdr 02:00:00:00:00:01 nud " pick("permanent reachable stale"))
	}
}

function changes(    i, n, d) {
	n = chance(50) ? rnd(3) : 0
	for (i = 0; i < n; i++) {
		d = chance(80) ? dev() : "p" (rnd(ndevices) + 1)
		setup("link set " d " down")
		if (chance(60)) setup("link set " d " up")
	}
}

function sysctls(    i, f) {
	f = dir "/sysctl"
	print "ipv6/conf/all/accept_dad 0" > f
	print "ipv6/conf/default/accept_dad 0" > f
	print "ipv6/conf/default/accept_ra 0" > f
	if (chance(20)) print "ipv6/conf/all/forwarding 1" > f
	if (chance(15)) print "ipv4/conf/all/ignore_routes_with_linkdown 1" > f
	if (chance(15)) print "ipv6/conf/all/ignore_routes_with_linkdown 1" > f
	if (chance(10)) print "ipv4/fib_multipath_use_neigh 1" > f
	if (chance(20)) print "ipv4/fib_multipath_hash_policy 1" > f
	for (i = 1; i <= ndevices; i++) {
		if (chance(12)) print "ipv4/conf/e" i "/ignore_routes_with_linkdown 1" > f
		if (chance(12)) print "ipv6/conf/e" i "/ignore_routes_with_linkdown 1" > f
		if (chance(4)) print "ipv4/conf/e" i "/route_localnet 1" > f
		if (chance(10)) print "ipv6/conf/e" i "/keep_addr_on_down 1" > f
		if (chance(10)) print "ipv6/conf/e" i "/use_tempaddr 2" > f
		if (chance(4)) print "ipv6/conf/e" i "/use_oif_addrs_only 1" > f
		if (chance(4)) print "ipv6/conf/e" i "/disable_ipv6 1" > f
	}
}

function questions(    i, n, v) {
	n = split(own4, v, " ")
	for (i = 1; i <= n; i++) if (i <= 8) print v[i] > (dir "/dst4")
	for (i = 0; i < 45; i++) print host4() > (dir "/dst4")
	n = split("255.255.255.255 224.0.0.1 224.0.0.251 239.1.2.3 127.0.0.1 127.1.2.3 8.8.8.8 0.0.0.0 0.1.2.3 10.0.0.0 10.0.0.255 10.1.1.255 172.16.0.1 169.254.1.1 240.0.0.1", v, " ")
	for (i = 1; i <= n; i++) print v[i] > (dir "/dst4")
	n = split(own6, v, " ")
	for (i = 1; i <= n; i++) if (i <= 8) print v[i] > (dir "/dst6")
	for (i = 0; i < 35; i++) print host6() > (dir "/dst6")
	n = split("ff02::1 ff05::1:3 ff0e::5 fe80::1 fe80::2:3 ::1 2001:db8::77 2001:4860::8888 fec0::5 2002:a00::77 fd00:7::1 2001:0::3 ::ffff:10.0.0.1", v, " ")
	for (i = 1; i <= n; i++) print v[i] > (dir "/dst6")
}

function flow(family, from, oif, mark) { print family, from, oif, mark > (dir "/flows") }

function flows(    family, i) {
	for (family = 4; family <= 6; family += 2) {
		flow(family, "-", "-", "-")
		flow(family, "-", "-", 1)
		flow(family, "-", "-", 18)
		for (i = 1; i <= ndevices; i++) flow(family, "-", device[i], "-")
		flow(family, "-", "lo", "-")
		flow(family, "-", "p1", "-")
		for (i = 0; i < 4; i++) flow(family, pick(family == 4 ? own4 : own6), "-", "-")
		for (i = 0; i < 4; i++) flow(family, pick(family == 4 ? own4 : own6), dev(), "-")
		flow(family, pick(family == 4 ? own4 : own6), dev(), pick("1 2 16"))
		flow(family, family == 4 ? host4() : host6(), "-", "-")
		flow(family, family == 4 ? host4() : host6(), dev(), "-")
		flow(family, family == 4 ? "127.0.0.1" : "::1", "-", "-")
		flow(family, family == 4 ? "127.0.0.2" : "fe80::1", dev(), "-")
	}
}

BEGIN {
	state = (seed * 7919 + 12345) % 2147483646 + 1
	for (i = 0; i < 10; i++) rnd(2)
	links()
	sysctls()
	n = 2 + rnd(8)
	for (i = 0; i < n; i++) address4()
	n = 1 + rnd(7)
	for (i = 0; i < n; i++) address6()
	changes()
	nexthops()
	n = rnd(30)
	for (i = 0; i < n; i++) route4()
	n = rnd(25)
	for (i = 0; i < n; i++) route6()
	rules()
	changes()
	neighbours()
	questions()
	flows()
}
