# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v shape=NAME -v n=N -f shapes.awk: a snapshot of one host with N objects
# of a kind.  `-v list=1` prints the names.  Shapes of two hosts' kinds are
# in hosts.awk.
function say(text) { print text }
function row(text) { print "- { " text " }" }
function head(platform) {
	say("host: h\nplatform: " platform "\nversion: \"" (platform == "linux" ? "6.1.0" : "7.0.3") "\"")
}
function net(i) { return int(i / 250) "." i % 250 }
function low(i) { return (1 + int(i / 250)) "." (1 + i % 250) }
function nic(name, kind, more) {
	row("name: " name ", kind: " kind ", admin: true, carrier: true, mtu: 1500" (more == "" ? "" : ", " more))
}
function addr(port, address, len, more) {
	row("interface: " port ", address: \"" address "\", prefixlen: " len (more == "" ? "" : ", " more))
}
function link_route(table, dst, port, source) {
	row("route_table: " table ", dst: \"" dst "\", interface: " port ", scope: link, protocol: kernel" \
	    (source == "" ? "" : ", prefsrc: \"" source "\""))
}
function via(table, dst, gateway, port, more) {
	row("route_table: " table ", dst: \"" dst "\", gateway: \"" gateway "\", interface: " port \
	    ", protocol: static" (more == "" ? "" : ", " more))
}
function nics(many, name, kind,    i) { for (i = 0; i < many; i++) nic(name i, kind) }

# Sysctls of the ports NAME0 … and whatever tables a shape has not: read, and empty.
function tail(name, many, rp_filter, but,    i, j, names, ports, tables, k) {
	split("forwarding rp_filter arp_filter arp_announce arp_ignore accept_local", names, " ")
	say("sysctl:")
	for (i = -1; i < many; i++)
		for (j = 1; j in names; j++)
			row("family: 4, interface: " (i < 0 ? "all" : name i) ", name: " names[j] ", value: " \
			    (names[j] == "rp_filter" ? rp_filter : 0))
	empty("iscsi_session iscsi_node iscsi_iface nfs_mount uplink bond routing_rule neighbour nexthop", but)
}
function empty(all, but,    tables, k) {
	split(all, tables, " ")
	for (k = 1; k in tables; k++)
		if (index(" " but " ", " " tables[k] " ") == 0)
			say(tables[k] ": []")
}

# Four storage ports in four subnets, with their routes.
function storage_ports(    i) {
	say("interface:")
	for (i = 0; i < 4; i++)
		nic("eth" i, "physical", sprintf("mac: 52:54:00:00:00:%02x", i))
	say("address:")
	for (i = 0; i < 4; i++)
		addr("eth" i, "172." (16 + i) ".0.10", 16)
	say("route:")
	via("main", "0.0.0.0/0", "172.16.255.254", "eth0")
	for (i = 0; i < 4; i++)
		link_route("main", "172." (16 + i) ".0.0/16", "eth" i, "172." (16 + i) ".0.10")
}
function initiator() {
	say("iscsi_adapter:")
	row("name: initiator, kind: software, initiator_name: \"iqn.1994-05.com.example:1\"")
}
function iface(name, port) {
	row("name: " name ", file_name: " name ", path: /etc/iscsi/ifaces/" name ", transport: tcp, net_ifacename: " \
	    port ", hwaddress: \"\", device: " port ", binds: net_ifacename")
}
function node(target, address, name, port) {
	row("target: \"iqn.2001-05.com.example:" target "\", portal: \"" address ":3260\", address: " address \
	    ", port: 3260, iface: " name ", startup: automatic, leading_login: false, transport: tcp" \
	    (port == "" ? "" : ", net_ifacename: " port))
}
function session(target, address, name, port, from) {
	row("target: \"iqn.2001-05.com.example:" target "\", portal: \"" address ":3260\", persistent_portal: \"" \
	    address ":3260\", address: " address ", port: 3260, adapter: initiator, iface: " name \
	    ", transport: tcp, state: LOGGED_IN, logged_in: true, local_address: " from ", interface: " port)
}
function portal_of(j) { return "172." (16 + j % 4) "." low(int(j / 4)) }

