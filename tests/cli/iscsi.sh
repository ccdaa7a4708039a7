#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Captures of iSCSI hosts are read as they say, and what cannot be read is never "none".
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"
captures=$ROOT/fixtures/captures

# A query over a capture gives exactly these lines.
gives() {
	local source=$1 query=$2
	shift 2
	ends 0 uplint query -f csv "$query" "$source"
	tail -n +2 out | tr -d '\r' >got
	printf '%s\n' "$@" >wanted
	[ $# -gt 0 ] || : >wanted
	diff wanted got >difference || { cat difference; fail "$source: $query"; }
}

# The lab: two ifaces, two sessions; from its files and from iscsiadm's texts alike.
ifaces="SELECT name, transport, device, binds FROM iscsi_iface ORDER BY name"
sessions="SELECT target, portal, iface, netdev, interface, local_address, logged_in FROM iscsi_session ORDER BY portal"
nodes="SELECT portal, tpgt, iface, startup, net_ifacename, replacement_timeout FROM iscsi_node ORDER BY portal"
mkdir texts
cp "$captures"/lab-two-subnets/{iscsiadm_*,ip_*} texts/
for source in "$captures/lab-two-subnets" texts; do
	gives "$source" "$ifaces" default,tcp,,nothing iser,iser,,nothing st1,tcp,eth1,net_ifacename \
		st2,tcp,eth2,net_ifacename
	gives "$source" "$sessions" \
		iqn.2001-05.com.example:disk,10.10.1.50:3260,st1,eth1,eth1,10.10.1.11,1 \
		iqn.2001-05.com.example:disk,10.10.2.50:3260,st2,eth2,eth2,10.10.2.11,1
	gives "$source" "$nodes" 10.10.1.50:3260,1,st1,automatic,eth1,15 10.10.2.50:3260,1,st2,automatic,eth2,15
	gives "$source" "SELECT DISTINCT disks FROM iscsi_session ORDER BY disks" sda sdb
done
gives "$captures/lab-two-subnets" "SELECT initiator_name FROM iscsi_adapter" iqn.1993-08.org.debian:01:lab
gives "$captures/lab-two-subnets" "SELECT device, path, portal FROM multipath" mpatha,sda,10.10.2.50:3260 \
	mpatha,sdb,10.10.1.50:3260
gives "$captures/lab-unbound" "SELECT iface, netdev, interface FROM iscsi_session" 'default,"",eth1' 'default,"",eth1'

# Of the two lesser outputs alone: what they hold, and no more.
mkdir lesser
cp texts/iscsiadm_-m_node_-P_1.txt lesser/
gives lesser "SELECT portal, iface, startup FROM iscsi_node" 10.10.1.50:3260,st1, 10.10.2.50:3260,st2,
gives lesser "SELECT state FROM coverage WHERE fact IN ('iscsi_session', 'iscsi_iface')" absent absent
mkdir shown
cp texts/iscsiadm_-m_node_--op_show.txt shown/
gives shown "SELECT name, net_ifacename FROM iscsi_iface" st1,eth1 st2,eth2
gives shown "SELECT state FROM coverage WHERE fact = 'iscsi_iface'" partial

# The vendor's guide.
# Their multipath -ll: two paths and three paths for each LUN, tied to the sessions that were saved.
gives "$captures/iscsi-proxmox-two-portals-two-nets" "SELECT device, path, scsi_host, state FROM multipath" \
	mylun,sdb,2,active mylun,sda,3,active
gives "$captures/iscsi-sugon-8-portals-unbound" \
	"SELECT device, count(*), join_words(scsi_host), join_words(portal) FROM multipath GROUP BY device" \
	'mpathe,3,"9, 10, 11",10.0.40.1:3260' 'mpathr,3,"9, 10, 11",10.0.40.1:3260'
gives "$captures/redhat-guide-offload" "SELECT name, transport, hwaddress, ipaddress, net_ifacename FROM iscsi_iface" \
	'iface0,qla4xxx,00:c0:dd:08:63:e8,20.15.0.7,""' 'iface1,qla4xxx,00:c0:dd:08:63:ea,20.15.0.9,""'
gives "$captures/redhat-guide-chelsio" "SELECT name, transport, hwaddress FROM iscsi_iface" \
	cxgb3i.00:07:43:05:97:07,cxgb3i,00:07:43:05:97:07

# A root without open-iscsi has none of it; one that may not be read says so.
mkdir -p none locked/etc/iscsi/nodes locked/etc/iscsi/ifaces
[ -d /sys/class ] && ln -s /sys none/sys
ends 0 uplint query --root none -f csv "SELECT fact, state FROM coverage WHERE fact IN ('iscsi_iface', 'iscsi_node')"
has out iscsi_iface,read
has out iscsi_node,read
echo 'InitiatorName=iqn.x:y' >locked/etc/iscsi/initiatorname.iscsi
chmod 0 locked/etc/iscsi/nodes locked/etc/iscsi/initiatorname.iscsi
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 .
	ends 0 setpriv --reuid 65534 --clear-groups uplint query --root locked -f csv \
		"SELECT fact, state, why FROM coverage WHERE fact LIKE 'iscsi%'"
	has out "iscsi_node,absent,/etc/iscsi/nodes: permission denied"
	has out "iscsi_adapter,partial,/etc/iscsi/initiatorname.iscsi: permission denied"
	has out "iscsi_iface,read"
else
	left_out "an ordinary user: only root may become one, and setpriv is needed"
fi
