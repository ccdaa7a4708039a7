#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Saved outputs beside ip and iscsiadm: bonds, teams, VLANs, multipath, mounts, settings, ethtool.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"
captures=$ROOT/fixtures/captures

# gives SOURCE QUERY LINE…: exactly these lines answer it.
gives() {
	local source=$1 query=$2
	shift 2
	ends 0 uplint query -f csv "$query" "$source"
	tail -n +2 out | tr -d '\r"' >got
	: >wanted
	[ $# -eq 0 ] || printf '%s\n' "$@" >wanted
	diff wanted got >difference || { cat difference; fail "$source: $query"; }
}

# finds SOURCE "RULE SUBJECT"…: these are its findings, and no others.
finds() {
	local source=$1
	shift
	uplint check -f json "$source" >out 2>err
	[ $? -le 2 ] || fail "check $source"
	jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out >got
	printf '%s\n' "$@" | sed '/^$/d' | sort >wanted
	sort got | diff wanted - >difference || { cat difference; fail "findings of $source"; }
}

no_notes() { gives "$1" "SELECT line_text, reason FROM note"; }
state() { gives "$1" "SELECT state, why FROM coverage WHERE fact = '$2'" "$3"; }

bonds='SELECT name, mode, active_member, has_active, primary_member, miimon, arp_interval FROM bond'
members='SELECT team, interface, role, link, failures, permanent_mac FROM uplink'

# A healthy bond, alone: what is beside it stays unknown.
gives "$captures/bond-proc-active-backup" "$bonds" bond0,active-backup,enp17s0f0,1,,100,0
gives "$captures/bond-proc-active-backup" "$members" bond0,enp17s0f0,active,1,0,00:1f:f3:af:d3:f0 \
	bond0,enp17s0f1,standby,1,0,00:1f:f3:af:d3:f1
gives "$captures/bond-proc-active-backup" "SELECT name, kind, master, speed, duplex, admin FROM interface" \
	bond0,bond,,,, enp17s0f0,,bond0,10000,full, enp17s0f1,,bond0,10000,full,
finds "$captures/bond-proc-active-backup"
state "$captures/bond-proc-active-backup" bond 'partial,only the bonds that /proc/net/bonding shows'
no_notes "$captures/bond-proc-active-backup"

# One file of it, under names that captures use.
for name in bond0 bond0.txt cat_proc_net_bonding_bond0 cat_.proc.net.bonding.bond0; do
	cp "$captures/bond-proc-active-backup/proc/net/bonding/bond0" "$name"
	gives "$name" 'SELECT name FROM bond' bond0
	rm "$name"
done

# Cut anywhere, a bond is never called one of a single member; only between members nobody can tell.
bond=$captures/bond-proc-active-backup/proc/net/bonding/bond0
between=$(grep -bo 'Slave queue ID: 0' "$bond" | sed -n '1s/:.*//p')
mkdir -p cut/proc/net/bonding
for size in $(seq 50 17 "$(wc -c <"$bond")"); do
	[ "$size" -le $((between + 15)) ] || [ "$size" -gt $((between + 19)) ] || continue
	head -c "$size" "$bond" >cut/proc/net/bonding/bond0
	finds cut
done
head -c 400 "$bond" >cut/proc/net/bonding/bond0
gives cut 'SELECT reason FROM note' 'the text ends in the middle'

# A member that is down, unknown speed beside a known one, LACP without partner.
mkdir -p lacp/proc/net/bonding
cat >lacp/proc/net/bonding/bond1 <<'END'
Ethernet Channel Bonding Driver: v3.7.1 (April 27, 2011)

Bonding Mode: IEEE 802.3ad Dynamic link aggregation
Transmit Hash Policy: layer3+4 (1)
MII Status: up
MII Polling Interval (ms): 100
Up Delay (ms): 0
Down Delay (ms): 200

802.3ad info
LACP rate: fast
Min links: 0
Aggregator selection policy (ad_select): stable
Active Aggregator Info:
	Aggregator ID: 3
	Number of ports: 1
	Actor Key: 15
	Partner Key: 1
	Partner Mac Address: 00:00:00:00:00:00

Slave Interface: eno1
MII Status: up
Speed: 10000 Mbps
Duplex: full
Link Failure Count: 4
Permanent HW addr: 02:00:00:00:00:01
Slave queue ID: 0
Aggregator ID: 3
Actor Churn State: churned
Partner Churn State: monitoring

Slave Interface: eno2
MII Status: going back
Speed: Unknown
Duplex: Unknown
Link Failure Count: 5
Permanent HW addr: 02:00:00:00:00:02
Slave queue ID: 0
Aggregator ID: 4
Something new: 1
END
gives lacp "SELECT hash_policy, downdelay, lacp_rate, aggregator, partner_mac, has_active FROM bond" \
	layer3+4,200,fast,3,00:00:00:00:00:00,1
gives lacp "SELECT interface, role, link, failures, aggregator, actor_churn, partner_churn FROM uplink" \
	eno1,active,1,4,3,churned,monitoring eno2,standby,0,5,4,,
gives lacp "SELECT speed, duplex FROM interface WHERE name = 'eno2'" ,
gives lacp 'SELECT line_text FROM note' 'Something new: 1'
finds lacp 'bond-members-up eno2' 'lacp-negotiated eno1'

# No aggregator is in use: no member is, be its own link up, though the copy lacks the first lines.
mkdir -p idle/proc/net/bonding
cat >idle/proc/net/bonding/bond0 <<'END'
802.3ad info
LACP rate: fast
Aggregator selection policy (ad_select): stable
bond bond0 has no active aggregator

Slave Interface: eth1
MII Status: up
Link Failure Count: 0
Permanent HW addr: 00:0c:29:f5:b7:11
Aggregator ID: N/A

Slave Interface: eth2
MII Status: up
Link Failure Count: 0
Permanent HW addr: 00:0c:29:f5:b7:12
Aggregator ID: N/A
END
gives idle "SELECT mode, has_active, aggregator, lacp_rate FROM bond" 802.3ad,0,,fast
gives idle "SELECT interface, role, link FROM uplink" eth1,standby,1 eth2,standby,1
finds idle 'bond-has-active-member bond0'
no_notes idle
sed 's/ has no active aggregator$/ has/' idle/proc/net/bonding/bond0 >bond0
gives bond0 'SELECT has_active, line_text FROM bond, note' ',bond bond0 has'
# Without any member the kernel says the same, and nothing is cut.
head -n 20 lacp/proc/net/bonding/bond1 | sed '/Active Aggregator/,$d; s/^MII Status: up/MII Status: down/' \
	>idle/proc/net/bonding/bond0
echo 'bond bond0 has no active aggregator' >>idle/proc/net/bonding/bond0
gives idle 'SELECT has_active, (SELECT count(*) FROM uplink) FROM bond' 0,0
no_notes idle
rm bond0

# Bonds, VLANs and teams of the lab beside links without -d.
gives "$captures/lab-teams" "$bonds WHERE driver = 'bond' ORDER BY name" bond0,active-backup,eth1,1,eth1,100,0 \
	bond1,802.3ad,,1,,100,0 bond2,balance-rr,,1,,0,0 bond3,active-backup,eth7,1,,0,1000 bond4,802.3ad,,1,,100,0
gives "$captures/lab-teams" "SELECT arp_targets, fail_over_mac FROM bond WHERE name = 'bond3'" 10.1.3.1,none
sed -e 's/^MII Polling.*/MII Polling Interval (ms): 0/' -e 's/^Down Delay.*/&\nARP Polling Interval (ms): 1000\n'\
'ARP IP target\/s (n.n.n.n form):/' "$bond" >bond0
gives bond0 "SELECT arp_interval, arp_targets IS NULL, arp_targets FROM bond" 1000,0,
gives "$bond" "SELECT arp_interval, arp_targets IS NULL FROM bond" 0,1
sed -i 's/(n.n.n.n form):/& 10.0.0.1, 10.0.0.2\nNS IPv6 target\/s (xx::xx form): fd00::1/' bond0
gives bond0 "SELECT arp_targets FROM bond" 10.0.0.1,10.0.0.2,fd00::1
gives "$captures/lab-teams" "SELECT interface, actor_state, partner_state, aggregator FROM uplink WHERE team = 'bond4'" \
	eth9,61,61,1 eth10,61,61,1
gives "$captures/lab-teams" "SELECT name, kind, vlan_id, lower FROM interface WHERE kind = 'vlan' ORDER BY name" \
	bond0.100,vlan,100,bond0 storage,vlan,7,eth13
gives "$captures/lab-teams" "SELECT name, mode, active_member, has_active, link_watch, lacp_rate, partner_mac FROM bond
	WHERE driver = 'team' ORDER BY name" 'team0,,,,,,' team1,activebackup,eth16,1,ethtool,, \
	team2,lacp,,0,ethtool,slow,00:00:00:00:00:00
gives "$captures/lab-teams" "SELECT team, interface, role, link, actor_state FROM uplink WHERE team GLOB 'team*' ORDER BY 1, 2" \
	team0,eth11,,1, team0,eth12,,1, team1,eth16,active,1, team1,eth17,standby,1, team2,eth18,standby,1,69 \
	team2,eth19,standby,1,69
gives "$captures/lab-teams" "SELECT name, driver, speed, duplex, carrier FROM interface WHERE name IN ('eth1', 'eth11')" \
	eth1,veth,10000,full,1 eth11,,10000,full,1
no_notes "$captures/lab-teams"

# Teams in words.
gives "$captures/team-activebackup" "$members" team0,eno1,active,1,, team0,eno2,standby,1,,
finds "$captures/team-activebackup"
finds "$captures/team-one-port-left" 'bond-redundant team0'
for kind in slow:4,enp0s9,enp0s8 fast:125,eth1,eth2; do
	IFS=:, read -r rate aggregator one two <<<"$kind"
	gives "$captures/team-lacp-$rate" 'SELECT mode, lacp_rate, lacp_active, aggregator, has_active, link_watch FROM bond' \
		"lacp,$rate,1,$aggregator,1,ethtool"
	gives "$captures/team-lacp-$rate" 'SELECT interface, role, aggregator FROM uplink' "$one,active,$aggregator" \
		"$two,active,$aggregator"
	finds "$captures/team-lacp-$rate"
	no_notes "$captures/team-lacp-$rate"
done
# 0Mbit HD: a speed that the NIC does not know, and so no duplex.
gives "$captures/team-lacp-fast" "SELECT name, speed, duplex FROM interface WHERE name <> 'team0'" eth1,, eth2,,

# ethtool's JSON beside links.
gives "$captures/ip-json-infix-bridge-mdb" "SELECT name, speed, duplex, carrier FROM interface WHERE name IN ('e1', 'e7')" \
	e1,,,1 e7,,,1
finds "$captures/ip-json-infix-bridge-mdb"

# sys/class/net beside text of ip.
finds "$captures/ml-netdev-bond-no-link-monitoring" 'bond-monitored bond5' 'bond-members-up enp0s31f6' \
	'bond-redundant bond5'

# multipath -ll of the lab at two verbosities, and as RHEL 5 and 4 print it.
paths='SELECT device, path, target, portal, scsi_host, state FROM multipath'
mkdir v4 old
cp "$captures/lab-multipath/multipath_-v4_-ll" "$captures/lab-multipath/iscsiadm_-m_session_-P_3.txt" v4/
for source in "$captures/lab-multipath" v4; do
	gives "$source" "$paths ORDER BY path" \
		mpatha,sda,iqn.2001-05.com.example:disk,10.10.2.50:3260,0,active \
		mpatha,sdb,iqn.2001-05.com.example:disk,10.10.1.50:3260,1,active
	no_notes "$source"
	state "$source" multipath read,
done
cat >old/multipath_-ll <<'END'
mpath1 (360a98000486e2f34576f2f51715a714d) dm-3 NETAPP,LUN
[size=25G][features=1 queue_if_no_path][hwhandler=0][rw]
\_ round-robin 0 [prio=4][active]
 \_ 2:0:0:1 sdb 8:16  [active][ready]
 \_ 3:0:0:1 sdc 8:32  [failed][faulty]
\_ round-robin 0 [prio=1][enabled]
 \_ 4:0:0:1 sdd 8:48  [active][ghost]
 \_ #:#:#:# -   8:64  [failed][faulty]
mpath2 (SLUN_2)
[size=30 GB][features="0"][hwhandler="0"]
\_ round-robin 0 [active]
 \_ 2:0:0:2 sde 8:80 [active]
what is this
END
gives old "$paths" mpath1,sdb,,,2,active mpath1,sdc,,,3,failed mpath1,sdd,,,4,standby mpath1,,,,,failed \
	mpath2,sde,,,2,active
gives old 'SELECT line_text FROM note' 'what is this'

# A path whose disk no session lists is tied by its SCSI host, but not on a card that has one for all.
mkdir hosts
cp "$captures/iscsi-sugon-8-portals-unbound/iscsiadm_-m_session_-P_3" hosts/
cat >hosts/multipath_-ll <<'END'
mpatha (3600) dm-0 X,Y
size=1G features='0' hwhandler='0' wp=rw
`-+- policy='service-time 0' prio=0 status=active
  |- 9:0:0:77 sdzz 8:0  failed faulty offline
  `- 10:0:0:77 sdzy 8:16 active ready running
END
gives hosts "SELECT path, portal, state FROM multipath" sdzz,10.0.40.1:3260,failed sdzy,,active
sed -i 's/Iface Transport: tcp/Iface Transport: bnx2i/' hosts/iscsiadm_-m_session_-P_3
gives hosts "SELECT path, portal FROM multipath" sdzz, sdzy,

# Mounts, in every form alone.
nfs='SELECT path, server_ip, version, clientaddr, mounted, read_only FROM nfs_mount ORDER BY path'
for file in mount findmnt findmnt_-r findmnt_-J nfsstat_-m proc/mounts; do
	rm -rf one
	mkdir -p "one/$(dirname "$file")"
	cp "$captures/lab-multipath/$file" "one/$file"
	gives one "$nfs" /mnt,10.20.0.50,4.2,10.20.0.11,1,0 '/tmp/a b,10.20.0.50,4.1,10.20.0.11,1,1'
	state one nfs_mount read,
done
# What fstab has is not mounted where the mounts are known, else nobody knows.
mkdir one/etc
cat >one/etc/fstab <<'END'
# NFS
10.20.0.50:/ /mnt nfs4 defaults,_netdev 0 0
nas:/home	/home nfs rw,vers=3	0 0
/dev/sda1 / ext4 defaults 0 1
broken
END
fstab='SELECT path, server, server_ip, mounted FROM nfs_mount ORDER BY path'
gives one "$fstab" /home,nas,,0 /mnt,10.20.0.50,10.20.0.50,1 '/tmp/a b,10.20.0.50,10.20.0.50,1'
gives one 'SELECT line_text, reason FROM note' 'broken,not a line of /etc/fstab'
rm -r one/proc
mkdir -p one/proc/net/bonding
gives one "$fstab" /home,nas,, /mnt,10.20.0.50,10.20.0.50,
state one nfs_mount 'partial,what is configured in fstab; what is mounted is not known'

# Settings: dots, slashes and devices with dots; a file of its own; what is only configured is none.
mkdir set
cat >set/sysctl_-a <<'END'
fs.aio-max-nr = 65536
kernel.hostname = db01
net.ipv4.conf.all.rp_filter = 1
net.ipv4.conf.bond0/100.rp_filter = 2
net.ipv4.conf.eth0.100.arp_ignore = 1
net/ipv4/conf/eth0.200/arp_filter = 1
net.ipv4.ip_forward = 0
net.ipv6.conf.eth0.accept_ra = 2
net.ipv6.conf.eth0.stable_secret = 
net.ipv4.tcp_rmem = 4096	131072	6291456
sysctl: permission denied on key 'net.ipv4.tcp_fastopen_key'
vm.swappiness = 60
END
gives set 'SELECT family, interface, name, value FROM sysctl' 4,all,rp_filter,1 4,bond0.100,rp_filter,2 \
	4,eth0.100,arp_ignore,1 4,eth0.200,arp_filter,1 4,,ip_forward,0 6,eth0,accept_ra,2
state set sysctl read,
no_notes set
sed -i /vm/d set/sysctl_-a
state set sysctl 'partial,only some settings were saved'
mkdir -p conf/etc/sysctl.d conf/proc/sys/net/ipv4/conf/eth0.100 conf/proc/sys/net/ipv6/conf/eth0.100
echo 'net.ipv4.conf.all.rp_filter = 1' | tee conf/etc/sysctl.conf >conf/etc/sysctl.d/99-lab.conf
echo 2 >conf/proc/sys/net/ipv4/conf/eth0.100/rp_filter
echo 1 | tee conf/proc/sys/net/ipv4/conf/eth0.100/forwarding >conf/proc/sys/net/ipv6/conf/eth0.100/forwarding
gives conf 'SELECT family, interface, name, value FROM sysctl ORDER BY 1, 3' 4,eth0.100,forwarding,1 \
	4,eth0.100,rp_filter,2 6,eth0.100,forwarding,1
gives conf 'SELECT DISTINCT reason FROM note' 'what is configured need not be in force: save what sysctl -a prints'

# Of two lists of rules without a command the one without table default is that of IPv6, in any order.
mkdir lists
printf '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n' >lists/a
printf '0:\tfrom all lookup local\n5270:\tfrom all lookup 52\n32767:\tfrom all lookup default\n' >lists/b
for turned in no yes; do
	gives lists 'SELECT family, route_table FROM routing_rule ORDER BY 1, priority' 4,local 4,52 4,default 6,local 6,main
	state lists routing_rule read,
	[ $turned = yes ] || mv lists/a lists/c
done

# ethtool in words.
mkdir eth
cat >eth/ethtool_eth0 <<'END'
Cannot get wake-on-lan settings: Operation not permitted
Settings for eth0:
	Supported ports: [ TP ]
	Speed: 25000Mb/s
	Duplex: Full
	Link detected: yes
END
cat >eth/ethtool_eth1 <<'END'
Settings for eth1:
	Speed: Unknown!
	Duplex: Unknown! (255)
	Link detected: no (No cable)
END
echo '[ { "ifname": "eth2", "speed": 1000, "duplex": "Half", "link-detected": true } ]' >eth/ethtool_--json_eth2
echo 'Permanent address: 02:00:00:00:00:01' >eth/ethtool_-P_eth0
echo 'Permanent address: 00:00:00:00:00:00' >eth/ethtool_-P_eth1
printf 'driver: mlx5_core\nversion: 5\nbus-info: 0000:3b:00.0\n' >eth/ethtool_-i_eth0
gives eth 'SELECT name, speed, duplex, carrier, permanent_mac, driver, bus FROM interface ORDER BY name' \
	eth0,25000,full,1,02:00:00:00:00:01,mlx5_core,0000:3b:00.0 eth1,,,0,,, eth2,1000,half,1,,,
no_notes eth

# What failed is no answer, and never "none".
mkdir failed
echo 'bash: multipath: command not found' >failed/multipath_-ll
echo 'sysctl: command not found' >failed/sysctl_-a
: >failed/findmnt
echo 'This program needs to be root' >failed/teamdctl_team0_state
gives failed "SELECT fact, state, why FROM coverage WHERE fact IN ('multipath', 'sysctl', 'nfs_mount', 'bond') ORDER BY fact" \
	'bond,absent,teamdctl team0 state: This program needs to be root' \
	'multipath,absent,multipath -ll: bash: multipath: command not found' \
	'nfs_mount,absent,findmnt: the saved output is empty' 'sysctl,absent,sysctl -a: sysctl: command not found'
: >failed/multipath_-ll
gives failed "SELECT state, why FROM coverage WHERE fact = 'multipath'" 'absent,multipath -ll: the saved output is empty'
