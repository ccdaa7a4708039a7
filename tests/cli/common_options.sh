#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every command that reads facts knows the common options, in both spellings.
. "$ROOT/tests/cli/lib.sh"
faulty_host web02 | sed 's/10.10.10.12/10.10.20.12/' >host.yaml

every=("check host.yaml --select one-nic-per-subnet" "path 10.10.10.50 host.yaml" "snapshot host.yaml"
	"query .tables" "query 'SELECT host FROM interface' host.yaml" "rules" "rules one-nic-per-subnet")
for words in "${every[@]}"; do
	for option in -q --quiet -v --verbose "-j 1" -j2 --jobs=4 --color=never; do
		eval "ends 0 uplint $words $option"
		[ -s out ] || [[ $words == check* ]] || fail "$words $option said nothing"
	done
	for wrong in 0 -1 x '' 1000000; do
		eval "ends 2 uplint $words -j '$wrong'"
		has err "jobs"
	done
done

# A line that is not understood, and the policy in use, are for whoever asks.
echo 'note: [{ line_text: "what is this", reason: no such word }]' >>host.yaml
echo 'expect: {}' >uplint.yaml
for words in "path 10.10.10.50" "query 'SELECT 1'"; do
	eval "ends 0 uplint $words host.yaml -v"
	has err "policy: ./uplint.yaml"
	has err "what is this"
	eval "ends 0 uplint $words host.yaml"
	empty err
done
ends 0 uplint snapshot -v host.yaml
has err "what is this"

# One in short, all in full.
ends 0 uplint rules -q
[ "$(grep -c ' ' out)" -eq 0 ] || fail "more than ids"
grep -qx one-nic-per-subnet out || fail "no ids"
ends 0 uplint rules -v
has out "References"
