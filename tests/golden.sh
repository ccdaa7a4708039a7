#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fixtures/inputs/<case>/input* is read, and the outputs are compared with the
# files expected.<format> beside it.  UPDATE=1 rewrites them: git diff judges.
# A file `options` has options for check, so that a new rule changes no report.
# Then the same truth by another road: a snapshot of the input, in YAML and in
# JSON, has the same bytes again and leads to the same results.
set -u
here=$PWD
failed=0
has_jq=$(command -v jq) || echo "left out: the other roads, jq is not installed"

# Version and place of the input differ from run to run.
plain() { sed 's/"uplint": "[^"]*"/"uplint": "VERSION"/'; }

# What a result says, without where it was read.
truth() { uplint check -f json "$1" 2>/dev/null | jq -S 'del(.uplint, .sources, .hosts, .results[].origin)'; }

compare() {
	if [ -n "${UPDATE:-}" ]; then
		cp "$1" "$2"
	elif ! diff -u "$2" "$1"; then
		failed=1
	fi
}

outputs() {
	local input=$1
	uplint snapshot "$input" >"$here/snapshot"
	uplint check "${options[@]}" "$input" >"$here/text" 2>&1
	echo $? >"$here/status"
	uplint check "${options[@]}" -v "$input" >"$here/verbose" 2>&1
	uplint check "${options[@]}" -f json "$input" 2>"$here/err" | plain >"$here/json"
	for name in snapshot text verbose json status; do
		compare "$here/$name" "expected.$name"
	done
}

roads() {
	local input=$1
	[ -n "$has_jq" ] || return
	truth "$input" >"$here/truth"
	for format in yaml json; do
		uplint snapshot -f $format "$input" >"$here/copy.$format"
		uplint snapshot -f $format "$here/copy.$format" | cmp - "$here/copy.$format" || failed=1
		truth "$here/copy.$format" | diff -u "$here/truth" - || failed=1
	done
}

for directory in "$ROOT"/fixtures/inputs/*/; do
	cd "$directory" || exit 1
	input=$(echo input*)
	read -ra options <<<"$(cat options 2>/dev/null)"
	outputs "$input"
	roads "$input"
done
exit $failed
