#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A large input that somebody cuts short while it is read is an error, and no crash.
. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/cli/hosts.lib.sh"

# It is large enough to be mapped, and its last page has a NUL behind the text.
hosts 12000 7 >whole.yaml
[ "$(stat -c %s whole.yaml)" -gt $((9 << 20)) ] || fail "too small"
for after in 0.05 0.3 1; do
	cp whole.yaml large.yaml
	uplint check -j 2 -f json -o report.json large.yaml 2>err &
	child=$!
	sleep "$after"
	truncate -s 5000 large.yaml
	wait "$child"
	status=$?
	[ $status -eq 2 ] || fail "status $status after $after s"
	[ -s err ] || fail "no word after $after s"
	[ ! -e report.json ] || jq -e .hosts report.json >/dev/null || fail "half a report"
	rm -f report.json
done
