#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names from strangers: escape sequences, quotes, directions of writing.
. "$ROOT/tests/cli/lib.sh"
cat >host.yaml <<'EOF'
host: "evil\e]0;pwned\a\e[2J'; touch pwned; '\u202e"
platform: linux
interface:
  - { name: "eth1'; touch pwned; '", kind: physical, admin: true, carrier: true, mtu: 1500, alias: "\e[31m" }
  - { name: "eth2\e[2J", kind: physical, admin: true, carrier: true, mtu: 1500 }
address:
  - { interface: "eth1'; touch pwned; '", address: 10.10.10.11, prefixlen: 24, scope: global }
  - { interface: "eth2\e[2J", address: 10.10.10.12, prefixlen: 24, scope: global }
EOF
know_formats
for words in "${formats[@]/#/check -f }" "${formats[@]/#/check -v -f }" snapshot "snapshot -f json"; do
	# shellcheck disable=SC2086 # words
	uplint $words host.yaml >out 2>err
	[ -s out ] || fail "$words said nothing"
	harmless out
	harmless err
	LC_ALL=C grep -q $'\342\200\256' out && fail "$words turns the direction of writing"
done
for format in table json csv; do
	ends 0 uplint query 'SELECT host, name, alias FROM interface' host.yaml -f $format
	# CSV ends its lines with CR LF.
	tr -d '\r' <out >plain
	harmless plain
done
ends 2 uplint check $'no\e[31mfile' $'\xff\xfe'
harmless err
ends 2 uplint $'\e[31m'
harmless err

# Whatever is printed to be pasted does no harm when it is.
uplint check host.yaml -f json >out
jq -r '.results[].fix[], .results[].verify[] | .run // empty' out >commands 2>/dev/null
while IFS= read -r line; do
	PATH=/nonexistent bash -c "$line" >/dev/null 2>&1
	PATH=/nonexistent sh -c "$line" >/dev/null 2>&1
done <commands
[ ! -e pwned ] || fail "a name was executed"
