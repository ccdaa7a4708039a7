#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Records written at random are read as iscsiadm itself reads them.  It runs in
# a directory of its own: the database of this machine is not touched.
set -u
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

lab=$ROOT/build/lab/root
admin=$(command -v iscsiadm || find "$lab/sbin" "$lab/usr/sbin" -name iscsiadm 2>/dev/null | head -n 1)
[ -n "$admin" ] || { echo "no iscsiadm here: make lab fetches one"; exit 77; }
[ "$(id -u)" = 0 ] || { echo "only root may change its root directory"; exit 77; }

# A root directory with nothing but iscsiadm and its libraries.
LD_LIBRARY_PATH=$(find "$lab/usr/lib" "$lab/lib" -maxdepth 1 -name '*-linux-gnu*' 2>/dev/null | paste -sd :)
export LD_LIBRARY_PATH
mkdir -p jail/sbin jail/lib jail/lib64 jail/run/lock/iscsi jail/etc/iscsi
cp "$admin" jail/sbin/iscsiadm
for library in $(ldd "$admin" | grep -o '/[^ ]*'); do
	case $library in
	*/ld-linux*) mkdir -p "jail${library%/*}" && cp -L "$library" "jail$library" ;;
	*) cp -L "$library" jail/lib/ ;;
	esac
done
unset LD_LIBRARY_PATH
iscsiadm() { LD_LIBRARY_PATH=/lib timeout 20 chroot jail /sbin/iscsiadm "$@" 2>err; }
iscsiadm -m iface >out || { head -n 3 err; echo "iscsiadm does not run here"; exit 77; }

RANDOM=${SEED:-1}
junk=
pick() { echo "${@:RANDOM % $# + 1:1}"; }

# One line as a hand may write it: mostly right.
line() {
	local key=$1 value=$2
	case $((RANDOM % 14)) in
	0) printf '%s=%s\n' "$key" "$value" ;;
	1) printf '%s= %s\n' "$key" "$value" ;;
	2) printf '%s =%s%s\n' "$key" "${junk:+=}" "$value" ;;
	3) printf '  %s\t=\t%s  \r\n' "$key" "$value" ;;
	4) printf '%s\n' "$key" ;;
	5) printf '%s = \n' "$key" ;;
	6) printf '# %s = %s\n' "$key" "$value" ;;
	7) printf '%s =%s\n' "$key" "$value" ;;
	8) printf '%s %s\n\n' "$key" "$value" ;;
	9) printf '%s==%s\n' "$key" "$value" ;;
	*) printf '%s = %s\n' "$key" "$value" ;;
	esac
}

# The last line may lack its end.
ending() { [ $((RANDOM % 5)) -ne 0 ] || printf '%s = %s' "$1" "$2"; }

iface_lines() {
	line iface.net_ifacename "$(pick eth0 eth1 ens1f0np0 abcdefghijklmnopqrstuvwxyz default '<empty>')"
	line iface.hwaddress "$(pick default 52:54:00:aa:bb:01 00:11:22:33:44:55:66:77 '<empty>')"
	line iface.ipaddress "$(pick default 10.0.0.1 '10.0.0.1 # own')"
	line iface.initiatorname "$(pick iqn.2001-01.com.example:h1 'iqn.x # y')"
	line iface.mtu "$(pick 0 9000 70000 '1500 # why')"
	[ $((RANDOM % 3)) -ne 0 ] || line iface.net_ifacename eth7
}

iface_file() {
	printf 'iface.transport_name = %s\n' "$(pick tcp tcp tcp iser bnx2i)"
	[ $((RANDOM % 4)) -ne 0 ] || line iface.iscsi_ifacename "$(pick other default)"
	iface_lines
	ending iface.net_ifacename eth9
}

# $1: words that are none of a setting's may stand there too.
node_file() {
	local junk=$1
	line node.name "$(pick iqn.2001-05.com.example:a iqn.2001-05.com.example:b)"
	line node.tpgt "$(pick 1 2 '3 # x' x)"
	line node.startup "$(pick manual automatic onboot ${junk:+automatic# "Automatic"})"
	# Those with leading_login are logged in to in another way.
	line node.leading_login "$(pick No "${junk:-Yes}")"
	line node.conn[0].address "$(pick 10.0.0.1 fd00::1 array.example)"
	line node.conn[0].port "$(pick 3260 3261 '860 # x')"
	line node.session.timeo.replacement_timeout "$(pick 15 -1 0 '120 # x' many)"
	line node.conn[0].timeo.noop_out_interval "$(pick 0 10)"
	line node.conn[0].timeo.noop_out_timeout "$(pick 0 10)"
	line node.session.nr_sessions "$(pick 1 4)"
	line node.session.scan "$(pick manual auto)"
	line node.discovery_type "$(pick send_targets isns static fw)"
	[ $((RANDOM % 3)) -ne 0 ] || line iface.iscsi_ifacename "$(pick st0 other)"
	[ $((RANDOM % 3)) -ne 0 ] || line node.startup automatic
	iface_lines
	[ -z "$junk" ] || line node.no_such_key 1
	ending node.startup onboot
}

