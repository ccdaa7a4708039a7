#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Support reports: a sosreport as a directory, an archive and as insights-client lays it out, and a supportconfig of the
# same host, hold the same facts; what is of another namespace, an error or another program's is none of the host's.
set -u
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

commands=sosreport-web01-2026-11-20-abcdefg/sos_commands
mkdir -p $commands/{networking/namespaces/blue,iscsi,kernel,host,filesys,multipath} sosreport-web01-2026-11-20-abcdefg/{etc,proc/sys/net/ipv4}
cat >$commands/networking/ip_-s_-d_link <<'END'
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 minmtu 0 maxmtu 0 addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 9000 addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000
    link/ether 52:54:00:00:00:03 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 9000 addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
END
cat >$commands/networking/ip_-d_address <<'END'
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0 minmtu 0 maxmtu 0 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 9000 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
    inet 10.1.1.11/24 brd 10.1.1.255 scope global eth0
       valid_lft forever preferred_lft forever
3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
    link/ether 52:54:00:00:00:03 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 9000 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535
    inet 10.1.1.12/24 brd 10.1.1.255 scope global eth1
       valid_lft forever preferred_lft forever
END
cat >$commands/networking/ip_route_show_table_all <<'END'
default via 10.1.1.1 dev eth0 proto static
10.1.1.0/24 dev eth0 proto kernel scope link src 10.1.1.11
10.1.1.0/24 dev eth1 proto kernel scope link src 10.1.1.12
local 10.1.1.11 dev eth0 table local proto kernel scope host src 10.1.1.11
local 10.1.1.12 dev eth1 table local proto kernel scope host src 10.1.1.12
END
: >$commands/networking/ip_-6_route_show_table_all
printf '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n' >$commands/networking/ip_-4_rule_list
sed 's/10\.1\.1\./10.9.9./; s/eth1/eth7/' $commands/networking/ip_-d_address >$commands/networking/namespaces/blue/ip_netns_exec_blue_ip_-d_address
echo 'iscsiadm: No active sessions.' >$commands/iscsi/iscsiadm_-m_session_-P_3
echo "timeout: failed to run command 'multipath': No such file or directory" >$commands/multipath/multipath_-ll
echo 'Linux web01 5.14.0-70.el9.x86_64 #1 SMP PREEMPT Thu Feb 24 19:11:22 EST 2022 x86_64 GNU/Linux' >$commands/kernel/uname_-a
printf 'Module                  Size  Used by\nlibiscsi               81920  3 libiscsi_tcp,iscsi_tcp,be2iscsi\n' >$commands/kernel/lsmod
top=${commands%/*}
printf 'root:x:0:0:root,,,:/root:/bin/bash\n' >"$top"/etc/passwd
printf '# set by hand\nnet.ipv4.conf.all.rp_filter = 1\n' >"$top"/etc/sysctl.conf
echo >"$top"/proc/sys/net/ipv4/ip_local_reserved_ports
echo 1 >"$top"/proc/sys/net/ipv4/ip_forward

# facts SOURCE: of the tables that a report holds, without the files that they stand in.
facts() {
	local table
	for table in interface address route routing_rule iscsi_session iscsi_iface; do
		uplint query -f csv "SELECT * FROM $table" "$1" || return
	done
	uplint query -f csv 'SELECT name, version FROM host' "$1"
	uplint query -f csv 'SELECT fact, state FROM coverage' "$1"
}
facts "$top" >sos.facts || fail "the sosreport is not read"
[ "$(uplint query -f csv 'SELECT kind FROM host' "$top" | tail -1 | tr -d '\r')" = sosreport ] || fail kind
ends 1 uplint check "$top"
has out '10.1.1.0/24'
has out 'web01'
lacks out '10.9.9'
lacks out 'libiscsi'
uplint query -f csv "SELECT state FROM coverage WHERE fact IN ('iscsi_session', 'multipath', 'route', 'address')" "$top" | sort | uniq -c | tr -s ' ' >states
grep -q ' 3 read' states || fail "a table of the report was not read: $(cat states)"
ends 0 uplint query -f csv "SELECT count(*) FROM sysctl WHERE name = 'rp_filter'" "$top"
has out 0

tar cJf s.tar.xz "$top"
tar czf s.tgz "$top"
mkdir -p insights/insights-web01/data/insights_commands
cp -r "$top"/{etc,proc} insights/insights-web01/data
find "$top/sos_commands" -type f ! -path '*/namespaces/*' -exec cp {} insights/insights-web01/data/insights_commands \;
tar czf insights.tgz -C insights insights-web01
for source in s.tar.xz s.tgz insights insights.tgz; do
	facts "$source" >"$source.facts" || fail "$source is not read"
	diff sos.facts "$source.facts" || fail "$source: other facts"
done

# The same host by supportconfig: its commands are typed, the tables have an output each.
scc=scc_web01_261120_1000
mkdir $scc
section() { printf '\n#==[ %s ]======================================#\n# %s\n' "$1" "$2" && cat; }
{
	section Command '/bin/uname -a' <$commands/kernel/uname_-a
	section 'Configuration File' /etc/os-release <<<'ID="sles"'
} >$scc/basic-environment.txt
{
	section Command '/sbin/ip -d addr' <$commands/networking/ip_-d_address
	section Command '/sbin/ip route show table all' <$commands/networking/ip_route_show_table_all
	section Command '/sbin/ip -6 route show table all' </dev/null
	section Command '/sbin/ip rule show' <$commands/networking/ip_-4_rule_list
	section Command '/sbin/ip route show table xyz' <<<'Error: argument "xyz" is wrong: table id value is invalid'
	section Command '/sbin/ip maddr show' <<<'1:	lo'
	section 'Configuration File' /etc/sysconfig/network/ifcfg-eth7 <<<'- File not found'
} >$scc/network.txt
section Command '/sbin/lsmod' <$commands/kernel/lsmod >$scc/modules.txt
section Command '/usr/sbin/iscsiadm -m session -P 3' <$commands/iscsi/iscsiadm_-m_session_-P_3 >$scc/fs-iscsi.txt
tar cJf $scc.txz $scc
for source in $scc $scc.txz; do
	for table in interface address route routing_rule; do
		diff <(uplint query -f csv "SELECT * FROM $table" "$top") <(uplint query -f csv "SELECT * FROM $table" "$source") ||
			fail "$source: $table"
	done
	[ "$(uplint query -f csv 'SELECT kind, name, os FROM host' "$source" | tail -1 | tr -d '\r')" = supportconfig,web01,sles ] || fail "$source: host"
	ends 1 uplint check "$source"
	has out 10.1.1.0/24
done

# Two reports in one archive are two hosts.
cp -r "$top" sosreport-web02-2026-11-20-abcdefg
sed -i 's/web01/web02/' sosreport-web02-2026-11-20-abcdefg/sos_commands/kernel/uname_-a
sed -i 's/52:54:00:00:00/52:54:00:00:01/; s/10\.1\.1\.1\([12]\)/10.1.1.2\1/' sosreport-web02-2026-11-20-abcdefg/sos_commands/networking/ip_*
tar cJf two.tar.xz sosreport-web0*
[ "$(uplint query -f csv 'SELECT name FROM host' two.tar.xz | tail -n +2 | tr -d '\r' | tr '\n' ' ')" = 'web01 web02 ' ] || fail 'two reports in one archive'
