#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# keep.sh DIR NAME: makes fixtures/path/NAME of what random.sh left in DIR
# (KEEP=…, below it a directory for each seed): the snapshot, and of each flow
# the queries that disagreed and some others, with the kernel's answers.
set -eu
from=$1 to=$(cd "$(dirname "$0")" && pwd)/../../fixtures/path/$2
mkdir -p "$to"
sed -e 's/^host: .*/host: random/' -e 's/^version: \([0-9.]*\).*/version: \1/' "$from/host.yaml" >"$to/host.yaml"
awk -v to="$to" '
FILENAME ~ /verdict$/ { if (/^query /) wanted[$2 + 0] = 1; next }
FILENAME ~ /errors$/ {
	if (/^Command failed /) { sub(/.*:/, ""); error[$0 + 0] = message } else message = $0
	next
}
FILENAME ~ /kernel$/ { answers[++n] = $0; next }
{
	flow = $0
	sub(/^route get [^ ]*/, flow ~ /get [^ ]*:/ ? "6" : "4", flow)
	if (flow != last) taken = 0
	last = flow
	if (!(FNR in error)) answer = answers[++used]
	if (!(FNR in wanted) && FNR % 17 != 3) next
	if (++taken > 4) next
	print > (to "/queries")
	kept++
	if (FNR in error) print error[FNR] "\nCommand failed queries:" kept > (to "/errors")
	else print answer > (to "/kernel")
}
END { printf "" >> (to "/errors") }' "$from/verdict" "$from/errors" "$from/kernel" "$from/queries"
