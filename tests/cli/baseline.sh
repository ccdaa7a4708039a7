#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A baseline: what it holds is waived; what is new, known and gone is counted.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

only=(--select one-nic-per-subnet)
counts() { jq -e ".baseline == {new: $1, known: $2, gone: $3}" out >/dev/null || fail "not $1 new, $2 known, $3 gone"; }

faulty_host web01 >1.yaml
faulty_host web02 >2.yaml
sed '/address: 10.10.10.12/d' 1.yaml >fixed.yaml

ends 1 uplint check "${only[@]}" --write-baseline base.json 1.yaml
ends 0 uplint check "${only[@]}" --baseline base.json 1.yaml
has out 'against the baseline: 0 new, 1 known, 0 gone'
ends 0 uplint check "${only[@]}" --baseline base.json -f json 1.yaml
counts 0 1 0
ends 1 uplint check "${only[@]}" --baseline base.json -f json 1.yaml 2.yaml
counts 1 1 0
ends 0 uplint check "${only[@]}" --baseline base.json -f json fixed.yaml
counts 0 0 1

# What this run does not tell is not gone: another host, a rule that was left out or lacks facts.
sed '/^address:/,$d' 1.yaml >lacking.yaml
uplint check "${only[@]}" --baseline base.json -f json lacking.yaml >out 2>err
jq -e '.rules[0].status == "not-evaluated"' out >/dev/null || fail 'evaluated without addresses'
counts 0 0 0
ends 1 uplint check "${only[@]}" --baseline base.json -f json 2.yaml
counts 1 0 0
uplint check --ignore one-nic-per-subnet --baseline base.json -f json 1.yaml >out 2>err
jq -e '.baseline | .known == 0 and .gone == 0' out >/dev/null || fail 'gone without a look'

# The same bytes from other lines, in another order, and over itself.
{ echo '# a line'; cat 1.yaml; } >moved.yaml
ends 1 uplint check "${only[@]}" --write-baseline a.json 1.yaml 2.yaml
ends 1 uplint check "${only[@]}" --write-baseline b.json 2.yaml moved.yaml
cmp a.json b.json || fail 'other bytes for the same findings'
ends 0 uplint check "${only[@]}" --baseline a.json --write-baseline b.json 1.yaml 2.yaml
cmp a.json b.json || fail 'what the baseline waives is not written again'

# Cut short anywhere it is malformed, and a run that fails leaves the old file.
size=$(stat -c %s base.json)
for ((n = 0; n < size - 1; n += 7)); do
	head -c "$n" base.json >cut.json
	ends 2 uplint check "${only[@]}" --baseline cut.json 1.yaml
	has err cut.json
done
for bad in '[]' '{"uplint_baseline": 2, "findings": []}' '{"uplint_baseline": 1, "findings": [{"host": "a"}]}' \
	'{"uplint_baseline": 1, "findings": [{"host": 1}]}' '{"uplint_baseline": 1, "findings": [], "x": 1}'; do
	echo "$bad" >bad.json
	ends 2 uplint check "${only[@]}" --baseline bad.json 1.yaml
	has err bad.json:1:
done
ends 2 uplint check "${only[@]}" --write-baseline a.json 1.yaml missing.yaml
cmp a.json b.json || fail 'a run that failed wrote a baseline'
ends 2 uplint check "${only[@]}" --baseline missing.json 1.yaml
