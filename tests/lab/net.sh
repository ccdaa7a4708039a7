# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# What scenarios are built of. The machine's own network is the host under test; each `lan` is a
# namespace with a bridge in it, which is the switch and the servers behind it.

fatal() {
	verdict fail "$*"
}

must() {
	"$@" || fatal "$*: status $?"
}

# lan NAME [ADDRESS/LENGTH…]: a switch, and the addresses of the servers on it. All on the bridge:
# with one address per port the servers would answer through the wrong one.
lan() {
	lan=$1
	shift
	must ip netns add "$lan"
	must ip -n "$lan" link set lo up
	must ip -n "$lan" link add br0 address "52:54:00:00:$(printf %02x "$(number_of "$lan")"):ff" type bridge
	must ip -n "$lan" link set br0 up
	for address in "$@"; do
		must ip -n "$lan" addr add "$address" dev br0
	done
}

# wire NIC LAN [ADDRESS/LENGTH]: a network card of the host, plugged into a lan. The MAC address
# follows from the name, so that findings and captures are the same in every run.
wire() {
	must ip link add "$1" address "52:54:00:00:$(printf %02x "$(number_of "$2")"):$(printf %02x "${1#eth}")" \
		type veth peer name "port-$1" netns "$2"
	must ip -n "$2" link set "port-$1" master br0 up
	must ip link set "$1" up
	if [ -n "${3-}" ]; then
		must ip addr add "$3" dev "$1"
	fi
}

# bond NAME LAN NIC,NIC… [OPTION…]: cards first, so that the bond comes last in the interface list.
bond() {
	name=$1
	switch=$2
	members=$(echo "$3" | tr , ' ')
	shift 3
	for nic in $members; do
		wire "$nic" "$switch"
	done
	must ip link add "$name" type bond "$@"
	for nic in $members; do
		must ip link set "$nic" down master "$name"
	done
	must ip link set "$name" up
}

# answer_for_own_address NIC…: no card speaks for the address of another, which is the array's need.
answer_for_own_address() {
	for nic in "$@"; do
		must sysctl -qw "net.ipv4.conf.$nic.arp_ignore=1" "net.ipv4.conf.$nic.arp_announce=2"
	done
}

# partner LAN NIC…: the switch side of an 802.3ad bond of these cards.
partner() {
	lan=$1
	shift
	must ip -n "$lan" link add lag type bond mode 802.3ad miimon 100
	for nic in "$@"; do
		must ip -n "$lan" link set "port-$nic" nomaster
		must ip -n "$lan" link set "port-$nic" down master lag
	done
	must ip -n "$lan" link set lag master br0 up
}

# The position of a lan among the lans.
number_of() {
	ip netns list | awk -v name="$1" '{ n = NR } $1 == name { found = NR } END { print n - found + 1 }'
}

# Every host has a management port and its default route.
management() {
	lan office 192.168.1.1/24
	wire eth0 office 192.168.1.10/24
	must ip route add default via 192.168.1.1 dev eth0
}

iqn=iqn.2001-05.com.example:disk

# target LAN: an iSCSI target with one disk, on all addresses of the lan.
target() {
	control=$(ip netns list | awk -v name="$1" '$1 == name { print NR }')
	truncate -s 8M "/tmp/disk-$1"
	must ip netns exec "$1" tgtd -C "$control" >/dev/null 2>&1
	until tgtadm -C "$control" --mode sys --op show >/dev/null 2>&1; do sleep 0.1; done
	must tgtadm -C "$control" --lld iscsi --mode target --op new --tid 1 -T "$iqn"
	must tgtadm -C "$control" --lld iscsi --mode logicalunit --op new --tid 1 --lun 1 -b "/tmp/disk-$1"
	must tgtadm -C "$control" --lld iscsi --mode target --op bind --tid 1 -I ALL
}

# The initiator. Short time-outs: a login that fails should do so soon.
initiator() {
	echo 'InitiatorName=iqn.1993-08.org.debian:01:lab' >/etc/iscsi/initiatorname.iscsi
	sed -i 's/^iscsid.startup/# &/; s/^\(node.conn\[0\].timeo.login_timeout\).*/\1 = 3/
		s/^\(node.session.initial_login_retry_max\).*/\1 = 1/' /etc/iscsi/iscsid.conf
	must modprobe iscsi_tcp
	must modprobe sd_mod
	iscsid -f >/tmp/iscsid.log 2>&1 &
	until iscsiadm -m session 2>&1 | grep -q 'No active sessions'; do sleep 0.1; done
}

# iface NAME NIC: an open-iscsi iface record.
iface() {
	must iscsiadm -m iface -I "$1" --op=new >/dev/null
	rebind "$1" "$2"
}

# rebind NAME NIC: iscsiadm changes the node records of the iface as well.
rebind() {
	must iscsiadm -m iface -I "$1" --op=update -n iface.net_ifacename -v "$2" >/dev/null
}

# discover PORTAL [IFACE…]
discover() {
	portal=$1
	shift
	for name in "$@"; do set -- "$@" -I "$name"; shift; done
	must iscsiadm -m discovery -t sendtargets -p "$portal" "$@" >/dev/null
}

# login [OPTION…]: to all recorded portals, or those that the options choose; at boot from then on.
login() {
	iscsiadm -m node "$@" --login >>/tmp/login.log 2>&1 || return
	iscsiadm -m node "$@" --op=update -n node.startup -v automatic
}

sessions() {
	find /sys/class/iscsi_session -name 'session*' 2>/dev/null | wc -l
}

# multipath: one map over all disks, as multipathd would make it.
multipath() {
	must modprobe dm_multipath
	must modprobe dm_round_robin
	until [ "$(find /sys/class/block -name 'sd*' | wc -l)" = "$(sessions)" ]; do sleep 0.1; done
	paths=
	for disk in /sys/class/block/sd*; do
		paths="$paths $(cat "$disk/dev") 1"
	done
	must dmsetup create mpatha --noudevsync -u mpath-360000000000000000e00000000010001 \
		--table "0 16384 multipath 0 0 1 1 round-robin 0 $(sessions) 1$paths"
}

# session_leaves_by NIC: some session is bound to that card.
session_leaves_by() {
	ss -tnO state established dport = 3260 | grep -q "%$1:"
}

packets() {
	cat "/sys/class/net/$1/statistics/tx_packets"
}

packets_beside() {
	sum=0
	for other in /sys/class/net/eth*; do
		[ "${other##*/}" = "$1" ] || sum=$((sum + $(packets "${other##*/}")))
	done
	echo "$sum"
}

# carried_by NIC COMMAND…: 0 when that card sent most of what the command sends.
carried_by() {
	nic=$1
	shift
	mine=$((-$(packets "$nic")))
	others=$((-$(packets_beside "$nic")))
	"$@" || fatal "$*: no answer by any card"
	mine=$((mine + $(packets "$nic")))
	others=$((others + $(packets_beside "$nic")))
	echo "lab: $mine packets by $nic, $others by others"
	[ "$mine" -gt "$others" ]
}

# foretold ADDRESS NIC: the card that the packets took is the one that uplint names.
foretold() {
	command -v uplint >/dev/null || return 0
	named=$(uplint path -f json "$1" | jq -r '.paths[0].interface')
	[ "$named" = "$2" ] || fatal "the packets to $1 left by $2, and uplint path says $named"
}

# serve LAN: a plain TCP service, port 9000, that sends 100000 bytes to whoever connects.
serve() {
	ip netns exec "$1" nc -ll -p 9000 -e head -c 100000 /dev/zero &
	until ip netns exec "$1" ss -tln | grep -q :9000; do sleep 0.1; done
}

# loads_from ADDRESS: all of it arrives.
loads_from() {
	[ "$(timeout 5 nc -w 3 "$1" 9000 </dev/null | wc -c)" = 100000 ]
}

# nfs_server LAN: exports a directory with NFS 4 on all addresses of the lan.
nfs_server() {
	mkdir -p /srv /var/lib/nfs/v4recovery
	echo '/srv *(ro,fsid=0,no_subtree_check,insecure)' >/etc/exports
	echo hello >/srv/hello
	must modprobe nfsd
	cat >/tmp/nfs-server.sh <<-'END'
	mkdir -p /proc/fs/nfsd
	mount -t nfsd nfsd /proc/fs/nfsd
	echo 10 >/proc/fs/nfsd/nfsv4gracetime
	touch /var/lib/nfs/etab /var/lib/nfs/rmtab
	exportfs -a
	rpc.mountd -N 3
	rpc.nfsd -N 3 1
	END
	must ip netns exec "$1" sh /tmp/nfs-server.sh
}
