# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For tests in network namespaces: made with unique names, gone when the test ends.
. "$ROOT/tests/cli/lib.sh"

skip() {
	echo "$*"
	exit 77
}

# For those who take namespaces without a name.
need_namespaces() { unshare -n true 2>/dev/null || skip "no network namespaces here"; }

# seeds SEED…: those of a random test; `make soak` has so many new ones instead.
seeds() {
	local i
	[ -n "${SOAK-}" ] || { echo "$@"; return; }
	for ((i = 0; i < SOAK; i++)); do printf '%d ' $((RANDOM * 32768 + RANDOM)); done
}

[ "$(id -u)" -eq 0 ] || skip "namespaces are made by root alone"
for tool in ip jq; do
	command -v $tool >/dev/null || skip "$tool is not installed"
done

ns='' namespaces=()
ns_gone() {
	for one in "${namespaces[@]}"; do
		ip netns del "$one"
	done
}
trap ns_gone EXIT

# ns_new NAME: the namespace $ns, its loopback up. Later ones leave $ns alone where they get a variable's name.
ns_new() {
	local made="uplint-$1-$$"
	ip netns add "$made" || skip "no network namespaces here"
	namespaces+=("$made")
	ip netns exec "$made" true 2>err || skip "ip netns exec does not work here, is / a mount point? $(head -n 1 err)"
	ip -n "$made" link set lo up
	printf -v "${2:-ns}" %s "$made"
}
ns_exec() { ip netns exec "$ns" "$@"; }

# Commands of ip, one a line, in $ns; options in front, such as -6.
# shellcheck disable=SC2120
ns_ip() { ip "$@" -n "$ns" -batch - || fail "ip -batch"; }

# Can the kernel make such a device? Tried in a namespace of its own, above another: a macvlan needs one.
has_kind() {
	local probe status
	ns_new "probe-$1" probe
	ip -n "$probe" link add below0 type veth peer name beyond0 2>/dev/null
	ip -n "$probe" link add probe0 link below0 type "$@" 2>/dev/null || ip -n "$probe" link add probe0 type "$@" 2>/dev/null
	status=$?
	ip -n "$probe" link del probe0 2>/dev/null
	return $status
}
need_kind() { has_kind "$@" || skip "this kernel has no $1 devices"; }

facts() { uplint query --netns "$ns" -f json "$1" | jq -S 'map(with_entries(select(.value != null)))'; }

# Two lists of JSON objects that must be the same, what is null left out.
same_facts() {
	jq -S 'map(with_entries(select(.value != null)))' <<<"$2" >wanted.json
	cat <<<"$3" >got.json
	[ "$(jq length wanted.json)" -gt 0 ] || fail "$1: nothing to compare"
	diff -u wanted.json got.json || fail "$1: uplint says otherwise"
}
