#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Inputs as people send them that were read wrongly once: what is no output is none, what is one is read,
# hosts are not mixed, and what is cut or filtered is not taken for a whole. TRY=NAME runs that alone.
# shellcheck source=tests/cli/inputs.lib.sh
. "$ROOT/tests/cli/inputs.lib.sh"

# Lines `NAME a,b,c` of other programs are no records of iscsiadm.
no_ifaces() {
	checks 2 alone
	lacks out iface-
	folder beside
	cp alone/* beside
	checks 1 beside
	finds "$fault"
	source=beside
	says 'SELECT name FROM iscsi_iface'
}
lists_passwd() { mkdir alone; printf 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n' >alone/passwd; no_ifaces; }
lists_modinfo() { mkdir alone; printf 'depends:        libiscsi,libiscsi_tcp,scsi_transport_iscsi\n' >alone/modinfo; no_ifaces; }
lists_lsmod() {
	mkdir alone
	printf '%s\n' 'Module                  Size  Used by' 'async_tx 20480 5 async_pq,async_memcpy,async_xor,raid456,async_raid6_recov' \
		'libiscsi               77824  3 libiscsi_tcp,iscsi_tcp,ib_iser' >alone/lsmod
	no_ifaces
}
lists_languages() { mkdir alone; printf 'Languages: de,en,fr,it,es\nfallback en,de,fr,it,es\n' >alone/list.txt; no_ifaces; }
lists_three() { mkdir alone; printf 'eth tcp,udp,icmp\nst1 tcp,a,b\n' >alone/three; no_ifaces; }
lists_six() { mkdir alone; printf 'st0 tcp,<empty>,<empty>,ens1f0,<empty>,x\n' >alone/six; no_ifaces; }
lists_alone() {
	printf 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n' >passwd
	ends 2 uplint check passwd
	has err passwd
}
lists_real() {
	mkdir host
	printf 'st0 tcp,<empty>,<empty>,ens1f0,<empty>\ndefault tcp,<empty>,<empty>,<empty>,<empty>\n' >host/any
	source=host
	says "SELECT name, net_ifacename FROM iscsi_iface WHERE NOT builtin AND name <> 'default'" st0,ens1f0
}

# A word of a header makes no ESXi host of a Linux folder.
still_linux() {
	checks 1 "$1"
	finds "$fault"
	platform linux
}
header_route_n() { folder f; route_n >f/r2.txt; still_linux f; }
header_netstat() { folder f; route_n | sed 's/ *Metric Ref    Use/   MSS Window  irtt/' >f/netstat.txt; still_linux f; }
header_csv() { folder f; echo 'hostname,ip' >f/h.txt; still_linux f; }
header_switch() { folder f; echo 'hostname sw1' >f/h.txt; still_linux f; }
header_page() { page '[root@web01 ~]# ' a route r >p.txt; still_linux p.txt; }
header_names() { folder f; route_n >f/route; still_linux f; }

# A byte order mark before the first line hides nothing.
bom_route() {
	mkdir f
	{ printf '\357\273\277'; ip_r 11 12; } >f/ip_route_show_table_all
	{ printf '\357\273\277'; ip_a 01 11 12; } >f/ip_addr
	{ printf '\357\273\277'; rules; } >f/ip_rule
	{ printf '\357\273\277'; neighbours; } >f/ip_neigh
	source=f
	says "SELECT dst FROM route WHERE protocol = 'static'" 0.0.0.0/0
	says "SELECT name FROM interface WHERE kind = 'loopback' OR name = 'lo'" lo
	says 'SELECT count(*) FROM routing_rule WHERE family = 4' 3
	says 'SELECT count(*) FROM neighbour' 1
	way 10.1.1.11 lo 10.1.1.11
}

# Lines that a terminal of 80 columns cut are no shorter lines.
wrapped() {
	mkdir -p f
	ip_a 01 11 12 >f/ipa.txt
	cat >f/ipr.txt
}
wrap_gateway() {
	source=f
	printf '%s\n' '10.8.0.0/16 via 1' '0.1.10.254 dev eth1 proto static' '10.1.10.0/24 dev eth1 proto kernel scope link src 10.1.10.11' | wrapped
	says "SELECT dst FROM route WHERE dst LIKE '0.1.%'"
	says "SELECT dst FROM route WHERE dst LIKE '10.8.%' AND gateway IS NULL"
	says "SELECT state FROM coverage WHERE fact = 'route' AND state = 'read'"
}
wrap_mtu() {
	source=f
	printf '%s\n' '10.8.0.0/16 via 10.1.10.254 dev eth1 proto static metric 100 advmss 1360 mtu 1' '400' | wrapped
	says 'SELECT mtu FROM route WHERE mtu = 1'
}
wrap_source() {
	source=f
	ip_a 01 11 152 >a
	printf '%s\n' '10.1.10.0/24 dev eth1 proto kernel scope link metric 10000 src 10.1.10.1' '52' | wrapped
	cp a f/ipa.txt
	says "SELECT prefsrc FROM route WHERE prefsrc = '10.1.10.1'"
	way 10.1.10.77 eth1 10.1.10.152
}

# Settings of a file are not those of the kernel.
sysctl_conf() {
	folder f
	printf '# Uncomment to enable\nnet.ipv4.conf.all.rp_filter = 1\n' >f/sysctl.conf
	source=f
	says "SELECT name FROM sysctl WHERE name = 'rp_filter'"
	mkdir -p f/etc/sysctl.d
	mv f/sysctl.conf f/etc/sysctl.d/10-network.conf
	says "SELECT name FROM sysctl WHERE name = 'rp_filter'"
}
sysctl_running() {
	folder f
	printf 'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.eth1.arp_ignore = 1\n# a remark\n' >f/sysctl.conf
	printf 'net.ipv4.conf.all.rp_filter = 2\nnet.ipv4.conf.eth1.rp_filter = 0\n' >f/sysctl_-a
	source=f
	says "SELECT interface, name, value FROM sysctl WHERE name IN ('rp_filter', 'arp_ignore') ORDER BY 1" all,rp_filter,2 eth1,rp_filter,0
}

# section KIND TITLE: of a supportconfig, its text from standard input.
section() {
	printf '#==[ %s ]===========================#\n# %s\n' "$1" "$2"
	cat
	echo
}
supportconfig() {
	mkdir -p "$1"
	{
		ip_a 01 11 12 | section Command '/sbin/ip addr'
		ip_r 11 12 | section Command '/sbin/ip route'
		rules | section Command '/sbin/ip rule show'
		printf '1:\tlo\n\tinet  224.0.0.1\n2:\teth0\n\tlink  01:00:5e:00:00:01\n\tinet  224.0.0.1\n' | section Command '/sbin/ip maddr show'
	} >"$1/network.txt"
	printf 'libiscsi  77824  3 libiscsi_tcp,iscsi_tcp,ib_iser\nxfs 1 5 a,b,c,d,e\n' | section Command /sbin/lsmod >"$1/modules.txt"
	{
		echo 'net.ipv4.conf.all.rp_filter = 2' | section 'Configuration File' /etc/sysctl.conf
		printf 'net.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.eth1.rp_filter = 0\n' | section Command '/sbin/sysctl -a'
	} >"$1/env.txt"
	echo 'Linux sles1 5.14.21-150500.55.19-default #1 SMP x86_64 GNU/Linux' | section Command '/usr/bin/uname -a' >"$1/basic-environment.txt"
	echo 'InitiatorName=iqn.1996-04.de.suse:01:a' | section 'Configuration File' /etc/iscsi/initiatorname.iscsi >"$1/fs-iscsi.txt"
}
supportconfig_folder() {
	supportconfig scc_sles1_240101_1000
	checks 1 scc_sles1_240101_1000
	finds "$fault"
	named sles1
	source=scc_sles1_240101_1000
	says 'SELECT name FROM iscsi_iface WHERE NOT builtin'
	says "SELECT address FROM address WHERE address LIKE '224.%'"
	says "SELECT value FROM sysctl WHERE interface = 'all' AND name = 'rp_filter'" 0
	says "SELECT count(*) FROM routing_rule WHERE family = 4" 3
	says 'SELECT kind FROM host' supportconfig
}
supportconfig_archive() {
	supportconfig scc_sles1_240101_1000
	tar -cJf scc_sles1.txz scc_sles1_240101_1000
	checks 1 scc_sles1.txz
	finds "$fault"
	source=scc_sles1.txz
	says 'SELECT host, kind FROM host' sles1,supportconfig
}

# Members of a master that nothing tells the kind of are no two ports in a subnet.
members() {
	mkdir f
	ip_a 01 11 12 | sed "s/\(eth[12]: .* qdisc mq\) state/\1 master $1 state/" >f/ipa.txt
	ip_r 11 12 >f/ipr.txt
	uplint check -f json f >out 2>err
	! grep -q 'ip address delete' out || fail 'a fix deletes an address'
	finds
}
members_bridge() { members br0; }
members_bond() { members bond0; }
members_vrf() { members red; }

# Outputs of two hosts in one folder are refused, both named; so are those of one page.
refused() {
	ends 2 uplint check f
	for one; do has err "$one"; done
}
two_hosts_addr() { mkdir f; ip_a 01 11 12 >f/a.txt; ip_a 02 21 22 >f/b.txt; refused a.txt b.txt; }
two_hosts_json() { mkdir f; json_addr 01 11 12 >f/a.json; json_addr 02 21 22 >f/b.json; refused a.json b.json; }
two_hosts_link() { mkdir f; ip_a 01 11 12 >f/a.txt; ip_link 02 >f/b.txt; refused a.txt b.txt; }
two_hosts_prompts() {
	mkdir f
	{ page '[root@web01 ~]# ' a r; echo '[root@web02 ~]# ip a'; ip_a 02 21 22; } >f/p.txt
	refused web01 web02
}
two_hosts_localhost() {
	mkdir f
	page '[root@localhost ~]# ' a r >f/a.txt
	{ echo '[root@web02 ~]# ip a'; ip_a 02 21 22; } >f/b.txt
	refused web02 localhost
}

# Nameless pastes that share addresses are one host; docker0 alone makes none.
pastes_text() { ip_a 01 11 12 >a.txt; ip_r 11 12 >r.txt; checks 1 a.txt r.txt; hosts 1; finds "$fault"; }
pastes_json() { json_addr 01 11 12 >a.json; json_route 11 12 >r.json; checks 1 a.json r.json; hosts 1; finds "$fault"; }
pastes_neighbours() { ip_a 01 11 12 >a.txt; ip_r 11 12 >r.txt; neighbours >n.txt; checks 1 a.txt r.txt n.txt; hosts 1; finds "$fault"; }
pastes_link() { ip_link 01 >l.txt; ip_a 01 11 12 >a.txt; checks 1 l.txt a.txt; hosts 1; finds "$fault"; }
pastes_prompts() { page '$ ' a >a.txt; page '$ ' r >r.txt; checks 1 a.txt r.txt; hosts 1; finds "$fault"; }
pastes_docker() {
	for n in 1 2; do
		cat >h$n.txt <<-EOF
		2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
		    link/ether 52:54:00:00:0$n:00 brd ff:ff:ff:ff:ff:ff
		    inet 10.1.1.$n/24 brd 10.1.1.255 scope global eth0
		       valid_lft forever preferred_lft forever
		3: docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN group default
		    link/ether 02:42:0a:00:00:01 brd ff:ff:ff:ff:ff:ff
		    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0
		       valid_lft forever preferred_lft forever
		EOF
	done
	uplint check -f json h1.txt h2.txt >out 2>err
	hosts 2
}

esx=$ROOT/fixtures/collect/esxi7
esx_page() {
	echo "[root@${1-esx6}:~] esxcli network ip interface list"
	cat "$esx/esxcli_network-ip-interface-list.txt"
}
ipv4() {
	printf '%s\n' 'Name  IPv4 Address  IPv4 Netmask     IPv4 Broadcast  Address Type  Gateway      DHCP DNS' \
		'----  ------------  ---------------  --------------  ------------  -----------  --------'
	printf '%-4s  %-12s  255.255.255.0    %-14s  STATIC        0.0.0.0         false\n' "$1" "$2" "${2%.*}.255"
}

# ESXi and Linux in one folder: refused, or two hosts.
mixed_platforms() {
	folder f
	esx_page >f/esx.txt
	ipv4 vmk0 172.26.64.10 >>f/esx.txt
	uplint check -f json f >out 2>err
	if [ $? -eq 2 ]; then has err esx; else hosts 2; fi
}
mixed_one_page() {
	{ page '[root@web01 ~]# ' a r; esx_page; } >p.txt
	uplint check -f json p.txt >out 2>err
	if [ $? -eq 2 ]; then has err web01; else hosts 2; fi
}
mixed_bundle() {
	folder f
	cp -r "$ROOT"/fixtures/inputs/esxi-bundle/input/esx-* f/bundle
	tar -czf f.tgz f
	mkdir around
	cp -r f around
	for source in f around f.tgz; do
		checks 2 $source
		has err 'outputs of an ESXi host'
		has err 'of a Linux host'
		has err /ipa.txt
	done
	rm f/ipa.txt f/ipr.txt
	checks 1 around/f/bundle f
	platform esxi
}

# filtered COMMAND FACT, the output from standard input: a row is no list.
filtered() {
	{ esx_page; echo "[root@esx6:~] $1"; cat; } >p.txt
	source=p.txt
	says "SELECT state FROM coverage WHERE fact = '$2'" partial
}
filter_ipv4() {
	ipv4 vmk2 10.3.10.12 | filtered 'esxcli network ip interface ipv4 get --interface-name=vmk2' address
	uplint check -f json p.txt >out 2>err
	jq -e '.summary and [.results[] | select(.status == "compliant" and (.rule == "one-vmknic-per-subnet" or .rule == "one-dhcp-port" or
		.rule == "duplicate-address"))] == []' out >/dev/null || fail 'compliant by one row'
}
filter_ipv4_short() {
	{ esx_page; for n in 0 1; do echo "[root@esx6:~] esxcli network ip interface ipv4 get -i vmk$n"; ipv4 vmk$n 10.3.1$n.12; done; } >p.txt
	source=p.txt
	says "SELECT state FROM coverage WHERE fact = 'address'" partial
	says 'SELECT interface FROM address ORDER BY 1' vmk0 vmk1
}
filter_neighbours() {
	printf '%s\n' 'Neighbor     Mac Address        Vmknic    Expiry  State  Type' \
		'-----------  -----------------  ------  --------  -----  -------' \
		'10.10.10.50  00:50:56:ff:00:01  vmk1    1020 sec         Unknown' | filtered 'esxcli network ip neighbor list -i vmk1' neighbour
}
filter_ports() { filtered 'esxcli iscsi networkportal list -A vmhba64' binding <"$esx/esxcli_iscsi-networkportal-list.txt"; }
filter_interfaces() {
	{ echo '[root@esx6:~] esxcli network ip interface list -N defaultTcpipStack'; cat "$esx/esxcli_network-ip-interface-list.txt"; } >p.txt
	source=p.txt
	says "SELECT state FROM coverage WHERE fact = 'interface'" partial
}
filter_routes() {
	printf '%s\n' 'Network       Netmask        Gateway  Interface  Source' '------------  -------------  -------  ---------  ------' \
		'10.10.10.0    255.255.255.0  0.0.0.0  vmk1       MANUAL' | filtered 'esxcli network ip route ipv4 list -N vmotion' route
}
filter_switches() {
	printf '%s\n' vSwitch0 '   Name: vSwitch0' '   Class: cswitch' '   MTU: 1500' '   Uplinks: vmnic0' '   Portgroups: VM Network, Management Network' |
		filtered 'esxcli network vswitch standard list -v vSwitch0' vswitch
}
filter_ip() {
	{ page '[root@web01 ~]# ' r; echo '[root@web01 ~]# ip addr show eth1'; ip_a 01 11 12 | sed -n '/eth1:/,/valid/p'; echo '[root@web01 ~]# ip -d link'; ip_link 01; } >p.txt
	source=p.txt
	says "SELECT state FROM coverage WHERE fact = 'address'" partial
	uplint check -f json p.txt >out 2>err
	jq -e 'all(.results[]; .rule != "one-nic-per-subnet" or .status != "compliant")' out >/dev/null || fail 'compliant by one port'
}
filter_ip_file() {
	mkdir f
	ip_a 01 11 12 | sed -n '/eth1:/,/valid/p' >f/ip_addr_show_eth1
	ip_link 01 >f/ip_-d_link
	source=f
	says "SELECT state FROM coverage WHERE fact = 'address'" partial
}

# Of two outputs of one command the later one counts.
later_esxi() {
	{ esx_page; for n in 10 20; do echo '[root@esx6:~] esxcli network ip interface ipv4 get'; ipv4 vmk2 10.3.$n.12; done; } >p.txt
	source=p.txt
	says "SELECT address FROM address WHERE interface = 'vmk2'" 10.3.20.12
}
later_linux() {
	{ page '[root@web01 ~]# ' a r; echo '[root@web01 ~]# ip a'; ip_a 01 31 32; } >p.txt
	source=p.txt
	says "SELECT address FROM address WHERE interface = 'eth1' AND family = 4" 10.1.10.31
}

# A host that is called localhost is a host.
esx_localhost() {
	{
		esx_page localhost
		esx_page | sed 's/\(MAC Address: ..:..:..:..\):../\1:77/'
		echo '[root@esx6:~] esxcli network ip interface ipv4 get'
		ipv4 vmk0 10.3.10.12
	} >p.txt
	ends 2 uplint check p.txt
	has err esx6
	has err localhost
}

# What was not read.
order_all() {
	local order
	for order in 'rule n a r' 'r a n rule' 'n rule r a' 'a r rule n'; do
		# shellcheck disable=SC2086 # words
		page '[root@web01 ~]# ' $order >p.txt
		checks 1 p.txt
		finds "$fault"
		named web01
		source=p.txt; says 'SELECT count(*) FROM route' 4
		says 'SELECT count(*) FROM routing_rule' 3
		says 'SELECT count(*) FROM neighbour' 1
	done
}
prompts_many() {
	local prompt name
	while IFS='|' read -r name prompt; do
		page "$prompt" a r >p.txt
		checks 1 p.txt
		finds "$fault"
		[ -z "$name" ] || named "$name"
	done <<-'EOF'
	web01|[root@web01 ~]# 
	web01|root@web01:~# 
	web01|web01:~ # 
	web01|admin@web01:/tmp$ 
	web01|[admin@web01 network-scripts]$ sudo 
	web01|root@web01 /etc # 
	web01|(venv) [root@web01 ~]# 
	web01|web01# 
	|$ 
	|+ 
	|bash-5.1# 
	EOF
}
stdin_cat() {
	local order
	{ rules; neighbours; ip_a 01 11 12; ip_r 11 12; } >all
	for order in 1 2; do
		[ $order = 1 ] || { ip_r 11 12; ip_a 01 11 12; rules; } >all
		ends 1 uplint check -f json - <all
		finds "$fault"
	done
}
stdin_joined() {
	{ ip_a 01 11 12 | head -c -1; ip_r 11 12; } >all
	ends 1 uplint check -f json - <all
	jq -e '.hosts[0].host' out >/dev/null || fail 'no host'
}
brief_paste() {
	printf '%s\n' 'lo               UNKNOWN        127.0.0.1/8 ::1/128 ' 'eth0             UP             10.1.1.11/24 ' \
		'eth1             UP             10.1.10.11/24 ' 'eth2             UP             10.1.10.12/24 ' >b.txt
	checks 1 b.txt
	finds "$fault"
	source=b.txt
	says 'SELECT interface, address, prefixlen, scope FROM address WHERE family = 4 AND address LIKE '"'10.%'"' ORDER BY 1' \
		eth0,10.1.1.11,24, eth1,10.1.10.11,24, eth2,10.1.10.12,24,
}
archive_texts() {
	local end
	folder f
	tar -czf f.tgz f
	tar -cJf f.tar.xz f
	(cd f && zip -q ../f.zip ./*)
	for end in tgz tar.xz zip; do
		checks 1 "f.$end"
		finds "$fault"
	done
}
archive_esxi() {
	local end
	mkdir f
	cp "$esx"/*.txt f
	checks "$(uplint check f >/dev/null 2>&1; echo $?)" f
	jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out | sort >wanted
	tar -czf f.tgz f
	(cd f && zip -q ../f.zip ./*)
	for end in tgz zip; do
		uplint check -f json f.$end >out 2>err
		jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out | sort | diff wanted - || fail "f.$end"
	done
}
below_texts() { folder f/a; mkdir f/b; mv f/a/ipr.txt f/b; checks 1 f; finds "$fault"; }
fenced_page() {
	mkdir f
	{ printf '# web01\n\n```\n'; page '[root@web01 ~]# ' a r | sed 's/10.1.1.1 dev/10.9.9.9 dev/'; printf '```\n'; } >f/host.md
	checks 1 f
	named web01
	finds "$fault" 'gateway-on-link 10.9.9.9'
}
fenced_refused() {
	{ printf '```\n[root@web01 ~]# uptime\n 10:00:00 up 1 day\n```\n'; } >p.md
	ends 2 uplint check p.md
	has err p.md
}
quoted_page() {
	page '[root@web01 ~]# ' a r | sed 's/^/> /' >p.txt
	uplint check -f json p.txt >out 2>err
	[ $? -ne 2 ] || { has err p.txt; return; }
	jq -e '.summary and all(.results[]; .rule != "one-nic-per-subnet" or .status != "compliant")' out >/dev/null || fail compliant
}
sources_yaml() { mkdir f; faulty_host a >f/a.yaml; faulty_host b >f/b.yaml; checks 1 f; hosts 2; }
sources_json() { mkdir f; for h in a b; do faulty_host $h | uplint snapshot -f json - >f/$h.json; done; checks 1 f; hosts 2; }
sources_tgz() { mkdir f; folder a; folder b; sed -i s/52:54:00:00:01/52:54:00:00:02/ b/ipa.txt; tar -czf f/a.tgz a; tar -czf f/b.tgz b; uplint check -f json f >out 2>err; hosts 2; }
sources_folders() { folder f/a; mkdir f/b; ip_a 02 21 22 >f/b/a.txt; ip_r 21 22 >f/b/r.txt; uplint check -f json f >out 2>err; hosts 2; }
sources_broken() {
	mkdir f
	faulty_host a >f/a.yaml
	printf 'host: [\n' >f/b.yaml
	faulty_host c >f/c.yaml
	ends 2 uplint check -f json f
	hosts 2
	has err b.yaml
}
messages_named() {
	local kind
	echo 'Linux web01 6.1.0 #1 SMP x86_64 GNU/Linux' >uname.txt
	for kind in '' '--kind esxi' '--kind iproute2' '--kind native'; do
		# shellcheck disable=SC2086 # words
		ends 2 uplint check $kind uname.txt
		has err uname.txt
	done
}

# What a file is named for is one of the outputs in it.
order_named() {
	mkdir f
	{ ip_a 01 11 12; ip_r 11 12; rules; neighbours; } >f/ip_addr.txt
	checks 1 f
	finds "$fault"
	source=f
	says "SELECT dst FROM route WHERE protocol = 'static'" 0.0.0.0/0
	says 'SELECT count(*) FROM neighbour' 1
	says 'SELECT line_text FROM note'
}
order_named_last() {
	mkdir f
	{ ip_a 01 11 12; ip_r 11 12; } >f/ip_route
	checks 1 f
	finds "$fault"
}
# A list of devices is unmistakable: what somebody wrote below it is a note.
order_remark() {
	{ ip_a 01 11 12; echo 'thanks in advance!'; } >a.txt
	checks 1 a.txt
	finds "$fault"
	source=a.txt
	says 'SELECT line_text FROM note' 'thanks in advance!'
}
# Which part it shows stands in the name alone.
order_named_part() {
	mkdir f
	{ ip_r 11 12; rules; } >f/ip_route_show_table_100
	source=f
	says "SELECT DISTINCT route_table FROM route" 100
}
sources_passed() {
	mkdir d
	faulty_host >d/a.yaml
	echo hello >d/notes.txt
	ends 1 uplint check -v d
	has out 'd/notes.txt: no source, so it was not read'
	ends 1 uplint check d
	lacks out notes.txt
	checks 1 d
	jq -e '.sources | length == 1' out >/dev/null || fail "sources: $(jq -c .sources out)"
}
messages_no_output() {
	cp "$ROOT/fixtures/captures/powercli-two-hosts/capture.txt" ports.txt
	ends 2 uplint check --kind esxi ports.txt
	has err 'ports.txt: no output of esxcli'
	empty out
}

# What a user met.
met_one_line() { folder f; printf 'xfs 1282048 1 a,b,c,d,e\n' >f/lsmod; checks 1 f; finds "$fault"; lacks out xfs; }
met_failed_source() {
	faulty_host >a.yaml
	ends 2 uplint check -f json /nope.yaml a.yaml
	jq -e '.sources | length == 2 and any(.[]; .source == "/nope.yaml" and (.error | length > 0)) and any(.[]; .source == "a.yaml" and .error == null)' \
		out >/dev/null || fail "sources: $(jq -c .sources out)"
}
met_sosreport() {
	mkdir -p sosreport-web01/sos_commands/networking
	ip_a 01 11 12 >sosreport-web01/sos_commands/networking/ip_address
	ip_r 11 12 >sosreport-web01/sos_commands/networking/ip_route_show_table_all
	echo 'sosreport: 4.2' >sosreport-web01/version.txt
	tar -cJf sosreport-web01.tar.xz sosreport-web01
	checks 1 sosreport-web01.tar.xz
	finds "$fault"
	jq -e '.hosts[0].kind == "sosreport"' out >/dev/null || fail "kind: $(jq -c '.hosts[0].kind' out)"
}
met_nmstate() {
	cat >planned.yml <<-'EOF'
	interfaces:
	- { name: eth1, type: ethernet, state: up, ipv4: { enabled: true, dhcp: false, address: [{ ip: 10.1.10.11, prefix-length: 24 }] } }
	- { name: eth2, type: ethernet, state: up, ipv4: { enabled: true, dhcp: false, address: [{ ip: 10.1.10.12, prefix-length: 24 }] } }
	EOF
	checks 1 planned.yml
	finds "$fault"
}
met_kind_shown() { folder f; uplint check f >page 2>err; grep -q iproute2 page || fail 'the page does not say the kind'; }

names=$(declare -F | awk '{ print $3 }' | grep -E '^(lists|header|bom|wrap|sysctl|supportconfig|members|two_hosts|pastes|mixed|filter|later|esx|order|prompts|stdin|brief|archive|below|fenced|quoted|sources|messages|met)_')
# shellcheck disable=SC2086 # words
tries ${TRY:-$(grep -v '^esx_page$' <<<"$names")}
