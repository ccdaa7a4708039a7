#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The site's own word: severities, waivers, roles, expectations, and mistakes in it.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

faulty_host >host.yaml
only=(--select one-nic-per-subnet)

echo 'severity: { one-nic-per-subnet: info }' >severity.yaml
ends 0 uplint check -p severity.yaml "${only[@]}" host.yaml
has out 'INFO  eth1, eth2 are all in'

waiver() {
	printf 'waivers:\n  - { rule: one-nic-per-subnet, hosts: [web*], subjects: [10.10.*], reason: known, expires: %s }\n' "$1"
}
waiver "$(date -u +%F)" >today.yaml
ends 0 uplint check -p today.yaml "${only[@]}" host.yaml
has out '1 waived'
waiver "$(date -u -d yesterday +%F)" >late.yaml
ends 1 uplint check -p late.yaml "${only[@]}" host.yaml
has out 'expired on'
sed -i 's/web/db/' today.yaml
ends 1 uplint check -p today.yaml "${only[@]}" host.yaml
has out 'matches nothing'
ends 1 uplint check -p today.yaml "${only[@]}" -f json host.yaml
jq -e '.notices[0] | contains("matches nothing")' out >/dev/null || fail 'no notice in the JSON'

# Found by itself, in its order, and -v says which.
cp severity.yaml uplint.yaml
ends 0 uplint check -v "${only[@]}" host.yaml
has out 'policy: ./uplint.yaml'
UPLINT_POLICY=$PWD/late.yaml ends 1 uplint check -v "${only[@]}" host.yaml
has out 'policy: /'
rm uplint.yaml

mistake() {
	printf '%s\n' "$1" >bad.yaml
	ends 2 uplint check -p bad.yaml host.yaml
	has err "bad.yaml:$2"
}
mistake 'wavers: []' 1
mistake 'severity: { one-nic-per-subnet: fatal }' 1
mistake 'waivers: [{ rule: duplicate-address }]' 1
mistake 'waivers: [{ rule: x, reason: y, expires: 2026-02-30 }]' 1
mistake 'expect: { portals: [array.example] }' 1
ends 2 uplint check -p missing.yaml host.yaml

# An expected portal is asked for before any record of it exists.
echo 'expect: { portals: [10.99.0.9] }' >expect.yaml
sed '/^route:/,$d' host.yaml >routed.yaml
printf 'route: []\nrouting_rule: []\n' >>routed.yaml
ends 1 uplint check -p expect.yaml --select storage-reachable routed.yaml
has out '10.99.0.9:3260'
has out 'no route'
