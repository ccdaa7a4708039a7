#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Outputs of ip whose lines a terminal or a mailer broke: what is read is true, and what is not is said.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# rows SOURCE SQL: sorted.
rows() { ends 0 uplint query -f csv "$2" "$1"; tail -n +2 out | tr -d '\r"' | sort; }
state() { rows "$1" "SELECT state FROM coverage WHERE fact = '$2'"; }
routes='SELECT dst, gateway, interface, metric, prefsrc, mtu, type, route_table, protocol, scope FROM route'
links='SELECT name, mac, mtu, master, admin FROM interface'
addresses='SELECT interface, address, prefixlen, scope FROM address'

mkdir whole
cat >whole/ip_route.txt <<'EOT'
default via 10.1.10.1 dev enp59s0f0np0 proto dhcp src 10.1.10.20 metric 100 mtu 1400 
10.8.0.0/16 via 10.1.10.254 dev enp59s0f0np0.1001 proto static metric 100 mtu 9000 
10.1.10.0/24 dev enp59s0f0np0 proto kernel scope link src 10.1.10.20 metric 100 
172.16.8.0/24 dev enp59s0f1np1.storage-a proto kernel scope link src 172.16.8.152 metric 425 
10.9.0.0/16 proto static metric 1024 
	nexthop via 10.1.10.2 dev enp59s0f0np0 weight 1 
	nexthop via 172.16.8.2 dev enp59s0f1np1.storage-a weight 1 onlink 
blackhole 10.99.0.0/16 proto static metric 20 
10.55.0.0/16 via inet6 fe80::5054:ff:fe12:3456 dev enp59s0f1np1.storage-a proto static metric 55 
192.168.0.0/24 via 172.16.8.254 dev enp59s0f1np1.storage-a proto static src 172.16.8.152 metric 1400 
EOT
cat >whole/ip_addr.txt <<'EOT'
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: enp59s0f0np0: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc mq master br-storage state UP group default qlen 1000
    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff permaddr 52:54:00:12:34:57
    inet 10.1.10.20/24 metric 100 brd 10.1.10.255 scope global dynamic noprefixroute enp59s0f0np0
       valid_lft 85000sec preferred_lft 85000sec
    inet6 2001:db8:aaaa:bbbb:5054:ff:fe12:3456/64 scope global temporary dynamic noprefixroute mngtmpaddr 
       valid_lft forever preferred_lft forever
3: enp59s0f1np1.storage-a@enp59s0f1np1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9000 qdisc noqueue state UP group default qlen 1000
    link/ether 52:54:00:12:34:58 brd ff:ff:ff:ff:ff:ff
    inet 172.16.8.152/24 brd 172.16.8.255 scope global noprefixroute enp59s0f1np1.storage-a
       valid_lft forever preferred_lft forever
EOT
cat >whole/ip_neigh.txt <<'EOT'
2001:db8:aaaa:bbbb:5054:ff:fe12:9999 dev enp59s0f1np1.storage-a lladdr 52:54:00:12:34:60 router STALE 
10.1.10.1 dev enp59s0f0np0 lladdr 52:54:00:12:34:61 REACHABLE 
EOT
neighbours='SELECT address, interface, mac, state FROM neighbour'

# same SOURCE: all that the whole one says, and all of it read.
same() {
	for sql in "$routes" "$links" "$addresses" "$neighbours"; do
		rows whole "$sql" >wanted
		rows "$1" "$sql" | diff wanted - >difference || { cat difference; fail "$1: $sql"; }
	done
	[ -z "$(rows "$1" 'SELECT line_text FROM note')" ] || fail "notes of $1"
}

# At most what the whole one says, and where something is missing, that it is.
no_other() {
	for sql in "$routes" "$addresses"; do
		rows whole "$sql" >wanted
		rows "$1" "$sql" >got
		[ -z "$(comm -13 wanted got)" ] || { comm -13 wanted got; fail "$1: $sql"; }
		case $sql in *route) fact=route ;; *) fact=address ;; esac
		cmp -s wanted got || [ "$(state "$1" $fact)" = partial ] || fail "$1: $fact is not partial"
	done
}

