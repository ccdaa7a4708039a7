#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The cost of each rule is linear in what a host has: with twice the objects of
# a kind it takes at most 2.5 times the steps, those of its views among them, on
# every shape of tests/bench/shapes.awk.  There is no clock.  linear.sh [SHAPE …]
set -u
bench=$ROOT/tests/bench
steps=$BUILD/bench/steps
fail=0

# Rows of these are pairs of a port and a target: judged by what a pair costs.
pairs="bound-port-reaches-target storage-reachable"

# ratio SHAPE FILE TWICE: complains of rules that cost too much more for the second.
ratio() {
	awk -v shape="$1" -v pairs=" $pairs " '
		NR == FNR { cost[$1] = $2; rows[$1] = $3; next }
		$1 == "facts" { next }
		$4 != "" { print shape ": " $1 " was stopped"; bad = 1; next }
		{ seen++ }
		$2 < 4000 { next }
		!($1 in cost) { print shape ": " $1 " has no first figure"; bad = 1; next }
		{
			most = 2.5
			if (index(pairs, " " $1 " ") && shape ~ /^esxi1?$/)
				most = 5
			if ($2 > most * cost[$1]) {
				printf "%s: %s takes %d steps, with twice the objects %d: %.1f times\n",
					shape, $1, cost[$1], $2, $2 / cost[$1]
				bad = 1
			}
		}
		END { if (!seen) { print shape ": nothing was measured"; bad = 1 } exit bad }' "$2" "$3"
}

measure() { # SHAPE N TO
	awk -v shape="$1" -v n="$2" -f "$bench/shapes.awk" >"$3.yaml" || return 1
	[ "$1" = policy ] && awk -v n="$2" -f "$bench/policy.awk" >"$3.policy.yaml"
	if [ "$1" = policy ]; then
		"$steps" "$3.yaml" "$3.policy.yaml" >"$3"
	else
		"$steps" "$3.yaml" >"$3"
	fi
}

shapes=${*:-$(awk -v list=1 -f "$bench/shapes.awk")}
[ -n "$shapes" ] || { echo "no shapes"; exit 1; }
for shape in $shapes; do
	measure "$shape" 100 once && measure "$shape" 200 twice && ratio "$shape" once twice || fail=1
done
[ $# -gt 0 ] && exit $fail

# Rules that look at several hosts, in steps of their own query: at 500 and 1,000
# hosts, all different, all clones, and each two alike.
for how in apart clones twins; do
	for n in 500 1000; do
		awk -v n=$n -f "$bench/hosts.awk" | awk -v how=$how -f "$bench/alike.awk" >hosts.$n.yaml
		"$steps" hosts.$n.yaml >hosts.$n
	done
	ratio "hosts $how" hosts.500 hosts.1000 || fail=1
done
exit $fail
