#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bundle.sh FILE MEGABYTES [MEMBERS]: a support bundle of about that size, most of it logs
# that nobody wants, with a host's outputs in their midst; or a sosreport of 55 MB in so many members.
set -eu
file=$1 size=$2 members=${3:-0}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top=esx-bench-2026-11-20--10.00
[ "$members" -eq 0 ] || top=sosreport-bench-2026-11-20-abcdefg
mkdir -p "$work/$top/commands" "$work/$top/var/log" "$work/$top/var/run/log"

# Log lines: the same words over and over, between numbers that pack badly.
megabyte() {
	head -c 400000 /dev/urandom | od -An -v -tx1 -w24 | tr -d ' ' | awk -v n="$1" '{
		printf "2026-11-20T%02d:%02d:%02d.%03dZ cpu%d:%d)%s: %d: %s\n", NR / 3600 % 24, NR / 60 % 60, NR % 60,
			NR * 7 % 1000, NR % 64, 2097000 + n, NR % 3 ? "ScsiDeviceIO" : "NetPort", 1000 + NR * 31 % 9000, $0 }'
}

# A megabyte of it packs to about 0.5; logs of a real bundle are tens of megabytes each.
for ((i = 0; i < 64; i++)); do
	megabyte $i >"$work/log.$i"
done
logs=0
for ((i = 0; i < 90 && members; i++)); do
	mkdir -p "$work/$top/var/log/service.$i"
	split -n $((members / 90)) -d -a 4 "$work/log.$((i % 64))" "$work/$top/var/log/service.$i/part."
done
while [ "$members" -eq 0 ] && [ "$logs" -lt $(((size * 10 + 112) / 113)) ]; do
	for ((i = 0; i < 16; i++)); do
		cat "$work/log.$(((logs * 16 + i * 5) % 64))"
	done >"$work/$top/var/run/log/vmkernel.$logs.log"
	logs=$((logs + 1))
done
if [ "$members" -eq 0 ]; then
	cp "$root"/fixtures/collect/esxi7/*.txt "$work/$top/commands"
else
	cp -r "$root"/fixtures/captures/sos4-ubuntu-report/. "$work/$top"
fi
pack=(gzip -6)
[[ $file != *.xz ]] || pack=(xz -3)
tar -C "$work" --sort=name -cf - "$top" | "${pack[@]}" >"$file"
