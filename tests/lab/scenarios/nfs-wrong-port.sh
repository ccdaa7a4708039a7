# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# An NFS server reached by the management port.
expect='route-to-storage 10.20.0.50:2049'

build() {
	lan san 10.20.0.50/24 192.168.1.1/24
	wire eth0 san 192.168.1.10/24
	wire eth1 san 10.20.0.11/24
	answer_for_own_address eth0 eth1
	must ip route add default via 192.168.1.1
	must ip route add 10.20.0.50 dev eth0
	nfs_server san
	mount_share || fatal 'no NFS mount'
}

mount_share() {
	mount.nfs 10.20.0.50:/ /mnt -o vers=4.2,sec=sys,hard 2>/tmp/login.log
}

look() {
	umount /mnt && mount_share && ls /mnt >/dev/null
}

works() {
	carried_by eth1 look
}

cure() {
	ip route del 10.20.0.50 dev eth0
}
