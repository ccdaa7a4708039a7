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

# one SCRIPT NAME ORDER WORLD HOST: its words are in NAME-ORDER/log, its status in NAME-ORDER/status.
one() {
	(cd "$2-$3" && world=$4 timeout 60 ip netns exec "$5" bash "$ROOT/tests/live/fixes_in_order_host.lib.sh" "$1" "$3" >log 2>&1
	echo $? >status)
}

if [ -n "${SOAK-}" ]; then
	scripts=()
else
	# shellcheck disable=SC2206 # FAULTS may be a pattern
	scripts=("$ROOT"/fixtures/faults/${FAULTS:-*}.sh)
fi
[ -n "${FAULTS-}" ] || for seed in $(seeds 2 3 5 8 13 21); do
	awk -v seed="$seed" -f "$ROOT/tests/live/random_faults.awk" >"random-$seed.sh"
	scripts+=("$PWD/random-$seed.sh")
done
failed=0 count=0 world=''
for script in "${scripts[@]}"; do
	name=$(basename "$script" .sh)
	for order in json text; do
		mkdir "$name-$order"
		ns_new "$name-$order-w" world
		ns_new "$name-$order"
		one "$script" "$name" "$order" "$world" "$ns" &
		count=$((count + 1))
		[ "$count" -lt 4 ] || wait -n
	done
done
wait
for log in */log; do
	[ "$(cat "${log%/log}/status")" = 0 ] || { failed=1; echo "${log%/log}: $(head -n 12 "$log")"; }
done
[ "$count" -gt 0 ] || fail "no host"
exit $failed
