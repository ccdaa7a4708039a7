# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC3043,SC2154
# What a host is built of. It is sourced inside the host's network namespace: $world is the namespace
# at the other ends of the cables, root/ holds the host's files, nics lists its cards.

cables=0 sessions=0 maps=0
: >nics

# setting NAME=VALUE…: as sysctl names them, with slashes.
setting() {
	local one
	for one; do
		echo "${one#*=}" >"/proc/sys/net/${one%%=*}"
	done
}

# os ID VERSION [STRICT]: a distribution, and how its kernel filters by the way back.
os() {
	printf 'ID=%s\nVERSION_ID="%s"\n' "$1" "$2" >root/etc/os-release
	setting "ipv4/conf/all/rp_filter=${3:-0}" "ipv4/conf/default/rp_filter=${3:-0}"
}

# addresses NAME ADDRESS/LENGTH…
addresses() {
	local name="$1" one
	shift
	for one; do
		case $one in
		*:*) ip -6 addr add "$one" dev "$name" nodad ;;
		*) ip addr add "$one" dev "$name" ;;
		esac
	done
}

# nic NAME [ADDRESS/LENGTH…]: a card with a cable. Its MAC address follows from its number.
nic() {
	cables=$((cables + 1))
	ip link add "$1" address "52:54:00:00:00:$(printf %02x $cables)" type veth peer name "p$cables" netns "$world"
	ip -n "$world" link set "p$cables" up
	ip link set "$1" up
	echo "$1" >>nics
	addresses "$@"
}

# leased NAME ADDRESS/LENGTH: by DHCP.
leased() { ip addr add "$2" dev "$1" valid_lft 3000 preferred_lft 3000; }

# guest NAME [MASTER]: the host's end of a container's cable. Its other end is in a namespace.
guest() {
	cables=$((cables + 1))
	ip link add "$1" type veth peer name "p$cables" netns "$world"
	ip -n "$world" link set "p$cables" up
	ip link set "$1" up
	[ -z "${2-}" ] || ip link set "$1" master "$2"
}

# bridge NAME [ADDRESS/LENGTH…] [-- MEMBER…]
bridge() {
	local name="$1"
	shift
	ip link add "$name" type bridge
	ip link set "$name" up
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		addresses "$name" "$1"
		shift
	done
	[ $# -eq 0 ] || shift
	while [ $# -gt 0 ]; do
		ip link set "$1" master "$name"
		shift
	done
}

# tunnel NAME ADDRESS/LENGTH…: of user space, somebody has it open.
tunnel() {
	ip tuntap add dev "$1" mode tun
	ip link set "$1" up
	addresses "$@"
}

# bond NAME 'OPTIONS' NIC…: of cards that have no address. The switch answers 802.3ad with a channel of its own.
bond() {
	local name="$1" options="$2" one index
	shift 2
	# shellcheck disable=SC2086 # words
	ip link add "$name" type bond $options
	case $options in *802.3ad*) ip -n "$world" link add "lag-$name" type bond mode 802.3ad miimon 100 lacp_rate fast ;; esac
	for one; do
		ip link set "$one" down
		ip link set "$one" master "$name"
		index=$(grep -nx "$one" nics | cut -d : -f 1)
		case $options in *802.3ad*)
			ip -n "$world" link set "p$index" down
			ip -n "$world" link set "p$index" master "lag-$name"
			;;
		esac
	done
	case $options in *802.3ad*) ip -n "$world" link set "lag-$name" up ;; esac
	ip link set "$name" up
}

# vlan PARENT ID [ADDRESS/LENGTH…]: PARENT.ID
vlan() {
	local parent="$1" id="$2"
	shift 2
	ip link add link "$parent" name "$parent.$id" type vlan id "$id"
	ip link set "$parent.$id" up
	addresses "$parent.$id" "$@"
}

# mounted SERVER:/SHARE PATH [ADDRESS]: by NFS 4.2
mounted() {
	echo "$((100 + $(wc -l <root/proc/self/mountinfo))) 1 0:50 / $2 rw,relatime shared:9 - nfs4 $1" \
		"rw,vers=4.2,rsize=1048576,wsize=1048576,proto=tcp,timeo=600,retrans=2,sec=sys,addr=${3:-${1%%:/*}}" \
		>>root/proc/self/mountinfo
}

# initiator: open-iscsi is there and knows nothing yet.
initiator() {
	mkdir -p root/etc/iscsi/ifaces root/etc/iscsi/nodes root/etc/iscsi/send_targets root/sys/class/iscsi_transport/tcp
	echo "InitiatorName=iqn.1994-05.com.example:$(cat root/etc/hostname)" >root/etc/iscsi/initiatorname.iscsi
}

# iface NAME NETDEV
iface() {
	printf 'iface.iscsi_ifacename = %s\niface.net_ifacename = %s\niface.transport_name = tcp\n' "$1" "$2" \
		>"root/etc/iscsi/ifaces/$1"
}

