# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For the tests of report formats: all there is to report on, and the tools that read reports.
. "$ROOT/tests/cli/lib.sh"

# reports FORMAT [OPTION...]: of a failing host of each rule, of each input and of each
# capture, some of which cannot be read as they lie, with one rule waived, into ./FORMAT.
reports() {
	uplint check -f "$1" -o "$1" "${@:2}" every "$ROOT"/fixtures/inputs/*/input* "$ROOT"/fixtures/captures/* 2>err
}

every_fixture() {
	local file
	mkdir every
	for file in "$ROOT"/fixtures/rules/*/fail.yaml; do
		file=${file#"$ROOT/fixtures/rules/"}
		awk '/^---/ { exit } { print }' "$ROOT/fixtures/rules/$file" >"every/${file//\//-}"
	done
	{
		echo 'waivers: [{ rule: one-nic-per-subnet, reason: "as <ever> & ever", ticket: N-1 },'
		echo '          { rule: arp-flux, reason: gone, expires: 2020-01-01 }]'
	} >uplint.yaml
}

# Names packages of npm that are installed once, beside the build, by one test at a time; fails where
# they cannot be had.
has_npm() {
	export NODE_PATH=$ROOT/build/npm/node_modules
	local lock
	exec {lock}>"$ROOT/build/npm.lock"
	flock "$lock"
	install_npm "$@"
	local status=$?
	exec {lock}>&-
	return $status
}
install_npm() {
	local package missing=()
	for package; do
		[ -e "$NODE_PATH/${package%@[0-9]*}/package.json" ] || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	command -v npm >/dev/null &&
		npm install --prefix "$ROOT/build/npm" --ignore-scripts --no-audit --no-fund --silent "${missing[@]}" >/dev/null 2>&1
}

# valid SCHEMA FILE [strict]
valid() { node "$ROOT/tests/cli/validate.js" "$@" >complaints || fail "$2 is not as $1 has it: $(cat complaints)"; }
