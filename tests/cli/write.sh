#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What cannot be written is said, and -o leaves a whole file or none.
. "$ROOT/tests/cli/lib.sh"
faulty_host >host.yaml

for command in "check host.yaml" "check host.yaml -f json" "snapshot host.yaml" \
	"query .tables" "rules" "--version" "--help"; do
	# shellcheck disable=SC2086 # words
	uplint $command >/dev/full 2>err
	[ $? -eq 2 ] || fail "$command >/dev/full is not 2"
	has err "standard output"
	# shellcheck disable=SC2086
	uplint $command >&- 2>err
	[ $? -eq 2 ] || fail "$command >&- is not 2"
done

# A reader that goes away is no reason for a word.
set -o pipefail
(uplint query .tables -f csv 2>err; echo $? >status) | head -n 1 >/dev/null
empty err
[ "$(cat status)" -eq 0 ] || [ "$(cat status)" -eq 2 ] || fail "status $(cat status) in a closed pipe"

echo old >report
chmod 640 report
uplint check host.yaml -o report >out 2>err
empty out
has report "10.10.10.0/24"
[ "$(stat -c %a report)" = 640 ] || fail "permissions changed"
[ "$(find . -name '*.tmp*' | wc -l)" -eq 0 ] || fail "a temporary file was left"
ends 2 uplint check host.yaml -o /dev/full
ends 2 uplint check host.yaml -o no/such/dir/report
has err "no/such/dir"
ends 2 uplint snapshot no-such-file -o report
has report "10.10.10.0/24"
