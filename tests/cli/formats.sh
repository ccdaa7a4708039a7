#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each of line, github and junit says of every fixture what the JSON says, which is as its schema has it, in the form
# that its readers ask for.
. "$ROOT/tests/cli/formats.lib.sh"
command -v jq >/dev/null || { echo "no jq here"; exit 77; }
every_fixture
reports json
jq -e '.summary | .hosts > 150 and .waived > 0 and .not_evaluated > 0' json >/dev/null || fail "too little to report on"
jq -e '[.sources[].error // empty] | length > 2' json >/dev/null || fail "every source was read"
schema=$ROOT/checker/format/uplint.schema.json
npm=yes
has_npm @actions/core ajv@8 ajv-formats || npm=
if [ -n "$npm" ]; then
	valid "$schema" json strict
	echo '{}' >wrong.json
	! node "$ROOT/tests/cli/validate.js" "$schema" wrong.json >/dev/null || fail "the schema allows anything"
else
	left_out "the schema of the JSON, and github beside @actions/core: no npm here, or no registry"
fi

# An origin is a file of the input, if not one in an archive, and a line of it.
jq -r '.results[].origin | values | "\(.line) \(.file)"' json | sort -k2 -k1,1n | awk '{ line[substr($0, length($1) + 2)] = $1 }
	END { for (file in line) print line[file], file }' >places
[ "$(wc -l <places)" -gt 150 ] || fail "too few origins"
while read -r line file; do
	while [ ! -e "$file" ]; do file=$(dirname "$file") line=0; done
	[ -f "$file" ] || fail "no file of the input: $file"
	[[ $file == *.gz ]] || [ "$line" -le "$(awk 'END { print NR }' "$file")" ] || fail "$file has no line $line"
done <places

# line: for vim and grep, in the JSON's order.
reports line
jq -r '.results[] | select(.status == "non-compliant") |
	(if .origin then "\(.origin.file):\(.origin.line)" else .host end) +
	": \(.severity): \(.host): \(.message) [\(.rule)]"' json | cmp - line || fail "line is not as the JSON"
! grep -vE '^(.+:[0-9]+|[^:]+): (error|warning|info): .+: .+ \[[a-z0-9-]+\]$' line >others || fail "no finding: $(cat others)"
if vim --version 2>/dev/null | grep -q '+quickfix'; then
	vim -N -u NONE -i NONE -es -c 'set errorformat=%f:%l:\ %t%*[^:]:\ %m' -c 'cgetfile line' \
		-c 'call writefile(map(filter(getqflist(), "v:val.valid"), "bufname(v:val.bufnr) . \":\" . v:val.lnum"), "places")' \
		-c 'qa!' </dev/null >/dev/null 2>&1
	jq -r '.results[] | select(.status == "non-compliant" and .origin) | "\(.origin.file):\(.origin.line)"' json |
		diff - places >difference || fail "vim does not find the places: $(head -n 5 difference)"
else
	left_out "line in vim: no vim with quickfix here"
fi

# github: byte by byte.
reports github
if [ -n "$npm" ]; then
	node "$ROOT/tests/cli/annotations.mjs" "$NODE_PATH" json >reference || fail "@actions/core"
	diff reference github >difference || fail "github is not as @actions/core writes it: $(head -n 6 difference)"
fi
for kind in error warning notice; do
	[ "$(grep -c "^::$kind " github)" -eq 10 ] || fail "not 10 of ${kind}s"
done

# junit: a case for each result and each rule without one, names unique.
reports junit
cases() { grep -c "$1" junit; }
[ "$(cases '<testcase classname="uplint\.')" -eq "$(jq '(.results + .rules) | length' json)" ] || fail "cases"
[ "$(cases '<failure ')" -eq "$(jq .summary.non_compliant json)" ] || fail "failures"
[ "$(cases '<error ')" -eq "$(jq '[.sources[].error // empty] | length' json)" ] || fail "errors"
[ "$(cases '<skipped ')" -eq "$(jq '.summary | .waived + .not_evaluated + .not_applicable' json)" ] || fail "skipped"
if command -v xmllint >/dev/null; then
	xmllint --noout --schema "$ROOT/tests/cli/junit.xsd" junit 2>complaints || fail "junit: $(head -n 5 complaints)"
	printf '%s\n' '<testsuites name="x" tests="2" failures="0" errors="0"><testsuite name="y" tests="2" failures="0"' \
		'errors="0" skipped="0"><testcase classname="a" name="b"/><testcase classname="a" name="b"/></testsuite></testsuites>' >twice
	! xmllint --noout --schema "$ROOT/tests/cli/junit.xsd" twice 2>/dev/null || fail "the schema lets names be the same"
else
	left_out "the schema of JUnit: no xmllint here"
fi

# With --strict what is not evaluated is an error.
faulty_host >unknown.yaml
ends 2 uplint check unknown.yaml --select arp-flux --strict -f junit
grep -q '<error type="not-evaluated"' out || fail "not evaluated is no error with --strict"

# Hostile names: no line is added, no value ends early, no name of a case is that of another one.
mkdir hostile
rm uplint.yaml
faulty_host '"web\n::error::x <&> \"%0A, \e[31m\uFFFF"' >'hostile/a,b:c 50%.yaml'
faulty_host '"x 10.10.10.0/24"' | sed '/^address/,$d' >hostile/b.yaml
faulty_host x >hostile/c.yaml
only=(--select one-nic-per-subnet)
ends 1 uplint check "${only[@]}" hostile -f line
[ "$(wc -l <out)" -eq 2 ] || fail "not a line for each finding"
harmless out
has out 'hostile/a,b:c 50%.yaml:4: warning: web\n::error::x <&> "%0A, \x1B[31m'
ends 1 uplint check "${only[@]}" hostile -f github
[ "$(grep -c ^:: out)" -eq "$(wc -l <out)" ] || fail "github: not a command for each finding"
has out '::warning title=web%0A%3A%3Aerror%3A%3Ax <&> "%250A%2C \x1B[31m'
has out ',file=hostile/a%2Cb%3Ac 50%25.yaml,line=4::'
ends 1 uplint check "${only[@]}" hostile -f junit
harmless out
has out 'name="x\x2010.10.10.0/24"'
has out 'name="x 10.10.10.0/24"'
! command -v xmllint >/dev/null || xmllint --noout --schema "$ROOT/tests/cli/junit.xsd" out 2>err || fail "hostile junit"

# Nothing that was not read, and no rule that is broken, looks like a success.
ends 2 uplint check no-such-file -f junit
has out '<error type="uplint" message="no-such-file'
ends 2 uplint check no-such-file -f github
has out '::error title=uplint::no-such-file'
mkdir rules
printf '%s\n' 'title: t' 'severity: info' 'why: w' 'message: m' 'query: SELECT nothing FROM interface' >rules/mine.yaml
ends 2 uplint check -r rules hostile/c.yaml -f junit
has out '<error type="broken" message="rules/mine.yaml:'
ends 2 uplint check -r rules hostile/c.yaml -f github
has out '::error title=uplint::rule mine is broken: rules/mine.yaml:'
