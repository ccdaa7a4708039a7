# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# What only this kernel has, bonds, VLANs and real sessions, saved by the roads that hosts are sent by: a folder, a page
# of a terminal, a sosreport, a supportconfig. Each has the verdicts of the host itself, or does not evaluate; the rules
# of network tables it does evaluate, and where it holds them those of sessions.
expect=
harmless=1

build() {
	management
	lan san 10.10.1.50/24
	lan servers 10.20.0.50/24
	wire eth1 san 10.10.1.11/24
	wire eth2 san 10.10.1.12/24
	answer_for_own_address eth1 eth2
	bond bond0 servers eth3,eth4 mode active-backup
	bond bond1 servers eth5,eth6 mode 802.3ad miimon 100 lacp_rate fast
	must ip link add link bond0 name bond0.100 type vlan id 100
	must ip link set bond0.100 up
	must ip addr add 10.20.0.11/24 dev bond0.100
	must ip addr add 10.30.0.11/24 dev bond1
	must ip link set eth6 down
	target san
	initiator
	iface st1 eth1
	iface st2 eth1
	discover 10.10.1.50 st1 st2
	rebind st2 eth2
	login
	multipath
	must ip rule add pref 101 from 10.10.1.12 lookup 101
	must ip route add 10.10.1.0/24 dev eth2 table 101
	sleep 3
}

known='bond-monitored bond-members-up bond-redundant duplicate-address gateway-on-link lacp-negotiated lower-is-up mtu-fits-lower
	one-default-route one-nic-per-subnet overlapping-subnets session-follows-binding session-logged-in target-multipath'

# told DIR COMMAND…: what it prints, in a file named as reports name it.
told() {
	dir=$1
	shift
	mkdir -p "$dir"
	command "$@" >"$dir/$(echo "$*" | tr ' =' '__')" 2>&1
}

commands() {
	cat <<-'EOF'
	ip -d link
	ip -d addr
	ip route show table all
	ip rule
	ip -6 rule
	ip -s -s neigh show
	sysctl -a
	mount
	multipath -ll
	iscsiadm -m session -P 3
	iscsiadm -m node --op show
	iscsiadm -m iface
	EOF
}

folder() {
	commands | while read -r line; do
		# shellcheck disable=SC2086 # words
		told /tmp/folder $line
	done
}

# page PROMPT
page() {
	commands | while read -r line; do
		echo "$1$line"
		# shellcheck disable=SC2086 # words
		command $line 2>&1
	done
}

