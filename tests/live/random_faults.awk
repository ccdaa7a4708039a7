# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v seed=N -f random_faults.awk: a host of a usual design with one to four faults, as a script of fixtures/faults is.

# The same everywhere, which rand() is not.
function pick(n) {
	state = (state * 69069 + 1) % 4294967296
	return int(state / 65536) % n
}
function say(text) { print text }
function fault(text) { if (!(text in done)) { done[text]; say(text) } }

# The records of one target; WHERE is a subnet's third number, IFACES a list or "".
function records(where, ifaces, addresses,   i, k, n, m, iface, at) {
	say("initiator")
	n = split(ifaces, iface, " ")
	for (i = 1; i <= n; i++) say("iface st" i " " iface[i])
	m = split(addresses, at, " ")
	for (k = 1; k <= m; k++)
		if (n == 0) say("node iqn.2001-05.com.example:a " at[k] " default" patience)
		else for (i = 1; i <= n; i++) say("node iqn.2001-05.com.example:a " at[k] " st" i patience)
}

BEGIN {
	state = seed
	for (i = 0; i < 8; i++) pick(2)
	design = pick(7)
	faults = 1 + pick(4)
	role = pick(2)
	patience = pick(5) == 0 ? " node.session.timeo.replacement_timeout=120" : ""
	say("# seed " seed ", design " design)
	say("management eth0 10.0.0.2/24 10.0.0.1")
	if (design == 0) { # a file server
		say("wire eth1 san 10.10.1.2/24\nserver san 10.10.1.60/24 10.10.1.1/24\nmounted 10.10.1.60:/data /data\nstorage nfs 10.10.1.60 eth1")
		ports = "eth1"; nets = "1"; target = "10.10.1.60"; meant = "eth1"
	} else if (design == 1) { # one path
		say("wire eth1 san 10.10.1.2/24\nserver san 10.10.1.60/24 10.10.1.1/24\nstorage iscsi 10.10.1.60 eth1")
		records(1, pick(2) ? "eth1" : "", "10.10.1.60")
		ports = "eth1"; target = "10.10.1.60"; meant = "eth1"
	} else if (design == 2) { # two fabrics
		say("wire eth1 san 10.10.1.2/24\nwire eth2 san2 10.10.2.2/24\nserver san 10.10.1.60/24 10.10.1.1/24\nserver san2 10.10.2.60/24 10.10.2.1/24")
		say("storage iscsi 10.10.1.60 eth1\nstorage iscsi 10.10.2.60 eth2")
		records(1, "", "10.10.1.60 10.10.2.60")
		ports = "eth1 eth2"; target = "10.10.1.60"; meant = "eth1|eth2"
	} else if (design == 3 || design == 4) { # two ports in one subnet, bound or not
		say("wire eth1 san 10.10.1.2/24\nwire eth2 san 10.10.1.3/24\nserver san 10.10.1.60/24 10.10.1.61/24 10.10.1.1/24")
		say("storage iscsi 10.10.1.60 eth1 eth2")
		records(1, design == 3 ? "eth1 eth2" : "", pick(2) ? "10.10.1.60 10.10.1.61" : "10.10.1.60")
		ports = "eth1 eth2"; target = "10.10.1.60"; meant = "eth1|eth2"
	} else if (design == 5) { # two ports in one subnet, a file server that one of them is meant for
		say("wire eth1 san 10.10.1.2/24\nwire eth2 san 10.10.1.3/24\nserver san 10.10.1.60/24 10.10.1.1/24\nmounted 10.10.1.60:/data /data")
		say("storage nfs 10.10.1.60 " (role ? "eth2" : "eth1 eth2"))
		ports = "eth1 eth2"; target = "10.10.1.60"; meant = "eth2"
	} else { # two cards in the office, a file server there
		say("wire eth1 office 10.0.0.3/24\nserver office 10.0.0.60/24\nmounted 10.0.0.60:/data /data\nstorage nfs 10.0.0.60 eth0 eth1")
		ports = "eth1"; target = "10.0.0.60"; meant = "eth1"; role = 0
	}
	if (role) say("printf 'roles: {management: {interfaces: [^eth0$]}, storage: {interfaces: [\"^(" meant ")$\"]}}\\n' >uplint.yaml")
	n = split(ports, port, " ")
	last = port[n]
	for (i = 0; i < faults; i++) {
		f = pick(14)
		if (f == 0) fault("setting ipv4/conf/all/rp_filter=1")
		else if (f == 1) fault("setting ipv4/conf/all/arp_filter=1")
		else if (f == 2 && design < 6) fault("ip route append default via 10.10.1.1")
		else if (f == 3 && design < 6) fault("ip route add default via 10.10.1.1 metric 300")
		else if (f == 4 && design < 6) fault("ip route replace " target " via 10.0.0.1")
		else if (f == 5 && design < 6) fault("ip route replace " target " dev " last)
		else if (f == 6 && design < 6) fault("bridge br1 -- " last "\necho 's/" last "/br1/' >renamed")
		else if (f == 7) fault("wire eth3 lab 172.16.0.2/24\nserver lab 172.16.0.1/24\nip route append default via 172.16.0.1")
		else if (f == 8 && design < 6) fault("ip rule add pref 101 from 10.10.1." (n == 1 || design == 2 ? 2 : 3) " lookup 101\nip route add default via 10.10.1.1 table 101")
		else if (f == 9 && design > 0 && design < 5) fault("ip link set " last " down")
		else if (f == 10) fault("wire eth4 office 10.0.0.4/24")
		else if (f == 11 && design > 0 && design < 5) fault("sed -i 's/leading_login = No/leading_login = Yes/' root/etc/iscsi/nodes/*/*/*")
		else if (f == 12 && design == 3) fault("iface st2 eth1")
		else if (f == 13 && design < 6) fault("setting ipv4/conf/" last "/rp_filter=1")
	}
	say("[ ! -e renamed ] || sed -i -f renamed storage")
}
