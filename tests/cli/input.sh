#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources that are none.
. "$ROOT/tests/cli/lib.sh"

mkdir empty
ends 2 uplint check empty
has err "empty"
head -c 4096 /dev/urandom >garbage
ends 2 uplint check garbage
has err "garbage"
: >nothing
ends 2 uplint check nothing
ends 2 uplint check no-such-file
has err "no-such-file"
ends 2 uplint check - </dev/null
ends 2 uplint check --kind no-such-kind garbage
faulty_host >bad.yaml
ends 1 uplint check - --select one-nic-per-subnet <bad.yaml
printf 'host: h\ninterfaces: []\n' >typo.yaml
ends 2 uplint check typo.yaml
has err "typo.yaml:2"
has err "interface"
ends 2 uplint check --netns no-such-namespace
has err "no-such-namespace"
