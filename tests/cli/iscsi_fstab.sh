#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What /etc/fstab has on a target, by the names that udev gives its disks, live and from a directory.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

record() { # TARGET PORTAL,PORT,TPGT ADDRESS
	mkdir -p "host/etc/iscsi/nodes/$1/$2"
	printf 'node.name = %s\nnode.tpgt = 1\nnode.conn[0].address = %s\nnode.startup = manual\n' "$1" "$3" \
		>"host/etc/iscsi/nodes/$1/$2/default"
}
mkdir -p host/sys/class/iscsi_session
record iqn.2001-05.com.example:a 10.10.1.50,3260,1 10.10.1.50
record iqn.2001-05.com.example:b fd00::1,3260,1 fd00::1
record iqn.2001-05.com.example:c 10.10.1.52,3260,1 10.10.1.52
record eui.0011223344556677 10.10.1.53,3260,1 10.10.1.53

query="SELECT target, fstab, fstab IS NULL AS unknown FROM iscsi_node ORDER BY target DESC"
by_root() { uplint query -f csv --root host "$query"; }
as_directory() { uplint query -f csv --kind iproute2 "$query" host; }
# gives A B C EUI: what each target has; "-" is not known.
gives() {
	local road
	printf 'iqn.2001-05.com.example:%s\n' "c|$3" "b|$2" "a|$1" >wanted
	echo "eui.0011223344556677|$4" >>wanted
	for road in ${roads:-by_root as_directory}; do
		$road 2>err | tail -n +2 | tr -d '\r"' | sed -E 's/^([^,]*),,1$/\1|-/; s/^([^,]*),(.*),0$/\1|\2/' >got
		diff wanted got || fail "$road"
	done
}

# No file: none on the running host, and nothing known of a saved one.
roads=by_root gives '' '' '' ''
roads=as_directory gives - - - -
: >host/etc/fstab
gives '' '' '' ''

cat >host/etc/fstab <<'END'
# /dev/disk/by-path/ip-10.10.1.52:3260-iscsi-iqn.2001-05.com.example:c-lun-1 /no ext4 defaults 0 2
UUID=0a1b / ext4 defaults 0 1
/dev/disk/by-path/ip-10.10.1.50:3260-iscsi-iqn.2001-05.com.example:a-lun-1-part1 /srv/my\040data xfs _netdev 0 0
/dev/disk/by-path/ip-10.10.1.50:3260-iscsi-iqn.2001-05.com.example:a-lun-0x0001000200000000 none swap sw,_netdev 0 0
  /dev/disk/by-path/pci-0000:05:00.1-ip-fd00::1:3260-iscsi-iqn.2001-05.com.example:b-lun-0	/b	ext4
/dev/disk/by-path/ip-san-iscsi-1.example:3260-iscsi-eui.0011223344556677-lun-10-part12 /e ext4 defaults
/dev/disk/by-path/ip-10.10.1.52:3260-iscsi-iqn.2001-05.com.example:c-lun-1 /hand ext4 noauto,_netdev
/dev/disk/by-path/pci-0000:00:1f.2-ata-1-part1 /boot ext4 _netdev 0 2
nas:/export /home nfs _netdev 0 0
//nas/share /smb cifs _netdev 0 0
END
gives '/srv/my data,swap' /b '' /e
uplint check -f json --root host --select node-startup >out 2>err
jq -r '.results[] | .subject + " " + .status' out | sort >got
diff - got <<END || fail verdicts
eui.0011223344556677 10.10.1.53:3260 default non-compliant
iqn.2001-05.com.example:a 10.10.1.50:3260 default non-compliant
iqn.2001-05.com.example:b [fd00::1]:3260 default non-compliant
END
has out '/etc/fstab mounts /srv/my data,swap from the target, but startup is manual'

# On demand is by itself.
sed -i 's/noauto,_netdev/noauto,x-systemd.automount/' host/etc/fstab
gives '/srv/my data,swap' /b /hand /e

# A network disk by another name may be anybody's.
for device in UUID=1234-abcd LABEL=data /dev/mapper/mpatha1 /dev/vg0/lv /dev/sdb1; do
	printf '%s /data xfs defaults,_netdev 0 0\n' "$device" >host/etc/fstab
	gives - - - -
	printf '%s /data xfs x-systemd.requires=iscsid.service\n' "$device" >host/etc/fstab
	gives - - - -
	printf '%s /data xfs defaults 0 0\n' "$device" >host/etc/fstab
	gives '' '' '' ''
done
printf 'LABEL=x /x xfs _netdev 0 0\n/dev/disk/by-path/ip-10.10.1.52:3260-iscsi-iqn.2001-05.com.example:c-lun-1 /c xfs\n' \
	>host/etc/fstab
gives - - /c -

# Rubbish is none of it, and what cannot be read is not known.
head -c 100000 /dev/urandom >host/etc/fstab
printf '\n/dev/disk/by-path/ip-\n/dev/disk/by-path/ip-x-iscsi-iqn.2001-05.com.example:c /x xfs\n/dev/disk/by-path/-iscsi-iqn.2001-05.com.example:c-lun-1 /x xfs\n\\\n\\04 \\ \\\n' >>host/etc/fstab
gives '' '' '' ''
rm host/etc/fstab
mkfifo host/etc/fstab
roads=by_root gives - - - -
