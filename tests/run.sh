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
passed=0 failed=0 skipped=0
least=135

all_tests() {
	find "$build/unit" -maxdepth 1 -name 'test_*' -type f -executable
	find "$root/tests" -maxdepth 1 -name '*.sh' ! -name run.sh ! -name '*lib.sh'
	for area in cli live; do
		[ -d "$root/tests/$area" ] && find "$root/tests/$area" -name '*.sh' ! -name '*lib.sh'
	done
}

run_one() {
	local name=${1#"$root/"} dir status limit=
	dir=$(mktemp -d)
	if [[ $1 == *.sh ]]; then
		limit=$(sed -n 's/^# Time limit: \([0-9]*\) s$/\1/p' "$1")
		[ -z "${SOAK-}" ] || limit=0
		(cd "$dir" && timeout "${limit:-300}" bash "$1") >"$dir.log" 2>&1 </dev/null
	else
		(cd "$root" && timeout 300 "$1") >"$dir.log" 2>&1 </dev/null
	fi
	status=$?
	case $status in
	0)
		passed=$((passed + 1))
		sed -n "s|^left out: |partly  $name: |p" "$dir.log"
		;;
	77)
		skipped=$((skipped + 1))
		echo "skipped $name: $(tail -n 1 "$dir.log")"
		;;
	*)
		failed=$((failed + 1))
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

run_all() {
	local test
	for test; do
		[ -e "$test" ] || test=$root/$test
		run_one "$(realpath "$test")"
	done
}

# Units and scripts need a processor each, and nothing of each other.
units=() scripts=()
for test in "${tests[@]}"; do
	case $test in
	*.sh) scripts+=("$test") ;;
	*) units+=("$test") ;;
	esac
done
beside=$(mktemp)
(
	run_all "${units[@]}"
	echo "$passed $failed $skipped" >"$beside.counts"
) >"$beside" 2>&1 &
run_all "${scripts[@]}"
wait
cat "$beside"
read -r more_passed more_failed more_skipped <"$beside.counts"
rm -f "$beside" "$beside.counts"
passed=$((passed + more_passed)) failed=$((failed + more_failed)) skipped=$((skipped + more_skipped))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
