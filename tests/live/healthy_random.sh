#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Healthy hosts put together at random: no warning, no error. Fixed ones, or new ones with SOAK.
. "$ROOT/tests/live/lib.sh"
need_kind macvlan

world=''
made=$(seeds {1..30})
for seed in $made; do
	mkdir -p "$seed/root/etc"
	echo "h$seed" >"$seed/root/etc/hostname"
	awk -v seed="$seed" -f "$ROOT/tests/live/random_healthy.awk" >"$seed/host.sh"
	ns_new "healthy$seed-w" world
	ns_new "healthy$seed"
	(cd "$seed" && world=$world ns_exec sh -eu -c '. "$ROOT/tests/live/hosts.lib.sh" && . ./host.sh' >log 2>&1) ||
		{ cat "$seed/log"; fail "seed $seed: not built"; }
	echo "$ns" >"$seed/ns"
done
sleep 1.3 # until devices without carrier are known as such
alarms=0
for seed in $made; do
	ns=$(cat "$seed/ns")
	ns_exec uplint check --root "$seed/root" -f json >out 2>err
	[ $? -le 1 ] || fail "seed $seed: the check failed"
	jq -r '.results[] | select(.status == "non-compliant" and .severity != "info") | "\(.severity) \(.rule) \(.subject): \(.message)"' out >found
	[ ! -s found ] || { alarms=1; sed "s/^/seed $seed: /" found; }
done
exit $alarms
