#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# JSON is what the contract says.
. "$ROOT/tests/cli/lib.sh"
command -v jq >/dev/null || { echo "no jq here"; exit 77; }
know_formats
faulty_host >bad.yaml

ends 1 uplint check bad.yaml -f json --ignore one-default-route
jq -e '.uplint and .schema == 1' out >/dev/null || fail "no head"
jq -e '[.summary[] | numbers] | length == 7' out >/dev/null || fail "summary"
jq -e '.hosts | length == 1 and .[0].host == "web01" and (.[0] | has("captured"))' out >/dev/null ||
	fail "hosts"
jq -e '.results[] | select(.rule == "one-nic-per-subnet" and .status == "non-compliant")
	| .subject == "10.10.10.0/24" and .severity == "warning" and (.origin.line > 0)
	and (.fix | type) == "array" and (.verify | type) == "array"
	and (.evidence | type) == "object" and (.fingerprint | length) == 32' out >/dev/null ||
	fail "result"
jq -e '[.results[].status] - ["compliant", "non-compliant", "waived", "not-evaluated"] == []' out >/dev/null ||
	fail "status of a result"
jq -e '.rules | length > 0 and all(.reason != null and .host == "web01")' out >/dev/null || fail "rules"
jq -e '[.rules[].status] - ["not-applicable", "not-evaluated", "broken"] == []' out >/dev/null ||
	fail "status of a rule"
jq -e '.summary as $s | ([.results[] | select(.status == "non-compliant")] | length) == $s.non_compliant
	and ([.results[] | select(.status == "compliant")] | length) == $s.compliant' out >/dev/null ||
	fail "summary and results differ"
jq -e '.results == (.results | sort_by(.host, .rule, .subject))' out >/dev/null || fail "not sorted"

results=$(jq '.results | length' out)
uplint check bad.yaml -f jsonl >lines
[ "$(wc -l <lines)" -ge "$results" ] || fail "lines"
jq -es 'last.type == "summary" and (.[:-1] | all(.type == "result"))' lines >/dev/null || fail "jsonl"

# Each format that calls itself JSON is made of JSON texts.
for format in "${formats[@]}"; do
	[[ $format != *json* ]] || { uplint check bad.yaml -f "$format" >out; jq -es 'length > 0' out >/dev/null || fail "$format"; }
done

ends 0 uplint rules -f json
jq -e '.rules | length > 0 and all(.rule and .title and .why and .query)' out >/dev/null || fail "rules -f json"
ends 0 uplint query 'SELECT name, mtu, speed FROM interface ORDER BY name' bad.yaml -f json
jq -e '. == [{name: "eth1", mtu: 1500, speed: null}, {name: "eth2", mtu: 1500, speed: null}]' out >/dev/null ||
	fail "query -f json"
