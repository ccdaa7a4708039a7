#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# SARIF has every finding of the JSON at a file and line, as its schema and Sarif.Multitool want it and as GitHub takes it.
. "$ROOT/tests/cli/formats.lib.sh"
command -v jq >/dev/null || { echo "no jq here"; exit 77; }
every_fixture
npm=yes
has_npm @microsoft/sarif-multitool ajv@8 ajv-formats || npm=
[ -n "$npm" ] || left_out "schema of SARIF and Sarif.Multitool: no npm here, or no registry"

# As the schema of SARIF has it, and Sarif.Multitool, which tells errors in words alone.
checked() {
	local package=$NODE_PATH/@microsoft/sarif-multitool-linux
	[ -n "$npm" ] || return 0
	valid "$package/sarif-2.1.0.json" "$1"
	chmod +x "$package/Sarif.Multitool"
	"$package/Sarif.Multitool" validate "$1" >complaints
	grep -q 'Analysis completed successfully' complaints || fail "Sarif.Multitool did not end: $(head -n 5 complaints)"
	! grep -E '(: error |warning SARIF1)' complaints >errors || fail "$1: $(head -n 5 errors)"
}

reports json
reports sarif --sarif-anchor hosts/all.yaml
mv sarif every.sarif
checked every.sarif
jq -c '.results[] | select(.status | IN("non-compliant", "waived")) |
	[.rule, .fingerprint, .message, (.severity | sub("info"; "note")), .origin.line // 1, .reason // null]' json >wanted
jq -c '.runs[0].results[] | [.ruleId, .partialFingerprints["uplintFinding/v1"], .message.text, .level,
	.locations[0].physicalLocation.region.startLine, .suppressions[0].justification]' every.sarif | diff wanted - >difference ||
	fail "not what the JSON says: $(head -n 4 difference)"
jq -e '.runs[0] | .tool.driver.rules as $rules | .results | length > 100 and all(
	.kind == "fail" and $rules[.ruleIndex].id == .ruleId and (.locations | length) == 1
	and (.locations[0].physicalLocation.artifactLocation.uri | length > 0 and (startswith("/") | not))
	and (.locations[0].logicalLocations[0].fullyQualifiedName | contains("/"))
	and (.suppressions | type) == "array" and (.partialFingerprints | keys) == ["uplintFinding/v1"])' every.sarif >/dev/null ||
	fail "a result lacks what GitHub asks for"
jq -e '.runs[0].tool.driver.rules | length > 100 and all(.shortDescription.text != "" and .help.markdown != ""
	and (.fullDescription.text | length) <= 1000 and (.properties.tags // [] | length) <= 20
	and (.properties["problem.severity"] | IN("error", "warning", "recommendation")))' every.sarif >/dev/null ||
	fail "a rule lacks what GitHub asks for"
jq -e '.runs[0].invocations[0] | .executionSuccessful == false
	and (.toolExecutionNotifications | length > 2 and all(.level == "error"))
	and (.toolConfigurationNotifications | any(.message.text | contains("arp-flux")))' every.sarif >/dev/null ||
	fail "sources that were not read are not told"

# Where nothing says that it is a file, it needs an anchor, or there is no document at all.
rm uplint.yaml
faulty_host >host.yaml
location='.runs[0].results[0].locations[0].physicalLocation | [.artifactLocation.uri, .artifactLocation.uriBaseId, .region.startLine]'
at() { [ "$(jq -c "$location" "$1")" = "$2" ] || fail "$1 is at $(jq -c "$location" "$1"), not $2"; }
only=(--select one-nic-per-subnet -f sarif)
ends 2 uplint check "${only[@]}" -o no.sarif - <host.yaml
has err "--sarif-anchor FILE"
[ ! -e no.sarif ] || fail "a document without a place was written"
ends 1 uplint check "${only[@]}" --sarif-anchor 'a b/host.yaml' - <host.yaml
at out '["a%20b/host.yaml",null,1]'

# The file as it was given, relative: percent-encoded, in an archive, below the working directory and elsewhere.
mkdir 'odd: 50%'
cp host.yaml 'odd: 50%/ü#?.yaml'
ends 1 uplint check "${only[@]}" './odd: 50%/ü#?.yaml'
cp out odd.sarif
at out '["odd%3A%2050%25/%C3%BC%23%3F.yaml",null,4]'
checked odd.sarif
tar -czf hosts.tgz host.yaml
ends 1 uplint check "${only[@]}" hosts.tgz
at out '["hosts.tgz/host.yaml",null,4]'
ends 1 uplint check "${only[@]}" "$(pwd -P)/host.yaml"
at out '["host.yaml",null,4]'
mkdir elsewhere
(cd elsewhere && uplint check "${only[@]}" "$(cd .. && pwd -P)/host.yaml") >out
at out "[\"$(pwd -P | cut -c2-)/host.yaml\",\"ROOT\",4]"

# Clean is an empty list and a success; what could not be done is none, though its list be empty.
faulty_host | sed '/address: 10.10.10.12/d' >clean.yaml
ends 0 uplint check "${only[@]}" clean.yaml
jq -e '.runs[0] | .results == [] and .invocations[0].executionSuccessful' out >/dev/null || fail "clean"
ends 2 uplint check "${only[@]}" clean.yaml no-such-file
jq -e '.runs[0] | .results == [] and .invocations[0].executionSuccessful == false' out >/dev/null || fail "a source is missing"
ends 2 uplint check -f sarif --select iface-bound clean.yaml
jq -e '.runs[0] | .results == [] and .invocations[0].executionSuccessful == false' out >/dev/null || fail "nothing to judge"
mkdir rules
printf '%s\n' 'title: t' 'severity: info' 'why: w' 'message: m' 'query: SELECT nothing FROM interface' >rules/mine.yaml
ends 2 uplint check -r rules clean.yaml -f sarif
jq -e '.runs[0].invocations[0].toolExecutionNotifications | length == 1 and .[0].associatedRule.id == "mine"' out >/dev/null ||
	fail "a broken rule is not told"
cp out broken.sarif
checked broken.sarif
