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