# N ports, each with a subnet; ten routes each by a gateway of its own.
function do_flat(    i, r) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "eth" i, "10." net(i) ".1")
	for (r = 0; r < 10 * n; r++) via("main", (20 + int(r / 65536)) "." int(r / 256) % 256 "." r % 256 ".0/24", "10." net(r % n) ".2", "eth" r % n)
	tail("eth", n, 1)
}
# The same in IPv6.
function do_flat6(    i, r) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, sprintf("fd00:%x::1", i), 64)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", sprintf("fd00:%x::/64", i), "eth" i)
	for (r = 0; r < 3 * n; r++) via("main", sprintf("fd01:%x::/64", r), sprintf("fd00:%x::2", r % n), "eth" r % n)
	tail("eth", n, 1)
}
# Gateways that no subnet holds, among many routes.
function do_offlink(    i) {
	head("linux"); say("interface:"); nics(4, "eth", "physical")
	say("address:")
	for (i = 0; i < 4; i++) addr("eth" i, "10." i ".0.1", 24)
	say("route:")
	for (i = 0; i < 4; i++) link_route("main", "10." i ".0.0/24", "eth" i)
	for (i = 0; i < n; i++) link_route("main", "30." net(i) ".0/24", "eth" i % 4)
	for (i = 0; i < n; i++) via("main", "20." net(i) ".0/24", (i % 2 ? "30." : "40.") net(i) ".9", "eth" i % 4)
	tail("eth", 4, 1)
}
# Default routes: by metric, and a table each.
function do_defaults(    i) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "eth" i)
	for (i = 0; i < n; i++) via("main", "0.0.0.0/0", "10." net(i) ".2", "eth" i, "metric: " (i % 2 ? 5 : i))
	for (i = 0; i < n; i++) via(1000 + i, "0.0.0.0/0", "10." net(i) ".2", "eth" i)
	tail("eth", n, 1)
}
# Next-hop groups; one multipath default route by all ports.
function do_groups(    i, k) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "eth" i)
	row("route_table: main, dst: 0.0.0.0/0, nexthops: \"all\"")
	for (i = 0; i < n; i++) row("route_table: main, dst: 20." net(i) ".0/24, nexthops: \"nhid " i "\", protocol: bgp")
	say("nexthop:")
	for (i = 0; i < n; i++) row("nexthops: \"all\", gateway: 10." net(i) ".2, interface: eth" i ", weight: 1")
	for (i = 0; i < n; i++)
		for (k = 0; k < 4; k++)
			row("nexthops: \"nhid " i "\", gateway: 10." net((i + k) % n) ".2, interface: eth" (i + k) % n ", weight: 1")
	tail("eth", n, 1, "nexthop")
}
# VRFs, a port and a default route in each.
function do_vrfs(    i) {
	head("linux"); say("interface:")
	for (i = 0; i < n; i++) {
		nic("vrf" i, "vrf", "vrf_table: " (1000 + i))
		nic("eth" i, "physical", "master: vrf" i ", master_kind: vrf, stack: vrf" i)
	}
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10.0.0.1", 24)
	say("route:")
	for (i = 0; i < n; i++) {
		link_route(1000 + i, "10.0.0.0/24", "eth" i, "10.0.0.1")
		via(1000 + i, "0.0.0.0/0", "10.0.0.2", "eth" i)
	}
	say("routing_rule:")
	row("family: 4, priority: 1000, l3mdev: true, rule_action: lookup")
	row("family: 4, priority: 32766, rule_action: lookup, route_table: main")
	tail("eth", n, 1, "routing_rule")
}
function do_k8s(    i) {
	head("linux"); say("interface:"); nic("eth0", "physical")
	for (i = 0; i < n; i++) nic("cali" i, "veth", "link_netns: cni-" i)
	say("address:"); addr("eth0", "10.0.0.5", 24)
	say("route:"); via("main", "0.0.0.0/0", "10.0.0.1", "eth0")
	link_route("main", "10.0.0.0/24", "eth0", "10.0.0.5")
	for (i = 0; i < n; i++) link_route("main", "10.1." low(i) "/32", "cali" i)
	for (i = 0; i < 250; i++) via("main", "10.2." i ".0/26", "10.0.0." (6 + i % 240), "eth0")
	tail("cali", n, 1)
}
# Taps on bridges over VLANs over a bond.
function do_taps(    i, b) {
	head("linux"); b = int(n / 50) + 1; say("interface:")
	for (i = 0; i < 4; i++) nic("eth" i, "physical", "speed: 25000, duplex: full, master: bond0, master_kind: bond")
	nic("bond0", "bond")
	for (i = 0; i < b; i++) {
		nic("bond0." (i + 1), "vlan", "lower: bond0, vlan_id: " (i + 1) ", master: br" i ", master_kind: bridge")
		nic("br" i, "bridge")
	}
	for (i = 0; i < n; i++) nic("tap" i, "tun", "master: br" i % b ", master_kind: bridge")
	say("address:")
	for (i = 0; i < b; i++) addr("br" i, "10." net(i) ".1", 24)
	say("route:"); via("main", "0.0.0.0/0", "10.0.0.254", "br0")
	for (i = 0; i < b; i++) link_route("main", "10." net(i) ".0/24", "br" i, "10." net(i) ".1")
	say("uplink:")
	for (i = 0; i < 4; i++) row("team: bond0, team_kind: bond, interface: eth" i ", role: active, link: true")
	for (i = 0; i < b; i++) row("team: br" i ", team_kind: bridge, interface: bond0." (i + 1) ", role: forwarding")
	for (i = 0; i < n; i++) row("team: br" i % b ", team_kind: bridge, interface: tap" i ", role: forwarding")
	say("bond:"); row("name: bond0, driver: bond, mode: 802.3ad, miimon: 100")
	tail("br", b, 0, "uplink bond")
}
# VLANs of one bond, each with a subnet.
function do_vlans(    i) {
	head("linux"); say("interface:")
	for (i = 0; i < 2; i++) nic("eth" i, "physical", "speed: 25000, duplex: full, master: bond0, master_kind: bond")
	nic("bond0", "bond")
	for (i = 0; i < n; i++) nic("bond0." i, "vlan", "lower: bond0, vlan_id: " i % 4094)
	say("address:")
	for (i = 0; i < n; i++) addr("bond0." i, "10." net(i) ".1", 24)
	say("route:"); via("main", "0.0.0.0/0", "10.0.0.254", "bond0.0")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "bond0." i, "10." net(i) ".1")
	say("uplink:")
	for (i = 0; i < 2; i++) row("team: bond0, team_kind: bond, interface: eth" i ", role: active, link: true")
	say("bond:"); row("name: bond0, driver: bond, mode: 802.3ad, miimon: 100")
	tail("bond0.", n, 1, "uplink bond")
}
# Bonds of two cards with VLANs over them.
function do_bonds(    i, k) {
	head("linux"); say("interface:")
	for (i = 0; i < n; i++) {
		for (k = 0; k < 2; k++)
			nic("e" i "p" k, "physical", "speed: 10000, duplex: full, master: bond" i ", master_kind: bond")
		nic("bond" i, "bond"); nic("bond" i ".5", "vlan", "lower: bond" i ", vlan_id: 5")
	}
	say("address:")
	for (i = 0; i < n; i++) { addr("bond" i, "10." net(i) ".1", 24); addr("bond" i ".5", "11." net(i) ".1", 24) }
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "bond" i)
	say("uplink:")
	for (i = 0; i < n; i++)
		for (k = 0; k < 2; k++)
			row("team: bond" i ", team_kind: bond, interface: e" i "p" k ", role: " (k ? "backup" : "active") ", link: true")
	say("bond:")
	for (i = 0; i < n; i++) row("name: bond" i ", driver: bond, mode: active-backup, miimon: 100")
	tail("bond", n, 1, "uplink bond")
}
# Bridges whose members are bonds' VLANs: every one over the next.
function do_bridges(    i) {
	head("linux"); say("interface:"); nic("eth0", "physical")
	for (i = 0; i < n; i++) {
		nic("eth0." i, "vlan", "lower: eth0, vlan_id: " i % 4094 ", master: br" i ", master_kind: bridge")
		nic("br" i, "bridge")
	}
	say("address:")
	for (i = 0; i < n; i++) addr("br" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "br" i)
	say("uplink:")
	for (i = 0; i < n; i++) row("team: br" i ", team_kind: bridge, interface: eth0." i ", role: forwarding")
	tail("br", n, 1, "uplink")
}
function do_evpn(    i, k, v) {
	head("linux"); v = 10; say("interface:")
	nics(32, "swp", "physical"); nic("bridge", "bridge", "vlan_filtering: true")
	for (i = 0; i < v; i++) nic("vrf" i, "vrf", "vrf_table: " (1000 + i))
	for (i = 0; i < n; i++) {
		nic("vlan" i, "vlan", "lower: bridge, vlan_id: " (i + 1) ", master: vrf" i % v ", master_kind: vrf, stack: vrf" i % v)
		nic("vni" i, "vxlan", "master: bridge, master_kind: bridge")
	}
	say("address:")
	for (i = 0; i < 32; i++) addr("swp" i, "172.16." i ".0", 31)
	for (i = 0; i < n; i++) addr("vlan" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route(1000 + i % v, "10." net(i) ".0/24", "vlan" i, "10." net(i) ".1")
	for (i = 0; i < 20 * n; i++) row("route_table: " (1000 + i % v) ", dst: 11." int(i / 65536) "." int(i / 256) % 256 "." i % 256 "/32, nexthops: \"nhid " i % 32 "\", protocol: bgp")
	for (i = 0; i < 32; i++) link_route("main", "172.16." i ".0/31", "swp" i)
	say("nexthop:")
	for (i = 0; i < 32; i++)
		for (k = 0; k < 4; k++)
			row("nexthops: \"nhid " i "\", gateway: 172.16." (i + k) % 32 ".1, interface: swp" (i + k) % 32 ", weight: 1")
	say("neighbour:")
	for (i = 0; i < 20 * n; i++) row("address: 10." net(i % n) "." (2 + int(i / n)) ", interface: vlan" i % n ", mac: " sprintf("02:00:%02x:%02x:%02x:01", int(i / 65536), int(i / 256) % 256, i % 256) ", state: REACHABLE")
	say("uplink:")
	for (i = 0; i < n; i++) row("team: bridge, team_kind: bridge, interface: vni" i ", role: forwarding")
	say("routing_rule:"); row("family: 4, priority: 1000, l3mdev: true, rule_action: lookup")
	row("family: 4, priority: 32766, rule_action: lookup, route_table: main")
	tail("vlan", n, 0, "nexthop neighbour uplink routing_rule")
}
# Policy routing: a table for each source.
function do_rules(    i) {
	head("linux"); say("interface:"); nics(10, "eth", "physical")
	say("address:")
	for (i = 0; i < 10; i++) addr("eth" i, "10.0." i ".1", 24)
	say("route:")
	for (i = 0; i < 10; i++) link_route("main", "10.0." i ".0/24", "eth" i, "10.0." i ".1")
	for (i = 0; i < n; i++) via(10000 + i, "0.0.0.0/0", "10.0." i % 10 ".2", "eth" i % 10)
	say("routing_rule:"); row("family: 4, priority: 0, rule_action: lookup, route_table: local")
	for (i = 0; i < n; i++) row("family: 4, priority: " (100 + i) ", src: 10.0." i % 10 "." (10 + int(i / 10) % 240) "/32, rule_action: lookup, route_table: " (10000 + i))
	row("family: 4, priority: 32766, rule_action: lookup, route_table: main")
	tail("eth", 10, 1, "routing_rule")
}
# Ports of pairs in one subnet, each with its rule and its table.
function do_pairs(    i, k) {
	head("linux"); say("interface:")
	for (i = 0; i < n; i++) for (k = 0; k < 2; k++) nic("e" i "p" k, "physical")
	say("address:")
	for (i = 0; i < n; i++) for (k = 0; k < 2; k++) addr("e" i "p" k, "10." net(i) "." (1 + k), 24)
	say("route:")
	for (i = 0; i < n; i++)
		for (k = 0; k < 2; k++) {
			link_route("main", "10." net(i) ".0/24", "e" i "p" k, "10." net(i) "." (1 + k))
			link_route(1000 + 2 * i + k, "10." net(i) ".0/24", "e" i "p" k)
		}
	say("routing_rule:"); row("family: 4, priority: 0, rule_action: lookup, route_table: local")
	for (i = 0; i < n; i++)
		for (k = 0; k < 2; k++)
			row("family: 4, priority: " (100 + 2 * i + k) ", src: 10." net(i) "." (1 + k) "/32, rule_action: lookup, route_table: " (1000 + 2 * i + k))
	row("family: 4, priority: 32766, rule_action: lookup, route_table: main")
	tail("e0p", 2, 1, "routing_rule")
}
function do_neighbours(    i) {
	head("linux"); say("interface:"); nics(10, "eth", "physical")
	say("address:")
	for (i = 0; i < 10; i++) addr("eth" i, "10." i ".0.1", 16)
	say("route:")
	for (i = 0; i < 10; i++) link_route("main", "10." i ".0.0/16", "eth" i, "10." i ".0.1")
	say("neighbour:")
	for (i = 0; i < n; i++) row("address: 10." i % 10 "." low(int(i / 10)) ", interface: eth" i % 10 ", mac: " sprintf("02:00:00:%02x:%02x:01", int(i / 256), i % 256) ", state: STALE")
	tail("eth", 10, 0, "neighbour")
}
# macvlans of one subnet; addresses of one port in its subnet; /32 of one port.
function do_same(    i) { crowd("same") }
function do_vips(    i) { crowd("vips") }
function do_vip32(    i) { crowd("vip32") }
function crowd(how,    i) {
	head("linux"); say("interface:"); nic("eth0", "physical")
	if (how == "same") for (i = 0; i < n; i++) nic("mv" i, "macvlan", "lower: eth0")
	say("address:"); addr("eth0", "10.0.0.1", 16)
	for (i = 0; i < n; i++)
		addr(how == "same" ? "mv" i : "eth0", "10.0." low(i), how == "vip32" ? 32 : 16, how == "vips" ? "secondary: true" : "")
	say("route:"); via("main", "0.0.0.0/0", "10.0.255.254", "eth0")
	link_route("main", "10.0.0.0/16", "eth0", "10.0.0.1")
	if (how == "same") for (i = 0; i < n; i++) link_route("main", "10.0.0.0/16", "mv" i, "10.0." low(i))
	if (how == "same") tail("mv", n, 1); else tail("eth", 1, 1)
}
# One address on every port.
function do_twice(    i) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10.0.0.1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10.0.0.0/24", "eth" i, "10.0.0.1")
	tail("eth", n, 1)
}
# Subnets that lie in those of other ports.
function do_nested(    i) {
	head("linux"); say("interface:"); nics(n, "eth", "physical"); nic("wide", "physical")
	say("address:"); addr("wide", "10.255.0.1", 8)
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) via("main", "20." net(i) ".0/24", "10." net(i) ".2", "eth" i)
	tail("eth", n, 1)
}
# Ports that are down, whose routes lead to storage.
function do_down(    i) {
	head("linux"); say("interface:")
	for (i = 0; i < n; i++) row("name: eth" i ", kind: physical, admin: false, carrier: false, mtu: 1500")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "eth" i)
	say("nfs_mount:")
	for (i = 0; i < n; i++) row("path: /m/" i ", server: 10." net(i) ".9, server_ip: 10." net(i) ".9, share: /v, version: \"4.1\", mounted: true")
	tail("eth", n, 1, "nfs_mount")
}
# Records and sessions of N portals by four bound ports.
function do_iscsi(    i, j) {
	head("linux"); storage_ports(); initiator(); say("iscsi_iface:")
	for (i = 0; i < 4; i++) iface("st" i, "eth" i)
	say("iscsi_node:")
	for (j = 0; j < n; j++) node("lun" int(j / 4), portal_of(j), "st" j % 4, "eth" j % 4)
	say("iscsi_session:")
	for (j = 0; j < n; j++) session("lun" int(j / 4), portal_of(j), "st" j % 4, "eth" j % 4, "172." (16 + j % 4) ".0.10")
	say("multipath:")
	for (j = 0; j < n; j++) row("device: mpath" int(j / 4) ", path: sd" j ", target: \"iqn.2001-05.com.example:lun" int(j / 4) "\"")
	tail("eth", 4, 1, "iscsi_node iscsi_session iscsi_iface")
}
# Sessions alone; records alone, unbound; one portal of many targets; many portals of one.
function do_sessions(    j) { targets("sessions") }
function do_records(    j) { targets("records") }
function do_portal(    j) { targets("portal") }
function do_target(    j) { targets("target") }
function targets(how,    j) {
	head("linux"); storage_ports(); initiator()
	if (how == "target") { say("iscsi_iface:"); iface("st0", "eth0"); iface("st1", "eth1") }
	if (how != "sessions") {
		say("iscsi_node:")
		for (j = 0; j < n; j++)
			node(how == "target" ? "lun" : "lun" j, how == "portal" ? "172.16.9.9" : portal_of(j), how == "target" ? "st" j % 2 : "default", "")
	}
	if (how != "records") {
		say("iscsi_session:")
		for (j = 0; j < n; j++)
			session(how == "target" ? "lun" : "lun" j, how == "portal" ? "172.16.9.9" : portal_of(j), how == "target" ? "st" j % 2 : "default", "eth" j % 4, "172." (16 + j % 4) ".0.10")
	}
	tail("eth", 4, 1, how == "sessions" ? "iscsi_session" : how == "records" ? "iscsi_node" : how == "portal" ? "iscsi_node iscsi_session" : "iscsi_node iscsi_session iscsi_iface")
}
# Ports, two in each subnet, bound by an iface of their own, with a session and a record.
function do_ifaces(    i) {
	head("linux"); say("interface:")
	for (i = 0; i < n; i++) nic("eth" i, "physical", sprintf("mac: 52:54:00:00:%02x:%02x", int(i / 256), i % 256))
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(int(i / 2)) "." (1 + i % 2), 24)
	say("route:")
	for (i = 0; i < n; i++) link_route("main", "10." net(int(i / 2)) ".0/24", "eth" i, "10." net(int(i / 2)) "." (1 + i % 2))
	initiator(); say("iscsi_iface:")
	for (i = 0; i < n; i++) iface("st" i, "eth" i)
	say("iscsi_node:")
	for (i = 0; i < n; i++) node("lun" i, "10." net(int(i / 2)) ".9", "st" i, "eth" i)
	say("iscsi_session:")
	for (i = 0; i < n; i++) session("lun" i, "10." net(int(i / 2)) ".9", "st" i, "eth" i, "10." net(int(i / 2)) "." (1 + i % 2))
	tail("eth", n, 1, "iscsi_iface iscsi_node iscsi_session")
}
# Ports in one subnet, four of them bound, and eight targets there.
function do_crowd(    i, k) {
	head("linux"); say("interface:"); nic("eth0", "physical")
	for (i = 0; i < n; i++) nic("mv" i, "macvlan", "lower: eth0" sprintf(", mac: 52:54:00:00:%02x:%02x", int(i / 256), i % 256))
	say("address:"); addr("eth0", "10.0.0.1", 16)
	for (i = 0; i < n; i++) addr("mv" i, "10.0." low(i), 16)
	say("route:"); link_route("main", "10.0.0.0/16", "eth0", "10.0.0.1")
	for (i = 0; i < n; i++) link_route("main", "10.0.0.0/16", "mv" i, "10.0." low(i))
	initiator(); say("iscsi_iface:")
	for (k = 0; k < 4; k++) iface("st" k, "mv" k)
	say("iscsi_node:")
	for (i = 0; i < 8; i++) for (k = 0; k < 4; k++) node("lun" i, "10.0.200." (1 + i), "st" k, "mv" k)
	say("nfs_mount:")
	for (i = 0; i < 8; i++) row("path: /m/" i ", server: 10.0.201." i ", server_ip: 10.0.201." i ", share: /v, version: \"4.1\", mounted: true")
	tail("mv", n, 1, "iscsi_iface iscsi_node nfs_mount")
}
# Records of ifaces, all of one port, and nothing uses them.
function do_idle(    i) {
	head("linux"); storage_ports(); initiator(); say("iscsi_iface:")
	for (i = 0; i < n; i++) iface("st" i, "eth0")
	say("iscsi_target:")
	for (i = 0; i < 4; i++) row("portal: \"" portal_of(i) ":3260\", address: " portal_of(i) ", port: 3260, method: sendtargets")
	tail("eth", 4, 1, "iscsi_iface")
}
# Node records that differ from their ifaces, one of whose ports is a default route's.
function do_copies(    j) {
	head("linux"); storage_ports(); initiator(); say("iscsi_iface:")
	for (j = 0; j < 4; j++) iface("st" j, "eth" j)
	say("iscsi_node:")
	for (j = 0; j < n; j++) node("lun" j, portal_of(j), "st" j % 4, "eth9")
	tail("eth", 4, 1, "iscsi_node iscsi_iface")
}
# Faults in files of records.
function do_faults(    i) {
	head("linux"); storage_ports(); initiator(); say("iscsi_iface:")
	for (i = 0; i < n; i++) iface("st" i, "eth0")
	say("iscsi_record:")
	for (i = 0; i < n; i++) {
		row("path: /etc/iscsi/ifaces/st" i ", kind: iface, name: st" i ", state: read, root: /etc/iscsi")
		row("path: /etc/iscsi/ifaces/st" i ", kind: iface, name: st" i ", setting: iface.net_ifacename, written: \"iface.net_ifacename=eth0\", problem: no-separator, decides_path: true")
	}
	tail("eth", 4, 1, "iscsi_iface")
}
# Mounts of many servers, and of one.
function do_nfs(    j) { mounts("many") }
function do_nfs1(    j) { mounts("one") }
function mounts(how,    j, a) {
	head("linux"); storage_ports(); say("nfs_mount:")
	for (j = 0; j < n; j++) {
		a = how == "one" ? "172.16.1.1" : portal_of(j)
		row("path: /m/" j ", server: " a ", server_ip: " a ", share: /v" j ", version: \"4.0\", clientaddr: 172.16.0.10, transport: tcp, mounted: true")
	}
	say("neighbour:")
	for (j = 0; j < n; j++) row("address: " portal_of(j) ", interface: eth" j % 4 ", mac: 02:00:00:00:00:01, state: REACHABLE")
	tail("eth", 4, 1, "nfs_mount neighbour")
}
# N ports and as many mounts, a subnet each.
function do_storage(    i) {
	head("linux"); say("interface:"); nics(n, "eth", "physical")
	say("address:")
	for (i = 0; i < n; i++) addr("eth" i, "10." net(i) ".1", 24)
	say("route:")
	for (i = 0; i < n; i++) via("main", "0.0.0.0/0", "10." net(i) ".2", "eth" i, "metric: " i % 2)
	for (i = 0; i < n; i++) link_route("main", "10." net(i) ".0/24", "eth" i, "10." net(i) ".1")
	say("nfs_mount:")
	for (i = 0; i < n; i++) row("path: /m/" i ", server: 10." net(i) ".9, server_ip: 10." net(i) ".9, share: /v, version: \"4.1\", mounted: true")
	tail("eth", n, 1, "nfs_mount")
}
# What a policy names: policy.awk's other half.
function do_policy(    i) { do_storage() }

