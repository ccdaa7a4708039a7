#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hosts as people run them: no warning and no error on any of fixtures/healthy, but for those that
# its header announces with `# expect: SEVERITY RULE SUBJECT`, each with the reason on the next line.
. "$ROOT/tests/cli/lib.sh"
command -v jq >/dev/null || { echo "jq is not installed"; exit 77; }

failed=0 count=0
for host in "$ROOT"/fixtures/healthy/*.yaml; do
	uplint check -f json "$host" >out 2>err
	[ $? -le 1 ] || fail "$host: the check failed"
	jq -r '.results[] | select(.status == "non-compliant" and .severity != "info") |
		"\(.severity) \(.rule) \(.subject)"' out | sort >found
	[ "$(jq '.summary.compliant' out)" -gt 0 ] || fail "$host: nothing was examined"
	[ "$(jq '.summary.broken' out)" = 0 ] || fail "$host: broken rules"
	sed -n 's/^# expect: //p' "$host" | sort >wanted
	diff wanted found >difference || { failed=1; echo "$(basename "$host"): $(grep '^[<>]' difference | tr '\n' ';')"; }
	! grep -A 1 '^# expect: ' "$host" | grep -qvE '^# (expect: |[^ ])' || fail "$host: an expected finding without its reason"
	count=$((count + 1))
done
[ $count -ge 80 ] || fail "only $count hosts"
exit $failed
