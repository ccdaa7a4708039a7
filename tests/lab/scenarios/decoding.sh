# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2016,SC2034
# Bonds of every kind, team, VLAN, VRF, bridge: what uplint reads is what ip says.
expect=
harmless=1

build() {
	management
	lan san 10.1.3.1/24
	lan peer
	bond bond0 san eth1,eth2 mode active-backup miimon 100
	must ip link set bond0 type bond primary eth1
	bond bond1 san eth3,eth4 mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4
	bond bond2 san eth5,eth6 mode balance-rr
	bond bond3 san eth7,eth8 mode active-backup arp_interval 1000 arp_ip_target 10.1.3.1
	must ip addr add 10.1.3.2/24 dev bond3 # else it has no way to ask
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
	for nic in eth16 eth17 eth18 eth19; do wire $nic peer; done
	teamed team1 activebackup eth16 eth17
	teamed team2 lacp eth18 eth19
	must ip link add link bond0 name bond0.100 type vlan id 100
	must ip link add link eth13 name storage type vlan protocol 802.1ad id 7
	must ip link set bond0.100 up
	must ip link add red type vrf table 100
	must ip link set red up
	must ip link set eth14 master red
	must ip addr add 10.1.4.2/24 dev eth14
	must ip route add 10.7.0.0/16 via 10.1.4.1 vrf red
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

# teamed TEAM RUNNER PORT PORT: a team that teamd runs.
teamed() {
	ip link set "$3" down
	ip link set "$4" down
	must teamd -d -t "$1" -c "{\"device\": \"$1\", \"runner\": {\"name\": \"$2\"},
		\"link_watch\": {\"name\": \"ethtool\"}, \"ports\": {\"$3\": {}, \"$4\": {}}}" >/tmp/teamd.log 2>&1
	must ip link set "$1" up
}

# The lines of a query's answer.
ask() {
	uplint query -f csv "$1" | tr -d '\r"' | sed 1d
}

# same WHAT SQL FILTER [FILE]: the rows of the query are the lines that jq makes of all links.
same() {
	ask "$2" | sort >/tmp/read
	jq -r "$3" "${4-/tmp/links.json}" | sort >/tmp/said
	[ -s /tmp/said ] || fatal "nothing to compare for $1"
	diff /tmp/said /tmp/read || fatal "$1: uplint reads > where ip says <"
	echo "lab: $1: $(wc -l </tmp/said) agree"
}

examine() {
	ip -d -j link show | jq 'map(select(.ifname)) | (map({key: .ifname, value: .linkinfo.info_kind}) | from_entries) as $kind
		| map(. + {linkinfo: (.linkinfo // {}), master_kind: $kind[.master // ""]})' >/tmp/links.json
	same bonds "SELECT name, mode, active_member, miimon, arp_interval, hash_policy, lacp_rate, aggregator, partner_mac
		FROM bond WHERE driver = 'bond'" \
		'.[] | select(.linkinfo.info_kind == "bond") | .linkinfo.info_data as $b | [.ifname, $b.mode, $b.active_slave,
		$b.miimon, $b.arp_interval, $b.xmit_hash_policy,
		(if $b.mode == "802.3ad" then $b.ad_lacp_rate else "" end), $b.ad_info.aggregator, $b.ad_info.partner_mac]
		| map(. // "" | tostring) | join(",")'
	same 'bond members' "SELECT team, interface, CASE role WHEN 'active' THEN 'ACTIVE' ELSE 'BACKUP' END, link = 1,
		failures, permanent_mac, aggregator, actor_state, partner_state FROM uplink WHERE team_kind = 'bond'" \
		'.[] | select(.master_kind == "bond") | .linkinfo.info_slave_data as $m | [.master, .ifname, $m.state,
		(if $m.mii_status == "UP" then 1 else 0 end), $m.link_failure_count, $m.perm_hwaddr, $m.ad_aggregator_id,
		$m.ad_actor_oper_port_state, $m.ad_partner_oper_port_state] | map(. // "" | tostring) | join(",")'
	same 'ports' 'SELECT name, master, master_kind, stack FROM interface WHERE master IS NOT NULL' \
		'.[] | select(.master) | [.ifname, .master, .master_kind,
		if .master_kind == "vrf" then .master else "" end] | join(",")'
	same VLANs "SELECT name, lower, vlan_id, vlan_protocol FROM interface WHERE kind = 'vlan'" \
		'.[] | select(.linkinfo.info_kind == "vlan") | [.ifname, .link, .linkinfo.info_data.id,
		.linkinfo.info_data.protocol] | map(tostring) | join(",")'
	same VRFs "SELECT name, vrf_table FROM interface WHERE kind = 'vrf'" \
		'.[] | select(.linkinfo.info_kind == "vrf") | [.ifname, .linkinfo.info_data.table] | map(tostring) | join(",")'
	same links 'SELECT name, ifindex, mac, mtu, admin, lower(operstate) FROM interface' \
		'.[] | [.ifname, .ifindex, .address, .mtu, (if .flags | index("UP") then 1 else 0 end), (.operstate | ascii_downcase)]
		| map(tostring) | join(",")'
	ip -4 -j route show table all >/tmp/routes.json
	same routes "SELECT route_table, dst, type, interface, gateway, metric FROM route
		WHERE interface IS NOT NULL AND dst NOT LIKE '%:%'" \
		'.[] | select(.dev) | [.table // "main", (if .dst == "default" then "0.0.0.0/0"
		elif .dst | contains("/") then .dst else .dst + "/32" end), .type // "unicast", .dev, .gateway // "",
		.metric // 0] | map(tostring) | join(",")' /tmp/routes.json
	team
	proc
	saved
	saved_devices
	for question in 10.1.4.9 '10.1.4.9 red' '10.1.4.9 eth14' '10.7.0.1 red' '10.7.0.1 eth14' '10.6.0.1 red' \
		10.7.0.1 10.1.0.9 '10.1.0.9 bond0' '10.1.0.9 eth0' '10.1.0.9 red' 192.168.1.7 10.8.0.1 fd00:1::9; do
		# shellcheck disable=SC2086 # one word or two
		same_way $question
	done
}

# same_way ADDRESS [DEVICE]: path names the device, gateway and source that the kernel names.
same_way() {
	said=$(ip -j route get "$1" ${2:+oif "$2"} 2>/dev/null | jq -r '.[0] // empty | [.dev, .gateway // "", .prefsrc // ""] | join(" ")')
	read=$(uplint path -f json "$1" ${2:+--interface "$2"} |
		jq -r '.paths[0] | select(.reachable) | [.interface, .gateway // "", .source // ""] | join(" ")')
	[ "$said" = "$read" ] || fatal "the way to $*: the kernel says $said, uplint $read"
	echo "lab: the way to $*: ${said:-none}"
}

team() {
	said="activebackup,$(teamnl team0 getoption activeport | sed 's/.* //')"
	read=$(ask "SELECT b.mode, i.ifindex FROM bond b JOIN interface i ON i.name = b.active_member
		WHERE b.name = 'team0'")
	[ "$said" = "$read" ] || fatal "team: teamnl says $said, uplint reads $read"
}

# Whether the kernel's own text says the same of the partner.
proc() {
	for bond in bond1 bond4; do
		said=$(sed -n 's/.*Partner Mac Address: //p' /proc/net/bonding/$bond)
		read=$(ask "SELECT partner_mac FROM bond WHERE name = '$bond'")
		[ "$said" = "$read" ] || fatal "$bond: partner $said, uplint reads $read"
	done
}

# Saved outputs beside `ip -j link`, which without -d knows no kinds: bonds, teams and VLANs all the same.
saved_devices() {
	save ip -j link show
	mkdir -p /tmp/saved/proc/net/bonding /tmp/saved/proc/net/vlan
	for file in /proc/net/bonding/* /proc/net/vlan/config; do cat "$file" >"/tmp/saved$file"; done
	# An answer that comes late makes the members of bond3 take turns.
	same_saved 'bonds of /proc' "SELECT name, driver, mode, CASE WHEN name <> 'bond3' THEN active_member END,
		CASE WHEN name <> 'bond3' THEN has_active END, primary_member, miimon,
		arp_interval, CASE WHEN arp_interval > 0 THEN arp_targets END, updelay, downdelay, lacp_rate, lacp_active, aggregator, partner_mac, ad_select
		FROM bond WHERE driver = 'bond' ORDER BY name"
	same_saved 'members of /proc' "SELECT team, team_kind, interface, role, link, failures, permanent_mac, aggregator,
		actor_state, partner_state FROM uplink WHERE team_kind = 'bond' AND team <> 'bond3'
		ORDER BY interface"
	same_saved 'links of /proc' "SELECT name, kind, vlan_id, lower FROM interface WHERE kind IN ('bond', 'vlan')
		ORDER BY name"
	for team in team1 team2; do
		save teamdctl $team state dump
		save teamdctl $team config dump
	done
	mkdir /tmp/words
	for team in team1 team2; do teamdctl $team state >/tmp/words/teamdctl_${team}_state; done
	teams="SELECT name, driver, mode, active_member, has_active, link_watch, lacp_active, lacp_rate, aggregator
		FROM bond WHERE name IN ('team1', 'team2') ORDER BY name"
	[ "$(uplint query -f csv "$teams" /tmp/words)" = "$(uplint query -f csv "$teams" /tmp/saved)" ] ||
		fatal 'teamdctl says one thing in words and another in JSON'
	same_saved 'team of teamd' "SELECT name, driver, mode, active_member, has_active FROM bond WHERE name = 'team1'"
	same_saved 'ports of teamd' "SELECT team, team_kind, interface, role, link FROM uplink WHERE team = 'team1'
		ORDER BY interface"
	rm /tmp/saved/teamdctl*
	save teamnl team0 ports
	same_saved 'ports of teamnl' "SELECT team, team_kind, interface, link FROM uplink WHERE team = 'team0'
		ORDER BY interface"
	for nic in eth1 eth9 eth13; do
		save ethtool $nic
		save ethtool -i $nic
	done
	same_saved 'links of ethtool' "SELECT name, speed, duplex, carrier FROM interface
		WHERE name IN ('eth1', 'eth9', 'eth13') ORDER BY name"
}

# What ip prints, as JSON and as text, leads to the rows that the kernel itself gave. A text names
# network namespaces, and of a team neither tells more than that it is one. Nobody answers bond3's ARP
# requests: it tries one member after the other.
saved() {
	for form in j d o; do
		mkdir -p /tmp/saved.$form
		for what in link addr 'route show table all' rule '-6 rule' neigh nexthop; do
			# shellcheck disable=SC2086 # words
			ip -s -d -$form $what >"/tmp/saved.$form/ip_$(echo $what | tr ' ' _)"
		done
		saved_rows interface 'SELECT name, ifindex, kind, mac, permanent_mac, altnames, mtu, min_mtu, max_mtu, admin,
			carrier, operstate, master, master_kind, lower, vlan_id, vlan_protocol, stack, vrf_table, mode,
			vlan_filtering FROM interface ORDER BY ifindex'
		saved_rows bond "SELECT name, driver, mode, CASE name WHEN 'bond3' THEN '' ELSE active_member END, primary_member,
			miimon, arp_interval, arp_targets, updelay, downdelay, min_links, hash_policy, lacp_rate, lacp_active, aggregator, ports,
			partner_mac, ad_select, fail_over_mac FROM bond WHERE driver = 'bond'"
		saved_rows uplink "SELECT team, team_kind, interface, role, link, failures, permanent_mac, aggregator,
			actor_state, partner_state FROM uplink WHERE team_kind <> 'team' AND team <> 'bond3' ORDER BY interface"
		saved_rows address 'SELECT interface, address, prefixlen, scope, flags FROM address ORDER BY interface, family'
		saved_rows route 'SELECT route_table, dst, metric, type, protocol, scope, gateway, interface, prefsrc, flags
			FROM route'
		saved_rows rule 'SELECT family, priority, src, l3mdev, rule_action, route_table FROM routing_rule'
	done
	echo 'lab: saved outputs agree'
}

saved_rows() {
	uplint query -f csv "$2" >/tmp/live.rows
	uplint query -f csv "$2" /tmp/saved.$form >/tmp/saved.rows
	[ "$(wc -l </tmp/live.rows)" -gt 2 ] || fatal "saved: no $1"
	diff /tmp/live.rows /tmp/saved.rows || fatal "saved with -$form: $1: the kernel says < where the text says >"
}

works() {
	ip link show master bond0 | grep -q eth2
}

cure() {
	:
}
