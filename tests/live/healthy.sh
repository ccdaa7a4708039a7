#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Healthy hosts, built anew: the verdicts are those of fixtures/healthy/NAME.yaml, which was a
# snapshot of such a host. UPDATE=1 writes the snapshots; HEALTHY='NAME…' builds those alone.
. "$ROOT/tests/live/lib.sh"
fixtures=$ROOT/fixtures/healthy

# What this kernel cannot make is the lab's: tests/lab/scenarios/healthy-hosts.sh
can_build() {
	local kind kinds options
	read -ra kinds <<<"$(sed -n 's/^# needs: //p' "$1")"
	for kind in "${kinds[@]}"; do
		read -ra options <<<"${devices[$kind]-}"
		[ -n "${can[$kind]-}" ] || { has_kind "$kind" "${options[@]}" >/dev/null && can[$kind]=yes; } || can[$kind]=no
		[ "${can[$kind]}" = yes ] || return 1
	done
}
declare -A can devices=([vlan]='id 5' [vrf]='table 10' [vxlan]='id 7 dstport 4789')

build() {
	local name=$1 world
	ns_new "$name-world" world
	ns_new "$name"
	mkdir "$name"
	(cd "$name" && world=$world ns_exec sh -eu -c '
		mkdir root root/etc && echo "$1" >root/etc/hostname
		. "$2/tests/live/hosts.lib.sh" && . "$2/fixtures/healthy/$1.sh"' sh "$name" "$ROOT" >log 2>&1) ||
		{ cat "$name/log"; fail "$name is not built"; }
	echo "$ns" >"$name/ns"
}

# report FILE OPTION…
report() {
	ns_exec uplint check -f json "${@:2}" 2>err >"$1.json"
	[ $? -le 1 ] || fail "the check failed"
}

# same_verdicts REPORT [WHICH]: as the fixture has. Temporary addresses of IPv6 are new each time.
same_verdicts() {
	local one
	for one in kept "$1"; do
		jq -r ".results[] | ${2:-.} | \"\(.severity) \(.status) \(.rule) \(if .rule == \"duplicate-address\" then \"\" else .subject end)\"" "$one.json" | sort >"$one"
	done
	diff kept "$1" >difference || { cat difference; fail "$name: the fixture has other verdicts (<) than the host (>)"; }
}

names=()
for script in "$fixtures"/${HEALTHY:-*}.sh; do
	name=$(basename "$script" .sh)
	can_build "$script" || { lacking="${lacking-} $name"; continue; }
	build "$name"
	names+=("$name")
done
sleep 1.3 # until devices without carrier are known as such
for name in "${names[@]}"; do
	ns=$(cat "$name/ns")
	ns_exec uplint snapshot --root "$name/root" -o "$name/live.yaml" || fail "$name: no snapshot"
	awk -f "$ROOT/tests/live/as_physical.awk" "$name/nics" "$name/live.yaml" >"$name/new.yaml"
	if [ -n "${UPDATE-}" ]; then
		sed '/^#/!Q; /^# needs: /d' "$fixtures/$name.sh" | cat - "$name/new.yaml" >"$fixtures/$name.yaml"
	fi
	report kept "$fixtures/$name.yaml"
	report new "$name/new.yaml"
	report live --root "$name/root"
	same_verdicts new
	# With cables between namespaces for cards: no rule asks for more than the name of a port.
	same_verdicts live 'select(.status == "non-compliant")'
done
[ -z "${lacking-}" ] || left_out "for want of devices in this kernel:$lacking"
[ ${#names[@]} -gt 0 ] || fail "no host was built"
