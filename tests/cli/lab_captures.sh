#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A snapshot made in the lab leads elsewhere to the findings that the host itself had.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

count=0
for snapshot in "$ROOT"/fixtures/captures/lab-*/uplint_snapshot.yaml; do
	uplint check -f json "$snapshot" >out 2>err
	[ $? -le 1 ] || fail "check $snapshot"
	jq -r '.results[] | select(.status == "non-compliant") | .rule + " " + .subject' out | sort >findings
	diff "${snapshot%/*}/uplint_findings.txt" findings >differ || fail "$snapshot: $(cat differ)"
	[ ! -s findings ] || count=$((count + 1))
done
[ $count -gt 0 ] || fail 'no snapshot of a faulty host'
