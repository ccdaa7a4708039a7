#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each fuzz target reads the captures, inputs and cases of fixtures/: whole, cut and damaged
# (tests/fuzz/main.c).
set -u
work=$PWD log=$PWD/log
cd "$ROOT" || exit

# The snapshot of a case, without what is expected of it.
mkdir "$work/native"
find fixtures/rules -name '*.yaml' -print0 | xargs -0 awk -v dir="$work/native" '
FNR == 1 { close(out); out = FILENAME; gsub("/", ":", out); out = dir "/" out; behind = 0 }
/^---/ { behind = 1 }
!behind { print >out }'

# What a command printed, behind the prompt at which it was typed; its name is that of the file.
mkdir "$work/esxi"
find fixtures/inputs/*/input fixtures/collect -name '*.txt' ! -name raw.txt -print0 |
	xargs -0 awk -v dir="$work/esxi" '
function spaced(text) { gsub(/[-_]/, " ", text); return text }
function words(text) { gsub(/_/, " ", text); return text }
FNR == 1 {
	close(out); out = FILENAME; gsub("/", ":", out); out = dir "/" out
	command = FILENAME; sub(/.*\//, "", command); sub(/\.txt$/, "", command)
	if (command ~ /cli_/ && match(command, /[-_]-[A-Za-z]-/))
		command = spaced(substr(command, 1, RSTART)) "-" substr(command, RSTART + 2, 1) " " \
			spaced(substr(command, RSTART + RLENGTH))
	else
		command = command ~ /cli_/ ? spaced(command) : words(command)
	print "[root@esx01:~] " command >out
}
{ print >out }'

corpus() {
	case $1 in
	ip | linux | iscsi) find fixtures/captures -type f ;;
	esxi) find fixtures/inputs/*/input fixtures/collect "$work/esxi" -type f ;;
	esx | transcript) find fixtures/inputs/*/input fixtures/collect fixtures/captures -type f ;;
	desired) find fixtures/captures/n[em]* fixtures/inputs fixtures/healthy fixtures/path \
		-name '*.y*ml' ;;
	native) find fixtures/inputs "$work/native" -name '*.yaml' -o -name expected.snapshot ;;
	*) find fixtures/captures fixtures/inputs fixtures/rules -type f ;;
	esac
}

failed=0
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	mapfile -t files < <(corpus "${name#fuzz_}" | sort)
	if [ ${#files[@]} -lt 50 ] || [ ! -x "$BUILD/fuzz/$name" ]; then
		echo "$name: ${#files[@]} files; make SAN=1 fuzz builds the target"
		failed=1
	elif ! "$BUILD/fuzz/$name" "${files[@]}" 2>"$log"; then
		echo "$name: $(grep '^reading ' "$log" | tail -n 1)"
		grep -v '^reading ' "$log" | head -n 30
		failed=1
	fi
done
exit $failed
