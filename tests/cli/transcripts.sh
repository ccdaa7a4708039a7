#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One host's outputs in one text: with prompts, headings or nothing between them, quoted, numbered,
# out of a web page or a log.  The facts are the same by each road.
# shellcheck source=tests/cli/inputs.lib.sh
. "$ROOT/tests/cli/inputs.lib.sh"

facts() {
	local table
	for table in 'name, mac, mtu FROM interface' 'interface, address, prefixlen FROM address' \
		'dst, gateway, interface, prefsrc FROM route' 'priority, route_table FROM routing_rule' \
		'address, mac FROM neighbour'; do
		uplint query -f csv "SELECT $table" "$1" 2>>err | tail -n +2 | tr -d '\r"' | sort
	done
}

mkdir whole
ip_a 01 11 12 >whole/ip_addr
ip_r 11 12 >whole/ip_route
rules >whole/ip_rule
neighbours >whole/ip_neigh
facts whole >wanted
[ "$(wc -l <wanted)" -eq 16 ] || fail "the folder has other than 16 facts: $(cat wanted err)"

same() { facts "$1" >got; diff wanted got >out || fail "$1 of $road has other facts"; }

# session BEFORE [BEHIND]: the outputs, each with its command between the two in a line above.
session() {
	local command
	for command in 'ip a' 'ip route' 'ip rule' 'ip neigh'; do
		printf '%s%s%s\n' "$1" "$command" "${2-}"
		case $command in
		'ip a') cat whole/ip_addr ;;
		*) cat "whole/${command/ /_}" ;;
		esac
	done
}

while IFS='|' read -r before behind; do
	road="$before $behind"
	session "$before" "$behind" >p.txt
	same p.txt
done <<'EOF'
[root@web01 ~]# |
root@web01:~# |
joe@web01:/etc$ sudo |
web01:~ # |
web01# /sbin/|
bash-5.1$ LANG=C |
$ |
# |
% |
+ |
~ # |  # that is it
=== | ===
--- | ---
## |
**`|`**
Output of |:
|
EOF

# What a text has been through.
session '[root@web01 ~]# ' >p.txt
through() { road=$1; shift; "$@" <p.txt >q.txt; same q.txt; }
page() { sed 's/</\&lt;/g; s/>/\&gt;/g; s/  /\&nbsp; /g; 1s/^/<pre>/; $s/$/<\/pre>/'; }
mail() { echo 'On Monday Joe wrote:'; sed 's/^/> /'; }
fence() { echo 'Here it is:'; echo; echo '```sh'; cat; echo '```'; echo 'Thanks'; }
log() { sed 's/^/May  6 12:00:01 web01 collect[12]: /'; }
stamp() { sed 's/^/2026-05-06T12:00:01.123+02:00 /'; }
crlf() { sed 's/$/\r/'; }
bom() { printf '\357\273\277'; cat; }
utf16() { iconv -t UTF-16; }
colon() { awk '{ print NR ": " $0 }'; }
through page page
through mail mail
through 'a mail in a mail' sed 's/^/> > /'
through fence fence
through 'cat -n' cat -n
through 'nl -ba' nl -ba
through 'numbers with a colon' colon
through log log
through stamps stamp
through indents sed 's/^/    /'
through 'blank lines' sed G
through crlf crlf
through bom bom
through utf16 utf16

# With nothing between, in any order, and where an end of line is missing.
for order in 'addr route rule neigh' 'neigh rule route addr' 'rule addr neigh route' 'route neigh addr rule'; do
	road="cat $order"
	for name in $order; do cat "whole/ip_$name"; done >q.txt
	same q.txt
done
road='without ends of lines'
{ head -c -1 whole/ip_addr; head -c -1 whole/ip_neigh; cat whole/ip_route whole/ip_rule; } >q.txt
same q.txt

# The prompt names the host; prose that mentions a command is none.
session '[root@db7.example.org ~]# ' >p.txt
ends 0 uplint query -f csv 'SELECT name FROM host' p.txt
has out db7
{ echo 'I ran ip route on it, and root@web02: no answer. See # ip address of the host'; cat p.txt; } >q.txt
road=prose
same q.txt

# Rules of both families behind one another: 10: and 100: hold a 0: that begins no list, and a list
# without an address or a table default is of the family that the other one is not.
printf '%s\n' '9:	from all fwmark 0x200/0xf00 lookup 2004' '10:	from all fwmark 0xa00/0xf00 lookup 2005' \
	'100:	from all lookup local' '101:	from 10.1.0.5 lookup 101' '32766:	from all lookup main' \
	'32767:	from all lookup default' >four
printf '%s\n' '9:	from all fwmark 0x200/0xf00 lookup 2004' '100:	from all lookup local' \
	'32766:	from all lookup main' >six
road='rules of both families'
families() { uplint query -f csv 'SELECT family, priority, route_table FROM routing_rule' "$1" 2>err | tail -n +2 | tr -d '\r' | sort >got; }
families_are() {
	diff - got >out <<-EOF || fail "$road: other rules"
	4,10,2005
	4,100,local
	4,101,101
	4,32766,main
	4,32767,default
	4,9,2004
	6,100,local
	6,32766,main
	6,9,2004
	EOF
}
for order in 'four six' 'six four'; do
	road="rules: $order"
	# shellcheck disable=SC2086 # two words
	cat whole/ip_addr $order whole/ip_neigh >q.txt
	families q.txt
	families_are
done
road='rules without ends of lines'
{ cat whole/ip_addr; head -c -1 four; cat six; } >q.txt
families q.txt
families_are

# A list of one family alone, and nothing says of which: neither is known, nor is a path sure.
{ cat whole/ip_addr whole/ip_route; printf '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n'; } >q.txt
families q.txt
empty got
ends 0 uplint query -f csv "SELECT reason FROM note" q.txt
has out 'whether these rules are of IPv4 or IPv6'
# Behind a metric nobody can tell which digits are the rule's: no rule is made up.
{ cat whole/ip_addr whole/ip_route; printf '10.9.0.0/16 dev eth1 metric 10'; grep -v '^[91]' four | sed '1s/^/100:\tfrom all lookup local\n/'; } >q.txt
families q.txt
lacks got 1010
lacks got ',0,'

# A bridge has one long line of details: glued to the next output it is a bridge still, or of no known kind.
detail=$(printf 'bridge forward_delay 1500 %s' "$(seq -s ' ' -f 'word%g 0' 60)")
for more in "$detail" "$detail $(seq -s ' ' -f 'more%g 0' 400)"; do
	{
		echo '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000'
		echo '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 minmtu 0 maxmtu 0 '
		echo '2: br1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000'
		echo '    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65535 '
		printf '    %s ' "$more"
		echo '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000'
		echo '    inet 127.0.0.1/8 scope host lo'
	} >q.txt
	uplint query -f csv "SELECT name, kind FROM interface WHERE name = 'br1'" q.txt >out 2>err
	has out br1
	lacks out physical
	[ "$more" != "$detail" ] || has out bridge
done