sosreport() {
	top=/tmp/sosreport-lab-abc
	while read -r plugin line; do
		# shellcheck disable=SC2086 # words
		told "$top/sos_commands/$plugin" $line
	done <<-'EOF'
	networking ip -o addr
	networking ip route show table all
	networking ip -6 route show table all
	networking ip -4 rule list
	networking ip -6 rule list
	networking ip -s -d link
	networking ip -d address
	networking ip maddr show
	networking ip -s -s neigh show
	networking ip neigh show nud noarp
	networking ip netns
	kernel sysctl -a
	kernel uname -a
	kernel lsmod
	host hostname
	filesys mount -l
	multipath multipath -v4 -ll
	multipath multipath -ll
	iscsi iscsiadm -m session -P 3
	iscsi iscsiadm -m node -P 1
	iscsi iscsiadm -m iface -P 1
	iscsi iscsiadm -m node --op show
	EOF
	for nic in eth1 eth2 eth5; do
		told $top/sos_commands/networking ethtool $nic
		told $top/sos_commands/networking ethtool -i $nic
	done
	mkdir -p $top/proc/net/bonding $top/proc/net/vlan $top/proc/self $top/etc/iscsi $top/sos_logs
	for file in /proc/net/bonding/* /proc/net/vlan/config /proc/self/mountinfo /proc/mounts /etc/iscsi/*.iscsi /etc/iscsi/iscsid.conf; do
		cat "$file" >"$top$file"
	done
	hostname >$top/etc/hostname
	echo 'sosreport: 4.6' >$top/version.txt
	ln -s sos_commands/networking/ip_-o_addr $top/ip_addr
	# A namespace's own, which are not the host's.
	mkdir -p $top/sos_commands/networking/namespaces/san
	ip -n san -d address show >$top/sos_commands/networking/namespaces/san/ip_netns_exec_san_ip_-d_address_show
	ip -n san route show table all >$top/sos_commands/networking/namespaces/san/ip_netns_exec_san_ip_route_show_table_all
}

# section FILE COMMAND…, config FILE PATH
section() {
	{
		shift
		echo '#==[ Command ]======================================#'
		echo "# /sbin/$*"
		command "$@" 2>&1
		echo
	} >>"$top/$1"
}
config() {
	{
		echo '#==[ Configuration File ]===========================#'
		echo "# $2"
		grep -v '^[[:space:]]*[#;]' "$2" | grep .
		echo
		echo
	} >>"$top/$1"
}

supportconfig() {
	top=/tmp/scc_lab_240101_1000
	mkdir -p $top
	section basic-environment.txt uname -a
	for line in 'ip addr' 'ip route' 'ip -6 route' 'ip -stats link' 'ip -stats neighbor' \
		'ip route show table local' 'ip route show table 101' 'ip route show table main' 'ip route show table default' \
		'ip rule show' 'ip maddr show'; do
		# shellcheck disable=SC2086 # words
		section network.txt $line
	done
	for file in /proc/net/bonding/*; do config network.txt "$file"; done
	section env.txt sysctl -a
	section modules.txt lsmod
	config fs-iscsi.txt /etc/iscsi/initiatorname.iscsi
	config fs-iscsi.txt /etc/iscsi/iscsid.conf
	for mode in discovery iface host session node; do
		section fs-iscsi.txt iscsiadm -m $mode
		section fs-iscsi.txt iscsiadm -m $mode -P 1
	done
	section fs-iscsi.txt iscsiadm -m node -T "$iqn"
	section mpio.txt multipath -ll
	section fs-diskio.txt mount
}

verdicts='[.results[] | {key: (.rule + " " + (if .subject == .host then "*" else .subject end)), value: .status}] | from_entries'

# by ROAD [known]: its verdicts are the host's; with `known` those of the rules above are there.
by() {
	uplint check -f json "$1" >/tmp/road.json 2>/tmp/road.err || [ $? = 1 ] || fatal "$1: $(cat /tmp/road.err)"
	jq -r --slurpfile live /tmp/live.json --arg known "${2-}" "
		(\$known | split(\" \")) as \$rules | (\$live[0] | $verdicts) as \$l | ($verdicts) as \$r
		| ([\$r | to_entries[] | select(.value != \"not-evaluated\" and \$l[.key] != .value
			and (\$l[.key] != null or .value != \"compliant\") and \$l[.key] != \"not-evaluated\") | \"\\(.key): \\(.value), on the host \\(\$l[.key])\"]
		+ [\$l | to_entries[] | select(.value != \"not-evaluated\" and \$r[.key] != .value
			and (.key | split(\" \")[0] | IN(\$rules[]))) | \"\\(.key): \\(.value) on the host, here \\(\$r[.key])\"])[]" \
		/tmp/road.json >/tmp/differs || fatal "$1: the report is no JSON"
	[ ! -s /tmp/differs ] || fatal "$1: $(head -n 6 /tmp/differs | tr '\n' ';')"
	echo "lab: $1 agrees, $(jq '[.results[] | select(.status != "not-evaluated")] | length' /tmp/road.json) verdicts"
}

# facts ROAD: of bonds, VLANs, sessions and maps.
facts() {
	for sql in 'SELECT name, mode, active_member, miimon, aggregator, partner_mac FROM bond ORDER BY name' \
		'SELECT team, interface, role, link FROM uplink ORDER BY interface' \
		"SELECT name, lower, vlan_id, mtu FROM interface WHERE kind = 'vlan'" \
		'SELECT target, portal, iface, interface, local_address FROM iscsi_session ORDER BY iface' \
		'SELECT target, portal, iface, startup FROM iscsi_node ORDER BY iface' \
		'SELECT device, path, target, portal FROM multipath ORDER BY path'; do
		uplint query -f csv "$sql" >/tmp/live.csv
		uplint query -f csv "$sql" "$1" >/tmp/road.csv
		[ "$(wc -l </tmp/live.csv)" -gt 1 ] || fatal "nothing to compare: $sql"
		diff /tmp/live.csv /tmp/road.csv || fatal "$1: the host says <, the road > of: $sql"
	done
}

examine() {
	uplint check -f json >/tmp/live.json || [ $? = 1 ] || fatal 'no check of the host'
	jq -r '.results[] | select(.status == "non-compliant") | "lab: live " + .rule + " " + .subject' /tmp/live.json
	known=$(echo "$known" | tr -s '\n\t ' ' ')
	uplint snapshot -o /tmp/snapshot.yaml
	by /tmp/snapshot.yaml "$known"
	folder
	by /tmp/folder "$known"
	facts /tmp/folder
	page '[root@lab ~]# ' >/tmp/page.txt
	by /tmp/page.txt "$known"
	facts /tmp/page.txt
	page '+ ' >/tmp/plus.txt
	by /tmp/plus.txt "$known"
	sosreport
	by /tmp/sosreport-lab-abc "$known"
	facts /tmp/sosreport-lab-abc
	supportconfig
	by /tmp/scc_lab_240101_1000
	for to in 10.10.1.50 10.20.0.50 10.30.0.50 192.168.1.1 10.10.1.11; do
		said=$(ip -j route get $to | jq -r '.[0] | [.dev, .gateway // "", .prefsrc] | join(" ")')
		for road in /tmp/folder /tmp/page.txt /tmp/sosreport-lab-abc /tmp/scc_lab_240101_1000; do
			read=$(uplint path -f json $to $road | jq -r '.paths[0] | [.interface, .gateway // "", .source] | join(" ")')
			[ "$said" = "$read" ] || fatal "$road: the kernel sends $to by $said, uplint says $read"
		done
	done
}

works() {
	[ "$(sessions)" = 2 ]
}

cure() {
	:
}
