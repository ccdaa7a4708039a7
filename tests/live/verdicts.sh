#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random hosts: each verdict about subnets, routes and links is the one that the
# rule's words and the kernel's answers give. Some fixed hosts, and a new one.
. "$ROOT/tests/live/lib.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

need_namespaces
export UPLINT=$BUILD/uplint
python3 "$ROOT/tests/verdicts/check.py" 30 47 50 127 1002 1078 1141 2035 2119 2274 2311 2384 2702 2753 2767 4238 |
	tee fixed | tail -n 1 | grep -q ' 0 disagree$' || fail "$(cat fixed)"
python3 "$ROOT/tests/verdicts/check.py" -n 1 | tee new | tail -n 1 | grep -q ' 0 disagree$' ||
	fail "repeat it with tests/verdicts/check.py SEED: $(cat new)"
