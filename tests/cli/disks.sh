#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Which targets mounted disks and those of /etc/fstab lie on: through sysfs and udev's files of a host,
# and by what iscsiadm, multipath and mount printed.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

target=iqn.2001-05.com.example

# session N TARGET DISK: a session of sysfs and its disk
session() {
	local at=host/sys/class/iscsi_session/session$1
	mkdir -p "$at/device/target$1:0:0/$1:0:0:1/block/$3" "host/sys/class/iscsi_host/host$1/device/session$1"
	echo "$2" >"$at/targetname"
	echo LOGGED_IN >"$at/state"
}
# block NAME NUMBER [BELOW…]: a block device, and what it lies on
block() {
	local at=host/sys/class/block/$1 one
	mkdir -p "$at/slaves"
	echo "$2" >"$at/dev"
	for one in "${@:3}"; do mkdir "$at/slaves/$one"; done
}
part() { block "$1" "$2"; echo 1 >"host/sys/class/block/$1/partition"; }
mapped() { mkdir -p "host/sys/class/block/$1/dm"; echo "$2" >"host/sys/class/block/$1/dm/name"; }
udev() { mkdir -p host/run/udev/data; printf 'S:%s\n' "${@:2}" >"host/run/udev/data/b$1"; }
mounted() { # PATH DEVICE
	echo "21 1 8:1 / $1 rw - ext4 $2 rw" >>host/proc/self/mountinfo
}
mkdir -p host/proc/self host/etc
session 3 $target:a sdb
session 4 $target:a sdc
session 5 $target:b sdd
block sda 8:0
part sda1 8:1
block sdb 8:16
block sdc 8:32
block sdd 8:48
part sdd1 8:49
block vda 252:0
block dm-0 253:0 sdb sdc
mapped dm-0 mpatha
block dm-1 253:1 dm-0 sdd1
mapped dm-1 vg0-lv
udev 253:1 mapper/vg0-lv vg0/lv disk/by-uuid/77-lv 'disk/by-label/my\x20data'
udev 8:1 disk/by-uuid/11-root
block dm-7 253:7 dm-8
block dm-8 253:8 dm-7
mapped dm-7 ring
for line in '/ /dev/sda1' '/a /dev/mapper/mpatha' '/lv /dev/mapper/vg0-lv' '/b /dev/sdd1' '/v /dev/vda' \
	'/ring /dev/mapper/ring' '/what /dev/mapper/other' '/nfs nas:/x'; do
	# shellcheck disable=SC2086 # words
	mounted $line
done
cat >host/etc/fstab <<'END'
UUID=11-root / ext4 defaults 0 1
UUID="77-lv" /lv xfs defaults,_netdev,nofail 0 0
LABEL=my\x20data /again xfs x-systemd.requires=iscsid.service
/dev/vg0/lv /third xfs
/dev/mapper/mpatha /hand xfs noauto
UUID=unknown /x xfs
UUID=unknown /b xfs
/dev/sdz1 /z xfs _netdev
/dev/disk/by-path/pci-0000:00:1f.2-ata-1-part1 /boot ext4
nas:/x /nfs nfs
END

by_root() { uplint query -f csv --root host "$1"; }
as_directory() { uplint query -f csv --kind iproute2 "$1" host; }
# says ROAD SQL ROW…
says() {
	$1 "$2" >out 2>err || fail "$1"
	tr -d '\r"' <out | tail -n +2 >got
	printf '%s\n' "${@:3}" | diff - got >differ || { cat differ; fail "$1: $2"; }
}
mounts="SELECT path, CASE WHEN target IS NULL THEN '-' ELSE target END FROM disk_mount ORDER BY path"
lines="SELECT path, at_boot, netdev, nofail, CASE WHEN target IS NULL THEN '-' ELSE target END FROM fstab"
for road in by_root as_directory; do
	says $road "$mounts" /, /a,$target:a /b,$target:b /lv,$target:a,$target:b /ring,- /v, /what,-
	says $road "$lines" /,1,0,0, /lv,1,1,1,$target:a,$target:b /again,1,1,0,$target:a,$target:b \
		/third,1,0,0,$target:a,$target:b /hand,0,0,0,$target:a /x,1,0,0,- /b,1,0,0,$target:b /z,1,1,0,- /boot,1,0,0,
done