database() {
	local junk=${1:-} i
	rm -rf jail/etc
	mkdir -p jail/etc/iscsi/ifaces jail/etc/iscsi/nodes
	for i in st0 st1 .st1.swp 'st 2' default; do
		iface_file >"jail/etc/iscsi/ifaces/$i"
	done
	printf 'iface.net_ifacename = eth0\n' >jail/etc/iscsi/ifaces/none
	for i in 1 2 3; do
		local folder=jail/etc/iscsi/nodes/iqn.2001-05.com.example:$i/10.0.0.$i,3260,1
		mkdir -p "$folder"
		node_file "$junk" >"$folder/st0"
	done
	node_file "$junk" >"jail/etc/iscsi/nodes/iqn.2001-05.com.example:1/10.0.0.9,3260"
	echo 'InitiatorName=iqn.1993-08.org.debian:01:test' >jail/etc/iscsi/initiatorname.iscsi
}

same_lines() {
	sort ${2:+"$2"} theirs >a
	sort ${2:+"$2"} ours >b
	if ! diff a b >difference; then
		cat difference
		fail "round $round, $1: SEED=${SEED:-1}"
	fi
}

ask() { uplint query -f csv --kind iproute2 "$1" jail 2>&1 | tail -n +2 | tr -d '"\r'; }

ifaces="SELECT name || ' ' || transport || ',' || CASE hwaddress WHEN '' THEN '<empty>' ELSE hwaddress END || ','
	|| CASE ipaddress_written WHEN '' THEN '<empty>' ELSE ipaddress_written END || ','
	|| CASE net_ifacename WHEN '' THEN '<empty>' ELSE net_ifacename END || ','
	|| CASE initiator_name WHEN '' THEN '<empty>' ELSE initiator_name END FROM iscsi_iface"

# iscsiadm prints <empty> for nothing and for the literal alike.
nodes="SELECT target || '|' || tpgt || '|' || startup || '|' || CASE leading_login WHEN 1 THEN 'Yes' ELSE 'No' END
	|| '|' || port || '|' || replacement_timeout || '|' || noop_out_interval || '|' || noop_out_timeout
	|| '|' || nr_sessions || '|' || scan || '|' || discovery_type || '|' || replace(net_ifacename, '<empty>', '') || '|' || replace(hwaddress, '<empty>', '')
	FROM iscsi_node"

records() {
	awk -F ' = ' '
		/^# BEGIN/ { delete v }
		{ key = $1; sub(/^[^=]* = /, ""); v[key] = $0 == "<empty>" || $0 == "default" ? "" : $0 }
		/^# END/ {
			print v["node.name"] "|" v["node.tpgt"] "|" v["node.startup"] "|" v["node.leading_login"] \
				"|" v["node.conn[0].port"] "|" v["node.session.timeo.replacement_timeout"] \
				"|" v["node.conn[0].timeo.noop_out_interval"] "|" v["node.conn[0].timeo.noop_out_timeout"] \
				"|" v["node.session.nr_sessions"] "|" v["node.session.scan"] "|" v["node.discovery_type"] \
				"|" v["iface.net_ifacename"] "|" v["iface.hwaddress"]
		}'
}

for round in $(seq "${ROUNDS:-12}"); do
	database
	iscsiadm -m iface | sed 's/,default/,<empty>/g' >theirs
	ask "$ifaces" >ours
	same_lines ifaces ''
	iscsiadm -m node --op show | records >theirs
	ask "$nodes" >ours
	same_lines nodes ''

	[ $((round % 4)) -eq 0 ] || continue
	# Login reads on where the lists give up.  No iscsid runs here: it says what it would log in to.
	database junk
	iscsiadm -m node -L automatic >out
	sed -n 's/^iscsiadm: Could not login to \[iface: \(.*\), target: \(.*\), portal: \(.*\)\]\.$/\1|\2|\3/p' err >theirs
	ask "SELECT iface || '|' || target || '|' || written_address || ',' || port FROM (
		SELECT n.*, CASE WHEN portal IS NULL THEN ''
			ELSE trim(substr(portal, 1, length(portal) - length(port) - 1), '[]') END AS written_address
		FROM iscsi_node n) WHERE startup = 'automatic' AND nr_sessions > 0" >ours
	same_lines login -u # nr_sessions of each
done
