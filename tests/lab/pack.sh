#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Makes build/lab/initrd from the unpacked packages, this directory and the uplint binary.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
lab=$top/build/lab
root=$lab/root
tree=$lab/tree
uplint=${UPLINT:-$top/build/uplint}
loader=$root/lib64/ld-linux-x86-64.so.2
paths=$root/lib:$root/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu
export LC_ALL=C

programs='bin/dash bin/ip bin/kmod sbin/bridge bin/ss sbin/ethtool sbin/sysctl
sbin/dmsetup sbin/iscsid sbin/iscsi-iname sbin/iscsiadm usr/sbin/tgtd usr/sbin/tgtadm
usr/bin/jq bin/ping sbin/multipath bin/findmnt usr/sbin/nfsstat
usr/bin/teamnl usr/bin/teamd usr/bin/teamdctl usr/sbin/rpc.nfsd usr/sbin/rpc.mountd usr/sbin/exportfs sbin/mount.nfs'
modules='bonding team team_mode_activebackup team_mode_roundrobin team_mode_loadbalance
8021q vrf dummy veth bridge macvlan ipvlan vxlan tun iscsi_tcp sd_mod dm_multipath dm_round_robin tcp_diag nfs nfsv4 nfsd'

# Each library that a packaged program loads, as a path below the root.
needs() {
	"$loader" --library-path "$paths" --list "$1" | sed -n 's/.*=> \([^ ]*\) (.*/\1/p'
}

kmod_as() {
	name=$1
	shift
	"$loader" --library-path "$paths" --argv0 "$name" "$root/bin/kmod" "$@"
}

pack_programs() {
	for program in $programs; do
		cp "$root/$program" "$tree/usr/bin/"
	done
	for program in $programs; do
		needs "$root/$program"
	done | sort -u >"$lab/libraries"
	while read -r library; do
		cp -L "$library" "$tree/usr/lib/x86_64-linux-gnu/"
	done <"$lab/libraries"
	cp -L "$loader" "$tree/usr/lib64/"
	cp -r "$root/lib/multipath" "$tree/usr/lib/"
	cp "$(command -v busybox)" "$tree/usr/bin/busybox"
	ln -s kmod "$tree/usr/bin/modprobe"
	for applet in $(busybox --list); do
		[ -e "$tree/usr/bin/$applet" ] || ln -s busybox "$tree/usr/bin/$applet"
	done
	ln -sf dash "$tree/usr/bin/sh"
}

pack_modules() {
	version=$(basename "$root"/lib/modules/*)
	[ -e "$root/lib/modules/$version/modules.dep.bin" ] || kmod_as depmod -b "$root" "$version"
	for module in $modules; do
		kmod_as modprobe -d "$root" -S "$version" --show-depends "$module"
	done | sed -n "s|^insmod $root/\([^ ]*\).*|\1|p" | sort -u >"$lab/modules"
	while read -r file; do
		mkdir -p "$tree/$(dirname "$file")"
		cp "$root/$file" "$tree/$file"
	done <"$lab/modules"
	cp "$root/lib/modules/$version"/modules.builtin* "$root/lib/modules/$version"/modules.order \
		"$tree/lib/modules/$version/"
	kmod_as depmod -b "$tree" "$version"
}

# With its own loader and libraries: this machine need not be the packages' Debian.
pack_uplint() {
	[ -x "$uplint" ] || return 0
	mkdir -p "$tree/opt/uplint"
	cp "$uplint" "$tree/opt/uplint/uplint"
	ldd "$uplint" | sed -n 's/.*=> \([^ ]*\) (.*/\1/p' | while read -r library; do
		cp -L "$library" "$tree/opt/uplint/"
	done
	cp -L "$(ldd "$uplint" | sed -n 's|^[[:blank:]]*\(/[^ ]*\) (.*|\1|p')" "$tree/opt/uplint/loader"
	cat >"$tree/usr/bin/uplint" <<-'END'
	#!/bin/sh
	exec /opt/uplint/loader --library-path /opt/uplint /opt/uplint/uplint "$@"
	END
	chmod +x "$tree/usr/bin/uplint"
}

rm -rf "$tree"
mkdir -p "$tree/usr/bin" "$tree/usr/lib/x86_64-linux-gnu" "$tree/usr/lib64" \
	"$tree/proc" "$tree/sys" "$tree/dev" "$tree/run" "$tree/tmp" "$tree/mnt" "$tree/var/lib/nfs" "$tree/lab"
for name in bin sbin; do ln -s usr/bin "$tree/$name"; done
ln -s bin "$tree/usr/sbin"
ln -s usr/lib "$tree/lib"
ln -s usr/lib64 "$tree/lib64"
ln -s /run "$tree/var/run"
mkdir -p "$tree/etc"
cp -r "$root/etc/iscsi" "$root/etc/iproute2" "$tree/etc/"
cp -r "$root/etc/netconfig" "$tree/etc/" 2>/dev/null || :
mkdir -p "$tree/etc/modprobe.d" "$tree/etc/sysctl.d"
# No bond0 and dummy0 of their own making.
printf 'options bonding max_bonds=0\noptions dummy numdummies=0\n' >"$tree/etc/modprobe.d/lab.conf"
printf 'nfs 2049/tcp\nnfs 2049/udp\n' >"$tree/etc/services"
printf 'root:x:0:0:root:/:/bin/sh\n' >"$tree/etc/passwd"
pack_programs
pack_modules
pack_uplint
cp -r "$here/guest.sh" "$here/net.sh" "$here/scenarios" "$tree/lab/"
cp "$here/init" "$tree/init"
# Healthy hosts that want one of the lab's devices.
mkdir "$tree/lab/healthy"
cp "$top/tests/live/hosts.lib.sh" "$top/tests/live/as_physical.awk" "$tree/lab/"
grep -lE '^# needs:.*(bond|\<vlan|vrf|dummy|ipvlan)' "$top"/fixtures/healthy/*.sh | while read -r script; do
	cp "$script" "$tree/lab/healthy/"
	[ ! -e "${script%.sh}.yaml" ] || cp "${script%.sh}.yaml" "$tree/lab/healthy/"
done
chmod +x "$tree/init"
(cd "$tree" && find . | cpio --quiet -o -H newc) >"$lab/initrd"
