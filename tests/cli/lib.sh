# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For the tests of the command line: each says what it expects and goes on;
# the first thing that is otherwise ends the test.
set -u

fail() {
	echo "$*"
	[ ! -s out ] || { echo "--- standard output"; head -n 40 out; }
	[ ! -s err ] || { echo "--- standard error"; head -n 40 err; }
	exit 1
}

# A part that cannot be done here; tests/run.sh tells it, and the others count.
left_out() { echo "left out: $*"; }

# Runs a command that must end with the status; its words are in ./out and ./err.
ends() {
	local wanted=$1 status
	shift
	"$@" >out 2>err
	status=$?
	[ $status -eq "$wanted" ] || fail "status $status, not $wanted: $*"
}

# Lines of ./out or ./err that must be there, or must not.
has() { grep -qF -- "$2" "$1" || fail "$1 does not have: $2"; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 has: $2"; }
empty() { [ ! -s "$1" ] || fail "$1 is not empty"; }

# The report formats that there are, as the help lists them: in $formats.
know_formats() {
	mapfile -t formats < <(uplint check --help | awk '
		/report format:/ { sub(/.*report format:/, ""); inside = 1; printf "%s", $0; next }
		inside && /^ *-/ { exit }
		inside { printf "%s", $0 }' | tr -s ' ' '\n' | grep .)
	[[ " ${formats[*]} " == *' text json jsonl '* ]] || fail "the formats of uplint check --help: ${formats[*]}"
}

# No control character but the line break (and, with colours, none is expected either).
harmless() { ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$1" || fail "$1 has control characters"; }

# Two ports in one subnet: a fault that does not depend on the machine.
faulty_host() {
	cat <<-EOF
	host: ${1:-web01}
	platform: linux
	interface:
	  - { name: eth1, kind: physical, admin: true, carrier: true, mtu: 1500 }
	  - { name: eth2, kind: physical, admin: true, carrier: true, mtu: 1500 }
	address:
	  - { interface: eth1, address: 10.10.10.11, prefixlen: 24, scope: global }
	  - { interface: eth2, address: 10.10.10.12, prefixlen: 24, scope: global }
	EOF
}
