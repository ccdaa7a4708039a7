#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Records that cannot be read, or not all of them: what they would decide is not evaluated.
. "$ROOT/tests/live/lib.sh"
ns_new unread
ns_ip <<-'END'
	link add a0 type veth peer name a1
	address add 10.9.9.2/24 dev a0
	link set a0 up
	link set a1 up
END

iscsi=root/etc/iscsi
node=$iscsi/nodes/iqn.2001-05.com.example:a/10.9.9.50,3260,1
mkdir -p $iscsi/ifaces "$node" root/sys/class/block root/proc/self
cp /proc/self/mountinfo root/proc/self/mountinfo
echo InitiatorName=iqn.1994-05.com.example:x >$iscsi/initiatorname.iscsi
printf '%s\n' 'iface.iscsi_ifacename = st0' 'iface.net_ifacename = a0' 'iface.transport_name = tcp' >$iscsi/ifaces/st0
printf '%s\n' 'node.name = iqn.2001-05.com.example:a' 'node.tpgt = 1' 'node.startup = automatic' \
	'iface.iscsi_ifacename = st0' 'iface.net_ifacename = a0' 'iface.transport_name = tcp' \
	'node.conn[0].address = 10.9.9.50' 'node.conn[0].port = 3260' >"$node/st0"
chmod 755 . root

check() { ns_exec "${run[@]}" check --root root "$@" >out 2>err; }
state() {
	ns_exec "${run[@]}" query --root root -f csv "SELECT state, why FROM coverage WHERE fact = '$1'" >out 2>err
	# shellcheck disable=SC2053
	[[ $(tr -d '\r' <out | tail -n 1) == $2 ]] || fail "coverage of $1"
}

# No rule of records says that there is none of something, nor that all is well with it.
storage=(storage-reachable target-multipath route-mtu storage-port-static storage-mtu-equal node-startup
	node-logged-in portal-bound target-paths multipath-timeouts)
says_not_evaluated() {
	for rule in "$@"; do
		uplint rules "$rule" >/dev/null 2>&1 || continue
		[ "$(jq -r --arg rule "$rule" '.rules[] | select(.rule == $rule) | .status' out)" = not-evaluated ] ||
			fail "$rule: $(jq -c --arg rule "$rule" '(.rules[], .results[]) | select(.rule == $rule) | [.status, .reason]' out)"
	done
}

run=(uplint)
check -f json
[ "$(jq '[.results[] | select(.rule == "record-syntax" or .rule == "node-logged-in")] | length' out)" -gt 0 ] || fail "the record is not read at all"

# The folder of records is root's alone, as distributions have it.
if command -v setpriv >/dev/null && cp "$BUILD/uplint" uplint-for-all && chmod 755 uplint-for-all; then
	chmod 700 $iscsi/nodes
	run=(setpriv --reuid=65534 --regid=65534 --clear-groups -- ./uplint-for-all)
	state iscsi_node 'absent,/etc/iscsi/nodes: permission denied'
	check -f json
	says_not_evaluated "${storage[@]}"
	check
	grep -qE '^ +[0-9]+ checks  sudo uplint check$' out || fail "no word of sudo"
	lacks out 'iscsiadm -m node'
	chmod 755 $iscsi/nodes
	run=(uplint)
else
	left_out "an ordinary user: setpriv is not installed"
fi

# Too few descriptors: what is said then is said of the whole too; the rest is not evaluated.
told() {
	jq -r '(.results[] | select(.status | test("compliant")) | [.rule, .subject, .status]),
		(.rules[] | select(.status == "not-applicable") | [.rule, .status]) | @tsv' "$1" | sort
}
check -f json
told out >whole
cut=0
for n in 4 5 6 7 8 9 10; do
	(
		ulimit -n $n
		exec uplint check --root root --netns "$ns" -f json
	) 2>err >out
	[ -s out ] || continue
	told out | comm -23 - whole >beyond
	[ ! -s beyond ] || fail "with $n descriptors: $(cat beyond)"
	[ "$(told out | wc -l)" -eq "$(wc -l <whole)" ] || cut=1
done
[ $cut -eq 1 ] || left_out "too few descriptors: there were always enough"

# A file, and a folder, of which the disk gives no more.
if command -v cc >/dev/null && cc -shared -fPIC -D_GNU_SOURCE -o unread.so "$ROOT/tests/live/unread.c" -ldl 2>err &&
	! ldd "$BUILD/uplint" | grep -q libasan; then
	run=(env LD_PRELOAD="$PWD/unread.so" UNREAD=/ifaces/st0 uplint)
	state iscsi_iface 'partial,*/ifaces/st0: Input/output error*'
	check -f json
	jq -e '[.rules[] | select(.status == "not-applicable" and (.reason | test("no software iface record")))] == []' out >/dev/null ||
		fail "no software iface record: $(jq -c '.rules[] | select(.rule | test("iface"))' out)"
	run=(env LD_PRELOAD="$PWD/unread.so" UNREAD=/etc/iscsi/nodes uplint)
	state iscsi_node 'absent,/etc/iscsi/nodes: Input/output error'
	check -f json
	says_not_evaluated "${storage[@]}"
	run=(env LD_PRELOAD="$PWD/unread.so" UNREAD=/etc/iscsi/nodes uplint)
	"${run[@]}" query -f csv "SELECT state FROM coverage WHERE fact = 'iscsi_node'" root >out 2>err
	! tail -n 1 out | grep -q read || fail "a saved tree: the folder ended early, and is whole"
	run=(uplint)
else
	left_out "faults of the disk: no compiler, or another library stands first"
fi

# More records than are looked at.
(cd $iscsi/ifaces && seq -f 'x%g' 10001 | xargs touch)
state iscsi_iface 'partial,*/etc/iscsi/ifaces: too many files, the rest was not read*'
ns_exec uplint query --root root -f csv "SELECT reason FROM note WHERE reason LIKE 'too many%'" >out
has out 'too many files, the rest was not read'
