# SPDX-License-Identifier: GPL-2.0-or-later
# A session on an ESXi host with the output of every list, of a host that a seed draws:
#	awk -v seed=7 -f esxi_host.awk
# Columns are as esxcli draws them: as wide as the widest cell, two blanks between, numbers to the right.

function draw(n) { seed = (seed * 16807) % 2147483647; return int(seed / 64) % n }
function pick(list,    v, n) { n = split(list, v, "|"); return v[1 + draw(n)] }
function command(text) { print "[root@esx7:~] " text }
function pad(text, width, right) { return sprintf(right ? "%*s" : "%-*s", width, text) }

# titles and rows[1 … n] with '|' between the cells; rights: columns of numbers.
function table(text, titles, n, rights,    i, k, c, t, cell, width, line, ruler) {
	command(text)
	c = split(titles, t, "|")
	for (k = 1; k <= c; k++)
		width[k] = length(t[k])
	for (i = 1; i <= n; i++) {
		split(rows[i], cell, "|")
		for (k = 1; k <= c; k++)
			width[k] = length(cell[k]) > width[k] ? length(cell[k]) : width[k]
	}
	for (k = 1; k <= c; k++) {
		line = line (k > 1 ? "  " : "") pad(t[k], width[k], index(rights, "," k ","))
		ruler = ruler (k > 1 ? "  " : "") substr(dashes, 1, width[k])
	}
	print line; print ruler
	for (i = 1; i <= n; i++) {
		split(rows[i], cell, "|")
		line = ""
		for (k = 1; k <= c; k++)
			line = line (k > 1 ? "  " : "") pad(cell[k], width[k], index(rights, "," k ","))
		print line
	}
}

function draw_host(    i, g) {
	nports = 2 + draw(4)
	for (i = 1; i <= nports; i++) {
		port[i] = "vmk" (i == 1 ? 0 : i + draw(2) * 9)
		net[i] = "10." (1 + draw(3)) "." (10 + i)
		address[i] = net[i] "." (1 + draw(250))
		port_mac[i] = sprintf("00:50:56:6%x:%02x:%02x", i, draw(256), draw(256))
		group[i] = pick("iSCSI|Storage|NFS A|Management Network|vMotion 2|VLAN 100") " " i
		vlan[i] = draw(3) ? 0 : 1 + draw(4094)
		mtu[i] = pick("1500|9000")
		home[i] = "vSwitch" draw(2)
	}
	nnics = 2 + draw(3)
	for (i = 1; i <= nnics; i++) {
		nic[i] = "vmnic" (i + draw(2) * 9)
		nic_mac[i] = sprintf("90:e2:ba:%02x:%02x:%02x", i, draw(256), draw(256))
		link[i] = draw(4) ? "Up" : "Down"
		speed[i] = link[i] == "Up" ? pick("1000|10000|25000") : 0
	}
}

function ports(    i) {
	command("esxcli network ip interface list")
	for (i = 1; i <= nports; i++)
		printf "%s\n   Name: %s\n   MAC Address: %s\n   Enabled: true\n   Portset: %s\n   Portgroup: %s\n" \
			"   Netstack Instance: defaultTcpipStack\n   VDS Name: N/A\n   MTU: %d\n   TSO MSS: 65535\n" \
			"   Port ID: 3355443%d\n\n", port[i], port[i], port_mac[i], home[i], group[i], mtu[i], i
	for (i = 1; i <= nports; i++)
		rows[i] = port[i] "|" address[i] "|255.255.255.0|" net[i] ".255|" pick("STATIC|DHCP") "|0.0.0.0|false"
	table("esxcli network ip interface ipv4 get",
		"Name|IPv4 Address|IPv4 Netmask|IPv4 Broadcast|Address Type|Gateway|DHCP DNS", nports, ",7,")
	for (i = 1; i <= nports; i++)
		rows[i] = port[i] "|fe80::250:56ff:fe6" i ":1" draw(10) "|64|STATIC|PREFERRED"
	table("esxcli network ip interface ipv6 address list", "Interface|Address|Netmask|Type|Status", nports, ",3,")
}

function routes(    i, n) {
	rows[n = 1] = "default|0.0.0.0|" net[1] ".254|" port[1] "|MANUAL"
	for (i = 1; i <= nports; i++)
		rows[++n] = net[i] ".0|255.255.255.0|0.0.0.0|" port[i] "|MANUAL"
	table("esxcli network ip route ipv4 list", "Network|Netmask|Gateway|Interface|Source", n, "")
	for (i = 1; i <= nports; i++)
		rows[i] = net[i] "." (100 + draw(100)) "|" (draw(3) ? sprintf("00:11:22:33:44:%02x", draw(256)) : "(incomplete)") \
			"|" port[i] "|" draw(1200) " sec|" pick("|||Reachable") "|" pick("Unknown|Dynamic")
	table("esxcli network ip neighbor list", "Neighbor|Mac Address|Vmknic|Expiry|State|Type", nports, ",4,")
}

