#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Time limit: 900 s
# One host by many roads: saved as a snapshot, as JSON and text of ip, as pages of terminals, as support reports, as
# damaged pages, it has the verdicts, facts and paths that it has live, as far as the road holds them (roads/judge.py).
# Random and built hosts; ROADS='WORD…' takes those alone, KEEP=DIR keeps what was made, SOAK new random ones.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"
roads=$ROOT/tests/roads
command -v python3 >/dev/null || skip "python3 is not installed"

# What the kernel refuses is left out; a batch's family is the end of its name, 0 is none.
build_random() {
	awk -v seed="$2" -v dir=. -f "$ROOT/tests/path/$1.awk"
	[ ! -e sysctl ] || grep -v '/conf/[^ad]' sysctl | while read -r path value; do echo "$value" 2>/dev/null >"/proc/sys/net/$path"; done
	for batch in links setup.*; do
		case $batch in
		*.4 | *.6) ip "-${batch##*.}" -force -batch "$batch" ;;
		*) ip -force -batch "$batch" ;;
		esac
	done
	[ ! -e sysctl ] || while read -r path value; do echo "$value" 2>/dev/null >"/proc/sys/net/$path"; done <sysctl
	mkdir -p root/proc/self root/sys/class/net root/sys/class/block root/sys/class/scsi_host
	: >root/proc/self/mountinfo
}

# inside WORD NAME: in the host's namespace and directory; the world behind its cables is in another.
inside() {
	mkdir -p root/etc
	echo "$2" >root/etc/hostname
	case $1 in
	host:* | field:*) build_random "${1%%:*}" "${1#*:}" ;;
	random_healthy:* | random_faults:*)
		awk -v seed="${1#*:}" -f "$ROOT/tests/live/${1%%:*}.awk" >host.sh
		sh -c '. "$ROOT/tests/live/hosts.lib.sh" && . ./host.sh'
		;;
	*) sh -c '. "$ROOT/tests/live/hosts.lib.sh" && . "$ROOT/fixtures/$1.sh"' sh "$1" ;;
	esac >log 2>&1
	sleep 2.2 # until devices without carrier are known as such, and IPv6 has looked for duplicates
	uplint snapshot --root root -f json -o live.json || exit 1
	uplint snapshot --root root -o live.yaml || exit 1
	uplint check --root root -f json >check.json
	[ $? -le 1 ] || exit 1
	python3 "$roads/save.py" .
}
if [ "${1-}" = --inside ]; then
	inside "$2" "$3"
	exit
fi

try() {
	local word=$1 name world
	name=$(tr ':/_' '---' <<<"$word")
	ns_new "$name-w" world
	ns_new "$name"
	mkdir "$name"
	(cd "$name" && world=$world ns_exec bash "$0" --inside "$word" "$name") || fail "$word: not built, or not saved"
	python3 "$roads/lay.py" "$name" "$name" "$word" || fail "$word: no roads"
	python3 "$roads/judge.py" uplint "$name" "$name" >verdict 2>&1 || { cat verdict; failed=1; }
	[ -z "${KEEP-}" ] || cp -r "$name" "$KEEP"
	rm -r "$name"
	ip netns del "$ns"
	ip netns del "$world"
	namespaces=("${namespaces[@]:0:${#namespaces[@]}-2}")
}

hosts='random_healthy:4 faults/two-defaults'
if [ -n "${SOAK-}" ]; then
	hosts=
	for seed in $(seeds); do
		kinds=(host field random_healthy random_faults)
		hosts+=" ${kinds[seed % 4]}:$seed"
	done
fi
failed=0
for word in ${ROADS:-$hosts}; do
	try "$word"
done
exit $failed
