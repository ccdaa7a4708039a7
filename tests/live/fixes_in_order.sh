#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hosts with faults: all fixes that the report prints, pasted in its order, once as JSON has them and
# once as the page has them. After each the operator still gets in and out, and storage that was
# reachable is; in the end the report is clean, after a boot as well, and pasting all again changes
# nothing. FAULTS='NAME…' takes those alone.
. "$ROOT/tests/live/lib.sh"
need_namespaces
for tool in perl sysctl; do
	command -v $tool >/dev/null || skip "$tool is not installed"
done

# one NAME ORDER: its words are in NAME-ORDER/log, its status in NAME-ORDER/status.
one() {
	(cd "$1-$2" && world=$3 timeout 60 ip netns exec "$4" bash "$ROOT/tests/live/fixes_in_order_host.lib.sh" \
		"$ROOT/fixtures/faults/$1.sh" "$2" >log 2>&1
	echo $? >status)
}

failed=0 count=0
for script in $(cd "$ROOT/fixtures/faults" && ls ${FAULTS:-*.sh}); do
	name=${script%.sh}
	for order in json text; do
		mkdir "$name-$order"
		ns_new "$name-$order-world" world
		ns_new "$name-$order"
		one "$name" "$order" "$world" "$ns" &
		count=$((count + 1))
		[ $((count % 4)) -ne 0 ] || wait
	done
done
wait
for log in */log; do
	[ "$(cat "${log%/log}/status")" = 0 ] || { failed=1; echo "${log%/log}: $(head -n 12 "$log")"; }
done
[ "$count" -gt 0 ] || fail "no host"
exit $failed
