#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random hosts in network namespaces of their own: `uplint path` on the
# snapshot file alone must answer as `ip -j route get` does there.
#   tests/path/random.sh SEED...     these; KEEP=DIR keeps what was made below DIR
#   tests/path/random.sh -n COUNT    so many new ones
# With CONNECT set it is real connections that are asked, some of each flow.
# GENERATOR is host (whatever the kernel takes) or field (what stands in the field).
# Needs root (or user namespaces) and iproute2. UPLINT is the program.
set -u
here=$(cd "$(dirname "$0")" && pwd)
uplint=${UPLINT:-$here/../../build/uplint}

# A batch's family is the end of its name; 0 is none.
run_batch() {
	case $1 in
	*.0) ip -force -batch "$1" ;;
	*) ip "-${1##*.}" -force -batch "$1" ;;
	esac
}

# ask_uplint DIR live|file: the answers of this host, or of what its snapshot tells.
ask_uplint() {
	local dir=$1 kind=$2 family from oif mark flow
	while read -r family from oif mark; do
		flow=()
		[ "$from" = - ] || flow+=(--from "$from")
		[ "$oif" = - ] || flow+=(--interface "$oif")
		[ "$mark" = - ] || flow+=(--mark "$mark")
		[ "$kind" = live ] || flow+=("$dir/host.yaml")
		xargs "$uplint" path -f json "${flow[@]}" <"$dir/dst$family" || [ $? -ne 2 ] || return 2
	done <"$dir/flows" >"$dir/$kind" 2>"$dir/$kind.errors"
}

of_device='/conf/[^ad]\|/conf/[ad][^le]'

set_sysctls() {
	while read -r path value; do
		echo "$value" 2>/dev/null >"/proc/sys/net/$path"
	done
}

# Nobody answers, but nothing waits for a neighbour either: each first packet is seen.
connect_all() {
	local dir=$1 family from oif mark flow
	for link in $(ip -o link | sed "s/^[0-9]*: \([^:@]*\).*/\1/"); do
		[ "$link" = lo ] || ip link set "$link" arp off
	done
	sleep 0.2
	"$uplint" snapshot -o "$dir/host.yaml" || exit 2
	: >"$dir/asked"
	while read -r family from oif mark; do
		flow=()
		[ "$from" = - ] || flow+=(--from "$from")
		[ "$oif" = - ] || flow+=(--interface "$oif")
		[ "$mark" = - ] || flow+=(--mark "$mark")
		awk -v n="${CONNECT}" 'NR % 5 == n % 5' "$dir/dst$family" >"$dir/some"
		[ "$family" = 4 ] && echo 0.0.0.0 >>"$dir/some" || printf '%s\n' :: ::ffff:8.8.8.8 >>"$dir/some"
		sed "s/^/$family $from $oif $mark /" "$dir/some" >>"$dir/asked"
		xargs "$uplint" path -f json "${flow[@]}" "$dir/host.yaml" <"$dir/some"
	done <"$dir/flows" >"$dir/live"
	"$here/connect.pl" <"$dir/asked" >"$dir/kernel"
	jq -r -f "$here/connections.jq" "$dir/live" >"$dir/file"
}

# Inside the namespace. A device without carrier is only known as such a second later.
in_namespace() {
	dir=$1
	set_sysctls < <(grep -v "$of_device" "$dir/sysctl")
	ip -force -batch "$dir/links" >"$dir/log" 2>&1
	set_sysctls < <(grep "$of_device" "$dir/sysctl")
	for batch in "$dir"/setup.*; do
		run_batch "$batch" >>"$dir/log" 2>&1
	done
	[ ! -e "$dir/late" ] || set_sysctls <"$dir/late"
	sleep 1.3
	if [ -n "${CONNECT-}" ]; then
		connect_all "$dir"
		return
	fi
	"$uplint" snapshot -o "$dir/host.yaml" || exit 2
	ip -j -force -batch "$dir/queries" >"$dir/kernel" 2>"$dir/errors"
	ask_uplint "$dir" live
	"$uplint" snapshot -o "$dir/after.yaml" || exit 2
}

write_queries() {
	while read -r family from oif mark; do
		text=
		[ "$from" = - ] || text+=" from $from"
		[ "$oif" = - ] || text+=" oif $oif"
		[ "$mark" = - ] || text+=" mark $mark"
		sed "s/.*/route get &$text/" "$1/dst$family"
	done <"$1/flows" >"$1/queries"
}

run_seed() {
	dir=$work/$1
	mkdir -p "$dir"
	awk -v seed="$1" -v dir="$dir" -f "$here/${GENERATOR:-host}.awk"
	write_queries "$dir"
	unshare -n "$here/random.sh" --inside "$dir" || { echo "seed $1: could not build the host"; return 2; }
	if [ -n "${CONNECT-}" ]; then
		paste -d '|' "$dir/asked" "$dir/kernel" "$dir/file" | awk -F '|' -f "$here/connections.awk" >"$dir/verdict"
		set -- "$1" $?
		echo "seed $1: $(tail -n 1 "$dir/verdict")"
		[ "$2" -eq 0 ] || head -n "${SHOW:-9}" "$dir/verdict"
		return "$2"
	fi
	ask_uplint "$dir" file
	for kind in file live; do
		awk -f "$here/compare.awk" "$dir/queries" "$dir/errors" "$dir/kernel" "$dir/$kind" >"$dir/verdict" && continue
		echo "seed $1: the $kind DISAGREES: $(tail -n 1 "$dir/verdict")"
		head -n "${SHOW:-9}" "$dir/verdict"
		return 1
	done
	echo "seed $1: $(tail -n 1 "$dir/verdict")"
}

if [ "${1-}" = --inside ]; then
	in_namespace "$2"
	exit 0
fi
work=${KEEP:-$(mktemp -d)}
[ -n "${KEEP-}" ] || trap 'rm -rf "$work"' EXIT
if [ "${1-}" = -n ]; then
	count=$2
	set --
	for ((i = 0; i < count; i++)); do
		set -- "$@" $((RANDOM * 32768 + RANDOM))
	done
fi
failed=0 running=0
for seed; do
	run_seed "$seed" &
	running=$((running + 1))
	if [ "$running" -ge "${PARALLEL:-4}" ]; then
		wait -n || failed=1
		running=$((running - 1))
	fi
done
while [ "$running" -gt 0 ]; do
	wait -n || failed=1
	running=$((running - 1))
done
exit $failed
