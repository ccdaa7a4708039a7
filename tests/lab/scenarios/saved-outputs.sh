# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# What tools print of multipath, NFS and settings, saved in a directory, is what uplint reads live.
expect=
harmless=1

build() {
	management
	lan san1 10.10.1.50/24
	lan san2 10.10.2.50/24
	lan nas 10.20.0.50/24
	wire eth1 san1 10.10.1.11/24
	wire eth2 san2 10.10.2.11/24
	wire eth3 nas 10.20.0.11/24
	target san1
	target san2
	initiator
	discover 10.10.1.50
	discover 10.10.2.50
	login
	multipath
	nfs_server nas
	must mount.nfs 10.20.0.50:/ /mnt -o vers=4.2,sec=sys,hard
	mkdir '/tmp/a b'
	must mount.nfs 10.20.0.50:/ '/tmp/a b' -o vers=4.1,sec=sys,hard,ro
	must ip link add link eth3 name eth3.100 type vlan id 100
	echo 1 >/proc/sys/net/ipv4/conf/eth3.100/rp_filter
	echo 2 >/proc/sys/net/ipv4/conf/eth1/arp_announce
}

nfs="SELECT path, server, server_ip, share, version, clientaddr, transport, port, nconnect, mounted, read_only
	FROM nfs_mount ORDER BY path"

# One fact of one file alone.
mounts() {
	rm -rf /tmp/saved
	mkdir -p "/tmp/saved/$(dirname "$1")"
	if [ "$1" = proc/mounts ]; then cat /proc/mounts; else "$@"; fi >"/tmp/saved/$(echo "$*" | tr ' ' _ | sed 's,^proc_,proc/,')"
	same_saved "$*" "$nfs"
}

examine() {
	save_links
	save iscsiadm -m session -P 3
	save multipath -ll
	same_saved multipath 'SELECT device, path, adapter, target, portal, scsi_host FROM multipath ORDER BY path'
	[ "$(uplint query -f csv 'SELECT DISTINCT state FROM multipath' /tmp/saved | tail -n 1 | tr -d '\r')" = active ] ||
		fatal 'the paths are not active'
	cp "/tmp/saved/multipath_-ll" /tmp/kept
	rm -rf /tmp/saved
	save sysctl -a
	same_saved sysctls 'SELECT family, interface, name, value FROM sysctl ORDER BY 1, 2, 3'
	rm -rf /tmp/saved
	mkdir -p /tmp/saved/proc/sys/net/ipv4/conf/eth3.100 /tmp/saved/proc/sys/net/ipv4/conf/eth1
	for file in conf/eth3.100/rp_filter conf/eth1/arp_announce ip_forward; do
		cat /proc/sys/net/ipv4/$file >/tmp/saved/proc/sys/net/ipv4/$file
	done
	said=$(uplint query -f csv 'SELECT interface, name, value FROM sysctl ORDER BY 2' /tmp/saved | sed 1d | tr -d '\r' | tr '\n' ' ')
	[ "$said" = 'eth1,arp_announce,2 ,ip_forward,0 eth3.100,rp_filter,1 ' ] || fatal "files of proc/sys: $said"
	for how in 'proc/mounts' 'mount' 'findmnt' 'findmnt -r' 'findmnt -l' 'findmnt -J' 'nfsstat -m'; do
		# shellcheck disable=SC2086 # one word or two
		mounts $how
	done
}

works() {
	[ "$(sessions)" = 2 ]
}

cure() {
	:
}
