#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs every test there is, or those named, against the build in $1:
#   unit binaries, and the scripts tests/*.sh and tests/{cli,live}/*.sh.
# A unit runs in the project, a script in an empty directory with uplint in
# PATH; it passes with 0 and is skipped with 77, the last line of its output being the reason.
# A line `left out: WHY` of one that passes is told too: that part could not be done here.
# A script that needs more than 300 s says so in a line `# Time limit: N s`; with SOAK there is none.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
shift
export ROOT=$root BUILD=$build PATH=$build:$PATH LC_ALL=C.UTF-8 UPLINT_POLICY=
unset NO_COLOR UPLINT_POLICY
least=135

all_tests() {
	find "$build/unit" -maxdepth 1 -name 'test_*' -type f -executable
	find "$root/tests" -maxdepth 1 -name '*.sh' ! -name run.sh ! -name '*lib.sh'
	for area in cli live; do
		[ -d "$root/tests/$area" ] && find "$root/tests/$area" -name '*.sh' ! -name '*lib.sh'
	done
}

# shellcheck disable=SC2317 # xargs calls it
run_one() {
	local name=${1#"$ROOT/"} dir status limit='' started=$SECONDS
	dir=$(mktemp -d)
	if [[ $1 == *.sh ]]; then
		limit=$(sed -n 's/^# Time limit: \([0-9]*\) s$/\1/p' "$1")
		[ -z "${SOAK-}" ] || limit=0
		(cd "$dir" && timeout "${limit:-300}" bash "$1") >"$dir.log" 2>&1 </dev/null
	else
		(cd "$ROOT" && timeout 300 "$1") >"$dir.log" 2>&1 </dev/null
	fi
	status=$?
	echo "$status $((SECONDS - started)) $name" >>"$results"
	case $status in
	0)
		sed -n "s|^left out: |partly  $name: |p" "$dir.log"
		;;
	77)
		echo "skipped $name: $(tail -n 1 "$dir.log")"
		;;
	*)
		echo "FAILED  $name (status $status)"
		sed 's/^/        /' "$dir.log" | tail -n 60
		;;
	esac
	rm -rf "$dir" "$dir.log"
}

if [ $# -eq 0 ]; then
	mapfile -t tests < <(all_tests | sort)
	if [ ${#tests[@]} -lt $least ]; then
		echo "only ${#tests[@]} tests are found of at least $least: make SAN=1 all units fuzz man"
		exit 1
	fi
else
	tests=("$@")
fi

# A test needs a processor, and nothing of another one; those that take longest begin.
mapfile -t tests < <(
	for test in "${tests[@]}"; do
		[ -e "$test" ] || test=$root/$test
		seconds=$(grep -m 1 -o '^# Time limit: [0-9]* s$' "$test" | tr -dc 0-9)
		echo "${seconds:-300} $(realpath "$test")"
	done | sort -s -n -r -k 1,1 | cut -d ' ' -f 2-
)
results=$(mktemp)
export results
export -f run_one
jobs=$(nproc)
[ -z "${UPDATE-}" ] || jobs=1 # those that write known answers write the same files
# shellcheck disable=SC2016 # for the inner shell
printf '%s\n' "${tests[@]}" |
	xargs -d '\n' -P "$jobs" -n 1 bash -c 'told=$(run_one "$1"); [ -z "$told" ] || printf "%s\n" "$told"' sh
sort -k 2,2 -n -r "$results" | awk '$2 >= 60 { printf "%s%s %d s", (n++ ? ", " : "slow: "), $3, $2 } END { if (n) print "" }'
awk '{ $1 == 0 ? passed++ : $1 == 77 ? skipped++ : failed++ }
	END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit failed > 0 || NR == 0 }' "$results"
status=$?
rm -f "$results"
exit $status
