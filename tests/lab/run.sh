#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh [-c] [-p] [SCENARIO…]    all of them without a name
#   -c  build the fault only, and keep what every tool says of it: build/lab/NAME.capture/
#   -p  plain: without uplint; the scenario's own cure
set -eu

here=$(cd "$(dirname "$0")" && pwd)
lab=$(cd "$here/../.." && pwd)/build/lab
words=${LAB_WORDS-}
one=
jobs=${LAB_JOBS:-$(nproc)}
limit=${LAB_LIMIT:-400}

while getopts 1cp option; do
	case $option in
	1) one=yes ;;
	c) words="$words capture_after=1" ;;
	p) words="$words plain=1" ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
if [ $# = 0 ]; then
	for file in "$here"/scenarios/*.sh; do
		set -- "$@" "$(basename "$file" .sh)"
	done
fi

# One machine for one scenario; its console is kept. Never KVM: it hangs on some hosts.
# no_timer_check: on a loaded machine Linux takes the timer that qemu emulates for a broken one.
machine() {
	rm -f "$lab/$1.console" "$lab/$1.out"
	timeout -k 5 "$limit" qemu-system-x86_64 -accel tcg -m 512 -no-reboot -display none -monitor none \
		-nic none -serial "file:$lab/$1.console" -serial "file:$lab/$1.out" \
		-kernel "$lab"/root/boot/vmlinuz-* -initrd "$lab/initrd" \
		-append "console=ttyS0 quiet panic=-1 no_timer_check scenario=$1$words" </dev/null >"$lab/$1.qemu" 2>&1
}

# A guest that died before its init tells nothing of uplint: it is booted again. One that is slow is not.
boot() {
	for _ in 1 2 3; do
		status=0
		machine "$1" || status=$?
		if [ "$status" = 124 ] || grep -aq '^lab: booted' "$lab/$1.console" 2>/dev/null; then
			break
		fi
	done
	if [ -s "$lab/$1.out" ]; then
		rm -rf "$lab/$1.capture"
		mkdir -p "$lab/$1.capture"
		base64 -di "$lab/$1.out" | tar -xz -C "$lab/$1.capture"
	fi
	rm -f "$lab/$1.out"
}

result() {
	touch "$lab/$1.console"
	line=$(tr -d '\r' <"$lab/$1.console" | grep -a -m 1 -E '^lab: (pass|fail|skip) ' || :)
	if grep -a '^/init: .*: not found' "$lab/$1.console"; then
		line='lab: fail the lab lacks a program'
	fi
	case $line in
	'') echo "FAIL $1 → no verdict: panic, or out of time ($limit s); see $lab/$1.console" ;;
	'lab: pass'*) echo "$1 → ${line#lab: pass }" ;;
	'lab: skip'*) echo "SKIP $1 → ${line#lab: skip }" ;;
	*) echo "FAIL $1 → ${line#lab: fail }; see $lab/$1.console" ;;
	esac
}

mkdir -p "$lab"
if [ -n "$one" ]; then
	boot "$1"
	result "$1"
	exit 0
fi
for name in "$@"; do
	[ -e "$here/scenarios/$name.sh" ] || { echo "run.sh: no scenario $name" >&2; exit 2; }
done
export LAB_WORDS="$words"
printf '%s\n' "$@" | xargs -P "$jobs" -n 1 "$0" -1 | tee "$lab/results"
failed=$(grep -c '^FAIL ' "$lab/results" || :)
skipped=$(grep -c '^SKIP ' "$lab/results" || :)
echo "$(($# - failed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ $# -gt "$skipped" ]
