# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v n=HOSTS -f hosts.awk: a snapshot of so many hosts, a document each: a
# bond with VLANs, two storage ports, iSCSI by both. With -v dir=DIR a file each.
function say(text) { if (dir == "") print text; else print text >file }
BEGIN {
	for (h = 0; h < n; h++) {
		a = int(h / 250) % 250; b = 1 + h % 250
		mac = sprintf("52:54:00:%02x:%02x", int(h / 256), h % 256)
		file = sprintf("%s/%05d.yaml", dir, h)
		say("---")
		say(sprintf("host: node%05d\nplatform: linux\nversion: \"6.1\"\ninterface:", h))
		say("- { name: lo, kind: loopback, admin: true, carrier: true, mtu: 65536 }")
		for (i = 0; i < 4; i++)
			say(sprintf("- { name: eth%d, kind: physical, mac: %s:%02x, mtu: %d, admin: true, carrier: true, speed: 10000, duplex: full%s }",
				i, mac, i, i < 2 ? 1500 : 9000, i < 2 ? ", master: bond0, master_kind: bond" : ""))
		say("- { name: bond0, kind: bond, mac: " mac ":00, mtu: 1500, admin: true, carrier: true }")
		for (v = 1; v <= 4; v++)
			say(sprintf("- { name: bond0.%d, kind: vlan, lower: bond0, vlan_id: %d, mac: %s:00, mtu: 1500, admin: true, carrier: true }", v, v, mac))
		say("address:\n- { interface: lo, address: 127.0.0.1, prefixlen: 8, scope: host }")
		for (v = 1; v <= 4; v++)
			say(sprintf("- { interface: bond0.%d, address: 10.%d.%d.%d, prefixlen: 16, method: static }", v, v, a, b))
		say(sprintf("- { interface: eth2, address: 172.16.%d.%d, prefixlen: 16, method: static }\n- { interface: eth3, address: 172.17.%d.%d, prefixlen: 16, method: static }", a, b, a, b))
		say("route:\n- { route_table: main, dst: 0.0.0.0/0, gateway: 10.1.255.254, interface: bond0.1, protocol: static }")
		for (v = 1; v <= 4; v++)
			say(sprintf("- { route_table: main, dst: 10.%d.0.0/16, interface: bond0.%d, scope: link, protocol: kernel, prefsrc: 10.%d.%d.%d }", v, v, v, a, b))
		for (i = 2; i < 4; i++)
			say(sprintf("- { route_table: main, dst: 172.%d.0.0/16, interface: eth%d, scope: link, protocol: kernel, prefsrc: 172.%d.%d.%d }", 14 + i, i, 14 + i, a, b))
		say("uplink:\n- { team: bond0, team_kind: bond, interface: eth0, role: active, link: true }\n- { team: bond0, team_kind: bond, interface: eth1, role: backup, link: true }")
		say("bond:\n- { name: bond0, driver: bond, mode: active-backup, miimon: 100, active_member: eth0 }")
		say(sprintf("iscsi_adapter:\n- { name: initiator, kind: software, initiator_name: \"iqn.1994-05.com.example:%d\" }", h))
		say("iscsi_iface:\n- { name: stor0, transport: tcp, device: eth2 }\n- { name: stor1, transport: tcp, device: eth3 }")
		say("iscsi_node:")
		for (i = 0; i < 2; i++)
			say(sprintf("- { target: \"iqn.2001-05.com.example:lun\", address: 172.%d.255.10, port: 3260, iface: stor%d, startup: automatic }", 16 + i, i))
		say("nfs_mount: []\niscsi_session: []\nneighbour: []\nnexthop: []")
		if (dir != "")
			close(file)
	}
}
