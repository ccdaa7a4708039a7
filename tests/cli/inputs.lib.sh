# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Outputs of small hosts, as people paste them, and what is asked of uplint about them.
. "$ROOT/tests/cli/lib.sh"

# tries NAME…: each function in a directory of its own; all are run, and those that fail are named.
tries() {
	local name bad=()
	for name; do
		mkdir "$name"
		(cd "$name" && "$name") >"$name.log" 2>&1 || { bad+=("$name"); sed "s/^/$name: /" "$name.log" | head -n "${SHOW-1}"; }
	done
	[ ${#bad[@]} -eq 0 ] || { echo "${#bad[@]} of $# failed: ${bad[*]}"; exit 1; }
}

# ip_a TAG FIRST SECOND: two ports in 10.1.10.0/24, eth0 in 10.1.1.0/24; the MAC addresses bear the tag.
ip_a() {
	cat <<-EOF
	1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
	    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
	    inet 127.0.0.1/8 scope host lo
	       valid_lft forever preferred_lft forever
	2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/ether 52:54:00:00:$1:00 brd ff:ff:ff:ff:ff:ff
	    inet 10.1.1.$2/24 brd 10.1.1.255 scope global eth0
	       valid_lft forever preferred_lft forever
	3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/ether 52:54:00:00:$1:01 brd ff:ff:ff:ff:ff:ff
	    inet 10.1.10.$2/24 brd 10.1.10.255 scope global eth1
	       valid_lft forever preferred_lft forever
	4: eth2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/ether 52:54:00:00:$1:02 brd ff:ff:ff:ff:ff:ff
	    inet 10.1.10.$3/24 brd 10.1.10.255 scope global eth2
	       valid_lft forever preferred_lft forever
	EOF
}
ip_link() { ip_a "$1" 11 12 | grep -v 'inet \|valid_lft'; }

# ip_r FIRST SECOND: their routes.
ip_r() {
	cat <<-EOF
	default via 10.1.1.1 dev eth0 proto static
	10.1.1.0/24 dev eth0 proto kernel scope link src 10.1.1.$1
	10.1.10.0/24 dev eth1 proto kernel scope link src 10.1.10.$1
	10.1.10.0/24 dev eth2 proto kernel scope link src 10.1.10.$2
	EOF
}
rules() { printf '%s:\tfrom all lookup %s\n' 0 local 32766 main 32767 default; }
neighbours() { echo '10.1.1.1 dev eth0 lladdr 52:54:00:ff:00:01 REACHABLE'; }
route_n() {
	cat <<-'EOF'
	Kernel IP routing table
	Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
	0.0.0.0         10.1.1.1        0.0.0.0         UG    0      0        0 eth0
	10.1.1.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0
	10.1.10.0       0.0.0.0         255.255.255.0   U     0      0        0 eth1
	10.1.10.0       0.0.0.0         255.255.255.0   U     0      0        0 eth2
	EOF
}
json_addr() {
	cat <<-EOF
	[{"ifindex":2,"ifname":"eth0","flags":["UP","LOWER_UP"],"mtu":1500,"operstate":"UP","link_type":"ether","address":"52:54:00:00:$1:00",
	  "addr_info":[{"family":"inet","local":"10.1.1.$2","prefixlen":24,"scope":"global","label":"eth0"}]},
	 {"ifindex":3,"ifname":"eth1","flags":["UP","LOWER_UP"],"mtu":1500,"operstate":"UP","link_type":"ether","address":"52:54:00:00:$1:01",
	  "addr_info":[{"family":"inet","local":"10.1.10.$2","prefixlen":24,"scope":"global","label":"eth1"}]},
	 {"ifindex":4,"ifname":"eth2","flags":["UP","LOWER_UP"],"mtu":1500,"operstate":"UP","link_type":"ether","address":"52:54:00:00:$1:02",
	  "addr_info":[{"family":"inet","local":"10.1.10.$3","prefixlen":24,"scope":"global","label":"eth2"}]}]
	EOF
}
json_route() {
	cat <<-EOF
	[{"dst":"default","gateway":"10.1.1.1","dev":"eth0","protocol":"static","flags":[]},
	 {"dst":"10.1.1.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"10.1.1.$1","flags":[]},
	 {"dst":"10.1.10.0/24","dev":"eth1","protocol":"kernel","scope":"link","prefsrc":"10.1.10.$1","flags":[]},
	 {"dst":"10.1.10.0/24","dev":"eth2","protocol":"kernel","scope":"link","prefsrc":"10.1.10.$2","flags":[]}]
	EOF
}

# folder DIR: a good one of two files.
folder() {
	mkdir -p "$1"
	ip_a 01 11 12 >"$1/ipa.txt"
	ip_r 11 12 >"$1/ipr.txt"
}

# page PROMPT WORD…: commands of these words, and what they print.
page() {
	local prompt=$1 one
	shift
	for one; do
		case $one in
		a) echo "${prompt}ip a"; ip_a 01 11 12 ;;
		r) echo "${prompt}ip r"; ip_r 11 12 ;;
		rule) echo "${prompt}ip rule"; rules ;;
		n) echo "${prompt}ip neigh"; neighbours ;;
		route) echo "${prompt}route -n"; route_n ;;
		esac
	done
}

# checks STATUS SOURCE…: the report is in ./out.
checks() {
	local wanted=$1
	shift
	ends "$wanted" uplint check -f json "$@"
}

# finds LINE…: what the last report finds is exactly "RULE SUBJECT"; hosts N: it is about so many.
finds() {
	jq -e .summary out >/dev/null || fail 'no report'
	jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out | sort >got
	printf '%s\n' "$@" | sed '/^$/d' | sort | diff - got >difference || fail "found: $(paste -sd ';' got)"
}
hosts() { [ "$(jq '.hosts | length' out)" = "$1" ] || fail "hosts: $(jq -c '[.hosts[].host]' out)"; }
named() { [ "$(jq -r '.hosts[0].host' out)" = "$1" ] || fail "its name is $(jq -r '.hosts[0].host' out)"; }
platform() { [ "$(jq -r '.hosts[0].platform' out)" = "$1" ] || fail "its platform is $(jq -r '.hosts[0].platform' out)"; }
# shellcheck disable=SC2034 # for those who source this
fault='one-nic-per-subnet 10.1.10.0/24'

# says SQL [ROW…]: of what is in $source.
source=.
says() {
	ends 0 uplint query -f csv "$1" "$source"
	tr -d '\r' <out | sed 1d >rows
	if [ $# -gt 1 ]; then printf '%s\n' "${@:2}"; fi | diff - rows >difference || fail "$1: $(paste -sd ';' rows)"
}

# way DESTINATION INTERFACE SOURCE: the path, or one that is not certain.
way() {
	uplint path -f json "$1" "$source" >out 2>err
	jq -e --arg i "$2" --arg s "$3" '.paths[0] | (.certain | not) or (.interface == $i and .source == $s)' out >/dev/null ||
		fail "path $1: $(jq -c '.paths[0] | [.interface, .source, .certain]' out)"
}