function vswitches(many, name,    i) {
	say("vswitch:")
	for (i = 0; i < many; i++)
		row("name: " name i ", kind: standard, mtu: 9000, uplinks: \"vmnic" 2 * i ", vmnic" (2 * i + 1) "\", load_balancing: srcport, failure_detection: link")
}
function vmnics(many,    i) {
	for (i = 0; i < many; i++)
		row("name: vmnic" i ", kind: physical, mac: " sprintf("00:50:56:00:%02x:%02x", int(i / 256), i % 256) ", admin: true, carrier: true, speed: 10000, duplex: full, mtu: 9000, vswitch: vSwitch" int(i / 2))
}
function vmk(i, sw, pg, services, stack) {
	row("name: vmk" i ", kind: vmknic, mac: " sprintf("00:50:57:00:%02x:%02x", int(i / 256), i % 256) ", admin: true, carrier: true, mtu: 9000, stack: " \
	    (stack == "" ? "defaultTcpipStack" : stack) ", vswitch: vSwitch" sw ", portgroup: " pg ", services: \"" services "\"")
}
function portgroup(name, sw, vlan, more) {
	row("name: " name ", vswitch: vSwitch" sw ", vlan_id: " vlan ", active_uplinks: vmnic" 2 * sw ", standby_uplinks: \"\", unused_uplinks: vmnic" (2 * sw + 1) \
	    ", load_balancing: srcport, failure_detection: link, overrides: true, lag: false" more)
}
function teams(name, many, sw,    i, k) {
	for (i = 0; i < many; i++)
		for (k = 0; k < 2; k++)
			row("team: " name i ", team_kind: portgroup, interface: vmnic" (2 * (sw ? i % sw : 0) + k) ", role: " (k ? "unused" : "active") ", position: " k)
	for (i = 0; i < sw; i++)
		for (k = 0; k < 2; k++)
			row("team: vSwitch" i ", team_kind: vswitch, interface: vmnic" (2 * i + k) ", role: active, position: " k)
}
function adapter() { say("iscsi_adapter:"); row("name: vmhba64, kind: software, initiator_name: \"iqn.1998-01.com.vmware:h\", enabled: true") }
function target(i, a) { row("adapter: vmhba64, target: \"iqn.2001-05.com.example:lun" i "\", portal: \"" a ":3260\", address: " a ", port: 3260, method: static") }
function esx_session(i, a, from) {
	row("adapter: vmhba64, target: \"iqn.2001-05.com.example:lun" i "\", portal: \"" a ":3260\", address: " a ", port: 3260, local_address: " from ", isid: \"00023d" sprintf("%06x", i) "\", logged_in: true")
}
# N VMkernel ports, bound, of a port group each, and as many targets: a subnet each; all in one.
function do_esxi(    i) { bound_ports("each") }
function do_esxi1(    i) { bound_ports("one") }
# The same without a binding.
function do_unbound(    i) { bound_ports("none") }
function bound_ports(how,    i, sw, a) {
	head("esxi"); sw = int(n / 8) + 1; say("interface:"); vmnics(2 * sw)
	for (i = 0; i < n; i++) vmk(i, i % sw, "PG" i, i ? "" : "management")
	say("address:")
	for (i = 0; i < n; i++) addr("vmk" i, how == "one" ? "10.0." low(i) : "10." net(i) ".1", how == "one" ? 16 : 24, "method: static")
	say("route:"); row("route_table: defaultTcpipStack, dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: vmk0")
	for (i = 0; i < (how == "one" ? 1 : n); i++)
		row("route_table: defaultTcpipStack, dst: " (how == "one" ? "10.0.0.0/16" : "10." net(i) ".0/24") ", interface: vmk" i)
	vswitches(sw, "vSwitch"); say("portgroup:")
	for (i = 0; i < n; i++) portgroup("PG" i, i % sw, i % 4000, ", vmkernel: true")
	say("uplink:"); teams("PG", n, sw); adapter(); say("binding:" (how == "none" ? " []" : ""))
	for (i = 1; i < n && how != "none"; i++) row("adapter: vmhba64, vmknic: vmk" i ", portgroup: PG" i ", vmnic: vmnic" 2 * (i % sw) ", compliant: true, path_status: active")
	say("iscsi_target:")
	for (i = 1; i < n; i++) target(i, how == "one" ? "10.0." (200 + int(i / 250)) "." (1 + i % 250) : "10." net(i) ".50")
	say("iscsi_session:")
	for (i = 1; i < n; i++)
		esx_session(i, how == "one" ? "10.0." (200 + int(i / 250)) "." (1 + i % 250) : "10." net(i) ".50", how == "one" ? "10.0." low(i) : "10." net(i) ".1")
	say("nfs_mount: []\nneighbour: []")
}
# Eight bound ports, many targets, a session of each by each.
function do_esxir(    i, k, a) {
	head("esxi"); say("interface:"); vmnics(8)
	for (i = 0; i < 4; i++) vmk(i, i % 4, "PG" i, i == 0 ? "management" : i == 1 ? "vmotion" : "")
	for (i = 4; i < 12; i++) vmk(i, i % 4, "PG" i, "")
	say("address:")
	for (i = 0; i < 4; i++) addr("vmk" i, "10." i ".0.5", 16)
	for (i = 4; i < 12; i++) addr("vmk" i, "10.10.0." (i + 1), 16)
	say("route:"); row("route_table: defaultTcpipStack, dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: vmk0")
	for (i = 0; i < 4; i++) row("route_table: defaultTcpipStack, dst: 10." i ".0.0/16, interface: vmk" i)
	row("route_table: defaultTcpipStack, dst: 10.10.0.0/16, interface: vmk4")
	vswitches(4, "vSwitch"); say("portgroup:")
	for (i = 0; i < 12; i++) portgroup("PG" i, i % 4, i, ", vmkernel: true")
	say("uplink:"); teams("PG", 12, 4); adapter(); say("binding:")
	for (i = 4; i < 12; i++) row("adapter: vmhba64, vmknic: vmk" i ", portgroup: PG" i ", vmnic: vmnic" 2 * (i % 4) ", compliant: true, path_status: active")
	say("iscsi_target:")
	for (i = 0; i < n; i++) target(i, "10.10." low(i))
	say("iscsi_session:")
	for (i = 0; i < n; i++) for (k = 0; k < 8; k++) esx_session(i * 8 + k, "10.10." low(i), "10.10.0." (5 + k))
	say("nfs_mount: []\nneighbour: []")
}
# A few vMotion ports of one subnet; many port groups of guests beside them.
function do_guests(    i, sw) {
	head("esxi"); sw = int(n / 8) + 1; say("interface:"); vmnics(2 * sw)
	for (i = 0; i < 5; i++) vmk(i, i % sw, "PG" i, i ? "vmotion" : "management", i % 2 ? "vmotion" : "")
	say("address:")
	for (i = 0; i < 5; i++) addr("vmk" i, "10.0." low(i), 16, "method: dhcp")
	say("route:"); row("route_table: defaultTcpipStack, dst: 10.0.0.0/16, interface: vmk0")
	vswitches(sw, "vSwitch"); say("portgroup:")
	for (i = 0; i < 5; i++) portgroup("PG" i, i % sw, 5, ", vmkernel: true")
	for (i = 0; i < n; i++) portgroup("VM" i, i % sw, 5, ", vms: 3")
	say("uplink:"); teams("PG", 5, sw); teams("VM", n, 0); say("binding: []\niscsi_adapter: []\nnfs_mount: []\nneighbour: []")
}
# Many bound ports of one subnet and few targets; no mount.
function do_vmk(    i, k, sw) {
	head("esxi"); sw = int(n / 8) + 1; say("interface:"); vmnics(2 * sw)
	for (i = 0; i < n; i++) vmk(i, i % sw, "PG" i, i ? "" : "management")
	say("address:")
	for (i = 0; i < n; i++) addr("vmk" i, "10.0." low(i), 16)
	say("route:"); row("route_table: defaultTcpipStack, dst: 10.0.0.0/16, interface: vmk0")
	vswitches(sw, "vSwitch"); say("portgroup:")
	for (i = 0; i < n; i++) portgroup("PG" i, i % sw, 5, ", vmkernel: true")
	say("uplink:"); teams("PG", n, sw); adapter(); say("binding:")
	for (i = 1; i < n; i++) row("adapter: vmhba64, vmknic: vmk" i ", portgroup: PG" i ", vmnic: vmnic" 2 * (i % sw) ", compliant: true, path_status: active")
	say("iscsi_target:")
	for (i = 0; i < 4; i++) target(i, "10.0.200." (1 + i))
	say("iscsi_session:")
	for (i = 1; i < n; i++) esx_session(i, "10.0.200." (1 + i % 4), "10.0." low(i))
	say("nfs_mount: []\nneighbour: []")
}
# Service consoles and VMkernel ports of a 4.x host.
function do_esx(    i) {
	say("host: h\nplatform: esx\nversion: \"4.1.0\"\ninterface:"); vmnics(2)
	for (i = 0; i < n; i++) {
		row("name: vmk" i ", kind: vmknic, admin: true, mtu: 1500, vswitch: vSwitch0, portgroup: PG" i)
	}
	row("name: vswif0, kind: vswif, admin: true, mtu: 1500, vswitch: vSwitch0, portgroup: SC")
	say("address:"); addr("vswif0", "10.200.0.1", 24)
	for (i = 0; i < n; i++) addr("vmk" i, "10." net(i) ".1", 24)
	say("route:"); row("route_table: defaultTcpipStack, dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: vmk0")
	vswitches(1, "vSwitch"); say("portgroup:")
	for (i = 0; i < n; i++) portgroup("PG" i, 0, i % 4000, "")
	say("uplink:"); teams("PG", n, 1); say("binding: []\niscsi_adapter: []\nnfs_mount:")
	for (i = 0; i < n; i++) row("path: ds" i ", server: 10." net(i) ".9, server_ip: 10." net(i) ".9, share: /v, version: \"3\", mounted: true, accessible: true")
}