# A terminal: 80 columns and others, blanks at the end of a line kept or not.
for columns in 72 75 78 79 80 81 90 100 120; do
	rm -rf wide trimmed
	mkdir wide trimmed
	for file in whole/*; do
		sed -E "s/.{$columns}/&\n/g" "$file" | sed '/^$/d' >"wide/${file#*/}"
		sed 's/ *$//' "wide/${file#*/}" >"trimmed/${file#*/}"
	done
	same wide
	no_other trimmed
	[ $columns -ne 80 ] || same trimmed
done

# Hosts of the lab, all their outputs: the snapshot is the same.
facts() { uplint snapshot -f json "$1" | jq -S '.hosts[] | del(.host, .source, .coverage[]?.file)'; }
for host in lab-two-subnets lab-links; do
	rm -rf given
	mkdir given
	cp "$ROOT/fixtures/captures/$host"/ip_-{d,6}_[!j]*.txt given/
	rm -f given/ip_-d_-j*
	facts given >wanted
	for columns in 53 72 80 100; do
		rm -rf broken
		mkdir broken
		for file in given/*; do
			sed -E "s/.{$columns}/&\n/g" "$file" | sed '/^$/d' >"broken/${file#*/}"
		done
		facts broken | diff wanted - >difference || { head -n 20 difference; fail "$host at $columns"; }
	done
done

# A mailer, between words; and one that begins what goes on with a mark of its own.
for columns in 60 72 76; do
	rm -rf mail indented
	mkdir mail indented
	for file in whole/*; do
		fold -s -w $columns "$file" | sed 's/ *$//' >"mail/${file#*/}"
		fold -s -w $columns "$file" | sed '/^[0-9a-z	 ]*[:/]/!s/^/ /' >"indented/${file#*/}"
	done
	no_other mail
	no_other indented
done

# A few lines of many, of which none is known to be broken.
mkdir few
printf '10.8.0.0/16 via 1\n0.1.10.254 dev eth0 proto static\n' >few/ip_route.txt
printf '2: eth0: <UP> mtu 15\n00 qdisc mq state UP\n    link/ether 52:54:00:12:34:56\n' >few/ip_link.txt
[ -z "$(rows few "$routes")" ] || fail 'a route of half an address'
[ "$(state few route)" = partial ] || fail 'half an address is no whole list'
[ "$(rows few 'SELECT name, mtu FROM interface')" = eth0, ] || fail 'half an MTU'
for line in '10.8.0.0/16 via 10.1.10.1 dev eth0 metric 1|00' '10.8.0.0/16 via 10.1.10.1 dev eth0 src 172.16.8.1|52' \
	'10.8.0.0/16 dev eth0 proto ker|nel scope link' '10.8.0.0/16 via 10.1.10.254 dev|eth0 proto static'; do
	printf '10.7.0.0/16 dev eth0 proto static scope link metric 100 mtu 1400 src 10.1.10.20 advmss 40\n%s\n' "${line/|/$'\n'}" >few/ip_route.txt
	[ "$(rows few "$routes" | wc -l)" -eq 1 ] || [ "$(rows few 'SELECT interface FROM route' | sort -u)" = eth0 ] || fail "$line"
	lacks out ',1,'
	lacks out '172.16.8.1,'
done

# With -o the next hops stand behind a backslash.
mkdir lines
printf '%s\n' 'unreachable 10.8.0.0/16 ' \
	'10.9.0.0/16 \	nexthop via 10.1.1.2 dev v0 weight 2 \	nexthop via 10.1.2.2 dev v1 weight 1 ' >lines/ip_-o_route
[ "$(rows lines 'SELECT dst, type FROM route' | tr '\n' ' ')" = '10.8.0.0/16,unreachable 10.9.0.0/16,unicast ' ] || fail 'ip -o route'

