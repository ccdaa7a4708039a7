#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time limit: 1200 s
# Faults and their cures in virtual machines, where qemu is installed: tests/lab/README.md.
# With the plain build, not $BUILD: the emulated processor is slow enough without sanitizers.
set -u

for tool in qemu-system-x86_64 cpio busybox dpkg-deb; do
	command -v "$tool" >/dev/null || {
		echo "the lab needs $tool"
		exit 77
	}
done
"$ROOT/tests/lab/fetch.sh" || {
	echo "the lab's packages cannot be fetched"
	exit 77
}
env -u MAKEFLAGS -u MFLAGS make --no-print-directory -C "$ROOT" -j2 SAN= lab
