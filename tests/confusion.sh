#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is no output that uplint reads tells nothing: alone, and beside what uplint does read.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"
ordinary=$ROOT/fixtures/ordinary
together=16 # so many files at once beside a host: one by one where they change something

mapfile -t names < <(find "$ordinary" -type f ! -name SOURCE -printf '%f\n' | sort)
[ ${#names[@]} -ge 200 ] || fail "only ${#names[@]} ordinary outputs"

# Facts of a source; what was not understood is told in notes, which are none.
facts() { uplint snapshot -f json "$1" 2>err | jq -S '.hosts[] | del(.note, .host, .source)'; }
verdicts() { uplint check -f json "$1" 2>err | jq -c '.results[] | [.rule, .subject, .status]'; }

cp -r "$ordinary" alone
mkdir told
for name in "${names[@]}"; do uplint snapshot -f json "alone/$name" >"told/$name" 2>/dev/null; done
wrong=$(jq -r '.hosts[] | del(.coverage, .note) | to_entries[] | select(.value | type == "array") |
	input_filename + ": " + .key' told/*)
[ -z "$wrong" ] || fail "facts of an ordinary output:"$'\n'"$wrong"

# A host by the names that people give to files: what each is, its lines say.
mkdir linux
for part in addr route rule neigh link; do
	cp "$ROOT/fixtures/captures/lab-two-subnets/ip_-d_$part.txt" "linux/$part.txt"
done
for part in session_-P_3 iface node_--op_show; do
	cp "$ROOT/fixtures/captures/lab-two-subnets/iscsiadm_-m_$part.txt" "linux/$part.txt"
done
cp "$ROOT/fixtures/captures/lab-two-subnets/sysctl_-a.txt" linux/settings.txt
cp -r "$ROOT/fixtures/inputs/esxi-port-binding/input" esxi

# beside HOST NAME…: do facts and verdicts stay?
beside() {
	local host=$1 name
	shift
	rm -rf "with/$host"
	mkdir -p with
	cp -r "$host" "with/$host"
	for name; do cp "$ordinary/$name" "with/$host/x-$name.txt"; done
	facts "with/$host" | cmp -s - "$host.facts" &&
		verdicts "with/$host" | cmp -s - "$host.verdicts"
}

for host in linux esxi; do
	facts $host >$host.facts
	verdicts $host >$host.verdicts
	grep -q compliant $host.verdicts || fail "$host is not read"
	for ((i = 0; i < ${#names[@]}; i += together)); do
		beside $host "${names[@]:i:together}" && continue
		for name in "${names[@]:i:together}"; do
			beside $host "$name" || wrong+="$host: $name"$'\n'
		done
	done
done
[ -z "$wrong" ] || fail "changed by an ordinary output:"$'\n'"$wrong"

# No capture is a host of another kind, even where a command line says so.
kinds='native esxi sosreport supportconfig iproute2'
for input in "$ROOT"/fixtures/captures/* "$ROOT"/fixtures/inputs/*/input*; do
	own=$(uplint snapshot -f json "$input" 2>err | jq -r '.hosts[0].kind')
	for kind in $kinds; do
		[ "$kind" != "$own" ] || continue
		# The outputs in a sosreport are a Linux host's, whoever names them.
		[ "$own-$kind" != sosreport-iproute2 ] || continue
		uplint check -f json --kind "$kind" "$input" 2>err |
			jq -e 'any(.results[]; .status | test("compliant"))' >/dev/null 2>&1 &&
			wrong+="$input as $kind"$'\n'
	done
done
[ -z "$wrong" ] || fail "read as what it is not:"$'\n'"$wrong"