BEGIN {
	if (list) {
		say("flat flat6 offlink defaults groups vrfs k8s taps vlans bonds bridges evpn rules pairs neighbours same vips vip32" \
		    " twice nested down iscsi sessions records portal target ifaces crowd copies idle faults nfs nfs1 storage policy" \
		    " esxi esxi1 unbound esxir guests vmk esx")
		exit
	}
	if (shape == "flat") do_flat(); else if (shape == "flat6") do_flat6()
	else if (shape == "offlink") do_offlink(); else if (shape == "defaults") do_defaults()
	else if (shape == "groups") do_groups(); else if (shape == "vrfs") do_vrfs()
	else if (shape == "k8s") do_k8s(); else if (shape == "taps") do_taps()
	else if (shape == "vlans") do_vlans(); else if (shape == "bonds") do_bonds()
	else if (shape == "bridges") do_bridges(); else if (shape == "evpn") do_evpn()
	else if (shape == "rules") do_rules(); else if (shape == "pairs") do_pairs()
	else if (shape == "neighbours") do_neighbours(); else if (shape == "same") do_same()
	else if (shape == "vips") do_vips(); else if (shape == "vip32") do_vip32()
	else if (shape == "twice") do_twice(); else if (shape == "nested") do_nested()
	else if (shape == "down") do_down(); else if (shape == "iscsi") do_iscsi()
	else if (shape == "sessions") do_sessions(); else if (shape == "records") do_records()
	else if (shape == "portal") do_portal(); else if (shape == "target") do_target()
	else if (shape == "crowd") do_crowd()
	else if (shape == "copies") do_copies()
	else if (shape == "ifaces") do_ifaces(); else if (shape == "idle") do_idle()
	else if (shape == "faults") do_faults(); else if (shape == "nfs") do_nfs()
	else if (shape == "nfs1") do_nfs1(); else if (shape == "storage") do_storage()
	else if (shape == "policy") do_policy(); else if (shape == "esxi") do_esxi()
	else if (shape == "esxi1") do_esxi1(); else if (shape == "unbound") do_unbound()
	else if (shape == "esxir") do_esxir(); else if (shape == "guests") do_guests()
	else if (shape == "vmk") do_vmk()
	else if (shape == "esx") do_esx()
	else { print "no shape " shape >"/dev/stderr"; exit 1 }
}
