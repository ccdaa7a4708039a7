#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Help, version, and the answer to a wrong word.
. "$ROOT/tests/cli/lib.sh"

ends 0 uplint
has out "Examples:"
[ "$(grep -c '^  uplint ' out)" -eq 3 ] || fail "not three examples"
ends 0 uplint --help
ends 0 uplint --version
grep -q '^uplint [0-9]' out || fail "no version"

for command in $(uplint | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	ends 0 uplint "$command" --help
	has out "Usage: uplint $command"
	empty err
	[ "$(awk 'length > 80' out)" = "" ] || fail "help of $command is wider than 80 columns"
	ends 0 uplint "$command" --version
	ends 0 uplint help "$command"
	ends 2 uplint "$command" --no-such-option
	has err "unknown option"
done

ends 2 uplint chek
has err "did you mean check?"
has err "snapshot"
empty out
ends 2 uplint check -f jsn
has err "did you mean json?"
ends 2 uplint check --colour never
has err "did you mean --color?"
ends 2 uplint check --fail-on warn
has err "did you mean warning?"
ends 2 uplint rules one-nic-per-subnt
has err "did you mean one-nic-per-subnet?"
ends 2 uplint query
has err "query needs SQL"
ends 2 uplint query '.tables interfce'
has err "did you mean interface?"
ends 2 uplint snapshot a b
ends 2 uplint check --netns x some.yaml
has err "--netns"
