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