# What the rules make of it.
mkdir -p host/etc/iscsi
findings() {
	uplint check -f json --root host --select fstab-netdev,safe-logout "$@" >out 2>err
	jq -r '.results[] | .rule + " " + .subject + " " + .status' out | sed "s/ $(uname -n) / host /; s/ localhost / host /" | sort >got
}
findings
diff - got <<'END' || fail verdicts
fstab-netdev /again compliant
fstab-netdev /b non-compliant
fstab-netdev /lv compliant
fstab-netdev /third non-compliant
fstab-netdev /x not-evaluated
fstab-netdev /z compliant
safe-logout host non-compliant
END
echo 'params: { boot_without_array: true }' >policy.yaml
findings -p policy.yaml
has got 'fstab-netdev /again non-compliant'
has got 'fstab-netdev /lv compliant'
# The first line with the word and no # before it counts, and "Yes" alone is one.
for line in 'iscsid.safe_logout = Yes|compliant' '#iscsid.safe_logout = Yes|non-compliant' \
	'iscsid.safe_logout=Yes|compliant' 'iscsid.safe_logout = yes|non-compliant' '|non-compliant'; do
	printf '# x\n%s\niscsid.safe_logout = No\n' "${line%|*}" >host/etc/iscsi/iscsid.conf
	findings
	has got "safe-logout host ${line#*|}"
done
# The fix, twice.
cp host/etc/iscsi/iscsid.conf fixed
uplint check -f json --root host --select safe-logout >out 2>err
fix=$(jq -r '.results[].fix[].run' out)
for _ in 1 2; do
	bash -c "${fix//\/etc\/iscsi\/iscsid.conf/host\/etc\/iscsi\/iscsid.conf}" || fail "$fix"
	findings
	has got 'safe-logout host compliant'
	[ "$(grep -c safe_logout host/etc/iscsi/iscsid.conf)" = 1 ] || fail "the fix adds a line each time"
done

# Without sysfs: sessions' disks, maps, plain names. Which disk a name or label is, nobody tells.
mkdir saved
cat >saved/iscsiadm_-m_session_-P_3 <<END
iSCSI Transport Class version 2.0-870
version 2.1.8
Target: $target:a (non-flash)
	Current Portal: 10.0.40.1:3260,1
	Persistent Portal: 10.0.40.1:3260,1
		**********
		Interface:
		**********
		Iface Name: default
		Iface Transport: tcp
		Iface IPaddress: 10.0.40.18
		SID: 2
		iSCSI Connection State: LOGGED IN
		iSCSI Session State: LOGGED_IN
		************************
		Attached SCSI devices:
		************************
		Host Number: 9	State: running
		scsi9 Channel 00 Id 0 Lun: 0
			Attached scsi disk sdb		State: running
END
cat >saved/multipath_-ll <<'END'
mpatha (3600) dm-0 IET,VIRTUAL-DISK
size=1G features='0' hwhandler='0' wp=rw
`-+- policy='service-time 0' prio=1 status=active
  `- 9:0:0:1 sdb 8:16 active ready running
mpathx (3601) dm-3 IET,VIRTUAL-DISK
size=1G features='0' hwhandler='0' wp=rw
`-+- policy='service-time 0' prio=1 status=active
  `- 0:0:0:1 sda 8:0 active ready running
END
for device in /dev/sda1 /dev/sdb /dev/sdb3 /dev/mapper/mpatha1 /dev/mapper/mpatha-part1 /dev/mapper/mpathap2 \
	/dev/mapper/mpathx /dev/mapper/vg0-lv /dev/nvme0n1p1 /dev/md0; do
	echo "$device on ${device#/dev} type ext4 (rw,relatime)"
done >saved/mount
as_saved() { uplint query -f csv "$1" saved; }
says as_saved "$mounts" /mapper/mpatha-part1,$target:a /mapper/mpatha1,$target:a /mapper/mpathap2,$target:a \
	/mapper/mpathx, /mapper/vg0-lv,- /md0,- /nvme0n1p1, /sda1, /sdb,$target:a /sdb3,$target:a
# A list of sessions without disks tells nothing of a disk.
echo "tcp: [1] 10.0.40.1:3260,1 $target:a (non-flash)" >saved/iscsiadm_-m_session
rm saved/iscsiadm_-m_session_-P_3 saved/multipath_-ll
says as_saved "$mounts" /mapper/mpatha-part1,- /mapper/mpatha1,- /mapper/mpathap2,- /mapper/mpathx,- /mapper/vg0-lv,- \
	/md0,- /nvme0n1p1, /sda1,- /sdb,- /sdb3,-
uplint check -f json --select safe-logout saved >out 2>err
jq -e '.results[] | select(.status == "not-evaluated")' out >/dev/null || fail "a guess about mounts"
