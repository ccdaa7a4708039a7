#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random hosts: each verdict about subnets, routes and links is the one that the
# rule's words and the kernel's answers give. Fixed hosts that have something to say
# of each rule that check.py covers, or new ones with SOAK.
. "$ROOT/tests/live/lib.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

ns_new probe
export UPLINT=$BUILD/uplint
if [ -n "${SOAK-}" ]; then
	python3 "$ROOT/tests/verdicts/check.py" -n "$SOAK" >out || fail "repeat it with tests/verdicts/check.py SEED"
else
	python3 "$ROOT/tests/verdicts/check.py" -a 30 47 50 127 1002 1078 1141 2035 2119 2274 2311 2384 2702 2753 2767 4238 \
		6013 6121 6184 6192 7321 >out || fail "a host disagrees, or a rule was not compared"
fi
