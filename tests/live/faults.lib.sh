# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# For tests that build a fault in a namespace and take it away again.
. "$ROOT/tests/live/lib.sh"

# new NAME: a namespace with a0 (10.10.10.1/24) and b0, their other ends up; stdin: commands of ip. No policy.
new() {
	ns_new "$1"
	rm -f uplint.yaml
	cat >build <<-END
		link add a0 type veth peer name a1
		link add b0 type veth peer name b1
		link set a0 up
		link set a1 up
		link set b0 up
		link set b1 up
		addr add 10.10.10.1/24 dev a0
	END
	cat >>build
	ns_ip <build
}

# found FILE: what is non-compliant, a line `rule subject` each; the report is in FILE.json.
found() {
	ns_exec uplint check -f json >"$1.json" 2>err
	[ $? -le 1 ] || { cp "$1.json" out; fail "the check failed"; }
	jq -r '.results[] | select(.status == "non-compliant") | "\(.rule) \(.subject)"' "$1.json" | sort >"$1"
}

seen() {
	found before
	grep -qxF "$1" before || { cp before out; fail "not found: $1"; }
}

# gone FINDING: it is, and nothing is there that was not; nor does it hide behind a fact that is missing.
gone() {
	found after
	! grep -qxF "$1" after || { cp after out; fail "still there: $1"; }
	[ -z "$(comm -13 before after)" ] || { cp after out; fail "new after the fix of $1: $(comm -13 before after)"; }
	jq -r '.results[], .rules[] | select(.status == "not-evaluated") | "\(.rule) \(.subject // "")"' after.json >unsure
	! grep -qE "^${1%% *}( |$)" unsure || fail "not evaluated after the fix: $1"
}

# The fix of a finding as printed, with an empty /etc/sysctl.d that no one else sees; what it keeps there is taken in again.
cure() {
	jq -r --arg f "$1" '.results[] | select("\(.rule) \(.subject)" == $f) | .fix[] | select(.run) | .run' before.json >run
	[ -s run ] || fail "no command for: $1"
	# shellcheck disable=SC2016
	ns_exec sh -euc 'mount -t tmpfs none /etc/sysctl.d
		sh -eu ./run
		for kept in /etc/sysctl.d/*; do ! [ -f "$kept" ] || sysctl -qp "$kept"; done' >out 2>err || fail "the fix of $1: $(cat run)"
}

cures() {
	seen "$1"
	cure "$1"
	gone "$1"
}

# settle NAME=VALUE...: in every place that counts, so that the machine's defaults do not.
settle() {
	local pair port
	for pair; do
		for port in all a0 b0; do
			ns_exec sysctl -qw "net/ipv4/conf/$port/${pair%=*}=${pair#*=}"
		done
	done
}