# node TARGET ADDRESS IFACE [KEY=VALUE…]: a record; `automatic` unless node.startup is given.
node() {
	local target="$1" address="$2" iface="$3" file
	shift 3
	mkdir -p "root/etc/iscsi/nodes/$target/$address,3260,1"
	file="root/etc/iscsi/nodes/$target/$address,3260,1/$iface"
	[ "$iface" = default ] || cat "root/etc/iscsi/ifaces/$iface" >"$file"
	[ "$iface" != default ] || printf 'iface.iscsi_ifacename = default\niface.transport_name = tcp\n' >"$file"
	printf '%s\n' "node.name = $target" 'node.tpgt = 1' 'node.startup = automatic' 'node.leading_login = No' \
		'node.session.timeo.replacement_timeout = 5' "node.conn[0].address = $address" 'node.conn[0].port = 3260' \
		'node.conn[0].timeo.noop_out_interval = 5' 'node.conn[0].timeo.noop_out_timeout = 5' >>"$file"
	while [ $# -gt 0 ]; do
		sed -i "s|^${1%%=*} = .*|${1%%=*} = ${1#*=}|" "$file"
		shift
	done
}

# put FILE WORD: one of the files of sysfs.
put() {
	mkdir -p "root/${1%/*}"
	echo "$2" >"root/$1"
}

# session TARGET ADDRESS IFACE LOCAL [DISK [TIMEOUT]]: it is logged in, and leaves from that address.
session() {
	local n netdev='<NULL>' s c
	sessions=$((sessions + 1))
	n=$sessions s="sys/class/iscsi_session/session$sessions" c="sys/class/iscsi_connection/connection$sessions:0"
	[ "$3" = default ] || netdev=$(sed -n 's/^iface.net_ifacename = //p' "root/etc/iscsi/ifaces/$3")
	put "$s/targetname" "$1"
	put "$s/tpgt" 1
	put "$s/ifacename" "$3"
	put "$s/state" LOGGED_IN
	put "$s/recovery_tmo" "${6:-5}"
	put "$s/initiatorname" "iqn.1994-05.com.example:$(cat root/etc/hostname)"
	put "$s/device/connection$n:0/uevent" ''
	put "$c/address" "$2"
	put "$c/port" 3260
	put "$c/persistent_address" "$2"
	put "$c/persistent_port" 3260
	put "$c/local_ipaddr" "$4"
	put "$c/state" up
	put "$c/ping_tmo" 5
	put "$c/recv_tmo" 5
	put "sys/class/iscsi_host/host$n/netdev" "$netdev"
	put "sys/class/iscsi_host/host$n/ipaddress" "$4"
	put "sys/class/iscsi_host/host$n/device/session$n/uevent" ''
	put "sys/class/scsi_host/host$n/proc_name" iscsi_tcp
	[ -z "${5-}" ] || {
		put "$s/device/target$n:0:0/$n:0:0:1/block/$5/size" 2097152
		put "sys/class/block/$5/device/state" running
	}
}

# map NAME DISK…: of device mapper's multipath.
map() {
	local name="$1" one
	put "sys/class/block/dm-$maps/dm/name" "$name"
	put "sys/class/block/dm-$maps/dm/uuid" "mpath-36000000000000000000000000000000$maps"
	shift
	for one; do
		put "sys/class/block/dm-$maps/slaves/$one/size" 2097152
	done
	maps=$((maps + 1))
}

# segment NAME: a switch at the other ends. The operator's network cannot be reached through it.
segment() {
	ip -n "$world" link show "$1" >/dev/null 2>&1 && return
	ip -n "$world" link add "$1" type bridge
	ip -n "$world" link set "$1" up
	ip -n "$world" rule add pref 10 iif "$1" to 192.0.2.9 unreachable
}

# wire NAME SEGMENT [ADDRESS/LENGTH…]: a card that is plugged into that switch.
wire() {
	local name="$1" to="$2"
	shift 2
	segment "$to"
	nic "$name"
	ip -n "$world" link set "p$cables" master "$to"
	addresses "$name" "$@"
}

# server SEGMENT ADDRESS/LENGTH…: an array, a file server, a router.
server() {
	local to="$1" one
	shift
	segment "$to"
	for one; do
		case $one in
		*:*) ip -n "$world" -6 addr add "$one" dev "$to" nodad ;;
		*) ip -n "$world" addr add "$one" dev "$to" ;;
		esac
	done
}

# management NAME ADDRESS/LENGTH GATEWAY: a card in the office; the operator sits behind its router.
management() {
	wire "$1" office "$2"
	server office "$3/${2#*/}"
	ip -n "$world" rule del pref 10 iif office to 192.0.2.9 unreachable
	ip route add default via "$3" dev "$1"
	echo "${2%/*}" >operator
}

# storage KIND ADDRESS PORT…: nfs or iscsi; the ports that it is to leave through in the end.
storage() { echo "$@" >>storage; }

mkdir -p root/etc root/proc/self root/sys/class/block root/sys/class/net root/sys/class/scsi_host
: >root/proc/self/mountinfo
# No wait for duplicates: an address is there when it is set.
setting ipv6/conf/all/accept_dad=0 ipv6/conf/default/accept_dad=0
ip link set lo up