function switches(    i, s, uplinks) {
	for (i = 1; i <= nnics; i++)
		rows[i] = nic[i] "|0000:0" i ":00.0|" pick("ixgben|ntg3|i40en") "|Up|" link[i] "|" speed[i] "|" \
			(link[i] == "Up" ? "Full" : "Half") "|" nic_mac[i] "|9000|Intel Corporation 82599 10 Gigabit"
	table("esxcli network nic list",
		"Name|PCI Device|Driver|Admin Status|Link Status|Speed|Duplex|MAC Address|MTU|Description", nnics, ",6,9,")
	command("esxcli network vswitch standard list")
	for (s = 0; s < 2; s++) {
		uplinks = ""
		for (i = 1; i <= nnics; i++)
			if (i % 2 == s)
				uplinks = uplinks (uplinks ? ", " : "") nic[i]
		printf "vSwitch%d\n   Name: vSwitch%d\n   Class: cswitch\n   Num Ports: 7680\n   Used Ports: 9\n   MTU: 9000\n" \
			"   CDP Status: listen\n   Uplinks: %s\n   Portgroups: more\n\n", s, s, uplinks
	}
	for (i = 1; i <= nports; i++)
		rows[i] = group[i] "|" home[i] "|1|" vlan[i]
	table("esxcli network vswitch standard portgroup list", "Name|Virtual Switch|Active Clients|VLAN ID", nports, ",3,4,")
}

function storage(    i) {
	rows[1] = "vmhba64|iscsi_vmk|online|iqn.1998-01.com.vmware:esx7-" draw(1000) "|iSCSI Software Adapter"
	table("esxcli iscsi adapter list", "Adapter|Driver|State|UID|Description", 1, "")
	for (i = 1; i <= nports; i++)
		rows[i] = "vmhba64|iqn.2001-05.com.example:v" i "|" net[i] ".50|3260|1"
	table("esxcli iscsi adapter target portal list", "Adapter|Target|IP|Port|Tpgt", nports, ",4,5,")
	for (i = 1; i <= nports; i++)
		rows[i] = "vmhba64|" net[i] ".50:3260"
	table("esxcli iscsi adapter discovery sendtarget list", "Adapter|Sendtarget", nports, "")
	for (i = 1; i <= nports; i++)
		rows[i] = pick("ds|data store|NFS") " " i "|" net[i] ".60|/vol/ds" i "|" pick("true|false") "|true|false|false|" \
			pick("Supported|Not Supported")
	table("esxcli storage nfs list",
		"Volume Name|Host|Share|Accessible|Mounted|Read-Only|isPE|Hardware Acceleration", nports, ",4,5,6,7,")
	for (i = 1; i <= nports; i++)
		rows[i] = "v41 " i "|" net[i] ".60," net[i] ".61|/vol/v" i "|true|true|false|AUTH_SYS|false|Unknown"
	table("esxcli storage nfs41 list",
		"Volume Name|Host(s)|Share|Accessible|Mounted|Read-Only|Security|isPE|Hardware Acceleration", nports, ",4,5,6,8,")
	command("esxcli iscsi networkportal list")
	for (i = 2; i <= nports; i++)
		printf "vmhba64\n   Adapter: vmhba64\n   Vmknic: %s\n   MAC Address: %s\n   IPv4: %s\n" \
			"   IPv4 Subnet Mask: 255.255.255.0\n   MTU: %d\n   Vlan ID: %d\n   Link Up: true\n" \
			"   Compliant Status: compliant\n   Path Status: active\n\n", port[i], nic_mac[1 + i % nnics], address[i], mtu[i], vlan[i]
}

# The same host by the older commands.
function listings(    i, s) {
	command("esxcfg-vmknic -l")
	print "Interface  Port Group/DVPort/Opaque Network        IP Family IP Address                              " \
		"Netmask         Broadcast       MAC Address       MTU     TSO MSS   Enabled Type                NetStack            "
	for (i = 1; i <= nports; i++)
		printf "%-10s %-39s IPv4      %-39s 255.255.255.0   %-15s %s %-7d 65535     true    %-19s defaultTcpipStack   \n",
			port[i], group[i], address[i], net[i] ".255", port_mac[i], mtu[i], pick("STATIC|DHCP")
	command("esxcfg-nics -l")
	print "Name    PCI          Driver      Link Speed      Duplex MAC Address       MTU    Description                   "
	for (i = 1; i <= nnics; i++)
		printf "%-7s 0000:0%d:00.0 ixgben      %-4s %-10s %-6s %s 1500   Intel Corporation 82599 10 Gigabit\n",
			nic[i], i, link[i], speed[i] "Mbps", link[i] == "Up" ? "Full" : "Half", nic_mac[i]
	command("esxcfg-vswitch -l")
	for (s = 0; s < 2; s++) {
		print "Switch Name      Num Ports   Used Ports  Configured Ports  MTU     Uplinks   "
		printf "vSwitch%d         7680        9           128               9000    %s,%s\n\n", s, nic[1 + s], nic[2 - s]
		print "  PortGroup Name                            VLAN ID  Used Ports  Uplinks   "
		for (i = 1; i <= nports; i++)
			if (home[i] == "vSwitch" s)
				printf "  %-40s  %-7d  1           %s,%s\n", group[i], vlan[i], nic[1 + s], nic[2 - s]
		print ""
	}
	command("esxcfg-route -l")
	print "VMkernel Routes:\nNetwork          Netmask          Gateway          Interface       "
	for (i = 1; i <= nports; i++)
		printf "%-16s 255.255.255.0    Local Subnet     %s\n", net[i] ".0", port[i]
	printf "default          0.0.0.0          %-16s %s\n", net[1] ".254", port[1]
	command("esxcfg-nas -l")
	for (i = 1; i <= nports; i++)
		print "ds " i " is /vol/ds" i " from " net[i] ".60 " pick("mounted available|mounted unavailable|not mounted")
}

BEGIN {
	for (i = 0; i < 100; i++)
		dashes = dashes "-"
	older = seed % 3 == 0
	seed = seed * 7919 + 1
	draw_host()
	if (older) listings(); else { ports(); routes(); switches(); storage() }
	command("exit")
}
