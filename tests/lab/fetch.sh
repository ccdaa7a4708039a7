#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Unpacks the lab's Debian packages below build/lab/root. They are never installed: no daemon
# starts on this machine and no hook runs. Only qemu, cpio and busybox are, when missing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
lab=$top/build/lab
wanted='open-iscsi tgt iproute2 ethtool libteam-utils kmod dash jq procps dmsetup multipath-tools util-linux iputils-ping
nfs-kernel-server nfs-common'

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_tools() {
	if command -v qemu-system-x86_64 && command -v cpio && command -v busybox; then
		return
	fi >/dev/null
	as_root apt-get update -q
	as_root apt-get install -y -q --no-install-recommends qemu-system-x86 cpio busybox-static
}

# The library packages that the wanted ones depend on.
libraries() {
	# shellcheck disable=SC2086 # a list of words
	apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
		--no-replaces --no-enhances $wanted |
		grep '^lib' | grep -Ev 'perl|python|debian-installer|elogind|pam|newt|common' | sort -u
}

kernel_package() {
	apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: //p' | head -n 1
}

install_tools
stamp=$lab/root/.complete
if [ -n "$(find "$stamp" -newer "$here/fetch.sh" 2>/dev/null)" ]; then
	exit 0
fi
rm -rf "$lab/root" "$lab/deb"
mkdir -p "$lab/root" "$lab/deb"
cd "$lab/deb"
download() {
	# shellcheck disable=SC2046,SC2086 # lists of words
	apt-get download -q $wanted $(libraries) "$(kernel_package)" >"$lab/fetch.log" 2>&1
}
# Package lists may be missing or old.
download || { as_root apt-get update -q >/dev/null 2>&1 && download; } || {
	cat "$lab/fetch.log" >&2
	echo 'fetch.sh: the packages cannot be fetched' >&2
	exit 1
}
for deb in ./*.deb; do
	dpkg-deb -x "$deb" "$lab/root"
done
for package in linux-image open-iscsi_ tgt_ iproute2_ libteam-utils_ multipath-tools_; do
	dpkg-deb -f "$package"*.deb Package Version | sed 's/^[^ ]*: //' | paste -sd ' '
done >"$lab/versions"
rm -rf "$lab/deb"
touch "$stamp"