printf '%s\\    %s\\    veth \\    bridge_slave %s\n' \
	'1: eth0: <UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000' \
	'link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff promiscuity 1 minmtu 68 maxmtu 65535 ' \
	'state forwarding priority 32 cost 2 hairpin off ' \
	'2: eth1: <UP,LOWER_UP> mtu 9000 qdisc mq state UP mode DEFAULT group default qlen 1000' \
	'link/ether 52:54:00:12:34:57 brd ff:ff:ff:ff:ff:ff promiscuity 1 minmtu 68 maxmtu 65535 ' \
	'state forwarding priority 32 cost 2 hairpin off ' >lines/ip_-o_-d_link
[ "$(rows lines 'SELECT name, mtu FROM interface' | tr '\n' ' ')" = 'eth0,1500 eth1,9000 ' ] || fail 'ip -o link'
[ -z "$(rows lines 'SELECT line_text FROM note')" ] || fail 'notes of ip -o link'

# What is beside an output is no part of its longest line.
cp -r whole noise
for file in noise/*; do
	awk '{ print; if (length($0) > 85) print "hello, world" }' "$file" >noisy
	mv noisy "$file"
done
no_other noise
[ "$(rows noise 'SELECT DISTINCT line_text FROM note')" = 'hello, world' ] || fail 'a line beside is joined'

# Mounts that a mail wrapped are lost, and the table says so.
mkdir mounts
cat >mounts/mount <<'END'
/dev/vda1 on / type ext4 (rw,relatime)
10.60.0.5:/a on /srv/a type nfs4 (rw,vers=4.2,rsize=1048576,wsize=1048576,proto=
tcp,timeo=600,retrans=2,sec=sys,addr=10.60.0.5)
END
[ "$(state mounts nfs_mount)" = partial ] || fail 'wrapped mounts are read whole'

# A mailer breaks a name of iscsiadm at its hyphens: half of one is no name, and what was below it is no other's.
mkdir iscsi
cat >iscsi/iscsiadm_-m_session_-P_3 <<'EOT'
Target: iqn.2001-05.com.example:first (non-flash)
	Current Portal: 10.10.10.50:3260,1
	Persistent Portal: 10.10.10.50:3260,1
		Iface Name: st0
		Iface Transport: tcp
		Iface Initiatorname: iqn.1994-05.com.example:one-subnet-
bound
		Iface IPaddress: 10.10.10.61
		Iface Netdev: ens1f0
		SID: 1
Target: iqn.2001-05.com.example:the-second-
array (non-flash)
	Current Portal: 10.10.20.50:3260,1
		Iface Name: st1
		Iface Netdev: ens1f1
		SID: 2
EOT
printf '%s\n' '# BEGIN RECORD 2.1.8' 'node.name = iqn.2001-05.com.example:the-second-' 'array' \
	'node.conn[0].address = 10.10.20.50' '# END RECORD' '# BEGIN RECORD 2.1.8' 'node.name = iqn.2001-05.com.example:first' \
	'node.conn[0].address = 10.10.10.50' 'iface.iscsi_ifacename = st0' '# END RECORD' >iscsi/iscsiadm_-m_node_-o_show
printf '%s\n' 'st0 tcp,<empty>,<empty>,ens1f0,<empty>' \
	'st1 tcp,<empty>,<empty>,ens1f1,iqn.1994-05.com.example:one-subnet-' 'bound' >iscsi/iscsiadm_-m_iface
[ "$(rows iscsi 'SELECT target, initiator_name, netdev FROM iscsi_session')" = 'iqn.2001-05.com.example:first,,ens1f0' ] || fail 'sessions of a mail'
[ "$(rows iscsi 'SELECT target FROM iscsi_node')" = iqn.2001-05.com.example:first ] || fail 'records of a mail'
[ "$(rows iscsi "SELECT name FROM iscsi_iface WHERE initiator_name <> ''")" = '' ] || fail 'ifaces of a mail'
for table in iscsi_session iscsi_node iscsi_iface; do
	[ "$(state iscsi $table)" = partial ] || fail "$table is not partial"
done
